"""Regular expressions that are compiled when they are first used, not when their module is imported.

The reader has hundreds of them; compiling them all took half a second of processor of every start, also of processes
that never read a message.
"""

from __future__ import annotations

import re
from typing import Any, cast

from domain.first_letters import class_of_firsts


class _Uncompiled:
    """Stands for a compiled pattern until something of it is asked for, and keeps what was asked for."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern = expression
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = _compiled(self.pattern, self._flags)
        return self._compiled

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.compiled(), name)
        setattr(self, name, value)  # the next `search` is the compiled one's own: nothing stands between
        return value


def _compiled(expression: str, flags: int) -> re.Pattern[str]:
    """The pattern with a look at the first letter in front, where that spares most of the tries."""
    firsts = class_of_firsts(expression, flags)
    return re.compile(f"(?=[{firsts}])(?:{expression})" if firsts else expression, flags)


def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but at first use. What is wrong in an expression shows then, so every one has a test."""
    made = _Uncompiled(expression, flags)
    _ALL.append(made)
    return cast("re.Pattern[str]", made)


def compile_all() -> None:
    """Compile now what has not been used yet: about 0.6 s of processor, which the first message else takes longer."""
    for made in _ALL:
        made.compiled()


_ALL: list[_Uncompiled] = []

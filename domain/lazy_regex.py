"""Regular expressions that are compiled when they are first used, not when their module is imported.

The reader has hundreds of them; compiling them all took half a second of processor of every start, also of processes
that never read a message.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import re
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any, cast

from domain.first_letters import class_of_firsts, in_groups

# What `re` is made of has no public name, and its code is another one with each version: only the one this was written
# for and tested with is handed code of ours, every other compiles as always and only takes longer.
_CODE_OF_PYTHON_3_11 = 20220615
_KNOWN_CODE = getattr(_sre, "MAGIC", None) == _CODE_OF_PYTHON_3_11
_BY_CLASS = 4  # the mark of an INFO block that holds a class of first letters
_MOST = int(_sre.MAXREPEAT) - 1


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
    if not firsts:
        return re.compile(expression, flags)
    guarded = f"(?=[{firsts}])(?:{expression})"
    skipping = _skipping(guarded, firsts, flags) if _KNOWN_CODE else None
    return skipping or re.compile(guarded, flags)


def _skipping(expression: str, firsts: str, flags: int) -> re.Pattern[str] | None:
    """`re.compile`, telling the engine the first letters as `re` does where it sees them: it runs over all others.

    Without that it enters the expression at every character only to fail at the look ahead: five times the time.
    """
    tree = _parser.parse(expression, flags)
    low, high = tree.getwidth()
    if not low or tree.state.flags & re.LOCALE:
        return None  # after a match of nothing the engine would not move on
    what, value = _parser.parse(f"[{firsts}]")[0]
    code: list[int] = [op.INFO, 0, _BY_CLASS, min(low, _MOST), min(high, _MOST)]
    members, _ = _compiler._optimize_charset(value if what is op.IN else [(what, value)])
    _compiler._compile_charset(members, tree.state.flags, code)  # \d is no ASCII one
    code[1] = len(code) - 1  # where the expression itself begins
    _compiler._compile(code, in_groups(tree, tree.state.flags), tree.state.flags)
    code.append(op.SUCCESS)
    names: list[str | None] = [None] * tree.state.groups
    for name, group in tree.state.groupdict.items():
        names[group] = name
    made: re.Pattern[str] = _sre.compile(
        expression, tree.state.flags, code, tree.state.groups - 1, tree.state.groupdict, tuple(names)
    )
    return made


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

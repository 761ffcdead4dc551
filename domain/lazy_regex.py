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

from domain.first_letters import class_of_firsts, firsts_of
from domain.letter_tree import begins_with_letters, factored
from domain.regex_code import emit, emit_firsts, emit_look

# What `re` is made of has no public name, and its code is another one with each version: only the one this was written
# for and tested with is handed code of ours, every other compiles as always and only takes longer.
_CODE_OF_PYTHON_3_11 = 20220615
_KNOWN_CODE = getattr(_sre, "MAGIC", None) == _CODE_OF_PYTHON_3_11


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
    if _KNOWN_CODE:
        return _factored(expression, flags)
    firsts = class_of_firsts(expression, flags)
    return re.compile(f"(?=[{firsts}])(?:{expression})" if firsts else expression, flags)


def _factored(expression: str, flags: int) -> re.Pattern[str]:
    """`re.compile`, its alternatives sorted by first letters, and told which ones a match begins with.

    As `re` does where it sees them, the engine then runs over all others: it enters nothing only to fail at once.
    """
    tree = _parser.parse(expression, flags)
    flags = int(tree.state.flags)
    if flags & int(re.LOCALE | re.ASCII):
        return re.compile(expression, flags)
    width = tree.getwidth()
    nodes = factored(tree, flags)
    firsts = firsts_of(nodes)
    code: list[int] = []
    # after a match of nothing the engine would not move on by the first letters
    if firsts and width[0] and not _compiler._get_literal_prefix(tree, flags)[0]:
        emit_firsts(code, firsts, width)
    else:
        _compiler._compile_info(code, tree, flags)
    if firsts and not begins_with_letters(nodes):
        emit_look(code, firsts)
    emit(code, nodes, flags & ~int(re.IGNORECASE))
    code.append(op.SUCCESS)
    names: list[str | None] = [None] * tree.state.groups
    for name, group in tree.state.groupdict.items():
        names[group] = name
    made: re.Pattern[str] = _sre.compile(
        expression, flags, code, tree.state.groups - 1, tree.state.groupdict, tuple(names)
    )
    return made


def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but at first use. What is wrong in an expression shows then, so every one has a test."""
    made = _Uncompiled(expression, flags)
    _ALL.append(made)
    return cast("re.Pattern[str]", made)


def compile_all() -> None:
    """Compile now what has not been used yet: two or three seconds of processor, else taken by the first messages."""
    for made in _ALL:
        made.compiled()


_ALL: list[_Uncompiled] = []

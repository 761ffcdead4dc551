"""Which characters a match of a regular expression can begin with.

`re` skips quickly to places where a match may begin only if every alternative begins with a letter; one that begins
with something optional, a lookbehind or a nested group is tried in full at every character of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# Python's own parser has no public name. Where a later Python has moved it, tests/domain/test_lazy_regex.py says so.

_CLASSES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_IGNORECASE = int(re.IGNORECASE)  # as a number it is told from others in a tenth of the time
CATEGORIES = {op.CATEGORY_DIGIT: str.isdecimal, op.CATEGORY_SPACE: str.isspace}
_LIKE_LATIN = (0x130, 0x131, 0x17F, 0x212A)  # these match i, s and k where case is ignored
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)

# Members of a class of characters: a code, or what the parser has for a range or a category.
Members = frozenset[Any]
# These, and whether there may be no character at all.
_Firsts = tuple[Members, bool]


class _AnyLetterError(Exception):
    """A match may begin with nearly anything."""


def class_of_firsts(expression: str, flags: int = 0) -> str | None:
    """Members of a class without which no match begins, None if there is none or `re` finds it by itself."""
    tree = _parser.parse(expression, flags)
    if _is_found(tree, tree.state.flags):
        return None
    firsts = firsts_of(tree, tree.state.flags)
    return None if firsts is None else "".join(sorted(_written(member) for member in firsts))


def firsts_of(tree: Iterable[tuple[Any, Any]], flags: int = 0) -> Members | None:
    """The members of that class, of what `re._parser` has made of the expression; None if there is none."""
    try:
        firsts, empty = _of_sequence(tree, int(flags))
    except _AnyLetterError:
        return None
    return None if empty else firsts


def _is_found(tree: Any, flags: int) -> bool:
    """True if `re` makes out the first letters by itself."""
    if not len(tree):
        return False
    what, value = tree[0]
    if what is op.SUBPATTERN:
        return _is_found(value[3], (flags | value[1]) & ~value[2])
    if flags & _IGNORECASE:
        return False
    if what is op.BRANCH:
        return all(len(branch) and branch[0][0] is op.LITERAL for branch in value[1])
    return what in (op.LITERAL, op.IN)


def _of_sequence(tree: Iterable[tuple[Any, Any]], flags: int) -> _Firsts:
    firsts: Members = frozenset()
    for what, value in tree:
        more, empty = _of(what, value, flags)
        firsts |= more
        if not empty:
            return firsts, False
    return firsts, True


def _of(what: Any, value: Any, flags: int) -> _Firsts:
    if what is op.LITERAL:
        return _letter(value, flags), False
    if what is op.IN:
        return frozenset().union(*(_member(kind, of, flags) for kind, of in value)), False
    if what is op.BRANCH:
        return _either([_of_sequence(branch, flags) for branch in value[1]])
    if what is op.SUBPATTERN:
        return _of_sequence(value[3], (flags | value[1]) & ~value[2])
    if what in _REPEATS:
        firsts, empty = _of_sequence(value[2], flags)
        return firsts, empty or value[0] == 0
    if what is op.ASSERT and value[0] >= 0:  # what is looked ahead for stands here as well
        try:
            return _of_sequence(value[1], flags)
        except _AnyLetterError:
            return frozenset(), True  # then what follows it says more
    if what in (op.ASSERT, op.ASSERT_NOT, op.AT, op.MARK):
        return frozenset(), True
    if what is op.GROUPREF_EXISTS:
        return _either([_of_sequence(branch or (), flags) for branch in value[1:]])
    raise _AnyLetterError


def _either(branches: list[_Firsts]) -> _Firsts:
    return frozenset().union(*(firsts for firsts, _ in branches)), any(empty for _, empty in branches)


def _member(kind: Any, value: Any, flags: int) -> Members:
    if kind is op.LITERAL:
        return _letter(value, flags)
    if kind is op.RANGE:
        low, high = value
        if flags & _IGNORECASE:
            if high - low > 64:
                raise _AnyLetterError
            return frozenset().union(*(_letter(code, flags) for code in range(low, high + 1)))
        return frozenset(((kind, value),))
    if kind is op.CATEGORY and value in _CLASSES:
        return frozenset(((kind, value),))
    raise _AnyLetterError


def _letter(code: int, flags: int) -> Members:
    if not flags & _IGNORECASE:
        return frozenset((code,))
    char = chr(code)
    if char.lower() == char.upper():
        return frozenset((code,))
    if not char.isascii():
        raise _AnyLetterError
    return frozenset((ord(char.lower()), ord(char.upper()), *_LIKE_LATIN))


def _written(member: Any) -> str:
    if isinstance(member, int):
        return f"\\U{member:08x}"
    kind, value = member
    return "-".join(f"\\U{code:08x}" for code in value) if kind is op.RANGE else _CLASSES[value]


def may_share(one: Members, other: Members) -> bool:
    """False if no letter is in both classes, though none is named in both; True if there may be one."""
    wide, others = _wide(one), _wide(other)
    if not wide and not others:
        return False
    return any(_holds(several, member) for several in wide for member in other) or any(
        _holds(several, member) for several in others for member in one
    )


@lru_cache(maxsize=8192)
def _wide(members: Members) -> tuple[Any, ...]:
    return tuple(member for member in members if not isinstance(member, int))


@lru_cache(maxsize=8192)
def _holds(wide: tuple[Any, Any], member: Any) -> bool:
    kind, value = wide
    if kind is op.RANGE:
        if isinstance(member, int):
            return bool(value[0] <= member <= value[1])
        return member[0] is not op.RANGE or bool(member[1][0] <= value[1] and value[0] <= member[1][1])
    if kind is op.CATEGORY and isinstance(member, int):
        return value not in CATEGORIES or CATEGORIES[value](chr(member))
    return True

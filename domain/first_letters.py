"""Which characters a match of a regular expression can begin with.

`re` skips quickly to places where a match may begin only if every alternative begins with a letter; one that begins
with something optional, a lookbehind or a nested group is tried in full at every character of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# Python's own parser has no public name. Where a later Python has moved it, tests/domain/test_lazy_regex.py says so.

_CLASSES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"}
_LIKE_LATIN = "\u0130\u0131\u017f\u212a"  # these match i, s and k where case is ignored
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)

_GROUP = 8  # alternatives

# The members of a class of characters, as they are written in one, and whether there may be no character at all.
_Firsts = tuple[frozenset[str], bool]


class _AnyLetterError(Exception):
    """A match may begin with nearly anything."""


def class_of_firsts(expression: str, flags: int = 0) -> str | None:
    """Members of a class without which no match begins, None if there is none or `re` finds it by itself."""
    tree = _parser.parse(expression, flags)
    if _is_found(tree, tree.state.flags):
        return None
    try:
        firsts, empty = _of_sequence(tree, tree.state.flags)
    except _AnyLetterError:
        return None
    return None if empty else "".join(sorted(firsts))


def in_groups(tree: Any, flags: int) -> Any:
    """The expression with its long alternations in groups of eight behind a look at their first letters.

    Else every one of a hundred alternatives is tried where only two can begin. Their order stays, so does the match.
    """
    return [_grouped(what, value, flags, tree.state) for what, value in tree]


def _grouped(what: Any, value: Any, flags: int, state: Any) -> tuple[Any, Any]:
    if what is op.SUBPATTERN:
        group, add, without, inner = value
        data = [_grouped(kind, of, (flags | add) & ~without, state) for kind, of in inner]
        return what, (group, add, without, _parser.SubPattern(state, data))
    if what is not op.BRANCH or len(value[1]) < 2 * _GROUP:
        return what, value
    branches = value[1]
    groups = [branches[at : at + _GROUP] for at in range(0, len(branches), _GROUP)]
    return what, (None, [_behind_a_look(group, flags, state) for group in groups])


def _behind_a_look(branches: list[Any], flags: int, state: Any) -> Any:
    together = (op.BRANCH, (None, branches))
    try:
        firsts, empty = _either([_of_sequence(branch, flags) for branch in branches])
    except _AnyLetterError:
        return _parser.SubPattern(state, [together])
    if empty:
        return _parser.SubPattern(state, [together])
    look = _parser.parse(f"[{''.join(sorted(firsts))}]", flags & ~re.IGNORECASE)
    return _parser.SubPattern(state, [(op.ASSERT, (1, look)), together])


def _is_found(tree: Any, flags: int) -> bool:
    """True if `re` makes out the first letters by itself."""
    if not len(tree):
        return False
    what, value = tree[0]
    if what is op.SUBPATTERN:
        return _is_found(value[3], (flags | value[1]) & ~value[2])
    if flags & re.IGNORECASE:
        return False
    if what is op.BRANCH:
        return all(len(branch) and branch[0][0] is op.LITERAL for branch in value[1])
    return what in (op.LITERAL, op.IN)


def _of_sequence(tree: Iterable[tuple[Any, Any]], flags: int) -> _Firsts:
    firsts: frozenset[str] = frozenset()
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
    if what is op.ASSERT and value[0] > 0:  # what is looked ahead for stands here as well
        return _of_sequence(value[1], flags)
    if what in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return frozenset(), True
    if what is op.GROUPREF_EXISTS:
        return _either([_of_sequence(branch or (), flags) for branch in value[1:]])
    raise _AnyLetterError


def _either(branches: list[_Firsts]) -> _Firsts:
    return frozenset().union(*(firsts for firsts, _ in branches)), any(empty for _, empty in branches)


def _member(kind: Any, value: Any, flags: int) -> frozenset[str]:
    if kind is op.LITERAL:
        return _letter(value, flags)
    if kind is op.RANGE:
        low, high = value
        if flags & re.IGNORECASE:
            if high - low > 64:
                raise _AnyLetterError
            return frozenset().union(*(_letter(code, flags) for code in range(low, high + 1)))
        return frozenset((f"{_written(low)}-{_written(high)}",))
    if kind is op.CATEGORY and value in _CLASSES:
        return frozenset((_CLASSES[value],))
    raise _AnyLetterError


def _letter(code: int, flags: int) -> frozenset[str]:
    char = chr(code)
    if not flags & re.IGNORECASE or char.lower() == char.upper():
        return frozenset((_written(code),))
    if not char.isascii():
        raise _AnyLetterError
    return frozenset((_written(ord(char.lower())), _written(ord(char.upper())), *_LIKE_LATIN))


def _written(code: int) -> str:
    return f"\\U{code:08x}"

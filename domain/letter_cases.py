"""A regular expression, as `re._parser` has it, with its letters in both cases where case is ignored.

What begins with a letter of which the case is ignored looks to `re` like something it has to enter.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_Node = tuple[Any, Any]

IGNORECASE = int(re.IGNORECASE)  # as a number it is told from others in a tenth of the time
_TWINS = {"i": "\u0130\u0131", "s": "\u017f", "k": "\u212a"}  # other letters that match where case is ignored


def in_both_cases(tree: Iterable[_Node], ignored: bool, state: Any) -> list[_Node]:
    """The sequence with letters of both cases written out; what cannot be is told to ignore case by itself."""
    return [_node_in_both(what, value, ignored, state) for what, value in tree]


def _node_in_both(what: Any, value: Any, ignored: bool, state: Any) -> _Node:
    def inner(tree: Any, flag: bool = ignored) -> Any:
        return _parser.SubPattern(state, in_both_cases(tree, flag, state))

    if what is op.BRANCH:
        return what, (None, [inner(branch) for branch in value[1]])
    if what is op.SUBPATTERN:
        group, add, without, tree = value
        flag = bool((ignored or add & IGNORECASE) and not without & IGNORECASE)
        add, without = add & ~IGNORECASE, without & ~IGNORECASE
        if group is not None and (add or without):
            flagged = (what, (None, add, without, inner(tree, flag)))
            return what, (group, 0, 0, _parser.SubPattern(state, [flagged]))
        return what, (group, add, without, inner(tree, flag))
    if what in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return what, (*value[:2], inner(value[2]))
    if what in (op.ASSERT, op.ASSERT_NOT):
        return what, (value[0], inner(value[1]))
    if what is op.GROUPREF_EXISTS:
        return what, (value[0], inner(value[1]), value[2] and inner(value[2]))
    if what is op.ATOMIC_GROUP:
        return what, inner(value)
    if not ignored or what in (op.AT, op.ANY):
        return what, value
    letters = _both_cases([(what, value)] if what is op.LITERAL else value) if what in (op.LITERAL, op.IN) else None
    if letters is None:
        return op.SUBPATTERN, (None, IGNORECASE, 0, _parser.SubPattern(state, [(what, value)]))
    return letters[0] if len(letters) == 1 and letters[0][0] is op.LITERAL else (op.IN, letters)


def _both_cases(members: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]] | None:
    """A class with the letters of both cases, None if it has others than Latin ones or says what is not in it."""
    made: list[tuple[Any, Any]] = []
    members = list(members)
    cased = False
    for kind, value in members:
        codes = (value,) if kind is op.LITERAL else range(value[0], value[1] + 1) if kind is op.RANGE else ()
        for code in codes if len(codes) < 128 else ():
            if _sre.unicode_iscased(code):
                cased = True
                if code > 127:
                    return None
                letter = chr(code).lower()
                made += [(op.LITERAL, ord(one)) for one in (letter, letter.upper(), *_TWINS.get(letter, ""))]
            else:
                made.append((op.LITERAL, code))
        if len(codes) >= 128:
            if value[0] < 0x2E80 or value[1] > 0x9FFF:
                return None
            made.append((kind, value))
        if kind in (op.CATEGORY, op.NEGATE):
            made.append((kind, value))
    return None if cased and any(kind is op.NEGATE for kind, _ in members) else made

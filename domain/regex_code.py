"""What `re`'s engine runs, of an expression in the form that `letter_tree` gives it. As `re._compiler` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from domain.first_letters import CATEGORIES, Members

_BY_CLASS = 4  # the mark of an INFO block that holds a class of first letters
_UNICODE = _compiler.SRE_FLAG_UNICODE
_FEW = 6  # members that are looked at one by one sooner than a table is, and are shorter
_PLANE = 0x10000  # codes
_REPEATS = {
    op.MAX_REPEAT: (op.REPEAT_ONE, op.REPEAT, op.MAX_UNTIL), op.MIN_REPEAT: (op.MIN_REPEAT_ONE, op.REPEAT, op.MIN_UNTIL)
}  # fmt: skip


def emit_firsts(code: list[int], firsts: Members, width: tuple[int, int]) -> None:
    """Tell the engine the first letters of a match, as `re` does where it sees them."""
    start = len(code)
    most = _compiler.MAXCODE
    code += [op.INFO, 0, _BY_CLASS, min(width[0], most), min(width[1], most), *_skipped_to(firsts)]
    code[start + 1] = len(code) - start - 1  # where the expression itself begins


def emit_look(code: list[int], firsts: Members) -> None:
    """Have the engine look at the first letter before it goes on."""
    letter = [op.IN, 0, *_skipped_to(firsts)]
    letter[1] = len(letter) - 1
    code += [op.ASSERT, len(letter) + 3, 0, *letter, op.SUCCESS]


def emit(code: list[int], nodes: Sequence[tuple[Any, Any]], flags: int) -> None:
    """Add the sequence's code."""
    for what, value in nodes:
        if what is op.IN:
            charset = _class(tuple(value))
            code += [op.IN, len(charset) + 1, *charset]
        elif what is op.BRANCH:
            _emit_branch(code, value[1], flags)
        elif what is op.MARK:
            code += [op.MARK, value]
        elif what is op.SUBPATTERN:
            emit(code, value[3], (flags | value[1]) & ~value[2])
        elif what in (op.ASSERT, op.ASSERT_NOT):
            start = len(code)
            code += [what, 0, -value[0]]
            emit(code, value[1], flags)
            code.append(op.SUCCESS)
            code[start + 1] = len(code) - start - 1
        elif what in _REPEATS and (not isinstance(value[2], _parser.SubPattern) or value[2][0][0] is op.IN):
            low, high, inner = value
            of_one, of_more, last = _REPEATS[what]
            start, alone = len(code), isinstance(inner, _parser.SubPattern)
            code += [of_one if alone else of_more, 0, low, high]
            emit(code, inner, flags)
            code += [op.SUCCESS] if alone else []
            code[start + 1] = len(code) - start - 1
            code += [] if alone else [last]
        else:
            _compiler._compile(code, [(what, value)], flags)


def _emit_branch(code: list[int], branches: Sequence[Sequence[tuple[Any, Any]]], flags: int) -> None:
    code.append(op.BRANCH)
    ends = []
    for branch in branches:
        start = len(code)
        code.append(0)
        emit(code, branch, flags)
        code += [op.JUMP, 0]
        ends.append(len(code) - 1)
        code[start] = len(code) - start
    code.append(op.FAILURE)
    for end in ends:
        code[end] = len(code) - end


@lru_cache(maxsize=4096)
def _class(members: tuple[tuple[Any, Any], ...]) -> list[int]:
    if all(_is_plain(kind, value) for kind, value in members):
        if len(members) > _FEW:
            return _table(members)
        members = tuple(sorted(members, key=lambda member: member[0] is not op.RANGE))
    else:
        members, _ = _compiler._optimize_charset(members)
    code: list[int] = []
    _compiler._compile_charset(members, _UNICODE, code)  # \d is no ASCII one
    return code


def _is_plain(kind: Any, value: Any) -> bool:
    """True of letters and ranges of one plane, but the first letters of all: these have a shorter table."""
    return (kind is op.LITERAL and 255 < value < _PLANE) or (kind is op.RANGE and value[0] > 255 and value[1] < _PLANE)


@lru_cache(maxsize=1024)
def _skipped_to(firsts: Members) -> list[int]:
    """A class of these and perhaps more: one look at a table tells of every letter."""
    members: list[tuple[Any, Any]] = [(op.LITERAL, member) if isinstance(member, int) else member for member in firsts]
    further = any(
        kind is op.CATEGORY or (value if kind is op.LITERAL else value[1]) >= _PLANE for kind, value in members
    )
    if any(kind is op.CATEGORY and value not in CATEGORIES for kind, value in members) or not (
        further or len(members) > _FEW
    ):
        return _class(tuple(members))
    return _table(members, further)


def _table(members: Iterable[tuple[Any, Any]], further: bool = False) -> list[int]:
    """Which letters of the first plane are members, and with `further` all of the others: said by what is none."""
    letters = bytearray(_PLANE)
    for kind, value in members:
        if kind is op.CATEGORY:
            for code in _of_category(value):
                letters[code] = 1
        else:
            low, high = (value, value) if kind is op.LITERAL else value
            letters[low : min(high + 1, _PLANE)] = b"\1" * (min(high + 1, _PLANE) - low)
    if further:
        letters = letters.translate(b"\1\0" + bytes(254))
    blocks: dict[bytes, int] = {}
    pages = bytes(blocks.setdefault(bytes(letters[at : at + 256]), len(blocks)) for at in range(0, _PLANE, 256))
    bits = _compiler._mk_bitmap(b"".join(blocks))
    table = [op.BIGCHARSET, len(blocks), *_compiler._bytes_to_codes(pages), *bits, op.FAILURE]
    return [op.NEGATE, *table] if further else table


@lru_cache(maxsize=2)
def _of_category(category: Any) -> list[int]:
    return [code for code in range(_PLANE) if CATEGORIES[category](chr(code))]

"""What a printed sum proves about lines that leave something open: how many, whether it is goods at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.arithmetic import MOST_LINES, adds_up
from domain.reading.line_model import MUDDLED, NO_NAME, Line, Sum
from domain.reading.money import Figure
from domain.reading.text_rows import row_of


def counted_alike(lines: list[Line], sums: Sequence[Sum], figures: Sequence[Figure]) -> list[Line]:
    """35台 @39,800、取付は1台11,000円、計1,778,000円: a price of one is for as many as were counted if that adds up."""
    stated = {s.value for s in sums if s.kind != "tax" and not s.approx}
    loose = [line for line in lines if line.unit_price is not None and line.quantity is None and line.amount is None]
    counts = {line.quantity for line in lines if line.quantity not in (None, Decimal(1))}
    counts |= {figure.value for figure in figures if figure.kind == "count" and figure.value > 1}
    if not loose or not stated or not counts or len(lines) > MOST_LINES:
        return lines
    fitting = []
    for count in counts:
        tried = [_times(line, count) if line in loose and count is not None else line for line in lines]
        if all(line.amount is not None and not line.conflict for line in tried) and adds_up(tried, stated):
            fitting.append(tried)
    return fitting[0] if len(fitting) == 1 else lines


def _times(line: Line, count: Decimal) -> Line:
    return replace(line, quantity=count, amount=count * (line.unit_price or 0), doubt="")


def summed(lines: list[Line], sums: Sequence[Sum]) -> list[Line]:
    """その他 30,000円 among rows that come to the printed sum: whatever it is called, it is a line of this order."""
    stated = {s.value for s in sums if s.kind != "tax" and not s.approx}
    unnamed = [line for line in lines if line.doubt == NO_NAME]
    whole = all(line.amount is not None and not line.conflict and not line.approx for line in lines)
    if not unnamed or len(unnamed) == len(lines) or not whole or not adds_up(lines, stated):
        return lines
    return [replace(line, doubt="", odd_name=True) if line in unnamed else line for line in lines]


_SAID_ANEW = regex(r"[^\S\n]*(?:[→⇒➡↓]|->|=>)")


def _below_arrow(text: str, line: Line) -> bool:
    return _SAID_ANEW.match(text, row_of(text, line.span[0])[0]) is not None


def said_anew(text: str, lines: list[Line], sums: Sequence[Sum]) -> list[Line]:
    """→ 3点まとめで70万に below a priced row: it may stand in for that row, unless both are in a printed sum."""
    stated = {s.value for s in sums if s.kind != "tax"}
    found = [
        at
        for at, line in enumerate(lines)
        if at and line.amount is not None and _below_arrow(text, line) and not _below_arrow(text, lines[at - 1])
    ]
    if not found or adds_up(lines, stated):
        return lines
    doubted = {at for one in found for at in (one - 1, one)}
    return [replace(line, doubt=line.doubt or MUDDLED) if at in doubted else line for at, line in enumerate(lines)]

"""What adds up tells what a figure is: a sum among the lines, a price of one among amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from domain.reading.lines import Line, Sum
from domain.reading.totals import expected, rate_sums

_WHOLE = re.compile(
    r"(?:年額|年間|総額|合計|トータル|全体|契約総額|契約金額|計|税[込抜別]き?み?|込み|抜き|初年度|期間|総?合計|(?i:total))"
    r"(?:金額|合計|総額|計|額)?"
)
_MOST_LINES = 6  # beyond that, too many combinations add up by chance


def without_sums(text: str, lines: list[Line], sums: list[Sum]) -> list[Line]:
    """The lines without those that are only what the other lines come to; these join the sums."""
    goods = [line for line in lines if line.amount is not None and not line.conflict and not _says_whole(text, line)]
    if not goods or len(goods) == len(lines):
        return lines
    by_rate = rate_sums(goods, None)
    subtotal, tax, total = expected(by_rate, "out")
    kinds = {total: "total", tax: "tax", subtotal: "amount"}
    kinds.setdefault(subtotal - expected(by_rate, "in")[1], "subtotal")
    kept = []
    for line in lines:
        single = line.quantity is None and line.unit_price is None and not line.conflict
        kind = kinds.get(line.amount) if single and _says_whole(text, line) and line.amount is not None else None
        if kind:
            sums.append(Sum(kind, line.amount or tax, line.basis, line.rate, line.approx, line.currency, line.span))
        else:
            kept.append(line)
    return kept


def _says_whole(text: str, line: Line) -> bool:
    return line.description is None or _WHOLE.fullmatch(text, *line.description) is not None


def agreeing(lines: list[Line], sums: Sequence[Sum]) -> list[Line]:
    """120 pcs / ¥3,300 beside a subtotal: the one figure is the price of one if only so the sum comes out."""
    stated = {s.value for s in sums if s.kind != "tax"}
    open_lines = [at for at, line in enumerate(lines) if line.single and line.quantity not in (None, Decimal(1))]
    whole = all(line.amount is not None and not line.conflict for line in lines)
    if not stated or not open_lines or not whole or len(open_lines) > _MOST_LINES or _adds_up(lines, stated):
        return lines
    fitting = []
    for choice in product((False, True), repeat=len(open_lines)):
        multiplied = {at for at, chosen in zip(open_lines, choice, strict=True) if chosen}
        tried = [_as_unit_price(line) if at in multiplied else line for at, line in enumerate(lines)]
        if multiplied and _adds_up(tried, stated):
            fitting.append(tried)
    return fitting[0] if len(fitting) == 1 else lines


def _adds_up(lines: Sequence[Line], stated: set[Decimal]) -> bool:
    by_rate = rate_sums(lines, None)
    return bool({expected(by_rate, "out")[0], expected(by_rate, "out")[2]} & stated)


def _as_unit_price(line: Line) -> Line:
    assert line.quantity is not None
    assert line.amount is not None
    cheap = line.doubt.startswith("単価か合計か")
    return replace(
        line,
        unit_price=line.amount,
        amount=line.amount * line.quantity,
        doubt="" if cheap else line.doubt,
        single=False,
    )

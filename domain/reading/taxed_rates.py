"""Rates told by what is printed for each rate: 内消費税 8% 800円、10% 6,120円 leaves one way to share out the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product

from domain.reading.line_model import Line, Sum
from domain.reading.totals import floor_tax

_MOST = 8  # lines; beyond that several ways come out by chance
_RATES = (8, 10)
_BESIDE = 8  # characters between 8%対象 37,800円 and its (消費税2,800円)


def rated_by_tax(lines: Sequence[Line], sums: Sequence[Sum]) -> list[Line] | None:
    """The lines with the rates that alone give what is printed for 8 % and for 10 %; None if none or several do."""
    printed = [s for s in _with_rates(sums) if s.rate in _RATES and s.kind in ("tax", "subtotal")]
    if {s.rate for s in printed} != set(_RATES) or not 2 <= len(lines) <= _MOST:
        return None
    if any(line.amount is None or line.rate == 0 for line in lines):
        return None
    ways = {
        rates
        for rates in product(_RATES, repeat=len(lines))
        for basis in ("out", "in")
        if all(_agrees(s, _of_rate(lines, rates, s.rate), basis) for s in printed)
    }
    if len(ways) != 1:
        return None
    rates = ways.pop()
    return [replace(line, rate=rate) for line, rate in zip(lines, rates, strict=True)]


def _with_rates(sums: Sequence[Sum]) -> list[Sum]:
    """8%対象 37,800円(消費税2,800円): the tax beside the sum of a rate is the tax of that rate."""
    ordered = sorted(sums, key=lambda s: s.span)
    out = ordered[:1]
    for before, one in pairwise(ordered):
        beside = before.kind == "subtotal" and one.kind == "tax" and 0 <= one.span[0] - before.span[1] <= _BESIDE
        out.append(replace(one, rate=before.rate) if beside and one.rate is None else one)
    return out


def _agrees(stated: Sum, amount: Decimal, basis: str) -> bool:
    """Whether lines of this amount give this sum or this tax."""
    tax = floor_tax(amount, stated.rate or 0, basis)
    if stated.kind == "tax":
        return tax == stated.value
    return stated.value in (amount, amount - tax if basis == "in" else amount + tax)


def _of_rate(lines: Sequence[Line], rates: Sequence[int], rate: int | None) -> Decimal:
    return sum((line.amount or Decimal(0) for line, own in zip(lines, rates, strict=True) if own == rate), Decimal(0))

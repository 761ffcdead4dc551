"""Subtotal, tax and total from lines and stated sums, with the arithmetic that tells sure from doubtful.

Tax is floored once per rate on the sum of that rate's lines; an unstated rate counts as 10 %.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from itertools import accumulate

from domain.reading.line_model import Line, Sum

DEFAULT_RATE = 10
SUMMED = "明細を足した金額です。合計は書かれていません"
BOTH_BASES = "税抜と税込の両方が書かれています"


@dataclass(slots=True)
class Totals:
    """The figures of an order. `asked` maps fields that a person must look at to the Japanese reason."""

    tax_entry: str = "unknown"
    subtotal: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    stated: Decimal | None = None
    conflict: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    options: list[tuple[Decimal, tuple[int, int]]] = field(default_factory=list)


def floor_tax(amount: Decimal, rate: int, basis: str) -> Decimal:
    """Tax on an amount without ("out") or contained in an amount with tax ("in"), floored to a whole unit."""
    divisor = 100 + rate if basis == "in" else 100
    return (amount * rate / divisor).quantize(Decimal(1), rounding=ROUND_FLOOR)


def expected(by_rate: dict[int, Decimal], basis: str) -> tuple[Decimal, Decimal, Decimal]:
    """(subtotal, tax, total) of the sums per rate."""
    amount = sum(by_rate.values(), Decimal(0))
    tax = sum((floor_tax(value, rate, basis) for rate, value in by_rate.items()), Decimal(0))
    return (amount - tax, tax, amount) if basis == "in" else (amount, tax, amount + tax)


def settle(
    lines: Sequence[Line], sums: Sequence[Sum], bases: Sequence[tuple[str, tuple[int, int]]], rate: int | None
) -> Totals:
    """Totals of an order. `bases`: notes on 税抜 and 税込 that stand for the whole; `rate`: the stated general rate."""
    out = Totals()
    by_rate = rate_sums(lines, rate)
    whole = bool(lines) and all(line.amount is not None for line in lines)
    if any(line.conflict for line in lines):
        return _contradiction(out, lines, sums, bases, "数量 × 単価 と金額が合いません")
    if not whole:
        by_rate = {}
    out.tax_entry, sure = _basis(by_rate, lines, sums, bases, out)
    if any(line.approx for line in lines) or (sums and all(s.approx for s in sums)):
        return _approximate(out, lines, sums)
    if by_rate and set(by_rate) == {0}:
        return _untaxed(out, by_rate, lines, sums)
    if not by_rate:
        by_rate = _from_sums(out, sums, rate)
    if not by_rate:
        return _unpriced(out, sums)
    if out.tax_entry == "unknown":
        return _unknown(out, by_rate, lines, sums)
    out.subtotal, out.tax, out.total = expected(by_rate, out.tax_entry)
    _evidence(out, lines, sums)
    if out.total < 0 or (out.total == 0 and any(line.amount for line in lines)):
        reason = "合計がマイナスです" if out.total < 0 else "値引きで合計が0円になります"
        _ask_all(out, reason)
        out.asked.setdefault("items", reason)
    if not sure:
        _ask_all(out, out.asked.get("tax_entry", "税抜か税込かを計算から推定しました"))
        out.asked.setdefault("tax_entry", "税抜か税込かを計算から推定しました")
    return _compare(out, sums, by_rate, lines)


def rate_sums(lines: Sequence[Line], rate: int | None) -> dict[int, Decimal]:
    """Amounts added up per tax rate; `rate` is the stated general one."""
    by_rate: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        own = line.rate if line.rate is not None else rate if rate is not None else DEFAULT_RATE
        by_rate[own] += line.amount or Decimal(0)
    return dict(by_rate)


def _basis(
    by_rate: dict[int, Decimal],
    lines: Sequence[Line],
    sums: Sequence[Sum],
    bases: Sequence[tuple[str, tuple[int, int]]],
    out: Totals,
) -> tuple[str, bool]:
    """(basis, is it said). Said at the line prices, else for the whole, else by sums that add up one way only."""
    own = {line.basis for line in lines if line.basis}
    general = {basis for basis, _ in bases}
    if own != general and own and general and any(line.basis is None for line in lines):
        out.asked["tax_entry"] = BOTH_BASES  # 120万円、送料3,000円（税込）、税抜
        return "unknown", False
    if len(own) == len(general) == 1 and own != general:
        out.asked["tax_entry"] = BOTH_BASES  # 単価 19,800円（税別） … 訂正：税込でした
    for said in (own, general):
        if len(said) == 1:
            basis = next(iter(said))
            out.spans["tax_entry"] = next((span for b, span in bases if b == basis), None) or next(
                (line.span for line in lines if line.basis == basis), (0, 0)
            )
            return basis, "tax_entry" not in out.asked
    if own or general:
        out.asked["tax_entry"] = BOTH_BASES
        return "unknown", False
    return _basis_of_sums(by_rate, sums, out)


def _basis_of_sums(by_rate: dict[int, Decimal], sums: Sequence[Sum], out: Totals) -> tuple[str, bool]:
    amount = sum(by_rate.values(), Decimal(0)) if by_rate else None
    kinds = {s.kind for s in sums}
    out_sums = [s for s in sums if s.kind == "subtotal" or s.basis == "out"]
    in_sums = [s for s in sums if s.basis == "in" or (s.kind == "total" and "tax" in kinds)]
    tax_sums = [s for s in sums if s.kind == "tax"]
    if sums:
        out.spans["tax_entry"] = (out_sums or in_sums or list(sums))[0].span
    if any(s.basis == "in" for s in tax_sums):
        return "in", True  # 423,500円（内消費税38,500円）
    if amount is not None and tax_sums:  # tax and total together leave no doubt
        values = {s.value for s in sums if s.kind != "tax"}
        for basis in ("out", "in"):
            _, tax, total = expected(by_rate, basis)
            if tax and total in values and any(s.value == tax for s in tax_sums):
                return basis, True
    if amount is None:
        if out_sums and (out_sums[0].basis == "out" or in_sums or tax_sums):
            return "out", True
        return ("in", True) if in_sums else ("unknown", False)
    if any(s.value == amount for s in in_sums) and not any(s.value == amount for s in out_sums):
        return "in", True
    if any(s.value == amount for s in out_sums) and (in_sums or tax_sums or any(s.basis for s in out_sums)):
        return "out", True
    stated = expected(by_rate, "out")
    if any(s.value == stated[2] for s in in_sums) or any(s.value == stated[1] for s in tax_sums):
        return "out", True
    if stated[1] and any(s.value == stated[2] for s in sums if s.kind == "total"):
        return "out", False
    if any(s.basis == "out" for s in sums):
        return "out", True
    if in_sums or tax_sums:
        return ("in" if any(s.basis == "in" for s in sums) and not tax_sums else "out"), False
    return "unknown", False


def _from_sums(out: Totals, sums: Sequence[Sum], rate: int | None) -> dict[int, Decimal]:
    """The base figure when no line carries an amount."""
    used = rate if rate is not None else next((s.rate for s in sums if s.rate is not None), DEFAULT_RATE)
    if out.tax_entry == "out":
        base = [s for s in sums if s.kind == "subtotal" or s.basis == "out"] or [s for s in sums if s.kind == "amount"]
        base = base or [s for s in sums if s.kind == "total"]
    elif out.tax_entry == "in":
        base = [s for s in sums if s.basis == "in" or s.kind == "total"] or [s for s in sums if s.kind == "amount"]
    else:
        base = [s for s in sums if s.kind != "tax"]
    return {used: base[0].value} if base else {}


def _unpriced(out: Totals, sums: Sequence[Sum]) -> Totals:
    _ask_all(out, "金額が読み取れません")
    out.options = [(s.value, s.span) for s in sums]
    return out


def _contradiction(
    out: Totals, lines: Sequence[Line], sums: Sequence[Sum], bases: Sequence[tuple[str, tuple[int, int]]], reason: str
) -> Totals:
    said = (
        {line.basis for line in lines if line.basis}
        or {basis for basis, _ in bases}
        or {s.basis for s in sums if s.basis}
    )
    out.tax_entry = (said.pop() or "unknown") if len(said) == 1 else "unknown"
    sources = [*((line.basis, line.span) for line in lines), *bases, *((s.basis, s.span) for s in sums)]
    if out.tax_entry != "unknown":
        out.spans["tax_entry"] = next(span for basis, span in sources if basis == out.tax_entry)
    out.subtotal = out.tax = out.total = out.stated = None
    out.conflict = True
    _ask_all(out, reason)
    out.options = [(s.value, s.span) for s in sums]
    return out


def _approximate(out: Totals, lines: Sequence[Line], sums: Sequence[Sum]) -> Totals:
    figures = [s for s in sums if s.kind != "tax"]
    if figures:
        out.stated, out.spans["stated_amount"] = figures[-1].value, figures[-1].span
    elif all(line.amount is not None for line in lines):
        out.stated = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
        out.spans["stated_amount"] = lines[0].span
        if len(lines) > 1:
            out.asked["stated_amount"] = SUMMED
    for name in ("subtotal", "tax", "total"):
        out.asked.setdefault(name, "金額がおおよそです")
    return out


def _untaxed(out: Totals, by_rate: dict[int, Decimal], lines: Sequence[Line], sums: Sequence[Sum]) -> Totals:
    amount = by_rate[0]
    out.subtotal = out.total = amount
    out.tax = Decimal(0)
    _evidence(out, lines, sums)
    if any(s.kind in ("subtotal", "total", "amount") and s.value != amount for s in sums):
        out.subtotal = out.total = out.tax = None
        out.conflict = True
        _ask_all(out, "合計と明細が合いません")
    return out


def _unknown(out: Totals, by_rate: dict[int, Decimal], lines: Sequence[Line], sums: Sequence[Sum]) -> Totals:
    amount = sum(by_rate.values(), Decimal(0))
    figures = [s for s in sums if s.kind != "tax"]
    priced = [line for line in lines if line.amount is not None]
    if figures and any(s.value != amount for s in figures):
        out.conflict = True
        out.options = [(s.value, s.span) for s in figures]
        _ask_all(out, "合計と明細が合いません")
        return out
    out.stated = amount
    if figures:
        out.spans["stated_amount"] = figures[0].span
    elif priced:
        out.spans["stated_amount"] = (priced[0].span[0], priced[-1].span[1])
    if len(priced) > 1 and not figures:
        out.asked["stated_amount"] = SUMMED
    return out


def _evidence(out: Totals, lines: Sequence[Line], sums: Sequence[Sum]) -> None:
    values = {"subtotal": out.subtotal, "tax": out.tax, "total": out.total}
    priced = [line.span for line in lines if line.amount is not None] or [s.span for s in sums]
    for name, value in values.items():
        stated = next((s.span for s in sums if s.value == value and (s.kind == name or s.kind == "amount")), None)
        out.spans[name] = stated or next((s.span for s in sums if s.value == value), None) or (
            min(a for a, _ in priced), max(b for _, b in priced)
        )  # fmt: skip


def _compare(out: Totals, sums: Sequence[Sum], by_rate: dict[int, Decimal], lines: Sequence[Line]) -> Totals:
    """Hold the computed figures against the stated ones. A 小計 may stand above a discount."""
    wrong: list[Sum] = []
    so_far = set(accumulate(line.amount or Decimal(0) for line in lines))
    for stated in sums:
        allowed = {
            "subtotal": {out.subtotal}, "tax": {out.tax},
            "total": {out.total, out.subtotal if not stated.basis else None},
            "amount": {out.total, out.subtotal},
        }[stated.kind]  # fmt: skip
        if stated.basis and stated.kind != "tax":
            allowed = {out.subtotal} if stated.basis == "out" else {out.total}
        if stated.kind == "tax" and len(by_rate) > 1:
            allowed |= {floor_tax(value, rate, out.tax_entry) for rate, value in by_rate.items()}
        if stated.kind in ("subtotal", "total") and len(by_rate) > 1:
            allowed |= set(by_rate.values())
        reduced = stated.kind == "total" and not stated.basis and any((line.amount or 0) < 0 for line in lines)
        if (stated.kind == "subtotal" and out.tax_entry == "out") or reduced:
            allowed |= so_far  # 計715万円、調整値引15万円で700万円
        if stated.value not in allowed:
            wrong.append(stated)
    if not wrong:
        return out
    agreed = {s.kind for s in sums if s not in wrong}
    out.options = [(s.value, s.span) for s in sums]
    reason = _difference(wrong[0], lines)
    if any(line.doubt for line in lines):  # figures that may be misread contradict nothing yet
        out.asked.setdefault("items", reason)
        _ask_all(out, reason)
        return out
    out.conflict = True
    if {s.kind for s in wrong} == {"total"} and {"subtotal", "tax"} <= agreed:
        out.total = None
        out.asked["total"] = "合計だけが小計と消費税に合いません"
        return out
    if _only_rounding(out, sums):
        return out
    out.subtotal = out.tax = out.total = None
    _ask_all(out, reason)
    return out


_NAMES = {"subtotal": "小計", "tax": "消費税", "total": "合計", "amount": "金額"}


def _difference(stated: Sum, lines: Sequence[Line]) -> str:
    """Say which written figure does not fit, and what the lines come to."""
    written = f"書かれた{_NAMES[stated.kind]} {stated.value:,}"
    if stated.kind == "tax" or any(line.amount is None for line in lines) or not lines:
        return f"{written} がほかの金額と合いません"
    return f"{written} と明細を足した {sum(line.amount or Decimal(0) for line in lines):,} が合いません"


def _only_rounding(out: Totals, sums: Sequence[Sum]) -> bool:
    """Stated figures that add up among themselves and differ by a yen or two: somebody rounded otherwise."""
    by_kind = {s.kind: s.value for s in sums}
    tax, total = by_kind.get("tax"), by_kind.get("total")
    if tax is None or out.tax is None or out.subtotal is None or abs(tax - out.tax) > 2:
        return False
    subtotal = by_kind.get("subtotal", out.subtotal)
    if total is not None and subtotal + tax != total:
        return False
    out.subtotal, out.tax, out.total, out.conflict = subtotal, tax, subtotal + tax, False
    _ask_all(out, "消費税の端数処理が切り捨てと異なります")
    return True


def _ask_all(out: Totals, reason: str) -> None:
    for name in ("subtotal", "tax", "total", "stated_amount"):
        out.asked.setdefault(name, reason)

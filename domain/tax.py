"""Consumption tax: rates as dated rows, and the one way tax is computed.

Tax is rounded once per rate per invoice, never per line (消費税法施行令70条の10, 基本通達1-8-15,
国税庁 インボイスQ&A 問57); the direction is the issuer's choice, one for all
invoices. Amounts are yen as `int`, rates are whole per cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

# Beyond this many digits on either side of the point a Decimal is no quantity and no price of anything.
_MAX_EXPONENT = 20


class TaxEntry(StrEnum):
    """Whether line amounts are without tax (税別) or with it (税込)."""

    OUT = "out"
    IN = "in"


class Rounding(StrEnum):
    """What happens to a fraction of a yen. Applied to the size of the amount: a credit mirrors its invoice."""

    FLOOR = "floor"  # 切り捨て
    CEIL = "ceil"  # 切り上げ
    HALF_UP = "half_up"  # 四捨五入


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate in whole per cent. The reduced 8 % and the old standard 8 % are two rates, shown apart on an invoice.

    0 stands for all supplies without tax (非課税, 不課税, 免税): the invoice shows them alike.
    """

    percent: int
    reduced: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be a rate, before it divides anything."""
        if not 0 <= self.percent <= 100:
            raise ValueError(f"tax rate out of range: {self.percent}%")

    @property
    def label(self) -> str:
        """Return the rate as people read it."""
        if self.percent == 0:
            return "対象外"
        return f"{self.percent}%（軽減）" if self.reduced else f"{self.percent}%"


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """The sum of all lines of one rate, in yen: net + tax = gross."""

    rate: TaxRate
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class Totals:
    """An invoice's figures in yen: subtotal + tax = total, each the sum over `per_rate` (highest rate first)."""

    per_rate: tuple[TaxedAmount, ...]
    subtotal: int
    tax: int
    total: int


def tax_totals(amounts: Iterable[tuple[int, TaxRate]], entry: TaxEntry, rounding: Rounding = Rounding.FLOOR) -> Totals:
    """Return the totals of an invoice whose lines are (yen on the basis of `entry`, rate).

    Each rate's lines are summed first (discounts are negative lines), then tax is rounded once on the sum. A negative
    sum is rounded by its size, so a credit note over the same lines takes back exactly the tax that was charged.
    """
    sums: dict[TaxRate, int] = {}
    for amount, rate in amounts:
        sums[rate] = sums.get(rate, 0) + amount
    ordered = sorted(sums, key=lambda rate: (-rate.percent, not rate.reduced))
    per_rate = tuple(_taxed(sums[rate], rate, entry, rounding) for rate in ordered)
    return Totals(
        per_rate=per_rate,
        subtotal=sum(part.net for part in per_rate),
        tax=sum(part.tax for part in per_rate),
        total=sum(part.gross for part in per_rate),
    )


def _taxed(amount: int, rate: TaxRate, entry: TaxEntry, rounding: Rounding) -> TaxedAmount:
    if entry is TaxEntry.OUT:
        tax = _round_ratio(amount * rate.percent, 100, rounding)
        return TaxedAmount(rate, net=amount, tax=tax, gross=amount + tax)
    tax = _round_ratio(amount * rate.percent, 100 + rate.percent, rounding)
    return TaxedAmount(rate, net=amount - tax, tax=tax, gross=amount)


def line_amount(quantity: Decimal, unit_price: Decimal, rounding: Rounding = Rounding.FLOOR) -> int:
    """Return quantity × unit price in whole yen, computed exactly and rounded by size; ValueError if not finite."""
    for factor in (quantity, unit_price):
        # Exact arithmetic on 1E+999999 would fill the memory; NaN and infinity have no exponent worth asking for.
        if not factor.is_finite() or abs(factor.adjusted()) > _MAX_EXPONENT:
            raise ValueError(f"not a quantity or a price: {factor}")
    numerator, denominator = quantity.as_integer_ratio()
    price_numerator, price_denominator = unit_price.as_integer_ratio()
    return _round_ratio(numerator * price_numerator, denominator * price_denominator, rounding)


def _round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return numerator / denominator (> 0) in whole yen, rounding the size and keeping the sign."""
    quotient, remainder = divmod(abs(numerator), denominator)
    up = (rounding is Rounding.CEIL and remainder > 0) or (
        rounding is Rounding.HALF_UP and remainder * 2 >= denominator
    )
    size = quotient + up
    return -size if numerator < 0 else size


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate and the days of supply it is for, both inclusive; `planned` is announced but not known to be law."""

    code: str
    percent: int
    reduced: bool
    label: str
    valid_from: date
    valid_to: date | None
    status: Literal["law", "planned"]

    def covers(self, day: date) -> bool:
        """Return whether the row speaks about that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


# A rate is a row with dates, never an enum: when a law passes, one row changes. 消費税法29条 and its amendments.
RATES: tuple[DatedRate, ...] = (
    DatedRate("standard", 10, False, "標準税率", date(2019, 10, 1), None, "law"),
    DatedRate("reduced_food", 8, True, "軽減税率（飲食料品）", date(2019, 10, 1), None, "law"),
    DatedRate("reduced_newspaper", 8, True, "軽減税率（新聞）", date(2019, 10, 1), None, "law"),
    # Cabinet outline of 2026-09-15; not enacted when this was written, so such a line waits for a person.
    DatedRate("reduced_food", 1, True, "軽減税率（飲食料品・予定）", date(2027, 4, 1), date(2029, 3, 31), "planned"),
    DatedRate("old_8", 8, False, "旧税率", date(2014, 4, 1), date(2019, 9, 30), "law"),
    DatedRate("old_5", 5, False, "旧税率", date(1997, 4, 1), date(2014, 3, 31), "law"),
    DatedRate("untaxed", 0, False, "対象外", date(1989, 4, 1), None, "law"),
)


class UnknownTaxRate(ValueError):  # noqa: N818 - callers read it as the fact it states
    """No law in RATES gives this rate on this day: the deal is held. `planned`: announced, but not known to be law."""

    def __init__(self, rate: TaxRate, on: date, *, planned: bool) -> None:
        """Keep the rate and the day; the message is Japanese, for the card."""
        why = "予定されていますが、成立を確認できていません" if planned else "この日に有効な税率ではありません"
        super().__init__(f"税率 {rate.label} は {on} の時点で{why}")
        self.rate = rate
        self.on = on
        self.planned = planned


def rate_on(percent: int, reduced: bool, on: date, rates: Sequence[DatedRate] = RATES) -> TaxRate:
    """Return the rate if the law has it on the day of supply (引渡し・提供の日); raise UnknownTaxRate if not.

    The old 8 % is still right for a few contracts under transitional rules (経過措置); those wait for a person too.
    """
    rate = TaxRate(percent, reduced)
    rows = [row for row in rates if (row.percent, row.reduced) == (percent, reduced) and row.covers(on)]
    if any(row.status == "law" for row in rows):
        return rate
    raise UnknownTaxRate(rate, on, planned=bool(rows))


def planned_change(rate: TaxRate, on: date, rates: Sequence[DatedRate] = RATES) -> DatedRate | None:
    """Return the announced row that would replace this rate on that day, or None.

    Worth a warning on the card: 8 % on food is today's law for 2027-05-01, and may not be when the day comes.
    """
    kinds = {
        row.code
        for row in rates
        if row.status == "law" and row.covers(on) and TaxRate(row.percent, row.reduced) == rate
    }
    return next((row for row in rates if row.status == "planned" and row.code in kinds and row.covers(on)), None)

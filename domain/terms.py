"""When an invoice is dated and when it is due: 月末締め翌月末払い and its relatives, as dates with their reasons.

The JSON shapes are those the order reader prints. A nominal date is moved off a bank holiday only where the partner's
setting says so; the reason always tells what was done, because an accountant has to believe the date.
"""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias, assert_never

from domain import business_day

# A day of the month: 29-31 mean the last day where the month is shorter; "EOM" is always the last day (月末).
Day: TypeAlias = int | Literal["EOM"]

MAX_MONTHS = 12
MAX_NET_DAYS = 365
_Date: TypeAlias = date  # DueDate has a field of that name
_MONTH_WORDS = ("当月", "翌月", "翌々月")


@dataclass(frozen=True, slots=True)
class ClosingTerms:
    """Invoices up to the closing day are paid `months` later on `day`; `close` None: months count from the invoice."""

    close: Day | None
    months: int
    day: Day

    def __post_init__(self) -> None:
        """Refuse days no calendar has; ValueError."""
        if not (self.close is None or _is_day(self.close)) or not _is_day(self.day):
            raise ValueError(f"no such day of the month: {self.close!r}, {self.day!r}")
        if not _is_whole(self.months, 0, MAX_MONTHS):
            raise ValueError(f"months between closing and payment: {self.months!r}")


@dataclass(frozen=True, slots=True)
class NetTerms:
    """Due `net_days` after the invoice date or after acceptance (検収)."""

    net_days: int
    start: Literal["invoice", "acceptance"] = "invoice"

    def __post_init__(self) -> None:
        """Refuse a number of days nobody agrees on; ValueError."""
        if not _is_whole(self.net_days, 0, MAX_NET_DAYS):
            raise ValueError(f"days until payment: {self.net_days!r}")
        if self.start not in ("invoice", "acceptance"):
            raise ValueError(f"payment days count from the invoice or from acceptance, not {self.start!r}")


@dataclass(frozen=True, slots=True)
class PrepaidTerms:
    """Paid before delivery (前払い): due on the invoice date."""


PaymentTerms: TypeAlias = ClosingTerms | NetTerms | PrepaidTerms


def _is_whole(value: object, low: int, high: int) -> bool:
    # A bool is an int to Python; in JSON it is not.
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_day(value: object) -> bool:
    return value == "EOM" or _is_whole(value, 1, 31)


def closing_terms(cutoff_day: int, additional_months: int, fixed_day: int) -> ClosingTerms:
    """Return terms from the numbers accounting systems keep (締め日, 何か月後, 支払日); 31 and 32 are 月末."""

    def day(number: int) -> Day:
        return "EOM" if number in (31, 32) else number

    return ClosingTerms(day(cutoff_day), additional_months, day(fixed_day))


def terms_to_json(terms: PaymentTerms) -> dict[str, str | int | None]:
    """Return the terms in the order reader's shape."""
    match terms:
        case ClosingTerms():
            return {"type": "closing", "close": terms.close, "months": terms.months, "day": terms.day}
        case NetTerms():
            return {"type": "net", "net_days": terms.net_days, "from": terms.start}
        case PrepaidTerms():
            return {"type": "prepaid"}
        case _:
            assert_never(terms)


_BUILDERS: dict[frozenset[str], tuple[str, Callable[..., PaymentTerms], dict[str, str]]] = {
    frozenset({"type", "close", "months", "day"}): ("closing", ClosingTerms, {}),
    frozenset({"type", "net_days", "from"}): ("net", NetTerms, {"from": "start"}),
    frozenset({"type"}): ("prepaid", PrepaidTerms, {}),
}


def terms_from_json(value: Mapping[str, object]) -> PaymentTerms:
    """Return the terms of that shape; ValueError for a missing or further key, or a value out of range."""
    kind, build, renamed = _BUILDERS.get(frozenset(value), ("", PrepaidTerms, {}))
    if not kind or value["type"] != kind:
        raise ValueError(f"no such payment terms: {dict(value)!r}")
    return build(**{renamed.get(key, key): item for key, item in value.items() if key != "type"})


def describe_terms(terms: PaymentTerms) -> str:
    """Return the terms as people say them: 月末締め翌月末払い, 20日締め翌月10日払い, 請求後30日, 前払い."""
    match terms:
        case ClosingTerms():
            close = "" if terms.close is None else f"{_say_day(terms.close)}締め"
            if terms.months < len(_MONTH_WORDS):
                return f"{close}{_MONTH_WORDS[terms.months]}{_say_day(terms.day, short=True)}払い"
            return f"{close}{terms.months}か月後の{_say_day(terms.day)}払い"
        case NetTerms():
            start = "検収" if terms.start == "acceptance" else "請求"
            return f"{start}後{terms.net_days}日" if terms.net_days else f"{start}日払い"
        case PrepaidTerms():
            return "前払い"
        case _:
            assert_never(terms)


def _say_day(day: Day, *, short: bool = False) -> str:
    if day == "EOM":
        return "末" if short else "月末"
    return f"{day}日"


class HolidayShift(StrEnum):
    """What a partner does when the due date is a bank holiday. Without an agreement the date stays (NONE)."""

    NONE = "none"
    PREVIOUS = "previous"  # 前営業日
    NEXT = "next"  # 翌営業日


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day to print, the day the terms alone give, and how both came about, in Japanese.

    `warning` is what a person must look at before the date is believed (it stands in `reason` too); None if nothing.
    """

    date: _Date
    nominal: _Date
    reason: str
    warning: str | None = None


def due_date(
    terms: PaymentTerms,
    billing_date: date,
    *,
    shift: HolidayShift = HolidayShift.NONE,
    is_bank_holiday: Callable[[date], bool] = business_day.is_bank_holiday,
    accepted_on: date | None = None,
) -> DueDate:
    """Return when an invoice of that date is due.

    The 31st is the last day of a shorter month. A shift never moves the date before the invoice: it then goes forward.
    A later invoice is never due before an earlier one. `accepted_on` (検収日) is for terms that count from acceptance;
    where it is not known yet, the days count from the invoice and `warning` says so.
    """
    nominal, steps, warning = _nominal(terms, billing_date, accepted_on)
    if nominal < billing_date:
        warning = "支払期限が請求日より前になります"
    shifted, word = _shifted(nominal, billing_date, shift, is_bank_holiday)
    steps.append(f"{nominal}" if not word else f"{nominal}（銀行休業日）→ {word} {shifted}")
    reason = f"{describe_terms(terms)}: {' → '.join(steps)}"
    return DueDate(shifted, nominal, f"{reason}（要確認: {warning}）" if warning else reason, warning)


def _nominal(terms: PaymentTerms, billing_date: date, accepted_on: date | None) -> tuple[date, list[str], str | None]:
    """Return the date the terms give, the steps that lead to it, and what is doubtful about it."""
    steps = [f"請求日 {billing_date}"]
    match terms:
        case ClosingTerms():
            base = billing_date
            if terms.close is not None:
                base = first_closing(billing_date, terms.close)
                year = "" if base.year == billing_date.year else f"{base.year}年"
                steps.append(
                    f"{year}{base.month}{_say_day(terms.close) if terms.close == 'EOM' else f'月{base.day}日'}締め"
                )
            return day_in_month(base, terms.months, terms.day), steps, None
        case NetTerms(start="acceptance") if accepted_on is not None:
            return accepted_on + timedelta(days=terms.net_days), [f"検収日 {accepted_on}"], None
        case NetTerms():
            unknown = "検収日が分からないため請求日から数えています" if terms.start == "acceptance" else None
            return billing_date + timedelta(days=terms.net_days), steps, unknown
        case PrepaidTerms():
            return billing_date, steps, None
        case _:
            assert_never(terms)


def _shifted(
    nominal: date, billing_date: date, shift: HolidayShift, is_bank_holiday: Callable[[date], bool]
) -> tuple[date, str]:
    """Return the day after the shift and the word for it, empty if nothing moved."""
    if shift is HolidayShift.NONE or not is_bank_holiday(nominal):
        return nominal, ""
    if shift is HolidayShift.PREVIOUS:
        earlier = _first_open(nominal, -1, is_bank_holiday)
        if earlier >= billing_date:
            return earlier, "前営業日"
    return _first_open(nominal, 1, is_bank_holiday), "翌営業日"


def _first_open(day: date, step: int, is_bank_holiday: Callable[[date], bool]) -> date:
    while is_bank_holiday(day):
        day += timedelta(days=step)
    return day


def first_closing(day: date, close: Day) -> date:
    """Return the first closing day on or after `day`: closing day itself still belongs to its period."""
    this_month = day_in_month(day, 0, close)
    return this_month if day <= this_month else day_in_month(day, 1, close)


def day_in_month(base: date, months: int, day: Day) -> date:
    """Return `day` in the month `months` after that of `base`, or the month's last day if it is shorter."""
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, last if day == "EOM" else min(day, last))


class BillingRule(StrEnum):
    """Which day an invoice carries where the order report states none. A setting, of the company or of a partner."""

    ORDER_DATE = "order_date"
    DELIVERY_DATE = "delivery_date"
    CLOSING_DAY = "closing_day"
    MONTH_END = "month_end"


def billing_date(
    rule: BillingRule, *, order_date: date, delivery_date: date | None, closing_day: Day | None
) -> tuple[date | None, str]:
    """Return the invoice date and the reason in Japanese; None where the rule needs a day that is not known.

    Closings and month ends count from delivery, when the sale is earned; from the order if no delivery day is known.
    """
    if rule is BillingRule.ORDER_DATE:
        return order_date, f"受注日請求: 受注日 {order_date}"
    if rule is BillingRule.DELIVERY_DATE:
        if delivery_date is None:
            return None, "納品日請求: 納品日が分からないため請求日を決められません"
        return delivery_date, f"納品日請求: 納品日 {delivery_date}"
    base = delivery_date or order_date
    step = f"納品日 {base}" if delivery_date else f"受注日 {base}（納品日の記載なし）"
    if rule is BillingRule.MONTH_END:
        day = day_in_month(base, 0, "EOM")
        return day, f"月末請求: {step} → {day}"
    if rule is BillingRule.CLOSING_DAY:
        if closing_day is None:
            return None, "締め日請求: 締め日が設定されていないため請求日を決められません"
        day = first_closing(base, closing_day)
        return day, f"{_say_day(closing_day)}締め請求: {step} → {day}"
    assert_never(rule)

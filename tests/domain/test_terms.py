from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.business_day import is_bank_holiday, is_business_day
from domain.terms import (
    MAX_MONTHS,
    MAX_NET_DAYS,
    BillingRule,
    ClosingTerms,
    Day,
    HolidayShift,
    NetTerms,
    PaymentTerms,
    PrepaidTerms,
    billing_date,
    closing_terms,
    describe_terms,
    due_date,
    first_closing,
    terms_from_json,
    terms_to_json,
)
from tests.domain.published import japan

EOM_NEXT_EOM = ClosingTerms("EOM", 1, "EOM")
DAY_20_NEXT_10 = ClosingTerms(20, 1, 10)

month_days: st.SearchStrategy[Day] = st.integers(1, 31) | st.just("EOM")
closings = st.builds(ClosingTerms, st.none() | month_days, st.integers(0, MAX_MONTHS), month_days)
nets = st.builds(NetTerms, st.integers(0, MAX_NET_DAYS), st.sampled_from(["invoice", "acceptance"]))
all_terms: st.SearchStrategy[PaymentTerms] = closings | nets | st.just(PrepaidTerms())
dates = st.dates(date(2019, 10, 1), date(2049, 12, 31))
shifts = st.sampled_from(HolidayShift)


@pytest.mark.parametrize(
    ("terms", "shape", "words"),
    [
        (EOM_NEXT_EOM, {"type": "closing", "close": "EOM", "months": 1, "day": "EOM"}, "月末締め翌月末払い"),
        (DAY_20_NEXT_10, {"type": "closing", "close": 20, "months": 1, "day": 10}, "20日締め翌月10日払い"),
        (ClosingTerms(10, 2, 5), {"type": "closing", "close": 10, "months": 2, "day": 5}, "10日締め翌々月5日払い"),
        (ClosingTerms(5, 0, "EOM"), {"type": "closing", "close": 5, "months": 0, "day": "EOM"}, "5日締め当月末払い"),
        (ClosingTerms(None, 1, "EOM"), {"type": "closing", "close": None, "months": 1, "day": "EOM"}, "翌月末払い"),
        (
            ClosingTerms("EOM", 3, "EOM"),
            {"type": "closing", "close": "EOM", "months": 3, "day": "EOM"},
            "月末締め3か月後の月末払い",
        ),
        (
            ClosingTerms(15, 4, 25),
            {"type": "closing", "close": 15, "months": 4, "day": 25},
            "15日締め4か月後の25日払い",
        ),
        (NetTerms(30), {"type": "net", "net_days": 30, "from": "invoice"}, "請求後30日"),
        (NetTerms(60, "acceptance"), {"type": "net", "net_days": 60, "from": "acceptance"}, "検収後60日"),
        (NetTerms(0), {"type": "net", "net_days": 0, "from": "invoice"}, "請求日払い"),
        (PrepaidTerms(), {"type": "prepaid"}, "前払い"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_terms_have_one_shape_and_one_wording(terms: PaymentTerms, shape: dict[str, Any], words: str) -> None:
    assert terms_to_json(terms) == shape
    assert terms_from_json(shape) == terms
    assert describe_terms(terms) == words


@given(all_terms)
def test_terms_survive_storage(terms: PaymentTerms) -> None:
    assert terms_from_json(terms_to_json(terms)) == terms


@given(st.lists(all_terms, min_size=2, max_size=2, unique=True))
def test_two_terms_never_read_the_same(pair: list[PaymentTerms]) -> None:
    assert describe_terms(pair[0]) != describe_terms(pair[1])


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"type": "usual"},
        {"type": None},
        {"type": "closing"},
        {"type": "net", "close": "EOM", "months": 1, "day": "EOM"},
        {"type": "closing", "close": 0, "months": 1, "day": "EOM"},
        {"type": "closing", "close": 32, "months": 1, "day": "EOM"},
        {"type": "closing", "close": "eom", "months": 1, "day": "EOM"},
        {"type": "closing", "close": "EOM", "months": 1, "day": None},
        {"type": "closing", "close": "EOM", "months": 1, "day": 0},
        {"type": "closing", "close": "EOM", "months": -1, "day": "EOM"},
        {"type": "closing", "close": "EOM", "months": 13, "day": "EOM"},
        {"type": "closing", "close": "EOM", "months": "1", "day": "EOM"},
        {"type": "closing", "close": True, "months": 1, "day": "EOM"},
        {"type": "closing", "close": "EOM", "months": True, "day": "EOM"},
        {"type": "closing", "close": "EOM", "months": 1, "day": "EOM", "shift": "next"},
        {"type": "net", "net_days": 30},
        {"type": "net", "net_days": -1, "from": "invoice"},
        {"type": "net", "net_days": 366, "from": "invoice"},
        {"type": "net", "net_days": 30.0, "from": "invoice"},
        {"type": "net", "net_days": 30, "from": "delivery"},
        {"type": "prepaid", "net_days": 0},
    ],
    ids=str,
)
def test_a_shape_that_is_no_terms_is_refused(shape: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        terms_from_json(shape)


@pytest.mark.parametrize(
    ("numbers", "terms"),
    [
        ((32, 1, 32), EOM_NEXT_EOM),
        ((31, 1, 31), EOM_NEXT_EOM),
        ((20, 1, 10), DAY_20_NEXT_10),
        ((30, 2, 5), ClosingTerms(30, 2, 5)),
    ],
)
def test_32_is_the_end_of_the_month(numbers: tuple[int, int, int], terms: ClosingTerms) -> None:
    assert closing_terms(*numbers) == terms


def test_numbers_no_calendar_has_are_refused() -> None:
    with pytest.raises(ValueError):
        closing_terms(33, 1, 32)


@pytest.mark.parametrize(
    ("terms", "billed", "due"),
    [
        (EOM_NEXT_EOM, date(2026, 11, 30), date(2026, 12, 31)),
        (EOM_NEXT_EOM, date(2026, 11, 1), date(2026, 12, 31)),
        (EOM_NEXT_EOM, date(2026, 12, 31), date(2027, 1, 31)),
        (EOM_NEXT_EOM, date(2027, 1, 31), date(2027, 2, 28)),
        (EOM_NEXT_EOM, date(2028, 1, 31), date(2028, 2, 29)),
        (ClosingTerms("EOM", 1, 31), date(2027, 1, 15), date(2027, 2, 28)),
        (ClosingTerms("EOM", 2, "EOM"), date(2026, 12, 1), date(2027, 2, 28)),
        (ClosingTerms("EOM", 12, "EOM"), date(2027, 2, 28), date(2028, 2, 29)),
        # The closing day still belongs to its period; the day after belongs to the next one.
        (DAY_20_NEXT_10, date(2026, 11, 20), date(2026, 12, 10)),
        (DAY_20_NEXT_10, date(2026, 11, 21), date(2027, 1, 10)),
        (DAY_20_NEXT_10, date(2026, 12, 21), date(2027, 2, 10)),
        (ClosingTerms(30, 1, 5), date(2027, 2, 28), date(2027, 3, 5)),
        (ClosingTerms(30, 1, 5), date(2027, 3, 31), date(2027, 5, 5)),
        (ClosingTerms(5, 0, "EOM"), date(2026, 11, 5), date(2026, 11, 30)),
        (ClosingTerms(5, 0, "EOM"), date(2026, 11, 6), date(2026, 12, 31)),
        (ClosingTerms(None, 1, "EOM"), date(2026, 11, 21), date(2026, 12, 31)),
        (NetTerms(30), date(2026, 11, 30), date(2026, 12, 30)),
        (NetTerms(0), date(2026, 11, 30), date(2026, 11, 30)),
        (PrepaidTerms(), date(2026, 11, 30), date(2026, 11, 30)),
    ],
    ids=str,
)
def test_due_dates(terms: PaymentTerms, billed: date, due: date) -> None:
    result = due_date(terms, billed)
    assert (result.date, result.nominal, result.warning) == (due, due, None)


@pytest.mark.parametrize(
    ("terms", "billed", "shift", "reason"),
    [
        (
            EOM_NEXT_EOM,
            date(2026, 11, 30),
            HolidayShift.NONE,
            "月末締め翌月末払い: 請求日 2026-11-30 → 11月末締め → 2026-12-31",
        ),
        (
            EOM_NEXT_EOM,
            date(2026, 11, 30),
            HolidayShift.PREVIOUS,
            "月末締め翌月末払い: 請求日 2026-11-30 → 11月末締め → 2026-12-31（銀行休業日）→ 前営業日 2026-12-30",
        ),
        (
            EOM_NEXT_EOM,
            date(2026, 11, 30),
            HolidayShift.NEXT,
            "月末締め翌月末払い: 請求日 2026-11-30 → 11月末締め → 2026-12-31（銀行休業日）→ 翌営業日 2027-01-04",
        ),
        (
            DAY_20_NEXT_10,
            date(2026, 12, 25),
            HolidayShift.NONE,
            "20日締め翌月10日払い: 請求日 2026-12-25 → 2027年1月20日締め → 2027-02-10",
        ),
        (NetTerms(30), date(2026, 11, 30), HolidayShift.NEXT, "請求後30日: 請求日 2026-11-30 → 2026-12-30"),
        (PrepaidTerms(), date(2026, 11, 30), HolidayShift.NONE, "前払い: 請求日 2026-11-30 → 2026-11-30"),
        (
            ClosingTerms(30, 1, 5),
            date(2027, 2, 10),
            HolidayShift.NONE,
            "30日締め翌月5日払い: 請求日 2027-02-10 → 2月28日締め → 2027-03-05",
        ),
    ],
)
def test_the_reason_can_be_followed_step_by_step(
    terms: PaymentTerms, billed: date, shift: HolidayShift, reason: str
) -> None:
    assert due_date(terms, billed, shift=shift).reason == reason


def test_a_partners_own_calendar_can_be_used() -> None:
    closed = {date(2026, 12, 31), date(2026, 12, 30)}
    result = due_date(
        EOM_NEXT_EOM, date(2026, 11, 30), shift=HolidayShift.PREVIOUS, is_bank_holiday=closed.__contains__
    )
    assert (result.date, result.nominal) == (date(2026, 12, 29), date(2026, 12, 31))


def test_a_shift_backwards_never_passes_the_invoice_date() -> None:
    # 2026-11-22 is a Sunday and the 23rd a holiday; the Friday before would be before the invoice.
    result = due_date(PrepaidTerms(), date(2026, 11, 22), shift=HolidayShift.PREVIOUS)
    assert result.date == date(2026, 11, 24)
    assert "翌営業日" in result.reason


def test_days_after_acceptance_count_from_acceptance() -> None:
    result = due_date(NetTerms(30, "acceptance"), date(2026, 11, 30), accepted_on=date(2026, 12, 5))
    assert (result.date, result.warning) == (date(2027, 1, 4), None)
    assert result.reason == "検収後30日: 検収日 2026-12-05 → 2027-01-04"


def test_an_unknown_acceptance_day_is_told_not_hidden() -> None:
    result = due_date(NetTerms(30, "acceptance"), date(2026, 11, 30))
    assert result.date == date(2026, 12, 30)
    assert result.warning is not None
    assert result.warning in result.reason


@pytest.mark.parametrize(
    "result",
    [
        due_date(ClosingTerms(None, 0, 10), date(2026, 11, 20)),
        due_date(ClosingTerms(20, 0, 10), date(2026, 11, 20)),
        due_date(NetTerms(10, "acceptance"), date(2026, 11, 30), accepted_on=date(2026, 11, 1)),
    ],
    ids=lambda result: result.reason,
)
def test_a_due_date_before_the_invoice_is_told_not_hidden(result: Any) -> None:
    assert result.warning == "支払期限が請求日より前になります"
    assert result.reason.endswith("（要確認: 支払期限が請求日より前になります）")


@given(all_terms, dates, shifts, st.integers(0, 400))
def test_a_later_invoice_is_never_due_earlier(
    terms: PaymentTerms, billed: date, shift: HolidayShift, later_by: int
) -> None:
    first = due_date(terms, billed, shift=shift)
    second = due_date(terms, billed + timedelta(days=later_by), shift=shift)
    assert first.nominal <= second.nominal
    if first.warning is None and second.warning is None:
        assert first.date <= second.date


@given(all_terms, dates, shifts)
def test_a_shift_ends_on_a_business_day_and_passes_none(terms: PaymentTerms, billed: date, shift: HolidayShift) -> None:
    result = due_date(terms, billed, shift=shift)
    low, high = sorted((result.date, result.nominal))
    if shift is HolidayShift.NONE or is_business_day(result.nominal):
        assert result.date == result.nominal
    else:
        assert is_business_day(result.date)
        between = range(low.toordinal() + 1, high.toordinal())
        assert all(is_bank_holiday(date.fromordinal(day)) for day in between)


@given(all_terms, dates, shifts)
def test_no_due_date_is_before_the_invoice_without_a_warning(
    terms: PaymentTerms, billed: date, shift: HolidayShift
) -> None:
    result = due_date(terms, billed, shift=shift)
    assert result.date >= billed or result.warning


@given(dates, month_days)
def test_the_closing_is_the_first_on_or_after_the_day(day: date, close: Day) -> None:
    closing = first_closing(day, close)
    assert day <= closing
    assert (closing - day).days <= 31
    assert first_closing(closing, close) == closing


@pytest.mark.parametrize(
    ("rule", "delivery", "closing", "billed", "reason"),
    [
        (BillingRule.ORDER_DATE, date(2026, 12, 10), 20, date(2026, 11, 22), "受注日請求: 受注日 2026-11-22"),
        (BillingRule.DELIVERY_DATE, date(2026, 12, 10), None, date(2026, 12, 10), "納品日請求: 納品日 2026-12-10"),
        (BillingRule.DELIVERY_DATE, None, None, None, "納品日請求: 納品日が分からないため請求日を決められません"),
        (
            BillingRule.MONTH_END,
            None,
            None,
            date(2026, 11, 30),
            "月末請求: 受注日 2026-11-22（納品日の記載なし） → 2026-11-30",
        ),
        (
            BillingRule.MONTH_END,
            date(2026, 12, 10),
            None,
            date(2026, 12, 31),
            "月末請求: 納品日 2026-12-10 → 2026-12-31",
        ),
        (
            BillingRule.CLOSING_DAY,
            None,
            20,
            date(2026, 12, 20),
            "20日締め請求: 受注日 2026-11-22（納品日の記載なし） → 2026-12-20",
        ),
        (
            BillingRule.CLOSING_DAY,
            date(2026, 12, 20),
            20,
            date(2026, 12, 20),
            "20日締め請求: 納品日 2026-12-20 → 2026-12-20",
        ),
        (
            BillingRule.CLOSING_DAY,
            date(2027, 2, 1),
            "EOM",
            date(2027, 2, 28),
            "月末締め請求: 納品日 2027-02-01 → 2027-02-28",
        ),
        (
            BillingRule.CLOSING_DAY,
            date(2026, 12, 20),
            None,
            None,
            "締め日請求: 締め日が設定されていないため請求日を決められません",
        ),
    ],
)
def test_the_invoice_date_follows_the_rule(
    rule: BillingRule, delivery: date | None, closing: Day | None, billed: date | None, reason: str
) -> None:
    ordered = date(2026, 11, 22)
    assert billing_date(rule, order_date=ordered, delivery_date=delivery, closing_day=closing) == (billed, reason)


@pytest.mark.parametrize("rule", BillingRule)
@given(ordered=dates, lead=st.integers(0, 200), closing=month_days)
def test_no_invoice_is_dated_before_the_order(rule: BillingRule, ordered: date, lead: int, closing: Day) -> None:
    delivery = ordered + timedelta(days=lead)
    billed, _ = billing_date(rule, order_date=ordered, delivery_date=delivery, closing_day=closing)
    assert billed is not None
    assert billed >= ordered


def test_published_due_dates() -> None:
    for example in japan("bank_holidays_rule.json")["due_example"]:
        billed = date.fromisoformat(example["billing_date"])
        expected = (example["nominal_due"], example["prev"], example["next"])
        found = tuple(str(due_date(EOM_NEXT_EOM, billed, shift=shift).date) for shift in HolidayShift)
        assert found == expected

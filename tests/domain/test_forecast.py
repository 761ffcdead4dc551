"""The forecast: habits learnt, promises believed, sums kept to the yen, and nearer to the truth than due dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.business_day import is_business_day
from domain.forecast import (
    LOST_DAYS,
    Arrival,
    Claim,
    Error,
    Habits,
    Payment,
    Replayed,
    Source,
    back_test,
    delay_of,
    expect,
    forecast,
    month_landing,
    week_of,
)
from tests.domain.ledger_generator import make_ledger

TODAY = date(2026, 11, 24)  # a Tuesday
NOBODY = Habits([])


def paid(partner: str, *delays: int) -> list[Payment]:
    days = [date(2026, 6, 1) + timedelta(days=7 * number) for number in range(len(delays))]
    return [Payment(partner, day, day + timedelta(days=delay), 1) for day, delay in zip(days, delays, strict=True)]


def days(arrivals: list[Arrival]) -> dict[date, int]:
    return {arrival.day: arrival.amount for arrival in arrivals}


# --- one claim


def test_without_any_knowledge_everything_comes_when_due() -> None:
    assert days(expect(Claim("A", date(2026, 11, 30), 100), NOBODY, today=TODAY)) == {date(2026, 11, 30): 100}
    saturday = Claim("A", date(2026, 11, 28), 100)
    assert days(expect(saturday, NOBODY, today=TODAY)) == {date(2026, 11, 30): 100}


def test_a_partner_that_always_pays_ten_days_late_is_expected_ten_days_late() -> None:
    habits = Habits([*paid("A", *[10] * 11), *paid("B", 0, 0)])
    arrivals = days(expect(Claim("A", date(2026, 11, 30), 1200), habits, today=TODAY))
    assert arrivals[date(2026, 12, 10)] > 1000
    assert sum(arrivals.values()) == 1200


def test_a_new_partner_is_expected_to_do_as_everybody_does() -> None:
    habits = Habits(paid("A", 7, 7, 7))
    assert days(expect(Claim("new", date(2026, 11, 30), 100), habits, today=TODAY)) == {date(2026, 12, 7): 100}
    assert habits.usual("A") == 7
    assert habits.usual("new") is None


def test_only_the_newest_payments_tell_a_habit() -> None:
    habits = Habits(paid("A", *[40] * 20, *[0] * 12))
    assert habits.usual("A") == 0


def test_what_is_late_already_is_expected_as_those_that_were_later_still() -> None:
    habits = Habits(paid("A", 0, 0, 0, 20, 20))
    late = Claim("A", date(2026, 11, 16), 100)  # eight days late
    assert days(expect(late, habits, today=TODAY)) == {date(2026, 12, 7): 100}  # 12-06 is a Sunday


def test_what_is_later_than_anything_seen_is_not_counted_on() -> None:
    lost = expect(Claim("A", date(2026, 1, 30), 100), Habits(paid("A", 3)), today=TODAY)
    assert all(arrival.day >= TODAY + timedelta(days=LOST_DAYS - 1) for arrival in lost)


def test_a_promise_is_believed_until_it_breaks() -> None:
    promised = Claim("A", date(2026, 11, 2), 100, promised=date(2026, 11, 29))  # a Sunday
    assert expect(promised, NOBODY, today=TODAY) == [Arrival(promised, date(2026, 11, 30), 100, Source.PROMISE)]
    broken = Claim("A", date(2026, 11, 2), 100, promised=date(2026, 11, 20))
    assert {arrival.source for arrival in expect(broken, NOBODY, today=TODAY)} == {Source.DUE}


def test_delays_count_from_the_day_banks_are_open() -> None:
    assert delay_of(date(2026, 11, 28), date(2026, 11, 30)) == 0
    assert delay_of(date(2026, 11, 27), date(2026, 11, 30)) == 3
    assert delay_of(date(2026, 11, 27), date(2026, 11, 25)) == -2


@given(
    delays=st.lists(st.integers(-10, 90), max_size=30),
    due=st.integers(-120, 120),
    amount=st.integers(1, 10**10),
)
def test_the_parts_of_a_claim_add_up_to_it_and_none_is_in_the_past_or_on_a_holiday(
    delays: list[int], due: int, amount: int
) -> None:
    claim = Claim("A", TODAY + timedelta(days=due), amount)
    arrivals = expect(claim, Habits([*paid("A", *delays[::2]), *paid("B", *delays[1::2])]), today=TODAY)
    assert sum(arrival.amount for arrival in arrivals) == amount
    assert all(arrival.day >= TODAY and is_business_day(arrival.day) and arrival.amount >= 0 for arrival in arrivals)


# --- weeks and months


def test_weeks_tell_due_promised_and_ordered_money_apart() -> None:
    claims = [
        Claim("A", date(2026, 11, 27), 100),
        Claim("A", date(2026, 10, 30), 200, promised=date(2026, 12, 1)),
        Claim("A", date(2026, 12, 4), 400, invoiced=False),
        Claim("A", date(2027, 6, 30), 800),
    ]
    weeks, arrivals = forecast(claims, NOBODY, today=TODAY, weeks=3)
    assert [week.start for week in weeks] == [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]
    assert [dict(week.amounts) for week in weeks] == [{Source.DUE: 100}, {Source.PROMISE: 200, Source.ORDER: 400}, {}]
    assert [week.total for week in weeks] == [100, 600, 0]
    assert [week.nominal for week in weeks] == [100, 400, 0]  # a due date in October is in none of these weeks
    assert [arrival.day for arrival in arrivals] == sorted(arrival.day for arrival in arrivals)


def test_the_landing_of_a_month_is_what_came_and_what_is_still_expected() -> None:
    claims = [Claim("A", date(2026, 11, 30), 100), Claim("A", date(2026, 12, 1), 200)]
    _, arrivals = forecast(claims, NOBODY, today=TODAY, weeks=1)
    assert month_landing(arrivals, 1_000, today=TODAY) == (100, 1_100)


def test_the_error_is_said_in_yen_and_as_a_share_of_what_arrived() -> None:
    assert (Error(90, 100).yen, Error(90, 100).share) == (-10, -0.1)
    assert Error(50, 0).share is None
    assert week_of(date(2026, 11, 29)) == date(2026, 11, 23)


# --- looked back at a simulated year


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("ahead", [0, 2])
@pytest.mark.slow
def test_over_a_year_of_mixed_habits_the_forecast_is_nearer_than_due_dates_in_four_weeks_of_five(
    seed: int, ahead: int
) -> None:
    weeks = [date(2026, 1, 5) + timedelta(days=7 * number) for number in range(50)]
    tested = back_test(make_ledger(seed), weeks, ahead=ahead)
    ours, theirs, _ = figures(tested)
    assert sum(test.better for test in tested) / len(tested) >= 0.8
    assert ours < theirs / 2


def figures(tested: list[Replayed]) -> tuple[float, float, float]:
    """Return (our mean error, that of due dates, both as a share of) the mean of what arrived in a week."""
    arrived = sum(test.arrived for test in tested) / len(tested)
    ours = sum(abs(test.forecast - test.arrived) for test in tested) / len(tested)
    theirs = sum(abs(test.nominal - test.arrived) for test in tested) / len(tested)
    return ours / arrived, theirs / arrived, arrived

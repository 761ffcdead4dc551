from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.business_day import (
    add_business_days,
    is_bank_holiday,
    is_business_day,
    next_business_day,
    previous_business_day,
)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 22), "Sunday"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 5, 6), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 3, 20), "春分の日"),
        (date(2026, 12, 31), "year end"),
        (date(2027, 1, 1), "元日"),
        (date(2026, 1, 2), "a Friday between 01-01 and 01-03"),
        (date(2029, 1, 3), "a Wednesday, still closed"),
    ],
)
def test_banks_are_closed(day: date, why: str) -> None:
    assert is_bank_holiday(day), why
    assert not is_business_day(day), why


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 20), date(2026, 12, 30), date(2027, 2, 1), date(2026, 12, 1), date(2027, 1, 4), date(2026, 11, 24)],
)
def test_banks_are_open(day: date) -> None:
    assert is_business_day(day)
    assert not is_bank_holiday(day)


def test_around_the_new_year() -> None:
    assert previous_business_day(date(2026, 12, 31)) == date(2026, 12, 30)
    assert next_business_day(date(2026, 12, 31)) == date(2027, 1, 4)


def test_next_and_previous_leave_a_business_day_too() -> None:
    assert next_business_day(date(2026, 11, 24)) == date(2026, 11, 25)
    assert previous_business_day(date(2026, 11, 24)) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("count", "day"),
    [(0, date(2026, 11, 20)), (1, date(2026, 11, 24)), (5, date(2026, 11, 30)), (-5, date(2026, 11, 13))],
)
def test_counting_business_days_from_a_friday_before_a_holiday(count: int, day: date) -> None:
    assert add_business_days(date(2026, 11, 20), count) == day


@given(days)
def test_the_neighbours_are_open_and_nothing_open_lies_between(day: date) -> None:
    later, earlier = next_business_day(day), previous_business_day(day)
    assert earlier < day < later
    assert is_business_day(later)
    assert is_business_day(earlier)
    assert all(
        is_bank_holiday(date.fromordinal(n))
        for n in range(earlier.toordinal() + 1, later.toordinal())
        if n != day.toordinal()
    )


@given(days.filter(is_business_day), st.integers(-15, 15))
def test_going_and_coming_back(day: date, count: int) -> None:
    assert add_business_days(add_business_days(day, count), -count) == day

"""Days on which Japanese banks are open.

Banks are closed on Saturdays, Sundays, national holidays (国民の祝日, with 振替休日 and 国民の休日) and from
12-31 to 01-03 (銀行法施行令5条). National holidays come from jpholiday: a law that moves one needs a newer jpholiday,
nothing else.
"""

from datetime import date, timedelta

import jpholiday

_YEAR_END = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})
_SATURDAY = 5


def is_bank_holiday(day: date) -> bool:
    """Return whether banks are closed and no transfer arrives on that day."""
    return day.weekday() >= _SATURDAY or (day.month, day.day) in _YEAR_END or bool(jpholiday.is_holiday(day))


def is_business_day(day: date) -> bool:
    """Return whether banks are open on that day."""
    return not is_bank_holiday(day)


def next_business_day(day: date) -> date:
    """Return the first business day after `day`; a business day itself is never the answer."""
    return add_business_days(day, 1)


def previous_business_day(day: date) -> date:
    """Return the last business day before `day`; a business day itself is never the answer."""
    return add_business_days(day, -1)


def add_business_days(day: date, count: int) -> date:
    """Return the `count`-th business day after `day`, before it if negative; `day` itself for 0."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while is_bank_holiday(day):
            day += step
    return day

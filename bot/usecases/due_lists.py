"""Which lists tell, for the fewest calls, what was paid of the invoices that are due: pure reckoning, no call is made.

A page holds 100 invoices. The days on which many are due (the last of the month, the 20th) are asked for one by one, by
what is paid or by what is unpaid, whichever is the shorter list; the days between are asked for together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PAGE = 100
WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueList:
    """One list: what is `paid`, or else what is unpaid, due on these days (inclusive; no first day: ever)."""

    paid: bool
    first: date | None
    last: date


def lists_for(days: Sequence[tuple[date, int, int]], until: date) -> list[DueList]:
    """Return the lists to read, given (due date, open, paid) of each day with something open, in order."""
    plan: list[DueList] = []
    begin: date | None = None
    few = 0
    for day, opened, paid in days:
        if opened <= PAGE:
            few += opened
            continue
        if few:
            plan.append(DueList(False, begin, day - timedelta(days=1)))
        plan.append(DueList(pages(paid) <= pages(opened), day, day))
        begin, few = day + timedelta(days=1), 0
    if few or not plan:
        plan.append(DueList(False, begin, until))
    return plan


def pages(invoices: int) -> int:
    """Return how many calls a list of so many takes: a full last page needs another to know that it was the last."""
    return invoices // PAGE + 1


@dataclass(frozen=True, slots=True)
class Gone:
    """Invoices that left the list of what is unpaid, due within a few days of each other."""

    first: date
    last: date
    external_ids: tuple[str, ...]


def windows(gone: Sequence[tuple[str, date]]) -> list[Gone]:
    """Return them in windows of a week, given (external id, due date) in order of date."""
    found: list[Gone] = []
    for external_id, day in gone:
        if found and day - found[-1].first < WINDOW:
            last = found.pop()
            found.append(Gone(last.first, day, (*last.external_ids, external_id)))
        else:
            found.append(Gone(day, day, (external_id,)))
    return found

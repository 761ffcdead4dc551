"""What is still due on each invoice, from the accounting entries tied to them: list pages, never one call per invoice.

Few open entries are read whole, every few hours. Of many only those past their due date, twice a day - there a part
payment is money that is missing - and all of them once a week; parts that come early are seen on the bank's lines.
"""

import math
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.clock import TOKYO, tokyo_day
from bot.services import Services
from bot.usecases.ask_matching import want_matching
from bot.usecases.read_lists import Lists
from bot.usecases.rhythm import NIGHT_HOUR, at_work
from bot.usecases.show_card import refresh_card
from bot.usecases.show_match import refresh_match
from bot.usecases.tell_paid import tell_part
from integrations.accounting.books import Books, Entry
from storage.repositories import deals, invoices, payments
from storage.repositories.jobs import Lease

DAILY_CALLS = 24  # for reading everything
OVERDUE_HOURS = (10, 15)  # Japan's: after the morning's and the noon's bookings
PAGE = 100
SUNDAY = 6
REACH = "reach"
EVERYTHING, NOTHING = "everything", "nothing"


async def sync_residual_amounts(services: Services, lease: Lease) -> None:
    """Job: read what is due, as often as the budget lets us; ask for lines to be matched anew where sums changed."""
    await services.database.transact(_close_settled, services)
    if services.books is None:
        return
    lists = Lists(services, lease)
    if REACH not in lists.state:  # decided once: invoices that are paid while it waits change the count
        lists.state[REACH] = await _reach(services, lease)
    reach = lists.state[REACH]
    if reach != NOTHING:
        await _read_entries(services, services.books, lists, key=lease.key, due_to=_day(reach))


async def _reach(services: Services, lease: Lease) -> str:
    """Return what is read in this slot: EVERYTHING, what is due by a day (as ISO text), or NOTHING."""
    now = services.clock.now()
    slot = (datetime.fromisoformat(lease.payload["slot"]) if "slot" in lease.payload else now).astimezone(TOKYO)
    hours = hours_between(len(await services.database.read(invoices.open_ids, services.accounting.name)))
    if "slot" not in lease.payload or _whole(slot, hours):
        return EVERYTHING
    if hours > 24 and slot.hour in OVERDUE_HOURS and at_work(slot):
        return (tokyo_day(now) - timedelta(days=1)).isoformat()
    return NOTHING


def _day(reach: str) -> date | None:
    return None if reach == EVERYTHING else date.fromisoformat(reach)


def _whole(slot: datetime, hours: int) -> bool:
    if hours > 24:
        return slot.hour == NIGHT_HOUR and slot.weekday() == SUNDAY
    return slot.hour % hours == NIGHT_HOUR % hours


def _close_settled(session: Session, services: Services) -> None:
    now = services.clock.now()
    for match in payments.settled_matches(session, services.accounting.name):
        refresh_match(session, match, now=now)


def hours_between(open_count: int) -> int:
    """Return every how many hours all open entries are read: a divisor of a day, or a week's for more than 24 pages."""
    pages = open_count // PAGE + 1
    wanted = math.ceil(24 * pages / DAILY_CALLS)
    return next((hours for hours in (1, 2, 3, 4, 6, 8, 12, 24) if hours >= wanted), 7 * 24)


async def _read_entries(services: Services, books: Books, lists: Lists, *, key: str, due_to: date | None) -> None:
    """Read the open entries (due by `due_to`), going on where the budget stopped an earlier run of the job.

    What is settled while it waits moves later entries to earlier pages: those it hides are seen the next time.
    """

    def pages(first: int) -> AsyncIterator[Sequence[Entry]]:
        return books.open_entries(due_to=due_to, first_page=first)

    async def take(page: Sequence[Entry]) -> None:
        due = {entry.external_id: entry.residual for entry in page}
        about = f"{key}:{page[0].external_id}" if page else key
        await services.database.transact(_take_page, services, due, key=about, now=services.clock.now())

    await lists.each("entries", pages, take)


def _take_page(session: Session, services: Services, due: Mapping[str, int], *, key: str, now: datetime) -> None:
    if take_residuals(session, services, due, now=now):
        want_matching(session, key=f"due:{key}", now=now)


def take_residuals(session: Session, services: Services, due: Mapping[str, int], *, now: datetime) -> int:
    """Take over what is due per entry id; a part that came in is told to the owner. Return how many sums changed."""
    changed = payments.set_residuals(session, services.accounting.name, due)
    for invoice, before in changed:
        residual = invoice.residual or 0
        known = invoice.total if before is None else before
        if not 0 < residual < known:
            continue
        tell_part(session, services, invoice, left=residual, now=now)
        deal = deals.locked(session, invoice.deal_id) if invoice.deal_id else None
        if deal is not None:
            refresh_card(session, deal, now=now, why=f"residual:{residual}")
    return len(changed)

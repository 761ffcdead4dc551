"""Which invoices are paid: by list pages of what is unpaid, and a look at those that left the list.

Few open invoices: all pages, every time. Many: hourly (outside office hours seldom, see `rhythm`) only what is due by
tomorrow, by the shortest lists that tell it, and everything once a night; calls are the scarce thing (freee: 3,000 a
day), and hardly anybody pays weeks ahead. What left those lists is mostly paid, but that must be seen: at once where a
call tells enough of them, else three times a day, before the morning's digest first. A list longer than the budget is
read on when there are calls again.
Where a list cannot be narrowed to what is unpaid: what was billed lately, the older open ones looked at themselves, and
everything once a night.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.clock import tokyo_day
from bot.services import Services
from bot.usecases.due_lists import lists_for, pages, windows
from bot.usecases.freshness import SYNCED
from bot.usecases.read_lists import Lists, Taker
from bot.usecases.record_invoice import record_deleted, record_seen
from bot.usecases.rhythm import closing_night, last_closing_night, thorough, worth_a_look
from domain.invoice import IssuedInvoice, PaymentStatus
from integrations.accounting.base import AccountingSystem, InvoiceQuery, Purpose
from integrations.errors import NotFoundError, RateError
from storage.repositories import invoice_pages, invoices, learned
from storage.repositories.jobs import Lease

ALL_PAGES_UP_TO = 500  # open invoices: five pages an hour cost nothing worth saving
EVERYTHING = "everything_read"  # learnt: when all that is unpaid was last read
LATELY = timedelta(days=92)
ENOUGH = 8  # invoices that a call must tell of to be worth making before the next thorough hour


async def sync_payments(services: Services, lease: Lease) -> None:
    """Job: bring the stored invoices and their deals to what the accounting systems say."""
    slot = datetime.fromisoformat(lease.payload["slot"]) if "slot" in lease.payload else None
    night = slot is None or closing_night(slot)
    lists = Lists(services, lease)
    for system in services.systems:
        open_count = len(await services.database.read(invoices.open_ids, system.name))
        if system is services.former and not open_count:
            continue  # the last invoice there is paid
        missed = not night and await _missed_a_night(services, system, lists.began)
        if night or missed or open_count <= ALL_PAGES_UP_TO or not system.capabilities.unpaid_filter:
            await _sweep(services, system, lists, everything=night or missed)
        elif slot is None or worth_a_look(slot):
            await _sweep_due(services, system, lists, enough=0 if slot is None or thorough(slot) else ENOUGH)


async def _missed_a_night(services: Services, system: AccountingSystem, now: datetime) -> bool:
    """Return whether the machine was off when everything was to be read: what was cancelled is on no shorter list."""
    read_at = await services.database.read(learned.learned_at, f"{EVERYTHING}:{system.name}")
    return read_at is not None and read_at < last_closing_night(now)


async def sweep_unpaid(services: Services, lease: Lease) -> None:
    """Read what is unpaid now, for somebody who waits: everything, or where that is long, what is due by tomorrow."""
    lists = Lists(services, lease)
    for system in services.systems:
        open_count = len(await services.database.read(invoices.open_ids, system.name))
        if open_count <= ALL_PAGES_UP_TO or not system.capabilities.unpaid_filter:
            await _sweep(services, system, lists, everything=False)
        else:
            await _sweep_due(services, system, lists, enough=0)


async def _sweep(services: Services, system: AccountingSystem, lists: Lists, *, everything: bool) -> None:
    """Read all that is unpaid, then look at what we believed unpaid and no page showed."""
    began = lists.began
    first = await services.database.read(learned.learned_at, f"{SYNCED}:{system.name}") is None
    bounded = not (system.capabilities.unpaid_filter or first or everything)
    query = InvoiceQuery(
        billing_from=tokyo_day(began) - LATELY if bounded else None,
        payment_status=PaymentStatus.UNPAID,
        include_cancelled=False,
    )
    await lists.read(f"{system.name}:unpaid", system, query, _taker(services, system))
    await _look_at_gone(services, system, lists, enough=0)
    if not bounded:
        await services.database.transact(learned.set_value, f"{EVERYTHING}:{system.name}", began.isoformat(), now=began)
    await services.database.transact(learned.set_value, f"{SYNCED}:{system.name}", began.isoformat(), now=began)


async def _sweep_due(services: Services, system: AccountingSystem, lists: Lists, *, enough: int) -> None:
    """Read what is due by tomorrow, by the shortest lists (`due_lists`). `enough`: see `_look_at_gone`."""
    began, name = lists.began, f"{system.name}:plan"
    until = tokyo_day(began) + timedelta(days=1)
    if name not in lists.state:  # decided once: what is read meanwhile changes the counts
        days = await services.database.read(invoice_pages.days_with_open, system.name, due_to=until)
        plan = lists_for(days, until)
        lists.state[name] = [[one.paid, one.first.isoformat() if one.first else None, str(one.last)] for one in plan]
    for paid, first, last in lists.state[name]:
        due_from, due_to = date.fromisoformat(first) if first else None, date.fromisoformat(last)
        status = PaymentStatus.PAID if paid else PaymentStatus.UNPAID
        query = InvoiceQuery(due_from=due_from, due_to=due_to, payment_status=status, include_cancelled=False)
        await lists.read(f"{system.name}:{last}", system, query, _taker(services, system))
        if not paid:
            await _look_at_gone(services, system, lists, enough=enough, due_from=due_from, due_to=due_to)
    await services.database.transact(learned.set_value, f"{SYNCED}:{system.name}", began.isoformat(), now=began)


async def _look_at_gone(
    services: Services,
    system: AccountingSystem,
    lists: Lists,
    *,
    enough: int,
    due_from: date | None = None,
    due_to: date | None = None,
) -> None:
    """See what became of what is not listed as unpaid any more: from the list of what is paid, or one by one.

    Only where each call tells of `enough` invoices: what was not looked at is still gone in the next hour.
    """
    bounds = invoice_pages.Bounds(lists.began, due_from, due_to)
    gone = await services.database.read(invoice_pages.unseen, system.name, bounds)
    waits: set[str] = set()
    for window in windows([(external_id, day) for external_id, day in gone if day is not None]):
        paid = await services.database.read(invoice_pages.paid_between, system.name, window.first, window.last)
        number = len(window.external_ids)
        listed = pages(paid + number) if system.capabilities.unpaid_filter else number
        if number < enough * min(listed, number):
            waits.update(window.external_ids)
        elif listed < number:
            query = InvoiceQuery(due_from=window.first, due_to=window.last, payment_status=PaymentStatus.PAID)
            await lists.read(f"{system.name}:paid:{window.first}", system, query, _taker(services, system))
    for external_id, _day in await services.database.read(invoice_pages.unseen, system.name, bounds):
        if external_id not in waits:
            await _look_at_one(services, system, lists, external_id)


async def _look_at_one(services: Services, system: AccountingSystem, lists: Lists, external_id: str) -> None:
    try:
        issued = await system.invoice(external_id, purpose=Purpose.BULK)
    except RateError as full:
        raise lists.later(full) from full
    except NotFoundError:
        if system.capabilities.deletes:
            await services.database.transact(record_deleted, services, system, external_id)
        return  # where nothing is ever deleted, a person will see it in the next full reading
    await services.database.transact(_take_over, services, system, [issued])


def _taker(services: Services, system: AccountingSystem) -> Taker:
    async def take(found: Sequence[IssuedInvoice]) -> None:
        await services.database.transact(_take_over, services, system, found)

    return take


def _take_over(session: Session, services: Services, system: AccountingSystem, found: Sequence[IssuedInvoice]) -> None:
    for issued in invoice_pages.news(session, system.name, found, now=services.clock.now()):
        record_seen(session, services, issued, system=system)


async def synced_at(services: Services) -> datetime | None:
    """Return when the last reading of unpaid invoices began."""
    return await services.database.read(learned.learned_at, f"{SYNCED}:{services.accounting.name}")

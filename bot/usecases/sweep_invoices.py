"""Invoices that people write by hand in the accounting system, known before we make one that looks the same.

Where the list comes newest first (freee does not promise an order, so every page is checked), one call an hour reads
what is new since the last two looks. Where it does not, the partner's own invoices are read before its order is sent.
Once a week everything billed lately is read, for what was changed since.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import Session

from bot.clock import tokyo_day
from bot.failures import Later
from bot.services import Services
from bot.usecases.read_lists import Lists
from bot.usecases.record_invoice import record_seen
from domain.invoice import IssuedInvoice
from integrations.accounting.base import InvoiceQuery, Purpose
from storage.repositories import invoice_pages, learned
from storage.repositories.jobs import Lease

MARK = "invoices_read_to"  # learnt: "second last, last" highest id read; empty where the list is in another order
LOOKED = "invoices_looked"  # learnt: when a partner's invoices were read
CLAIM = "invoices_claim"  # learnt: somebody is reading
AROUND = timedelta(days=62)
CLAIMED_FOR = timedelta(seconds=60)
AGAIN = timedelta(seconds=2)


async def sweep_invoices(services: Services, lease: Lease) -> None:
    """Job: read everything billed lately, and learn whether the list comes newest first."""
    system, lists = services.accounting, Lists(services, lease)
    ordered, highest = "ordered", "highest"
    lists.state.setdefault(ordered, True)

    async def take(found: Sequence[IssuedInvoice]) -> None:
        lists.state[ordered] = lists.state[ordered] and newest_first(found)
        lists.state[highest] = max([lists.state.get(highest, 0), *_numbers(found)])
        await services.database.transact(_take_over, services, found)

    query = InvoiceQuery(billing_from=tokyo_day(lists.began) - AROUND)
    await lists.read("all", system, query, take)
    mark = f"{lists.state[highest]},{lists.state[highest]}" if lists.state[ordered] else ""
    await services.database.transact(_learn, f"{MARK}:{system.name}", mark, services.clock.now())


async def know_invoices(services: Services, partner_id: str) -> None:
    """Make sure that a partner's invoices are known as of the last hour. Later if another worker is just reading."""
    now, fresh = services.clock.now(), timedelta(seconds=services.tuning.sweep_fresh_seconds)
    name = services.accounting.name
    mark, at = await services.database.read(_known, f"{MARK}:{name}")
    if mark and at is not None and now - at <= fresh:
        return
    if mark and await _read_newest(services, mark):
        return
    looked = await services.database.read(learned.learned_at, f"{LOOKED}:{name}:{partner_id}")
    if looked is None or now - looked > fresh:
        await _read_partner(services, partner_id)


async def _read_newest(services: Services, mark: str) -> bool:
    """Read from the newest invoice back to what was known at the look before the last; False if that is not the order.

    Before the last: a list may show a newer invoice while it does not show an older one yet.
    """
    system, now = services.accounting, services.clock.now()
    if not await services.database.transact(learned.claim, f"{CLAIM}:{system.name}", now=now, life=CLAIMED_FOR):
        raise Later(now + AGAIN, "another worker reads the list")
    try:
        return await _read_back(services, mark)
    finally:
        await services.database.transact(learned.release, f"{CLAIM}:{system.name}")


async def _read_back(services: Services, mark: str) -> bool:
    system = services.accounting
    before, last = (int(part) for part in mark.split(","))
    highest, ordered = last, True
    async for page in system.invoices(InvoiceQuery(), purpose=Purpose.BULK):
        await services.database.transact(_take_over, services, page.invoices)
        ordered, numbers = newest_first(page.invoices), _numbers(page.invoices)
        highest = max([highest, *numbers])
        if not ordered or not numbers or min(numbers) <= before:
            break
    now, learnt = services.clock.now(), f"{last},{highest}" if ordered else ""
    await services.database.transact(_learn, f"{MARK}:{system.name}", learnt, now)
    return ordered


async def _read_partner(services: Services, partner_id: str) -> None:
    system, now = services.accounting, services.clock.now()
    today = tokyo_day(now)
    query = InvoiceQuery(partner_ids=(partner_id,), billing_from=today - AROUND, billing_to=today + AROUND)
    async for page in system.invoices(query, purpose=Purpose.BULK):
        await services.database.transact(_take_over, services, page.invoices)
    await services.database.transact(_learn, f"{LOOKED}:{system.name}:{partner_id}", "", now)


def newest_first(found: Sequence[IssuedInvoice]) -> bool:
    """Return whether a page's ids are numbers that only fall."""
    numbers = _numbers(found)
    return len(numbers) == len(found) and all(one > two for one, two in pairwise(numbers))


def _numbers(found: Sequence[IssuedInvoice]) -> list[int]:
    return [int(issued.external_id) for issued in found if issued.external_id.isdecimal()]


def _known(session: Session, name: str) -> tuple[str | None, datetime | None]:
    return learned.get(session, name), learned.learned_at(session, name)


def _learn(session: Session, name: str, value: str, now: datetime) -> None:
    learned.set_value(session, name, value, now=now)


def _take_over(session: Session, services: Services, found: Sequence[IssuedInvoice]) -> None:
    for issued in invoice_pages.news(session, services.accounting.name, found, now=services.clock.now()):
        record_seen(session, services, issued)

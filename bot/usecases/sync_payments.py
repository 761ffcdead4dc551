"""Which invoices are paid: by list pages of what is unpaid, and a look at those that left the list.

Few open invoices: all pages, every time. Many: hourly only what is due by tomorrow, everything once a night; calls are
the scarce thing (freee: 3,000 a day), and hardly anybody pays weeks ahead. Where a list cannot be narrowed to what is
unpaid: what was billed lately, the older open ones looked at themselves, and everything once a night.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import TOKYO, tokyo_day
from bot.services import Services
from bot.usecases.record_invoice import record_deleted, record_seen
from domain.invoice import IssuedInvoice, PaymentStatus
from integrations.accounting.base import AccountingSystem, InvoiceQuery, Purpose
from integrations.errors import NotFoundError
from storage.models import Invoice
from storage.repositories import invoices, learned
from storage.repositories.jobs import Lease

SYNCED = "payments_synced"
ALL_PAGES_UP_TO = 500  # open invoices: five pages an hour cost nothing worth saving
PAGE = 100
LATELY = timedelta(days=92)
NIGHT_HOUR = 4


async def sync_payments(services: Services, lease: Lease) -> None:
    """Job: bring the stored invoices and their deals to what the accounting systems say."""
    slot = datetime.fromisoformat(lease.payload["slot"]) if "slot" in lease.payload else services.clock.now()
    night = slot.astimezone(TOKYO).hour == NIGHT_HOUR or "slot" not in lease.payload
    for system in services.systems:
        open_count = len(await services.database.read(invoices.open_ids, system.name))
        if system is services.former and not open_count:
            continue  # the last invoice there is paid
        full = open_count <= ALL_PAGES_UP_TO or night
        due_to = None if full else tokyo_day(services.clock.now()) + timedelta(days=1)
        await _sweep(services, system, due_to=due_to, everything=night)


async def sweep_unpaid(services: Services, *, due_to: date | None) -> None:
    """Read the unpaid invoices (due by `due_to`), and look at those we believed unpaid and did not see."""
    for system in services.systems:
        await _sweep(services, system, due_to=due_to, everything=False)


async def _sweep(services: Services, system: AccountingSystem, *, due_to: date | None, everything: bool) -> None:
    began = services.clock.now()
    first = await services.database.read(learned.learned_at, f"{SYNCED}:{system.name}") is None
    bounded = not (system.capabilities.unpaid_filter or first or everything)
    expected = await services.database.read(invoices.open_ids, system.name, due_to=due_to)
    seen: set[str] = set()
    query = InvoiceQuery(
        billing_from=tokyo_day(began) - LATELY if bounded else None,
        due_to=due_to,
        payment_status=PaymentStatus.UNPAID,
        include_cancelled=False,
    )
    async for page in system.invoices(query):
        seen.update(issued.external_id for issued in page.invoices)
        await services.database.transact(_take_over, services, system, page.invoices)
    gone = sorted(expected - seen)
    if gone:
        await _look_at(services, system, gone)
    await services.database.transact(learned.set_value, f"{SYNCED}:{system.name}", began.isoformat(), now=began)


async def _look_at(services: Services, system: AccountingSystem, external_ids: Sequence[str]) -> None:
    """See what became of invoices that are not unpaid any more, by whole due dates where that costs fewer calls."""
    left = set(external_ids)
    for day, missing, known in await services.database.read(_by_due_date, system.name, external_ids):
        if day is None or known // PAGE + 1 >= missing:
            continue
        async for page in system.invoices(InvoiceQuery(due_from=day, due_to=day)):
            left.difference_update(issued.external_id for issued in page.invoices)
            await services.database.transact(_take_over, services, system, page.invoices)
    for external_id in sorted(left):
        try:
            issued = await system.invoice(external_id, purpose=Purpose.BULK)
        except NotFoundError:
            if system.capabilities.deletes:
                await services.database.transact(record_deleted, services, system, external_id)
            continue  # where nothing is ever deleted, a person will see it in the next full reading
        await services.database.transact(_take_over, services, system, [issued])


def _by_due_date(session: Session, provider: str, external_ids: Sequence[str]) -> list[tuple[date | None, int, int]]:
    """Return (due date, how many of these, how many invoices we know of that date)."""
    missing: dict[date | None, int] = {}
    for start in range(0, len(external_ids), PAGE):
        part = external_ids[start : start + PAGE]
        rows = session.execute(
            select(col(Invoice.due_date), func.count())
            .where(col(Invoice.provider) == provider, col(Invoice.external_id).in_(part))
            .group_by(col(Invoice.due_date))
        ).all()
        for day, number in rows:
            missing[day] = missing.get(day, 0) + number
    known = {
        day: session.execute(
            select(func.count()).where(col(Invoice.provider) == provider, col(Invoice.due_date) == day)
        ).scalar_one()
        for day in missing
    }
    return [(day, number, known[day]) for day, number in missing.items()]


def _take_over(session: Session, services: Services, system: AccountingSystem, found: Sequence[IssuedInvoice]) -> None:
    for issued in found:
        record_seen(session, services, issued, system=system)


async def synced_at(services: Services) -> datetime | None:
    """Return when the last reading of unpaid invoices began."""
    return await services.database.read(learned.learned_at, f"{SYNCED}:{services.accounting.name}")

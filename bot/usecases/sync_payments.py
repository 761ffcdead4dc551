"""Which invoices are paid: by list pages of what is unpaid, and a look at those that left the list.

Few open invoices: all pages, every time. Many: hourly only what is due by tomorrow, everything once a night; calls are
the scarce thing (freee: 3,000 a day), and hardly anybody pays weeks ahead.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import TOKYO, tokyo_day
from bot.services import Services
from bot.usecases.record_invoice import record_seen
from domain.invoice import IssuedInvoice, PaymentStatus
from integrations.accounting.base import InvoiceQuery, Purpose
from integrations.errors import NotFoundError
from storage.models import Invoice
from storage.repositories import invoices, learned
from storage.repositories.jobs import Lease

SYNCED = "payments_synced"
ALL_PAGES_UP_TO = 500  # open invoices: five pages an hour cost nothing worth saving
PAGE = 100
NIGHT_HOUR = 4


async def sync_payments(services: Services, lease: Lease) -> None:
    """Job: bring the stored invoices and their deals to what the accounting system says."""
    slot = datetime.fromisoformat(lease.payload["slot"]) if "slot" in lease.payload else services.clock.now()
    open_count = len(await services.database.read(invoices.open_ids, services.accounting.name))
    full = open_count <= ALL_PAGES_UP_TO or slot.astimezone(TOKYO).hour == NIGHT_HOUR or "slot" not in lease.payload
    due_to = None if full else tokyo_day(services.clock.now()) + timedelta(days=1)
    await sweep_unpaid(services, due_to=due_to)


async def sweep_unpaid(services: Services, *, due_to: date | None) -> None:
    """Read the unpaid invoices (due by `due_to`), and look at those we believed unpaid and did not see."""
    began = services.clock.now()
    provider = services.accounting.name
    expected = await services.database.read(invoices.open_ids, provider, due_to=due_to)
    seen: set[str] = set()
    query = InvoiceQuery(due_to=due_to, payment_status=PaymentStatus.UNPAID, include_cancelled=False)
    async for page in services.accounting.invoices(query):
        seen.update(issued.external_id for issued in page.invoices)
        await services.database.transact(_take_over, services, page.invoices)
    gone = sorted(expected - seen)
    if gone:
        await _look_at(services, gone)
    await services.database.transact(learned.set_value, f"{SYNCED}:{provider}", began.isoformat(), now=began)


async def _look_at(services: Services, external_ids: Sequence[str]) -> None:
    """See what became of invoices that are not unpaid any more, by whole due dates where that costs fewer calls."""
    left = set(external_ids)
    for day, missing, known in await services.database.read(_by_due_date, services.accounting.name, external_ids):
        if day is None or known // PAGE + 1 >= missing:
            continue
        async for page in services.accounting.invoices(InvoiceQuery(due_from=day, due_to=day)):
            left.difference_update(issued.external_id for issued in page.invoices)
            await services.database.transact(_take_over, services, page.invoices)
    for external_id in sorted(left):
        try:
            issued = await services.accounting.invoice(external_id, purpose=Purpose.BULK)
        except NotFoundError:
            continue  # nothing is ever deleted there; a person will see it in the next full reading
        await services.database.transact(_take_over, services, [issued])


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


def _take_over(session: Session, services: Services, found: Sequence[IssuedInvoice]) -> None:
    for issued in found:
        record_seen(session, services, issued)


async def synced_at(services: Services) -> datetime | None:
    """Return when the last reading of unpaid invoices began."""
    return await services.database.read(learned.learned_at, f"{SYNCED}:{services.accounting.name}")

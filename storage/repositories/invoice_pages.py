"""Pages of the accounting system's list beside what is stored: what is news, what was not seen, how many of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select, update
from sqlmodel import Session, col

from domain.invoice import IntentState, IssuedInvoice, PaymentStatus
from storage.models import Intent, Invoice

TOLD = (  # the columns that a list tells; the others are ours
    "number",
    "partner_id",
    "partner_name",
    "subject",
    "billing_date",
    "due_date",
    "total",
    "subtotal",
    "tax",
    "withheld",
    "payment_status",
    "sent",
    "cancelled",
    "booked",
    "entry_id",
    "url",
    "token",
)


def news(session: Session, provider: str, found: Sequence[IssuedInvoice], *, now: datetime) -> list[IssuedInvoice]:
    """Return those invoices of a page that say something new; note of the others that they were seen.

    A page is mostly as it was an hour ago: two reads and a write instead of several of each per invoice.
    """
    ids = [issued.external_id for issued in found]
    stored = {
        row.external_id: row
        for row in session.execute(
            select(Invoice).where(col(Invoice.provider) == provider, col(Invoice.external_id).in_(ids))
        ).scalars()
    }
    unverified = set(
        session.execute(
            select(col(Intent.external_id)).where(
                col(Intent.provider) == provider,
                col(Intent.state) == IntentState.CREATED,
                col(Intent.external_id).in_(ids),
            )
        ).scalars()
    )
    new = [
        issued
        for issued in found
        if issued.external_id in unverified or not _as_stored(stored.get(issued.external_id), issued)
    ]
    known = {*ids} - {issued.external_id for issued in new}
    if known:
        session.execute(
            update(Invoice)
            .where(col(Invoice.provider) == provider, col(Invoice.external_id).in_(sorted(known)))
            .values(seen_at=now)
        )
    return new


def _as_stored(row: Invoice | None, issued: IssuedInvoice) -> bool:
    if row is None or (row.token is not None and row.deal_id is None):
        return False
    return all(getattr(row, name) == getattr(issued, name) for name in TOLD)


def days_with_open(session: Session, provider: str, *, due_to: date) -> list[tuple[date, int, int]]:
    """Return (due date, open, paid) of each day up to `due_to` on which something is open, in order."""
    opened, paid = _count(col(Invoice.open).is_(True)), _count(col(Invoice.payment_status) == PaymentStatus.PAID)
    rows = session.execute(
        select(col(Invoice.due_date), opened, paid)
        .where(col(Invoice.provider) == provider, col(Invoice.due_date) <= due_to)
        .group_by(col(Invoice.due_date))
        .having(opened > 0)
        .order_by(col(Invoice.due_date))
    ).all()
    return [(day, int(some), int(others)) for day, some, others in rows]


def paid_between(session: Session, provider: str, first: date, last: date) -> int:
    """Return how many invoices due on these days we know to be paid."""
    return int(
        session.execute(
            select(func.count()).where(
                col(Invoice.provider) == provider,
                col(Invoice.due_date).between(first, last),
                col(Invoice.payment_status) == PaymentStatus.PAID,
            )
        ).scalar_one()
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Open invoices that no page has shown since a moment, due on these days (inclusive)."""

    since: datetime
    due_from: date | None = None
    due_to: date | None = None


def unseen(session: Session, provider: str, bounds: Bounds) -> list[tuple[str, date | None]]:
    """Return (external id, due date) of the open invoices in these bounds."""
    conditions = [
        col(Invoice.provider) == provider,
        col(Invoice.open).is_(True),
        col(Invoice.seen_at) < bounds.since,
    ]
    if bounds.due_from is not None:
        conditions.append(col(Invoice.due_date) >= bounds.due_from)
    if bounds.due_to is not None:
        conditions.append(col(Invoice.due_date) <= bounds.due_to)
    rows = session.execute(
        select(col(Invoice.external_id), col(Invoice.due_date))
        .where(*conditions)
        .order_by(col(Invoice.due_date), col(Invoice.external_id))
    ).all()
    return [(external_id, day) for external_id, day in rows]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))

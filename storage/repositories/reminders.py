"""Reminders told once for ever, what people said about invoices, and open invoices in the order they fall due."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from storage.models import CollectionState, Invoice, Reminder, ReminderNote, ReminderNotice
from storage.repositories.upsert import insert_once

PLANNED, TOLD, CLOSED, SKIPPED = "planned", "told", "closed", "skipped"


def open_page(
    session: Session, provider: str, *, due_to: date, after: tuple[date, int] | None, limit: int
) -> Sequence[Invoice]:
    """Return the next open invoices due by `due_to`, by due date and id; `after` is the last one seen."""
    conditions = [
        col(Invoice.open).is_(True),
        col(Invoice.due_date) <= due_to,
        col(Invoice.provider) == provider,
    ]
    if after is not None:
        day, row_id = after
        later = and_(col(Invoice.due_date) == day, col(Invoice.id) > row_id)
        conditions.append(or_(col(Invoice.due_date) > day, later))
    return list(
        session.execute(
            select(Invoice).where(*conditions).order_by(col(Invoice.due_date), col(Invoice.id)).limit(limit)
        ).scalars()
    )


def told(session: Session, invoice_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return invoice id -> levels that were planned, told or skipped."""
    rows = session.execute(
        select(col(Reminder.invoice_id), col(Reminder.level)).where(col(Reminder.invoice_id).in_(list(invoice_ids)))
    )
    found: dict[int, set[str]] = {}
    for invoice_id, level in rows:
        found.setdefault(invoice_id, set()).add(level)
    return found


def states(session: Session, invoice_ids: Iterable[int]) -> dict[int, CollectionState]:
    """Return invoice id -> what people said of it, for those of which anybody said anything."""
    rows = session.execute(
        select(CollectionState).where(col(CollectionState.invoice_id).in_(list(invoice_ids)))
    ).scalars()
    return {row.invoice_id: row for row in rows}


def record(session: Session, invoice: Invoice, level: str, *, state: str, residual: int, now: datetime) -> bool:
    """Keep that a level is planned or skipped. Return False if it was recorded before."""
    assert invoice.due_date is not None
    return insert_once(
        session,
        Reminder,
        {
            "invoice_id": invoice.id,
            "level": level,
            "state": state,
            "due_date": invoice.due_date,
            "residual": residual,
            "created_at": now,
        },
    )


def unaddressed(session: Session, provider: str) -> Sequence[tuple[Reminder, Invoice]]:
    """Return planned reminders that have no recipient yet, the longest due first."""
    has_notice = select(col(ReminderNotice.reminder_id)).where(col(ReminderNotice.reminder_id) == col(Reminder.id))
    rows = session.execute(
        select(Reminder, Invoice)
        .join(Invoice, col(Invoice.id) == col(Reminder.invoice_id))
        .where(col(Reminder.state) == PLANNED, col(Invoice.provider) == provider, ~has_notice.exists())
        .order_by(col(Reminder.due_date), col(Reminder.id))
    ).all()
    return [(reminder, invoice) for reminder, invoice in rows]


def address(session: Session, reminder_id: int, recipient: str, post: str) -> bool:
    """Keep in which message a recipient is told of a reminder. Return False if they are told of it already."""
    return insert_once(session, ReminderNotice, {"reminder_id": reminder_id, "recipient": recipient, "post": post})


def in_post(session: Session, post: str) -> Sequence[tuple[ReminderNotice, Reminder, Invoice]]:
    """Return what a message tells of, the longest due first."""
    rows = session.execute(
        select(ReminderNotice, Reminder, Invoice)
        .join(Reminder, col(Reminder.id) == col(ReminderNotice.reminder_id))
        .join(Invoice, col(Invoice.id) == col(Reminder.invoice_id))
        .where(col(ReminderNotice.post) == post)
        .order_by(col(Reminder.due_date), col(Reminder.id))
    ).all()
    return [(notice, reminder, invoice) for notice, reminder, invoice in rows]


def posts_about(session: Session, invoice_id: int) -> Sequence[str]:
    """Return the keys of the messages that told of an invoice."""
    rows = session.execute(
        select(col(ReminderNotice.post))
        .join(Reminder, col(Reminder.id) == col(ReminderNotice.reminder_id))
        .where(col(Reminder.invoice_id) == invoice_id, col(ReminderNotice.told_at).is_not(None))
        .distinct()
    ).scalars()
    return sorted(rows)


def of_invoice(session: Session, invoice_id: int) -> Sequence[Reminder]:
    """Return the reminders of an invoice, oldest first."""
    return list(
        session.execute(
            select(Reminder).where(col(Reminder.invoice_id) == invoice_id).order_by(col(Reminder.id))
        ).scalars()
    )


def take_back(session: Session, notice: ReminderNotice, reminder: Reminder) -> None:
    """Forget a reminder that was planned and never left: a later scan decides anew."""
    session.delete(notice)
    session.flush()
    others = session.execute(
        select(col(ReminderNotice.reminder_id)).where(col(ReminderNotice.reminder_id) == reminder.id)
    ).first()
    if others is None and reminder.state == PLANNED:
        session.delete(reminder)


def mark_told(session: Session, notices: Iterable[tuple[ReminderNotice, Reminder]], *, now: datetime) -> None:
    """Keep that a message stands."""
    for notice, reminder in notices:
        notice.told_at, notice.problem = notice.told_at or now, None
        reminder.state = TOLD
        session.add_all((notice, reminder))


def invoice(session: Session, invoice_id: int) -> Invoice | None:
    """Return an invoice by our own id."""
    return session.get(Invoice, invoice_id)


def state_of(session: Session, invoice_id: int) -> CollectionState | None:
    """Return what people said of an invoice."""
    return session.get(CollectionState, invoice_id)


def say(
    session: Session,
    invoice_id: int,
    kind: str,
    *,
    said_by: str,
    now: datetime,
    day: date | None = None,
    note: str = "",
) -> ReminderNote:
    """Keep what somebody said of an invoice, and what all that was said adds up to."""
    row = ReminderNote(invoice_id=invoice_id, kind=kind, day=day, note=note, said_by=said_by, at=now)
    session.add(row)
    session.flush()
    insert_once(session, CollectionState, {"invoice_id": invoice_id, "disputed": False, "said_by": said_by, "at": now})
    state = session.execute(
        select(CollectionState).where(col(CollectionState.invoice_id) == invoice_id).with_for_update()
    ).scalar_one()
    if kind in ("promise", "promise_taken_back"):
        state.promise_id, state.promised_day = (row.id, day) if kind == "promise" else (None, None)
    if kind == "checking":
        state.checking_until = day
    if kind in ("dispute", "dispute_settled"):
        state.disputed = kind == "dispute"
    state.said_by, state.at = said_by, now
    session.add(state)
    return row


def notes(session: Session, invoice_ids: Iterable[int]) -> dict[int, list[ReminderNote]]:
    """Return invoice id -> what was said of it, oldest first."""
    found: dict[int, list[ReminderNote]] = {}
    rows = session.execute(
        select(ReminderNote).where(col(ReminderNote.invoice_id).in_(list(invoice_ids))).order_by(col(ReminderNote.id))
    ).scalars()
    for row in rows:
        found.setdefault(row.invoice_id, []).append(row)
    return found


def of_settled(session: Session, *, limit: int) -> Sequence[Reminder]:
    """Return told reminders of invoices that are paid or cancelled now: their messages still ask for something."""
    return list(
        session.execute(
            select(Reminder)
            .join(Invoice, col(Invoice.id) == col(Reminder.invoice_id))
            .where(col(Reminder.state) == TOLD, col(Invoice.open).is_(False))
            .order_by(col(Reminder.id))
            .limit(limit)
        ).scalars()
    )


def close(session: Session, reminder: Reminder) -> None:
    """Keep that a reminder's message has been told of the end."""
    reminder.state = CLOSED
    session.add(reminder)

"""What a reminder's message says now: drawn from what is stored, again after every press and every payment."""

from collections.abc import Sequence, Set
from datetime import datetime

from sqlmodel import Session

from bot.blocks.parts import day, is_user_id, person
from bot.blocks.reminder import invoice_message, reminder_message
from bot.blocks.views import CollectionRow, ReminderView
from bot.clock import tokyo_day
from bot.services import Message, Services
from bot.texts import Texts
from bot.usecases.collection_facts import facts_of, owed
from bot.usecases.freshness import freshness
from bot.usecases.know_reader import texts_for
from bot.usecases.recipients import fallback_channel, level_rule, owner_of
from domain.dunning import broken
from storage.models import CollectionState, Invoice, Reminder, ReminderNote
from storage.repositories import payments, reminders


def draw_reminders(session: Session, services: Services, post: str, recipient: str, *, now: datetime) -> Message | None:
    """Return the message of a post in its reader's language; None if it tells of nothing any more."""
    found = reminders.in_post(session, post)
    if not found:
        return None
    texts = texts_for(session, services, recipient) if is_user_id(recipient) else services.texts
    ids = [reminder.invoice_id for _, reminder, _ in found]
    notes = reminders.notes(session, ids)
    rows = collection_rows(session, [invoice for _, _, invoice in found], now=now)
    views = []
    for (_, reminder, _), row in zip(found, rows, strict=True):
        said = notes.get(reminder.invoice_id, [])
        later = [other for other in reminders.of_invoice(session, reminder.invoice_id) if _told_after(other, reminder)]
        views.append(ReminderView(row, words_of(texts, services, reminder, said), over=bool(later)))
    return reminder_message(
        texts,
        views,
        today=tokyo_day(now),
        system=services.accounting.label,
        age=freshness(session, services, now).words(texts),
        mentions=_mentions(services, found[0][1], found[0][2], recipient),
    )


def show_invoice(session: Session, services: Services, invoice_id: int, user: str, now: datetime) -> Message | None:
    """Return one open invoice with everything that can be done about it; None if it is settled or unknown."""
    invoice = reminders.invoice(session, invoice_id)
    if invoice is None or not invoice.open:
        return None
    texts = texts_for(session, services, user)
    (row,) = collection_rows(session, [invoice], now=now)
    return invoice_message(
        texts,
        row,
        today=tokyo_day(now),
        system=services.accounting.label,
        age=freshness(session, services, now).words(texts),
        remind=owner_of(services.policy, invoice) != user,
    )


def collection_rows(session: Session, found: Sequence[Invoice], *, now: datetime) -> list[CollectionRow]:
    """Return invoices as somebody who collects sees them, in their order."""
    ids = [invoice.id for invoice in found if invoice.id is not None]
    states, notes, arrived = (
        reminders.states(session, ids),
        reminders.notes(session, ids),
        payments.arrived_invoices(session),
    )
    return [
        _row(invoice, states.get(invoice.id or 0), notes.get(invoice.id or 0, []), now=now, arrived=arrived)
        for invoice in found
    ]


def _row(
    invoice: Invoice,
    state: CollectionState | None,
    notes: Sequence[ReminderNote],
    *,
    now: datetime,
    arrived: Set[str] = frozenset(),
) -> CollectionRow:
    """Return an invoice as somebody who collects sees it."""
    assert invoice.id is not None
    facts, today = facts_of(invoice, state, arrived), tokyo_day(now)
    is_broken = facts.promise is not None and facts.due is not None and broken(facts.promise, facts.due, today)
    with_words = [note.note for note in notes if note.note]
    return CollectionRow(
        invoice_id=invoice.id,
        number=invoice.number,
        partner=invoice.partner_name,
        subject=invoice.subject,
        total=invoice.total,
        residual=owed(invoice),
        due_date=invoice.due_date,
        url=invoice.url,
        owner=invoice.owner,
        settled=not invoice.open,
        promised=facts.promise.day if facts.promise else None,
        broken=is_broken,
        checking_until=facts.checking_until,
        disputed=facts.disputed,
        arrived=facts.arrived,
        said_by=state.said_by if state else None,
        said_on=tokyo_day(state.at) if state else None,
        note=with_words[-1] if with_words else "",
    )


def words_of(texts: Texts, services: Services, reminder: Reminder, notes: Sequence[ReminderNote]) -> str:
    """Return the first line of a reminder: the level's own text, or its tone's."""
    rule = level_rule(services.policy, reminder.level)
    if rule is not None:
        return rule.text or texts(f"reminder.tone.{rule.tone}")
    if reminder.level.startswith("asked:"):
        return texts("reminder.asked", user=person(reminder.level.split(":")[2]))
    promised = {f"promise:{note.id}": note.day for note in notes}
    return texts("reminder.tone.broken", day=day(promised.get(reminder.level)))


def _told_after(other: Reminder, reminder: Reminder) -> bool:
    return (other.id or 0) > (reminder.id or 0) and other.state in (reminders.TOLD, reminders.CLOSED)


def _mentions(services: Services, reminder: Reminder, invoice: Invoice, recipient: str) -> list[str]:
    """Return whom a channel's message calls: the approvers where the level says so, else whoever sold it."""
    if recipient != fallback_channel(services.policy):
        return []
    rule = level_rule(services.policy, reminder.level)
    if rule is not None and "approvers" in rule.to:
        return list(services.policy.approval.users)
    owner = owner_of(services.policy, invoice)
    return [owner] if owner else []

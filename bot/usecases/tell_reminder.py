"""Tell a planned reminder, once, if it is still right at that moment; and keep its message true afterwards."""

from datetime import UTC, datetime

from sqlmodel import Session

from bot.clock import TOKYO, tokyo_day
from bot.failures import Alert, Later
from bot.services import Services
from bot.usecases.collection_facts import facts_of, hours, knowledge, owed
from bot.usecases.direct_message import channel_of
from bot.usecases.post_message import put_message, stands_at
from bot.usecases.raise_alert import raise_alert
from bot.usecases.recipients import fallback_channel
from bot.usecases.reminder_message import draw_reminders
from bot.usecases.switches import is_on
from domain.dunning import due_levels, next_opening
from integrations.errors import DataError, NotFoundError
from storage.models import Invoice, Reminder, ReminderNotice
from storage.repositories import jobs, payments, posts, reminders
from storage.repositories.jobs import Lease

REMIND = "remind"
REDRAW = "remind_redraw"
ASKED = "asked"  # prefix of the key under which a person's own wish is told
CLOSED_AT_ONCE = 500


def request_reminder(session: Session, *, post: str, recipient: str, now: datetime) -> None:
    """Ask for a message to be told."""
    jobs.enqueue(session, REMIND, post, {"post": post, "recipient": recipient}, now=now, lane=f"remind:{recipient}")


def tell_now(session: Session, invoice: Invoice, *, recipient: str, asked_by: str, now: datetime) -> None:
    """Ask for a message because a person wants it now; the same wish on the same day is one message."""
    level = f"{ASKED}:{tokyo_day(now)}:{asked_by}"
    if not reminders.record(session, invoice, level, state=reminders.PLANNED, residual=owed(invoice), now=now):
        return
    reminder = next(row for row in reminders.of_invoice(session, invoice.id or 0) if row.level == level)
    post = f"reminder:{recipient}:{reminder.id}"
    reminders.address(session, reminder.id or 0, recipient, post)
    jobs.enqueue(session, REMIND, post, {"post": post, "recipient": recipient, "asked": True}, now=now)


def request_redraw(session: Session, invoice_id: int, *, why: str, now: datetime) -> None:
    """Ask for every message about an invoice to be drawn anew; the same `why` asks once."""
    for post in reminders.posts_about(session, invoice_id):
        recipient = post.split(":")[1]
        jobs.enqueue(
            session,
            REDRAW,
            f"{post}:{why}",
            {"post": post, "recipient": recipient},
            now=now,
            lane=f"remind:{recipient}",
        )


async def tell_reminder(services: Services, lease: Lease) -> None:
    """Job `remind`: look once more whether it is right, then tell it."""
    post, recipient = lease.payload["post"], lease.payload["recipient"]
    now = services.clock.now()
    if not lease.payload.get("asked"):
        local = now.astimezone(TOKYO)
        opening = next_opening(local, hours(services.policy))
        if opening > local:
            raise Later(opening.astimezone(UTC))
        await services.database.transact(_take_back_outdated, services, lease, post, now=now)
    message = await services.database.read(draw_reminders, services, post, recipient, now=now)
    if message is None:
        return
    try:
        channel = await channel_of(services, recipient)
        await put_message(services, lease, key=post, channel=channel, thread_ts=None, message=message)
    except (DataError, NotFoundError) as error:
        await services.database.transact(_tell_somebody_else, services, lease, error.message, now=now)
        return
    await services.database.transact(_mark_told, post, now=now)


async def redraw_reminder(services: Services, lease: Lease) -> None:
    """Job `remind_redraw`: let a message say what is true now."""
    post, recipient = lease.payload["post"], lease.payload["recipient"]
    standing = await stands_at(services, post)
    now = services.clock.now()
    message = await services.database.read(draw_reminders, services, post, recipient, now=now)
    if standing is None or message is None:
        return
    await put_message(services, lease, key=post, channel=standing.channel, thread_ts=None, message=message)


async def close_reminders(services: Services, lease: Lease) -> None:
    """Job: messages about what has been paid or cancelled since ask for nothing any more."""
    del lease
    while await services.database.transact(_close_page, now=services.clock.now()):
        pass


def _close_page(session: Session, *, now: datetime) -> bool:
    page = reminders.of_settled(session, limit=CLOSED_AT_ONCE)
    for reminder in page:
        request_redraw(session, reminder.invoice_id, why="settled", now=now)
        reminders.close(session, reminder)
    return bool(page)


def _take_back_outdated(session: Session, services: Services, lease: Lease, post: str, *, now: datetime) -> None:
    """Forget what is not right any more; a message that may have left already is never taken back."""
    jobs.hold(session, lease)
    sent = posts.by_key(session, post)
    if sent is not None and sent.attempted:
        return
    on = is_on(session, "reminders")
    for notice, reminder, invoice in reminders.in_post(session, post):
        if notice.told_at is None and not (on and _still_right(session, services, reminder, invoice, now=now)):
            reminders.take_back(session, notice, reminder)


def _still_right(session: Session, services: Services, reminder: Reminder, invoice: Invoice, *, now: datetime) -> bool:
    assert invoice.id is not None
    told = reminders.told(session, [invoice.id]).get(invoice.id, set()) - {reminder.level}
    decision = due_levels(
        facts_of(invoice, reminders.state_of(session, invoice.id), payments.arrived_invoices(session)),
        [rule.level for rule in services.policy.reminders],
        told,
        now=now.astimezone(TOKYO),
        hours=hours(services.policy),
        knowledge=knowledge(session, services),
    )
    return decision.level == reminder.level


def _mark_told(session: Session, post: str, *, now: datetime) -> None:
    told: list[tuple[ReminderNotice, Reminder]] = []
    for notice, reminder, invoice in reminders.in_post(session, post):
        told.append((notice, reminder))
        if invoice.id is not None:  # the message of an earlier level gives its buttons up
            request_redraw(session, invoice.id, why=f"after:{reminder.id}", now=now)
    reminders.mark_told(session, told, now=now)


def _tell_somebody_else(session: Session, services: Services, lease: Lease, problem: str, *, now: datetime) -> None:
    """A person who cannot be told is replaced by the finance channel; a channel that cannot, by an alert."""
    jobs.hold(session, lease)
    post, recipient = lease.payload["post"], lease.payload["recipient"]
    instead = fallback_channel(services.policy)
    other = f"reminder:{instead}:for:{post}"
    moved = False
    for notice, reminder, invoice in reminders.in_post(session, post):
        notice.problem = problem[:500]
        session.add(notice)
        assert reminder.id is not None
        if instead is None or instead == recipient:
            nobody_to_tell(session, services, invoice, now=now)
        else:
            moved = reminders.address(session, reminder.id, instead, other) or moved
    if moved and instead is not None:
        request_reminder(session, post=other, recipient=instead, now=now)


def nobody_to_tell(session: Session, services: Services, invoice: Invoice, *, now: datetime) -> None:
    """Alert those who keep this running: a reminder is due and nobody can be told."""
    words = f"{invoice.number} {invoice.partner_name}"
    raise_alert(session, services=services, alert=Alert(f"nobody:{invoice.id}", REMIND, "nobody", words), now=now)

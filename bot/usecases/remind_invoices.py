"""The daily look at what is due: which reminders are told, to whom, in which message. Telling is other jobs' work.

Only open invoices are read, by index. Every reminder is a row that is unique for ever, written before anything leaves
the machine; a look that runs twice, in two replicas, or after days of downtime finds the rows and adds nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from bot.blocks.parts import is_user_id, section
from bot.clock import TOKYO
from bot.failures import Later
from bot.policy import Policy
from bot.services import Message, Services
from bot.usecases.collection_facts import facts_of, hours, knowledge, owed, stale_words
from bot.usecases.post_message import enqueue_post
from bot.usecases.recipients import fallback_channel, recipients_of
from bot.usecases.switches import is_on
from bot.usecases.tell_reminder import nobody_to_tell, request_reminder
from domain.dunning import due_levels, next_opening
from storage.repositories import jobs, payments, reminders
from storage.repositories.jobs import Lease

PAGE = 200
LOOK_AGAIN = timedelta(minutes=5)
PATIENCE = timedelta(minutes=15)  # a machine that has just woken reads payments first
BUSINESS_SLACK = timedelta(days=14)  # a level in business days may lie so much further from the due date
EACH_ALONE = 5  # up to so many reminders for one person on one day are messages of their own; a channel gets one
TOGETHER = 15  # of more, so many in one message: each has a menu


async def remind_invoices(services: Services, lease: Lease) -> None:
    """Job: plan what is to be told today; wait for the morning, and for a fresh picture of payments."""
    if not services.policy.reminders or not await services.database.read(is_on, "reminders"):
        return
    now = services.clock.now()
    local = now.astimezone(TOKYO)
    opening = next_opening(local, hours(services.policy))
    if opening > local:
        raise Later(opening.astimezone(UTC))
    known = await services.database.read(knowledge, services)
    old = stale_words(services.texts, known, local)
    if old is not None:
        await _hold(services, lease, old, now)
    after: tuple[date, int] | None = None
    while True:
        after = await services.database.transact(_plan_page, services, lease, after, now=now)
        if after is None:
            break
    await services.database.transact(_address, services, lease, now=now)


async def _hold(services: Services, lease: Lease, reason: str, now: datetime) -> None:
    since = datetime.fromisoformat(lease.payload.get("stale_since") or now.isoformat())
    if now - since >= PATIENCE:
        await services.database.transact(_tell_held, services, reason, now=now)
    raise Later(now + LOOK_AGAIN, reason, note={"stale_since": since.isoformat()})


def _tell_held(session: Session, services: Services, reason: str, *, now: datetime) -> None:
    channel = fallback_channel(services.policy)
    known = knowledge(session, services)
    newest = max((moment for moment in (known.synced_at, known.feed_at) if moment), default=None)
    if channel is None:
        return
    words = services.texts("reminder.held", reason=reason, system=services.accounting.label)
    # One notice for one gap, however long it lasts.
    key = f"reminders_held:{newest.isoformat() if newest else 'never'}"
    enqueue_post(session, key=key, channel=channel, message=Message(words, [section(words)]), now=now)


def _plan_page(
    session: Session, services: Services, lease: Lease, after: tuple[date, int] | None, *, now: datetime
) -> tuple[date, int] | None:
    jobs.hold(session, lease)
    local = now.astimezone(TOKYO)
    policy = services.policy
    page = reminders.open_page(
        session, services.accounting.name, due_to=local.date() + _lead(policy), after=after, limit=PAGE
    )
    known = {invoice.id: invoice for invoice in page if invoice.id is not None}
    told, states = reminders.told(session, known), reminders.states(session, known)
    arrived = payments.arrived_invoices(session)
    levels = [level.level for level in policy.reminders]
    picture, open_hours = knowledge(session, services), hours(policy)
    for invoice_id, invoice in known.items():
        decision = due_levels(
            facts_of(invoice, states.get(invoice_id), arrived),
            levels,
            told.get(invoice_id, set()),
            now=local,
            hours=open_hours,
            knowledge=picture,
        )
        for level in decision.skipped:
            reminders.record(session, invoice, level, state=reminders.SKIPPED, residual=owed(invoice), now=now)
        if decision.level is not None:
            reminders.record(session, invoice, decision.level, state=reminders.PLANNED, residual=owed(invoice), now=now)
    if len(page) < PAGE:
        return None
    last = page[-1]
    assert last.due_date is not None
    assert last.id is not None
    return last.due_date, last.id


def _lead(policy: Policy) -> timedelta:
    earliest = min(level.days for level in policy.reminders)
    return timedelta(days=-earliest) + BUSINESS_SLACK if earliest < 0 else timedelta(0)


def _address(session: Session, services: Services, lease: Lease, *, now: datetime) -> None:
    """Give every planned reminder its recipients, and every recipient as few messages as can be read."""
    jobs.hold(session, lease)
    by_recipient: dict[str, list[int]] = {}
    for reminder, invoice in reminders.unaddressed(session, services.accounting.name):
        assert reminder.id is not None
        recipients = recipients_of(services.policy, invoice, reminder.level)
        if not recipients:
            nobody_to_tell(session, services, invoice, now=now)
        for recipient in recipients:
            by_recipient.setdefault(recipient, []).append(reminder.id)
    for recipient, ids in by_recipient.items():
        for group in _groups(ids, EACH_ALONE if is_user_id(recipient) else 1):
            post = f"reminder:{recipient}:{group[0]}"
            for reminder_id in group:
                reminders.address(session, reminder_id, recipient, post)
            request_reminder(session, post=post, recipient=recipient, now=now)


def _groups(ids: Sequence[int], each_alone: int) -> Iterator[Sequence[int]]:
    size = 1 if len(ids) <= each_alone else TOGETHER
    for start in range(0, len(ids), size):
        yield ids[start : start + size]

"""Every business morning, in the finance channel, one message: what keeps payments from being matched.

Invoices whose accounting entry nobody has booked (no payment can attach to them), money that nobody expects, matches
that wait for somebody, a bank feed that has stopped. Nothing of that: no message.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.blocks.parts import Block, cut, day, escape, header, money, section
from bot.clock import tokyo_day
from bot.services import Message, Services
from bot.usecases.freshness import freshness
from bot.usecases.morning_posts import morning_channel
from bot.usecases.post_message import enqueue_post
from storage.repositories import payments
from storage.repositories.jobs import Lease

SHOWN = 10
MATCHED_WITHIN = timedelta(minutes=30)  # a line that came just now is being matched
GRACE = timedelta(days=1)  # an invoice of today is booked with its sending; nobody is asked before


async def post_open_points(services: Services, lease: Lease) -> None:
    """Job: post the digest, unless today is no business day or there is nothing to say."""
    now = services.clock.now()
    channel, today = await morning_channel(services, lease), tokyo_day(now)
    if channel is None:
        return
    message = await services.database.read(open_points, services, now=now)
    if message is not None:
        key = f"open_points:{today.isoformat()}"
        await services.database.transact(enqueue_post, key=key, channel=channel, message=message, now=now)


def open_points(session: Session, services: Services, *, now: datetime) -> Message | None:
    """Return the digest, None if there is nothing to say."""
    parts = [
        part
        for part in (
            _unbooked(session, services, now),
            _unmatched(session, services, now),
            _waiting(session, services),
            _feeds(session, services, now),
        )
        if part
    ]
    if not parts:
        return None
    title = services.texts("points.title")
    blocks: list[Block] = [header(title), *(section(part, block_id=f"part:{at}") for at, part in enumerate(parts))]
    return Message(title, blocks)


def _unbooked(session: Session, services: Services, now: datetime) -> str:
    if not services.accounting.capabilities.reports_booking:
        return ""
    provider = services.accounting.name
    count, rows = payments.unbooked_invoices(session, provider, seen_before=now - GRACE, limit=SHOWN)
    if not count:
        return ""
    lines = [
        services.texts(
            "points.invoice",
            number=f"<{row.url}|{escape(row.number)}>" if row.url else escape(row.number),
            partner=escape(cut(row.partner_name, 60)),
            total=money(row.total),
            due=day(row.due_date),
        )
        for row in rows
    ]
    head = services.texts("points.unbooked", count=count, system=services.accounting.label)
    return _listed(services, head, lines, count)


def _unmatched(session: Session, services: Services, now: datetime) -> str:
    count, total, rows = payments.unmatched(session, before=now - MATCHED_WITHIN, limit=SHOWN)
    if not count:
        return ""
    lines = [
        services.texts("points.line", day=day(row.day), amount=money(row.amount), payer=escape(cut(row.payer, 60)))
        for row in rows
    ]
    return _listed(services, services.texts("points.unmatched", count=count, total=money(total)), lines, count)


def _waiting(session: Session, services: Services) -> str:
    count, total = payments.waiting(session)
    return services.texts("points.waiting", count=count, total=money(total)) if count else ""


def _feeds(session: Session, services: Services, now: datetime) -> str:
    known = freshness(session, services, now)
    return services.texts("points.feed", age=escape(known.bank_words(services.texts))) if known.failing else ""


def _listed(services: Services, head: str, lines: list[str], count: int) -> str:
    more = [services.texts("points.more", count=count - len(lines))] if count > len(lines) else []
    return "\n".join([head, *lines, *more])

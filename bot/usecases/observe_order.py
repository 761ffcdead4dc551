"""Observe mode (観察): an order report is read, and the alerts channel hears what its card would have said.

Nothing is made. What was only watched stays so: when the mode is switched off, the bot starts with what is posted from
then on.
"""

from typing import Any

from sqlmodel import Session

from bot.blocks.observed import observed_message
from bot.services import Services
from bot.usecases.link_message import learn_links, link_to
from bot.usecases.post_message import enqueue_post
from bot.usecases.read_order import contents_of
from domain.order import blockers
from domain.partner_index import PartnerIndex
from domain.reading.model import Reading
from storage.repositories import evidence, learned
from storage.repositories.inbox import watched_fact


async def observe_order(
    services: Services,
    index: PartnerIndex,
    reading: Reading,
    *,
    channel: str,
    author: str,
    message: dict[str, Any],
) -> None:
    """Say once per message what its card would have shown."""
    if reading.intent == "none":
        return
    await learn_links(services, channel=channel, ts=str(message["ts"]))
    await services.database.transact(_observe, services, index, reading, channel, author, message)


def observed(session: Session, channel: str, ts: str) -> bool:
    """Return whether a message was only watched."""
    return learned.get(session, watched_fact(channel, ts)) is not None


def _observe(
    session: Session,
    services: Services,
    index: PartnerIndex,
    reading: Reading,
    channel: str,
    author: str,
    message: dict[str, Any],
) -> None:
    now, ts, text = services.clock.now(), str(message["ts"]), str(message.get("text") or "")
    if observed(session, channel, ts):
        return
    learned.set_value(session, watched_fact(channel, ts), reading.intent, now=now)
    contents = contents_of(session, services, reading.orders, text=text, ts=ts, reporter=author, index=index)
    found = [(content, tuple(blockers(content))) for content in contents]
    detail = {"channel": channel, "ts": ts, "orders": [content.sha256() for content in contents]}
    evidence.append(session, at=now, actor=author, kind="observed", detail=detail)
    if services.policy.channels.alerts:
        enqueue_post(
            session,
            key=f"observed:{channel}:{ts}",
            channel=services.policy.channels.alerts,
            message=observed_message(
                services.texts,
                found,
                missing=reading.missing,
                author=author,
                link=link_to(session, channel=channel, ts=ts),
            ),
            now=now,
        )

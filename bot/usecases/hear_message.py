"""A message in a sales channel: a post is read as an order report, a reply as what it says of the order above it."""

from functools import partial
from typing import Any

from sqlmodel import Session

from bot.services import Last, Services
from bot.usecases.import_orders import import_shared_orders
from bot.usecases.observe_order import observe_order
from bot.usecases.propose_deal import store_orders
from bot.usecases.read_order import read_text
from bot.usecases.revise_deal import withdraw_deals
from bot.usecases.take_reply import forget_reply, take_reply
from storage.repositories import deals
from storage.repositories.jobs import Lease

POSTS = (None, "bot_message", "file_share", "thread_broadcast")


async def read_message(services: Services, lease: Lease) -> Last | None:
    """Job `slack.message`: act on one recorded message event. Return the transaction that goes with the job's end."""
    team_id, event = lease.payload["team_id"], lease.payload["event"]
    channel = event.get("channel")
    if channel not in services.policy.channels.sales:
        return None
    subtype = event.get("subtype")
    if subtype == "message_changed":
        await _changed(services, lease, team_id, channel, event)
    elif subtype == "message_deleted":
        before = event.get("previous_message") or {}
        await _deleted(services, team_id, channel, before | {"ts": event.get("deleted_ts") or before.get("ts")})
    elif subtype in POSTS:
        return await _posted(services, lease, team_id, channel, event)
    return None


async def _posted(services: Services, lease: Lease, team_id: str, channel: str, message: dict[str, Any]) -> Last | None:
    author = _author(services, message)
    if author is None:
        return None
    if _is_reply(message):
        if services.policy.reading.observe:
            return None
        await take_reply(services, lease, team_id=team_id, channel=channel, author=author, message=message)
        return None
    reading, index = await read_text(services, message.get("text") or "", message["ts"])
    if services.policy.reading.observe:
        await observe_order(services, index, reading, channel=channel, author=author, message=message)
        return None
    store = None
    if reading.intent != "none":
        store = partial(
            store_orders,
            services=services,
            index=index,
            reading=reading,
            team_id=team_id,
            channel=channel,
            author=author,
            message=message,
        )
    if not message.get("files"):
        return store
    if store is not None:
        await services.database.transact(store)
    await import_shared_orders(services, team_id=team_id, channel=channel, author=author, message=message)
    return None


async def _changed(services: Services, lease: Lease, team_id: str, channel: str, event: dict[str, Any]) -> None:
    message = event.get("message") or {}
    if message.get("text") == (event.get("previous_message") or {}).get("text"):
        return  # only an unfurled link or a reaction
    author = _author(services, message)
    if author is None or services.policy.reading.observe:
        return
    if message.get("subtype") == "tombstone":
        await _deleted(services, team_id, channel, message)
        return
    if _is_reply(message):
        await forget_reply(services, team_id=team_id, channel=channel, message=message)
        await take_reply(services, lease, team_id=team_id, channel=channel, author=author, message=message)
        return
    carded, completed = await services.database.read(_so_far, team_id, channel, message["ts"])
    words = "\n".join([message.get("text") or "", *completed])
    # What has its card already is judged by its buttons, not by how an edit makes it sound.
    reading, index = await read_text(services, words, message["ts"], second_opinion=not carded)
    await services.database.transact(
        store_orders,
        services,
        index,
        reading,
        team_id=team_id,
        channel=channel,
        author=author,
        message=message,
        words=words,
    )


async def _deleted(services: Services, team_id: str, channel: str, message: dict[str, Any]) -> None:
    if _is_reply(message):
        await forget_reply(services, team_id=team_id, channel=channel, message=message)
        return
    await services.database.transact(
        withdraw_deals,
        services=services,
        team_id=team_id,
        channel=channel,
        ts=str(message.get("ts") or ""),
        now=services.clock.now(),
    )


def _so_far(session: Session, team_id: str, channel: str, ts: str) -> tuple[bool, list[str]]:
    """Return whether the message has cards, and the replies without which it was no order yet."""
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=ts)
    known = deals.of_report(session, report.id) if report is not None else []
    texts = [reply.text for deal in known for reply in deals.content_of(deal).replies if reply.completes]
    return bool(known), list(dict.fromkeys(texts))


def _author(services: Services, message: dict[str, Any]) -> str | None:
    bot = message.get("bot_id")
    if bot:
        return bot if bot in services.policy.reading.workflow_bots else None
    user = message.get("user")
    return user if isinstance(user, str) else None


def _is_reply(message: dict[str, Any]) -> bool:
    return bool(message.get("thread_ts")) and message.get("thread_ts") != message.get("ts")

"""Put one message into Slack, once: written ahead, looked for before it is repeated, at Slack's pace."""

import hashlib
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session

from bot.failures import Later
from bot.services import Message, Services
from bot.usecases.direct_message import channel_of
from domain.evidence import canonical_json
from integrations.errors import NotFoundError, RateError
from storage.models import SlackPost
from storage.repositories import jobs, posts
from storage.repositories.jobs import Lease

POST = "post"


def enqueue_post(
    session: Session, *, key: str, channel: str, message: Message, now: datetime, thread_ts: str | None = None
) -> bool:
    """Ask for a message; the same key is never posted twice. Return whether it is new."""
    payload = {"channel": channel, "thread_ts": thread_ts, "text": message.text, "blocks": message.blocks}
    return jobs.enqueue(session, POST, key, payload, now=now)


def enqueue_tell(
    session: Session,
    *,
    key: str,
    channel: str,
    user: str,
    message: Message,
    now: datetime,
    response_url: str | None = None,
    replace: bool = False,
    thread_ts: str | None = None,
) -> None:
    """Ask for a message that only one person sees; `replace`: in place of the one whose button was pressed.

    Without a channel (a press on the home tab) it stands in our direct messages with that person.
    """
    payload = {
        "channel": channel,
        "user": user,
        "text": message.text,
        "blocks": message.blocks,
        "response_url": response_url,
        "replace": replace,
        "thread_ts": thread_ts,
    }
    jobs.enqueue(session, "tell", key, payload, now=now)


async def post_message(services: Services, lease: Lease) -> None:
    """Job `post`: put the message in the payload into its channel."""
    payload = lease.payload
    await put_message(
        services,
        lease,
        key=lease.key,
        channel=payload["channel"],
        thread_ts=payload["thread_ts"],
        message=Message(payload["text"], payload["blocks"]),
    )


async def tell_person(services: Services, lease: Lease) -> None:
    """Job `tell`: answer one person; by the interaction's own address while it lives, else as ephemeral message."""
    payload = lease.payload
    message = Message(payload["text"], payload["blocks"])
    if payload.get("response_url") and not lease.attempts:
        try:
            await services.chat.respond(
                response_url=payload["response_url"], message=message, replace=bool(payload.get("replace"))
            )
        except NotFoundError:
            pass  # used up or expired
        else:
            return
    await services.chat.ephemeral(
        channel=payload["channel"] or await channel_of(services, payload["user"]),
        user=payload["user"],
        message=message,
        thread_ts=payload.get("thread_ts"),
    )


async def put_message(
    services: Services, lease: Lease, *, key: str, channel: str, thread_ts: str | None, message: Message
) -> str:
    """Make sure the message `key` stands in Slack and says this. Return its ts."""
    now = services.clock.now()
    post = await services.database.transact(
        posts.reserve, post_id=str(uuid5(NAMESPACE_URL, key)), key=key, channel=channel, thread_ts=thread_ts, now=now
    )
    digest = message_digest(message)
    if post.ts is None and post.attempted:
        post.ts = await services.chat.find_post(
            channel=channel, thread_ts=thread_ts, post_id=post.id, since=post.created_at - timedelta(minutes=5)
        )
    if post.ts is None:
        await _take_turn(services, lease, f"slack:{channel}")
        await services.database.transact(posts.mark_attempted, post.id)
        try:
            post.ts = await services.chat.post(channel=channel, message=message, thread_ts=thread_ts, post_id=post.id)
        except RateError as error:
            if error.retry_at is not None:  # nobody else runs into the same wall
                await services.database.transact(
                    posts.block_until, f"slack:{channel}", moment=error.retry_at, now=services.clock.now()
                )
            raise
    elif post.content_hash != digest:
        await services.database.transact(posts.mark_attempted, post.id)
        await services.chat.update(channel=channel, ts=post.ts, message=message)
    else:
        return post.ts
    await services.database.transact(posts.mark_sent, post.id, ts=post.ts, channel=channel, content_hash=digest)
    return post.ts


async def stands_at(services: Services, key: str) -> SlackPost | None:
    """Return where a message stands, None if it was never sent."""
    post = await services.database.read(posts.by_key, key)
    return post if post is not None and post.ts else None


async def _take_turn(services: Services, lease: Lease, key: str) -> None:
    now = services.clock.now()
    if turn := lease.payload.get("turn"):
        if datetime.fromisoformat(turn) > now:
            raise Later(datetime.fromisoformat(turn))
        return
    free_at = await services.database.transact(
        posts.take_turn, key, now=now, seconds=services.tuning.slack_seconds_per_message
    )
    if free_at > now:
        raise Later(free_at, note={"turn": free_at.isoformat()})


def message_digest(message: Message) -> str:
    """Return the hash of what a message says."""
    return hashlib.sha256(canonical_json({"text": message.text, "blocks": message.blocks})).hexdigest()

"""Our messages in Slack, and the pace Slack allows."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from storage.models import Job, Pace, SlackPost
from storage.repositories.upsert import insert_once


def reserve(
    session: Session, *, post_id: str, key: str, channel: str, thread_ts: str | None, now: datetime
) -> SlackPost:
    """Return the row of a message, adding it before the message is sent."""
    insert_once(
        session,
        SlackPost,
        {
            "id": post_id,
            "key": key,
            "channel": channel,
            "thread_ts": thread_ts,
            "attempted": False,
            "content_hash": "",
            "created_at": now,
        },
    )
    row: SlackPost = session.execute(select(SlackPost).where(col(SlackPost.key) == key)).scalar_one()
    return row


def by_key(session: Session, key: str) -> SlackPost | None:
    """Return the row of a message."""
    return session.execute(select(SlackPost).where(col(SlackPost.key) == key)).scalar_one_or_none()


def at(session: Session, *, channel: str, ts: str) -> SlackPost | None:
    """Return the row of the message of ours that stands at that place."""
    return session.execute(
        select(SlackPost).where(col(SlackPost.channel) == channel, col(SlackPost.ts) == ts)
    ).scalar_one_or_none()


def asked_for(session: Session, key: str) -> bool:
    """Return whether a message of that key was ever asked for, sent or not."""
    wanted = select(col(Job.id)).where(col(Job.kind) == "post", col(Job.key) == key)
    return by_key(session, key) is not None or session.execute(wanted).first() is not None


def mark_attempted(session: Session, post_id: str) -> None:
    """Write ahead: until Slack has answered nobody knows whether it stands there, nor what it says."""
    row = _row(session, post_id)
    row.attempted, row.content_hash = True, ""


def mark_sent(session: Session, post_id: str, *, ts: str, channel: str, content_hash: str) -> None:
    """Keep where the message stands and what it says."""
    row = _row(session, post_id)
    row.ts, row.channel, row.content_hash = ts, channel, content_hash


def take_turn(session: Session, key: str, *, now: datetime, seconds: float) -> datetime:
    """Reserve the next free moment of a channel and return it. Shared by all processes."""
    insert_once(session, Pace, {"key": key, "free_at": now})
    pace = session.execute(
        select(Pace).where(col(Pace.key) == key).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    turn: datetime = max(now, pace.free_at)
    pace.free_at = turn + timedelta(seconds=seconds)
    return turn


def block_until(session: Session, key: str, *, moment: datetime, now: datetime) -> None:
    """Let nobody use a channel before that moment (Slack said Retry-After)."""
    insert_once(session, Pace, {"key": key, "free_at": now})
    pace = session.execute(
        select(Pace).where(col(Pace.key) == key).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    pace.free_at = max(pace.free_at, moment)


def _row(session: Session, post_id: str) -> SlackPost:
    row: SlackPost = session.execute(
        select(SlackPost)
        .where(col(SlackPost.id) == post_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    return row

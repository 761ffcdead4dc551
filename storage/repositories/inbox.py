"""The 3-second path: a raw event and one job, in one transaction."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from storage.models import SlackEvent
from storage.models.base import table_of
from storage.repositories import jobs
from storage.repositories.upsert import insert_once

EVENTS = table_of(SlackEvent)
HEARD_OF = select(EVENTS.c.about).where(EVENTS.c.about.in_(bindparam("abouts", expanding=True)))
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def record_event(
    session: Session,
    *,
    team_id: str,
    event_id: str,
    kind: str,
    body: dict[str, Any],
    lane: str | None,
    now: datetime,
    about: str | None = None,
) -> bool:
    """Keep a delivered event and ask for it to be read. A redelivery finds the row and does nothing.

    `about` names the state of a message the event tells of, see `about_message`.
    """
    body = storable(body)
    new = insert_once(
        session,
        SlackEvent,
        {
            "team_id": team_id,
            "event_id": event_id,
            "kind": kind,
            "about": about,
            "body": body,
            "received_at": now,
        },
    )
    if new:
        jobs.enqueue(session, kind, f"{team_id}:{event_id}", {"team_id": team_id, "event": body}, now=now, lane=lane)
    return new


def about_message(channel: str, ts: str, *, edited_ts: str = "", deleted: bool = False) -> str:
    """Return the name of one state of a message: as posted, as edited at that moment, or gone."""
    return f"{channel}:{ts}:{'deleted' if deleted else edited_ts}"


def heard_of(session: Session, abouts: Sequence[str]) -> set[str]:
    """Return which of these states of messages have been recorded."""
    return set(session.execute(HEARD_OF, {"abouts": list(abouts)}).scalars())


def heard_message(session: Session, channel: str, ts: str) -> dict[str, Any] | None:
    """Return a message as it was last heard of, None if it never was or is gone."""
    begin = f"{channel}:{ts}:"
    found = session.execute(
        select(SlackEvent).where(col(SlackEvent.about).startswith(begin, autoescape=True))
    ).scalars()
    states = {str(event.about).removeprefix(begin): event.body for event in found}
    if not states or "deleted" in states:
        return None
    body: dict[str, Any] = states[max(states)]
    return body.get("message") or body


def storable(value: Any) -> Any:
    """Return the value with what PostgreSQL cannot keep (NUL, halves of characters) replaced by U+FFFD."""
    match value:
        case str():
            return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {storable(name): storable(child) for name, child in value.items()}
        case list():
            return [storable(child) for child in value]
        case _:
            return value

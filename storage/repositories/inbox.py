"""The 3-second path: a raw event and one job, in one transaction."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlmodel import Session, col

from storage.models import Learned, OrderReport, SlackEvent
from storage.models.base import table_of
from storage.repositories import jobs
from storage.repositories.upsert import insert_each_once

EVENTS = table_of(SlackEvent)
HEARD_OF = select(EVENTS.c.about).where(EVENTS.c.about.in_(bindparam("abouts", expanding=True)))
REPORTS, FACTS = table_of(OrderReport), table_of(Learned)
# One look for the three questions of every order: asked one by one they cost three times as much.
KNOWN_OF = select(
    exists().where(
        REPORTS.c.team_id == bindparam("team"),
        REPORTS.c.channel == bindparam("channel"),
        REPORTS.c.ts == bindparam("ts"),
    ),
    exists().where(EVENTS.c.about == bindparam("gone")),
    exists().where(FACTS.c.name == bindparam("watched")),
)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
UNSTORABLE_WRITTEN = re.compile(r"\\u0000|[\ud800-\udfff]")  # in JSON


@dataclass(frozen=True, slots=True)
class Known:
    """What became of a message so far."""

    reported: bool  # it is an order report
    deleted: bool
    watched: bool  # the bot only observed it


@dataclass(frozen=True, slots=True)
class Event:
    """What Slack delivered. `about` names the state of a message it tells of, see `about_message`."""

    team_id: str
    event_id: str
    kind: str
    body: dict[str, Any]
    lane: str | None
    received_at: datetime
    about: str | None = None


def record_events(session: Session, events: Sequence[Event]) -> None:
    """Keep delivered events and ask for each to be read. A redelivery finds the row and does nothing."""
    rows = {(event.team_id, event.event_id): _row(event) for event in reversed(events)}  # of copies, the first
    # In one order in every process: two that record copies of the same events then never wait for each other.
    new = insert_each_once(session, SlackEvent, [rows[key] for key in sorted(rows)], key=("team_id", "event_id"))
    wanted = [
        jobs.Wanted(
            event.kind,
            f"{event.team_id}:{event.event_id}",
            {"team_id": event.team_id, "event": rows[event.team_id, event.event_id]["body"]},
            event.lane,
        )
        for event in events
        if (event.team_id, event.event_id) in new
    ]
    if wanted:
        jobs.enqueue_each(session, wanted, now=events[0].received_at)


def _row(event: Event) -> dict[str, Any]:
    return {
        "team_id": event.team_id,
        "event_id": event.event_id,
        "kind": event.kind,
        "about": event.about,
        "body": storable(event.body),
        "received_at": event.received_at,
    }


def about_message(channel: str, ts: str, *, edited_ts: str = "", deleted: bool = False) -> str:
    """Return the name of one state of a message: as posted, as edited at that moment, or gone."""
    return f"{channel}:{ts}:{'deleted' if deleted else edited_ts}"


def watched_fact(channel: str, ts: str) -> str:
    """Return the name of the fact that a message was only observed."""
    return f"observed:{channel}:{ts}"


def known_of(session: Session, *, team_id: str, channel: str, ts: str) -> Known:
    """Return what is known of a message."""
    gone = about_message(channel, ts, deleted=True)
    asked = {"team": team_id, "channel": channel, "ts": ts, "gone": gone, "watched": watched_fact(channel, ts)}
    return Known(*session.execute(KNOWN_OF, asked).one())


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
    # One look at the whole: next to nothing that people write has any of it.
    return _cleaned(value) if UNSTORABLE_WRITTEN.search(json.dumps(value, ensure_ascii=False)) else value


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {_cleaned(name): _cleaned(child) for name, child in value.items()}
        case list():
            return [_cleaned(child) for child in value]
        case _:
            return value

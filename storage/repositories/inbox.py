"""The 3-second path: a raw event and one job, in one transaction."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.models import SlackEvent
from storage.repositories import jobs
from storage.repositories.upsert import insert_once


def record_event(
    session: Session, *, team_id: str, event_id: str, kind: str, body: dict[str, Any], lane: str | None, now: datetime
) -> bool:
    """Keep a delivered event and ask for it to be read. A redelivery finds the row and does nothing."""
    new = insert_once(
        session,
        SlackEvent,
        {"team_id": team_id, "event_id": event_id, "kind": kind, "body": body, "received_at": now},
    )
    if new:
        jobs.enqueue(session, kind, f"{team_id}:{event_id}", {"team_id": team_id, "event": body}, now=now, lane=lane)
    return new

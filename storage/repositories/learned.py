"""Small facts learnt from other systems, kept over restarts."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import Session

from storage.models import Learned
from storage.models.base import table_of
from storage.repositories.upsert import put

FACTS = table_of(Learned)
VALUE = select(FACTS.c.value).where(FACTS.c.name == bindparam("name"))


def get(session: Session, name: str) -> str | None:
    """Return a learnt fact, None if it is not known."""
    return session.execute(VALUE, {"name": name}).scalar_one_or_none()


def set_value(session: Session, name: str, value: str, *, now: datetime) -> None:
    """Learn a fact, or learn it anew."""
    put(session, Learned, ["name"], {"name": name, "value": value, "learned_at": now})


def learned_at(session: Session, name: str) -> datetime | None:
    """Return when a fact was last learnt."""
    row = session.get(Learned, name)
    return row.learned_at if row else None


def take(session: Session, name: str, *, now: datetime, life: timedelta) -> str | None:
    """Return a fact and forget it; None if it is not there or older than `life`."""
    row = session.get(Learned, name, with_for_update=True)
    if row is None:
        return None
    session.delete(row)
    return row.value if now - row.learned_at <= life else None

"""Small facts learnt from other systems, kept over restarts."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage.models import Learned
from storage.repositories.upsert import insert_once, put


def get(session: Session, name: str) -> str | None:
    """Return a learnt fact, None if it is not known."""
    row = session.get(Learned, name)
    return row.value if row else None


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


def claim(session: Session, name: str, *, now: datetime, life: timedelta) -> bool:
    """Take a task for oneself until `release`, or for `life` if one dies; False if somebody else has it."""
    if insert_once(session, Learned, {"name": name, "value": "", "learned_at": now}):
        return True
    row = session.get(Learned, name, with_for_update=True)
    if row is not None and now - row.learned_at < life:
        return False
    set_value(session, name, "", now=now)
    return True


def release(session: Session, name: str) -> None:
    """Give a claimed task back."""
    row = session.get(Learned, name, with_for_update=True)
    if row is not None:
        session.delete(row)

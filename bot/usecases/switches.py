"""Rollout switches: what the bot does by itself can be stopped and started, at once.

A company begins with reading only: cards appear, nothing is created, nobody is reminded. Everything is on unless it was
switched off.
"""

from datetime import datetime
from typing import Literal, get_args

from sqlmodel import Session

from storage.repositories import evidence, learned

Switch = Literal["issue", "reminders", "posts"]
SWITCHES: tuple[Switch, ...] = get_args(Switch)
OFF = "off"


def is_on(session: Session, switch: Switch) -> bool:
    """Return whether this is to be done."""
    return learned.get(session, _name(switch)) != OFF


def turn(session: Session, switch: Switch, *, on: bool, user: str, now: datetime) -> None:
    """Switch something on or off, with evidence."""
    learned.set_value(session, _name(switch), "on" if on else OFF, now=now)
    evidence.append(session, at=now, actor=user, kind="switch", detail={"switch": switch, "on": on})


def _name(switch: str) -> str:
    return f"switch:{switch}"

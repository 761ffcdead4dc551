"""Lets time pass in a town: from one moment at which something is due to the next, never faster than a tick."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.models import Job
from tests.town import Town, words


async def walk(
    place: Town, *, until: Callable[[], bool] | None = None, seconds: float = 3600, tick: float = 60, work: bool = True
) -> bool:
    """Work and let time pass until `until` holds (then True) or so many clock seconds are over."""
    end = place.clock.now() + timedelta(seconds=seconds)
    while True:
        if work:
            await place.tick()
        if until is not None and until():
            return True
        now = place.clock.now()
        if now >= end:
            return until is None
        due = await place.parts.database.read(_next_due, now)
        step = min((due - now).total_seconds() if due else tick, tick, (end - now).total_seconds())
        place.clock.advance(step)
        await asyncio.sleep(0)  # what sleeps by this clock wakes


def _next_due(session: Session, now: datetime) -> datetime | None:
    # Not `jobs.next_due`: what is due already waits for another of its lane.
    found: datetime | None = session.execute(
        select(func.min(col(Job.run_at))).where(col(Job.finished_at).is_(None), col(Job.run_at) > now)
    ).scalar()
    return found


def card_says(place: Town, ts: str) -> str:
    """Return everything the card of a post says, empty if there is none yet."""
    found = place.cards(ts)
    return words(found[0].blocks) if found else ""


def has_button(place: Town, ts: str, action_id: str) -> bool:
    """Return whether the card of a post has this button."""
    return bool(place.cards(ts)) and action_id in place.buttons(ts, 0)


def created_at(invoice: Any) -> datetime:
    """Return when an invoice was written into the books."""
    return datetime.fromtimestamp(invoice.created).astimezone()


def by_total(place: Town) -> dict[int, list[Any]]:
    """Return the living invoices in the books by their totals."""
    found: dict[int, list[Any]] = {}
    for invoice in place.office.invoices:
        if invoice.cancel_status == "uncanceled":
            found.setdefault(int(invoice.amounts["total_amount"]), []).append(invoice)
    return found

"""APScheduler as the clock: it ticks, in every replica; a tick turns due slots into jobs, each slot once for all.

A slot's identity comes from a durable cursor and the cron expression, never from "now", so that any number of replicas
and any downtime give every slot exactly once.
"""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import TOKYO, Clock
from bot.jobs.schedule import Schedule
from storage.database import Database
from storage.errors import StoreUnavailableError
from storage.models import ScheduleCursor
from storage.repositories import jobs
from storage.repositories.upsert import insert_once

log = structlog.get_logger(__name__)

TICK_SECONDS = 5
MANY = 1000  # slots looked at per schedule and tick; a longer absence needs another tick
LAST = datetime.max.replace(tzinfo=UTC)  # of a schedule that has no slot any more


class Scheduler:
    """Ticks until stopped."""

    def __init__(self, database: Database, clock: Clock, schedules: Sequence[Schedule]) -> None:
        """Nothing ticks until `start`."""
        self._database = database
        self._clock = clock
        self._triggers = {each: CronTrigger.from_crontab(each.cron, timezone=TOKYO) for each in schedules}
        self._next: dict[Schedule, datetime] = {}
        self._apscheduler = AsyncIOScheduler(timezone=TOKYO)

    def start(self) -> None:
        """Begin to tick."""
        self._apscheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=TICK_SECONDS, timezone=TOKYO),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(TOKYO),
        )
        self._apscheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._apscheduler.running:
            self._apscheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):  # stopped meanwhile: the next start goes on from the cursors
            await self.tick()

    async def tick(self) -> None:
        """Turn what is due into jobs; the database is asked only when the next slot of a schedule has come."""
        now = self._clock.now()
        due = {
            each: trigger
            for each, trigger in self._triggers.items()
            if each not in self._next or self._next[each] <= now
        }
        if not due:
            return
        try:
            reached = await self._database.transact(enqueue_due, due, now=now)
        except StoreUnavailableError:
            log.warning("scheduler.store_unavailable")  # the next tick does it: the cursor stands where it stood
            return
        for schedule, slot in reached.items():
            self._next[schedule] = _slot_after(due[schedule], slot) or LAST


def enqueue_due(session: Session, due: Mapping[Schedule, CronTrigger], *, now: datetime) -> dict[Schedule, datetime]:
    """Add a job for every slot since the cursor; return how far each cursor is. A first start begins at once."""
    reached: dict[Schedule, datetime] = {}
    for schedule, trigger in due.items():
        first = insert_once(session, ScheduleCursor, {"name": schedule.name, "last_slot": now - timedelta(seconds=1)})
        cursor = session.execute(
            select(ScheduleCursor).where(col(ScheduleCursor.name) == schedule.name).with_for_update()
        ).scalar_one()
        if first:
            slots = [now]  # a first start looks at once: it does not wait an hour for its first slot
        elif schedule.missed == "all":
            slots = slots_between(trigger, cursor.last_slot, now)
        else:
            slots = latest_slot(trigger, cursor.last_slot, now)
        for slot in slots:
            jobs.enqueue(
                session,
                schedule.name,
                slot.astimezone(UTC).isoformat(),
                {"slot": slot.astimezone(UTC).isoformat()},
                now=now,
                lane=schedule.name,
            )
        if slots:
            cursor.last_slot = slots[-1]
        reached[schedule] = cursor.last_slot
    return reached


def slots_between(trigger: CronTrigger, after: datetime, until: datetime) -> list[datetime]:
    """Return the slots in (after, until], oldest first, at most `MANY`."""
    slots: list[datetime] = []
    slot = _slot_after(trigger, after)
    while slot is not None and slot <= until and len(slots) < MANY:
        slots.append(slot)
        slot = _slot_after(trigger, slot)
    return slots


def latest_slot(trigger: CronTrigger, after: datetime, until: datetime) -> list[datetime]:
    """Return the last slot in (after, until], if there is one, without going through all that were missed."""
    back = timedelta(minutes=1)
    while until - back > after:
        if found := slots_between(trigger, until - back, until):
            return found[-1:]
        back *= 2
    return slots_between(trigger, after, until)[-1:]


def _slot_after(trigger: CronTrigger, moment: datetime) -> datetime | None:
    local = moment.astimezone(TOKYO)
    found: datetime | None = trigger.get_next_fire_time(local, local + timedelta(microseconds=1))
    return found

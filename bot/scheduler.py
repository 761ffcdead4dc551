"""APScheduler as the clock: it ticks, in every replica; a tick turns due slots into jobs, each slot once for all.

A slot's identity comes from a durable cursor and the cron expression, never from "now", so that any number of replicas
and any downtime give every slot exactly once.
"""

from collections.abc import Sequence
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


class Scheduler:
    """Ticks until stopped."""

    def __init__(self, database: Database, clock: Clock, schedules: Sequence[Schedule]) -> None:
        """Nothing ticks until `start`."""
        self._database = database
        self._clock = clock
        self._schedules = schedules
        self._apscheduler = AsyncIOScheduler(timezone=TOKYO)

    def start(self) -> None:
        """Begin to tick."""
        self._apscheduler.add_job(
            self.tick,
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

    async def tick(self) -> None:
        """Turn what is due into jobs."""
        try:
            await self._database.transact(enqueue_due, self._schedules, now=self._clock.now())
        except StoreUnavailableError:
            log.warning("scheduler.store_unavailable")  # the next tick does it: the cursor stands where it stood


def enqueue_due(session: Session, schedules: Sequence[Schedule], *, now: datetime) -> int:
    """Add a job for every slot since the cursor; return how many. A first start begins with the latest slot."""
    added = 0
    for schedule in schedules:
        trigger = CronTrigger.from_crontab(schedule.cron, timezone=TOKYO)
        first = insert_once(session, ScheduleCursor, {"name": schedule.name, "last_slot": now - timedelta(seconds=1)})
        cursor = session.execute(
            select(ScheduleCursor).where(col(ScheduleCursor.name) == schedule.name).with_for_update()
        ).scalar_one()
        # A first start looks at once: it does not wait an hour for its first slot.
        slots = [now] if first else slots_between(trigger, cursor.last_slot, now)
        if not slots:
            continue
        for slot in slots if schedule.missed == "all" else slots[-1:]:
            added += jobs.enqueue(
                session,
                schedule.name,
                slot.astimezone(UTC).isoformat(),
                {"slot": slot.astimezone(UTC).isoformat()},
                now=now,
                lane=schedule.name,
            )
        cursor.last_slot = slots[-1]
    return added


def slots_between(trigger: CronTrigger, after: datetime, until: datetime) -> list[datetime]:
    """Return the slots in (after, until]."""
    slots: list[datetime] = []
    previous = after.astimezone(TOKYO)
    while len(slots) < MANY:
        slot = trigger.get_next_fire_time(previous, previous + timedelta(microseconds=1))
        if slot is None or slot > until:
            return slots
        slots.append(slot)
        previous = slot
    return slots

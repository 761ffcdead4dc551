"""The clock that ticks: it may be stopped at any moment."""

import asyncio
import logging
import threading
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.jobs.schedule import Schedule
from bot.scheduler import Scheduler
from storage.database import Database


class Asked(SystemClock):
    """Rings when somebody looks at it."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    def now(self) -> datetime:
        self.asked.set()
        return super().now()


async def test_a_stop_in_the_middle_of_a_tick_is_no_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(f"sqlite:///{tmp_path / 'seikyu.sqlite3'}")
    busy = threading.Event()
    waiting = asyncio.ensure_future(database.transact(lambda _session: busy.wait(10)))  # nobody else may write now
    clock = Asked()
    scheduler = Scheduler(database, clock, [Schedule("sync_payments", "* * * * *")])
    scheduler.start()
    await clock.asked.wait()  # the tick has begun, and now waits for the writer
    with caplog.at_level(logging.ERROR):
        scheduler.stop()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    busy.set()
    await waiting
    database.close()
    assert caplog.messages == []

"""Time, handed in: nothing below the edge reads a clock by itself."""

import asyncio
import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class Clock(Protocol):
    """What tells the time. Tests hand in one that they move."""

    def now(self) -> datetime:
        """Return the aware UTC moment."""
        ...

    def elapsed(self) -> float:
        """Return seconds since some moment: they only grow, also when somebody sets the clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until that much of this clock's time has passed."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the aware UTC moment."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Return seconds since some moment, a suspended machine's sleep included where the system tells it."""
        return time.clock_gettime(BOOT) if BOOT is not None else time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        await asyncio.sleep(seconds)


def tokyo_day(moment: datetime) -> date:
    """Return the calendar day in Japan."""
    return moment.astimezone(TOKYO).date()

"""Time, handed in: nothing below the edge reads a clock by itself."""

import asyncio
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """What tells the time. Tests hand in one that they move."""

    def now(self) -> datetime:
        """Return the aware UTC moment."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until that much of this clock's time has passed."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the aware UTC moment."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        await asyncio.sleep(seconds)


def tokyo_day(moment: datetime) -> date:
    """Return the calendar day in Japan."""
    return moment.astimezone(TOKYO).date()

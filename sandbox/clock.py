"""A clock that the stand-ins share: it runs in real time, faster, or only when a test moves it."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Lock


class Clock:
    """A movable source of aware UTC time.

    `scale` is clock seconds per real second: 1.0 runs with the wall, 60.0 plays a minute each second, and 0.0 stands
    still until `advance` or `set` is called. Sleepers wake when the clock passes their time, however it got there.
    Safe to move from another thread than the one that sleeps.
    """

    def __init__(self, start: datetime | None = None, *, scale: float = 1.0) -> None:
        if scale < 0:
            raise ValueError("scale must not be negative")
        self._lock = Lock()
        self._origin = _aware(start) if start else datetime.now(UTC)
        self._started = time.monotonic()
        self._scale = scale
        self._elapsed = 0.0
        self._sleepers: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    @property
    def scale(self) -> float:
        """Clock seconds per real second."""
        return self._scale

    @scale.setter
    def scale(self, value: float) -> None:
        if value < 0:
            raise ValueError("scale must not be negative")
        self._rebase(self.now(), value)

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        with self._lock:
            return self._origin + timedelta(seconds=(time.monotonic() - self._started) * self._scale)

    def timestamp(self) -> float:
        """The current time in seconds since 1970."""
        return self.now().timestamp()

    def elapsed(self) -> float:
        """Seconds that have passed, `advance` included; `set` is somebody setting the clock and changes nothing."""
        with self._lock:
            return self._elapsed + (time.monotonic() - self._started) * self._scale

    def advance(self, seconds: float) -> None:
        """Move forward; everybody whose time has come wakes."""
        if seconds < 0:
            raise ValueError("a clock is set back with set(), not with advance()")
        with self._lock:
            self._elapsed += seconds
        self._rebase(self.now() + timedelta(seconds=seconds), self._scale)

    def set(self, moment: datetime) -> None:
        """Jump to an aware moment, forward or back."""
        self._rebase(_aware(moment), self._scale)

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has passed `seconds` from now."""
        deadline = self.now() + timedelta(seconds=seconds)
        with self._sleeping() as moved:
            while (left := (deadline - self.now()).total_seconds()) > 0:
                moved.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(left / self._scale if self._scale else None):
                        await moved.wait()
        await asyncio.sleep(0)

    def _rebase(self, moment: datetime, scale: float) -> None:
        with self._lock:
            now = time.monotonic()
            self._elapsed += (now - self._started) * self._scale
            self._origin, self._started, self._scale = moment, now, scale
            sleepers = list(self._sleepers.items())
        for moved, loop in sleepers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(moved.set)

    @contextlib.contextmanager
    def _sleeping(self) -> Iterator[asyncio.Event]:
        moved = asyncio.Event()
        with self._lock:
            self._sleepers[moved] = asyncio.get_running_loop()
        try:
            yield moved
        finally:
            with self._lock:
                del self._sleepers[moved]


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware datetime")
    return moment.astimezone(UTC)

"""How many calls freee lets an app make: 30 a minute and 1,500 an hour on /iv, and a daily number on everything."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.clock import Clock
from sandbox.freee.errors import ApiError, Product, excess_access, too_many
from sandbox.freee.settings import FreeeSettings

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class _Window:
    suffix: str  # as the spec writes it: the middle ones really are spelt "Ratelimit"
    prefix: str
    limit: int
    seconds: int


class Limits:
    """Counts the calls of each app. Windows start on round times (UTC) or slide, as the settings say."""

    def __init__(self, settings: FreeeSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._hour = _Window("", "X-RateLimit", settings.per_hour, settings.hour_seconds)
        self._minute = _Window("-Minute", "X-Ratelimit", settings.per_minute, settings.minute_seconds)
        self._day = _Window("-Day", "X-RateLimit", settings.per_day, DAY_SECONDS)
        self._calls: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._blocked_until: dict[str, float] = {}
        self.refused = 0

    def admit(self, app: str, product: Product) -> ApiError | None:
        """Count one call of an app, or return the refusal (429, or 403 for ten minutes)."""
        now = self._clock.timestamp()
        if self._blocked_until.get(app, 0.0) > now:
            self.refused += 1
            return excess_access()
        windows = (self._minute, self._hour, self._day) if product == "iv" else (self._day,)
        for window in windows:
            if self._used(app, window, now) >= window.limit:
                self.refused += 1
                return self._refuse(app, window, now)
        for window in windows:
            self._calls[app, window.suffix].append(now)
        return None

    def headers(self, app: str, product: Product) -> dict[str, str]:
        """Return the X-RateLimit-* headers. 会計 has none on the endpoints played here."""
        if product != "iv":
            return {}
        now = self._clock.timestamp()
        shown = {}
        for window in (self._hour, self._minute, self._day):
            left = max(0, window.limit - self._used(app, window, now))
            shown[f"{window.prefix}-Limit{window.suffix}"] = str(window.limit)
            shown[f"{window.prefix}-Remaining{window.suffix}"] = str(left)
            # The day's reset has a third spelling in the description; names are compared without case anyway.
            shown[f"{window.prefix}-Reset{window.suffix}"] = _utc(self._reset(app, window, now))
        return shown

    def _refuse(self, app: str, window: _Window, now: float) -> ApiError:
        if self._settings.excess_answer == "403":
            self._blocked_until[app] = now + self._settings.excess_seconds
            return excess_access()
        return too_many(window.limit, window.seconds, _utc(self._reset(app, window, now)))

    def _used(self, app: str, window: _Window, now: float) -> int:
        calls = self._calls[app, window.suffix]
        start = self._start(window, now)
        while calls and calls[0] < start:
            calls.popleft()
        return len(calls)

    def _start(self, window: _Window, now: float) -> float:
        if self._settings.windows == "sliding":
            # The call exactly one window ago no longer counts.
            return math.nextafter(now - window.seconds, math.inf)
        return now // window.seconds * window.seconds

    def _reset(self, app: str, window: _Window, now: float) -> float:
        if self._settings.windows == "fixed":
            return now // window.seconds * window.seconds + window.seconds
        calls = self._calls[app, window.suffix]
        return calls[0] + window.seconds if calls else now


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

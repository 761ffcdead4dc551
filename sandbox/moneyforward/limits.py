"""Three calls a second for an app, in any second."""

import math
from collections import defaultdict, deque

from sandbox.clock import Clock
from sandbox.moneyforward.errors import ApiError, too_many
from sandbox.moneyforward.settings import MoneyForwardSettings


class Limits:
    """Counts the calls of each app in a second that slides."""

    def __init__(self, settings: MoneyForwardSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self.refused = 0

    def admit(self, app: str) -> ApiError | None:
        """Count one call, or return the 429; a refused call is not counted."""
        now = self._clock.timestamp()
        calls, start = self._calls[app], math.nextafter(now - 1.0, math.inf)
        while calls and calls[0] < start:
            calls.popleft()
        if len(calls) >= self._settings.per_second:
            self.refused += 1
            return too_many(self._settings)
        calls.append(now)
        return None

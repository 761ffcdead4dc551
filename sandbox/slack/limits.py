"""Slack's rate limits: so many calls of a method a minute, so many messages a second in a channel."""

import math
from collections import defaultdict, deque

from sandbox.clock import Clock
from sandbox.slack.settings import SlackSettings


class Limits:
    """Counts by the movable clock. Each check returns None, or the whole seconds to wait (Retry-After)."""

    def __init__(self, settings: SlackSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._buckets: dict[str, tuple[float, float]] = {}

    def reset(self) -> None:
        self._calls.clear()
        self._buckets.clear()

    def call(self, method: str, tier: int | None) -> int | None:
        """Count one call of a method that belongs to a tier (docs.slack.dev/apis/web-api/rate-limits)."""
        if tier is None or not self._settings.rate_limits:
            return None
        return self._window(method, self._settings.tier_per_minute[tier])

    def history(self, method: str) -> int | None:
        """The slow lane of conversations.history and replies."""
        return self._window(f"slow {method}", 1) if self._settings.slow_history else None

    def message(self, channel: str) -> int | None:
        """Count one message posted to a channel: a burst, then a steady rate; and the workspace's own limit."""
        if not self._settings.rate_limits:
            return None
        now = self._clock.timestamp()
        rate, burst = self._settings.messages_per_second, self._settings.message_burst
        left, since = self._buckets.get(channel, (float(burst), now))
        left = min(float(burst), left + (now - since) * rate)
        if left < 1:
            self._buckets[channel] = (left, now)
            return max(1, math.ceil((1 - left) / rate))
        wait = self._window("messages", self._settings.messages_per_minute)
        if wait is None:
            self._buckets[channel] = (left - 1, now)
        return wait

    def _window(self, key: str, most: int) -> int | None:
        now, calls = self._clock.timestamp(), self._calls[key]
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil(calls[0] + 60 - now))
        calls.append(now)
        return None

"""What is remembered of a connection: the token pair, its version, and who is refreshing it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A fresh pair. Times are aware UTC. `repr` tells no secret."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    issued_at: datetime
    expires_at: datetime

    def record(self, version: int) -> "TokenRecord":
        """Return the pair as a store would give it back under that version."""
        return TokenRecord(
            access=self.access,
            refresh=self.refresh,
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            version=version,
        )


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """The stored pair. `version` grows by one with every pair, from 1."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    issued_at: datetime
    expires_at: datetime
    version: int
    needs_reauthorisation: bool = False
    refreshing_since: datetime | None = None


class TokenStore(Protocol):
    """One row per (provider, company), shared by every process. Each method is one committed transaction."""

    async def load(self) -> TokenRecord | None:
        """Return the current pair, or None if nobody has connected yet."""
        ...

    async def begin_refresh(self, version: int) -> bool:
        """Claim the refresh of that version for one process, durably.

        False if the pair has moved on, is marked as failed, or is claimed already. A claim never lapses by itself: it
        ends with save, release or fail, because after a crash nobody knows whether the refresh token was used.
        """
        ...

    async def save(self, pair: TokenPair, version: int) -> None:
        """Store the pair that follows `version` (0: there was none), as version + 1, ending claim and failure.

        If the stored version is another one by now, that newer pair is left alone.
        """
        ...

    async def release(self, version: int) -> None:
        """Give the claim back: the refresh was certainly not carried out."""
        ...

    async def fail(self, version: int, reason: str) -> None:
        """Note that a person must reconnect; a newer pair is left alone. The pair can still be read."""
        ...


class InMemoryTokenStore:
    """A store for tests and single processes; several sessions may share one object."""

    def __init__(
        self, record: TokenRecord | None = None, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Start with that pair, or unconnected."""
        self.record = record
        self.reasons: list[str] = []
        self._clock = clock

    async def load(self) -> TokenRecord | None:
        """Return the pair."""
        return self.record

    async def begin_refresh(self, version: int) -> bool:
        """Claim."""
        record = self.record
        if record is None or record.version != version:
            return False
        if record.needs_reauthorisation or record.refreshing_since is not None:
            return False
        self.record = replace(record, refreshing_since=self._clock())
        return True

    async def save(self, pair: TokenPair, version: int) -> None:
        """Store the next pair."""
        if version == (self.record.version if self.record else 0):
            self.record = pair.record(version + 1)

    async def release(self, version: int) -> None:
        """Give the claim back."""
        if self.record is not None and self.record.version == version:
            self.record = replace(self.record, refreshing_since=None)

    async def fail(self, version: int, reason: str) -> None:
        """Note the reason."""
        if self.record is not None and self.record.version == version:
            self.reasons.append(reason)
            self.record = replace(self.record, needs_reauthorisation=True, refreshing_since=None)

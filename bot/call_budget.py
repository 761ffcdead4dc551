"""The call budget of one company at one system, kept in the database for all processes."""

from collections.abc import Sequence
from datetime import datetime

from bot.clock import Clock
from integrations.accounting.base import CallLimit, Purpose
from integrations.errors import RateError
from storage.database import Database
from storage.repositories import budget
from storage.repositories.budget import Window


def windows(limits: Sequence[CallLimit]) -> tuple[Window, ...]:
    """Return the windows of a plan; a fifth of each is kept for look-ups and people."""
    return tuple(Window(limit.name, limit.seconds, limit.calls, limit.calls // 5) for limit in limits)


class StoredBudget:
    """`integrations.accounting.base.CallBudget` on our database."""

    def __init__(self, database: Database, clock: Clock, *, scope: str, label: str, limits: Sequence[Window]) -> None:
        """`scope` names system and company."""
        self._database, self._clock = database, clock
        self._scope, self._label, self._limits = scope, label, limits

    async def take(self, purpose: Purpose, kind: str) -> None:
        """Count one call, or raise RateError with the moment it may be made."""
        wait = await self._database.transact(
            budget.take,
            self._scope,
            windows=self._limits,
            kind=kind,
            purpose=purpose,
            may_use_reserve=purpose is not Purpose.BULK,
            now=self._clock.now(),
        )
        self._raise(wait)

    async def room(self, purpose: Purpose) -> None:
        """Raise RateError if a call could not be made now."""
        wait = await self._database.transact(
            budget.free_at,
            self._scope,
            windows=self._limits,
            may_use_reserve=purpose is not Purpose.BULK,
            now=self._clock.now(),
        )
        self._raise(wait)

    async def observe(self, remaining: dict[str, int], resets: dict[str, datetime]) -> None:
        """Learn what an answer's headers say."""
        await self._database.transact(
            budget.observe, self._scope, remaining=remaining, resets=resets, now=self._clock.now()
        )

    async def blocked_until(self, moment: datetime) -> None:
        """Stop all calls until then."""
        await self._database.transact(budget.block, self._scope, until=moment, now=self._clock.now())

    def _raise(self, wait: datetime | None) -> None:
        if wait is not None:
            raise RateError(f"{self._label}の呼び出し上限のため待っています", retry_at=wait, system=self._label)

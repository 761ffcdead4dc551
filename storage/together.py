"""Small transactions that wait for the same disk are carried out as one.

Thirty salespeople post in the same second, and Slack waits three seconds for each answer. One transaction for each pays
thirty times for the way to the store and back, and on SQLite for the change of threads at every statement.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sqlmodel import Session

from storage.database import Database
from storage.errors import StoreUnavailableError

Item = TypeVar("Item")

TOGETHER_LIMIT = 200  # items in a transaction: the first of them waits for the last


class Together(Generic[Item]):
    """Hands a function everything that waits, in one transaction. While one is under way, the next gathers."""

    def __init__(self, database: Database, function: Callable[[Session, Sequence[Item]], object]) -> None:
        """`function` keeps all the items it is given, or raises; it may be run more than once."""
        self._database, self._function = database, function
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def put(self, item: Item) -> None:
        """Return when the item is on disk; raise what the function raises for it, or StoreUnavailableError."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, kept))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work())
        await kept

    async def _work(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:TOGETHER_LIMIT], self._waiting[TOGETHER_LIMIT:]
                await self._keep(group)
        finally:
            self._at_work = None

    async def _keep(self, group: list[tuple[Item, asyncio.Future[None]]]) -> None:
        try:
            await self._database.transact(self._function, [item for item, _ in group])
        except Exception as error:
            if len(group) == 1 or isinstance(error, StoreUnavailableError):
                for _, kept in group:
                    if not kept.done():
                        kept.set_exception(error)
                return
            for one in group:  # what cannot be kept leaves its neighbours alone
                await self._keep([one])
            return
        for _, kept in group:
            if not kept.done():
                kept.set_result(None)

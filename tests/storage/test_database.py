"""Transactions that wait together are kept together, on both stores; one that fails is not kept and harms nobody."""

import asyncio
import threading
from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage.database import Database
from storage.models import Learned
from storage.repositories import learned

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def write(session: Session, name: str, *, fail: bool) -> str:
    learned.set_value(session, name, "here", now=NOW)
    if fail:
        raise LookupError(name)
    return name


def write_twice(session: Session) -> None:
    """Fail only when the rows reach the store."""
    session.add_all(
        [Learned(name="twin", value="one", learned_at=NOW), Learned(name="twin", value="two", learned_at=NOW)]
    )


async def together(database: Database) -> tuple[list[object], list[str | None]]:
    """Let 20 transactions wait behind one that is slow, four of which fail; return what they gave and what is there."""
    go = threading.Event()
    slow = asyncio.create_task(database.transact(lambda _session: go.wait(10)))
    await asyncio.sleep(0)
    names = [f"n{number}" for number in range(20)]
    waiting = [
        asyncio.create_task(database.transact(write, name, fail=number % 5 == 3)) for number, name in enumerate(names)
    ]
    waiting.append(asyncio.create_task(database.transact(write_twice)))
    await asyncio.sleep(0)
    go.set()
    await slow
    given = await asyncio.gather(*waiting, return_exceptions=True)
    return list(given), [await database.read(learned.get, name) for name in [*names, "twin"]]


async def test_one_that_fails_leaves_those_that_waited_with_it_alone(database: Database) -> None:
    given, there = await together(database)
    for number, (result, value) in enumerate(zip(given[:20], there[:20], strict=True)):
        if number % 5 == 3:
            assert isinstance(result, LookupError)
            assert value is None
        else:
            assert (result, value) == (f"n{number}", "here")
    assert isinstance(given[20], IntegrityError)
    assert there[20] is None


async def test_work_left_beside_one_that_fails_still_wakes(database: Database) -> None:
    woken = asyncio.Event()
    loop = asyncio.get_running_loop()

    def with_work(session: Session) -> None:
        session.info["wake"] = True
        learned.set_value(session, "w", "here", now=NOW)

    database.on_work(lambda: loop.call_soon_threadsafe(woken.set))
    if not database.is_sqlite:
        await asyncio.wait_for(woken.wait(), 10)  # at the start it looks once by itself
        woken.clear()
    await asyncio.gather(
        *(database.transact(write, f"n{number}", fail=True) for number in range(3)),
        database.transact(with_work),
        return_exceptions=True,
    )
    await asyncio.wait_for(woken.wait(), 10)

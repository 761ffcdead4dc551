"""Several processes on one PostgreSQL: one budget, one pace, one chain, one migration, and each job in one hand."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

import pytest
from sqlmodel import Session

from storage.database import Database
from storage.engine import make_engine
from storage.migrate import current, head, upgrade
from storage.repositories import budget, evidence, jobs, posts
from storage.repositories.budget import Window
from tests.postgres import server

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PROCESSES = 2
MINUTE = Window("minute", 60, 30, 6)


@pytest.fixture
def url() -> Iterator[str]:
    with server().database() as url:
        yield url


class Crew:
    """Processes that do the same thing at the same moment."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        barrier = context.Barrier(PROCESSES)
        self.pool = ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_begin, initargs=(barrier,))

    def all_do(self, work: Callable[..., T], *args: Any) -> list[T]:
        """Call `work(*args, number)` once in every process."""
        futures = [self.pool.submit(_together, work, (*args, number)) for number in range(PROCESSES)]
        return [future.result() for future in futures]


def _begin(barrier: "Barrier") -> None:
    globals()["ALL"] = barrier


def _together(work: Callable[..., T], args: tuple[Any, ...]) -> T:
    globals()["ALL"].wait(60)
    return work(*args)


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    crew = Crew()
    with crew.pool:
        yield crew


async def _many(url: str, times: int, function: Callable[..., T], **arguments: Any) -> list[T]:
    database = Database(url)
    try:
        return list(await asyncio.gather(*(database.transact(function, **arguments) for _ in range(times))))
    finally:
        database.close()


def _take(session: Session, *, now: datetime, may_use_reserve: bool) -> bool:
    windows = [MINUTE]
    return (
        budget.take(
            session,
            "freee:1",
            windows=windows,
            kind="invoices",
            purpose="x",
            may_use_reserve=may_use_reserve,
            now=now,
        )
        is None
    )


def take_calls(url: str, now: datetime, reserve: bool, _number: int) -> int:
    return sum(asyncio.run(_many(url, 40, _take, now=now, may_use_reserve=reserve)))


@pytest.mark.slow
def test_two_processes_share_one_budget_and_a_fifth_is_kept(url: str, crew: Crew) -> None:
    assert sum(crew.all_do(take_calls, url, NOW, False)) == MINUTE.limit - MINUTE.reserve
    assert sum(crew.all_do(take_calls, url, NOW, True)) == MINUTE.reserve
    later = NOW + timedelta(seconds=61)
    assert sum(crew.all_do(take_calls, url, later, True)) == MINUTE.limit


def take_turns(url: str, _number: int) -> list[datetime]:
    return asyncio.run(_many(url, 30, posts.take_turn, key="slack:C1", now=NOW, seconds=1.0))


def test_two_processes_keep_one_message_a_second_in_a_channel(url: str, crew: Crew) -> None:
    turns = sorted(turn for found in crew.all_do(take_turns, url) for turn in found)
    assert turns == [NOW + timedelta(seconds=number) for number in range(30 * PROCESSES)]


def _note(session: Session, number: int) -> None:
    evidence.append(session, at=NOW, actor="worker", kind="noted", deal_id=str(number), detail={"n": number})


def note(url: str, number: int) -> None:
    asyncio.run(_many(url, 50, _note, number=number))


async def test_two_processes_write_one_chain_of_evidence(url: str, crew: Crew) -> None:
    crew.all_do(note, url)
    database = Database(url)
    try:
        assert await database.read(evidence.verify) is None
        lengths = [len(await database.read(evidence.of_deal, str(number))) for number in range(PROCESSES)]
        assert lengths == [50] * PROCESSES
    finally:
        database.close()


async def _lease_all(url: str, owner: str) -> list[tuple[str, str | None]]:
    database = Database(url)
    held: list[tuple[str, str | None]] = []

    async def loop() -> None:
        while (lease := await database.transact(jobs.lease, owner=owner, now=NOW, seconds=60)) is not None:
            held.append((lease.key, lease.payload.get("lane")))
            await database.transact(jobs.finish, lease, now=NOW)

    try:
        await asyncio.gather(*(loop() for _ in range(4)))
    finally:
        database.close()
    return held


def lease_all(url: str, number: int) -> list[tuple[str, str | None]]:
    return asyncio.run(_lease_all(url, f"worker-{number}"))


def _fill(session: Session) -> None:
    for number in range(200):
        lane = f"lane{number % 5}" if number % 2 else None
        jobs.enqueue(session, "k", f"{number:04}", {"lane": lane}, now=NOW, lane=lane)


async def test_each_job_goes_to_one_process_and_a_lane_keeps_its_order(url: str, crew: Crew) -> None:
    database = Database(url)
    try:
        await database.transact(_fill)
        found = crew.all_do(lease_all, url)
        assert Counter(key for held in found for key, _ in held) == Counter(f"{number:04}" for number in range(200))
        assert all(held for held in found), "one process did everything"
        for held in found:
            for lane in {lane for _, lane in held} - {None}:
                keys = [key for key, own in held if own == lane]
                assert keys == sorted(keys)
    finally:
        database.close()


def migrate(url: str, _number: int) -> str | None:
    engine = make_engine(url)
    upgrade(engine)
    return current(engine)


def test_processes_that_start_together_migrate_once(crew: Crew) -> None:
    with server().database(migrated=False) as url:
        assert crew.all_do(migrate, url) == [head()] * PROCESSES

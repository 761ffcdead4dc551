"""PostgreSQL: lost connections, crashes and other processes change nothing about what a transaction promises."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import postgresql
from storage.database import CommitUnknownError, Database, StoreUnavailableError
from storage.models import Learned, OrderReport
from storage.repositories import deals, jobs, learned
from tests.postgres import Server, running_server, server
from tests.storage.lossy_proxy import Cut, lossy

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def url() -> Iterator[str]:
    with server().database() as url:
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    database.close()


def add_one(session: Session, name: str) -> int:
    """A function that must not run twice: it counts up."""
    row = session.get(Learned, name, with_for_update=True)
    number = int(row.value if row else "0") + 1
    learned.set_value(session, name, str(number), now=NOW)
    return number


def count(session: Session, name: str) -> int:
    return int(learned.get(session, name) or "0")


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_a_lost_answer_to_commit_neither_loses_nor_repeats_the_transaction(url: str, cut: Cut) -> None:
    with lossy(url) as proxy:
        database = Database(proxy.url)
        try:
            for expected in range(1, 11):
                proxy.cut_next(cut)
                assert await database.transact(add_one, "n") == expected
            assert await database.read(count, "n") == 10
            assert proxy.cut == 10
        finally:
            database.close()


async def test_a_commit_cut_again_and_again_counts_once(url: str) -> None:
    with lossy(url) as proxy:
        database = Database(proxy.url)
        try:
            await database.transact(add_one, "warm")
            proxy.cut_next("before", "before", "after", "before")
            assert await database.transact(add_one, "n") == 1
            assert await database.read(count, "n") == 1
        finally:
            database.close()


async def test_values_returned_by_a_commit_whose_answer_was_lost_are_readable(url: str) -> None:
    with lossy(url) as proxy:
        database = Database(proxy.url)
        try:
            await database.transact(jobs.enqueue, "k", "1", now=NOW)
            proxy.cut_next("after")
            lease = await database.transact(jobs.lease, owner="w", now=NOW, seconds=60)
            assert lease is not None
            assert (lease.kind, lease.epoch) == ("k", 1)
            await database.transact(jobs.finish, lease, now=NOW)
        finally:
            database.close()


async def test_what_the_function_raises_is_raised_and_nothing_is_kept(database: Database) -> None:
    def fail(session: Session) -> None:
        add_one(session, "n")
        raise LookupError("no")

    with pytest.raises(LookupError):
        await database.transact(fail)
    assert await database.read(count, "n") == 0


async def test_a_refused_commit_is_not_a_lost_one(database: Database) -> None:
    def fail(session: Session) -> None:
        session.execute(text("CREATE TABLE late (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED)"))
        session.execute(text("INSERT INTO late VALUES (1), (1)"))

    with pytest.raises(DBAPIError):
        await database.transact(fail)


async def test_reads_see_one_moment_and_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(add_one, "n")
    half, go = threading.Event(), threading.Event()

    def look_twice(session: Session) -> tuple[int, int]:
        first = count(session, "n")
        half.set()
        go.wait(10)
        session.expire_all()
        return first, count(session, "n")

    reading = asyncio.create_task(database.read(look_twice))
    await asyncio.to_thread(half.wait, 10)
    await database.transact(add_one, "n")
    go.set()
    assert await reading == (0, 0)


async def test_two_that_wait_for_each_other_both_get_done(database: Database) -> None:
    await database.transact(add_one, "a")
    await database.transact(add_one, "b")
    both = threading.Barrier(2, timeout=10)
    first_try = threading.local()

    def cross(session: Session, one: str, other: str) -> None:
        add_one(session, one)
        session.flush()
        if not getattr(first_try, "done", False):
            first_try.done = True
            both.wait()
        add_one(session, other)

    await asyncio.gather(database.transact(cross, "a", "b"), database.transact(cross, "b", "a"))
    assert await database.read(count, "a") == 3
    assert await database.read(count, "b") == 3


async def test_a_row_read_without_a_lock_is_never_overwritten_with_what_was_read_before(database: Database) -> None:
    await database.transact(new_report, text="as posted")
    both = threading.Barrier(2, timeout=10)
    tries: list[str] = []

    def extend(session: Session, words: str) -> None:
        report = deals.report_at(session, team_id="T", channel="C", ts="1.0")
        assert report is not None
        tries.append(words)
        if len(tries) <= 2:
            both.wait()
        report.text = f"{report.text} {words}"

    await asyncio.gather(database.transact(extend, "one"), database.transact(extend, "two"))
    report = await database.read(deals.report_at, team_id="T", channel="C", ts="1.0")
    assert report is not None
    assert sorted(report.text.removeprefix("as posted ").split()) == ["one", "two"]
    assert len(tries) == 3


def new_report(session: Session, text: str) -> None:
    session.add(OrderReport(id="r", team_id="T", channel="C", ts="1.0", author="U", text=text, posted_at=NOW))


async def test_work_added_by_another_process_wakes_this_one(url: str, database: Database) -> None:
    other = Database(url)
    woken = asyncio.Event()
    loop = asyncio.get_running_loop()
    try:
        database.on_work(lambda: loop.call_soon_threadsafe(woken.set))
        await asyncio.wait_for(woken.wait(), 10)  # at the start it looks once by itself
        woken.clear()
        await other.transact(jobs.enqueue, "k", "1", now=NOW)
        await asyncio.wait_for(woken.wait(), 10)
        woken.clear()
        await other.transact(learned.set_value, "x", "no work", now=NOW)
        await asyncio.sleep(0.05)
        assert not woken.is_set()
    finally:
        other.close()


# -- the server itself goes down


@pytest.fixture(scope="module")
def mortal() -> Iterator[Server]:
    with running_server() as own:
        yield own


@pytest.mark.reliability
async def test_a_crashing_server_neither_loses_nor_repeats_a_transaction(mortal: Server) -> None:
    with mortal.database() as url:
        database = Database(url)
        done = target = 0
        over, enough = asyncio.Event(), asyncio.Event()

        async def writer(name: str) -> int:
            nonlocal done
            kept = 0
            while not over.is_set():
                kept += 1
                assert await database.transact(add_one, name) == kept
                done += 1
                if done == target:
                    enough.set()
            return kept

        try:
            writers = [asyncio.create_task(writer(f"n{number}")) for number in range(6)]
            for _crash in range(3):
                enough.clear()
                target = done + 100
                await enough.wait()
                await asyncio.to_thread(mortal.crash)
            over.set()
            kept = await asyncio.gather(*writers)
            assert [await database.read(count, f"n{number}") for number in range(6)] == kept
        finally:
            over.set()
            database.close()


@pytest.mark.reliability
async def test_the_listener_comes_back_after_a_crash(mortal: Server) -> None:
    with mortal.database() as url:
        database, other = Database(url), Database(url)
        woken = asyncio.Event()
        loop = asyncio.get_running_loop()
        try:
            database.on_work(lambda: loop.call_soon_threadsafe(woken.set))
            await asyncio.wait_for(woken.wait(), 10)
            woken.clear()
            await asyncio.to_thread(mortal.crash)
            await asyncio.wait_for(woken.wait(), 10)  # listening again, it looks for what it may have missed
            woken.clear()
            await other.transact(jobs.enqueue, "k", "1", now=NOW)
            await asyncio.wait_for(woken.wait(), 10)
        finally:
            database.close()
            other.close()


@pytest.mark.reliability
async def test_a_server_that_stays_away_is_said_to_be_away(mortal: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "PATIENCE_SECONDS", 0.3)
    with mortal.database() as url:
        database = Database(url)
        try:
            await database.transact(add_one, "n")
            await asyncio.to_thread(mortal.stop)
            try:
                with pytest.raises(StoreUnavailableError) as away:
                    await database.transact(add_one, "n")
                assert not isinstance(away.value, CommitUnknownError)
                with pytest.raises(StoreUnavailableError):
                    await database.read(count, "n")
            finally:
                await asyncio.to_thread(mortal.start)
            assert await database.transact(add_one, "n") == 2
        finally:
            database.close()


@pytest.mark.reliability
async def test_an_outcome_that_cannot_be_found_out_is_called_unknown(
    mortal: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "PATIENCE_SECONDS", 0.3)
    with mortal.database() as url, lossy(url) as proxy:
        database = Database(proxy.url)
        try:
            await database.transact(add_one, "n")
            stopped = threading.Event()

            def stop() -> None:
                mortal.stop()
                stopped.set()

            proxy.at_cut = stop
            proxy.cut_next("before")
            with pytest.raises(CommitUnknownError):
                await database.transact(add_one, "n")
            # The client hears of the cut before pg_ctl is through: starting meanwhile would be stopped again.
            assert await asyncio.to_thread(stopped.wait, 60)
            await asyncio.to_thread(mortal.start)
            assert await database.read(count, "n") in (1, 2)
        finally:
            database.close()

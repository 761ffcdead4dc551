"""The chain of evidence holds where many transactions wait together and some of them fail, on both stores."""

import asyncio
import threading
from datetime import UTC, datetime

from sqlmodel import Session

from storage.database import Database
from storage.repositories import evidence

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
FAILING = (1, 4, 5, 9)


def note(session: Session, number: int) -> None:
    """Leave two entries, then perhaps fail."""
    for step in range(2):
        evidence.append(session, at=NOW, actor="worker", kind="noted", detail={"number": number, "step": step})
    if number in FAILING:
        raise LookupError(number)


async def test_entries_of_transactions_that_failed_leave_no_gap_in_the_chain(database: Database) -> None:
    go = threading.Event()
    slow = asyncio.create_task(database.transact(lambda _session: go.wait(10)))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(database.transact(note, number)) for number in range(12)]
    await asyncio.sleep(0)
    go.set()
    await slow
    given = await asyncio.gather(*waiting, return_exceptions=True)
    assert [number for number, result in enumerate(given) if isinstance(result, LookupError)] == list(FAILING)
    assert await database.read(evidence.verify) is None
    assert await database.read(lambda session: session.execute(evidence.LAST).one()[0]) == 2 * (12 - len(FAILING))


async def test_a_second_transaction_of_one_session_sees_what_others_added_meanwhile(database: Database) -> None:
    def other() -> None:
        with Session(database.engine) as session, session.begin():
            note(session, 2)

    with Session(database.engine) as session:
        with session.begin():
            note(session, 0)
        await asyncio.to_thread(other)
        with session.begin():
            note(session, 3)
    assert await database.read(evidence.verify) is None

"""What waits together is kept in one transaction; what cannot be kept harms nobody; a store that is away fails all."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.database import Database
from storage.errors import StoreUnavailableError
from storage.models import Job, SlackEvent
from storage.repositories.inbox import Event, record_events, storable
from storage.together import Together

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class Recorder:
    """Records events and counts its transactions; what is called "bad" cannot be kept."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(self, session: Session, events: Sequence[Event]) -> None:
        self.sizes.append(len(events))
        record_events(session, events)
        if any(event.event_id == "bad" for event in events):
            raise LookupError("bad")


def event(name: str, lane: str = "message:C1:1") -> Event:
    return Event("T1", name, "slack.message", {"type": "message", "text": f"受注 {name}"}, lane, NOW)


def stored(session: Session) -> tuple[list[str], list[str]]:
    """Return the events kept, by name, and the keys of the jobs in the order in which they will be done."""
    events = session.execute(select(col(SlackEvent.event_id)).order_by(col(SlackEvent.event_id))).scalars()
    return list(events), list(session.execute(select(col(Job.key)).order_by(col(Job.id))).scalars())


async def test_a_hundred_posts_of_one_second_are_two_transactions_and_are_read_in_the_order_they_came(
    database: Database,
) -> None:
    recorder = Recorder()
    inbox = Together(database, recorder)
    names = [f"Ev{number:03}" for number in range(100)]
    names.reverse()  # the keys' order is not the order of arrival
    await asyncio.gather(*(inbox.put(event(name)) for name in names))
    events, keys = await database.read(stored)
    assert events == sorted(names)
    assert keys == [f"T1:{name}" for name in names]
    assert sum(recorder.sizes) == 100
    assert len(recorder.sizes) <= 2


async def test_copies_of_an_event_at_the_same_moment_are_one_event_and_one_job(database: Database) -> None:
    inboxes = [Together(database, record_events) for _replica in range(2)]
    names = [f"Ev{number:03}" for number in range(40)]
    copies = [(name, inbox) for name in names for inbox in inboxes]
    await asyncio.gather(*(inbox.put(event(name)) for name, inbox in copies + copies[::-1]))
    events, keys = await database.read(stored)
    assert events == names
    assert sorted(keys) == [f"T1:{name}" for name in names]


async def test_what_cannot_be_kept_fails_alone(database: Database) -> None:
    inbox = Together(database, Recorder())
    names = ["first", "one", "bad", "two", "three"]
    results = await asyncio.gather(*(inbox.put(event(name)) for name in names), return_exceptions=True)
    assert [str(result) for result in results] == ["None", "None", "bad", "None", "None"]
    events, keys = await database.read(stored)
    assert events == ["first", "one", "three", "two"]
    assert keys == ["T1:first", "T1:one", "T1:two", "T1:three"]
    await inbox.put(event("later"))
    assert "later" in (await database.read(stored))[0]


async def test_a_store_that_is_away_is_asked_once_and_not_for_every_post(database: Database) -> None:
    asked: list[int] = []

    def away(_session: Session, events: Sequence[Event]) -> None:
        asked.append(len(events))
        raise StoreUnavailableError("away")

    inbox = Together(database, away)
    results = await asyncio.gather(*(inbox.put(event(f"Ev{n}")) for n in range(50)), return_exceptions=True)
    assert {type(result) for result in results} == {StoreUnavailableError}
    assert len(asked) <= 2
    assert await database.read(stored) == ([], [])


def test_what_postgresql_cannot_keep_is_replaced_wherever_it_stands() -> None:
    assert storable({"te\x00xt": ["受注\x00", {"half": "\ud83d", "number": 3}]}) == {
        "te\ufffdxt": ["受注\ufffd", {"half": "\ufffd", "number": 3}]
    }
    said = {"text": "\\u0000 written out stays as it is"}
    assert storable(said) == said

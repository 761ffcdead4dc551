"""How many deals a second are read and stored: one process on SQLite; 1, 2 and 4 worker processes on PostgreSQL."""

import asyncio
import contextlib
import itertools
import json
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.listeners.messages.record_message import KIND
from domain.partner_index import PartnerIndex
from domain.reading import read_orders
from storage.engine import make_engine
from storage.models import Deal, Job
from storage.repositories.inbox import Event, about_message, record_events
from tests.bench.processes import Measured, measured_process
from tests.bench.registry import Options, Row, at_least, benchmark
from tests.bench.slack_end import CHANNEL, TEAM, SlackEnd
from tests.postgres import fresh_store, running_server

CORPUS = Path(__file__).parents[1] / "domain" / "reading" / "development_corpus.jsonl"
SQLITE_TARGET = 150
WORKERS = (1, 2, 4)


@benchmark("deals")
def deals(options: Options) -> list[Row]:
    """Posts of many kinds stand recorded in the store; the time until the last of them is a deal."""
    number = 4_000 if options.full else 800
    alone = _reading_alone(number)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, fresh_store(Path(folder), "sqlite") as url:
        rate, cost = asyncio.run(_rate(url, number, 1))
    rows.append(
        at_least(
            "deals read and stored a second (sqlite, web and worker in one process)",
            rate,
            SQLITE_TARGET,
            "/s",
            control=alone,
            control_name="read only, nothing stored",
        )
    )
    rows.append(Row("processor time of a deal read and stored (sqlite)", cost, "ms", 1000 / alone, "read only"))
    with running_server({}) as postgres:
        first = 0.0
        for workers in WORKERS:
            with postgres.database() as url:
                rate, cost = asyncio.run(_rate(url, number, workers))
            first = first or rate
            name = f"(postgresql, {workers} worker{'s' if workers > 1 else ''})"
            rows.append(Row(f"deals read and stored a second {name}", rate, "/s", first, "1 worker"))
            rows.append(Row(f"processor time of a deal read and stored {name}", cost, "ms"))
    return rows


async def _rate(url: str, number: int, workers: int) -> tuple[float, float]:
    """Return deals a second, and the worker processes' milliseconds for one."""
    engine, looking = make_engine(url), make_engine(url, read_only=True)
    kind = "bot" if url.startswith("sqlite") else "worker"
    try:
        async with SlackEnd() as slack, _crew(kind, url, slack, workers) as crew:
            await asyncio.sleep(3)  # the first ticks are over, and what reading needs is compiled
            before = sum(process.processor_seconds() for process in crew)
            began = time.perf_counter()
            await asyncio.to_thread(_fill, engine, number)
            filled = time.perf_counter()
            while await asyncio.to_thread(_unread, looking):  # noqa: ASYNC110  a benchmark may poll
                await asyncio.sleep(0.05)
            seconds = time.perf_counter() - filled
            spent = sum(process.processor_seconds() for process in crew) - before
            made = await asyncio.to_thread(_count, looking)
            assert made >= number, f"{made} deals of {number} posts after {time.perf_counter() - began:.0f} s"
            return made / seconds, 1000 * spent / made
    finally:
        engine.dispose()
        looking.dispose()


@contextlib.asynccontextmanager
async def _crew(kind: str, url: str, slack: SlackEnd, number: int) -> AsyncIterator[list[Measured]]:
    async with contextlib.AsyncExitStack() as stack:
        more = ["--work"] if kind == "bot" else []
        crew = [
            await stack.enter_async_context(measured_process(kind, "http", url, slack, *more)) for _ in range(number)
        ]
        yield crew


def _posts(number: int) -> list[str]:
    """Return texts that people wrote about orders, again and again."""
    known = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    return list(itertools.islice(itertools.cycle(post["text"] for post in known if post["orders"]), number))


def _fill(engine: Any, number: int) -> None:
    """Record that many posts at once, as the listener does."""
    now = datetime.now(UTC)
    events = []
    for position, text in enumerate(_posts(number)):
        ts = f"{now.timestamp() - number + position:.0f}.{position:06}"
        body = {"type": "message", "channel": CHANNEL, "user": "U1", "text": text, "ts": ts}
        lane, about = f"message:{CHANNEL}:{ts}", about_message(CHANNEL, ts)
        events.append(Event(TEAM, f"Ev{position}", KIND, body, lane, now, about))
    with Session(engine) as session, session.begin():
        record_events(session, events)
        if engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("SELECT pg_notify('seikyu_work', '')")


def _unread(engine: Any) -> bool:
    with engine.connect() as connection:
        open_jobs = select(col(Job.id)).where(col(Job.kind) == KIND, col(Job.finished_at).is_(None)).limit(1)
        return connection.execute(open_jobs).first() is not None


def _count(engine: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(Deal)).scalar_one())


def _reading_alone(number: int) -> float:
    """Return orders a second that are read where nothing is stored."""
    index, posts = PartnerIndex.build([]), _posts(min(number, 400))
    now = datetime.now(UTC)
    read_orders(posts[0], now, index)
    began = time.process_time()
    found = sum(len(read_orders(text, now, index).orders) for text in posts)
    return found / (time.process_time() - began)

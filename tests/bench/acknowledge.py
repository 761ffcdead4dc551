"""How fast a durable order is acknowledged, beside a Bolt app that does nothing: steadily, and many at once."""

import asyncio
import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.socket_mode import CONNECTIONS
from tests.bench.processes import measured_process
from tests.bench.registry import Options, Row, at_least, at_most, benchmark
from tests.bench.slack_end import SlackEnd
from tests.postgres import fresh_store, running_server

RATE = 50  # a second
AT_ONCE = 300
SIDE_BY_SIDE = 32
P99_STEADY_MS, P99_AT_ONCE_MS, SUSTAINED = 25, 300, 500
CONTROL = "no-op Bolt app"


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of each delivery, how many a second were taken without a pause, and one's processor time."""

    steady: list[float]
    at_once: list[float]
    sustained: float
    processor: float


@benchmark("acknowledge-http")
def over_http(options: Options) -> list[Row]:
    """Slack's requests, both stores; then with a worker that reads the orders in the same process."""
    rows = [*_disk(options), *_both_stores(options, "http")]
    with _store("sqlite") as url:
        found = asyncio.run(measure("bot", "http", url, options, "--work"))
    return rows + _busy_rows("http, sqlite, worker busy in the same process", found)


@benchmark("acknowledge-socket")
def over_sockets(options: Options) -> list[Row]:
    """Envelopes of Socket Mode, both stores."""
    return _both_stores(options, "socket")


def _disk(options: Options) -> list[Row]:
    """Return what this disk takes for one durable write at the same rate: nothing durable is faster."""
    times = []
    with tempfile.TemporaryFile() as file:
        began = time.perf_counter()
        for count in range((20 if options.full else 4) * RATE):
            time.sleep(max(0, began + count / RATE - time.perf_counter()))
            started = time.perf_counter()
            file.write(bytes(8192))
            file.flush()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - started) * 1000)
    return [
        Row(f"{name} of writing 8 KiB to this disk (fsync) at {RATE}/s", percentile(times, rank), "ms")
        for name, rank in (("p50", 50), ("p99", 99))
    ]


def _both_stores(options: Options, transport: str) -> list[Row]:
    control = asyncio.run(measure("noop", transport, "-", options))
    rows: list[Row] = []
    for store in ("sqlite", "postgresql"):
        with _store(store) as url:
            found = asyncio.run(measure("bot", transport, url, options))
        rows += _rows(f"{transport}, {store}", found, control)
    return rows


@contextlib.contextmanager
def _store(store: str) -> Iterator[str]:
    """Give an empty database that writes as durably as in life."""
    if store == "sqlite":
        with tempfile.TemporaryDirectory() as folder, fresh_store(Path(folder), "sqlite") as url:
            yield url
        return
    with running_server({}) as postgres, postgres.database() as url:
        yield url


def _rows(name: str, found: Figures, control: Figures) -> list[Row]:
    def beside(value: float) -> dict[str, Any]:
        return {"control": value, "control_name": CONTROL}

    steady50, steady99 = beside(percentile(control.steady, 50)), beside(percentile(control.steady, 99))
    once50, once99 = beside(percentile(control.at_once, 50)), beside(percentile(control.at_once, 99))
    return [
        Row(f"ack p50 at {RATE}/s ({name})", percentile(found.steady, 50), "ms", **steady50),
        at_most(f"ack p99 at {RATE}/s ({name})", percentile(found.steady, 99), P99_STEADY_MS, "ms", **steady99),
        Row(f"ack p50 of {AT_ONCE} at once ({name})", percentile(found.at_once, 50), "ms", **once50),
        at_most(
            f"ack p99 of {AT_ONCE} at once ({name})", percentile(found.at_once, 99), P99_AT_ONCE_MS, "ms", **once99
        ),
        at_least(f"durable acks a second ({name})", found.sustained, SUSTAINED, "/s", **beside(control.sustained)),
        Row(f"processor time of an ack ({name})", found.processor, "ms", **beside(control.processor)),
    ]


def _busy_rows(name: str, found: Figures) -> list[Row]:
    return [
        Row(f"ack p50 at {RATE}/s ({name})", percentile(found.steady, 50), "ms"),
        at_most(f"ack p99 at {RATE}/s ({name})", percentile(found.steady, 99), P99_STEADY_MS, "ms"),
        Row(f"ack p99 of {AT_ONCE} at once ({name})", percentile(found.at_once, 99), "ms"),
        Row(f"durable acks a second ({name})", found.sustained, "/s"),
    ]


async def measure(kind: str, transport: str, database_url: str, options: Options, *more: str) -> Figures:
    """Start the process, warm it up, and take its times."""
    seconds, bursts = (20, 5) if options.full else (4, 3)
    async with SlackEnd() as slack, measured_process(kind, transport, database_url, slack, *more) as measured:
        if transport == "socket":
            await slack.connected(CONNECTIONS)
        await many(slack, 50)
        steady = await at_a_rate(slack, seconds * RATE)
        at_once = [time for _ in range(bursts) for time in await many(slack, AT_ONCE)]
        before = measured.processor_seconds()
        sustained = await without_pause(slack, seconds)
        processor = (measured.processor_seconds() - before) / (sustained * seconds)
    return Figures(steady, at_once, sustained, processor * 1000)


async def many(slack: SlackEnd, number: int) -> list[float]:
    """Deliver that many at the same moment; milliseconds."""
    return [seconds * 1000 for seconds in await asyncio.gather(*(slack.deliver() for _ in range(number)))]


async def at_a_rate(slack: SlackEnd, number: int) -> list[float]:
    """Deliver RATE a second, however long each takes; milliseconds."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    tasks = []
    for count in range(number):
        await asyncio.sleep(max(0, began + count / RATE - loop.time()))
        tasks.append(asyncio.create_task(slack.deliver()))
    return [seconds * 1000 for seconds in await asyncio.gather(*tasks)]


async def without_pause(slack: SlackEnd, seconds: int) -> float:
    """Keep SIDE_BY_SIDE deliveries under way; return how many a second were acknowledged."""
    loop = asyncio.get_running_loop()
    began, done = loop.time(), 0

    async def lane() -> None:
        nonlocal done
        while loop.time() - began < seconds:
            await slack.deliver()
            done += 1

    await asyncio.gather(*(lane() for _ in range(SIDE_BY_SIDE)))
    return done / (loop.time() - began)


def percentile(values: list[float], rank: int) -> float:
    """Return a percentile of at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[rank - 1]

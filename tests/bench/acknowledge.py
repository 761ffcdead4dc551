"""How fast a durable order is acknowledged, beside a Bolt app that does nothing: steadily, and many at once."""

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import psutil

from bot.socket_mode import CONNECTIONS
from tests.bench.registry import Options, Row, at_least, at_most, benchmark
from tests.bench.slack_end import SlackEnd
from tests.postgres import fresh_store, running_server

RATE = 50  # a second
AT_ONCE = 300
SIDE_BY_SIDE = 32
P99_STEADY_MS, P99_AT_ONCE_MS, SUSTAINED = 25, 300, 500


@benchmark("acknowledge")
def acknowledge(options: Options) -> list[Row]:
    """Both transports, both stores; the reception alone, and with a worker reading the orders in the same process."""
    seconds = 20 if options.full else 6
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, running_server({}) as postgres:  # fsync on, as in life
        for transport in ("http", "socket"):
            control = asyncio.run(measure("noop", transport, "-", seconds))
            for store in ("sqlite", "postgresql"):
                place = Path(folder) / f"{transport}-{store}"
                place.mkdir()
                with contextlib.ExitStack() as stack:
                    if store == "sqlite":
                        url = stack.enter_context(fresh_store(place, "sqlite"))
                    else:
                        url = stack.enter_context(postgres.database())
                    found = asyncio.run(measure("bot", transport, url, seconds))
                rows += _rows(f"{transport}, {store}", found, control)
        place = Path(folder) / "work"
        place.mkdir()
        with fresh_store(place, "sqlite") as url:
            found = asyncio.run(measure("bot", "http", url, seconds, "--work"))
            rows += _rows("http, sqlite, worker busy in the same process", found, None)
    return rows


class Figures:
    """Milliseconds of each delivery, and how many a second were taken without a pause."""

    def __init__(self, steady: list[float], at_once: list[float], sustained: float, processor: float) -> None:
        self.steady, self.at_once, self.sustained, self.processor = steady, at_once, sustained, processor


def _rows(name: str, found: Figures, control: Figures | None) -> list[Row]:
    own = "no-op Bolt app"
    target = control is not None
    steady99, once99 = percentile(found.steady, 99), percentile(found.at_once, 99)
    other = {
        key: {"control": value, "control_name": own} if target else {}
        for key, value in {
            "s50": percentile(control.steady, 50) if control else None,
            "s99": percentile(control.steady, 99) if control else None,
            "o50": percentile(control.at_once, 50) if control else None,
            "o99": percentile(control.at_once, 99) if control else None,
            "n": control.sustained if control else None,
            "cpu": control.processor if control else None,
        }.items()
    }
    return [
        Row(f"ack p50 at {RATE}/s ({name})", percentile(found.steady, 50), "ms", **other["s50"]),
        at_most(f"ack p99 at {RATE}/s ({name})", steady99, P99_STEADY_MS, "ms", **other["s99"]),
        Row(f"ack p50 of {AT_ONCE} at once ({name})", percentile(found.at_once, 50), "ms", **other["o50"]),
        at_most(f"ack p99 of {AT_ONCE} at once ({name})", once99, P99_AT_ONCE_MS, "ms", **other["o99"]),
        at_least(f"durable acks a second ({name})", found.sustained, SUSTAINED, "/s", **other["n"]),
        Row(f"processor time of an ack ({name})", found.processor, "ms", **other["cpu"]),
    ]


async def measure(kind: str, transport: str, database_url: str, seconds: int, *more: str) -> Figures:
    """Start the process, warm it up, and take its times."""
    async with SlackEnd() as slack, process(kind, transport, database_url, slack, *more) as measured:
        await many(slack, 50)
        steady = await at_a_rate(slack, seconds * RATE)
        at_once = sorted([time for _ in range(3) for time in await many(slack, AT_ONCE)])
        before = processor_seconds(measured)
        sustained = await without_pause(slack, seconds)
        processor = (processor_seconds(measured) - before) / (sustained * seconds)
    return Figures(steady, at_once, sustained, processor * 1000)


def processor_seconds(measured: psutil.Process) -> float:
    """Return the processor time a process has used: other programs on the machine hardly change it."""
    times = measured.cpu_times()
    return float(times.user + times.system)


@contextlib.asynccontextmanager
async def process(
    kind: str, transport: str, database_url: str, slack: SlackEnd, *more: str
) -> AsyncIterator[psutil.Process]:
    """Run the process to measure while the block runs."""
    command = [sys.executable, "-m", "tests.bench.serve", kind, transport, database_url, slack.url, *more]
    running = await asyncio.to_thread(
        subprocess.Popen, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdin is not None
    try:
        port = await asyncio.to_thread(running.stdout.readline)
        slack.events_url = f"http://127.0.0.1:{port.strip()}/slack/events"
        if transport == "socket":
            await slack.connected(CONNECTIONS)
        yield psutil.Process(running.pid)
    finally:
        running.stdin.close()
        await asyncio.to_thread(running.wait)


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

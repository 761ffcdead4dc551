"""Processes that are measured: started, found ready, and their processor time and memory taken."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator

import psutil

from tests.bench.slack_end import SlackEnd


class Measured:
    """One running process; its figures hardly depend on what else the machine does."""

    def __init__(self, pid: int) -> None:
        """`pid` runs."""
        self._process = psutil.Process(pid)

    def processor_seconds(self) -> float:
        """Return the processor time used so far."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def resident_mib(self) -> float:
        """Return the memory the process holds (RSS), in MiB."""
        return float(self._process.memory_info().rss) / (1 << 20)


@contextlib.asynccontextmanager
async def measured_process(
    kind: str, transport: str, database_url: str, slack: SlackEnd, *more: str
) -> AsyncIterator[Measured]:
    """Run `tests.bench.serve` while the block runs; `slack` knows where to deliver."""
    command = [sys.executable, "-m", "tests.bench.serve", kind, transport, database_url, slack.url, *more]
    running = await asyncio.to_thread(
        subprocess.Popen, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdin is not None
    try:
        port = (await asyncio.to_thread(running.stdout.readline)).strip()
        assert port, "the process to measure does not come up"
        slack.events_url = f"http://127.0.0.1:{port}/slack/events"
        yield Measured(running.pid)
    finally:
        running.stdin.close()
        await asyncio.to_thread(running.wait)

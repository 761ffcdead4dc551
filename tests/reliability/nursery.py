"""The test's side of `bot_process`: starts bots, kills them, knows when they are up."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Bot:
    """One running process."""

    role: str
    port: int
    pid: int
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where Slack would post."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    async def up(self, seconds: float = 60) -> None:
        """Wait until it serves, or has ended."""
        waits = [asyncio.create_task(self.ready.wait()), asyncio.create_task(self.ended.wait())]
        done, left = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        assert done, "the bot does not come up"

    async def end(self, number: signal.Signals) -> None:
        """Send a signal and wait until the process is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
        async with asyncio.timeout(60):
            await self.ended.wait()


class Nursery:
    """Starts bots with one environment."""

    def __init__(self, process: asyncio.subprocess.Process, control: str) -> None:
        """`process` is `bot_process`."""
        self._process, self._control = process, control
        self._forked: asyncio.Queue[int] = asyncio.Queue()
        self._bots: dict[int, Bot] = {}
        self._early: set[tuple[str, int]] = set()
        self._starting = asyncio.Lock()
        self.reader = asyncio.create_task(self._read())

    async def start(self, role: str) -> Bot:
        """Fork a bot; it may not be up yet."""
        async with self._starting:
            port = free_port()
            assert self._process.stdin is not None
            command = {"role": role, "port": port, "control": self._control}
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            await self._process.stdin.drain()
            bot = Bot(role, port, await self._forked.get())
            assert bot.pid, "the nursery has ended: see the log"
            self._bots[bot.pid] = bot
            for word in ("ready", "ended"):  # told before we knew the pid
                if (word, bot.pid) in self._early:
                    self._early.discard((word, bot.pid))
                    getattr(bot, word).set()
            return bot

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            word, pid = line.decode().split()
            if word == "forked":
                self._forked.put_nowait(int(pid))
            elif (bot := self._bots.get(int(pid))) is not None and not getattr(bot, word).is_set():
                getattr(bot, word).set()
            else:
                self._early.add((word, int(pid)))
        self._forked.put_nowait(0)


@contextlib.asynccontextmanager
async def nursery(environment: Mapping[str, str], log: Path, *, control: str = "") -> AsyncIterator[Nursery]:
    """Run `bot_process`; what it and its children say on stderr goes to `log`."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.reliability.bot_process",
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    made = Nursery(process, control)
    try:
        yield made
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        await made.reader


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

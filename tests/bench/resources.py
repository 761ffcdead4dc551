"""What one idle process costs: memory, the time of a start, and which imports they go to."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
from cryptography.fernet import Fernet

from tests.bench.processes import Measured, measured_process
from tests.bench.registry import Options, Row, at_most, benchmark
from tests.bench.serve import free_port
from tests.bench.slack_end import CHANNEL, SECRET, TEAM, SlackEnd

RSS_MIB, START_SECONDS = 130, 2
LARGEST = 8
CONFIG = (
    f'[channels]\nsales = ["{CHANNEL}"]\nfinance = "{CHANNEL}"\nalerts = "{CHANNEL}"\n'
    '[billing]\nregistration_number = "T7123456789012"\n'
)


@benchmark("idle")
def idle(options: Options) -> list[Row]:
    """`python -m bot run`: web and worker in one process, on SQLite, with nothing to do."""
    rest, starts = (30, 5) if options.full else (6, 3)
    with _compiled_once():
        return [*asyncio.run(_one_process(rest, starts)), *_imports()]


@contextlib.contextmanager
def _compiled_once() -> Iterator[None]:
    """Let the processes keep what Python has compiled, as an installation does, whatever this shell is set to."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


async def _one_process(rest: int, starts: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with SlackEnd() as slack:
            async with measured_process("noop", "http", "-", slack) as noop:
                await asyncio.sleep(1)
                control = noop.resident_mib()
            noop_start = min([await _noop_start(slack) for _ in range(starts)])
            place = Path(folder)
            async with _bot(place, slack) as (bot, first):
                await asyncio.sleep(rest)
                first_resident = bot.resident_mib()
            seconds = []
            for _ in range(starts):
                async with _bot(place, slack) as (_, start):
                    seconds.append(start)
            async with _bot(place, slack) as (bot, _):
                await asyncio.sleep(rest)
                before = bot.processor_seconds()
                await asyncio.sleep(rest)
                busy = (bot.processor_seconds() - before) / rest
                resident = bot.resident_mib()
    beside = {"control_name": "no-op Bolt app"}
    return [
        at_most("idle memory, web and worker in one process", resident, RSS_MIB, "MiB", control=control, **beside),
        Row("idle memory where the start made the database", first_resident, "MiB"),
        at_most("start until ready", min(seconds), START_SECONDS, "s", control=noop_start, **beside),
        Row("first start, making the database", first, "s"),
        Row("processor of the idle process", 100 * busy, "%"),
    ]


@contextlib.asynccontextmanager
async def _bot(folder: Path, slack: SlackEnd) -> AsyncIterator[tuple[Measured, float]]:
    """Run the product's own command; yields it and the seconds until it said it was ready."""
    port = free_port()
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'seikyu.sqlite3'}",
        "CONFIG_FILE": str(folder / "config.toml"),
        "SECRET_KEY": Fernet.generate_key().decode(),
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_TEAM_ID": TEAM,
        "SLACK_API_URL": f"{slack.url}/api/",
        "SLACK_HOOKS_URL": slack.url,
        "FREEE_COMPANY_ID": "1",
        "FREEE_CLIENT_ID": "bench",
        "FREEE_CLIENT_SECRET": "bench",
        "PORT": str(port),
    }
    with (folder / "bot.log").open("ab") as log:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment, stderr=log)
        try:
            await _ready(process, f"http://127.0.0.1:{port}/readyz")
            yield Measured(process.pid), time.perf_counter() - began
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _ready(process: asyncio.subprocess.Process, url: str) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(60):
        while process.returncode is None:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.01)
        raise AssertionError("the bot has ended instead of starting")


async def _noop_start(slack: SlackEnd) -> float:
    began = time.perf_counter()
    async with measured_process("noop", "http", "-", slack):
        return time.perf_counter() - began


def _imports() -> list[Row]:
    """Return the packages whose own modules take longest to import, and what each holds when imported alone."""
    command = [sys.executable, "-X", "importtime", "-c", "import bot.commands"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    spent: Counter[str] = Counter()
    for line in lines:
        own, _, name = line.removeprefix("import time:").split("|")
        if own.strip().isdigit():
            spent[name.strip().split(".")[0]] += int(own)
    rows = [Row("all imports of the bot", sum(spent.values()) / 1000, "ms")]
    for name, microseconds in spent.most_common(LARGEST):
        rows.append(Row(f"imports of {name} (its own modules)", microseconds / 1000, "ms"))
        rows.append(Row(f"memory of {name} imported alone", _memory_of(name), "MiB"))
    return rows


def _memory_of(name: str) -> float:
    code = (
        "import os, psutil, importlib; me = psutil.Process(); before = me.memory_info().rss\n"
        f"importlib.import_module({name!r}); print(me.memory_info().rss - before)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return int(told) / (1 << 20)

"""A nursery of real bot processes: `python -m tests.reliability.bot_process`.

It loads the program once and forks a process per command, so that a killed bot is back in a tenth of a second and the
processor is left for the work. Each child is what `python -m bot run` (or web, or worker) is: settings from the
environment, a config.toml, its own event loop, threads and connections.

Commands on stdin, one JSON object a line: {"role": "run" | "web" | "worker", "port": 1234, "control": "naive" | ""}.
Answers on stdout: `forked PID`, `ready PID`, `ended PID`.
"""

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from typing import Any

from bot import process
from bot.blocks import ids
from bot.jobs.handlers import HANDLERS
from bot.logs import configure_logs
from bot.settings import Settings
from tests.postgres import fresh_store
from tests.reliability.naive import issue_naively
from tests.town import ORDER, town

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Fork what stdin asks for until it is closed; say when a child ends."""
    _warm_up()
    signal.signal(signal.SIGCHLD, _reap)
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _die_with_parent()
            status = 1
            try:
                _run(wanted)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        _say("forked", pid)


def _warm_up() -> None:
    """Play one order through, and start and stop once: what that imports and caches need not be done per child."""
    configure_logs(quiet=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_one_order(Path(folder)))
        settings = Settings(port=0, database_url=f"sqlite:///{folder}/warm.sqlite3")
        ready = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM))
        asyncio.run(process.run_process(settings, web=True, work=False, migrate=True, ready=ready.start))
        ready.join()


async def _one_order(folder: Path) -> None:
    with fresh_store(folder, "sqlite") as url:
        async with town(folder, database_url=url, past=True, settings={"settle_seconds": 900}) as place:
            ts = await place.post(ORDER)
            await place.press(place.suzuki, ts, ids.APPROVE)


def _run(wanted: dict[str, Any]) -> None:
    role: str = wanted["role"]
    configure_logs(quiet=True)
    if wanted.get("control") == "naive":
        HANDLERS["issue"] = issue_naively
    settings = Settings(port=wanted["port"])
    pid = os.getpid()
    with process.single_process(settings.database_url):
        asyncio.run(
            process.run_process(
                settings, web=role in ("run", "web"), work=role in ("run", "worker"), ready=lambda: _say("ready", pid)
            )
        )


def _die_with_parent() -> None:
    """Leave no bot behind when a test run is stopped (Linux; elsewhere the test kills what it started)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _reap(_number: int, _frame: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
            _say("ended", pid)


def _say(word: str, pid: int) -> None:
    os.write(1, f"{word} {pid}\n".encode())


if __name__ == "__main__":
    main()

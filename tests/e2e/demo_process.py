"""The demo as a person starts it: a process of its own on free ports, stopped with Ctrl-C."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
STOP_SECONDS = 30


def free_ports(count: int = 3) -> int:
    """Return the first of `count` free ports in a row: Slack's page, freee's page, the bot."""
    # Below what systems hand out by themselves, and in a hundred of our own: the demo takes them only seconds later.
    ours = 20_000 + os.getpid() % 100 * 100
    for _try in range(100):
        first = secrets.choice(range(ours, ours + 100, 10))
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
            for port in range(first, first + count):
                stack.enter_context(_listening(port))
            return first
    raise RuntimeError("no free ports in a row")


def _listening(port: int) -> socket.socket:
    found = socket.socket()
    try:
        found.bind(("127.0.0.1", port))
    except OSError:
        found.close()
        raise
    return found


@contextlib.asynccontextmanager
async def demo(state: Path, port: int, accounting: str = "freee") -> AsyncIterator[str]:
    """Run `python -m bot demo`, yield the page's address, stop it with Ctrl-C and see that it ended well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", "--port", str(port), "--state", str(state), "--accounting", accounting),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FREEE_", "COV_"))},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said: list[str] = []
    try:
        yield await asyncio.wait_for(_address(process, said), START_SECONDS)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        rest, _ = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
        said.append(rest.decode())
    assert process.returncode == 0, "".join(said)
    assert "Traceback" not in "".join(said), "".join(said)


async def _address(process: asyncio.subprocess.Process, said: list[str]) -> str:
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        said.append(line)
        if "http://" in line:
            return line[line.index("http://") :].split()[0]
    raise AssertionError(f"the demo did not start:\n{''.join(said)}")

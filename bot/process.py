"""One running process: alone on its SQLite database, serving Slack, working, until it is told to stop."""

import asyncio
import contextlib
import fcntl
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

import structlog
import uvicorn
from sqlalchemy import make_url
from sqlmodel import Session

from bot.bootstrap import Parts, build
from bot.listening import listen
from bot.settings import Settings
from bot.usecases.catch_up import ask_to_catch_up
from domain.reading import prepare
from storage.migrate import require_current, upgrade
from storage.repositories import jobs

log = structlog.get_logger(__name__)

# Python lets a thread compute 5 ms before another may go on. The database's thread waits so long after every
# statement while the loop reads an order, and Slack for its answer: an order more or less a second costs less.
SWITCH_SECONDS = 0.0005
START_SECONDS = 1.0  # after which a process that has begun to work is certainly ready


class AlreadyRunningError(Exception):
    """Another process holds this SQLite database."""


@contextlib.contextmanager
def single_process(database_url: str) -> Iterator[None]:
    """Hold the SQLite database for this process alone; do nothing for PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock: IO[str]
    with path.with_suffix(path.suffix + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunningError(
                f"{path} はほかの seikyu が使っています。SQLite では1つのプロセスだけを動かせます"
            ) from error
        yield


async def run_process(
    settings: Settings, *, web: bool, work: bool, ready: Callable[[], None] | None = None, migrate: bool = False
) -> None:
    """Run web, worker, or both until SIGTERM or SIGINT; what is in hand is finished first."""
    parts = build(settings)
    try:
        if migrate:
            upgrade(parts.database.engine)
        require_current(parts.database.engine)
        if work:
            await parts.database.transact(begin_work, alone=parts.database.is_sqlite, now=parts.clock.now())
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        async with contextlib.AsyncExitStack() as stack:
            if web:
                await stack.enter_async_context(serving(parts, with_worker=work))
            if work:
                await stack.enter_async_context(working(parts))
            log.info("started", web=web, worker=work)
            if ready is not None:
                ready()
            await stop.wait()
            log.info("stopping")
    finally:
        await parts.close()


def begin_work(session: Session, *, alone: bool, now: datetime) -> None:
    """Ask for what was posted while nobody was there; a process that is alone frees what its predecessor held."""
    if alone:
        jobs.take_back(session, now=now)
    ask_to_catch_up(session, now=now)


@contextlib.asynccontextmanager
async def serving(parts: Parts, *, with_worker: bool) -> AsyncIterator[None]:
    """Take what Slack sends, by HTTP or by WebSocket, while the block runs."""
    socket = parts.socket_mode()
    sys.setswitchinterval(SWITCH_SECONDS)
    config = uvicorn.Config(
        parts.web(with_worker=with_worker, socket=socket),
        host=parts.settings.host,
        port=parts.settings.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listen(parts.settings.host, parts.settings.port)]))
    while not server.started and not task.done():  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    if socket is not None:
        await socket.start()
    try:
        yield
    finally:
        if socket is not None:
            await socket.stop()
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def working(parts: Parts) -> AsyncIterator[None]:
    """Work and tick while the block runs."""
    task = asyncio.create_task(parts.worker.run())
    parts.scheduler.start()
    prepared = asyncio.create_task(_prepare())
    try:
        yield
    finally:
        parts.scheduler.stop()
        parts.worker.stop()
        prepared.cancel()
        await task


async def _prepare() -> None:
    """Load what reading needs, or the first message would hold up the loop; not in the way of the start."""
    await asyncio.sleep(START_SECONDS)
    await asyncio.to_thread(prepare)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `run_process`."""
        yield

"""What makes a town quick to build and to leave."""

import asyncio
import contextlib
import functools
import shutil
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from sqlalchemy import Engine
from starlette.applications import Starlette

from sandbox.serving import running
from storage.database import Database
from tests.postgres import fresh_store

# The standard bundle of certificates takes 40 ms to read, and no town uses TLS.
ssl.create_default_context = functools.cache(ssl.create_default_context)

SHARED_MEMORY = Path("/dev/shm")
ROOMY = 256 << 20
COMPILED: dict[str, Engine] = {}


@contextlib.contextmanager
def store(folder: Path) -> Iterator[str]:
    """Give a new, migrated database on the chosen store; a file lies in memory where there is room, or in `folder`."""
    with (
        tempfile.TemporaryDirectory(prefix="seikyu-town-", dir=_quick_folder() or folder) as place,
        fresh_store(Path(place)) as url,
    ):
        yield url


def _quick_folder() -> Path | None:
    try:
        return SHARED_MEMORY if shutil.disk_usage(SHARED_MEMORY).free > ROOMY else None
    except OSError:
        return None


def share_statements(database: Database) -> None:
    """Let SQLite towns share what is compiled: a statement costs as much to compile as thirty of its runs."""
    if not database.is_sqlite:
        return
    for name in ("engine", "_read_engine"):
        engine = getattr(database, name)
        first = COMPILED.setdefault(name, engine)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


class Servers:
    """Runs each server in a task of its own, so that all can be left at once: uvicorn takes 0.2 s to stop."""

    def __init__(self) -> None:
        self._leave = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, app: Starlette) -> str:
        """Serve an app and return its URL."""
        url: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def serve() -> None:
            try:
                async with running(app) as address:
                    url.set_result(address)
                    await self._leave.wait()
            except Exception as error:
                if url.done():
                    raise
                url.set_exception(error)

        self._tasks.append(asyncio.create_task(serve()))
        return await url

    async def stop(self) -> None:
        """End them all."""
        self._leave.set()
        await asyncio.gather(*self._tasks)


@contextlib.asynccontextmanager
async def together() -> AsyncIterator[Servers]:
    servers = Servers()
    try:
        yield servers
    finally:
        await servers.stop()

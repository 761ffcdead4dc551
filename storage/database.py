"""One transaction is one plain function, run in the database's own thread.

`await database.transact(function, *args)` calls `function(session, *args)`; a plain function cannot await, so no
transaction can span a call to another system. On SQLite one writer thread takes whatever is waiting as one commit
(group commit): each function in its own savepoint, so that one failing leaves its neighbours alone. On PostgreSQL
every function has a transaction of its own in a small pool of threads.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

try:  # the system's SQLite may carry the WAL-reset bug (3.7.0 to 3.51.2); the wheel bundles a newer one
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # no wheel for this platform
    sqlite_module = sqlite3

P = ParamSpec("P")
T = TypeVar("T")

GROUP_LIMIT = 64  # functions per commit: beyond this the latency of the first outweighs the saved fsync
POOL_THREADS = 8
RETRY_LIMIT = 5


@dataclass(slots=True)
class _Work:
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: "Future[Any]"


def sqlite_version() -> str:
    """Return the version of the SQLite library in use."""
    return str(sqlite_module.sqlite_version)


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine with the settings this product relies on (durable commits, foreign keys, immediate writes)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=POOL_THREADS + 2,
            pool_pre_ping=True,
            connect_args={"options": "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC"},
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    module: ModuleType = sqlite_module
    engine = create_engine(parsed, module=module, connect_args={"check_same_thread": False, "timeout": 5})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may lose acknowledged commits on power loss
            "foreign_keys=ON",
            "busy_timeout=5000",
            *(("query_only=ON",) if read_only else ()),
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class Database:
    """The product's memory. Open with a URL, close when done; both stores behave the same."""

    def __init__(self, url: str) -> None:
        """Prepare threads and engine; nothing is written. Migrations are `storage.migrate`."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = make_engine(url)
        self._listeners: list[Callable[[], None]] = []
        self._pool: ThreadPoolExecutor | None = None
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        if self.is_sqlite:
            self._read_engine = make_engine(url, read_only=True)
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="database-reader")
            self._writer = threading.Thread(target=self._write_loop, name="database-writer", daemon=True)
            self._writer.start()
        else:
            self._read_engine = self.engine
            self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="database")

    async def transact(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function(session, …)` in one durable transaction; return when it is on disk, or raise what it raised."""
        if self._writer is None:
            assert self._pool is not None
            return await asyncio.wrap_future(self._pool.submit(self._one, function, args, kwargs))
        work = _Work(function, args, kwargs, Future())
        self._queue.put(work)
        result: T = await asyncio.wrap_future(work.future)
        return result

    async def read(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function(session, …)` on a consistent snapshot that cannot write."""
        assert self._pool is not None
        return await asyncio.wrap_future(self._pool.submit(self._read, function, args, kwargs))

    def on_work(self, listener: Callable[[], None]) -> None:
        """Call `listener` (from a database thread) after each commit that added or freed work."""
        self._listeners.append(listener)

    def _announce(self, session: Session) -> None:
        if session.info.pop("wake", False):
            for listener in self._listeners:
                listener()

    def close(self) -> None:
        """Finish what is queued and release threads and connections."""
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        self.engine.dispose()
        self._read_engine.dispose()

    def _read(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        with Session(self._read_engine, expire_on_commit=False) as session:
            return function(session, *args, **kwargs)

    def _one(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        for attempt in range(RETRY_LIMIT):
            try:
                with Session(self.engine, expire_on_commit=False) as session:
                    with session.begin():
                        result = function(session, *args, **kwargs)
                    self._announce(session)
                    return result
            except OperationalError as error:
                # Deadlock or serialisation failure: the transaction did nothing, and it is a plain function.
                if attempt == RETRY_LIMIT - 1 or getattr(error.orig, "sqlstate", None) not in ("40001", "40P01"):
                    raise
        raise AssertionError

    def _write_loop(self) -> None:
        while True:
            work = self._queue.get()
            if work is None:
                return
            group = [work]
            stop = False
            while len(group) < GROUP_LIMIT:
                try:
                    extra = self._queue.get_nowait()
                except queue.Empty:
                    break
                if extra is None:
                    stop = True
                    break
                group.append(extra)
            self._commit_group(group)
            if stop:
                return

    def _commit_group(self, group: list[_Work]) -> None:
        done: list[tuple[_Work, Any]] = []
        failed: list[tuple[_Work, BaseException]] = []
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                with session.begin():
                    self._run_group(session, group, done, failed)
                self._announce(session)
        except BaseException as error:
            for work, own in failed:
                _settle(work.future, error=own)
            for work, _result in done:  # the commit itself failed: none of them is on disk
                _settle(work.future, error=error)
            for work in group:  # never started
                _settle(work.future, error=error)
            return
        for work, own in failed:
            _settle(work.future, error=own)
        for work, result in done:
            _settle(work.future, result=result)

    @staticmethod
    def _run_group(
        session: Session, group: list[_Work], done: list[tuple[_Work, Any]], failed: list[tuple[_Work, BaseException]]
    ) -> None:
        alone = len(group) == 1
        for work in group:
            if not work.future.set_running_or_notify_cancel():
                continue
            try:
                with contextlib.nullcontext() if alone else session.begin_nested():
                    result = work.function(session, *work.args, **work.kwargs)
                    session.flush()
            except BaseException as error:
                failed.append((work, error))
                if alone:
                    raise
            else:
                done.append((work, result))
            # Rows of one function are never another's: each sees only what the transaction holds.
            session.expunge_all()


def _settle(future: "Future[Any]", *, result: Any = None, error: BaseException | None = None) -> None:
    if future.done():
        return
    with contextlib.suppress(Exception):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


__all__ = ["DBAPIError", "Database", "make_engine", "sqlite_version"]

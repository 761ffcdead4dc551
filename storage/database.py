"""One transaction is one plain function, run in the database's own thread.

`await database.transact(function, *args)` calls `function(session, *args)`; a plain function cannot await, so no
transaction can span a call to another system. On SQLite one writer thread takes whatever is waiting as one commit
(group commit). If one of them fails, all are run once more, each in its own savepoint, so that it leaves its
neighbours alone; savepoints for every function would cost as much as the functions. On PostgreSQL
every function has a transaction of its own in a small pool of threads.
"""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from storage.engine import POOL_THREADS, is_sqlite, make_engine, snapshots, sqlite_version
from storage.errors import CommitUnknownError, StoreUnavailableError

if TYPE_CHECKING:
    from storage.postgresql import Listener, Transactions

P = ParamSpec("P")
T = TypeVar("T")

GROUP_LIMIT = 64  # functions per commit: beyond this the latency of the first outweighs the saved fsync


@dataclass(slots=True)
class _Work:
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: "Future[Any]"


class Database:
    """The product's memory. Open with a URL, close when done; both stores behave the same."""

    def __init__(self, url: str) -> None:
        """Prepare threads and engine; nothing is written. Migrations are `storage.migrate`."""
        self.url = url
        self.is_sqlite = is_sqlite(url)
        self.engine = make_engine(url)
        self._read_engine = make_engine(url, read_only=True) if self.is_sqlite else snapshots(self.engine)
        self._listeners: list[Callable[[], object]] = []
        self._listener: Listener | None = None
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._transactions: Transactions | None = None
        if self.is_sqlite:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="database-reader")
            self._writer = threading.Thread(target=self._write_loop, name="database-writer", daemon=True)
            self._writer.start()
        else:
            self._transactions = _postgresql().Transactions(self.engine, self._read_engine)
            self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="database")

    async def transact(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function(session, …)` in one durable transaction; return when it is on disk, or raise what it raised.

        The function may be run more than once; only one run is ever kept. On PostgreSQL also StoreUnavailableError.
        """
        if not self.is_sqlite:
            return await asyncio.wrap_future(self._pool.submit(self._one, function, args, kwargs))
        if self._writer is None:
            raise RuntimeError("the database is closed")
        work = _Work(function, args, kwargs, Future())
        self._queue.put(work)
        result: T = await asyncio.wrap_future(work.future)
        return result

    async def read(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function(session, …)` on a consistent snapshot that cannot write."""
        return await asyncio.wrap_future(self._pool.submit(self._read, function, args, kwargs))

    def on_work(self, listener: Callable[[], object]) -> None:
        """Call `listener` (from a database thread) after each commit that added or freed work, in whatever process."""
        self._listeners.append(listener)
        if self._listener is None and not self.is_sqlite:
            heard: Listener = _postgresql().Listener(self.engine, self._announce)
            heard.start()
            self._listener = heard

    def _announce(self) -> None:
        for listener in self._listeners:
            listener()

    def close(self) -> None:
        """Finish what is queued and release threads and connections."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None
        if self._transactions is not None:
            self._transactions.give_up()
        self._pool.shutdown()
        self.engine.dispose()
        self._read_engine.dispose()

    def _read(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        if self._transactions is not None:
            return self._transactions.read(function, args, kwargs)
        with Session(self._read_engine, expire_on_commit=False) as session:
            return function(session, *args, **kwargs)

    def _one(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        assert self._transactions is not None
        result, wake = self._transactions.run(function, args, kwargs)
        if wake:
            self._announce()
        return result

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
        group = [work for work in group if work.future.set_running_or_notify_cancel()]
        if not group:
            return
        try:
            results, wake = self._together(group)
        except BaseException as error:
            if len(group) == 1:
                _settle(group[0].future, error=error)
            else:
                self._each_by_itself(group)
            return
        for work, result in zip(group, results, strict=True):
            _settle(work.future, result=result)
        if wake:
            self._announce()

    def _together(self, group: list[_Work]) -> tuple[list[Any], bool]:
        """Run all as one; if this raises, nothing is kept. Return the results, and whether they left work."""
        results: list[Any] = []
        with Session(self.engine, expire_on_commit=False) as session:
            with session.begin():
                for work in group:
                    results.append(work.function(session, *work.args, **work.kwargs))
                    session.flush()
                    # Rows of one function are never another's: each sees only what the transaction holds.
                    session.expunge_all()
            return results, bool(session.info.pop("wake", False))

    def _each_by_itself(self, group: list[_Work]) -> None:
        done: list[tuple[_Work, Any]] = []
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                with session.begin():
                    for work in group:
                        try:
                            with session.begin_nested():
                                result = work.function(session, *work.args, **work.kwargs)
                                session.flush()
                        except BaseException as error:
                            _settle(work.future, error=error)
                        else:
                            done.append((work, result))
                        session.expunge_all()
                wake = bool(session.info.pop("wake", False))
        except BaseException as error:
            for work in group:  # the commit itself failed: none of them is on disk
                _settle(work.future, error=error)
            return
        for work, result in done:
            _settle(work.future, result=result)
        if wake:
            self._announce()


def _postgresql() -> Any:
    """Return our module for PostgreSQL: its driver costs 9 MiB, which SQLite's users need not pay."""
    return import_module("storage.postgresql")


def _settle(future: "Future[Any]", *, result: Any = None, error: BaseException | None = None) -> None:
    if future.done():
        return
    with contextlib.suppress(Exception):
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)


__all__ = ["CommitUnknownError", "Database", "StoreUnavailableError", "make_engine", "sqlite_version"]

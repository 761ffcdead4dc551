"""Transactions on PostgreSQL that outlive a lost connection, and the channel that wakes other processes.

A transaction whose connection is lost before COMMIT was sent did nothing: it is run again, for as long as PATIENCE.
When the answer to COMMIT is lost, its outcome is found out, never guessed: every writing transaction also counts up
one row that belongs to its thread (`commit_mark`). Whoever lost the answer locks that row (which waits until the old
transaction has ended, whichever way) and reads it. Carried out: its result stands. Not carried out: it is run again.
A transaction id (`pg_xact_status`) would not do: after a crash PostgreSQL may give an id out a second time.
"""

import itertools
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import JSON, Column, Connection, Engine, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from storage.errors import CommitUnknownError, CopyRefusedError, StoreUnavailableError

T = TypeVar("T")
Function = Callable[..., T]
log = logging.getLogger(__name__)

CHANNEL = "seikyu_work"
PATIENCE_SECONDS = 20.0  # a restarting server is back by then
PAUSES = (0.05, 0.1, 0.2, 0.5)
CONFLICT_LIMIT = 10
CONFLICTS = ("40001", "40P01")  # serialisation failure, deadlock: the transaction did nothing
GONE = ("57P01", "57P02", "57P03", "57P05", "25P03", "53300")  # shut down, crashed, starting up, idle, too many
LOCKED = "55P03"  # maybe by our own transaction whose connection was lost: the server has not noticed yet
OLD_MARKS = text("DELETE FROM commit_mark WHERE at < now() - interval '30 days'")
NEW_MARK = text("INSERT INTO commit_mark (owner, number, at) VALUES (:owner, 0, now()) ON CONFLICT DO NOTHING")
# A transaction that wrote nothing has no id yet and gets no mark: it needs no commit on disk either.
MARK = (
    "UPDATE commit_mark SET number = :number, at = now() "
    "WHERE owner = :owner AND pg_current_xact_id_if_assigned() IS NOT NULL RETURNING number"
)
COUNT, COUNT_AND_WAKE = text(MARK), text(f"{MARK}, pg_notify('{CHANNEL}', '')")
READ_MARK = text("SELECT number FROM commit_mark WHERE owner = :owner FOR UPDATE")


class _OutcomeLostError(Exception):
    """COMMIT was sent and its answer was lost."""

    def __init__(self, number: int | None, kept: Any) -> None:
        super().__init__("the answer to COMMIT was lost")
        self.number = number  # of the mark; None: the transaction had written nothing
        self.kept = kept  # what `_once` would have returned


class Transactions:
    """Runs plain functions as transactions; safe to use from many threads."""

    def __init__(self, engine: Engine, reading: Engine) -> None:
        """`reading`: the same database, read-only snapshots."""
        self._engine, self._reading = engine, reading
        self._process = uuid4().hex
        self._numbers = itertools.count(1)
        self._thread = threading.local()
        self._closing = threading.Event()

    def give_up(self) -> None:
        """Wait for a lost server no longer: the process is stopping."""
        self._closing.set()

    def run(self, function: Function[T], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[T, bool]:
        """Run in a transaction until it is on disk. Return the result, and whether it left work for somebody.

        Raises what the function raised, StoreUnavailableError or CommitUnknownError.
        """
        patience = _Patience(self._closing)
        while True:
            try:
                return self._once(function, args, kwargs)
            except _OutcomeLostError as lost:
                if lost.number is not None and self._carried_out(lost.number, patience):
                    kept: tuple[T, bool] = lost.kept
                    return kept
                patience.pause()
            except StaleDataError as error:
                patience.conflict(error)
            except DBAPIError as error:
                patience.after(error)

    def read(self, function: Function[T], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> T:
        """Run on one read-only snapshot."""
        patience = _Patience(self._closing)
        while True:
            try:
                with Session(self._reading, expire_on_commit=False) as session:
                    return function(session, *args, **kwargs)
            except DBAPIError as error:
                patience.after(error)

    def _once(self, function: Function[T], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[T, bool]:
        owner, number = self._owner(), next(self._numbers)
        with self._engine.connect() as connection:
            transaction = connection.begin()
            with Session(connection, expire_on_commit=False) as session:
                result = function(session, *args, **kwargs)
                session.flush()
                wake = bool(session.info.pop("wake", False))
                mark = COUNT_AND_WAKE if wake else COUNT
                marked = connection.execute(mark, {"owner": owner, "number": number}).first() is not None
                session.expunge_all()  # what the function returns keeps its values, however the commit ends
            try:
                transaction.commit()
            except DBAPIError as error:
                if not connection_lost(error):
                    raise  # refused: a definite answer
                raise _OutcomeLostError(number if marked else None, (result, wake)) from error
        return result, wake

    def _owner(self) -> str:
        owner: str | None = getattr(self._thread, "owner", None)
        if owner is None:
            owner = f"{self._process}:{threading.get_ident()}"
            with self._engine.begin() as connection:
                connection.execute(OLD_MARKS)
                connection.execute(NEW_MARK, {"owner": owner})
            self._thread.owner = owner
        return owner

    def _carried_out(self, number: int, patience: "_Patience") -> bool:
        """Return what became of a commit: waits for the old transaction's lock, then reads its mark."""
        while True:
            try:
                with self._engine.begin() as connection:
                    found = connection.execute(READ_MARK, {"owner": self._owner()}).scalar_one()
            except DBAPIError as error:
                try:
                    patience.after(error)
                except (StoreUnavailableError, DBAPIError) as end:
                    raise CommitUnknownError("データベースの応答がなく、書き込みの結果が分かりません") from end
            else:
                log.warning("commit answer lost: found %s", "carried out" if found == number else "not carried out")
                return bool(found == number)


class _Patience:
    """How long one call goes on meeting a database that is away."""

    def __init__(self, closing: threading.Event) -> None:
        self._closing = closing
        self._deadline = time.monotonic() + PATIENCE_SECONDS
        self._pauses = itertools.chain(PAUSES, itertools.repeat(PAUSES[-1]))
        self._conflicts = 0

    def after(self, error: DBAPIError) -> None:
        """Return when it is time to try again; raise the error if that is no use, or the time is up."""
        if getattr(error.orig, "sqlstate", None) in CONFLICTS:
            return self.conflict(error)
        if not connection_lost(error) and getattr(error.orig, "sqlstate", None) != LOCKED:
            raise error
        if time.monotonic() > self._deadline or self._closing.is_set():
            raise StoreUnavailableError("データベースにつながりません") from error
        self.pause()
        return None

    def conflict(self, error: Exception) -> None:
        """Return at once: somebody else was first; raise the error if that happens again and again."""
        self._conflicts += 1
        if self._conflicts >= CONFLICT_LIMIT:
            raise error

    def pause(self) -> None:
        """Wait a little, and a little longer each time."""
        self._closing.wait(next(self._pauses))


def connection_lost(error: DBAPIError) -> bool:
    """Return whether an error means that the server or the way to it is gone, not that it refused the statement."""
    if not isinstance(error.orig, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    state = error.orig.sqlstate
    return state is None or state.startswith("08") or state in GONE


class Listener:
    """Calls back whenever another process says that there is work. The poll of the worker covers what is missed."""

    def __init__(self, engine: Engine, heard: Callable[[], None]) -> None:
        """Nothing is heard before `start`."""
        self._engine, self._heard = engine, heard
        self._stopping = False
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="database-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def wait_until_listening(self, seconds: float) -> bool:
        """Return whether it listens within that time."""
        return self._ready.wait(seconds)

    def stop(self) -> None:
        """Listen no more."""
        self._stopping = True
        with suppress(DBAPIError), self._engine.connect() as connection:  # wakes our own wait
            notify(connection)
            connection.commit()
        self._thread.join(timeout=2)

    def _loop(self) -> None:
        pauses = itertools.chain(PAUSES, itertools.repeat(PAUSES[-1]))
        while not self._stopping:
            with suppress(DBAPIError, psycopg.Error):
                self._listen()
                pauses = itertools.chain(PAUSES, itertools.repeat(PAUSES[-1]))
            if not self._stopping:
                time.sleep(next(pauses))

    def _listen(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            try:
                driver.execute(f"LISTEN {CHANNEL}".encode())
                self._ready.set()
                self._heard()  # something may have been said while nobody listened
                while not self._stopping:
                    if list(driver.notifies(timeout=5.0, stop_after=1)):
                        self._heard()  # once for whatever has come, however much
            finally:
                connection.invalidate()  # a listening connection does not go back to the pool
                self._ready.clear()


def notify(connection: Connection) -> None:
    """Say that there is work, when this transaction commits."""
    connection.execute(text(f"SELECT pg_notify('{CHANNEL}', '')"))


def copy_in(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Copy whole rows into a table, inside the connection's transaction. Raises CopyRefusedError."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    names = SQL(", ").join(Identifier(column.name) for column in table.columns)
    into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), names)
    try:
        with driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([_as_sent(column, row[column.name]) for column in table.columns])
    except psycopg.Error as error:
        raise CopyRefusedError(str(error)) from error


def _as_sent(column: Column[Any], value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(column.type, JSON) and value is not None else value

"""`move-database`: copy a SQLite database to PostgreSQL, verify it row by row, and leave the source as it was.

Afterwards only DATABASE_URL changes. The source is opened read-only while nobody else may use it (the lock of the one
process that SQLite allows); the target must be empty and gets everything in one transaction, so that a copy that breaks
off leaves nothing behind.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, String, Table, func, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError

from storage.engine import is_sqlite, make_engine
from storage.errors import CopyRefusedError
from storage.migrate import require_current, upgrade
from storage.models import metadata

BATCH = 1_000
BAR_WIDTH = 30
Row = Mapping[str, Any]
OWN = ("alembic_version",)
NOT_COPIED = ("commit_mark",)  # belongs to the processes that use the store, not to the company


class MoveError(Exception):
    """The database cannot be moved like this; the message says why and what to do."""


def move_database(source_url: str, target_url: str, *, progress: TextIO = sys.stderr) -> dict[str, int]:
    """Copy and verify. Return how many rows each table has. The caller holds the source's lock.

    Raises MoveError for a target that is not empty, or a copy that does not equal its source (nothing is kept then),
    and storage.migrate.WrongRevisionError for a source of another revision.
    """
    if not is_sqlite(source_url) or is_sqlite(target_url):
        raise MoveError("SQLite から PostgreSQL へ移すコマンドです。DATABASE_URL と --to を確かめてください")
    if not Path(make_url(source_url).database or "").is_file():
        raise MoveError("移す元のデータベースがありません。DATABASE_URL を確かめてください")
    source, target = make_engine(source_url, read_only=True), make_engine(target_url)
    try:
        require_current(source)
        with target.connect() as connection:
            _require_empty(connection)
        upgrade(target)
        with source.connect() as reading, target.begin() as writing:
            _require_empty(writing)
            _take_your_time(writing)
            tables = [table for table in metadata.sorted_tables if table.name not in NOT_COPIED]
            counts = {table.name: _count(reading, table) for table in tables}
            bar = Bar(2 * sum(counts.values()), progress)
            for table in tables:
                _copy(reading, writing, table, bar)
                _set_sequence(writing, table)
            for table in tables:
                _compare(reading, writing, table, bar)
            bar.end()
        return counts
    except (DBAPIError, CopyRefusedError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise MoveError(f"移せませんでした。移す先には何も残していません: {cause}") from error
    finally:
        source.dispose()
        target.dispose()


class Bar:
    """A progress bar: drawn anew at most ten times a second, and only where somebody can see it."""

    def __init__(self, total: int, out: TextIO) -> None:
        """`total`: steps in all."""
        self._total, self._out, self._done, self._drawn = total, out, 0, 0.0
        self._visible = out.isatty()

    def step(self, number: int, what: str) -> None:
        """Count some steps of what is going on."""
        self._done += number
        if self._visible and time.monotonic() - self._drawn > 0.1:
            self._draw(what)

    def end(self) -> None:
        """Draw the full bar."""
        if self._visible:
            self._draw("")
            self._out.write("\n")

    def _draw(self, what: str) -> None:
        self._drawn = time.monotonic()
        share = self._done / self._total if self._total else 1.0
        full = round(share * BAR_WIDTH)
        self._out.write(f"\r[{'#' * full}{'.' * (BAR_WIDTH - full)}] {share:4.0%}  {what:<30}")
        self._out.flush()


def _require_empty(connection: Connection) -> None:
    names = inspect(connection).get_table_names()
    strange = set(names) - {table.name for table in metadata.sorted_tables} - set(OWN)
    filled = [name for name in names if name not in (*OWN, *NOT_COPIED, *strange) and _has_rows(connection, name)]
    if strange or filled:
        shown = "、".join(sorted([*strange, *filled])[:3])
        raise MoveError(f"移す先のデータベースが空ではありません（{shown}）。空のデータベースを用意してください")


def _has_rows(connection: Connection, name: str) -> bool:
    return connection.execute(select(text("1")).select_from(text(f'"{name}"')).limit(1)).first() is not None


def _take_your_time(connection: Connection) -> None:
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _copy(reading: Connection, writing: Connection, table: Table, bar: Bar) -> None:
    what = f"写しています {table.name}"
    _postgresql().copy_in(writing, table, _counted(_rows(reading, table), lambda number: bar.step(number, what)))


def _counted(rows: Iterator[Row], step: Callable[[int], None]) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if number % BATCH == 0:
            step(BATCH)
    step(number % BATCH)


def _postgresql() -> Any:
    return import_module("storage.postgresql")  # its driver takes 9 MiB, and every process imports this module


def _compare(reading: Connection, writing: Connection, table: Table, bar: Bar) -> None:
    pairs = zip_longest(_rows(reading, table), _rows(writing, table))
    for number, (here, there) in enumerate(pairs, start=1):
        if here != there:
            key = {column.name: (here or there or {}).get(column.name) for column in table.primary_key}
            raise MoveError(f"写しが元と一致しません（{table.name} {key}）。移す先には何も残していません")
        if number % BATCH == 0:
            bar.step(BATCH, f"確かめています {table.name}")
    bar.step(_count(reading, table) % BATCH, f"確かめています {table.name}")


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield whole rows in the order of the key, the same on both stores."""
    order = [
        column.collate("C") if isinstance(column.type, String) and connection.dialect.name != "sqlite" else column
        for column in table.primary_key
    ]
    statement = select(table).order_by(*order).execution_options(yield_per=BATCH)
    for row in connection.execute(statement).mappings():
        yield dict(row)


def _set_sequence(connection: Connection, table: Table) -> None:
    """Let new rows be numbered after the copied ones."""
    for column in table.primary_key:
        name = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{table.name}"', "column": column.name}
        ).scalar()
        if name is not None:
            highest = connection.execute(select(func.max(column))).scalar()
            if highest is not None:
                connection.execute(text("SELECT setval(:name, :value)"), {"name": name, "value": highest})

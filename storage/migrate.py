"""Bring a database to this program's revision, or refuse to work on another one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

# Any fixed number: replicas that start together queue for it, and the second finds the work done.
MIGRATION_LOCK = 5_315_011


class WrongRevisionError(Exception):
    """The database is of another revision than the program."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head() -> str:
    """Return the revision this program works with."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def current(engine: Engine) -> str | None:
    """Return the database's revision, None if it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the missing migrations in one transaction; processes that start together do it once."""
    config = _config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Waiting for another replica's migration, or carrying out a long one, is no reason to give up.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Run migrations backwards; for tests and for a release taken back."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def require_current(engine: Engine) -> None:
    """Raise WrongRevisionError with what to do unless the database is of this program's revision."""
    found = current(engine)
    if found == head():
        return
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is None or found in known:
        raise WrongRevisionError("データベースの更新が必要です。`python -m bot migrate` を実行してください")
    raise WrongRevisionError(
        f"このデータベース（{found}）は新しい版の seikyu のものです。プログラムを新しい版に戻してください"
    )

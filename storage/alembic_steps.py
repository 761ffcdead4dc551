"""Alembic itself. Loaded by `storage.migrate` only when there is something to migrate: it costs 9 MiB."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for our migrations on that connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection, revision: str) -> None:
    """Run the missing migrations up to a revision."""
    command.upgrade(config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Run migrations backwards to a revision."""
    command.downgrade(config(connection), revision)

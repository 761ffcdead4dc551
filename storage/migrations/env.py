"""Alembic's entry: the connection is handed in by `storage.migrate`, or made from DATABASE_URL for the developer."""

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString

from storage.engine import make_engine
from storage.models import metadata
from storage.models.base import Moment


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our column types in a migration as plain names, so that old migrations need no old code."""
    if kind == "type" and isinstance(item, Moment):
        autogen.imports.add("from storage.models.base import Moment")
        return "Moment()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and item.__class__.__name__ == "JSON":
        autogen.imports.add("from storage.models.base import Json")
        return "Json"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations on that connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with make_engine(os.environ.get("DATABASE_URL", "sqlite:///var/seikyu.sqlite3")).connect() as own:
        migrate(own)

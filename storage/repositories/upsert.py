"""Insert-or-leave and insert-or-replace, in the one dialect both stores share."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def _insert(session: Session, model: type[SQLModel]) -> Any:
    table = cast("Any", model).__table__
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def insert_once(session: Session, model: type[SQLModel], values: dict[str, Any]) -> bool:
    """Insert a row unless one of its unique keys is taken. Return whether it was inserted."""
    # A row count is not to be had on PostgreSQL where SQLAlchemy asks for the new id by itself.
    statement = _insert(session, model).values(**values).on_conflict_do_nothing().returning(literal_column("1"))
    return session.execute(statement).first() is not None


def put(session: Session, model: type[SQLModel], keys: Sequence[str], values: dict[str, Any]) -> None:
    """Insert a row, or overwrite everything but the keys of the one that is there."""
    statement = _insert(session, model).values(**values)
    changed = {name: statement.excluded[name] for name in values if name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed))

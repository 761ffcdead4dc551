"""Insert-or-leave and insert-or-replace, in the one dialect both stores share.

The statements are built once per table and shape and then run with parameters: building one costs more than running it.
"""

import functools
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel

from storage.models.base import table_of

Row = TypeVar("Row", bound=SQLModel)


def insert_once(session: Session, model: type[SQLModel], values: dict[str, Any]) -> bool:
    """Insert a row unless one of its unique keys is taken. Return whether it was inserted."""
    return session.execute(_insert_once(model, _dialect(session)), values).first() is not None


def insert_each_once(
    session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]], *, key: tuple[str, ...]
) -> set[tuple[Any, ...]]:
    """Insert rows like `insert_once`, in one statement. Return the keys of those that were inserted.

    All rows name the same columns.
    """
    if not rows:
        return set()
    statement = _insert_each_once(model, _dialect(session), key)
    return {tuple(row) for row in session.execute(statement, list(rows))}


def insert_new(session: Session, model: type[Row], values: dict[str, Any]) -> Row | None:
    """Insert a row like `insert_once`; return it as if it had been read back, None if one of its keys is taken.

    `values` must name every column but those the model has a default for.
    """
    if not insert_once(session, model, values):
        return None
    row = model(**values)
    make_transient_to_detached(row)
    session.add(row)
    return row


def put(session: Session, model: type[SQLModel], keys: Sequence[str], values: dict[str, Any]) -> None:
    """Insert a row, or overwrite everything but the keys of the one that is there."""
    session.execute(_put(model, _dialect(session), tuple(keys), tuple(values)), values)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _insert(model: type[SQLModel], dialect: str) -> Any:
    table = table_of(model)
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@functools.cache
def _insert_once(model: type[SQLModel], dialect: str) -> Any:
    # A row count is not to be had on PostgreSQL where SQLAlchemy asks for the new id by itself.
    return _insert(model, dialect).on_conflict_do_nothing().returning(literal_column("1"))


@functools.cache
def _insert_each_once(model: type[SQLModel], dialect: str, key: tuple[str, ...]) -> Any:
    columns = table_of(model).c
    return _insert(model, dialect).on_conflict_do_nothing().returning(*(columns[name] for name in key))


@functools.cache
def _put(model: type[SQLModel], dialect: str, keys: tuple[str, ...], names: tuple[str, ...]) -> Any:
    statement = _insert(model, dialect)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changed)

"""Column types that behave the same on both stores."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, Column, DateTime, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Names of constraints are the same on both stores, so that a migration can name them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime. A naive one is a programming error and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite's column has no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json: Any = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
LongText = Text


def table_of(model: type[SQLModel]) -> Table:
    """Return a model's table. A statement on the table gives plain values: no objects are made, tracked and flushed."""
    return cast("Table", cast("Any", model).__table__)


def row_version() -> "Column[int]":
    """Return a column for `__mapper_args__["version_id_col"]`: the ORM counts a row's changes in it.

    A transaction that writes a row which another has changed since it was read is refused and run again. So what is
    read and then written behaves on PostgreSQL as on SQLite, where one transaction follows the other.
    """
    return Column("row_version", Integer, nullable=False, default=1, server_default="1")

"""Partners (取引先) of the accounting system, and the names people have confirmed for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment


class Partner(SQLModel, table=True):
    """A partner as the accounting system last told it. `key` is `domain.partner_name.partner_key(name)`."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("provider", "external_id"), Index("ix_partner_key", "provider", "key"))

    id: int | None = Field(default=None, primary_key=True)
    provider: str
    external_id: str
    name: str
    key: str
    code: str | None = None
    kana: str | None = None
    long_name: str | None = None
    available: bool = True
    terms: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    departments: list[list[str]] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    updated_on: date | None = None
    detailed_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))  # terms last read
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class PartnerAlias(SQLModel, table=True):
    """A spelling a person confirmed for a partner, with who confirmed it and for which deal."""

    __tablename__ = "partner_alias"
    __table_args__ = (UniqueConstraint("provider", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    provider: str
    key: str
    written: str
    partner_id: str
    confirmed_by: str
    deal_id: str | None = None
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))

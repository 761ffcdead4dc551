"""Bank lines, what they were matched with, and who pays under which name."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment, row_version

LINE_STATES = "'open','matched','booked','set_aside'"
MATCH_STATES = "'proposed','confirmed','rejected','recording','recorded','unknown','booked'"
UNDECIDED: dict[str, Any] = {"sqlite_where": text("state = 'open'"), "postgresql_where": text("state = 'open'")}
_match_version = row_version()


class BankLineRow(SQLModel, table=True):
    """Money that came in, from the accounting system's feed or from a bank's file. Unique: each counts once."""

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint(f"state IN ({LINE_STATES})", name="state"),
        Index("ix_bank_line_open", "day", "id", **UNDECIDED),
        Index("ix_bank_line_source_day", "source", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str  # feed:<accounting system> | file
    external_id: str  # the feed's id, or `domain.bank_file.FileLine.identity`
    account: str  # the feed's wallet id, or the account the file names ("" if it names none)
    day: date
    amount: int = Field(sa_type=BigInteger)
    unbooked: int = Field(sa_type=BigInteger)  # yen for which the books have no entry yet, as the feed says
    payer: str = Field(sa_column=Column(Text, nullable=False))
    state: str  # open: nobody decided; matched: a person did; booked: done in the books; set_aside: not our business
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class PaymentMatch(SQLModel, table=True):
    """What one bank line is proposed, and later said, to pay. One per line; `version` grows with every change."""

    __tablename__ = "payment_match"
    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": _match_version}
    __table_args__ = (
        UniqueConstraint("line_id"),
        CheckConstraint(f"state IN ({MATCH_STATES})", name="state"),
        Index("ix_payment_match_state", "state"),
    )

    id: str = Field(primary_key=True)
    line_id: int = Field(foreign_key="bank_line.id")
    provider: str
    state: str
    version: int = 1
    certain: bool = False
    doubt: str = ""
    suggestions: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))  # best first
    chosen: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))  # what a person said
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    # Payments asked to be booked, written ahead of the call: entry, amount, day, ids of payments that stood before.
    recording: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    row_version: int = Field(default=1, sa_column=_match_version)


class PayerAlias(SQLModel, table=True):
    """Somebody who paid for a partner, as a person confirmed. A payer may stand for several partners."""

    __tablename__ = "payer_alias"
    __table_args__ = (UniqueConstraint("provider", "key", "partner_id"),)

    id: int | None = Field(default=None, primary_key=True)
    provider: str
    key: str  # `domain.reconciliation.PayerName.whole()`
    written: str = Field(sa_column=Column(Text, nullable=False))
    partner_id: str
    confirmed_by: str
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))

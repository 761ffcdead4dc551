"""Requests to create an invoice, and invoices as the accounting system last told them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment, row_version

STATES = "'approved','sending','created','verified','refused','unknown','human','cancelled'"


_intent_version = row_version()


class Intent(SQLModel, table=True):
    """The frozen request to create one invoice, and what became of it. One per deal and revision, for ever."""

    __tablename__ = "invoice_intent"
    __table_args__ = (
        UniqueConstraint("deal_id", "revision"),
        UniqueConstraint("token"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        Index("ix_invoice_intent_state", "state"),
    )

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": _intent_version}

    id: str = Field(primary_key=True)
    row_version: int = Field(default=1, sa_column=_intent_version)
    deal_id: str = Field(foreign_key="deal.id")
    revision: int
    provider: str
    token: str
    state: str
    draft: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    frozen: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    frozen_sha256: str | None = None
    attempts: int = 0  # times the request may have left this machine
    lookups: int = 0
    epoch: int = 0  # grows with every write-ahead: what a late worker learnt of an earlier one changes nothing
    posted_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    external_id: str | None = None
    number: str | None = None
    flags: str = Field(default="", sa_column=Column(Text, nullable=False))  # differences to the draft, Japanese
    error: str = Field(default="", sa_column=Column(Text, nullable=False))
    decided_by: str | None = None
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Invoice(SQLModel, table=True):
    """An invoice in the accounting system, ours or not, as last read."""

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("provider", "external_id"),
        Index("ix_invoice_open_due", "provider", "open", "due_date"),
        Index("ix_invoice_partner_total", "provider", "partner_id", "total"),
        Index("ix_invoice_number", "number"),
        Index("ix_invoice_deal_id", "deal_id"),
        Index("ix_invoice_entry_id", "provider", "entry_id"),
        # A few thousand rows of what may be millions: lists and reminders cost the same after ten years.
        Index(
            "ix_invoice_still_open",
            "due_date",
            "id",
            sqlite_where=text("open IS 1"),
            postgresql_where=text("open IS true"),
        ),
        Index("ix_invoice_paid_seen_at", "provider", "paid_seen_at"),
        Index("ix_invoice_partner_paid", "provider", "partner_id", "paid_seen_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    provider: str
    external_id: str
    number: str
    partner_id: str
    partner_name: str
    subject: str = ""
    billing_date: date
    due_date: date | None = None
    total: int = Field(sa_type=BigInteger)
    subtotal: int = Field(sa_type=BigInteger)
    tax: int = Field(sa_type=BigInteger)
    withheld: int = Field(default=0, sa_type=BigInteger)
    payment_status: str
    sent: bool = False
    cancelled: bool = False
    booked: bool = True
    entry_id: str | None = None
    residual: int | None = Field(default=None, sa_type=BigInteger)  # yen still due as the entry says; None: not read
    open: bool  # unpaid and not cancelled: what /unpaid and reminders look at
    url: str = ""
    token: str | None = Field(default=None, index=True)
    deal_id: str | None = None
    owner: str | None = None
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    paid_seen_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))

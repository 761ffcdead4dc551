"""Order reports, the deals read from them, and the evidence of everything done to them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment, row_version

STATUSES = "'proposed','confirmed','invoiced','awaiting_payment','paid','rejected','cancelled','superseded'"


_report_version = row_version()


class OrderReport(SQLModel, table=True):
    """A message a salesperson posted, as it reads now. Unique by where it stands in Slack."""

    __tablename__ = "order_report"
    __table_args__ = (UniqueConstraint("team_id", "channel", "ts"),)

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": _report_version}

    id: str = Field(primary_key=True)
    row_version: int = Field(default=1, sa_column=_report_version)
    team_id: str
    channel: str
    ts: str
    author: str  # Slack user id, or the bot id of a workflow
    text: str = Field(sa_column=Column(Text, nullable=False))
    posted_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    edited_ts: str = ""
    deleted: bool = False
    source: str = "message"  # message | form | shortcut


_deal_version = row_version()


class Deal(SQLModel, table=True):
    """What was sold. `content` is `domain.order.DealContent`; the columns beside it are for lists."""

    __tablename__ = "deal"
    __table_args__ = (
        UniqueConstraint("report_id", "position", "revision"),
        CheckConstraint(f"status IN ({STATUSES})", name="status"),
        Index("ix_deal_status", "status"),
        Index("ix_deal_partner_total", "partner_id", "total"),
    )

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": _deal_version}

    id: str = Field(primary_key=True)
    row_version: int = Field(default=1, sa_column=_deal_version)
    report_id: str = Field(foreign_key="order_report.id")
    team_id: str
    channel: str
    message_ts: str
    position: int  # 0 for the first order of a message
    revision: int = 0  # a correction after a cancelled invoice is a new revision
    version: int = 1  # grows with every change: what a button was drawn for
    status: str
    content: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    content_sha256: str
    partner_id: str | None = None
    partner_label: str | None = None
    total: int | None = Field(default=None, sa_type=BigInteger)  # yen: an order may pass 2**31
    order_date: date | None = None
    owner: str | None = None
    reporter: str
    edited_by: str | None = None
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    closed_by: str | None = None
    closed_reason: str | None = None
    closed_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    notice: str | None = None  # what people must know: a later edit, a duplicate, a flag
    duplicate_ok: bool = False  # a person said: not a duplicate
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Evidence(SQLModel, table=True):
    """Append-only, hash-chained: who did what to which deal, and what the other systems answered."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_deal_id", "deal_id"),)

    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor: str
    deal_id: str | None = None
    kind: str
    detail: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    hash: str

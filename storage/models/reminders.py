"""Reminders, what people said about them, and what the forecast said: so that it can be held against what came."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Moment

STATES = "'planned','told','closed','skipped'"
KINDS = "'promise','promise_taken_back','checking','dispute','dispute_settled','contacted'"


class Reminder(SQLModel, table=True):
    """One level of one invoice. Unique for ever: whatever runs twice, it is told once or skipped for good."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("invoice_id", "level"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        Index("ix_reminder_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    level: str  # a level of the policy, or promise:<id of the note>
    state: str
    due_date: date  # as it was then
    residual: int = Field(sa_type=BigInteger)  # yen owed then
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ReminderNotice(SQLModel, table=True):
    """Whom a reminder is told, and in which message: one message may tell of several."""

    __tablename__ = "reminder_notice"
    __table_args__ = (Index("ix_reminder_notice_post", "post"),)

    reminder_id: int = Field(foreign_key="reminder.id", primary_key=True)
    recipient: str = Field(primary_key=True)  # a Slack user id or channel id
    post: str  # key of the message in slack_post
    told_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    problem: str | None = None  # why this recipient could not be told


class ReminderNote(SQLModel, table=True):
    """What a person said of an invoice: append-only, the newest counts."""

    __tablename__ = "reminder_note"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
        Index("ix_reminder_note_invoice_id", "invoice_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    kind: str
    day: date | None = None  # promised, or checked until
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    said_by: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class CollectionState(SQLModel, table=True):
    """Where an invoice stands with its collection: what the notes add up to, one row per invoice that has any."""

    __tablename__ = "collection_state"

    invoice_id: int = Field(primary_key=True, foreign_key="invoice.id")
    promise_id: int | None = None  # the note that promised
    promised_day: date | None = None
    checking_until: date | None = None
    disputed: bool = False
    said_by: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class CashForecast(SQLModel, table=True):
    """What was expected of a week on a day: yen by source, and what due dates alone said."""

    __tablename__ = "cash_forecast"

    provider: str = Field(primary_key=True)
    made_on: date = Field(primary_key=True)
    week: date = Field(primary_key=True)  # its Monday
    due: int = Field(sa_type=BigInteger)
    promised: int = Field(sa_type=BigInteger)
    ordered: int = Field(sa_type=BigInteger)
    nominal: int = Field(sa_type=BigInteger)

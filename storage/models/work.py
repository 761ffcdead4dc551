"""Durable work, the clock's cursors, budgets and small facts learnt on the way."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment

OPEN = text("finished_at IS NULL")
FINISHED = text("finished_at IS NOT NULL")


class Job(SQLModel, table=True):
    """One durable piece of work. Unique by (kind, key): asking twice is asking once."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        CheckConstraint("state IN ('ready','running','done','dead')", name="state"),
        # Only unfinished rows: leasing stays as fast after a million jobs as after ten.
        Index("ix_job_due", "run_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_job_lane", "lane", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        # Only finished ones: SQLite would take it to find the unfinished, and sort all that wait.
        Index("ix_job_finished_at", "finished_at", sqlite_where=FINISHED, postgresql_where=FINISHED),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    lane: str | None = None  # jobs of one lane run one after another, in order of id
    payload: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    state: str = "ready"
    run_at: datetime = Field(sa_column=Column(Moment, nullable=False))  # while running: when the lease ends
    owner: str | None = None
    epoch: int = 0
    attempts: int = 0  # failures so far; waiting for a turn does not count
    error_kind: str | None = None
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))


class ScheduleCursor(SQLModel, table=True):
    """How far a schedule has been turned into jobs."""

    __tablename__ = "schedule_cursor"

    name: str = Field(primary_key=True)
    last_slot: datetime = Field(sa_column=Column(Moment, nullable=False))


class ApiCall(SQLModel, table=True):
    """One call to a system with a budget: the exact count per window, and the figures per kind of call."""

    __tablename__ = "api_call"
    __table_args__ = (Index("ix_api_call_scope_at", "scope", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    scope: str  # system and company
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    kind: str
    purpose: str


class BudgetState(SQLModel, table=True):
    """What the other side's answers say of the budget; one row per scope and window."""

    __tablename__ = "budget_state"

    scope: str = Field(primary_key=True)
    window: str = Field(primary_key=True)  # minute | hour | day | blocked
    remaining: int | None = None
    observed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    resets_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))


class Pace(SQLModel, table=True):
    """When the next message may go to a channel: Slack takes one a second and channel."""

    __tablename__ = "pace"

    key: str = Field(primary_key=True)
    free_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Learned(SQLModel, table=True):
    """A fact learnt from another system: numbering mode, team, bot user, default template, cursors."""

    __tablename__ = "learned"

    name: str = Field(primary_key=True)
    value: str = Field(sa_column=Column(Text, nullable=False))
    learned_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class CommitMark(SQLModel, table=True):
    """PostgreSQL only: counts up with every writing transaction of one thread, so that a lost answer can be found."""

    __tablename__ = "commit_mark"

    owner: str = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))

"""What Slack told us, and what we told Slack."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment


class SlackEvent(SQLModel, table=True):
    """Inbox: one row per event Slack delivered, whatever it redelivers."""

    __tablename__ = "slack_event"
    __table_args__ = (UniqueConstraint("team_id", "event_id"), Index("ix_slack_event_about", "about"))

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    event_id: str
    kind: str
    about: str | None = None  # which state of which message: what the catch-up need not bring again
    body: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    received_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SlackPost(SQLModel, table=True):
    """Outbox: one row per message of ours, so that a lost answer never becomes a second message."""

    __tablename__ = "slack_post"
    __table_args__ = (UniqueConstraint("key"), Index("ix_slack_post_channel_ts", "channel", "ts"))

    id: str = Field(primary_key=True)
    key: str  # what this message is, e.g. card:<deal id>
    channel: str
    thread_ts: str | None = None
    ts: str | None = None  # set when Slack's answer is known
    attempted: bool = False  # written ahead of the call: look before posting again
    content_hash: str = ""  # of what stands there, to leave unchanged messages alone
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))

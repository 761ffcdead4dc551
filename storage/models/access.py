"""Connections to other systems and who may approve."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from storage.models.base import Json, Moment


class OAuthToken(SQLModel, table=True):
    """A token pair, encrypted. One row per provider and company; `version` grows with every refresh."""

    __tablename__ = "oauth_token"

    provider: str = Field(primary_key=True)
    company_id: str = Field(primary_key=True)
    version: int
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # Fernet over company, access and refresh
    previous: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))  # for forensics
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    issued_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    refreshing_since: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    refreshing_version: int | None = None
    problem: str | None = None  # why a person must reconnect


class ApproverGroup(SQLModel, table=True):
    """Members of a Slack user group, as last read. Too old means: nobody may approve by it."""

    __tablename__ = "approver_group"

    group_id: str = Field(primary_key=True)
    members: list[str] = Field(sa_column=Column(Json, nullable=False))
    refreshed_at: datetime = Field(sa_column=Column(Moment, nullable=False))

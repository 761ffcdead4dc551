"""What use cases work with. Built once by `bot.bootstrap`, handed to every use case; there are no globals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from bot.clock import Clock
from bot.partner_directory import PartnerDirectory
from bot.policy import Policy
from bot.texts import Texts
from integrations.accounting.base import AccountingSystem, CallBudget
from integrations.accounting.books import Books
from integrations.errors import AuthorisationError
from storage.database import Database

Blocks = list[dict[str, Any]]
Last = Callable[[Session], None]
"""A job's last transaction: it counts together with the end of the job, or not at all."""


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in Slack: the text that notifications read, and the blocks people see."""

    text: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to share; `alt_text` is what somebody hears who cannot see a picture."""

    name: str
    title: str
    content: bytes
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Messages as they stand now, of a channel newest first; `cursor` leads to the next page, empty at the end."""

    messages: Sequence[dict[str, Any]]
    cursor: str = ""


class Chat(Protocol):
    """Slack, as far as use cases need it. Raises `integrations.errors.*`."""

    async def post(self, *, channel: str, message: Message, thread_ts: str | None, post_id: str) -> str:
        """Post once and return the ts; `post_id` travels in the metadata."""
        ...

    async def find_post(self, *, channel: str, thread_ts: str | None, post_id: str, since: datetime) -> str | None:
        """Return the ts of the message that carries `post_id`, None if it is not there."""
        ...

    async def update(self, *, channel: str, ts: str, message: Message) -> None:
        """Replace a message of ours."""
        ...

    async def permalink(self, *, channel: str, ts: str) -> str:
        """Return the address of a message."""
        ...

    async def ephemeral(self, *, channel: str, user: str, message: Message, thread_ts: str | None = None) -> None:
        """Say something to one person."""
        ...

    async def respond(self, *, response_url: str, message: Message, replace: bool) -> None:
        """Answer an interaction through its response_url."""
        ...

    async def download(self, url: str, *, limit: int) -> bytes:
        """Return a file somebody shared; DataError if it is longer than `limit` bytes or not Slack's."""
        ...

    async def publish_home(self, *, user: str, view: dict[str, Any]) -> None:
        """Show somebody's App Home."""
        ...

    async def open_dm(self, user: str) -> str:
        """Return the channel of our direct messages with a person."""
        ...

    async def upload(self, *, channel: str, files: Sequence[Upload], thread_ts: str | None, words: str) -> None:
        """Share files in one message; `words` stand above them."""
        ...

    async def find_file(self, *, channel: str, thread_ts: str | None, name: str, since: datetime) -> str | None:
        """Return the ts of our message that shares a file of that name, None if it is not there."""
        ...

    async def group_members(self, group_id: str) -> Sequence[str]:
        """Return the members of a user group."""
        ...

    async def user_locale(self, user: str) -> str:
        """Return a person's locale, e.g. "ja-JP"."""
        ...

    async def history(self, *, channel: str, oldest: str, latest: str, cursor: str, limit: int) -> HistoryPage:
        """Return one page of what stands in a channel between two ts (both belong to it), without replies."""
        ...

    async def replies(self, *, channel: str, ts: str, oldest: str, cursor: str, limit: int) -> HistoryPage:
        """Return one page of a thread from a ts on, oldest first; nothing of a thread that is gone."""
        ...

    async def identity(self) -> tuple[str, str]:
        """Return (team id, our bot user id)."""
        ...


class Mail(Protocol):
    """E-mail, for what must not be missed. Raises `integrations.errors.*`."""

    async def send(self, *, to: Sequence[str], subject: str, body: str, message_id: str, at: datetime) -> None:
        """Hand one message in for all of `to`; the same `message_id` again is the same message."""
        ...


@dataclass(frozen=True, slots=True)
class Tuning:
    """Figures that tests scale and companies may set."""

    settle_seconds: float = 900
    lookup_seconds: tuple[float, ...] = (5, 30, 120, 600)
    guard_seconds: float = 5
    retry_seconds: tuple[float, ...] = (5, 15, 60, 180, 600)  # after the first, second, … failure that may heal
    lease_seconds: float = 120
    slack_seconds_per_message: float = 1.0
    look_share_seconds: float = 30  # how long an approved order may wait for others to share a look-up; 0: never
    calls_per_minute: int = 30

    @property
    def invoices_per_minute(self) -> int:
        """Return how many invoices a minute are made at most: a fifth of the calls is kept for look-ups and people."""
        return max(1, self.calls_per_minute * 4 // 5)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a use case may need."""

    database: Database
    accounting: AccountingSystem
    budget: CallBudget
    chat: Chat
    directory: PartnerDirectory
    policy: Policy
    clock: Clock
    texts: Texts
    tuning: Tuning
    token_key: str
    reconnect_url: str = ""
    books: Books | None = None  # the accounting side, where the connection reaches it
    former: AccountingSystem | None = None
    """What the company used before: only read, until the last invoice there is paid."""
    mail: Mail | None = None  # None: no server is set
    sent: dict[str, float] = field(default_factory=dict)
    """Intent id -> `clock.elapsed()` when this process wrote ahead that it is sent, while the outcome is open."""

    @property
    def systems(self) -> tuple[AccountingSystem, ...]:
        """Return the system we make invoices in, then the former one."""
        return (self.accounting,) if self.former is None else (self.accounting, self.former)

    def system_of(self, provider: str) -> AccountingSystem:
        """Return the connected system of that name; AuthorisationError if it is not connected any more."""
        for system in self.systems:
            if system.name == provider:
                return system
        raise AuthorisationError(f"以前の会計システム（{provider}）に接続していません", system=provider)

"""What the workspace remembers: people, channels, messages, views, files; and the log that tests read."""

import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

from sandbox.clock import Clock

Json = dict[str, Any]
K = TypeVar("K")
V = TypeVar("V")


class NotThereError(LookupError):
    """A person tried to use something that is not on their screen."""


@dataclass
class User:
    id: str
    name: str
    real_name: str
    email: str = ""
    locale: str = "ja-JP"
    tz: str = "Asia/Tokyo"
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    team_id: str = ""
    """Another workspace's id for a guest over Slack Connect."""


@dataclass
class Channel:
    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    created: int = 0
    topic: str = ""


@dataclass
class Usergroup:
    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)


@dataclass
class Message:
    """One message. `user` is empty for a workflow bot's; `only_for` names the reader of an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    edited_by: str | None = None
    edited_ts: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    inputs: dict[str, Json] = field(default_factory=dict)
    """user id -> state.values of the message's selects and inputs, as that person set them."""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class File:
    id: str
    name: str
    mimetype: str
    user: str
    content: bytes = b""
    title: str = ""
    created: int = 0
    size: int = 0
    channels: list[str] = field(default_factory=list)
    complete: bool = False


@dataclass
class View:
    """A modal on a person's screen, or their App Home. `body` is what the app sent, ids filled in."""

    id: str
    type: Literal["modal", "home"]
    user: str
    body: Json
    hash: str
    values: Json = field(default_factory=dict)
    external_id: str = ""
    root_view_id: str = ""
    previous_view_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    """A complaint Slack itself shows in the modal: no answer in time, or one it could not use."""
    channel: str = ""
    """Where the person was, for response_urls."""


@dataclass
class Trigger:
    id: str
    user: str
    expires: float
    view_id: str | None = None
    channel: str = ""
    exchanged: bool = False


@dataclass
class ResponseUrl:
    token: str
    kind: Literal["actions", "commands"]
    user: str
    channel: str
    expires: float
    message_ts: str | None = None
    uses: int = 0


@dataclass
class ApiCall:
    """One call of the Web API, for the contract check; `answer` is the JSON sent back."""

    method: str
    arguments: Json
    at: datetime
    http_status: int = 200
    answer: Json = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return bool(self.answer.get("ok"))


@dataclass
class Delivery:
    """One attempt to hand something to the app."""

    kind: Literal["events_api", "interactive", "slash_commands", "options"]
    payload: Json
    at: datetime
    retry: int = 0
    retry_reason: str | None = None
    transport: Literal["http", "socket"] = "http"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    """The HTTP status, or 200 for a Socket Mode acknowledgement; None when there was no answer."""
    answer: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    """Slack's word for what went wrong: http_timeout, connection_failed, http_error, too_many_redirects; or
    no_request_url while nobody has said where the app is."""
    seconds: float = 0.0
    """Real seconds until the answer."""

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))


@dataclass
class Response:
    """What the app sent back other than by the Web API: the body of an ack, or a POST to a response_url."""

    kind: Literal["ack", "response_url"]
    source: str
    """What it answers: "view_submission", "block_actions", "/unpaid", …"""
    body: Json
    at: datetime
    refused: str | None = None


@dataclass
class Complaint:
    """What a person sees when the app failed them."""

    user: str
    where: str
    text: str
    at: datetime


class State:
    """The workspace's memory. Every change calls `changed`, which wakes whoever watches."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.version = 0
        self.watchers: list[Callable[[], None]] = []
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: dict[str, Usergroup] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self._rooms: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], dict[str, Message]] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, str] = {}
        self.stacks: dict[str, list[str]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.read_until: dict[str, dict[str, str]] = {}
        self.calls: list[ApiCall] = []
        self.deliveries: list[Delivery] = []
        self.responses: list[Response] = []
        self.warnings: list[Complaint] = []
        self._numbers = itertools.count(1)
        self._last_micros = 0

    def changed(self) -> None:
        self.version += 1
        for watcher in self.watchers:
            watcher()

    def new_id(self, prefix: str) -> str:
        """A fresh id such as C00000000A: unique in the workspace and the same in every run."""
        number, digits = next(self._numbers), ""
        while number:
            number, rest = divmod(number, 36)
            digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
        return prefix + digits.rjust(10, "0")

    def new_ts(self) -> str:
        """A message timestamp: seconds with six digits, later than every one before."""
        micros = round(self.clock.timestamp() * 1_000_000)
        self._last_micros = max(micros, self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def used_counters(self) -> tuple[int, int]:
        """(ids given, last timestamp), so that a restart goes on after them."""
        number = next(self._numbers)
        self._numbers = itertools.count(number)
        return number, self._last_micros

    def resume(self, number: int, micros: int) -> None:
        self._numbers, self._last_micros = itertools.count(number), micros

    def user(self, user: str) -> User:
        return _found(self.users, user, "user")

    def channel(self, channel: str) -> Channel:
        """By id or by name, with or without "#"."""
        for row in self.channels.values():
            if not row.is_im and row.name == channel.removeprefix("#"):
                return row
        return _found(self.channels, channel, "channel")

    def message(self, channel: str, ts: str) -> Message:
        return _found(self.messages, (self.channel(channel).id, ts), "message")

    def view(self, view_id: str) -> View:
        return _found(self.views, view_id, "view")

    def in_channel(self, channel: str) -> Iterator[Message]:
        """Everything that stands in the channel for all to see, replies too, oldest first."""
        return (row for row in self._rooms.get(channel, {}).values() if row.only_for is None)

    def seen_by(self, user: str, channel: str) -> list[Message]:
        """The same with what only this person sees."""
        return [row for row in self._rooms.get(channel, {}).values() if row.only_for in (None, user)]

    def replies(self, channel: str, ts: str) -> list[Message]:
        return [row for row in self._threads.get((channel, ts), {}).values() if row.only_for is None]

    def add(self, row: Message) -> None:
        """Put a message where it belongs. Timestamps only grow, so every index is in order."""
        self.messages[row.channel, row.ts] = row
        self._rooms.setdefault(row.channel, {})[row.ts] = row
        if row.thread_ts is not None and row.is_reply:
            self._threads.setdefault((row.channel, row.thread_ts), {})[row.ts] = row
        self.changed()

    def remove(self, row: Message) -> None:
        del self.messages[row.channel, row.ts]
        del self._rooms[row.channel][row.ts]
        self._threads.get((row.channel, row.thread_ts or ""), {}).pop(row.ts, None)
        self.changed()

    def direct_message(self, user: str, bot_user: str) -> Channel:
        """The DM between a person and the app; made when first needed."""
        for row in self.channels.values():
            if row.is_im and user in row.members and bot_user in row.members:
                return row
        row = Channel(self.new_id("D"), "", [user, bot_user], is_im=True, created=int(self.clock.timestamp()))
        self.channels[row.id] = row
        return row

    def warn(self, user: str, where: str, text: str) -> None:
        self.warnings.append(Complaint(user, where, text, self.clock.now()))
        self.changed()


def secret_hex(length: int) -> str:
    return secrets.token_hex((length + 1) // 2)[:length]


def _found(rows: dict[K, V], key: K, what: str) -> V:
    try:
        return rows[key]
    except KeyError:
        raise NotThereError(f"no such {what}: {key}") from None

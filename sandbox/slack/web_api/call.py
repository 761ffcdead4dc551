"""One call of the Web API: its caller, its arguments however they were sent, and the rules of a method."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.slack.core import ApiError, Core
from sandbox.slack.state import Channel, Json, NotThereError, User


@dataclass
class Call:
    """The arguments of one call. Accessors raise ApiError in Slack's words."""

    core: Core
    method: str
    arguments: Json

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.arguments.get(name)
        if value in (None, ""):
            if required:
                raise ApiError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.arguments.get(name, default)
        return value in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int, most: int) -> int:
        value = self.arguments.get(name) or default
        try:
            number = int(value)
        except (TypeError, ValueError):
            raise ApiError("invalid_limit") from None
        if not 1 <= number <= most:
            raise ApiError("invalid_limit")
        return number

    def structure(self, name: str) -> Any:
        """A list or an object, sent as such or as a JSON string; None when it is not there."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise ApiError(code, [f"[ERROR] {name} is not JSON"]) from None

    def channel(self, name: str = "channel", *, by_name: bool = False) -> Channel:
        """The channel an argument means; private ones the app is not in do not exist for it."""
        wanted = self.text(name, required=True)
        try:
            row = self.core.state.channel(wanted)
        except NotThereError:
            raise ApiError("channel_not_found") from None
        if row.id != wanted and not by_name:
            raise ApiError("channel_not_found")
        hidden = row.is_private or row.is_im
        if hidden and self.core.settings.bot_user_id not in row.members:
            raise ApiError("channel_not_found")
        return row

    def user(self, name: str = "user") -> User:
        try:
            return self.core.state.user(self.text(name, required=True))
        except NotThereError:
            raise ApiError("user_not_found") from None

    def needs(self, *scopes: str) -> None:
        """At least one of the scopes."""
        held = self.core.settings.bot_scopes
        if scopes and not held.intersection(scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(held)))


Handler = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    handler: Handler
    tier: int | None = None
    """None: not limited as such (chat.postMessage has its own limit, auth.test "hundreds")."""
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "any", "none"] = "bot"


Table = Mapping[str, Method]


def paged(call: Call, rows: list[Any], default: int, most: int = 1000) -> tuple[list[Any], str]:
    """(one page, next cursor or "") of a list; the cursor is opaque to the app, and here the position."""
    limit = call.number("limit", default, most)
    cursor = call.text("cursor")
    start = 0
    if cursor:
        try:
            start = int(cursor.removeprefix("bmV4dDo").removesuffix("="), 16)
        except ValueError:
            raise ApiError("invalid_cursor") from None
    after = start + limit
    return rows[start:after], f"bmV4dDo{after:x}=" if after < len(rows) else ""

"""The parts every module of the stand-in works with, and the error it answers the app with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.slack.courier import Courier
from sandbox.slack.limits import Limits
from sandbox.slack.settings import SlackSettings
from sandbox.slack.socket_mode import SocketHub
from sandbox.slack.state import State


class ApiError(Exception):
    """A refusal of the Web API: `{"ok": false, "error": code}`, with Slack's hints in response_metadata."""

    def __init__(
        self, code: str, messages: Sequence[str] = (), *, retry_after: int | None = None, **fields: str
    ) -> None:
        super().__init__(code)
        self.code, self.messages, self.retry_after, self.fields = code, list(messages), retry_after, fields


@dataclass
class Core:
    settings: SlackSettings
    clock: Clock
    state: State
    courier: Courier
    limits: Limits
    sockets: SocketHub
    base_url: Callable[[], str]

"""What a person has before their eyes: only that can be pressed, edited or answered."""

from sandbox.slack.core import Core
from sandbox.slack.state import Channel, Message, NotThereError, View


class Screen:
    def __init__(self, core: Core) -> None:
        self._core = core

    def _joined(self, user: str, channel: str) -> Channel:
        """The channel, if the person is in it. The app's own user id means the DM with the app."""
        self._core.state.user(user)
        if channel == self._core.settings.bot_user_id:
            return self._core.state.direct_message(user, channel)
        where = self._core.state.channel(channel)
        if user not in where.members:
            raise NotThereError(f"{user} is not a member of {channel}")
        return where

    def _seen(self, user: str, channel: str, ts: str) -> Message:
        message = self._core.state.message(self._joined(user, channel).id, ts)
        if message.only_for not in (None, user):
            raise NotThereError(f"only {message.only_for} sees this message")
        return message

    def _own(self, user: str, channel: str, ts: str) -> Message:
        message = self._seen(user, channel, ts)
        if message.user != user:
            raise NotThereError("a person may change only their own messages")
        return message

    def _on_screen(self, user: str, view_id: str) -> View:
        row = self._core.state.view(view_id)
        if row.user != user:
            raise NotThereError(f"{view_id} is on another person's screen")
        return row

    def _thread(self, channel: str, thread_ts: str | None) -> str | None:
        if thread_ts is None:
            return None
        parent = self._core.state.message(channel, thread_ts)
        return parent.thread_ts or parent.ts

    def _offered(self, callback_id: str, kind: str) -> None:
        if callback_id not in [row.callback_id for row in self._core.settings.shortcuts if row.type == kind]:
            raise NotThereError(f"no {kind} shortcut {callback_id!r}")

"""People write: messages, replies, files, edits, reactions."""

from sandbox.slack import posting
from sandbox.slack.composer import typed
from sandbox.slack.screen import Screen
from sandbox.slack.state import Channel, File, Json, Message

_MIME = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Writing(Screen):
    async def post_message(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, *, broadcast: bool = False
    ) -> str:
        """Write a message; returns its ts. The text is what the person types: see composer.typed."""
        message = posting.by_person(self._core, user, self._joined(user, channel).id, typed(text))
        message.thread_ts = self._thread(message.channel, thread_ts)
        message.subtype = "thread_broadcast" if broadcast and thread_ts else None
        await posting.post(self._core, message)
        return message.ts

    async def post_as_bot(
        self,
        channel: str,
        text: str,
        *,
        username: str = "受注フォーム",
        bot_id: str = "B0WORKFLOW",
        thread_ts: str | None = None,
        blocks: list[Json] | None = None,
    ) -> str:
        """A message of another bot, such as Workflow Builder's: subtype bot_message, no user. Returns its ts."""
        where = self._core.state.channel(channel)
        message = Message(where.id, self._core.state.new_ts(), "", text, blocks or [], subtype="bot_message")
        message.bot_id, message.username = bot_id, username
        message.thread_ts = self._thread(where.id, thread_ts)
        await posting.post(self._core, message)
        return message.ts

    async def share_file(
        self, user: str, channel: str, name: str, content: bytes, text: str = "", thread_ts: str | None = None
    ) -> str:
        """Upload a file with a message; the app gets file_shared and file_share. Returns the message's ts."""
        where = self._joined(user, channel)
        row = self._new_file(user, name, content, where)
        message = posting.by_person(self._core, user, where.id, typed(text))
        message.subtype, message.files = "file_share", [row.id]
        message.thread_ts = self._thread(where.id, thread_ts)
        event: Json = {"type": "file_shared", "channel_id": where.id, "file_id": row.id, "user_id": user}
        posting.tell(self._core, {**event, "file": {"id": row.id}, "event_ts": message.ts})
        await posting.post(self._core, message)
        return message.ts

    async def edit_message(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change one's own message."""
        message = self._own(user, channel, ts)
        words = typed(text)
        fresh = posting.by_person(self._core, user, message.channel, words)
        await posting.edit(self._core, message, text=words, blocks=fresh.blocks, editor=user)

    async def delete_message(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message."""
        await posting.delete(self._core, self._own(user, channel, ts))

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Put an emoji under a message, or take one's own away."""
        message = self._seen(user, channel, ts)
        people = message.reactions.setdefault(name, [])
        if user in people:
            people.remove(user)
            kind = "reaction_removed"
        else:
            people.append(user)
            kind = "reaction_added"
        if not people:
            del message.reactions[name]
        self._core.state.changed()
        item = {"type": "message", "channel": message.channel, "ts": ts}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
        await posting.tell(self._core, {**event, "event_ts": self._core.state.new_ts()})

    async def join(self, user: str, channel: str) -> None:
        """Become a member of a channel."""
        where = self._core.state.channel(channel)
        if user in where.members:
            return
        where.members.append(user)
        notice = Message(where.id, self._core.state.new_ts(), user, f"<@{user}> has joined the channel")
        notice.subtype = "channel_join"
        posting.post(self._core, notice)
        event: Json = {"type": "member_joined_channel", "user": user, "channel": where.id}
        event["channel_type"] = "G" if where.is_private else "C"
        event |= {"team": self._core.settings.team_id, "event_ts": self._core.state.new_ts()}
        await posting.tell(self._core, event)

    def _new_file(self, user: str, name: str, content: bytes, where: Channel) -> File:
        kind = _MIME.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        row = File(self._core.state.new_id("F"), name, kind, user, content, created=int(self._core.clock.timestamp()))
        row.channels, row.complete, row.size = [where.id], True, len(content)
        self._core.state.files[row.id] = row
        return row

"""Messages come, change and go; whoever did it, the app hears of it where it is a member and subscribed."""

import asyncio
import uuid

from sandbox.slack import shapes
from sandbox.slack.core import Core
from sandbox.slack.inputs import ACTIONABLE
from sandbox.slack.state import Channel, Json, Message

_SUBSCRIPTION = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
_SCOPE = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}


def done() -> asyncio.Future[None]:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.set_result(None)
    return future


def tell(core: Core, event: Json, subscription: str | None = None) -> asyncio.Future[None]:
    """Bring an event if the app subscribed to it; the future is done after the first attempt."""
    if (subscription or event["type"]) not in core.settings.bot_events:
        return done()
    return core.courier.event(event)


def _tell_about_message(core: Core, where: Channel, event: Json) -> asyncio.Future[None]:
    kind = shapes.channel_type(where)
    if core.settings.bot_user_id not in where.members or _SCOPE[kind] not in core.settings.bot_scopes:
        return done()
    return tell(core, event, _SUBSCRIPTION[kind])


def post(core: Core, message: Message) -> asyncio.Future[None]:
    """Put a new message into its channel (or before one person's eyes, if it is ephemeral)."""
    fill_ids(message.blocks)
    where = core.state.channel(message.channel)
    core.state.add(message)
    if message.only_for is not None:
        return done()
    event = shapes.message_event(message, where, core.state, core.settings, core.base_url())
    told = _tell_about_message(core, where, event)
    if f"<@{core.settings.bot_user_id}>" in message.text and message.user != core.settings.bot_user_id:
        mention = {k: v for k, v in event.items() if k != "channel_type"}
        tell(core, {**mention, "type": "app_mention"})
    return told


def edit(core: Core, message: Message, *, text: str, blocks: list[Json], editor: str) -> asyncio.Future[None]:
    """Change a message; the app hears message_changed with what stood there before."""
    where = core.state.channel(message.channel)
    before = shapes.message(message, core.state, core.settings, core.base_url())
    fill_ids(blocks)
    message.text, message.blocks = text, blocks
    # An update with blocks carries no mark of having been edited (docs: chat.update).
    if editor != core.settings.bot_user_id or not blocks:
        message.edited_by, message.edited_ts = editor, core.state.new_ts()
    message.inputs.clear()
    return told_of_change(core, message, where, before)


def told_of_change(core: Core, message: Message, where: Channel, before: Json) -> asyncio.Future[None]:
    core.state.changed()
    if message.only_for is not None:
        return done()
    after = shapes.message(message, core.state, core.settings, core.base_url(), metadata=True)
    event = shapes.hidden_event("message_changed", where, core.state.new_ts(), message=after, previous_message=before)
    return _tell_about_message(core, where, event)


def delete(core: Core, message: Message) -> asyncio.Future[None]:
    """Remove a message. A parent with replies leaves a tombstone, which Slack reports as a change."""
    where = core.state.channel(message.channel)
    before = shapes.message(message, core.state, core.settings, core.base_url())
    if message.only_for is None and core.state.replies(message.channel, message.ts):
        message.subtype, message.text = "tombstone", "This message was deleted."
        message.blocks, message.files, message.attachments, message.metadata = [], [], [], None
        message.user, message.bot_id, message.app_id = "USLACKBOT", None, None
        return told_of_change(core, message, where, before)
    core.state.remove(message)
    if message.only_for is not None:
        return done()
    event = shapes.hidden_event(
        "message_deleted", where, core.state.new_ts(), deleted_ts=message.ts, previous_message=before
    )
    return _tell_about_message(core, where, event)


def by_app(core: Core, channel: str, text: str, blocks: list[Json]) -> Message:
    """A new message of the app, not yet posted."""
    settings = core.settings
    return Message(
        channel=channel,
        ts=core.state.new_ts(),
        user=settings.bot_user_id,
        text=text,
        blocks=blocks,
        bot_id=settings.bot_id,
        app_id=settings.app_id,
    )


def by_person(core: Core, user: str, channel: str, text: str) -> Message:
    """A new message of a person, not yet posted: with the rich_text block Slack's own composer writes."""
    section: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return Message(
        channel=channel,
        ts=core.state.new_ts(),
        user=user,
        text=text,
        blocks=[{"type": "rich_text", "elements": [section]}] if text else [],
        client_msg_id=str(uuid.uuid4()),
    )


def fill_ids(blocks: list[Json]) -> None:
    """Give a block_id and action_ids to whatever the app left without, as Slack does."""
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"{uuid.uuid4().hex[:4]}{number}")  # never twice in one message
        owned = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        for index, element in enumerate(owned):
            if isinstance(element, dict) and element.get("type") in ACTIONABLE:
                element.setdefault("action_id", f"{uuid.uuid4().hex[:4]}{number}{index}")

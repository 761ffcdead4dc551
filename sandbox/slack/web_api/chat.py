"""chat.*: the app posts, changes and deletes its own messages; reactions.add."""

import re

from sandbox.slack import posting, response_urls, shapes
from sandbox.slack.core import ApiError
from sandbox.slack.state import Channel, Json, Message, NotThereError
from sandbox.slack.web_api.call import Call, Method, Table

_TS = re.compile(r"\d{10}\.\d{6}")
_METADATA_CHARS = 16_000


async def post_message(call: Call) -> Json:
    core = call.core
    where = _destination(call)
    text, blocks = call.text("text"), call.structure("blocks") or []
    attachments = call.structure("attachments") or []
    _check(call, text, blocks, attachments)
    thread_ts = _thread(call, where)
    _refuse_second(call, where)
    _wait_for_turn(call, where)
    parts = _split(text, core.settings.text_split) if not blocks else [text[: core.settings.text_limit]]
    first: Message | None = None
    for part in parts:
        message = posting.by_app(core, where.id, part, blocks)
        message.attachments, message.thread_ts = attachments, thread_ts
        message.metadata = _metadata(call)
        message.client_msg_id = call.text("client_msg_id") or None
        message.subtype = "thread_broadcast" if thread_ts and call.flag("reply_broadcast") else None
        posting.post(core, message)
        first = first or message
    assert first is not None
    return {"channel": where.id, "ts": first.ts, "message": _shape(call, first)}


async def update(call: Call) -> Json:
    core, message = call.core, _own(call, "cant_update_message")
    given_blocks = call.structure("blocks")
    text = call.text("text")
    if not text and given_blocks is None and call.structure("attachments") is None:
        raise ApiError("no_text")
    # Blocks stay when neither they nor a text are given; a text alone removes them (docs: chat.update).
    blocks = given_blocks if given_blocks is not None else ([] if text else message.blocks)
    _check(call, text or message.text, blocks, call.structure("attachments") or message.attachments)
    if call.arguments.get("metadata") is not None:
        message.metadata = _metadata(call)
    if call.structure("attachments") is not None:
        message.attachments = call.structure("attachments")
    words = (text or message.text)[: core.settings.text_limit]
    posting.edit(core, message, text=words, blocks=blocks, editor=core.settings.bot_user_id)
    return {"channel": message.channel, "ts": message.ts, "text": words, "message": _shape(call, message)}


async def post_ephemeral(call: Call) -> Json:
    where, user = _destination(call), call.user()
    if user.id not in where.members:
        raise ApiError("user_not_in_channel")
    text, blocks = call.text("text"), call.structure("blocks") or []
    _check(call, text, blocks, call.structure("attachments") or [])
    message = posting.by_app(call.core, where.id, text, blocks)
    message.only_for, message.thread_ts = user.id, _thread(call, where)
    posting.post(call.core, message)
    return {"message_ts": message.ts}


async def delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    posting.delete(call.core, message)
    return {"channel": message.channel, "ts": message.ts}


async def get_permalink(call: Call) -> Json:
    where = call.channel()
    message = _message(call, where, "message_ts")
    link = f"{call.core.base_url()}/archives/{where.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={where.id}"
    return {"channel": where.id, "permalink": link}


async def add_reaction(call: Call) -> Json:
    message = _message(call, call.channel(), "timestamp")
    name, bot = call.text("name", required=True).strip(":"), call.core.settings.bot_user_id
    people = message.reactions.setdefault(name, [])
    if bot in people:
        raise ApiError("already_reacted")
    people.append(bot)
    call.core.state.changed()
    return {}


def _destination(call: Call) -> Channel:
    """Where a message goes: a channel by id or name, or a person's DM by user id."""
    core, wanted = call.core, call.text("channel", required=True)
    if wanted in core.state.users:
        if wanted == core.settings.bot_user_id or core.state.users[wanted].deleted:
            raise ApiError("channel_not_found")
        return core.state.direct_message(wanted, core.settings.bot_user_id)
    where = call.channel(by_name=True)
    if where.is_archived:
        raise ApiError("is_archived")
    if core.settings.bot_user_id not in where.members and "chat:write.public" not in core.settings.bot_scopes:
        raise ApiError("not_in_channel")
    return where


def _check(call: Call, text: str, blocks: object, attachments: object) -> None:
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if not isinstance(attachments, list):
        raise ApiError("invalid_attachments")
    response_urls.check_content(call.core, text, blocks, attachments)
    _metadata(call)


def _metadata(call: Call) -> Json | None:
    value = call.structure("metadata")
    if not value:
        return None
    known = isinstance(value, dict) and set(value) == {"event_type", "event_payload"}
    if not known or not isinstance(value["event_type"], str) or not isinstance(value["event_payload"], dict):
        raise ApiError("invalid_metadata_format")
    if len(str(value["event_payload"])) > _METADATA_CHARS:
        raise ApiError("metadata_too_large")
    return {"event_type": value["event_type"], "event_payload": value["event_payload"]}


def _thread(call: Call, where: Channel) -> str | None:
    ts = call.text("thread_ts")
    if not ts:
        return None
    if not _TS.fullmatch(ts):
        raise ApiError("invalid_arguments", ["[ERROR] thread_ts must be a message timestamp"])
    parent = call.core.state.messages.get((where.id, ts))
    if parent is None or parent.only_for is not None:
        raise ApiError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _refuse_second(call: Call, where: Channel) -> None:
    given = call.text("client_msg_id")
    if not given or call.core.settings.client_msg_id == "ignored":
        return
    if any(m.client_msg_id == given for m in call.core.state.in_channel(where.id)):
        raise ApiError("duplicate_message_not_found")


def _wait_for_turn(call: Call, where: Channel) -> None:
    wait = call.core.limits.message(where.id)
    if wait is not None:
        raise ApiError("ratelimited", retry_after=wait)


def _split(text: str, size: int) -> list[str]:
    """Slack cuts a long plain text into several messages."""
    return [text[start : start + size] for start in range(0, len(text), size)] or [text]


def _message(call: Call, where: Channel, name: str) -> Message:
    row = call.core.state.messages.get((where.id, call.text(name, required=True)))
    if row is None or row.only_for is not None:
        raise ApiError("message_not_found")
    return row


def _own(call: Call, refusal: str) -> Message:
    try:
        row = _message(call, call.channel(), "ts")
    except NotThereError:
        raise ApiError("message_not_found") from None
    if row.bot_id != call.core.settings.bot_id:
        raise ApiError(refusal)
    return row


def _shape(call: Call, message: Message) -> Json:
    core = call.core
    return shapes.message(message, core.state, core.settings, core.base_url(), metadata=True)


METHODS: Table = {
    "chat.postMessage": Method(post_message, None, ("chat:write",)),
    "chat.update": Method(update, 3, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, 4, ("chat:write",)),
    "chat.delete": Method(delete, 3, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, None),
    "reactions.add": Method(add_reaction, 3, ("reactions:write",)),
}

"""What stands in a channel or a thread, as the events that would have told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.services import Services
from storage.repositories.inbox import about_message

IGNORED = ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "pinned_item")


@dataclass(frozen=True, slots=True)
class Found:
    """One state of a message, and the event that would have told of it; None if nobody asks."""

    thread_ts: str  # of the post it is, or stands under: both are read in this order
    about: str
    event: dict[str, Any] | None


def of_post(services: Services, channel: str, message: Mapping[str, Any]) -> Found:
    """Return a message of the channel; replies that were shown there too belong to their threads."""
    found = _of_message(services, channel, message, thread_ts=str(message["ts"]))
    return Found(found.thread_ts, found.about, None) if is_reply(message) else found


def of_reply(services: Services, channel: str, message: Mapping[str, Any]) -> Found:
    """Return a message of a thread; the post above it was found in the channel."""
    thread_ts = str(message.get("thread_ts") or message["ts"])
    found = _of_message(services, channel, message, thread_ts=thread_ts)
    return found if is_reply(message) else Found(found.thread_ts, found.about, None)


def of_deletion(channel: str, ts: str) -> Found:
    """Return that a post is gone."""
    event = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": {"ts": ts}}
    return Found(ts, about_message(channel, ts, deleted=True), event)


def is_reply(message: Mapping[str, Any]) -> bool:
    """Return whether a message stands under another."""
    return message.get("thread_ts") not in (None, message["ts"])


def of_somebody(services: Services, message: Mapping[str, Any]) -> bool:
    """Return whether a person wrote this, or a workflow whose posts count as a person's."""
    bot = message.get("bot_id")
    return message.get("subtype") not in IGNORED and (not bot or bot in services.policy.reading.workflow_bots)


def _of_message(services: Services, channel: str, message: Mapping[str, Any], *, thread_ts: str) -> Found:
    ts, gone = str(message["ts"]), message.get("subtype") == "tombstone"
    edited_ts = str((message.get("edited") or {}).get("ts", ""))
    about = about_message(channel, ts, edited_ts=edited_ts, deleted=gone)
    if not of_somebody(services, message):
        return Found(thread_ts, about, None)
    if edited_ts or gone:
        changed = {"subtype": "message_changed", "message": dict(message), "previous_message": {"ts": ts}}
        return Found(thread_ts, about, changed)
    return Found(thread_ts, about, dict(message))

"""One transaction: the raw event and one job. Slack hears 200 only after it is on disk."""

from typing import Any

from bot.services import Services
from storage.repositories.inbox import Event, about_message
from storage.together import Together

KIND = "slack.message"
BANK_FILE = "slack.bank_file"
IGNORED = ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "pinned_item")


async def record_message(services: Services, inbox: Together[Event], body: dict[str, Any]) -> None:
    """Record a message event of a sales channel, and files shared in the finance channel; nothing else is ours."""
    event = body["event"]
    channel = event.get("channel")
    if channel == services.policy.channels.finance and event.get("subtype") == "file_share":
        await inbox.put(_received(services, body, kind=BANK_FILE, lane=f"file:{channel}:{event['ts']}"))
        return
    if channel not in services.policy.channels.sales or event.get("subtype") in IGNORED:
        return
    changed = event.get("message") or event.get("previous_message") or {}
    ts = str(changed.get("ts") or event.get("deleted_ts") or event.get("ts"))
    deleted = event.get("subtype") == "message_deleted" or changed.get("subtype") == "tombstone"
    thread_ts = str(changed.get("thread_ts") or event.get("thread_ts") or ts)  # a reply is read after its post
    edited_ts = str((changed.get("edited") or {}).get("ts", ""))
    about = about_message(channel, ts, edited_ts=edited_ts, deleted=deleted)
    await inbox.put(_received(services, body, kind=KIND, lane=f"message:{channel}:{thread_ts}", about=about))


def _received(services: Services, body: dict[str, Any], *, kind: str, lane: str, about: str | None = None) -> Event:
    return Event(
        team_id=str(body["team_id"]),
        event_id=str(body["event_id"]),
        kind=kind,
        body=body["event"],
        lane=lane,
        received_at=services.clock.now(),
        about=about,
    )

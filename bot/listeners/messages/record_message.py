"""One transaction: the raw event and one job. Slack hears 200 only after it is on disk."""

from typing import Any

from bot.services import Services
from storage.repositories.inbox import record_event

KIND = "slack.message"
IGNORED = ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "pinned_item")


async def record_message(services: Services, body: dict[str, Any]) -> None:
    """Record a message event of a sales channel; what is posted elsewhere is none of our business."""
    event = body["event"]
    channel = event.get("channel")
    if channel not in services.policy.channels.sales or event.get("subtype") in IGNORED:
        return
    changed = event.get("message") or event.get("previous_message") or {}
    ts = changed.get("ts") or event.get("deleted_ts") or event.get("ts")
    await services.database.transact(
        record_event,
        team_id=str(body["team_id"]),
        event_id=str(body["event_id"]),
        kind=KIND,
        body=event,
        lane=f"message:{channel}:{ts}",
        now=services.clock.now(),
    )

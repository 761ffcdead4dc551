"""After downtime: what was posted, edited or deleted in the sales channels meanwhile, read from the channels.

A durable cursor per channel says up to when everything is known. It moves only when a whole stretch has been read and
recorded; the next stretch begins OVERLAP earlier. What is found goes the way of a delivered event; states of messages
that a delivery told of already are passed over, and a delivery that comes later doubles nothing.
One page is one run of the job, at the pace Slack allows: where it allows a request a minute, that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.failures import Later
from bot.services import HistoryPage, Services
from bot.usecases.refresh_access import TEAM
from integrations.errors import RateError
from storage.repositories import deals, jobs, learned, posts
from storage.repositories.inbox import about_message, heard_of, record_event
from storage.repositories.jobs import Lease

CATCH_UP = "catch_up"  # the lane, too, that the schedule gives its slots
KIND = "slack.message"
OVERLAP = timedelta(minutes=10)  # Slack's clock and ours, and deliveries that are being repeated at this moment
OUTAGE = timedelta(minutes=20)  # a longer silence: what is still to be approved is compared with Slack as well
LOOK_BACK = timedelta(days=3)  # as far as that
PAGE = 200  # messages a request; Slack gives 15 where it is strict
SECONDS_PER_PAGE = 1.3  # 50 requests a minute, shared by all processes
PACE = "slack:conversations.history"
IGNORED = ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "pinned_item")


def ask_to_catch_up(session: Session, *, now: datetime) -> None:
    """Ask for what was missed until now, unless a job that nobody has begun is going to read it anyway.

    One that has begun, and was cut off, looked before now: it stands in for nothing that came since.
    """
    if not jobs.waits_in_lane(session, CATCH_UP):
        jobs.enqueue(session, CATCH_UP, f"start:{now.isoformat()}", now=now, lane=CATCH_UP)


async def catch_up(services: Services, lease: Lease) -> None:
    """Job `catch_up`: ask for a stretch of every sales channel that is not being read already."""
    now = services.clock.now()
    for channel in services.policy.channels.sales:
        await services.database.transact(ask_for_channel, channel, slot=lease.key, now=now)


def ask_for_channel(session: Session, channel: str, *, slot: str, now: datetime) -> None:
    """Ask for what came since the cursor; a channel's first cursor is now."""
    since = learned.get(session, _cursor(channel))
    if since is None:
        learned.set_value(session, _cursor(channel), _ts(now), now=now)
        return
    lane = f"catch_up:{channel}"
    if jobs.in_lane(session, lane):
        return  # a slow one is under way; the next slot goes on from where that one ends
    known_until = _moment(since)
    begin = known_until - OVERLAP
    if now - known_until > OUTAGE:
        oldest = deals.oldest_proposed(session, channel, after=now - LOOK_BACK)
        begin = min(begin, oldest) if oldest else begin
    stretch = {"channel": channel, "since": _ts(begin), "until": _ts(now)}
    jobs.enqueue(session, "catch_up_channel", f"{channel}:{slot}", stretch, now=now, lane=lane)


async def catch_up_channel(services: Services, lease: Lease) -> None:
    """Job `catch_up_channel`: one request of a stretch, what it shows recorded; then come back for the next.

    First every page, the newest first; then each report that should have stood on one and did not, by itself.
    """
    channel, until = lease.payload["channel"], lease.payload["until"]
    await _take_turn(services, lease)
    team_id = await services.database.read(learned.get, TEAM) or (await services.chat.identity())[0]
    missing = list(lease.payload.get("missing", ()))
    read = bool(lease.payload.get("read"))
    note: dict[str, Any] = {"turn": None}
    try:
        if not read:
            page = await _page(services, lease.payload)
            missing += await _not_shown(services, lease.payload, page)
            read, events = not page.cursor, [_as_event(services, channel, message) for message in page.messages]
            note |= {"cursor": page.cursor, "read_to": _lowest(page) or _read_to(lease.payload)}
        else:
            ts = missing.pop(0)
            again = await services.chat.history(channel=channel, oldest=ts, latest=ts, cursor="", limit=1)
            events = [] if again.messages else [_deleted(channel, ts)]
    except RateError as error:
        if error.retry_at is not None:  # nobody else runs into the same wall
            await services.database.transact(posts.block_until, PACE, moment=error.retry_at, now=services.clock.now())
        raise
    over = read and not missing
    await services.database.transact(
        _record, events, team_id=team_id, channel=channel, known_until=until if over else None, now=services.clock.now()
    )
    if not over:
        raise Later(services.clock.now(), note={**note, "missing": missing, "read": read})


def _record(
    session: Session,
    events: Sequence["_Found"],
    *,
    team_id: str,
    channel: str,
    known_until: str | None,
    now: datetime,
) -> None:
    heard = heard_of(session, [found.about for found in events])
    for found in events:
        if found.event is None or found.about in heard:
            continue
        record_event(
            session,
            team_id=team_id,
            event_id=f"history:{found.about}",
            kind=KIND,
            body={**found.event, "type": "message", "channel": channel},
            lane=f"message:{channel}:{found.ts}",
            about=found.about,
            now=now,
        )
    if known_until is not None:
        learned.set_value(session, _cursor(channel), known_until, now=now)


@dataclass(frozen=True, slots=True)
class _Found:
    """One state of a message, and the event that would have told of it; None if nobody asks."""

    ts: str
    about: str
    event: dict[str, Any] | None


def _as_event(services: Services, channel: str, message: Mapping[str, Any]) -> _Found:
    ts, subtype = str(message["ts"]), message.get("subtype")
    edited_ts = str((message.get("edited") or {}).get("ts", ""))
    about = about_message(channel, ts, edited_ts=edited_ts, deleted=subtype == "tombstone")
    is_reply = message.get("thread_ts") not in (None, ts)
    bot = message.get("bot_id")
    if subtype in IGNORED or is_reply or (bot and bot not in services.policy.reading.workflow_bots):
        return _Found(ts, about, None)
    if edited_ts or subtype == "tombstone":
        changed = {"subtype": "message_changed", "message": dict(message), "previous_message": {"ts": ts}}
        return _Found(ts, about, changed)
    return _Found(ts, about, dict(message))


def _deleted(channel: str, ts: str) -> _Found:
    event = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": {"ts": ts}}
    return _Found(ts, about_message(channel, ts, deleted=True), event)


async def _page(services: Services, payload: Mapping[str, Any]) -> HistoryPage:
    return await services.chat.history(
        channel=payload["channel"],
        oldest=payload["since"],
        latest=payload["until"],
        cursor=payload.get("cursor") or "",
        limit=PAGE,
    )


async def _not_shown(services: Services, payload: Mapping[str, Any], page: HistoryPage) -> list[str]:
    """Return the ts of known reports that belong on a page and are not there."""
    standing = {str(message["ts"]) for message in page.messages}
    high = _read_to(payload)
    low = (_lowest(page) if page.cursor else payload["since"]) or high
    if standing and max(standing, key=float) > high:
        return []  # not newest first: what belongs on a page cannot be told
    known = await services.database.read(deals.reports_between, channel=payload["channel"], low=low, high=high)
    return [ts for ts in known if ts not in standing]


async def _take_turn(services: Services, lease: Lease) -> None:
    now = services.clock.now()
    turn = lease.payload.get("turn")
    if turn:
        if datetime.fromisoformat(turn) > now:
            raise Later(datetime.fromisoformat(turn))
        return
    free_at = await services.database.transact(posts.take_turn, PACE, now=now, seconds=SECONDS_PER_PAGE)
    if free_at > now:
        raise Later(free_at, note={"turn": free_at.isoformat()})


def _lowest(page: HistoryPage) -> str | None:
    return min((str(message["ts"]) for message in page.messages), key=float, default=None)


def _read_to(payload: Mapping[str, Any]) -> str:
    return str(payload.get("read_to") or payload["until"])


def _cursor(channel: str) -> str:
    return f"catch_up:{channel}"


def _ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)

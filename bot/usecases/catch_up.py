"""After downtime: what was posted, edited, deleted or answered in the sales channels meanwhile, read from Slack.

A durable cursor per channel says up to when everything is known. It moves only when a whole stretch has been read and
recorded; the next stretch begins OVERLAP earlier. What is found goes the way of a delivered event; states of messages
that a delivery told of already are passed over, and a delivery that comes later doubles nothing.
One page is one run of the job, at the pace Slack allows: where it allows a request a minute, that.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.failures import Later
from bot.services import HistoryPage, Services
from bot.usecases.history_event import Found, of_deletion, of_post, of_reply
from bot.usecases.missed_replies import changed_threads
from bot.usecases.refresh_access import TEAM
from domain.deal import DealStatus
from integrations.errors import RateError
from storage.repositories import deals, jobs, learned, posts
from storage.repositories.inbox import Event, heard_of, record_events
from storage.repositories.jobs import Lease

CATCH_UP = "catch_up"  # the lane, too, that the schedule gives its slots
KIND = "slack.message"
OVERLAP = timedelta(minutes=10)  # Slack's clock and ours, and deliveries that are being repeated at this moment
OUTAGE = timedelta(minutes=20)  # a longer silence: what is not done with is compared with Slack as well
LOOK_BACK = timedelta(days=3)  # as far as that
PAGE = 200  # messages a request; Slack gives 15 where it is strict
SECONDS_PER_PAGE = 1.3  # 50 requests a minute, shared by all processes
HISTORY, REPLIES = "slack:conversations.history", "slack:conversations.replies"
UNDONE = (
    DealStatus.PROPOSED,
    DealStatus.REJECTED,
    DealStatus.CONFIRMED,
    DealStatus.INVOICED,
    DealStatus.AWAITING_PAYMENT,
)
State = Mapping[str, Any]  # the job's payload
Outcome = tuple[Sequence[Found], dict[str, Any]]  # what was found, and what the next run must know
Step = Callable[[Services, str, State], Awaitable[Outcome]]


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
    begin = known = known_until - OVERLAP
    away = now - known_until > OUTAGE
    if away:
        oldest = deals.oldest_post(session, channel, UNDONE, after=now - LOOK_BACK)
        begin = min(begin, oldest) if oldest else begin
    stretch = {"channel": channel, "since": _ts(begin), "known": _ts(known), "until": _ts(now), "away": away}
    jobs.enqueue(session, "catch_up_channel", f"{channel}:{slot}", stretch, now=now, lane=lane)


async def catch_up_channel(services: Services, lease: Lease) -> None:
    """Job `catch_up_channel`: one request of a stretch, what it shows recorded; then come back for the next.

    First every page, the newest first; then each report that should have stood on one and did not, by itself; then
    the threads that were answered meanwhile.
    """
    state, channel = lease.payload, lease.payload["channel"]
    step, pace = _next_step(state)
    await _take_turn(services, lease, pace)
    team_id = await services.database.read(learned.get, TEAM) or (await services.chat.identity())[0]
    try:
        found, note = await step(services, team_id, state)
    except RateError as error:
        if error.retry_at is not None:  # nobody else runs into the same wall
            await services.database.transact(posts.block_until, pace, moment=error.retry_at, now=services.clock.now())
        raise
    left = {**state, **note}
    over = left["read"] and not left.get("missing") and not left.get("threads")
    await services.database.transact(
        _record,
        found,
        team_id=team_id,
        channel=channel,
        known_until=state["until"] if over else None,
        now=services.clock.now(),
    )
    if not over:
        raise Later(services.clock.now(), note={**note, "turn": None})


def _next_step(state: State) -> tuple[Step, str]:
    """Return the next request of a stretch, and whose pace it goes at."""
    if not state.get("read"):
        return _read_page, HISTORY
    return (_look_again, HISTORY) if state.get("missing") else (_read_thread, REPLIES)


async def _read_page(services: Services, team_id: str, state: State) -> Outcome:
    channel = state["channel"]
    page = await services.chat.history(
        channel=channel,
        oldest=state["since"],
        latest=state["until"],
        cursor=state.get("cursor") or "",
        limit=PAGE,
    )
    threads = await services.database.read(
        changed_threads,
        services,
        page.messages,
        team_id=team_id,
        channel=channel,
        since=state.get("known") or state["since"],
        away=bool(state.get("away")),
    )
    return [of_post(services, channel, message) for message in page.messages], {
        "read": not page.cursor,
        "cursor": page.cursor,
        "read_to": _lowest(page) or _read_to(state),
        "missing": [*state.get("missing", ()), *await _not_shown(services, state, page)],
        "threads": [*state.get("threads", ()), *threads],
    }


async def _look_again(services: Services, team_id: str, state: State) -> Outcome:
    del team_id
    channel, (ts, *missing) = state["channel"], state["missing"]
    again = await services.chat.history(channel=channel, oldest=ts, latest=ts, cursor="", limit=1)
    return [] if again.messages else [of_deletion(channel, ts)], {"missing": missing}


async def _read_thread(services: Services, team_id: str, state: State) -> Outcome:
    del team_id
    channel, (ts, *threads) = state["channel"], state["threads"]
    page = await services.chat.replies(
        channel=channel,
        ts=ts,
        oldest=state.get("known") or state["since"],
        cursor=state.get("replies") or "",
        limit=PAGE,
    )
    left = {"replies": page.cursor} if page.cursor else {"replies": "", "threads": threads}
    return [of_reply(services, channel, message) for message in page.messages], left


def _record(
    session: Session,
    events: Sequence[Found],
    *,
    team_id: str,
    channel: str,
    known_until: str | None,
    now: datetime,
) -> None:
    heard = heard_of(session, [found.about for found in events])
    missed = [
        Event(
            team_id=team_id,
            event_id=f"history:{found.about}",
            kind=KIND,
            body={**found.event, "type": "message", "channel": channel},
            lane=f"message:{channel}:{found.thread_ts}",
            received_at=now,
            about=found.about,
        )
        for found in events
        if found.event is not None and found.about not in heard
    ]
    record_events(session, missed)
    if known_until is not None:
        learned.set_value(session, _cursor(channel), known_until, now=now)


async def _not_shown(services: Services, payload: Mapping[str, Any], page: HistoryPage) -> list[str]:
    """Return the ts of known reports that belong on a page and are not there."""
    standing = {str(message["ts"]) for message in page.messages}
    high = _read_to(payload)
    low = (_lowest(page) if page.cursor else payload["since"]) or high
    if standing and max(standing, key=float) > high:
        return []  # not newest first: what belongs on a page cannot be told
    known = await services.database.read(deals.reports_between, channel=payload["channel"], low=low, high=high)
    return [ts for ts in known if ts not in standing]


async def _take_turn(services: Services, lease: Lease, pace: str) -> None:
    now = services.clock.now()
    turn = lease.payload.get("turn")
    if turn:
        if datetime.fromisoformat(turn) > now:
            raise Later(datetime.fromisoformat(turn))
        return
    free_at = await services.database.transact(posts.take_turn, pace, now=now, seconds=SECONDS_PER_PAGE)
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

"""Weekly: the picture of what is unpaid and what will come, with last week's error; the figures as CSV under it.

An uploaded file carries no mark of ours that a later look could find, so its name does: it is unique for the week, and
after a lost answer the channel is looked through before anything is uploaded again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import structlog
from sqlmodel import Session

from bot.blocks.forecast import aging_rows, alt_text, forecast_message, forecast_picture, post_words, week_rows
from bot.blocks.parts import section
from bot.blocks.views import CashView
from bot.clock import TOKYO, tokyo_day
from bot.drawing import DrawingError, draw
from bot.failures import Later
from bot.services import Message, Services, Upload
from bot.texts import Texts
from bot.usecases.collection_facts import hours
from bot.usecases.forecast_cash import cash_view, keep_view
from bot.usecases.freshness import freshness
from bot.usecases.morning_posts import post_channel
from bot.usecases.post_message import put_message, stands_at
from domain.csv_text import csv_bytes
from domain.dunning import grace_day, is_open
from domain.forecast import week_of
from storage.repositories import posts
from storage.repositories.jobs import Lease

log = structlog.get_logger(__name__)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
SEEN_LATER = timedelta(seconds=5)  # Slack shares an uploaded file a moment after it says so
LOOKS = 12


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared under one key: files, made only when they are needed, and the words above them."""

    key: str
    name: str  # of the first file: how it is found again
    words: str
    make: Callable[[], Awaitable[Sequence[Upload]]]
    thread_ts: str | None = None


async def post_forecast(services: Services, lease: Lease) -> None:
    """Job, every day: post the week's picture on its day, or on the next business day the machine is up."""
    now = services.clock.now()
    today = tokyo_day(now)
    if not _is_time(services, today, now) or not _is_slot(services, lease):
        return
    channel = await services.database.read(post_channel, services)
    if channel is None:
        return
    week = week_of(today)
    if await stands_at(services, f"forecast_csv:{week}") is not None:
        return
    view = await services.database.read(cash_view, services, now=now)
    age = (await services.database.read(freshness, services, now)).words(services.texts)
    texts = services.texts
    words = post_words(texts, view, system=services.accounting.label, age=age)
    thread_ts = await _post_picture(services, lease, channel, week, view, words)
    await services.database.transact(keep_view, services, view)

    async def files() -> Sequence[Upload]:
        return _csv(texts, view)

    csv = Shared(f"forecast_csv:{week}", f"forecast-{week}.csv", texts("forecast.csv"), files, thread_ts)
    await _share(services, lease, channel, csv)


def _is_slot(services: Services, lease: Lease) -> bool:
    # The very first look of a new installation is at any time, and knows nothing yet.
    slot = datetime.fromisoformat(lease.payload["slot"]).astimezone(TOKYO)
    at = services.policy.clock.forecast_post
    return (slot.hour, slot.minute) == (at.hour, at.minute)


def _is_time(services: Services, today: date, now: datetime) -> bool:
    weekday = services.policy.clock.forecast_weekday
    if not weekday or not is_open(now.astimezone(TOKYO), hours(services.policy)):
        return False
    return today >= grace_day(week_of(today) + timedelta(days=WEEKDAYS.index(weekday)))


async def _post_picture(services: Services, lease: Lease, channel: str, week: date, view: CashView, words: str) -> str:
    texts, key = services.texts, f"forecast:{week}"

    async def files() -> Sequence[Upload]:
        png = await draw(forecast_picture(texts, view))
        return (Upload(f"forecast-{week}.png", texts("forecast.title", day=view.today), png, alt_text(texts, view)),)

    try:
        return await _share(services, lease, channel, Shared(key, f"forecast-{week}.png", words, files))
    except (DrawingError, OSError) as error:
        log.warning("forecast.not_drawn", error=str(error))
        told = f"{words}\n{texts('forecast.none')}"
        return await put_message(
            services, lease, key=key, channel=channel, thread_ts=None, message=Message(told, [section(told)])
        )


async def _share(services: Services, lease: Lease, channel: str, shared: Shared) -> str:
    """Share files once, and return the ts of their message."""
    now = services.clock.now()
    post = await services.database.transact(
        posts.reserve,
        post_id=str(uuid5(NAMESPACE_URL, shared.key)),
        key=shared.key,
        channel=channel,
        thread_ts=shared.thread_ts,
        now=now,
    )
    if post.ts:
        return post.ts
    looks = int(lease.payload.get(f"looks:{shared.key}", 0))
    if not post.attempted or looks >= LOOKS:
        files = await shared.make()
        await services.database.transact(posts.mark_attempted, post.id)
        await services.chat.upload(channel=channel, files=files, thread_ts=shared.thread_ts, words=shared.words)
        looks = 0
    found = await services.chat.find_file(
        channel=channel,
        thread_ts=shared.thread_ts,
        name=shared.name,
        since=post.created_at - timedelta(minutes=5),
    )
    if found is None:
        raise Later(now + SEEN_LATER, "waiting for the file", note={f"looks:{shared.key}": looks + 1})
    await services.database.transact(posts.mark_sent, post.id, ts=found, channel=channel, content_hash="")
    return found


def _csv(texts: Texts, view: CashView) -> tuple[Upload, ...]:
    week = week_of(view.today)
    return (
        Upload(f"forecast-{week}.csv", f"forecast-{week}.csv", csv_bytes(week_rows(texts, view))),
        Upload(f"aging-{week}.csv", f"aging-{week}.csv", csv_bytes(aging_rows(texts, view))),
    )


def answer_forecast(session: Session, services: Services, texts: Texts, *, now: datetime) -> Message:
    """Return the answer to /forecast."""
    view = cash_view(session, services, now=now)
    age = freshness(session, services, now).words(texts)
    return forecast_message(texts, view, system=services.accounting.label, age=age)

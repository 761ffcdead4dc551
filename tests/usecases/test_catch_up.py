"""Catch-up: after downtime every order posted meanwhile has one card, edits and deletions count, nothing is doubled."""

from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import ids
from bot.process import begin_work
from bot.usecases import catch_up
from domain.deal import DealStatus
from storage.models import SlackEvent
from storage.repositories import jobs
from tests.town import ORDER, Town
from tests.usecases.test_replies import UNCLEAR


async def away(t: Town, *, hours: float = 24) -> None:
    """Nothing of ours is there for a while; afterwards Slack has given up repeating what it could not deliver."""
    t.slack.settings.ack_timeout = 0.05
    await t.slack.settle()
    for _ in range(6):
        t.clock.advance(hours * 600)
        await t.slack.settle()


def closed(t: Town) -> None:
    t.slack.settings.request_url, t.slack.settings.socket_mode = None, False


def opened(t: Town, url: str) -> None:
    t.slack.settings.request_url, t.slack.settings.ack_timeout = url, 3
    t.slack.settings.socket_mode = t.socket is not None


async def back(t: Town, url: str) -> None:
    opened(t, url)
    await t.tick()
    await t.through(10)


@pytest.fixture
def url(t: Town) -> str:
    """Where Slack delivers while we are there."""
    url = t.slack.settings.request_url
    assert url is not None
    return url


async def test_orders_posted_during_a_day_of_downtime_are_carded_once(t: Town, url: str) -> None:
    before = await t.post(ORDER)
    closed(t)
    missed = [await t.slack.post_message(t.tanaka, t.sales, f"{ORDER}\n備考：{number}件目") for number in range(3)]
    await away(t)
    await back(t, url)
    assert [len(t.cards(ts)) for ts in (before, *missed)] == [1, 1, 1, 1]
    await t.through(1_300, step=300)  # further slots read the same stretch again
    assert [len(t.cards(ts)) for ts in (before, *missed)] == [1, 1, 1, 1]
    assert len(await t.deals()) == 4


async def test_an_order_is_not_doubled_by_a_delivery_that_comes_after_the_catch_up(t: Town, url: str) -> None:
    closed(t)
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    undelivered = t.slack.deliveries[-1]
    await away(t)
    await back(t, url)
    assert len(t.cards(ts)) == 1
    event = undelivered.payload["event"]
    assert event["ts"] == ts
    await deliver(t, event, "EvLATE")
    assert len(t.cards(ts)) == 1
    assert len(await t.deals()) == 1


async def deliver(t: Town, event: dict[str, Any], event_id: str) -> None:
    await t.slack._core.courier.once(
        "events_api", {**t.slack.deliveries[0].payload, "event": event, "event_id": event_id}
    )
    await t.work()


async def test_an_edit_made_during_downtime_revises_the_deal(t: Town, url: str) -> None:
    ts = await t.post(ORDER)
    closed(t)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("数量：12", "数量：10"))
    await away(t)
    await back(t, url)
    assert "¥330,000" in t.shown(ts)


async def test_the_original_that_comes_late_does_not_undo_the_edit(t: Town, url: str) -> None:
    closed(t)
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    original = t.slack.deliveries[-1].payload["event"]
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("数量：12", "数量：10"))
    await away(t)
    await back(t, url)
    await deliver(t, original, "EvLATE")
    assert "¥330,000" in t.shown(ts)


async def test_an_order_deleted_during_downtime_is_withdrawn(t: Town, url: str) -> None:
    kept, carded = await t.post(ORDER), await t.post(ORDER + "\n備考：別件")
    closed(t)
    await t.slack.delete_message(t.tanaka, t.sales, carded)  # it has replies: Slack leaves a tombstone
    await away(t)
    await back(t, url)
    assert await t.status(carded) == DealStatus.CANCELLED
    assert await t.status(kept) == DealStatus.PROPOSED


async def test_a_message_without_a_trace_is_looked_for_once_more_before_its_deal_is_withdrawn(
    t: Town, url: str
) -> None:
    ts = await t.post(ORDER)
    closed(t)
    for card in t.cards(ts):
        t.slack.state.remove(card)  # without replies Slack keeps nothing of a deleted message
    await t.slack.delete_message(t.tanaka, t.sales, ts)
    await away(t)
    await back(t, url)
    assert await t.status(ts) == DealStatus.CANCELLED
    looks = [
        call for call in t.slack.calls if call.method == "conversations.history" and call.arguments["limit"] == "1"
    ]
    assert [call.arguments["latest"] for call in looks] == [ts]


async def test_where_slack_allows_one_page_of_15_a_minute_it_takes_its_time_and_doubles_nothing(
    t: Town, url: str
) -> None:
    t.slack.settings.slow_history = True
    closed(t)
    missed = [await t.slack.post_message(t.tanaka, t.sales, f"{ORDER}\n備考：{number}件目") for number in range(20)]
    await away(t)
    await back(t, url)
    started = t.clock.now()
    while not all(t.cards(ts) for ts in missed):
        await t.through(60, step=30)
        assert t.clock.now() - started < timedelta(minutes=6)
    await t.through(1_300, step=300)
    assert [len(t.cards(ts)) for ts in missed] == [1] * 20
    assert t.slack.warnings == []


async def test_what_was_delivered_is_not_read_a_second_time(t: Town, url: str) -> None:
    await t.post(ORDER)
    await t.post("おはようございます")
    before = len(await t.rows(SlackEvent))
    await t.through(1_300, step=300)
    assert len(await t.rows(SlackEvent)) == before
    assert not any(call.method == "conversations.replies" for call in t.slack.calls)


async def test_the_cursor_stays_where_it_was_until_a_whole_stretch_is_recorded(
    t: Town, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    t.slack.settings.slow_history = True
    closed(t)
    missed = [await t.slack.post_message(t.tanaka, t.sales, f"{ORDER}\n備考：{number}件目") for number in range(20)]
    await away(t)
    monkeypatch.setattr(catch_up, "of_post", _break)
    await back(t, url)
    monkeypatch.undo()
    await t.through(900, step=30)
    assert [len(t.cards(ts)) for ts in missed] == [1] * 20


def _break(*_: Any) -> Any:
    raise OSError("killed here")


async def test_replies_posted_during_downtime_complete_and_correct_their_orders_once(t: Town, url: str) -> None:
    known = await t.post(UNCLEAR)
    closed(t)
    await t.slack.post_message(t.tanaka, t.sales, "金額は税抜です", thread_ts=known)
    await t.slack.post_message(t.tanaka, t.sales, "半年分でお願いします", thread_ts=known)
    new = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    await t.slack.post_message(t.tanaka, t.sales, "請求日は来月末に変わりました", thread_ts=new)
    undelivered = t.slack.deliveries[-1].payload["event"]
    await away(t)
    await back(t, url)
    assert await t.total(known) == 330_000
    assert (await t.deal(new)).content["billing_date"] == "2026-12-31"
    versions = [deal.version for deal in await t.deals()]
    await deliver(t, undelivered, "EvLATE")
    await t.through(1_300, step=300)  # further slots read the same stretch again
    assert [deal.version for deal in await t.deals()] == versions
    assert len([call for call in t.slack.calls if call.method == "conversations.replies"]) == 2  # a thread each


async def test_a_reply_after_the_approval_that_was_missed_still_warns(t: Town, url: str) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(5)
    closed(t)
    await t.slack.post_message(t.tanaka, t.sales, "数量は10に変わりました", thread_ts=ts)
    await away(t)
    await back(t, url)
    assert "数量は10に変わりました" in t.shown(ts, 0)


async def test_a_reply_that_is_caught_up_does_not_overrule_a_later_one(t: Town, url: str) -> None:
    ts = await t.post(ORDER)
    closed(t)
    await t.slack.post_message(t.tanaka, t.sales, "請求日は来月末に変わりました", thread_ts=ts)
    await away(t)
    opened(t, url)
    await t.slack.post_message(t.tanaka, t.sales, "請求日は12月15日でお願いします", thread_ts=ts)
    await t.work()
    assert (await t.deal(ts)).content["billing_date"] == "2026-12-15"
    await back(t, url)
    content = (await t.deal(ts)).content
    assert content["billing_date"] == "2026-12-15"
    assert len(content["replies"]) == 2


async def test_where_slack_is_slow_a_long_thread_takes_its_time_and_nothing_is_asked_too_early(
    t: Town, url: str
) -> None:
    t.slack.settings.slow_history = True
    ts = await t.post(UNCLEAR)
    closed(t)
    for number in range(20):
        await t.slack.post_message(t.ito, t.sales, f"了解です {number}", thread_ts=ts)
    await t.slack.post_message(t.tanaka, t.sales, "半年分、金額は税抜です", thread_ts=ts)
    await away(t)
    await back(t, url)
    await t.through(600, step=30)
    assert await t.total(ts) == 330_000
    assert t.slack.warnings == []


async def test_a_start_asks_to_catch_up_unless_a_job_that_nobody_has_begun_will(t: Town, url: str) -> None:
    async def start() -> int:
        t.clock.advance(1)
        await t.parts.database.transact(begin_work, alone=True, now=t.clock.now())
        return sum(job.kind == "catch_up" for job in await t.open_jobs())

    assert [await start() for _ in range(5)] == [1] * 5  # killed and started again before it worked at all
    take = {"owner": "killed in the middle", "now": t.clock.now(), "seconds": 60}
    lease = await t.parts.database.transact(jobs.lease, **take)
    assert lease is not None
    assert lease.kind == "catch_up"
    assert [await start() for _ in range(3)] == [2] * 3  # what had begun may have looked too early
    await t.work()
    assert await start() == 1


async def test_a_caught_up_order_becomes_one_invoice(t: Town, url: str) -> None:
    closed(t)
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    await away(t)
    await back(t, url)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(2)
    assert len(t.invoices()) == 1

"""Slack is slow, strict or away: no card twice, none lost, and people are told in another way where one fails."""

import pytest

from bot.blocks import ids
from bot.blocks.parts import section
from bot.services import Message
from bot.usecases.post_message import put_message
from integrations.errors import IntegrationError
from storage.repositories.jobs import Lease
from tests.town import ORDER, Town, tuned

POST = "POST /api/chat.postMessage"


def cards_in(t: Town) -> int:
    return sum(len(t.slack.state.replies(t.sales, message.ts)) for message in t.slack.messages(t.sales))


async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_twice(t: Town) -> None:
    t.slack_faults.add(POST, "lost_after")
    ts = await t.post(ORDER)
    await t.through(30, step=5)
    assert len(t.cards(ts)) == 1
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.invoices()[0].number in t.shown(ts)


async def test_a_post_that_never_arrived_is_posted_again(t: Town) -> None:
    t.slack_faults.add(POST, "lost_before")
    ts = await t.post(ORDER)
    await t.through(30, step=5)
    assert len(t.cards(ts)) == 1


@pytest.mark.parametrize("kind", ["half_body", "bad_json"])
async def test_an_answer_nobody_can_read_is_a_lost_answer(t: Town, kind: str) -> None:
    t.slack_faults.add(POST, kind)
    ts = await t.post(ORDER)
    await t.through(30, step=5)
    assert len(t.cards(ts)) == 1


@pytest.mark.town(past=True)
async def test_a_post_in_the_channel_itself_is_found_again_too(t: Town) -> None:
    t.slack_faults.add(POST, "lost_after")
    await t.until("2026-11-25T09:00:01")  # the overdue post
    await t.through(60, step=10)
    assert len([m for m in t.slack.messages(t.finance) if t.say("overdue.title") in str(m.blocks)]) == 2


async def test_after_an_update_whose_answer_was_lost_what_stood_there_before_is_drawn_again(t: Town) -> None:
    """Asked, made again, asked again: the card that asks must not be taken for the one that still stands there."""
    services, now = t.parts.services, t.clock.now()
    lease = Lease(id=1, kind="card", key="k", payload={}, epoch=1, attempts=0, created_at=now)
    asks, works = (Message(text, [section(text)]) for text in ("asks", "works"))

    async def put(message: Message) -> str:
        return await put_message(services, lease, key="k", channel=t.sales, thread_ts=None, message=message)

    ts = await put(asks)
    t.slack_faults.add("POST /api/chat.update", "lost_after")
    with pytest.raises(IntegrationError):
        await put(works)
    assert await put(asks) == ts
    assert [m.text for m in t.slack.messages(t.sales) if m.ts == ts] == ["asks"]


@pytest.mark.town(slack={"message_burst": 1, "messages_per_second": 0.2})
async def test_when_slack_says_too_many_we_wait_as_long_as_it_says_and_nothing_is_lost(t: Town) -> None:
    stamps = [await t.slack.post_message(t.tanaka, t.sales, ORDER.replace("12", str(n))) for n in range(1, 6)]
    await t.work()
    assert cards_in(t) < 5
    await t.through(60, step=3)
    assert [len(t.cards(ts)) for ts in stamps] == [1] * 5
    assert t.alerts_posted() == []


@pytest.mark.town(tuning=tuned(slack_seconds_per_message=1.0), slack={"message_burst": 1, "messages_per_second": 1.0})
async def test_at_slacks_own_pace_it_need_not_say_so(t: Town) -> None:
    for count in range(1, 8):
        await t.slack.post_message(t.tanaka, t.sales, ORDER.replace("12", str(count)))
    await t.work()
    await t.through(12, step=0.5)
    assert cards_in(t) == 7
    assert [call for call in t.slack.calls if call.http_status == 429] == []


async def test_while_slack_is_away_orders_wait_and_an_alert_follows_when_it_is_back(t: Town) -> None:
    t.slack_faults.add("* /api/*", "status", times=None, probability=1.0, status=503)
    ts = await t.post(ORDER)
    await t.through(900, step=60)
    assert t.cards(ts) == []
    t.slack_faults.clear()
    await t.through(1200, step=60)
    assert len(t.cards(ts)) == 1


async def test_a_press_while_slack_is_away_makes_the_invoice_and_the_card_follows_later(t: Town) -> None:
    ts = await t.post(ORDER)
    t.slack_faults.add("* /api/*", "lost_before", times=None, probability=1.0)
    t.slack_faults.add("* /actions/*", "lost_before", times=None, probability=1.0)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1
    t.slack_faults.clear()
    await t.through(1200, step=60)
    assert t.invoices()[0].number in t.shown(ts)


async def test_a_response_url_that_expired_is_replaced_by_an_ordinary_update(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.click(t.suzuki, t.sales, t.card(ts).ts, ids.APPROVE)
    t.clock.advance(1801)  # the bot was down for half an hour
    await t.work()
    assert t.invoices()[0].number in t.shown(ts)
    assert "chat.update" in [call.method for call in t.slack.calls]


async def test_an_answer_to_one_person_gets_through_after_its_address_expired(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.click(t.tanaka, t.sales, t.card(ts).ts, ids.APPROVE)
    t.clock.advance(1801)
    await t.work()
    assert len(t.told(t.tanaka)) == 1


@pytest.mark.town(slack={"response_url_uses": 0})
async def test_an_address_that_is_used_up_is_an_expired_one(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.invoices()[0].number in t.shown(ts)


async def test_a_card_somebody_deleted_does_not_stop_the_invoice(t: Town) -> None:
    ts = await t.post(ORDER)
    card = t.card(ts)
    await t.slack.click(t.suzuki, t.sales, card.ts, ids.APPROVE)
    del t.slack.state.messages[(card.channel, card.ts)]
    await t.work()
    await t.through(60, step=20)
    assert len(t.invoices()) == 1


async def test_a_modal_whose_trigger_expired_is_an_error_the_person_sees_not_a_change(t: Town) -> None:
    ts = await t.post(ORDER)
    version = (await t.deal(ts)).version
    t.slack_faults.add("POST /api/views.open", "status", body={"ok": False, "error": "expired_trigger_id"}, status=200)
    await t.press(t.suzuki, ts, ids.EDIT)
    assert t.slack.views_open_for(t.suzuki) == []
    assert t.slack.warnings[-1].user == t.suzuki
    assert (await t.deal(ts)).version == version


@pytest.mark.town(past=True)
async def test_a_channel_the_bot_was_removed_from_is_told_to_the_alerts_channel(t: Town) -> None:
    t.slack.state.channel(t.finance).members.remove(t.slack.settings.bot_user_id)
    await t.until("2026-11-25T09:00:01")
    assert any("not_in_channel" in text for text in t.alerts_posted())


@pytest.mark.town(looked=False)
async def test_slack_away_at_the_first_event_after_a_start_loses_no_order(t: Town) -> None:
    t.slack_faults.add("* /api/*", "lost_before", times=40)
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    await t.tick()
    assert all(delivery.ok for delivery in t.slack.deliveries)
    await t.through(1800, step=60)
    assert len(t.cards(ts)) == 1


async def test_an_event_we_could_not_record_is_not_acknowledged_and_slack_brings_it_again(t: Town) -> None:
    with t.parts.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE slack_event RENAME TO away")
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    assert {delivery.status for delivery in t.slack.deliveries if delivery.payload["event"].get("ts") == ts} <= {
        500,
        None,
    }
    with t.parts.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO slack_event")
    await t.later(61)
    assert len(t.cards(ts)) == 1

"""Socket Mode: whatever happens to the connections, an order comes in once and nothing is left unacknowledged."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session
from structlog.testing import capture_logs

from bot import socket_mode
from bot.blocks import ids
from tests.town import ORDER, Town, town


@pytest.fixture
async def t(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr(socket_mode, "PAUSES", (0, 0.01))
    async with town(tmp_path, transport="socket") as place:
        yield place


def unacknowledged(t: Town) -> list[str | None]:
    return [delivery.error for delivery in t.slack.deliveries if not delivery.ok]


async def both_connected(t: Town) -> None:
    await t.slack.until(lambda: len(t.slack.sockets.connections) == socket_mode.CONNECTIONS)


async def repeated(t: Town) -> None:
    """Slack's second repetition comes a minute after the first, which comes at once."""
    await t.slack.settle()
    t.clock.advance(60)
    await t.slack.until(lambda: t.slack.deliveries[-1].ok)
    await t.work()


async def test_an_order_becomes_an_invoice_over_the_socket(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(2)
    assert len(t.invoices()) == 1
    assert {delivery.transport for delivery in t.slack.deliveries} == {"socket"}
    assert unacknowledged(t) == []


async def test_a_warned_connection_has_its_successor_before_it_ends(t: Town) -> None:
    old = set(t.slack.sockets.connections)
    t.clock.advance(t.slack.settings.socket_seconds - t.slack.settings.socket_warning)
    await t.slack.until(lambda: len(t.slack.sockets.connections) == 2 * socket_mode.CONNECTIONS)
    first = await t.post(ORDER)  # by the old ones or the new
    t.clock.advance(t.slack.settings.socket_warning)
    await t.slack.until(lambda: not old & set(t.slack.sockets.connections))
    second = await t.post(ORDER)
    assert t.card(first)
    assert t.card(second)
    assert unacknowledged(t) == []
    assert len(t.slack.sockets.connections) == socket_mode.CONNECTIONS


async def test_asked_to_refresh_it_comes_back(t: Town) -> None:
    old = set(t.slack.sockets.connections)
    await t.slack.sockets.disconnect("refresh_requested")
    await both_connected(t)
    assert not old & set(t.slack.sockets.connections)
    assert t.card(await t.post(ORDER))
    assert unacknowledged(t) == []


async def test_what_was_posted_while_every_connection_was_broken_comes_with_the_repetition(t: Town) -> None:
    await t.slack.sockets.drop()
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    assert t.slack.deliveries[-1].error == "connection_failed"
    await both_connected(t)
    await repeated(t)
    assert t.card(ts)
    assert len(await t.deals()) == 1


async def test_three_copies_of_an_event_at_once_are_one_order_and_all_are_acknowledged(t: Town) -> None:
    t.slack.adversary.copies = 3
    ts = await t.post(ORDER)
    copies = [one for one in t.slack.deliveries if one.payload.get("event", {}).get("ts") == ts]
    assert [copy.ok for copy in copies] == [True] * 3
    assert len(await t.deals()) == 1


async def test_what_cannot_be_stored_is_not_acknowledged_and_comes_again(
    t: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    t.slack.settings.ack_timeout = 0.2
    with monkeypatch.context() as broken, capture_logs():
        broken.setattr(type(t.parts.database), "transact", _disk_full)
        ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
        await t.slack.settle()
    assert unacknowledged(t) == ["timeout", "timeout"]  # the first and its repetition at once
    t.slack.settings.ack_timeout = 3
    await repeated(t)
    assert t.card(ts)


async def _disk_full(*_: object, **__: object) -> None:
    raise OSError("no space left on device")


async def test_a_stop_acknowledges_what_is_in_hand_before_it_closes(t: Town) -> None:
    held, go = threading.Event(), threading.Event()

    def hold(session: Session) -> None:  # the listener waits for its commit
        if not t.parts.database.is_sqlite:
            session.execute(text("LOCK TABLE slack_event IN EXCLUSIVE MODE"))
        held.set()
        go.wait(10)

    holding = asyncio.create_task(t.parts.database.transact(hold))
    await asyncio.to_thread(held.wait, 10)
    posting = asyncio.create_task(t.slack.post_message(t.tanaka, t.sales, ORDER))
    await asyncio.sleep(0.1)
    assert t.socket is not None
    stopping = asyncio.create_task(t.socket.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    go.set()
    await holding
    await posting
    await stopping
    assert unacknowledged(t) == []
    assert t.slack.sockets.connections == []
    await t.parts.worker.run_due()
    assert len(await t.deals()) == 1


async def test_a_payload_of_another_workspace_is_acknowledged_and_leaves_no_trace(t: Town) -> None:
    t.parts.team_id = "T_OTHER"
    await t.post(ORDER)
    assert unacknowledged(t) == []
    assert await t.deals() == []


async def test_slack_says_too_many_connections_and_then_there_is_room(t: Town) -> None:
    t.slack.settings.socket_connections = 1
    await t.slack.sockets.disconnect("refresh_requested")
    await t.slack.until(lambda: len(t.slack.sockets.connections) >= 1)
    assert t.card(await t.post(ORDER))
    t.slack.settings.socket_connections = 10
    await both_connected(t)


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_every_event_the_manifest_asks_for_is_acknowledged(tmp_path: Path, transport: str) -> None:
    async with town(tmp_path, transport=transport) as t:
        stranger = await t.slack.add_channel("雑談")
        ts = await t.post("おはようございます")
        await t.slack.post_message(t.tanaka, t.sales, "返信です", thread_ts=ts)
        await t.slack.post_message(t.tanaka, stranger, ORDER)
        await t.slack.edit_message(t.tanaka, t.sales, ts, "こんにちは")
        await t.slack.delete_message(t.tanaka, t.sales, ts)
        await t.slack.share_file(t.tanaka, t.sales, "order.pdf", b"%PDF", "受注")
        await t.slack.join(t.tanaka, stranger)
        await t.slack.open_home(t.tanaka)
        await t.work()
        assert unacknowledged(t) == []
        asked = set(t.slack.settings.bot_events)
        seen = {delivery.payload["event"]["type"] for delivery in t.slack.deliveries if "event" in delivery.payload}
        assert {event.partition(".")[0] for event in asked} <= seen

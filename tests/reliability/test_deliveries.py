"""What Slack does to us: its Web API down when the first order comes, every event three times at once, two approvers
pressing at the same moment. No order is lost, none is made twice, and the second approver hears who was first."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.blocks import ids
from tests.reliability.people import Order
from tests.reliability.street import PARTNERS, show, write_report
from tests.reliability.timeline import by_total, has_button, walk
from tests.town import ORDER, town, tuned


@pytest.mark.parametrize("how", ["errors", "breaks"])
async def test_an_order_that_comes_while_slacks_web_api_is_down_after_a_start_is_carded_when_it_is_back(
    tmp_path: Path, how: str
) -> None:
    async with town(tmp_path, past=True, looked=False) as place:
        for method in ("POST", "GET"):
            if how == "errors":
                place.slack_faults.add(f"{method} /api/*", "status", status=503, probability=1.0)
            else:
                place.slack_faults.add(f"{method} /api/*", "lost_before", probability=1.0)
        ts = await place.slack.post_message(place.tanaka, place.sales, ORDER)
        assert [delivery.status for delivery in place.slack.deliveries] == [200]
        await walk(place, seconds=240)
        assert len(await place.deals()) == 1
        assert place.cards(ts) == []
        place.slack_faults.clear()
        assert await walk(place, until=lambda: bool(place.cards(ts)), seconds=900)
        await walk(place, seconds=60)
        assert (len(await place.deals()), len(place.cards(ts))) == (1, 1)


async def test_every_event_three_times_at_once_and_two_approvers_at_once(tmp_path: Path) -> None:
    await run(tmp_path, 8)


@pytest.mark.reliability
async def test_a_hundred_orders_three_times_at_once_and_two_approvers_at_once(tmp_path: Path) -> None:
    await run(tmp_path, 100)


async def run(folder: Path, number: int) -> None:
    """Bring each event three times at once, and let two people press at once."""
    dice = random.Random(number)
    async with town(folder, tuning=tuned(), past=True, looked=False) as place:
        for name in PARTNERS[:number]:
            place.office.add_partner(name)
        await place.tick()
        place.slack.adversary.copies = 3
        written = [Order(position) for position in range(number)]
        orders = {await place.slack.post_message(place.tanaka, place.sales, order.text): order for order in written}
        assert await walk(place, until=lambda: all(has_button(place, ts, ids.APPROVE) for ts in orders), seconds=3600)
        events = [d for d in place.slack.deliveries if d.kind == "events_api" and d.retry == 0]
        approvers = (place.suzuki, place.ito)
        for ts in orders:
            card = place.card(ts, 0).ts
            answers = await asyncio.gather(
                *(place.slack.click(user, place.sales, card, ids.APPROVE) for user in dice.sample(approvers, 2))
            )
            assert [answer.status for answer in answers] == [200, 200]
        made = {order.total for order in written}
        assert await walk(place, until=lambda: made <= set(by_total(place)), seconds=3600)
        await walk(place, seconds=120)
        deals, books = await place.deals(), by_total(place)
        told = {user: [text for text in place.told(user) if "<@" in text] for user in approvers}
        first = {user: sum(deal.approved_by == user for deal in deals) for user in told}
        figures = {
            "orders": number,
            "deliveries of their events": len([d for d in events if d.payload["event"].get("ts") in orders]),
            "deals": len(deals),
            "invoices": sum(len(books.get(order.total, ())) for order in orders.values()),
            "cards": sum(len(place.cards(ts)) for ts in orders),
            "first: Suzuki, Ito": (first[place.suzuki], first[place.ito]),
            "told who was first: Suzuki, Ito": (len(told[place.suzuki]), len(told[place.ito])),
        }
        show("three times at once, two approvers at once", figures)
        write_report(f"deliveries-{number}", figures)
        assert figures["deliveries of their events"] == 3 * number
        assert (figures["deals"], figures["invoices"], figures["cards"]) == (number, number, number)
        assert place.office.duplicates() == {}
        assert (len(told[place.suzuki]), len(told[place.ito])) == (first[place.ito], first[place.suzuki])
        assert all(f"<@{place.ito}>" in text for text in told[place.suzuki])
        assert all(f"<@{place.suzuki}>" in text for text in told[place.ito])

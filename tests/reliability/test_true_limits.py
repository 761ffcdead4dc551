"""The real figures on a moved clock: 30 calls a minute, 900 s to settle, looks after 5, 30, 120 and 600 s, Slack's
message a second; with faults at freee for half of the requests. Nothing lost, nothing twice, nothing stuck."""

from pathlib import Path
from typing import Any

import pytest

from bot.blocks import ids
from bot.services import Tuning
from domain.deal import DealStatus
from tests.reliability.people import Order
from tests.reliability.street import PARTNERS, show, write_report
from tests.reliability.timeline import by_total, has_button, walk
from tests.town import Town, town

REAL_SLACK: dict[str, Any] = {"message_burst": 4, "messages_per_minute": 300}


def spread_faults(place: Town) -> None:
    """Let about half of the invoice requests go wrong, some landing minutes later."""
    post, add = "POST /iv/invoices", place.office_faults.add
    for delay in (20.0, 240.0, 700.0):
        add(post, "late", delay=delay, probability=0.05)
    add(post, "lost_before", probability=0.15)
    add(post, "lost_after", probability=0.08)
    add(post, "half_body", probability=0.05)
    add(post, "status", status=503, done=True, probability=0.05)
    add(post, "status", status=500, probability=0.05)
    add(post, "bad_json", probability=0.04)
    add(post, "status", status=429, headers={"retry-after": "30"}, probability=0.02)
    add("GET /iv/invoices", "status", status=502, probability=0.1)
    add("GET /iv/invoices", "lost_before", probability=0.1)
    place.slack_faults.add("POST /api/chat.postMessage", "lost_after", probability=0.1)
    place.slack_faults.add("POST /api/chat.update", "status", status=500, probability=0.1)


async def decide(place: Town, ts: str, order: Order) -> None:
    """What an accountant does when the card asks whether the invoice is there: look into the books."""
    found = by_total(place).get(order.total)
    if not found:
        await place.press(place.suzuki, ts, ids.OUTCOME_RETRY, card=place.card(ts, 0))
        return
    await place.press(place.suzuki, ts, ids.OUTCOME_FOUND, card=place.card(ts, 0))
    await place.submit(place.suzuki, {ids.NUMBER: found[0].number})


@pytest.mark.slow
async def test_six_orders_at_true_limits_with_faults(tmp_path: Path) -> None:
    await run(tmp_path, 6)


@pytest.mark.reliability
async def test_thirty_orders_at_true_limits_with_faults(tmp_path: Path) -> None:
    await run(tmp_path, 30)


async def run(folder: Path, number: int) -> None:
    """Post, approve, and let time pass until every order has come to its end."""
    async with town(
        folder, slack=REAL_SLACK, tuning=Tuning(), freee={"list_lag_seconds": 45}, past=True, looked=False
    ) as place:
        for name in PARTNERS[:number]:
            place.office.add_partner(name)
        await place.tick()
        began = place.clock.now()
        written = [Order(position) for position in range(number)]
        orders = {await place.slack.post_message(place.tanaka, place.sales, order.text): order for order in written}
        spread_faults(place)
        assert await walk(place, until=lambda: all(has_button(place, ts, ids.APPROVE) for ts in orders), seconds=900)
        for ts in orders:
            await place.press(place.suzuki, ts, ids.APPROVE, card=place.card(ts, 0))
        asked = await see_through(place, orders)
        place.office_faults.clear()
        place.slack_faults.clear()
        await walk(place, seconds=1000, tick=300)
        await judge(place, orders, asked, (place.clock.now() - began).total_seconds())


async def see_through(place: Town, orders: dict[str, Order]) -> set[str]:
    """Let time pass, answer what the cards ask, and return which asked."""
    asked: set[str] = set()

    def questions() -> list[str]:
        return [ts for ts in orders if has_button(place, ts, ids.OUTCOME_RETRY)]

    for _ in range(60):
        await walk(place, until=lambda: bool(questions()), seconds=600, tick=300)
        for ts in questions():
            asked.add(ts)
            await decide(place, ts, orders[ts])
        if not any(deal.status == DealStatus.CONFIRMED for deal in await place.deals()):
            break
    return asked


async def judge(place: Town, orders: dict[str, Order], asked: set[str], seconds: float) -> None:
    """0 lost, 0 twice, 0 stuck, one card each, and freee never had to refuse us."""
    books = by_total(place)
    lost = [order.number for order in orders.values() if not books.get(order.total)]
    twice = [order.number for order in orders.values() if len(books.get(order.total, ())) > 1]
    waiting = [job for job in await place.open_jobs() if job.kind in ("issue", "card", "post", "tell", "slack.message")]
    confirmed = [deal.id for deal in await place.deals() if deal.status == DealStatus.CONFIRMED]
    cards = {ts: len(place.cards(ts)) for ts in orders}
    figures = {
        "orders": len(orders),
        "lost": len(lost),
        "invoices twice": len(twice) + len(place.office.duplicates()),
        "stuck": len(waiting) + len(confirmed),
        "cards twice": sum(number != 1 for number in cards.values()),
        "faults played": len(place.office_faults.played) + len(place.slack_faults.played),
        "asked of a person": len(asked),
        "refused by freee for the rate": place.office.limits.refused,
        "simulated minutes": round(seconds / 60),
    }
    show("orders at true limits", figures)
    write_report(f"true-limits-{len(orders)}", figures)
    assert (lost, twice, place.office.duplicates()) == ([], [], {})
    assert ([f"{job.kind} {job.key} {job.error}" for job in waiting], confirmed) == ([], [])
    assert set(cards.values()) == {1}
    assert place.office.limits.refused == 0

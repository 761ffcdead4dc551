"""Two replicas on PostgreSQL, three copies of each event at the same moment to both of them, everybody clicks twice:
each order has one deal, one card and one invoice."""

import asyncio
import itertools
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from tests.postgres import server
from tests.reliability.kill_run import Verdict, judge, until_idle
from tests.reliability.nursery import Bot
from tests.reliability.people import Order, People
from tests.reliability.street import Scale, show, street, write_report

ORDERS = 100
COPIES = 3


class Balancer(httpx.AsyncBaseTransport):
    """Sends each of Slack's requests to the next replica, as a load balancer does."""

    def __init__(self, bots: Sequence[Bot]) -> None:
        """`bots` are up."""
        self._turns = itertools.cycle(bots)
        self._way = httpx.AsyncHTTPTransport()
        self.sent: Counter[int] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on."""
        bot = next(self._turns)
        self.sent[bot.port] += 1
        request.url = request.url.copy_with(port=bot.port)
        return await self._way.handle_async_request(request)

    async def aclose(self) -> None:
        """Close what was opened."""
        await self._way.aclose()


@pytest.mark.reliability
async def test_three_copies_at_once_to_two_replicas_and_double_clicks_make_each_invoice_once(tmp_path: Path) -> None:
    with server().database(migrated=False) as url:
        async with street(tmp_path, scale=Scale(settle=20, timeout=10), database_url=url) as place:
            bots = [await place.nursery.start("run") for _ in range(2)]
            for bot in bots:
                await bot.up()
            balancer = Balancer(bots)
            place.slack.deliver_by(balancer)
            place.slack.settings.request_url = bots[0].url
            place.slack.adversary.copies = COPIES
            people, orders = People(place, always_twice=True), [Order(number) for number in range(ORDERS)]
            async with asyncio.timeout(600):
                await asyncio.gather(*(people.live(order) for order in orders))
            await until_idle(place, 60)
            verdict = Verdict(orders=ORDERS)
            judge(place, people, orders, verdict)
            posted = {order.ts for order in orders}
            events = [
                d
                for d in place.slack.deliveries
                if d.kind == "events_api" and d.payload["event"].get("ts") in posted and not d.retry
            ]
            figures = {
                "orders": ORDERS,
                "deliveries of their events": len(events),
                "requests to each replica": sorted(balancer.sent.values()),
                "presses": people.counts["presses"],
                "invoices": verdict.invoices,
                "lost, twice, stuck, cards twice": (
                    len(verdict.lost),
                    max(len(verdict.duplicates), len(verdict.marks_twice)),
                    len(verdict.stuck),
                    len(verdict.double_cards),
                ),
            }
            for bot in bots:
                await bot.end(signal.SIGTERM)
    show("two replicas, three copies, double clicks", figures)
    write_report("replicas-postgresql", figures)
    assert len(events) == COPIES * ORDERS
    assert min(balancer.sent.values()) >= ORDERS
    assert people.counts["presses"] >= 2 * ORDERS
    assert figures["lost, twice, stuck, cards twice"] == (0, 0, 0, 0)
    assert verdict.invoices == ORDERS

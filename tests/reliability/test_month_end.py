"""Month end: 300 orders approved within a minute, at freee's true limits (30 calls a minute, a fifth kept for people
and look-ups) and Slack's. Every invoice is made at freee's pace, every card says when its turn comes, and whoever
presses a button meanwhile gets an answer at once."""

import re
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.blocks import ids
from bot.clock import TOKYO
from bot.services import Tuning
from integrations.accounting.base import Purpose
from integrations.errors import RateError
from tests.reliability.people import Order
from tests.reliability.street import PARTNERS, show, write_report
from tests.reliability.test_true_limits import REAL_SLACK
from tests.reliability.timeline import by_total, card_says, has_button, walk
from tests.town import Town, town

ETA = re.compile(r"(\d{1,2}):(\d{2})\s*ごろ")
PER_MINUTE = 24  # 30 a minute, less the fifth


@pytest.mark.reliability
async def test_sixty_orders_approved_within_a_minute(tmp_path: Path) -> None:
    await run(tmp_path, 60)


@pytest.mark.reliability
async def test_three_hundred_orders_approved_within_a_minute(tmp_path: Path) -> None:
    await run(tmp_path, 300)


async def run(folder: Path, number: int) -> None:
    """Post and card the orders, approve them all within a minute, and watch."""
    async with town(folder, slack=REAL_SLACK, tuning=Tuning(), past=True, looked=False) as place:
        for name in PARTNERS:
            place.office.add_partner(name)
        await place.tick()
        written = [Order(position) for position in range(number)]
        orders: dict[str, Order] = {}
        for order in written:
            orders[await place.slack.post_message(place.tanaka, place.sales, order.text)] = order
            place.clock.advance(1)
        assert await walk(place, until=lambda: all(has_button(place, ts, ids.APPROVE) for ts in orders), seconds=3600)
        await walk(place, seconds=600, tick=300)  # freee's minute is free again
        began, started = place.clock.now(), time.monotonic()
        await approve_all(place, list(orders), 60.0)
        approving = (place.clock.now() - began).total_seconds()
        burst = Burst(place, orders)
        await burst.watch()
        burst.judge(approving, (place.clock.now() - began).total_seconds() / 60, time.monotonic() - started)


async def approve_all(place: Town, posts: list[str], seconds: float) -> None:
    """Press every button within so many seconds, work going on in between."""
    for ts in posts:
        delivery = await place.slack.click(place.suzuki, place.sales, place.card(ts, 0).ts, ids.APPROVE)
        assert delivery.status == 200
        place.clock.advance(seconds / len(posts))
        await place.work()


class Burst:
    """What is seen from the moment of the approvals until the last invoice stands."""

    def __init__(self, place: Town, orders: dict[str, Order]) -> None:
        """Nothing is seen yet."""
        self.place, self.orders = place, orders
        self.promised: dict[str, datetime] = {}
        self.silent: set[str] = set()
        self.refused_people = 0
        self.asked_people = 0

    async def watch(self) -> None:
        """Every 30 s: read the cards, and be a person at a button who needs one call."""
        wanted = {order.total for order in self.orders.values()}
        for _ in range(600):
            self._read_cards()
            await self._be_a_person()
            if wanted <= set(by_total(self.place)):
                break
            await walk(self.place, seconds=30, tick=30)
        await walk(self.place, seconds=900, tick=30)  # the cards follow

    def _read_cards(self) -> None:
        books = by_total(self.place)
        for ts, order in self.orders.items():
            if order.total in books or ts in self.promised:
                continue
            found = ETA.search(card_says(self.place, ts))
            if found is None:
                self.silent.add(ts)
                continue
            now = self.place.clock.now().astimezone(TOKYO)
            moment = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
            self.promised[ts] = moment

    async def _be_a_person(self) -> None:
        self.asked_people += 1
        try:
            await self.place.parts.services.budget.take(Purpose.PERSON, "proof.person")
            await self.place.parts.services.budget.room(Purpose.LOOKUP)
        except RateError:
            self.refused_people += 1

    def judge(self, approving: float, minutes: float, real: float) -> None:
        """Hold it against the promise."""
        place, books = self.place, by_total(self.place)
        made = {ts: books[order.total] for ts, order in self.orders.items()}
        assert all(len(invoices) == 1 for invoices in made.values())
        at = {ts: datetime.fromtimestamp(invoices[0].created, TOKYO) for ts, invoices in made.items()}
        late = [(at[ts] - moment).total_seconds() for ts, moment in self.promised.items()]
        per_minute = Counter(moment.replace(second=0, microsecond=0) for moment in at.values())
        done = sum(invoices[0].number in card_says(place, ts) for ts, invoices in made.items())
        took = (max(at.values()) - min(at.values())) / timedelta(minutes=1)
        figures = {
            "orders": len(self.orders),
            "approved within (s)": round(approving, 1),
            "from the first invoice to the last (min)": round(took, 1),
            "at freee's pace it would be (min)": round(len(self.orders) / PER_MINUTE, 1),
            "invoices in the busiest minute": max(per_minute.values()),
            "cards that said when their turn comes": len(self.promised),
            "cards waiting that did not": len(self.silent - set(self.promised)),
            "made later than said (s): worst": round(max(late, default=0)),
            "made earlier than said (s): worst": round(-min(late, default=0)),
            "calls for people meanwhile, refused": f"{self.asked_people}, {self.refused_people}",
            "cards that show the invoice": done,
            "refused by freee": place.office.limits.refused,
            "simulated minutes": round(minutes),
            "real seconds": round(real),
        }
        show("month end", figures)
        write_report(f"month-end-{len(self.orders)}", figures)
        assert place.office.duplicates() == {}
        assert place.office.limits.refused == 0
        assert self.refused_people == 0
        assert self.silent <= set(self.promised), "a card waited and did not say until when"
        assert len(self.promised) >= len(self.orders) - 2 * PER_MINUTE
        assert max(late, default=0) <= 150
        assert took <= len(self.orders) / PER_MINUTE * 1.25 + 2
        assert done == len(self.orders)

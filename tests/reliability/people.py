"""What people do on the street: post orders, press buttons (twice, both of them, again when Slack shows an error), and
look into freee when the bot says it cannot know."""

import asyncio
import contextlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.blocks import ids
from sandbox.slack.state import NotThereError
from tests.reliability.street import PARTNERS, Street

LOOK = 0.25  # seconds between two looks at the screen
PATIENCE = 2.0  # seconds until somebody presses again because nothing happened


@dataclass
class Order:
    """One order report; its total tells its invoice from any other."""

    number: int
    ts: str = ""

    @property
    def price(self) -> int:
        """Yen without tax."""
        return 10_000 + 10 * self.number

    @property
    def total(self) -> int:
        """Yen with tax."""
        return self.price * 110 // 100

    @property
    def text(self) -> str:
        """What the salesperson writes."""
        partner = PARTNERS[self.number % len(PARTNERS)]
        return (
            f"【受注報告】\n会社名：{partner}\n商品：保守サービス\n数量：1\n単価：{self.price:,}円（税抜）\n"
            "支払条件：月末締め翌月末払い\n担当：田中"
        )


class People:
    """A salesperson and two approvers."""

    def __init__(self, street: Street, *, always_twice: bool = False) -> None:
        """`always_twice`: both approvers double-click every time, not every other time."""
        self.street, self._always_twice = street, always_twice
        self.counts: Counter[str] = Counter()
        self._seen = 0
        self._by_total: dict[int, list[Any]] = {}

    async def live(self, order: Order) -> None:
        """Post an order and see it through to its invoice and its finished card."""
        street, slack = self.street, self.street.slack
        order.ts = await slack.post_message(street.tanaka, street.sales, order.text)
        while (card := self._card(order)) is None or not _has(card, ids.APPROVE):
            await self.street.clock.sleep(LOOK)
        await self._approve_together(order)
        pressed = street.clock.elapsed()
        while not self._finished(order):
            await self.street.clock.sleep(LOOK)
            card = self._card(order)
            if card is None or street.clock.elapsed() - pressed < PATIENCE:
                continue
            if _has(card, ids.APPROVE):
                self.counts["approved again"] += 1
                await self._press(street.suzuki, order, ids.APPROVE)
                pressed = street.clock.elapsed()
            elif _has(card, ids.OUTCOME_RETRY):
                await self._decide(order, card)
                pressed = street.clock.elapsed()

    def invoices(self, order: Order) -> list[Any]:
        """Return the living invoices over the order's total."""
        self._index()
        found = self._by_total.get(order.total, [])
        return [invoice for invoice in found if not self.street.books.paper(invoice).cancelled]

    def cards(self, order: Order) -> list[Any]:
        """Return the bot's cards under an order; what else it says there has no header."""
        thread = self.street.slack.thread(self.street.sales, order.ts)
        return [
            message
            for message in thread
            if message.bot_id is not None and message.blocks and message.blocks[0]["type"] == "header"
        ]

    def _index(self) -> None:
        book = self.street.books.book()
        if len(book) > self._seen:
            for invoice in book[self._seen :]:
                self._by_total.setdefault(self.street.books.paper(invoice).total, []).append(invoice)
            self._seen = len(book)

    def _card(self, order: Order) -> Any:
        found = self.cards(order)
        return found[0] if found else None

    def _finished(self, order: Order) -> bool:
        if not self.invoices(order):
            return False
        card = self._card(order)
        number = self.invoices(order)[0].number
        return card is not None and number in str(card.blocks)

    async def _approve_together(self, order: Order) -> None:
        dice, street = self.street.dice, self.street
        pause = dice.choice((0.0, 0.0, dice.random() * 0.6))
        await asyncio.gather(
            self._approve(street.suzuki, order, 0.0, twice=self._always_twice or dice.random() < 0.5),
            self._approve(street.ito, order, pause, twice=self._always_twice or dice.random() < 0.5),
        )

    async def _approve(self, user: str, order: Order, pause: float, *, twice: bool) -> None:
        await self.street.clock.sleep(pause)
        if twice:  # a double click: both are under way at once
            await asyncio.gather(*(self._press(user, order, ids.APPROVE) for _ in range(2)))
        while not await self._press(user, order, ids.APPROVE):
            await self.street.clock.sleep(LOOK)

    async def _press(self, user: str, order: Order, action_id: str) -> bool:
        """Press if the button is there; False if Slack showed an error, so that the person tries again."""
        card = self._card(order)
        if card is None or not _has(card, action_id):
            return True
        self.counts["presses"] += 1
        try:
            delivery = await self.street.slack.click(user, self.street.sales, card.ts, action_id)
        except (NotThereError, ValueError):
            return True  # gone while the finger was on its way
        if not delivery.ok:
            self.counts["presses that failed"] += 1
        return bool(delivery.ok)

    async def _decide(self, order: Order, card: Any) -> None:
        """Answer "is the invoice there?" after looking into freee."""
        found = self.invoices(order)
        if not found:
            self.counts["person: not there"] += 1
            await self._press(self.street.suzuki, order, ids.OUTCOME_RETRY)
            return
        self.counts["person: found"] += 1
        deal = _deal_of(card)
        if not await self._press(self.street.suzuki, order, ids.OUTCOME_FOUND):
            return
        await self.street.clock.sleep(LOOK)
        slack, user = self.street.slack, self.street.suzuki
        for view in [view for view in slack.views_open_for(user) if deal in view.body["private_metadata"]]:
            with contextlib.suppress(NotThereError, ValueError):
                await slack.submit_view(user, view.id, {ids.NUMBER: found[0].number})


def _deal_of(card: Any) -> str:
    """Whoever types a number looks at which order the form is for: many are on this screen at once."""
    elements = [element for block in card.blocks if block["type"] == "actions" for element in block["elements"]]
    values = [json.loads(element["value"]) for element in elements if "value" in element]
    return str(next(value["d"] for value in values if "d" in value))


def _has(card: Any, action_id: str) -> bool:
    return any(
        element.get("action_id") == action_id
        for block in card.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )

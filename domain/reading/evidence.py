"""How much of a post looks like the record of an order: the day, the bill, the terms, the person who sold.

Who only talks about a customer and a price gives none of these; who reports an order gives some. So they stand in for
the word of winning that a post leaves out, or says in a way nobody has foreseen.
"""

from __future__ import annotations

from domain.reading.context import Message
from domain.reading.model import Order
from domain.reading.segments import Part

_ENOUGH = 2  # for a post that says nothing else
_OVERWHELMING = 5  # for one that reads like something else: it names the day of the order and more
_TIMES = ("billing_date", "payment_due_date", "payment_terms")
_RECORD = {"partner", "bill_to", "item", "quantity", "unit_price", "amount", "total", "subtotal", "order_date", "owner"}


def could_speak(message: Message, part: Part, kind: str) -> bool:
    """Whether it is worth reading: without a customer and a price it is no order, and without a day none like this."""
    if not part.partners or not any(part.start <= figure.start < part.end for figure in message.figures):
        return False
    return kind != "other" or bool(message.dates and (message.terms or message.labels))


def speaks_for(message: Message, part: Part, order: Order, kind: str) -> bool:
    """Whether the record outweighs what the words leave open; `kind` is the verdict on the words."""
    times = 3 if order.order_date is not None else 0
    times += sum(2 for name in _TIMES if getattr(order, name) is not None)
    if order.payment_terms is None and any(a <= hit.start < b for hit in message.terms for a, b in part.everywhere):
        times += 2
    labels = {
        label.kind for label in message.labels if label.strong and any(a <= label.start < b for a, b in part.everywhere)
    }
    recorded = len(labels & _RECORD) >= 3
    points = times + (1 if order.owner is not None else 0) + (1 if recorded else 0)
    if kind == "neutral":
        return points >= _ENOUGH
    if kind == "other":
        return points >= _OVERWHELMING
    return times > 0 and (recorded or order.order_date is not None)

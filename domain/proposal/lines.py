"""The items of an order as lines of an invoice."""

from decimal import Decimal

from domain.order import DealLine
from domain.reading.model import Item, Order
from domain.tax import TaxEntry

SUBJECT_LIMIT = 70


def invoice_lines(order: Order, tax_percent: int) -> tuple[DealLine, ...]:
    """Return the lines, `tax_percent` where an item says no rate; none at all if one of them has no price."""
    lines = [_line(item, tax_percent) for item in order.items]
    priced = tuple(line for line in lines if line is not None)
    return priced if len(priced) == len(lines) else ()


def _line(item: Item, tax_percent: int) -> DealLine | None:
    percent = tax_percent if item.tax_rate is None else item.tax_rate
    description = item.description or "ご注文分"
    quantity, price = item.quantity, item.unit_price
    if price is None:
        if item.amount is None:
            return None
        if quantity is not None and quantity != 1:
            description = f"{description}（{quantity.normalize():f}）"
        quantity, price = Decimal(1), item.amount
    return DealLine(
        description=description[:255],
        quantity=quantity if quantity is not None else Decimal(1),
        unit_price=price,
        tax_percent=percent,
        reduced=percent == 8,
    )


def tax_basis(order: Order, lines: tuple[DealLine, ...]) -> TaxEntry | None:
    """Return whether prices hold the tax; None where the post does not say and it matters."""
    if order.tax_entry in ("out", "in"):
        return TaxEntry(order.tax_entry)
    # Where every line is at rate 0 the basis does not matter (reading-conventions, Totals).
    return TaxEntry.OUT if lines and all(line.tax_percent == 0 for line in lines) else None


def subject_of(template: str, lines: tuple[DealLine, ...]) -> str:
    """Return what the invoice is called: `{description}` is the first line, 「ほか」 if there are more."""
    if not lines:
        return ""
    first = lines[0].description if len(lines) == 1 else f"{lines[0].description} ほか"
    return template.replace("{description}", first)[:SUBJECT_LIMIT]

"""App Home: what waits, what is unpaid, and where to start."""

from collections.abc import Sequence
from datetime import date

from bot.blocks import ids
from bot.blocks.lists import lateness
from bot.blocks.parts import Block, actions, button, context, divider, fields, header, money, said, section
from bot.blocks.views import InvoiceRow
from bot.texts import Texts


def home_view(
    texts: Texts,
    *,
    waiting: int,
    unpaid: tuple[int, int],
    overdue: tuple[int, int],
    rows: Sequence[InvoiceRow],
    today: date,
    system: str,
    age: str,
) -> Block:
    """Return the home tab; pairs are (count, yen), `rows` the most overdue invoices, `age` says how fresh this is."""
    blocks: list[Block] = [
        header(texts("home.title")),
        fields(
            [
                (texts("home.waiting"), texts("home.count", count=waiting)),
                (texts("home.unpaid"), texts("home.sum", count=unpaid[0], total=money(unpaid[1]))),
                (texts("home.overdue"), texts("home.sum", count=overdue[0], total=money(overdue[1]))),
            ]
        ),
        actions(
            [
                button(texts("home.new"), ids.HOME_NEW, style="primary"),
                button(texts("button.check_payments"), f"{ids.CHECK_PAYMENTS}:home", value={}),
            ]
        ),
        context(texts("unpaid.seen", system=system, age=age)),
    ]
    if rows:
        words = [texts("home.overdue_list"), *(_row(texts, row, today) for row in rows)]
        if overdue[0] > len(rows):
            words.append(texts("overdue.more", count=overdue[0] - len(rows)))
        blocks += [divider(), section("\n".join(words))]
    blocks += [divider(), context(texts("home.help"))]
    return {"type": "home", "blocks": blocks}


def _row(texts: Texts, row: InvoiceRow, today: date) -> str:
    number = f"<{row.url}|{said(row.number, 40)}>" if row.url else said(row.number, 40)
    late = lateness(texts, row.due_date, today)
    return texts("home.row", late=late, partner=said(row.partner, 60), total=money(row.owed), number=number)

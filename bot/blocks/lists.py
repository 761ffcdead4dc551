"""Lists of invoices: /unpaid, /deal and the overdue post. One table a message, within Slack's limits."""

import json
from collections.abc import Sequence
from datetime import date

from bot.blocks import ids
from bot.blocks.parts import (
    Block,
    actions,
    button,
    context,
    cut,
    day,
    fields,
    header,
    money,
    option,
    plain,
    said,
    section,
)
from bot.blocks.tables import link, owner, raw, table
from bot.blocks.views import Aging, DealRow, InvoiceRow
from bot.services import Message
from bot.texts import Texts
from domain.aging import days_late

# A table takes 100 rows, but a message only about 13,000 characters in all its blocks, and a person's eye far fewer.
PAGE_ROWS = 20


def unpaid_message(
    texts: Texts,
    rows: Sequence[InvoiceRow],
    *,
    today: date,
    count: int,
    total: int,
    offset: int,
    text: str,
    system: str,
    age: str,
) -> Message:
    """Return one page of what is issued and unpaid."""
    seen = texts("unpaid.seen", system=system, age=age)
    check = button(
        texts("button.check_payments"), f"{ids.CHECK_PAYMENTS}:unpaid", value={"o": offset, "t": cut(text, 100)}
    )
    if not rows:
        words = texts("unpaid.none_for", text=said(text, 100)) if text else texts("unpaid.none")
        return Message(words, [section(words), context(seen), actions([check])])
    summary = texts("unpaid.sum", count=count, total=money(total), day=day(today))
    blocks: list[Block] = [
        header(texts("unpaid.title")),
        section(summary),
        _table(texts, rows, today=today),
    ]
    moves: list[Block] = []
    if offset > 0:
        moves.append(_page_button(texts("button.previous"), "previous", max(0, offset - PAGE_ROWS), text))
    if offset + len(rows) < count:
        moves.append(_page_button(texts("button.next"), "next", offset + PAGE_ROWS, text))
    if moves:
        seen = f"{texts('unpaid.page', first=offset + 1, last=offset + len(rows), count=count)}　｜　{seen}"
    csv = button(texts("button.csv"), ids.UNPAID_CSV, value={"t": cut(text, 100)})
    blocks += [actions([_pick(texts, rows, today=today), *moves, check, csv]), context(seen)]
    return Message(f"{texts('unpaid.title')}: {summary.replace('*', '')}", blocks)


def overdue_message(
    texts: Texts,
    rows: Sequence[InvoiceRow],
    *,
    buckets: Sequence[Aging],
    today: date,
    count: int,
    total: int,
    system: str,
    stale_age: str | None,
) -> Message:
    """Return the post for the finance channel: what is past its due date, by age, the oldest first, owner named."""
    words = texts("overdue.text", count=count, total=money(total))
    ages = [
        (texts(f"aging.{number}"), texts("home.sum", count=bucket.count, total=money(bucket.total)))
        for number, bucket in enumerate(buckets, start=1)
        if bucket.count
    ]
    blocks: list[Block] = [header(texts("overdue.title")), section(words)]
    if len(ages) > 1:
        blocks.append(fields(ages))
    blocks.append(_table(texts, rows, today=today))
    if count > len(rows):
        blocks.append(context(texts("overdue.more", count=count - len(rows))))
    if stale_age:
        blocks.append(context(f":warning: {texts('overdue.stale', system=system, age=stale_age)}"))
    blocks.append(actions([_pick(texts, rows, today=today)]))
    return Message(words, blocks)


def deal_message(
    texts: Texts,
    invoices: Sequence[InvoiceRow],
    deals: Sequence[DealRow],
    *,
    text: str,
    today: date,
    age: str,
    system: str,
) -> Message:
    """Return the answer to "was it invoiced, was it paid?"."""
    if not invoices and not deals:
        words = texts("deal.none", text=said(text, 100))
        return Message(words, [section(words)])
    blocks: list[Block] = [header(texts("deal.title", text=cut(text, 100)))]
    for row in invoices:
        words = texts(
            "deal.invoice",
            number=f"<{row.url}|{said(row.number, 40)}>" if row.url else said(row.number, 40),
            partner=said(row.partner, 60),
            total=money(row.total),
            billing=day(row.billing_date),
            due=day(row.due_date),
            status=_payment(texts, row, today),
        )
        blocks.append(section(words))
    for deal in deals:
        words = texts(
            "deal.order",
            partner=said(deal.partner, 60),
            total=money(deal.total),
            date=day(deal.order_date),
            status=texts(f"status.{deal.status}"),
        )
        blocks.append(section(words))
    blocks.append(context(texts("unpaid.seen", system=system, age=age)))
    return Message(texts("deal.title", text=said(text, 100)), blocks)


def lateness(texts: Texts, due: date | None, today: date) -> str:
    """Return how late an invoice is, in words."""
    if due is None:
        return texts("late.none")
    late = days_late(due, today)
    if late > 0:
        return texts("late.days", days=late)
    return texts("late.today") if due == today else texts("late.before", days=(due - today).days)


def _payment(texts: Texts, row: InvoiceRow, today: date) -> str:
    if row.cancelled:
        return texts("deal.cancelled")
    if row.paid:
        return texts("deal.paid", day=day(row.paid_on))
    unpaid = texts("deal.unpaid", late=lateness(texts, row.due_date, today))
    return unpaid if row.owed == row.total else f"{unpaid}　{texts('match.left', amount=money(row.owed))}"


def _table(texts: Texts, rows: Sequence[InvoiceRow], *, today: date) -> Block:
    columns = ("partner", "amount", "due", "late", "owner", "number")
    head = [raw(texts(f"column.{name}")) for name in columns]
    body = [
        [
            raw(cut(row.partner, 60)),
            raw(money(row.owed)),
            raw(day(row.due_date)),
            raw(standing(texts, row, today)),
            owner(row.owner),
            link(cut(row.number, 40), row.url),
        ]
        for row in rows
    ]
    return table([head, *body], right=[1], wrapped=[0, 3])


def standing(texts: Texts, row: InvoiceRow, today: date) -> str:
    """Return how late an invoice is, and what people said of it."""
    late = lateness(texts, row.due_date, today)
    if row.arrived:
        return texts("late.arrived", late=late)
    if row.disputed:
        return texts("late.disputed", late=late)
    if row.promised is not None:
        return texts("late.promised", late=late, day=f"{row.promised:%m/%d}")
    if row.checking_until is not None:
        return texts("late.checking", late=late)
    return late


def _pick(texts: Texts, rows: Sequence[InvoiceRow], *, today: date) -> Block:
    """Return the select that leads from a table to one of its invoices."""
    options = [
        option(
            f"{cut(row.partner, 30)} {money(row.owed)} {lateness(texts, row.due_date, today)}",
            json.dumps({"i": row.invoice_id}),
        )
        for row in rows
    ]
    return {
        "type": "static_select",
        "action_id": ids.UNPAID_PICK,
        "placeholder": plain(texts("unpaid.pick"), 150),
        "options": options,
    }


def _page_button(label: str, direction: str, offset: int, text: str) -> Block:
    return button(label, f"{ids.UNPAID_PAGE}:{direction}", value={"o": offset, "t": cut(text, 100)})

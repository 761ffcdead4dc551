"""What the deal is, on its card: who and how much in one line, the lines, the dates, and why they are what they are."""

from bot.blocks.parts import Block, context, escape, fields, long_day, money, person, said, section
from bot.blocks.views import CardView
from bot.texts import Texts
from domain.deal import DealStatus
from domain.order import DealContent, DealLine

SHOWN_LINES = 12
NAME_LIMIT = 120
REASON_LIMIT = 300
SHOWN_REPLIES = 5
QUOTE_LIMIT = 80


def partner_of(texts: Texts, content: DealContent) -> str:
    """Return the partner's name as plain text: the accounting system's, else as written."""
    return content.partner_label or content.partner_name or texts("card.unknown")


def total_of(texts: Texts, content: DealContent) -> str:
    """Return the total with tax."""
    totals = content.totals
    return money(totals.total if totals else None, texts("card.unknown"))


def headline(texts: Texts, view: CardView) -> Block:
    """Return the one line everybody reads: number, partner, total."""
    content = view.content
    words = texts("card.headline", partner=said(partner_of(texts, content), NAME_LIMIT), total=total_of(texts, content))
    rows = [words]
    if view.number:
        number = escape(view.number)
        rows.insert(0, f"*{texts('card.number')} {f'<{view.url}|{number}>' if view.url else number}*")
    if content.create_partner:
        rows.append(texts("card.new_partner"))
    elif content.partner_label and content.partner_name and content.partner_label != content.partner_name:
        rows.append(texts("card.as_written", name=said(content.partner_name, NAME_LIMIT)))
    return section("\n".join(rows), block_id=f"head:{view.version}")


def lines(texts: Texts, view: CardView) -> list[Block]:
    """Return what was sold, and the way from the lines to the total."""
    content = view.content
    if not content.lines:
        return []
    mixed = len({line.rate for line in content.lines}) > 1
    rows = [_line(line, mixed=mixed) for line in content.lines[:SHOWN_LINES]]
    if len(content.lines) > SHOWN_LINES:
        rows.append(texts("card.more_lines", count=len(content.lines) - SHOWN_LINES))
    blocks = [section("\n".join(rows), block_id=f"lines:{view.version}")]
    if totals := content.totals:
        parts = [f"{texts('card.subtotal')} {money(totals.subtotal)}"]
        parts += [f"{texts('card.tax', rate=row.rate.label)} {money(row.tax)}" for row in totals.per_rate]
        sums = f"{' ＋ '.join(parts)} ＝ *{money(totals.total)}*"
        if content.tax_entry == "in":
            sums += f" {texts('card.tax_in')}"
        blocks.append(context(sums, block_id=f"totals:{view.version}"))
    return blocks


def _line(line: DealLine, *, mixed: bool) -> str:
    words = f"• {said(line.description, 120)}　"
    if line.quantity != 1 or line.unit:
        words += f"{line.quantity.normalize():f}{escape(line.unit)} × ¥{line.unit_price.normalize():,f} ＝ "
    words += money(line.amount())
    return f"{words}（{line.rate.label}）" if mixed else words


def dates(texts: Texts, view: CardView) -> Block:
    """Return billing date, due date, order date and owner, in two columns."""
    content, unknown = view.content, texts("card.unknown")
    pairs = [
        (texts("field.billing_date"), long_day(texts, content.billing_date, unknown)),
        (texts("field.due_date"), long_day(texts, content.due_date, unknown)),
        (texts("field.order_date"), long_day(texts, content.order_date, unknown)),
        (texts("field.owner"), person(content.owner, unknown)),
    ]
    return fields(pairs, f"dates:{view.version}")


def reasons(texts: Texts, view: CardView) -> list[Block]:
    """Return why the dates are these, and what was filled in; nothing once it is approved."""
    if view.status is not DealStatus.PROPOSED:
        return []
    content = view.content
    rows = []
    if content.due_reason:
        rows.append(f"{texts('field.due_date')}: {said(content.due_reason, REASON_LIMIT)}")
    if content.billing_reason:
        rows.append(f"{texts('field.billing_date')}: {said(content.billing_reason, REASON_LIMIT)}")
    if content.assumed:
        rows.append(f"{texts('card.assumed')}: {said('、'.join(content.assumed.values()), REASON_LIMIT)}")
    return [context("\n".join(rows), block_id=f"why:{view.version}")] if rows else []


def replies(texts: Texts, view: CardView) -> list[Block]:
    """Return what replies in the thread changed, each with whose words it stands on."""
    rows: list[str] = []
    for reply in view.content.replies[-SHOWN_REPLIES:]:
        who = {"user": person(reply.author), "words": said(" ".join(reply.text.split()), QUOTE_LIMIT)}
        if reply.completes:
            rows.append(texts("card.reply_completed", **who))
        rows += [
            texts(
                "card.reply_change",
                field=texts(f"field.{change.field}"),
                before=_value(texts, change.field, change.before),
                after=_value(texts, change.field, change.after),
                **who,
            )
            for change in reply.changes
        ]
    return [section("\n".join([texts("card.replies"), *rows]), block_id=f"replies:{view.version}")] if rows else []


def _value(texts: Texts, field: str, value: str) -> str:
    if not value:
        return texts("card.unknown")
    if field == "owner":
        return person(value)
    return texts(f"modal.tax_{value}") if field == "tax_entry" else said(value, QUOTE_LIMIT)

"""The card in the thread: what was read, what is doubtful, what can be pressed, and later what came of it."""

from datetime import datetime

from bot.blocks import ids
from bot.blocks.parts import (
    Block,
    actions,
    button,
    confirm,
    context,
    cut,
    day,
    divider,
    escape,
    fields,
    header,
    money,
    person,
    section,
)
from bot.blocks.views import CardView
from bot.clock import TOKYO
from bot.services import Message
from bot.texts import Texts
from domain.deal import DealStatus
from domain.order import DealLine

SHOWN_LINES = 12
SHOWN_CHOICES = 5
SHOWN_DOUBTS = 8  # with its buttons each takes two of the 50 blocks


def card_message(texts: Texts, view: CardView) -> Message:
    """Return the card of a deal in its present state."""
    title = texts(f"card.title.{view.status}") if texts.has(f"card.title.{view.status}") else texts("card.title")
    partner = view.content.partner_label or view.content.partner_name or texts("card.unknown")
    totals = view.content.totals
    text = texts("card.text", title=title, partner=escape(partner), total=money(totals.total if totals else None))
    blocks = [header(title, f"title:{view.version}"), *_notice(view), *_facts(texts, view), *_lines(texts, view)]
    match view.status:
        case DealStatus.PROPOSED:
            blocks += [*_refused(texts, view), *_doubts(texts, view), *_duplicates(texts, view), *_buttons(texts, view)]
        case DealStatus.CONFIRMED:
            blocks += _working(texts, view)
        case DealStatus.REJECTED:
            blocks += _rejected(texts, view)
        case DealStatus.INVOICED | DealStatus.AWAITING_PAYMENT | DealStatus.PAID:
            blocks += _result(texts, view)
        case DealStatus.CANCELLED | DealStatus.SUPERSEDED:
            pass
    blocks.append(_footer(texts, view))
    return Message(text, blocks[:50])


def _notice(view: CardView) -> list[Block]:
    return (
        [section(f":information_source: {escape(view.notice)}", block_id=f"notice:{view.version}")]
        if view.notice
        else []
    )


def _facts(texts: Texts, view: CardView) -> list[Block]:
    content = view.content
    totals = content.totals
    partner = escape(content.partner_label or content.partner_name or texts("card.unknown"))
    if content.create_partner:
        partner = texts("card.new_partner", name=partner)
    elif content.partner_label and content.partner_name and content.partner_label != content.partner_name:
        partner += "\n" + texts("card.as_written", name=escape(content.partner_name))
    unknown = texts("card.unknown")
    due = day(content.due_date, unknown)
    pairs = [
        (texts("field.partner"), partner),
        (texts("field.total"), f"*{money(totals.total if totals else None, unknown)}*"),
        (texts("field.order_date"), day(content.order_date, unknown)),
        (texts("field.owner"), person(content.owner, unknown)),
        (texts("field.billing_date"), _with_reason(day(content.billing_date, unknown), content.billing_reason)),
        (texts("field.due_date"), _with_reason(due, content.due_reason)),
    ]
    if view.number:
        pairs.insert(
            0, (texts("card.number"), f"<{view.url}|{escape(view.number)}>" if view.url else escape(view.number))
        )
    return [fields(pairs, f"facts:{view.version}")]


def _with_reason(value: str, reason: str) -> str:
    return f"{value}\n_{escape(reason)}_" if reason else value


def _lines(texts: Texts, view: CardView) -> list[Block]:
    content = view.content
    if not content.lines:
        return []
    rows = [_line(line) for line in content.lines[:SHOWN_LINES]]
    if len(content.lines) > SHOWN_LINES:
        rows.append(texts("card.more_lines", count=len(content.lines) - SHOWN_LINES))
    blocks = [section("\n".join(rows), block_id=f"lines:{view.version}")]
    if totals := content.totals:
        parts = [f"{texts('card.subtotal')} {money(totals.subtotal)}"]
        parts += [f"{texts('card.tax', rate=row.rate.label)} {money(row.tax)}" for row in totals.per_rate]
        parts.append(f"*{texts('card.total')} {money(totals.total)}*")
        basis = texts("card.tax_in" if content.tax_entry == "in" else "card.tax_out")
        blocks.append(context(f"{'　'.join(parts)}（{basis}）", block_id=f"totals:{view.version}"))
    return blocks


def _line(line: DealLine) -> str:
    quantity = f"{line.quantity.normalize():f}{escape(line.unit)}"
    price = f"{line.unit_price.normalize():,f}"
    return (
        f"• {escape(cut(line.description, 120))}　{quantity} × ¥{price} = {money(line.amount())}（{line.rate.label}）"
    )


def _doubts(texts: Texts, view: CardView) -> list[Block]:
    if not view.blockers:
        return []
    blocks: list[Block] = [
        divider(),
        section(texts("card.check_intro", count=len(view.blockers)), block_id=f"check:{view.version}"),
    ]
    for name, reason in list(view.blockers.items())[:SHOWN_DOUBTS]:
        field = texts(f"field.{name}") if texts.has(f"field.{name}") else name
        doubt = view.content.doubts.get(name)
        quotes = [choice.quote for choice in doubt.choices if choice.quote] if doubt else []
        quote = quotes[0] if quotes else view.content.quotes.get(name, "")
        text = texts("card.doubt", field=field, reason=escape(reason))
        if quote:
            text += "\n" + texts("card.quote", quote=escape(cut(quote, 80)))
        blocks.append(section(text, block_id=f"doubt:{name}:{view.version}"))
        if row := _choices(texts, view, name):
            blocks.append(actions(row, f"choices:{name}:{view.version}"))
    return blocks


def _choices(texts: Texts, view: CardView, name: str) -> list[Block]:
    doubt = view.content.doubts.get(name)
    row = [
        button(
            choice.label,
            f"{ids.CHOOSE}:{name}:{number}",
            value={"d": view.deal_id, "v": view.version, "f": name, "n": number},
        )
        for number, choice in enumerate(doubt.choices[:SHOWN_CHOICES] if doubt else ())
    ]
    if name == "partner" and view.content.partner_name:
        row.append(button(texts("button.new_partner"), ids.NEW_PARTNER, value=_value(view)))
    return row


def _duplicates(texts: Texts, view: CardView) -> list[Block]:
    blocks: list[Block] = []
    if view.duplicates:
        rows = [texts("card.duplicate")]
        rows += [
            texts(
                "card.duplicate_row",
                date=day(other.order_date),
                partner=escape(other.partner),
                total=money(other.total),
                status=texts(f"status.{other.status}"),
                link=f"<{other.link}|→>" if other.link else "",
            )
            for other in view.duplicates
        ]
        blocks.append(section("\n".join(rows), block_id=f"duplicates:{view.version}"))
        blocks.append(
            actions(
                [button(texts("card.duplicate_ok"), ids.NOT_DUPLICATE, value=_value(view))],
                f"duplicate_ok:{view.version}",
            )
        )
    blocks += [
        section(
            texts("card.lookalike", system=view.system, number=escape(found.number), date=day(found.billing_date)),
            block_id=f"lookalike:{found.number}:{view.version}",
        )
        for found in view.lookalikes
    ]
    if view.lookalikes:
        blocks.append(
            actions(
                [
                    button(texts("card.lookalike_ok"), ids.NOT_DUPLICATE, value=_value(view)),
                    button(texts("button.open"), ids.OPEN_INVOICE, url=view.lookalikes[0].url),
                ],
                f"lookalike_ok:{view.version}",
            )
        )
    return blocks


def _buttons(texts: Texts, view: CardView) -> list[Block]:
    row: list[Block] = []
    if not view.blockers and not view.duplicates and not view.lookalikes:
        content = view.content
        totals = content.totals
        row.append(
            button(
                texts("button.approve"),
                ids.APPROVE,
                style="primary",
                value={**_value(view), "h": view.sha256},
                confirm=confirm(
                    texts("confirm.approve.title"),
                    texts(
                        "confirm.approve.text",
                        partner=content.partner_label or content.partner_name or "",
                        total=money(totals.total if totals else None),
                        due=day(content.due_date),
                        system=view.system,
                    ),
                    texts("confirm.yes"),
                    texts("confirm.no"),
                ),
            )
        )
    row.append(button(texts("button.edit"), ids.EDIT, value=_value(view)))
    row.append(button(texts("button.reject"), ids.REJECT, value=_value(view)))
    return [actions(row, f"buttons:{view.version}")]


def _refused(texts: Texts, view: CardView) -> list[Block]:
    if not view.refused:
        return []
    words = texts("card.refused", system=view.system, words=escape(view.refused))
    return [section(f":warning: {words}", block_id=f"refused:{view.version}")]


def _working(texts: Texts, view: CardView) -> list[Block]:
    if view.human:
        words = texts(
            "card.human",
            system=view.system,
            partner=escape(view.content.partner_label or ""),
            date=day(view.content.billing_date),
            token=view.token,
        )
        retry = confirm(
            texts("confirm.retry.title"),
            texts("confirm.retry.text", system=view.system),
            texts("confirm.retry.yes"),
            texts("confirm.no"),
        )
        row = [
            button(texts("button.found"), ids.OUTCOME_FOUND, value=_value(view), style="primary"),
            button(texts("button.not_there"), ids.OUTCOME_RETRY, value=_value(view), confirm=retry),
            button(texts("button.give_up"), ids.OUTCOME_GIVE_UP, value=_value(view), confirm=retry),
        ]
        return [
            section(f":warning: {words}", block_id=f"human:{view.version}"),
            actions(row, f"outcome:{view.version}"),
        ]
    if view.unknown_until:
        words = texts("card.unknown_outcome", system=view.system, time=_clock_time(view.unknown_until))
    elif view.eta:
        words = texts("card.queue", system=view.system, ahead=view.ahead, time=_clock_time(view.eta))
    else:
        words = texts("card.working", system=view.system)
    return [section(f":hourglass_flowing_sand: {words}", block_id=f"working:{view.version}:{view.ahead}")]


def _result(texts: Texts, view: CardView) -> list[Block]:
    blocks: list[Block] = []
    if view.flags:
        words = texts("card.flags", system=view.system, flags=escape(view.flags))
        blocks.append(section(f":warning: {words}", block_id=f"flags:{view.version}"))
    if not view.booked:
        blocks.append(context(texts("card.not_booked", system=view.system), block_id=f"booked:{view.version}"))
    if not view.sent and view.status is DealStatus.INVOICED:
        blocks.append(context(texts("card.not_sent", system=view.system), block_id=f"sent:{view.version}"))
    if view.url:
        opened = button(texts("card.open", system=view.system), ids.OPEN_INVOICE, url=view.url)
        blocks.append(actions([opened], f"open:{view.version}"))
    return blocks


def _rejected(texts: Texts, view: CardView) -> list[Block]:
    words = texts("card.rejected_reason", reason=escape(view.closed_reason or "—"), user=person(view.closed_by))
    undo = button(texts("button.undo_reject"), ids.UNDO_REJECT, value=_value(view))
    return [section(words, block_id=f"rejected:{view.version}"), actions([undo], f"undo:{view.version}")]


def _footer(texts: Texts, view: CardView) -> Block:
    parts = [texts(f"status.{view.status}"), texts("card.reported_by", user=person(view.reporter))]
    if view.edited_by:
        parts.append(texts("card.edited_by", user=person(view.edited_by)))
    if view.approved_by and view.approved_at and view.status is not DealStatus.PROPOSED:
        when = view.approved_at.astimezone(TOKYO)
        parts.append(texts("card.approved_by", user=person(view.approved_by), time=f"{when:%m/%d %H:%M}"))
    if view.content.assumed and view.status is DealStatus.PROPOSED:
        parts.append(f"{texts('card.assumed')}: " + "、".join(escape(why) for why in view.content.assumed.values()))
    return context("　｜　".join(parts), block_id=f"footer:{view.version}")


def _value(view: CardView) -> Block:
    return {"d": view.deal_id, "v": view.version}


def _clock_time(moment: datetime) -> str:
    return f"{moment.astimezone(TOKYO):%H:%M}"

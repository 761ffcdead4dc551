"""The card in the thread: what was read, what is doubtful, what can be pressed, and later what came of it."""

from datetime import datetime

from bot.blocks import ids
from bot.blocks.card_facts import NAME_LIMIT, dates, headline, lines, partner_of, reasons, replies, total_of
from bot.blocks.card_questions import questions, questions_open, value_of
from bot.blocks.parts import (
    Block,
    actions,
    button,
    confirm,
    context,
    cut,
    day,
    divider,
    header,
    long_day,
    said,
    section,
)
from bot.blocks.parts import person as mention
from bot.blocks.views import CardView
from bot.clock import TOKYO
from bot.services import Message
from bot.texts import Texts
from domain.deal import DealStatus

MAX_BLOCKS = 50  # of a message (Slack)
WORDS_LIMIT = 600


def card_message(texts: Texts, view: CardView) -> Message:
    """Return the card of a deal in its present state."""
    title = _title(texts, view)
    text = texts(
        "card.text",
        title=title,
        partner=said(partner_of(texts, view.content), NAME_LIMIT),
        total=total_of(texts, view.content),
    )
    blocks = [header(title, f"title:{view.version}"), *_notice(view), headline(texts, view)]
    facts = [*lines(texts, view), dates(texts, view), *reasons(texts, view), *replies(texts, view)]
    match view.status:
        case DealStatus.PROPOSED:
            blocks += [*facts, *_refused(texts, view), *_questions(texts, view), *_buttons(texts, view)]
        case DealStatus.CONFIRMED:
            blocks += [*facts, *_working(texts, view)]
        case DealStatus.INVOICED | DealStatus.AWAITING_PAYMENT | DealStatus.PAID:
            blocks += [*facts, *_result(texts, view)]
        case DealStatus.REJECTED:
            blocks += _rejected(texts, view)
        case DealStatus.CANCELLED | DealStatus.SUPERSEDED:
            pass
    footer = _footer(texts, view)
    return Message(text, [*blocks[: MAX_BLOCKS - 1], footer])


def _title(texts: Texts, view: CardView) -> str:
    if view.status is DealStatus.PROPOSED:
        count = questions_open(view)
        return texts("card.title.asking", count=count) if count else texts("card.title")
    if view.status is DealStatus.CONFIRMED and view.human:
        return texts("card.title.human")
    if view.status in (DealStatus.INVOICED, DealStatus.AWAITING_PAYMENT) and view.flags:
        return texts("card.title.flagged")
    return texts(f"card.title.{view.status}")


def _notice(view: CardView) -> list[Block]:
    if not view.notice:
        return []
    return [section(f":information_source: {said(view.notice, 300)}", block_id=f"notice:{view.version}")]


def _questions(texts: Texts, view: CardView) -> list[Block]:
    if not questions_open(view):
        return []
    return [divider(), section(texts("card.check_intro"), block_id=f"check:{view.version}"), *questions(texts, view)]


def _buttons(texts: Texts, view: CardView) -> list[Block]:
    row: list[Block] = []
    if not questions_open(view):
        content = view.content
        words = texts(
            "confirm.approve.text",
            partner=cut(partner_of(texts, content), 60),
            total=total_of(texts, content),
            billing=long_day(texts, content.billing_date),
            due=long_day(texts, content.due_date),
            system=view.system,
        )
        asked = confirm(texts("confirm.approve.title"), words, texts("confirm.yes"), texts("confirm.no"))
        value = {**value_of(view), "h": view.sha256}
        row.append(button(texts("button.approve"), ids.APPROVE, style="primary", value=value, confirm=asked))
    row.append(button(texts("button.edit"), ids.EDIT, value=value_of(view)))
    row.append(button(texts("button.reject"), ids.REJECT, value=value_of(view)))
    return [actions(row, f"buttons:{view.version}")]


def _refused(texts: Texts, view: CardView) -> list[Block]:
    if not view.refused:
        return []
    words = texts("card.refused", system=view.system, words=said(view.refused, WORDS_LIMIT))
    return [section(f":warning: {words}", block_id=f"refused:{view.version}")]


def _working(texts: Texts, view: CardView) -> list[Block]:
    if view.human:
        return _ask_outcome(texts, view)
    if view.unknown_until:
        words = texts("card.unknown_outcome", system=view.system, time=_clock_time(view.unknown_until))
    elif view.eta:
        words = texts("card.queue", system=view.system, ahead=view.ahead, time=_clock_time(view.eta))
    else:
        words = texts("card.working", system=view.system)
    return [section(f":hourglass_flowing_sand: {words}", block_id=f"working:{view.version}:{view.ahead}")]


def _ask_outcome(texts: Texts, view: CardView) -> list[Block]:
    words = texts(
        "card.human",
        system=view.system,
        partner=said(view.content.partner_label or "", NAME_LIMIT),
        date=day(view.content.billing_date),
        token=view.token,
    )
    retry, give_up = (
        confirm(
            texts(f"confirm.{name}.title"),
            texts("confirm.retry.text", system=view.system),
            texts(f"confirm.{name}.yes"),
            texts("confirm.no"),
        )
        for name in ("retry", "give_up")
    )
    row = [
        button(texts("button.found"), ids.OUTCOME_FOUND, value=value_of(view), style="primary"),
        button(texts("button.not_there"), ids.OUTCOME_RETRY, value=value_of(view), confirm=retry),
        button(texts("button.give_up"), ids.OUTCOME_GIVE_UP, value=value_of(view), confirm=give_up),
    ]
    return [section(f":warning: {words}", block_id=f"human:{view.version}"), actions(row, f"outcome:{view.version}")]


def _result(texts: Texts, view: CardView) -> list[Block]:
    blocks: list[Block] = []
    if view.flags:
        words = texts("card.flags", system=view.system, flags=said(view.flags, WORDS_LIMIT))
        blocks.append(section(f":warning: {words}", block_id=f"flags:{view.version}"))
    if view.payments:
        blocks.append(context(*view.payments, block_id=f"payments:{view.version}"))
    steps = []
    if not view.booked and view.status is not DealStatus.PAID:
        steps.append(texts("card.not_booked", system=view.system))
    if not view.sent and view.status is DealStatus.INVOICED:
        steps.append(texts("card.not_sent", system=view.system))
    if steps:
        rows = [texts("card.next"), *(f"{number}. {step}" for number, step in enumerate(steps, start=1))]
        blocks.append(section("\n".join(rows), block_id=f"next:{view.version}"))
    if view.lacks and view.status is not DealStatus.PAID:
        words = "　".join(texts(f"card.lacks.{name}", system=view.system) for name in view.lacks)
        blocks.append(context(words, block_id=f"lacks:{view.version}"))
    if view.url:
        style = "primary" if steps or view.flags else None
        opened = button(texts("card.open", system=view.system), ids.OPEN_INVOICE, url=view.url, style=style)
        blocks.append(actions([opened], f"open:{view.version}"))
    return blocks


def _rejected(texts: Texts, view: CardView) -> list[Block]:
    words = texts(
        "card.rejected_reason", reason=said(view.closed_reason or "—", WORDS_LIMIT), user=mention(view.closed_by)
    )
    undo = button(texts("button.undo_reject"), ids.UNDO_REJECT, value=value_of(view))
    return [section(words, block_id=f"rejected:{view.version}"), actions([undo], f"undo:{view.version}")]


def _footer(texts: Texts, view: CardView) -> Block:
    parts = [texts(f"status.{view.status}"), texts("card.reported_by", user=mention(view.reporter))]
    if view.edited_by:
        parts.append(texts("card.edited_by", user=mention(view.edited_by)))
    if view.approved_by and view.approved_at and view.status is not DealStatus.PROPOSED:
        when = view.approved_at.astimezone(TOKYO)
        parts.append(texts("card.approved_by", user=mention(view.approved_by), time=f"{when:%m/%d %H:%M}"))
    return context("　｜　".join(parts), block_id=f"footer:{view.version}")


def _clock_time(moment: datetime) -> str:
    return f"{moment.astimezone(TOKYO):%H:%M}"

"""Reminders as their readers see them: one invoice with its buttons, or several with a menu each."""

import json
from collections.abc import Sequence
from datetime import date

from bot.blocks import ids
from bot.blocks.lists import lateness
from bot.blocks.parts import (
    Block,
    actions,
    button,
    context,
    cut,
    day,
    divider,
    escape,
    header,
    money,
    person,
    plain,
    said,
    section,
)
from bot.blocks.views import CollectionRow, ReminderView
from bot.services import Message
from bot.texts import Texts

NOTE_SHOWN = 200
ALONE, BESIDE = (60, 80), (48, 20)  # characters of names and subjects: fifteen invoices must fit one message
WORDS_SHOWN = 120


def reminder_message(
    texts: Texts, views: Sequence[ReminderView], *, today: date, system: str, age: str, mentions: Sequence[str] = ()
) -> Message:
    """Return the message that tells one recipient of one reminder, or of several."""
    seen = context(texts("unpaid.seen", system=system, age=age))
    hello = " ".join(person(user) for user in mentions)
    if len(views) == 1:
        (view,) = views
        blocks = [*_single(texts, view, today=today, system=system, hello=hello), seen]
        return Message(f"{_title(texts, view)}: {said(view.row.partner, ALONE[0])} {money(view.row.residual)}", blocks)
    waiting = [view for view in views if not (view.over or view.row.settled)]
    total = money(sum(view.row.residual for view in waiting))
    words = texts("reminder.several", count=len(waiting), total=total)
    # What is the same for all is said once.
    alike = {view.words for view in waiting}
    shared = alike.pop() if len(alike) == 1 else ""
    intro = "\n".join(part for part in (f"{hello} {words}".strip(), shared) if part)
    blocks = [header(texts("reminder.title")), section(intro), divider()]
    blocks += [_line(texts, view, today=today, shared=shared) for view in views]
    return Message(words, [*blocks, seen])


def invoice_message(texts: Texts, row: CollectionRow, *, today: date, system: str, age: str, remind: bool) -> Message:
    """Return one invoice with everything that can be done about it; `remind`: its owner can be told."""
    blocks = [section(_facts(texts, row, today)), *_state(texts, row, today)]
    if not row.settled:
        blocks.append(actions(_buttons(texts, row, system=system, remind=remind)))
    blocks.append(context(texts("unpaid.seen", system=system, age=age)))
    return Message(f"{said(row.partner, ALONE[0])} {money(row.residual)}", blocks)


def late_line(texts: Texts, row: CollectionRow, *, today: date, remind: bool = False) -> Block:
    """Return one late invoice of a list with a menu of what can be done about it; `remind`: its owner can be told."""
    state = _state_words(texts, row, today)
    words = _facts(texts, row, today)
    return section(f"{words}\n{state}" if state else words, accessory=_menu(texts, row, remind=remind))


def _single(texts: Texts, view: ReminderView, *, today: date, system: str, hello: str) -> list[Block]:
    row = view.row
    blocks = [header(f"{_title(texts, view)}")]
    if not (row.settled or view.over):
        blocks.append(section(f"{hello} {view.words}".strip()))
    blocks += [section(_facts(texts, row, today)), *_state(texts, row, today)]
    if view.over and not row.settled:
        blocks.append(context(texts("reminder.over")))
    elif not row.settled:
        blocks.append(actions(_buttons(texts, row, system=system, remind=False)))
    return blocks


def _line(texts: Texts, view: ReminderView, *, today: date, shared: str) -> Block:
    row = view.row
    facts, state = _facts(texts, row, today, BESIDE), _state_words(texts, row, today)
    if row.settled:
        return section(f"{facts}\n{state}")
    if view.over:
        return section(f"{facts}\n{texts('reminder.over')}")
    if row.broken and day(row.promised) in view.words:
        state = ""  # said already
    own = "" if view.words == shared else cut(view.words, WORDS_SHOWN)
    return section("\n".join(line for line in (facts, own, state) if line), accessory=_menu(texts, row))


def _title(texts: Texts, view: ReminderView) -> str:
    return texts("reminder.settled_title") if view.row.settled else texts("reminder.title")


def _facts(texts: Texts, row: CollectionRow, today: date, limits: tuple[int, int] = ALONE) -> str:
    names, subjects = limits
    number = f"<{row.url}|{said(row.number, names)}>" if row.url else said(row.number, names)
    part = texts("reminder.of_total", total=money(row.total)) if row.residual < row.total and not row.settled else ""
    return texts(
        "reminder.facts",
        partner=said(row.partner, names),
        residual=money(row.total if row.settled else row.residual),
        part=part,
        number=number,
        subject=said(row.subject, subjects),
        due=day(row.due_date),
        late="" if row.settled else f"（{lateness(texts, row.due_date, today)}）",
        owner=person(cut(row.owner or "", names)),
    )


def _state(texts: Texts, row: CollectionRow, today: date) -> list[Block]:
    words = _state_words(texts, row, today)
    found = [section(words)] if words else []
    if row.note and not row.settled:
        found.append(context(texts("reminder.note", note=escape(cut(row.note, NOTE_SHOWN)))))
    return found


def _state_words(texts: Texts, row: CollectionRow, today: date) -> str:
    if row.settled:
        return texts("reminder.settled")
    by = texts("reminder.by", user=person(row.said_by), day=f"{row.said_on:%m/%d}") if row.said_on else ""
    if row.arrived:
        return texts("reminder.arrived")
    if row.disputed:
        return texts("reminder.disputed", by=by)
    if row.checking_until is not None and row.checking_until > today:
        return texts("reminder.checking", day=day(row.checking_until), by=by)
    if row.promised is not None:
        return texts("reminder.broken" if row.broken else "reminder.promised", day=day(row.promised), by=by)
    return texts("reminder.contacted", by=by) if row.said_by else ""


def _buttons(texts: Texts, row: CollectionRow, *, system: str, remind: bool) -> list[Block]:
    value: Block = {"i": row.invoice_id}
    found = [button(texts("reminder.now"), ids.REMIND_NOW, value=value)] if remind else []
    found.append(button(texts("reminder.promise"), ids.REMIND_PROMISE, value=value, style="primary"))
    if row.disputed:
        found.append(button(texts("reminder.dispute_settled"), ids.REMIND_DISPUTE_SETTLED, value=value))
    else:
        found.append(button(texts("reminder.check"), ids.REMIND_CHECKING, value=value))
        found.append(button(texts("reminder.dispute"), ids.REMIND_DISPUTE, value=value))
    found.append(button(texts("reminder.contact"), ids.REMIND_CONTACTED, value=value))
    found.append(button(texts("reminder.mail"), ids.REMIND_MAIL, value=value))
    if row.url:
        found.append(button(texts("card.open", system=system), ids.OPEN_INVOICE, url=row.url))
    return found


def _menu(texts: Texts, row: CollectionRow, *, remind: bool = False) -> Block:
    dispute = (
        ("reminder.dispute_settled", ids.REMIND_DISPUTE_SETTLED)
        if row.disputed
        else ("reminder.dispute", ids.REMIND_DISPUTE)
    )
    entries = (
        # Five entries are Slack's limit: whoever reminds the owner leaves 確認中 to them.
        *((("reminder.now", ids.REMIND_NOW),) if remind else ()),
        ("reminder.promise", ids.REMIND_PROMISE),
        *(() if remind else (("reminder.check", ids.REMIND_CHECKING),)),
        dispute,
        ("reminder.contact", ids.REMIND_CONTACTED),
        ("reminder.mail", ids.REMIND_MAIL),
    )
    options = [
        {
            "text": plain(texts(key)),
            "value": json.dumps({"i": row.invoice_id, "a": action}, separators=(",", ":")),
        }
        for key, action in entries
    ]
    return {"type": "overflow", "action_id": f"{ids.REMIND_MENU}:{row.invoice_id}", "options": options}

"""The card of a bank line in the finance channel: what came, what it may pay, one press to say so."""

from dataclasses import replace

from bot.blocks import ids
from bot.blocks.match_views import MatchView, ShareRow, SuggestionRow
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
    header,
    long_day,
    money,
    person,
    section,
)
from bot.clock import TOKYO
from bot.services import Message
from bot.texts import Texts

SHOWN = 4  # suggestions; each takes two of the 50 blocks
SHOWN_ROWS = 8


def match_message(texts: Texts, view: MatchView) -> Message:
    """Return the card in its present state."""
    text = texts("match.text", amount=money(view.amount), payer=escape(cut(view.payer, 60)))
    blocks = [header(texts(_title(view)), f"match:{view.version}"), *_facts(texts, view)]
    if view.booked:
        blocks += _over(texts, view)
    elif view.state == "proposed":
        blocks += _question(texts, view)
    elif view.state == "rejected" or view.set_aside:
        blocks += _set_aside(texts, view)
    else:
        blocks += _decided(texts, view)
    return Message(text, blocks[:50])


def _title(view: MatchView) -> str:
    if view.booked:
        return "match.title.booked"
    if view.state == "proposed":
        return "match.title.certain" if view.certain else "match.title.ask"
    return "match.title.set_aside" if view.state == "rejected" or view.set_aside else "match.title.decided"


def _facts(texts: Texts, view: MatchView) -> list[Block]:
    payer = escape(cut(view.payer, 120)) or "—"
    came = [texts("match.day", day=long_day(texts, view.day))]
    came += [escape(cut(view.account, 80))] if view.account and view.account not in view.age else []
    came += [escape(view.age)] if view.age else []
    return [
        section(texts("match.line", amount=money(view.amount), payer=payer), block_id=f"line:{view.version}"),
        context("　|　".join(came), block_id=f"came:{view.version}"),
    ]


def _question(texts: Texts, view: MatchView) -> list[Block]:
    blocks: list[Block] = []
    if not view.suggestions:
        blocks.append(section(texts("match.none"), block_id=f"none:{view.version}"))
    elif view.doubt and not view.certain:
        blocks.append(section(f":grey_question: {escape(view.doubt)}", block_id=f"doubt:{view.version}"))
    for number, one in enumerate(view.suggestions[:SHOWN]):
        blocks.append(divider())
        blocks.append(section(_offered(texts, one), block_id=f"s{number}:{view.version}"))
        blocks.append(actions(_buttons(texts, view, one, number), f"a{number}:{view.version}"))
    other = [button(texts("match.button.reject"), ids.MATCH_REJECT, value=_value(view))]
    if view.place_url:
        other.append(button(texts("match.button.open", system=view.system), ids.OPEN_INVOICE, url=view.place_url))
    return [*blocks, divider(), actions(other, f"other:{view.version}")]


def _buttons(texts: Texts, view: MatchView, one: SuggestionRow, number: int) -> list[Block]:
    made = []
    for order, kind in enumerate(one.kinds):
        partner = one.rows[0].partner if one.rows else ""
        made.append(
            button(
                texts(f"match.button.{kind}"),
                f"{ids.MATCH_CONFIRM}:{number}:{kind}",
                style="primary" if number == 0 and order == 0 else None,
                value={**_value(view), "s": number, "k": kind},
                confirm=confirm(
                    texts("match.confirm.title"),
                    texts(
                        "match.confirm.text",
                        payer=cut(view.payer, 60),
                        amount=money(view.amount),
                        partner=cut(partner, 60),
                        kind=texts(f"match.button.{kind}"),
                        shares=_split(texts, view, one, kind),
                    ),
                    texts("match.confirm.yes"),
                    texts("confirm.no"),
                ),
            )
        )
    return made


def _split(texts: Texts, view: MatchView, one: SuggestionRow, kind: str) -> str:
    """Return what becomes of the invoice if the suggestion is called that; for several, how many there are."""
    if len(one.rows) != 1:
        return texts("match.confirm.rows", count=len(one.rows))
    row = one.rows[0]
    if kind != one.kinds[0]:  # by another name: all that is missing is that
        missing = max(row.residual - view.amount, 0)
        fee, withheld = missing if kind == "fee" else 0, missing if kind == "withholding" else 0
        row = replace(row, paid=view.amount, fee=fee, withheld=withheld)
    return "　".join(_parts(texts, row))


def _offered(texts: Texts, one: SuggestionRow) -> str:
    """Return the invoices a sum may pay, and why; the reason of a single one says what of it is what."""
    rows = [_owed(texts, row) if len(one.rows) == 1 else _share(texts, row) for row in one.rows[:SHOWN_ROWS]]
    return "\n".join([*_listed(texts, one, rows), *([f"_{escape(one.reason)}_"] if one.reason else [])])


def _told(texts: Texts, one: SuggestionRow) -> str:
    """Return the invoices a sum pays, as a person said."""
    return "\n".join(_listed(texts, one, [_share(texts, row) for row in one.rows[:SHOWN_ROWS]]))


def _listed(texts: Texts, one: SuggestionRow, rows: list[str]) -> list[str]:
    more = [texts("card.more_lines", count=len(one.rows) - SHOWN_ROWS)] if len(one.rows) > SHOWN_ROWS else []
    return [*rows, *more, *([texts("match.excess", amount=money(one.excess))] if one.excess else [])]


def _share(texts: Texts, row: ShareRow) -> str:
    return f"{_owed(texts, row)}\n　{'　'.join(_parts(texts, row))}"


def _owed(texts: Texts, row: ShareRow) -> str:
    number = f"<{row.url}|{escape(row.number)}>" if row.url else escape(row.number)
    return texts(
        "match.share",
        partner=escape(cut(row.partner, 80)),
        number=number,
        residual=money(row.residual),
        due=day(row.due_date, "—"),
    )


def _parts(texts: Texts, row: ShareRow) -> list[str]:
    parts = [texts("match.paid", amount=money(row.paid))]
    if row.fee:
        parts.append(texts("match.fee", amount=money(row.fee)))
    if row.withheld:
        parts.append(texts("match.withheld", amount=money(row.withheld)))
    left = row.residual - row.paid - row.fee - row.withheld
    if left > 0:
        parts.append(texts("match.left", amount=money(left)))
    return parts


def _decided(texts: Texts, view: MatchView) -> list[Block]:
    blocks: list[Block] = []
    if view.chosen is not None:
        blocks.append(section(_told(texts, view.chosen), block_id=f"chosen:{view.version}"))
    when = f"{view.decided_at.astimezone(TOKYO):%m/%d %H:%M}" if view.decided_at else ""
    done = texts("match.decided", user=person(view.decided_by), time=when)
    if view.told:
        done += texts("match.told")
    next_step = texts(f"match.next.{_next(view)}", system=view.system)
    blocks.append(section(f":white_check_mark: {done}\n{next_step}", block_id=f"decided:{view.version}"))
    if view.error:
        blocks.append(section(f":warning: {escape(view.error)}", block_id=f"error:{view.version}"))
    row: list[Block] = []
    if view.state in ("confirmed", "unknown") and view.recordable:
        sure = confirm(
            texts("match.record.title"),
            texts("match.record.text", system=view.system, amount=money(view.amount)),
            texts("match.record.yes"),
            texts("confirm.no"),
        )
        label = texts("match.button.record", system=view.system)
        row.append(button(label, ids.MATCH_RECORD, value=_value(view), confirm=sure))
    if view.place_url and view.state != "recorded":
        style = "primary" if _next(view) == "by_hand" else None
        label = texts("match.button.open", system=view.system)
        row.append(button(label, ids.OPEN_INVOICE, url=view.place_url, style=style))
    if view.state == "confirmed":
        row.append(button(texts("match.button.reopen"), ids.MATCH_REOPEN, value=_value(view)))
    return [*blocks, actions(row, f"after:{view.version}")] if row else blocks


def _next(view: MatchView) -> str:
    if view.state in ("recording", "recorded", "unknown"):
        return view.state
    return "record" if view.recordable else "by_hand"


def _set_aside(texts: Texts, view: MatchView) -> list[Block]:
    words = texts("match.set_aside", user=person(view.decided_by)) if view.decided_by else texts("match.ignored_there")
    if view.state != "rejected":
        return [section(words, block_id=f"aside:{view.version}")]
    undo = button(texts("match.button.reopen"), ids.MATCH_REOPEN, value=_value(view))
    return [section(words, block_id=f"aside:{view.version}"), actions([undo], f"undo:{view.version}")]


def _over(texts: Texts, view: MatchView) -> list[Block]:
    blocks: list[Block] = []
    if view.chosen is not None:
        blocks.append(section(_told(texts, view.chosen), block_id=f"chosen:{view.version}"))
    words = texts("match.booked", system=view.system)
    if view.decided_by:
        words += "　" + texts("match.decided_by", user=person(view.decided_by))
    return [*blocks, section(f":white_check_mark: {words}", block_id=f"booked:{view.version}")]


def _value(view: MatchView) -> Block:
    return {"m": view.match_id, "v": view.version}

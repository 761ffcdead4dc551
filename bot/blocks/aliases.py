"""/alias, and the question whether a short name is to be learnt."""

from collections.abc import Sequence

from bot.blocks import ids
from bot.blocks.parts import Block, actions, button, confirm, context, cut, day, header, person, said, section
from bot.blocks.views import AliasRow
from bot.services import Message
from bot.texts import Texts

PAGE_ROWS = 10
NAME_LIMIT = 60


def aliases_message(texts: Texts, rows: Sequence[AliasRow], *, count: int, offset: int, text: str) -> Message:
    """Return one page of what was learnt, each row with a button that takes it back."""
    title = texts("alias.title")
    if not rows:
        words = texts("alias.none_for", text=said(text, NAME_LIMIT)) if text else texts("alias.none")
        return Message(words, [section(words)])
    blocks: list[Block] = [header(title), context(texts("alias.intro"))]
    blocks += [_row(texts, row, offset=offset, text=text) for row in rows]
    moves = []
    if offset > 0:
        moves.append(_page(texts("button.previous"), "previous", max(0, offset - PAGE_ROWS), text))
    if offset + len(rows) < count:
        moves.append(_page(texts("button.next"), "next", offset + PAGE_ROWS, text))
    if moves:
        blocks.append(actions(moves))
    blocks.append(context(texts("alias.page", first=offset + 1, last=offset + len(rows), count=count)))
    return Message(f"{title}: {count}", blocks)


def learn_message(texts: Texts, *, written: str, partner: str, partner_id: str, deal_id: str) -> Message:
    """Return the question to the person who chose a partner for a short name."""
    words = texts("alias.ask", written=said(written, NAME_LIMIT), partner=said(partner, NAME_LIMIT))
    value = {"d": deal_id, "p": partner_id}
    row = [
        button(texts("alias.learn"), ids.ALIAS_LEARN, value=value, style="primary"),
        button(texts("alias.ask_again"), ids.ALIAS_ASK_AGAIN, value=value),
    ]
    return Message(words, [section(words), actions(row)])


def learnt_message(texts: Texts, *, written: str, partner: str, kept: bool) -> Message:
    """Return what stands in place of the question."""
    words = texts(
        "alias.learnt" if kept else "alias.not_learnt",
        written=said(written, NAME_LIMIT),
        partner=said(partner, NAME_LIMIT),
    )
    return Message(words, [section(words)])


def _row(texts: Texts, row: AliasRow, *, offset: int, text: str) -> Block:
    partner = row.partner or texts("alias.no_partner")
    words = texts(
        "alias.row",
        written=said(row.written, NAME_LIMIT),
        partner=said(partner, NAME_LIMIT),
        user=person(row.by),
        day=day(row.on),
    )
    asked = confirm(
        texts("alias.forget.title"),
        texts("alias.forget.text", written=cut(row.written, NAME_LIMIT)),
        texts("alias.forget"),
        texts("confirm.no"),
    )
    value = {"a": row.alias_id, "p": row.partner_id, "o": offset, "t": cut(text, 100)}
    accessory = button(texts("alias.forget"), f"{ids.ALIAS_FORGET}:{row.alias_id}", value=value, confirm=asked)
    return section(words, accessory=accessory)


def _page(label: str, direction: str, offset: int, text: str) -> Block:
    return button(label, f"{ids.ALIAS_PAGE}:{direction}", value={"o": offset, "t": cut(text, 100)})

"""One short message per watched order report: what the card would have said and asked."""

from collections.abc import Sequence

from bot.blocks.card_facts import NAME_LIMIT, partner_of, total_of
from bot.blocks.parts import context, day, person, said, section
from bot.services import Message
from bot.texts import Texts
from domain.order import DealContent

SHOWN = 10


def observed_message(
    texts: Texts,
    found: Sequence[tuple[DealContent, Sequence[str]]],
    *,
    missing: Sequence[str],
    author: str,
    link: str,
) -> Message:
    """Return what would have been done; `found`: each order with the names of the fields a person would be asked."""
    rows = [_row(texts, content, asked) for content, asked in found[:SHOWN]]
    if not rows:
        names = [texts(f"hint.missing.{name}") for name in missing if texts.has(f"hint.missing.{name}")]
        rows = [texts("observed.hint", missing="、".join(dict.fromkeys(names)) or texts("hint.missing.other"))]
    where = f"　<{link}|{texts('observed.open')}>" if link else ""
    words = "\n".join(rows)
    return Message(words, [section(words), context(f"{texts('observed.note', user=person(author))}{where}")])


def _row(texts: Texts, content: DealContent, asked: Sequence[str]) -> str:
    names = [texts(f"field.{name}") if texts.has(f"field.{name}") else name for name in asked]
    return texts(
        "observed.asking" if names else "observed.ready",
        partner=said(partner_of(texts, content), NAME_LIMIT),
        total=total_of(texts, content),
        billing=day(content.billing_date),
        due=day(content.due_date),
        fields="、".join(names),
    )

"""What a person must answer before an invoice may be made: doubtful fields with candidates, and possible duplicates."""

from bot.blocks import ids
from bot.blocks.parts import Block, actions, button, columns, context, cut, day, money, person, said, section
from bot.blocks.views import CardView, Duplicate, summary_of
from bot.texts import Texts
from domain.order import Choice, Doubt
from domain.tax import TaxEntry

SHOWN_CHOICES = 5
SHOWN_DOUBTS = 8  # with its buttons each takes two of the 50 blocks
SHOWN_QUOTES = 3
NAME_IN_BUTTON = 40
NAME_LIMIT = 60
REASON_LIMIT = 200
SHOWN_DUPLICATES = 3
SIDE_LIMIT = 160
ASKED_ABOUT = {"tax_entry": ("stated_amount", "lines", "total")}  # whose words are shown where the field has none


def questions_open(view: CardView) -> int:
    """Return how many things still keep the deal from approval."""
    return len(view.blockers) + bool(view.duplicates) + bool(view.lookalikes)


def questions(texts: Texts, view: CardView) -> list[Block]:
    """Return every question with its buttons."""
    blocks: list[Block] = []
    for name, reason in list(view.blockers.items())[:SHOWN_DOUBTS]:
        blocks.append(_doubt(texts, view, name, reason))
        if row := _choices(texts, view, name):
            blocks.append(actions(row, f"choices:{name}:{view.version}"))
    return [*blocks, *_duplicates(texts, view), *_lookalikes(texts, view)]


def _doubt(texts: Texts, view: CardView, name: str, reason: str) -> Block:
    field = texts(f"field.{name}") if texts.has(f"field.{name}") else name
    text = texts("card.doubt", field=field, reason=said(reason, REASON_LIMIT))
    doubt = view.content.doubts.get(name)
    told = [choice for choice in doubt.choices[:SHOWN_CHOICES] if choice.quote] if doubt else []
    if len({choice.quote for choice in told}) > 1:  # each candidate with where it stands
        labels = [said(_label(texts, view, name, choice), 80) for choice in told]
        rows = [
            texts("card.quote_of", label=label, quote=said(choice.quote, 80))
            for label, choice in zip(labels, told, strict=True)
        ]
        text = "\n".join([text, *rows])
    elif quotes := _quotes(view, name):
        text += "\n" + texts("card.quote", quote=texts("card.quote_and").join(said(quote, 80) for quote in quotes))
    return section(text, block_id=f"doubt:{name}:{view.version}")


def _quotes(view: CardView, name: str) -> list[str]:
    """Return the words of the post that the question, or each of its answers, is about."""
    doubt = view.content.doubts.get(name)
    quotes = [choice.quote for choice in doubt.choices[:SHOWN_CHOICES] if choice.quote] if doubt else []
    if not quotes:
        quotes = [quote for key in (name, *ASKED_ABOUT.get(name, ())) if (quote := view.content.quotes.get(key))][:1]
    return list(dict.fromkeys(quotes))[:SHOWN_QUOTES]


def _choices(texts: Texts, view: CardView, name: str) -> list[Block]:
    doubt = view.content.doubts.get(name) or Doubt(reason="")
    row = [
        button(
            _label(texts, view, name, choice),
            f"{ids.CHOOSE}:{name}:{number}",
            value={**value_of(view), "f": name, "n": number},
        )
        for number, choice in enumerate(doubt.choices[:SHOWN_CHOICES])
    ]
    if name == "partner" and view.content.partner_name:
        label = texts("button.new_partner", name=cut(view.content.partner_name, NAME_IN_BUTTON))
        row.append(button(label, ids.NEW_PARTNER, value=value_of(view)))
    return row


def _label(texts: Texts, view: CardView, name: str, choice: Choice) -> str:
    """Return what the button says; for 税抜 or 税込 also the total that would follow: that is what is decided."""
    if name != "tax_entry" or choice.value not in tuple(TaxEntry):
        return choice.label
    totals = view.content.model_copy(update={"tax_entry": TaxEntry(choice.value)}).totals
    word = texts(f"modal.tax_{choice.value}")
    return texts("button.tax_entry", word=word, total=money(totals.total)) if totals else word


def _duplicates(texts: Texts, view: CardView) -> list[Block]:
    if not view.duplicates:
        return []
    this = _side(texts, texts("card.duplicate_this"), _side_of(view))
    sides = []
    for number, other in enumerate(view.duplicates[:SHOWN_DUPLICATES]):
        title = texts("card.duplicate_other", status=texts(f"status.{other.status}"))
        if other.link:
            title = f"<{other.link}|{title}>"
        sides.append(columns(this, _side(texts, title, other), block_id=f"duplicate:{number}:{view.version}"))
    more = len(view.duplicates) - len(sides)
    return [
        section(texts("card.duplicate"), block_id=f"duplicates:{view.version}"),
        *sides,
        *([context(texts("card.duplicate_more", count=more))] if more > 0 else []),
        actions(
            [button(texts("card.duplicate_ok"), ids.NOT_DUPLICATE, value=value_of(view))],
            f"duplicate_ok:{view.version}",
        ),
    ]


def _side_of(view: CardView) -> Duplicate:
    content = view.content
    return Duplicate(
        total=content.totals.total if content.totals else None,
        order_date=content.order_date,
        status=view.status,
        reporter=view.reporter,
        lines=summary_of(content),
    )


def _side(texts: Texts, title: str, other: Duplicate) -> str:
    """Return one of two columns that are looked at side by side."""
    rows = [
        f"*{title}*",
        f"{texts('field.order_date')} {day(other.order_date)}",
        f"{said(other.lines, SIDE_LIMIT)}",
        f"{texts('field.total')} {money(other.total)}",
        texts("card.reported_by", user=person(other.reporter)),
    ]
    return "\n".join(rows)


def _lookalikes(texts: Texts, view: CardView) -> list[Block]:
    if not view.lookalikes:
        return []
    rows = [texts("card.lookalike", system=view.system)]
    rows += [
        texts("card.lookalike_row", number=said(found.number, NAME_LIMIT), date=day(found.billing_date))
        for found in view.lookalikes
    ]
    row = [
        button(texts("card.lookalike_ok"), ids.NOT_DUPLICATE, value=value_of(view)),
        button(texts("card.open", system=view.system), ids.OPEN_INVOICE, url=view.lookalikes[0].url),
    ]
    return [
        section("\n".join(rows), block_id=f"lookalike:{view.version}"),
        actions(row, f"lookalike_ok:{view.version}"),
    ]


def value_of(view: CardView) -> Block:
    """Return what every button of the card carries: the deal, and the version the person saw."""
    return {"d": view.deal_id, "v": view.version}

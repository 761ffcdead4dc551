"""Figures of a sentence: price, quantity, months, tax, what was added."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.reading.money import Figure
from domain.reply import words as say
from domain.reply.said import NumberField, Said, SaidBasis, SaidExtra, SaidNumber, unclear
from domain.reply.sentence import Sentence
from domain.tax import TaxEntry


def said_of_tax(sentence: Sentence) -> Iterator[Said]:
    """Yield the basis and the rate, unclear where there are two of one."""
    bases = {note.basis for note in sentence.facts.notes if note.basis}
    if len(bases) == 1:
        yield SaidBasis(TaxEntry(bases.pop()), sentence.words)
    elif bases:
        yield unclear(sentence.words)
    rates = {note.rate for note in sentence.facts.notes if note.rate is not None}
    if len(rates) == 1:
        yield SaidNumber("tax_rate", Decimal(rates.pop()), sentence.words)
    elif rates:
        yield unclear(sentence.words)


def said_of_figures(sentence: Sentence) -> Iterator[Said]:
    """Yield what is sold: how much of it, for how long, at what price."""
    facts, words = sentence.facts, sentence.words
    if say.OFF.search(sentence.text) and facts.figures and not facts.notes:
        yield unclear(words)
        return
    if say.AFTER.search(sentence.text):  # 請求は3ヶ月後で: no quantity, and no day that could be told
        if facts.figures and (sentence.changes or sentence.labelled):
            yield unclear(words)
        return
    months = say.MONTHS.search(sentence.text, sentence.start)
    if months is not None and (months["bought"] or sentence.changes):
        if sentence.dated or facts.money():  # 6ヶ月分で30万円: the price of a month, or of all
            yield unclear(words)
        else:
            count = 6 if months["half"] else int(months["count"]) * (12 if months["year"] else 1)
            yield SaidNumber("months", Decimal(count), words, unit="ヶ月")
        return
    yield from _unit_price(sentence) if say.UNIT_PRICE.search(sentence.text) else _quantity_and_amount(sentence)


def _unit_price(sentence: Sentence) -> Iterator[Said]:
    facts, words = sentence.facts, sentence.words
    priced = facts.money() or facts.bare()
    if not priced:
        return
    if say.QUANTITY.search(sentence.text):
        yield from _quantity(facts.counted() or (facts.bare() if facts.money() else []), words)
    elif any(figure.value != 1 for figure in facts.counted()):  # 10本で単価3,000円, 100枚あたり500円
        yield unclear(words)
        return
    yield _price("unit_price", priced, words)


def _quantity_and_amount(sentence: Sentence) -> Iterator[Said]:
    facts, words, text = sentence.facts, sentence.words, sentence.text
    if say.QUANTITY.search(text):
        yield from _quantity(facts.counted() or facts.bare(), words)
    elif sentence.changes:
        yield from _quantity(facts.counted(), words)
    priced = facts.money()
    if not priced:
        return
    if say.EXTRA.search(text):
        yield _price("amount", priced, words, extra=_name_before(sentence, priced[0]))
    elif sentence.changes or say.AMOUNT.search(text) or sentence.amount_alone:
        # 合計 may be meant with tax or without: only beside 税込 or 税抜 does it say a price.
        of_all = not facts.notes and bool(say.SUM.search(text) or sentence.amount_alone)
        yield _price("amount", priced, words, of_all=of_all)


def _quantity(counted: Sequence[Figure], words: str) -> Iterator[Said]:
    if len(counted) == 1:
        yield SaidNumber("quantity", counted[0].value, words, unit=counted[0].unit)
    elif counted:
        yield unclear(words)


def _price(
    about: NumberField, priced: Sequence[Figure], words: str, *, of_all: bool = False, extra: str | None = None
) -> Said:
    figure = priced[0]
    whole_yen = figure.value == int(figure.value) and figure.currency in (None, "JPY")
    if len(priced) > 1 or figure.approx or not figure.clean or not whole_yen:
        return unclear(words)
    if extra is not None:
        return SaidExtra(figure.value, extra, words)
    return SaidNumber(about, figure.value, words, of_all=of_all)


def _name_before(sentence: Sentence, priced: Figure) -> str:
    found = say.NAME_BEFORE.search(sentence.text[: priced.start + sentence.start])
    name = found["name"].removesuffix("を") if found else ""
    return "" if say.EXTRA.search(name) else name

"""What a reply says of the order: 金額は税抜です, 半年分でお願いします, 請求日は11/30です.

The same grammars as for the report itself read the figures, dates and terms; what they are for stands beside them.
Questions and chatter say nothing of the order. What sounds like a change and cannot be told for certain is `unclear`:
a person is asked, nothing is guessed.
"""

import re
from collections.abc import Iterator
from datetime import date

from domain.reading.normalise import Text
from domain.reply import words as say
from domain.reply.days import said_of_days
from domain.reply.figures import said_of_figures, said_of_tax
from domain.reply.said import Said, SaidName, SaidOpen, unclear
from domain.reply.sentence import Sentence, parse


def read_reply(text: str, posted: date, *, order_date: date | None = None) -> tuple[Said, ...]:
    """Return what a reply, as Slack delivers it, says of the order above it; nothing for chatter.

    `posted` is the day of the reply in Japan: relative dates count from it; a date without a year is the first one not
    before `order_date` (受注日: the last one not after the reply).
    """
    plain = Text(text)
    said: list[Said] = []
    for found in say.SENTENCE.finditer(plain.norm):
        sentence, words = found.group(), " ".join(plain.written(found.start(), found.end()).split())
        if words and not say.QUESTION.search(sentence):
            said += _sentence(parse(sentence, words[:200], posted), text, posted, order_date)
    return tuple(one for at, one in enumerate(said) if one not in said[:at])


def _sentence(sentence: Sentence, raw: str, posted: date, order_date: date | None) -> list[Said]:
    text, words = sentence.text, sentence.words
    if say.OVER.search(text):
        return [SaidOpen("cancelled", words)]
    found = [
        *said_of_tax(sentence),
        *said_of_days(sentence, posted, order_date),
        *said_of_figures(sentence),
        *_people(sentence, raw),
    ]
    # 税込ではなく税抜で、12本から10本に: what of it holds and what is replaced cannot be told any more.
    # 請求日は11/30か12/1で: two values of one thing.
    twofold = sentence.replaced.told(dated=sentence.dated) > 1 or len({one.about for one in found}) < len(
        set(map(_value, found))
    )
    if found and (twofold or say.UNSURE.search(text)):
        return [unclear(words)]
    return found or list(_passed_over(sentence))


def _value(one: Said) -> tuple[str, str]:
    return one.about, str(one.value)


def _passed_over(sentence: Sentence) -> Iterator[Said]:
    """Yield that it is unclear where a label or a change was not placed: it may be about money."""
    text = sentence.text
    if say.DONE.search(text):
        return
    figure = bool(re.search(r"\d", text))
    off = figure and say.OFF.search(text) and sentence.changes
    if off or (
        sentence.labelled and (say.WRONG.search(text) or say.AFTER.search(text) or (figure and sentence.changes))
    ):
        yield unclear(sentence.words)


def _people(sentence: Sentence, raw: str) -> Iterator[Said]:
    if found := say.PARTNER.search(sentence.text):
        yield SaidName("partner", found["name"].strip(), sentence.words)
    mention = say.MENTION.search(raw)
    if mention and "担当" in sentence.text:
        yield SaidName("owner", mention[1], sentence.words)
    elif (owner := say.OWNER.search(sentence.text)) and not say.ASIDE.search(sentence.text):
        yield SaidName("owner", owner["name"], sentence.words)

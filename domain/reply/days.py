"""Days and payment terms of a sentence, each for what its label says."""

from collections.abc import Iterator
from datetime import date

from domain.reply import words as say
from domain.reply.said import DateField, Said, SaidDate, SaidTerms, unclear
from domain.reply.sentence import Sentence


def said_of_days(sentence: Sentence, posted: date, order_date: date | None) -> Iterator[Said]:
    """Yield terms and dates; of a date without a year the first one not before `order_date`."""
    terms = sentence.facts.terms
    for hit in terms:
        label = _label(sentence.text, hit.start + sentence.start)
        if label not in (None, "due_date") or not hit.sure or hit.terms is None:
            yield unclear(sentence.words)
        else:
            yield SaidTerms(hit.terms.as_json(), sentence.words)
    for day in sentence.facts.dates:
        if any(hit.start < day.end and day.start < hit.end for hit in terms):
            continue  # 12/31の翌月末払い: a part of the terms
        label = _label(sentence.text, day.start + sentence.start)
        if label is None or say.DONE.search(sentence.text):
            continue
        value = day.past(posted) if label == "order_date" else day.coming(order_date or posted)
        if value is None or not day.sure or day.in_range:
            yield unclear(sentence.words)
        else:
            yield SaidDate(label, value, sentence.words)


def _label(text: str, at: int) -> DateField | None:
    """Return what a date at that place is for: by the nearest label before it, else by the one after it."""
    found = [(hit.start(), about) for about, pattern in say.LABELS for hit in pattern.finditer(text)]
    before = [entry for entry in found if entry[0] < at]
    return max(before)[1] if before else min(found)[1] if found else None

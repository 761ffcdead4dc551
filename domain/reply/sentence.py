"""One sentence of a reply, with the facts that the order reader's grammars find in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.reading.dates import DateHit, find_dates
from domain.reading.money import Figure, find_figures
from domain.reading.tax import TaxNote, find_tax_notes
from domain.reading.terms import TermsHit, find_terms
from domain.reply import words as say


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in a piece of text; places count from its beginning."""

    notes: list[TaxNote]
    dates: list[DateHit]
    terms: list[TermsHit]
    figures: list[Figure]  # those that belong to none of the others

    def money(self) -> list[Figure]:
        """Return the figures with a currency."""
        return [figure for figure in self.figures if figure.kind == "money"]

    def bare(self) -> list[Figure]:
        """Return the figures with nothing behind them."""
        return [figure for figure in self.figures if figure.kind == "bare"]

    def counted(self) -> list[Figure]:
        """Return the figures with a unit that things are sold in."""
        return [figure for figure in self.figures if figure.kind == "count" and figure.unit not in say.NO_QUANTITY]

    def told(self, *, dated: bool) -> int:
        """Return how many say something of the order: not 1本 (what a price is for), nor 昨日 without a label."""
        one = sum(figure.kind == "count" and figure.value == 1 for figure in self.figures)
        return len(self.notes) + len(self.terms) + len(self.figures) - one + (len(self.dates) if dated else 0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """12本から10本に: the label stands in front, what is `replaced` before `start`, what holds (`facts`) behind it."""

    text: str
    words: str
    start: int
    facts: Facts
    replaced: Facts

    @property
    def changes(self) -> bool:
        """Return whether it says that something becomes something else."""
        return bool(say.CHANGE.search(self.text) or self.replaced.figures)

    @property
    def dated(self) -> bool:
        """Return whether it speaks of one of the order's days."""
        text = say.NO_DATE.sub("", self.text)
        return any(pattern.search(text) for _about, pattern in say.LABELS)

    @property
    def labelled(self) -> bool:
        """Return whether it speaks of anything the invoice says."""
        others = (say.QUANTITY, say.UNIT_PRICE, say.AMOUNT, say.COMPANY_LABEL)
        return self.dated or any(pattern.search(self.text) for pattern in others)

    @property
    def amount_alone(self) -> bool:
        """Return whether it says an amount and nothing else: 5万円です."""
        left = self.text
        for start, end in sorted(_places(self.facts.money(), self.facts.notes), reverse=True):
            left = left[: self.start + start] + left[self.start + end :]
        return bool(say.ALONE.fullmatch(left))


def parse(text: str, words: str, posted: date) -> Sentence:
    """Return the sentence with what stands in it. `posted` is the day of the reply in Japan."""
    start = max((found.end() for found in say.INSTEAD.finditer(text)), default=0)
    return Sentence(text, words, start, _facts(text[start:], posted), _facts(text[:start], posted))


def _facts(text: str, posted: date) -> Facts:
    notes, dates, terms = find_tax_notes(text, with_guesses=True), find_dates(text, posted), find_terms(text)
    taken = _places(notes, dates, terms)
    figures = [
        figure
        for figure in find_figures(text)
        if not any(start < figure.end and figure.start < end for start, end in taken)
    ]
    return Facts(notes, dates, terms, figures)


def _places(*found: Iterable[TaxNote | DateHit | TermsHit | Figure]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hits in found for hit in hits]

"""Which explanation of a bank line stands first: the name counts most, then how usual the amount is, then the day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.reconciliation.amounts import Explanation
from domain.reconciliation.books import Books
from domain.reconciliation.model import NameMatch, OpenInvoice
from domain.reconciliation.names import PayerIndex
from domain.reconciliation.payer import PayerName

TAKEN_POINTS = 40
_NAME_POINTS = {
    NameMatch.CONFIRMED: 120,
    NameMatch.SAME: 116,
    NameMatch.BARE: 106,
    NameMatch.CUT: 104,
    NameMatch.LOOSE: 92,
    NameMatch.PART: 68,
    NameMatch.SIMILAR: 44,
    NameMatch.NONE: 0,
}
_NUMBER_POINTS = 60  # the payer wrote the invoice's number
_UNREAD_POINTS = 6  # an unknown payer is more often one whose reading nobody entered
_KEPT = 30  # suggestions kept until what other lines claim is known


class Ranked(NamedTuple):
    """An explanation with its score."""

    score: int
    name: NameMatch
    explanation: Explanation


class Ranking:
    """`taken`: invoices that another bank line is already proposed for."""

    def __init__(self, books: Books, names: PayerIndex, taken: frozenset[str]) -> None:
        """Keep what scores depend on."""
        self._books, self._names, self._taken = books, names, taken

    def best(self, day: date, payer: PayerName, found: Sequence[tuple[NameMatch, Explanation]]) -> list[Ranked]:
        """Return the best few, the best first, one per set of invoices."""
        points, dates, plain = self._books.points_on(day), self._books.dates, not (payer.numbers or self._taken)
        worth = {int(name): _NAME_POINTS[name] for name in {name for name, _ in found}}  # hashing an enum is slow
        ranked = []
        for name, one in found:
            invoices = one.invoices
            if len(invoices) == 1:
                score = worth[int(name)] + one.quality + points[dates[invoices[0].id]]
            else:
                score = worth[int(name)] + one.quality + min([points[dates[each.id]] for each in invoices])
            if name is NameMatch.NONE or not plain:
                score += self._more_points(payer, name, invoices)
            ranked.append(Ranked(score, name, one))
        return _one_per_set(ranked)

    def _more_points(self, payer: PayerName, name: NameMatch, invoices: Sequence[OpenInvoice]) -> int:
        score = 0
        if payer.numbers and all(_written(payer, invoice) for invoice in invoices):
            score += _NUMBER_POINTS
        if self._taken and any(invoice.id in self._taken for invoice in invoices):
            score -= TAKEN_POINTS
        if name is NameMatch.NONE and self._names.unread(invoices[0].partner_id):
            score += _UNREAD_POINTS
        return score


def _written(payer: PayerName, invoice: OpenInvoice) -> bool:
    digits = "".join(char for char in invoice.number if char.isdigit()).lstrip("0")
    return len(digits) >= 4 and any(number.lstrip("0") == digits for number in payer.numbers)


def _one_per_set(ranked: Sequence[Ranked]) -> list[Ranked]:
    best: dict[tuple[str, ...], Ranked] = {}
    for one in ranked:
        invoices = one.explanation.invoices
        ids = (invoices[0].id,) if len(invoices) == 1 else tuple(sorted([invoice.id for invoice in invoices]))
        if ids not in best or one.score > best[ids].score:
            best[ids] = one
    return [one for _, one in sorted(best.items(), key=lambda pair: (-pair[1].score, pair[0]))[:_KEPT]]

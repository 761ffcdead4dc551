"""Bank lines against open invoices. Certain means: one partner by name, one invoice by amount, nothing else fits.

A missed certainty costs a look, a wrong one money: see `certainty`. What two lines claim is certain for neither.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.reconciliation.amounts import Explanation
from domain.reconciliation.books import Books
from domain.reconciliation.certainty import Certainty
from domain.reconciliation.model import (
    BankLine,
    ConfirmedPayer,
    KnownPartner,
    MatchKind,
    NameMatch,
    OpenInvoice,
    Proposal,
    Suggestion,
)
from domain.reconciliation.names import PayerIndex
from domain.reconciliation.payer import payer_name
from domain.reconciliation.ranking import TAKEN_POINTS, Ranked, Ranking
from domain.reconciliation.reasons import reason

SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Reading:
    """One line read by itself; `doubt` is empty if the first of `ranked` is certain."""

    line: BankLine
    ranked: list[Ranked]
    doubt: str
    fits: set[str]  # invoices that name and amount fit, certain or not


class Reconciler:
    """One run over one state of the books. Nothing in it changes between lines."""

    def __init__(
        self,
        invoices: Iterable[OpenInvoice],
        partners: Iterable[KnownPartner],
        confirmed: Iterable[ConfirmedPayer] = (),
        *,
        taken: Iterable[str] = (),
    ) -> None:
        """`taken`: invoices that another bank line is already proposed for."""
        claimed = frozenset(taken)
        self._books = Books(invoices)
        self._names = PayerIndex(list(partners), confirmed)
        self._ranking = Ranking(self._books, self._names, claimed)
        self._certainty = Certainty(self._books, self._names, claimed)

    def match_all(self, lines: Sequence[BankLine]) -> list[Proposal]:
        """Return one proposal per line, in order.

        An invoice that two lines claim is certain for neither; what one certainly pays is the last guess for others.
        """
        readings = [self._match(line) for line in lines]
        fitting = Counter(invoice_id for one in readings for invoice_id in one.fits)
        sure = {
            one.ranked[0].explanation.invoices[0].id
            for one in readings
            if not one.doubt and fitting[one.ranked[0].explanation.invoices[0].id] == 1
        }
        return [_settled(one, fitting, sure) for one in readings]

    def _match(self, line: BankLine) -> _Reading:
        payer = payer_name(line.payer)
        matches = self._names.find(payer)
        found: list[tuple[NameMatch, Explanation]] = []
        for partner_id, name in matches.items():
            found += [(name, explanation) for explanation in self._books.owed_by(partner_id, line.amount)]
        if not any(name >= NameMatch.CUT and one.kind is MatchKind.EXACT for name, one in found):
            unnamed = (one for one in self._books.by_amount(line) if one.invoices[0].partner_id not in matches)
            found += [(NameMatch.NONE, one) for one in unnamed]
        ranked = self._ranking.best(line.day, payer, found)
        fits = {one.invoices[0].id for name, one in found if name >= NameMatch.LOOSE and one.kind is MatchKind.EXACT}
        return _Reading(line, ranked, self._certainty.doubt(line, payer, matches, found), fits)


def _settled(one: _Reading, fitting: Counter[str], sure: set[str]) -> Proposal:
    doubt = one.doubt
    ranked = one.ranked
    if not doubt and fitting[ranked[0].explanation.invoices[0].id] > 1:
        doubt = "同じ請求書に合う入金がほかにもあります"
    elif doubt and sure:
        ranked = sorted(ranked, key=lambda each: -each.score + (TAKEN_POINTS if _claimed(each, sure) else 0))
    shown = tuple(_suggestion(each) for each in ranked[:SHOWN])
    return Proposal(one.line, shown, certain=not doubt, doubt=doubt)


def _claimed(one: Ranked, sure: set[str]) -> bool:
    for invoice in one.explanation.invoices:  # noqa: SIM110 - any() takes thrice as long: asked of everything that is kept
        if invoice.id in sure:
            return True
    return False


def _suggestion(one: Ranked) -> Suggestion:
    explanation = one.explanation
    return Suggestion(
        kind=explanation.kind,
        partner_id=explanation.invoices[0].partner_id,
        shares=explanation.shares,
        name=one.name,
        score=one.score,
        reason=reason(one.name, explanation),
        excess=explanation.excess,
        owed=sum(invoice.residual for invoice in explanation.invoices),
    )

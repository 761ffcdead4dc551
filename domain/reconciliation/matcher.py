"""Bank lines against open invoices. Certain means: one partner by name, one invoice by amount, nothing else fits.

A wrong "certain" books money to the wrong customer, a missed one costs a look: whatever could also be read another way
(two lines for one invoice, another invoice short by a fee, a half of a larger one) is left to a person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, assert_never

from domain.reconciliation.amounts import (
    USUAL_FEES,
    Explanation,
    explain,
    instalment,
    natural_groups,
)
from domain.reconciliation.model import (
    BankLine,
    ConfirmedPayer,
    KnownPartner,
    MatchKind,
    NameMatch,
    OpenInvoice,
    Proposal,
    Share,
    Suggestion,
)
from domain.reconciliation.names import PayerIndex
from domain.reconciliation.payer import PayerName, payer_name
from domain.reconciliation.reasons import reason

SHOWN = 5
_ONLY_BY_AMOUNT = 40  # invoices of one amount looked at where the name says nothing
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
_TAKEN_POINTS = 40
_UNREAD_POINTS = 6  # an unknown payer is more often one whose reading nobody entered
_NOT_YET_BILLED = 30
_PUNCTUAL, _NEAR = 10, 21  # days between due date and transfer
_RIVAL_GROUP = 4  # a larger group whose sum is one invoice's amount is taken for chance, unless people pay so
_NATURAL = 60  # quality from which an explanation is usual
_KEPT = 30  # suggestions kept until what other lines claim is known


class _Ranked(NamedTuple):
    score: int
    name: NameMatch
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class _Reading:
    """One line read by itself; `doubt` is empty if the first of `ranked` is certain."""

    line: BankLine
    ranked: list[_Ranked]
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
        self._invoices = sorted(invoices, key=lambda one: (one.due_date or date.max, one.billing_date, one.id))
        self._names = PayerIndex(list(partners), confirmed)
        self._taken = frozenset(taken)
        self._of: dict[str, list[OpenInvoice]] = defaultdict(list)
        self._by_payable: dict[int, list[OpenInvoice]] = defaultdict(list)
        self._by_withheld: dict[int, list[OpenInvoice]] = defaultdict(list)  # by what came after an unstated tax
        for invoice in self._invoices:
            self._of[invoice.partner_id].append(invoice)
            self._by_payable[invoice.payable].append(invoice)
            for tax in invoice.unstated:
                self._by_withheld[invoice.payable - tax].append(invoice)
        # Many invoices share their dates: how well a day fits is worked out once per pair of dates.
        pairs: dict[tuple[date, date | None], int] = {}
        self._dates = {one.id: pairs.setdefault((one.billing_date, one.due_date), len(pairs)) for one in self._invoices}
        self._pairs = list(pairs)
        self._points: dict[date, list[int]] = {}
        self._near: dict[tuple[int, date], Sequence[OpenInvoice]] = {}
        self._groups: dict[int, list[tuple[OpenInvoice, ...]]] = defaultdict(list)
        self._runs = {partner_id: natural_groups(owned) for partner_id, owned in self._of.items()}
        for partner_id, owned in self._of.items():
            for chosen in self._runs[partner_id]:
                group = tuple(owned[i] for i in chosen)
                self._groups[sum(invoice.payable for invoice in group)].append(group)

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

    def match(self, line: BankLine) -> Proposal:
        """Return what one line may be, without regard to other lines."""
        return _settled(self._match(line), Counter(), set())

    def _match(self, line: BankLine) -> _Reading:
        payer = payer_name(line.payer)
        names = self._names.find(payer)
        points = self._points_on(line.day)
        found: list[tuple[NameMatch, Explanation]] = []
        for partner_id, name in names.items():
            if owned := self._of.get(partner_id):
                found += [(name, explanation) for explanation in explain(line.amount, owned, self._runs[partner_id])]
        if not any(name >= NameMatch.CUT and one.kind is MatchKind.EXACT for name, one in found):
            found += [(NameMatch.NONE, one) for one in self._by_amount(line) if one.invoices[0].partner_id not in names]
        ranked = self._ranked(points, payer, found)
        fits = {one.invoices[0].id for name, one in found if name >= NameMatch.LOOSE and one.kind is MatchKind.EXACT}
        return _Reading(line, _best(ranked), self._doubt(line, payer, names, found), fits)

    def _by_amount(self, line: BankLine) -> list[Explanation]:
        found = [
            Explanation(
                MatchKind.EXACT, (one,), (Share(one.id, line.amount, withheld=one.residual - one.payable),), 100
            )
            for one in self._nearest(line.day, line.amount)
        ]
        for group in self._groups.get(line.amount, [])[:_ONLY_BY_AMOUNT]:
            shares = tuple(Share(one.id, one.payable, withheld=one.residual - one.payable) for one in group)
            found.append(Explanation(MatchKind.COMBINED, group, shares, 84))
        for fee in USUAL_FEES:
            for one in self._nearest(line.day, line.amount + fee):
                share = Share(one.id, line.amount, fee=fee, withheld=one.residual - one.payable)
                found.append(Explanation(MatchKind.FEE, (one,), (share,), 70))
        for one in self._by_withheld.get(line.amount, [])[:_ONLY_BY_AMOUNT]:
            share = Share(one.id, line.amount, withheld=one.payable - line.amount)
            found.append(Explanation(MatchKind.WITHHOLDING, (one,), (share,), 66))
        return found

    def _nearest(self, day: date, payable: int) -> Sequence[OpenInvoice]:
        """Return the invoices of that amount, of very many those whose dates fit best."""
        invoices = self._by_payable.get(payable, ())
        if len(invoices) <= _ONLY_BY_AMOUNT:
            return invoices
        held = self._near.get((payable, day))
        if held is None:
            points, dates = self._points_on(day), self._dates
            held = sorted(invoices, key=lambda one: -points[dates[one.id]])[:_ONLY_BY_AMOUNT]
            self._near[payable, day] = held
        return held

    def _points_on(self, day: date) -> list[int]:
        held = self._points.get(day)
        if held is None:
            held = self._points[day] = [_date_points(day, billing, due) for billing, due in self._pairs]
        return held

    def _ranked(
        self, points: list[int], payer: PayerName, found: Sequence[tuple[NameMatch, Explanation]]
    ) -> list[_Ranked]:
        dates, plain, ranked = self._dates, not (payer.numbers or self._taken), []
        worth = {int(name): _NAME_POINTS[name] for name in {name for name, _ in found}}  # hashing an enum is slow
        for name, one in found:
            invoices = one.invoices
            if len(invoices) == 1:
                score = worth[int(name)] + one.quality + points[dates[invoices[0].id]]
            else:
                score = worth[int(name)] + one.quality + min([points[dates[each.id]] for each in invoices])
            if name is NameMatch.NONE or not plain:
                score += self._more_points(payer, name, invoices)
            ranked.append(_Ranked(score, name, one))
        return ranked

    def _more_points(self, payer: PayerName, name: NameMatch, invoices: Sequence[OpenInvoice]) -> int:
        score = 0
        if payer.numbers and all(_written(payer, invoice) for invoice in invoices):
            score += _NUMBER_POINTS
        if self._taken and any(invoice.id in self._taken for invoice in invoices):
            score -= _TAKEN_POINTS
        if name is NameMatch.NONE and self._names.unread(invoices[0].partner_id):
            score += _UNREAD_POINTS
        return score

    def _doubt(
        self, line: BankLine, payer: PayerName, names: dict[str, NameMatch], found: list[tuple[NameMatch, Explanation]]
    ) -> str:
        """Return why no explanation is certain, in Japanese; empty if one is."""
        known = [partner_id for partner_id, name in names.items() if name >= NameMatch.CUT]
        if len(known) != 1:
            return "振込名義から取引先が1社に決まりません"
        owned = [one for name, one in found if name >= NameMatch.CUT]
        exact = [one for one in owned if one.kind is MatchKind.EXACT and one.quality == 100]
        if not exact:
            return "金額がちょうど一致する請求書がありません"
        if len(exact) > 1:
            return "同じ金額の請求書が複数あります"
        (invoice,) = exact[0].invoices
        free = owned
        if self._taken:
            free = [one for one in owned if not any(other.id in self._taken for other in one.invoices)]
        if any(_rival(line, invoice, one) for one in free if one is not exact[0]):
            return "ほかの請求書の組み合わせや差引でも説明できます"
        if line.day < invoice.billing_date:
            return "請求日より前の入金です"
        if invoice.id in self._taken:
            return _TAKEN
        same = {one.partner_id for one in self._by_payable[line.amount]} - {invoice.partner_id}
        if names[known[0]] is NameMatch.CONFIRMED and same and not self._names.may_be(payer, invoice.partner_id):
            return "取引先とは別の名義で、同じ金額の請求書がほかにもあります"
        if any(self._names.may_be(payer, partner_id) for partner_id in same):
            return "同じ読みかもしれない取引先に、同じ金額の請求書があります"
        return ""


_TAKEN = "この請求書にはほかの入金がすでに提案されています"


def _rival(line: BankLine, exact: OpenInvoice, other: Explanation) -> bool:
    """Return whether another explanation is usual enough to make the exact one doubtful."""
    if _timely(line, exact, _PUNCTUAL) and not any(_timely(line, one, _NEAR) for one in other.invoices):
        return False  # this one is due now, the others are not
    match other.kind:
        case MatchKind.COMBINED:
            return len(other.invoices) <= _RIVAL_GROUP or other.quality >= _NATURAL
        case MatchKind.EXACT:
            return True
        case MatchKind.FEE | MatchKind.WITHHOLDING:
            return other.quality >= _NATURAL
        case MatchKind.PARTIAL:
            return instalment(line.amount, other.invoices[0].payable)
        case MatchKind.OVER:
            return False
        case _:
            assert_never(other.kind)


def _timely(line: BankLine, invoice: OpenInvoice, days: int) -> bool:
    return invoice.due_date is None or abs((line.day - invoice.due_date).days) <= days


def _date_points(day: date, billing: date, due: date | None) -> int:
    """Return up to 16 points for a transfer near the due date; bank holidays move it by up to a week."""
    if day < billing:
        return -_NOT_YET_BILLED
    if due is None:
        return 4
    days = abs((day - due).days)
    return 16 if days <= 7 else max(0, 12 - days // 8)


def _written(payer: PayerName, invoice: OpenInvoice) -> bool:
    digits = "".join(char for char in invoice.number if char.isdigit()).lstrip("0")
    return len(digits) >= 4 and any(number.lstrip("0") == digits for number in payer.numbers)


def _best(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Return the best few, one per set of invoices."""
    best: dict[tuple[str, ...], _Ranked] = {}
    for one in ranked:
        invoices = one.explanation.invoices
        ids = (invoices[0].id,) if len(invoices) == 1 else tuple(sorted([invoice.id for invoice in invoices]))
        if ids not in best or one.score > best[ids].score:
            best[ids] = one
    return [one for _, one in sorted(best.items(), key=lambda pair: (-pair[1].score, pair[0]))[:_KEPT]]


def _settled(one: _Reading, fitting: Counter[str], sure: set[str]) -> Proposal:
    doubt = one.doubt
    ranked = one.ranked
    if not doubt and fitting[ranked[0].explanation.invoices[0].id] > 1:
        doubt = "同じ請求書に合う入金がほかにもあります"
    elif doubt and sure:
        ranked = sorted(ranked, key=lambda each: -each.score + (_TAKEN_POINTS if _claimed(each, sure) else 0))
    shown = tuple(_suggestion(each) for each in ranked[:SHOWN])
    return Proposal(one.line, shown, certain=not doubt, doubt=doubt)


def _claimed(one: _Ranked, sure: set[str]) -> bool:
    for invoice in one.explanation.invoices:  # noqa: SIM110 - any() takes thrice as long: asked of everything that is kept
        if invoice.id in sure:
            return True
    return False


def _suggestion(one: _Ranked) -> Suggestion:
    explanation = one.explanation
    return Suggestion(
        kind=explanation.kind,
        partner_id=explanation.invoices[0].partner_id,
        shares=explanation.shares,
        name=one.name,
        score=one.score,
        reason=reason(one.name, explanation),
        excess=explanation.excess,
    )

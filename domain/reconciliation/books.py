"""The open invoices of one run, found by partner, by amount and by date. Nothing in it changes between lines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from domain.reconciliation.amounts import USUAL_FEES, Explanation, explain, natural_groups
from domain.reconciliation.model import BankLine, MatchKind, OpenInvoice, Share

_ONLY_BY_AMOUNT = 40  # invoices of one amount looked at where the name says nothing
_NOT_YET_BILLED = 30


class Books:
    """Built once for a run."""

    def __init__(self, invoices: Iterable[OpenInvoice]) -> None:
        """Sort them, the first due first, and index them."""
        ordered = sorted(invoices, key=lambda one: (one.due_date or date.max, one.billing_date, one.id))
        self._of: dict[str, list[OpenInvoice]] = defaultdict(list)
        self._by_payable: dict[int, list[OpenInvoice]] = defaultdict(list)
        self._by_withheld: dict[int, list[OpenInvoice]] = defaultdict(list)  # by what came after an unstated tax
        for invoice in ordered:
            self._of[invoice.partner_id].append(invoice)
            self._by_payable[invoice.payable].append(invoice)
            for tax in invoice.unstated:
                self._by_withheld[invoice.payable - tax].append(invoice)
        # Many invoices share their dates: how well a day fits is worked out once per pair of dates.
        pairs: dict[tuple[date, date | None], int] = {}
        self.dates = {one.id: pairs.setdefault((one.billing_date, one.due_date), len(pairs)) for one in ordered}
        self._pairs = list(pairs)
        self._points: dict[date, list[int]] = {}
        self._near: dict[tuple[int, date], Sequence[OpenInvoice]] = {}
        self._groups: dict[int, list[tuple[OpenInvoice, ...]]] = defaultdict(list)
        self._runs = {partner_id: natural_groups(owned) for partner_id, owned in self._of.items()}
        for partner_id, owned in self._of.items():
            for chosen in self._runs[partner_id]:
                group = tuple(owned[i] for i in chosen)
                self._groups[sum(invoice.payable for invoice in group)].append(group)

    def owed_by(self, partner_id: str, amount: int) -> list[Explanation]:
        """Return every explanation of the amount by what one partner owes."""
        owned = self._of.get(partner_id)
        return explain(amount, owned, self._runs[partner_id]) if owned else []

    def partners_owing(self, payable: int) -> set[str]:
        """Return the partners with an invoice of just that amount."""
        return {one.partner_id for one in self._by_payable.get(payable, ())}

    def by_amount(self, line: BankLine) -> list[Explanation]:
        """Return the usual explanations of an amount whoever owes it."""
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

    def points_on(self, day: date) -> list[int]:
        """Return how well a transfer of that day fits, per pair of dates (`dates` says which an invoice has)."""
        held = self._points.get(day)
        if held is None:
            held = self._points[day] = [_date_points(day, billing, due) for billing, due in self._pairs]
        return held

    def _nearest(self, day: date, payable: int) -> Sequence[OpenInvoice]:
        """Return the invoices of that amount, of very many those whose dates fit best."""
        invoices = self._by_payable.get(payable, ())
        if len(invoices) <= _ONLY_BY_AMOUNT:
            return invoices
        held = self._near.get((payable, day))
        if held is None:
            points, dates = self.points_on(day), self.dates
            held = sorted(invoices, key=lambda one: -points[dates[one.id]])[:_ONLY_BY_AMOUNT]
            self._near[payable, day] = held
        return held


def _date_points(day: date, billing: date, due: date | None) -> int:
    """Return up to 16 points for a transfer near the due date; bank holidays move it by up to a week."""
    if day < billing:
        return -_NOT_YET_BILLED
    if due is None:
        return 4
    days = abs((day - due).days)
    return 16 if days <= 7 else max(0, 12 - days // 8)

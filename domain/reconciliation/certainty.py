"""When one explanation of a bank line is certain: a wrong "certain" books money to the wrong customer.

Whatever could also be read another way (another invoice short by a fee, a half of a larger one) is left to a person.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from domain.reconciliation.amounts import Explanation, instalment
from domain.reconciliation.books import Books
from domain.reconciliation.model import BankLine, MatchKind, NameMatch, OpenInvoice
from domain.reconciliation.names import PayerIndex
from domain.reconciliation.payer import PayerName

_PUNCTUAL, _NEAR = 10, 21  # days between due date and transfer
# What people pay in advance or by instalments is round, and by chance equals an open invoice once in some ten thousand
# lines; nothing but the day tells it apart. (a multiple of, days before the due date, days after it), roundest first.
_ROUND = ((10_000, 3, 5), (1_000, _PUNCTUAL, _PUNCTUAL))
_RIVAL_GROUP = 4  # a larger group whose sum is one invoice's amount is taken for chance, unless people pay so
_NATURAL = 60  # quality from which an explanation is usual


class Certainty:
    """`taken`: invoices that another bank line is already proposed for."""

    def __init__(self, books: Books, names: PayerIndex, taken: frozenset[str]) -> None:
        """Keep what speaks for and against."""
        self._books, self._names, self._taken = books, names, taken

    def doubt(
        self,
        line: BankLine,
        payer: PayerName,
        matches: Mapping[str, NameMatch],
        found: Sequence[tuple[NameMatch, Explanation]],
    ) -> str:
        """Return why no explanation is certain, in Japanese; empty if one is. `matches`: partner id -> its name."""
        known = [partner_id for partner_id, name in matches.items() if name >= NameMatch.CUT]
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
        if not _expected(line, invoice):
            return "きりのよい金額が支払期日から離れて入金されています。前受金や分割払いの可能性があります"
        if invoice.id in self._taken:
            return "この請求書にはほかの入金がすでに提案されています"
        return self._namesake(line, payer, invoice.partner_id, confirmed=matches[known[0]] is NameMatch.CONFIRMED)

    def _namesake(self, line: BankLine, payer: PayerName, partner_id: str, *, confirmed: bool) -> str:
        """Return whether another partner who owes just as much could be the payer."""
        same = self._books.partners_owing(line.amount) - {partner_id}
        if confirmed and same and not self._names.may_be(payer, partner_id):
            return "取引先とは別の名義で、同じ金額の請求書がほかにもあります"
        if any(self._names.may_be(payer, other) for other in same):
            return "同じ読みかもしれない取引先に、同じ金額の請求書があります"
        return ""


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


def _expected(line: BankLine, invoice: OpenInvoice) -> bool:
    """Return whether a sum arrives when it is due; how near depends on how round it is. A rest is what was left."""
    if invoice.due_date is None or not invoice.untouched:
        return True
    late = (line.day - invoice.due_date).days
    return all(-before <= late <= after for unit, before, after in _ROUND if line.amount % unit == 0)

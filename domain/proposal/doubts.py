"""What is asked on a card: the reader's doubts under the card's names of fields, and what a proposal leaves open."""

import contextlib
from collections.abc import Iterable, Iterator

from domain.order import Choice, DealLine, Doubt
from domain.proposal.dates import usable_terms
from domain.proposal.quotes import quote
from domain.reading.model import Candidate, Confidence, Order
from domain.tax import TaxEntry

FIELD_OF = {"payment_due_date": "due_date", "payment_terms": "due_date", "items": "lines", "partner_name": "partner"}
_ASKED = ("items", "tax_entry", "total", "order_date", "billing_date", "payment_due_date", "payment_terms", "owner")
UNUSABLE_TERMS = Doubt(reason="支払条件が読み取れる範囲にありません。支払期限を入力してください")


def doubts_of(order: Order, text: str, lines: tuple[DealLine, ...], basis: TaxEntry | None) -> dict[str, Doubt]:
    """Return field -> doubt, in the order they are asked; the partner is asked elsewhere."""
    doubts = _of_the_reader(order, text)
    if not lines:
        doubts.setdefault("lines", Doubt(reason="金額を読み取れない明細があります。「修正」で入力してください"))
    if order.conflict:
        choices = tuple(_choice(candidate, text) for candidate in order.candidates.get("total", ()))
        reason = order.reasons.get("total") or "数量・単価・金額・合計の計算が合いません"
        doubts.setdefault("total", Doubt(reason=reason, choices=choices))
    if basis is None:
        doubts.setdefault("tax_entry", _tax_doubt(order, text))
    return doubts


def _of_the_reader(order: Order, text: str) -> dict[str, Doubt]:
    doubts: dict[str, Doubt] = {}
    asked = [mark for mark, confidence in order.confidence.items() if confidence is Confidence.ASK]
    for field, mark in ((field, mark) for field in _ASKED for mark in asked if mark.split("[")[0] == field):
        choices = tuple(_choice(candidate, text) for candidate in _usable(order.candidates.get(field, ())))
        reason = order.reasons.get(mark) or "読み取りに自信がありません"
        # items[1].amount is asked with the lines
        doubts.setdefault(FIELD_OF.get(field, field), Doubt(reason=reason, choices=choices))
    return doubts


def _usable(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    for candidate in candidates:
        if isinstance(candidate.value, dict):  # payment terms
            with contextlib.suppress(ValueError):
                usable_terms(candidate.value)
                yield candidate
        else:
            yield candidate


def _choice(candidate: Candidate, text: str) -> Choice:
    return Choice(value=candidate.value, label=candidate.label, quote=quote(text, candidate.evidence))


def _tax_doubt(order: Order, text: str) -> Doubt:
    words = quote(text, order.evidence.get("stated_amount") or order.evidence.get("items"))
    choices = (Choice(value="out", label="税抜", quote=words), Choice(value="in", label="税込", quote=words))
    return Doubt(reason="金額は税抜ですか、税込ですか？", choices=choices)

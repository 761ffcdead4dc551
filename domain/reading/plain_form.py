"""A report in its plainest form, 【受注報告】 above labels and nothing beside them: none need ask whether it is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.lazy_regex import regex
from domain.reading.labels import Label

_RECORD = frozenset(
    (
        *("partner", "bill_to", "item", "quantity", "unit_price", "subtotal", "tax", "total", "amount", "tax_basis"),
        *("order_date", "billing_date", "due_date", "terms", "owner", "contact", "other_date"),
    )
)
_LEAST = 2  # labels
_LONGEST_HEADING, _LONGEST_VALUE = 16, 48  # letters
_NOTHING = regex(r"[\s/|・,、。;*>＞-]*")


def is_plain_form(text: str, labels: Sequence[Label], firm: Callable[[str], bool]) -> bool:
    """Whether a short heading that says it is won, labels of an order and their short values are all there is."""
    told = [label for label in labels if label.strong and label.kind in _RECORD]
    if len(told) < _LEAST or not any(label.kind in ("partner", "bill_to") for label in told):
        return False
    heading = text[: told[0].start].strip()
    if not heading or len(heading) > _LONGEST_HEADING or not firm(heading):
        return False
    at = told[0].start
    for label in told:
        if _NOTHING.fullmatch(text, at, label.start) is None or label.stop - label.value > _LONGEST_VALUE:
            return False
        at = max(label.stop, label.end)
    return _NOTHING.fullmatch(text, at) is not None

"""One press on one of the choices of a doubtful field."""

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.order import Choice, DealContent
from domain.proposal.dates import with_dates
from domain.proposal.model import Rules
from domain.tax import TaxEntry


def settle(content: DealContent, field: str, choice: Choice, rules: Callable[[str | None], Rules]) -> DealContent:
    """Return the content after a person pressed one of the choices; ValueError for a field that has none.

    A total says what the lines must come to, not which of them was wrong: no line is changed by it, and as long as the
    lines come to something else the order cannot be approved.
    """
    doubts = {name: doubt for name, doubt in content.doubts.items() if name != field}
    changes: dict[str, Any] = {"doubts": doubts}
    value = choice.value
    match field:
        case "partner":
            changes |= {"partner_id": str(value), "partner_label": choice.label, "create_partner": False}
        case "tax_entry":
            changes["tax_entry"] = TaxEntry(str(value))
        case "total":
            changes["stated_total"] = int(value)
        case "order_date":
            changes["order_date"] = date.fromisoformat(str(value))
        case "billing_date":
            changes |= {"billing_date": date.fromisoformat(str(value)), "billing_reason": ""}
        case "due_date" if isinstance(value, dict):
            changes |= {"terms": value, "due_date": None, "due_reason": ""}
        case "due_date":
            changes |= {"due_date": date.fromisoformat(str(value)), "due_reason": ""}
        case "owner":
            changes["owner"] = str(value)
        case "department":
            changes["department_id"] = str(value)
        case _:
            raise ValueError(f"no choice can settle {field}")
    settled = content.model_copy(update=changes)
    return with_dates(settled, rules(settled.partner_id))

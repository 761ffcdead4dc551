"""The dates that follow from others, with where they come from."""

from collections.abc import Mapping
from typing import Any

from domain.order import Choice, DealContent, Doubt
from domain.proposal.model import Rules
from domain.reading.model import Order
from domain.terms import billing_date, due_date, terms_from_json, terms_to_json


def with_dates(content: DealContent, rules: Rules) -> DealContent:
    """Return the content with the dates that follow from others computed anew; stated ones stay."""
    changes: dict[str, Any] = {}
    billed = None if content.billing_reason else content.billing_date
    if billed is None and content.order_date is not None:
        billed, changes["billing_reason"] = billing_date(
            rules.rule,
            order_date=content.order_date,
            delivery_date=content.delivery_date,
            closing_day=rules.closing_day,
        )
    changes["billing_date"] = billed
    due = None if content.due_reason else content.due_date
    if due is None and billed is not None:
        stated = terms_from_json(content.terms) if content.terms else None
        computed = due_date(stated or rules.terms, billed, shift=rules.shift)
        due = computed.date
        source = "投稿に記載" if stated else rules.terms_from
        changes["due_reason"] = f"{computed.reason}（{source}）"
        if computed.warning and "due_date" not in content.doubts:
            choice = Choice(value=due.isoformat(), label=f"{due:%Y-%m-%d} でよい")
            changes["doubts"] = {**content.doubts, "due_date": Doubt(reason=computed.warning, choices=(choice,))}
    changes["due_date"] = due
    return content.model_copy(update=changes)


def stated_terms(order: Order) -> dict[str, str | int | None] | None:
    """Return the payment terms a post states; None if none, ValueError if no company agrees on such."""
    return usable_terms(order.payment_terms.as_json()) if order.payment_terms else None


def usable_terms(value: Mapping[str, object]) -> dict[str, str | int | None]:
    """Return terms as a deal holds them; ValueError if no company agrees on such (500 days after the invoice)."""
    return terms_to_json(terms_from_json(value))

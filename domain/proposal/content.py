"""The content of a card for an order that was read."""

from datetime import date

from domain.order import DealContent, DealLine, Doubt
from domain.proposal.dates import stated_terms, with_dates
from domain.proposal.doubts import FIELD_OF, UNUSABLE_TERMS, doubts_of
from domain.proposal.lines import invoice_lines, subject_of, tax_basis
from domain.proposal.model import Defaults, PartnerMatch
from domain.proposal.partner import Others, partner_question
from domain.proposal.quotes import quote
from domain.reading.model import Order


def propose(
    order: Order,
    *,
    text: str,
    posted_on: date,
    reporter: str,
    match: PartnerMatch,
    defaults: Defaults,
    others: Others,
) -> DealContent:
    """Return the content of the card for an order that was read.

    `match`: what the partners say of its name; `others`: of another name that the post may mean as well.
    """
    lines = invoice_lines(order, defaults.tax_percent)
    basis = tax_basis(order, lines)
    doubts = doubts_of(order, text, lines, basis)
    if (asked := partner_question(order, text, match, others)) is not None:
        doubts = {"partner": asked, **doubts}  # the first question: whose order is it?
    try:
        terms = stated_terms(order)
    except ValueError:
        terms = None
        doubts.setdefault("due_date", UNUSABLE_TERMS)
    content = DealContent(
        partner_name=order.partner_name,
        partner_id=match.partner.id if match.partner else None,
        partner_label=match.partner.name if match.partner else None,
        lines=lines,
        tax_entry=basis,
        rounding=defaults.rounding,
        currency=order.currency,
        subject=subject_of(defaults.subject, lines),
        order_date=order.order_date or posted_on,
        billing_date=order.billing_date,
        due_date=order.payment_due_date,
        terms=terms,
        owner=order.owner or reporter,
        stated_total=order.total,
        doubts=doubts,
        quotes={
            FIELD_OF.get(field, field): words for field, at in order.evidence.items() if (words := quote(text, at))
        },
        assumed=_assumed(order, lines, doubts, defaults),
    )
    return with_dates(content, defaults.rules(content.partner_id))


def _assumed(order: Order, lines: tuple[DealLine, ...], doubts: dict[str, Doubt], defaults: Defaults) -> dict[str, str]:
    """Return field -> why a default was taken, for all that the post does not say."""
    assumed: dict[str, str] = {}
    if lines and any(item.tax_rate is None for item in order.items):
        assumed["tax_rate"] = f"税率＝{defaults.tax_percent}%（記載なし）"
    if order.order_date is None and "order_date" not in doubts:
        assumed["order_date"] = "受注日＝投稿日"
    if order.owner is None and "owner" not in doubts:
        assumed["owner"] = "担当＝投稿者"
    return assumed

"""From an approved deal to the draft that is frozen: every figure on the card, nothing else."""

import re

from bot.policy import AccountRule
from bot.services import Services
from domain.invoice import InvoiceDraft, InvoiceLine
from domain.order import DealLine
from storage.models import Deal, Intent
from storage.repositories import deals


def draft_of(
    services: Services, deal: Deal, intent: Intent, partner_id: str, department_id: str | None
) -> InvoiceDraft:
    """Return the draft of an approved deal. All blockers were settled at approval."""
    content = deals.content_of(deal)
    totals = content.totals
    assert totals is not None
    assert content.billing_date is not None
    assert content.due_date is not None
    assert content.tax_entry is not None
    partner = content.partner_label or content.partner_name or ""
    billing = services.policy.billing
    return InvoiceDraft(
        partner_id=partner_id,
        partner_name=partner,
        billing_date=content.billing_date,
        due_date=content.due_date,
        tax_entry=content.tax_entry,
        rounding=content.rounding,
        subject=content.subject or (content.lines[0].description[:70] if content.lines else ""),
        lines=tuple(_line(line, partner, services.policy.accounts) for line in content.lines),
        memo_text=f"Slack受注報告から作成（承認 {deal.approved_by}）",
        note=content.note or billing.note,
        token=intent.token,
        department_id=department_id,
        subtotal=totals.subtotal,
        tax=totals.tax,
        total=totals.total,
    )


def _line(line: DealLine, partner: str, rules: tuple[AccountRule, ...]) -> InvoiceLine:
    rule = next(
        (
            rule
            for rule in rules
            if (not rule.item or re.search(rule.item, line.description))
            and (not rule.partner or re.search(rule.partner, partner))
        ),
        None,
    )
    return InvoiceLine(
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        tax_percent=line.tax_percent,
        reduced=line.reduced,
        account_item_id=rule.account_item_id if rule else None,
        tax_code=rule.tax_code if rule else None,
    )

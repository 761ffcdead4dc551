"""修正: what a person wrote in the form becomes the deal's content, checked field by field."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.usecases.partner_rules import fit_to_system, rules_lookup
from bot.usecases.read_partner import want_partner
from bot.usecases.show_card import refresh_card
from bot.usecases.teach_alias import teach_alias
from domain.line_form import parse_lines
from domain.order import MAX_TOTAL_YEN, DealContent
from domain.proposal import with_dates
from domain.tax import TaxEntry
from storage.repositories import deals, evidence, invoices, partners
from storage.repositories.deals import StaleDealError

FAR = timedelta(days=731)  # a date two years away is a slip, not a plan


@dataclass(frozen=True, slots=True)
class DealForm:
    """The typed values of the form; None where nothing was chosen."""

    partner_id: str | None
    partner_new: str
    lines: str
    tax_entry: str | None
    order_date: date | None
    billing_date: date | None
    due_date: date | None
    subject: str
    owner: str | None
    note: str


Errors = dict[str, tuple[str, dict[str, object]]]  # field -> text key and values


def edit_deal(
    session: Session,
    *,
    services: Services,
    deal_id: str,
    version: int,
    form: DealForm,
    user: str,
    today: date,
    now: datetime,
) -> Errors:
    """Change a deal that is not approved; return what is wrong per field, empty if it was changed."""
    try:
        deal = deals.expected(session, deal_id, version=version)
    except StaleDealError:
        return {"lines": ("error.changed", {})}
    before = deals.content_of(deal)
    content, errors = apply_form(session, services, before, form, today=today)
    if errors:
        return errors
    if before.partner_name and content.partner_id and content.partner_id != before.partner_id:
        teach_alias(
            session,
            services,
            written=before.partner_name,
            partner_id=content.partner_id,
            user=user,
            deal=deal,
            now=now,
        )
    want_partner(session, services, content.partner_id)
    deal.edited_by = user
    deals.put_content(deal, content, now=now)
    invoices.forget_refusal(session, deal)
    evidence.append(
        session,
        at=now,
        actor=user,
        kind="edited",
        deal_id=deal.id,
        detail={"from": before.sha256(), "content_sha256": deal.content_sha256},
    )
    refresh_card(session, deal, now=now)
    return {}


def apply_form(
    session: Session, services: Services, before: DealContent, form: DealForm, *, today: date
) -> tuple[DealContent, Errors]:
    """Return the content the form describes, and what is wrong with it per field."""
    errors: Errors = {}
    lines, wrong = parse_lines(form.lines)
    if wrong is not None:
        errors["lines"] = (
            f"error.lines.{wrong.kind}",
            {"line": wrong.line, "value": wrong.value, "limit": wrong.value},
        )
    errors |= _partner_errors(form)
    for name, value in (
        ("order_date", form.order_date),
        ("billing_date", form.billing_date),
        ("due_date", form.due_date),
    ):
        if value is not None and abs(value - today) > FAR:
            errors[name] = ("error.date_far", {})
    if form.billing_date and form.due_date and form.due_date < form.billing_date and not _prepaid(before):
        errors["due_date"] = ("error.due", {})
    if errors:
        return before, errors
    new_name = form.partner_new.strip()
    partner = partners.find(session, services.accounting.name, form.partner_id) if form.partner_id else None
    content = before.model_copy(
        update={
            "partner_id": form.partner_id,
            "partner_label": partner.name if partner else None,
            "partner_name": new_name if new_name and not form.partner_id else before.partner_name,
            "create_partner": bool(new_name and not form.partner_id),
            "lines": lines,
            "rounding": services.policy.billing.rounding,
            "tax_entry": TaxEntry(form.tax_entry) if form.tax_entry else None,
            "order_date": form.order_date,
            **_dates(before, form),
            "subject": form.subject.strip() or before.subject,
            "owner": form.owner or before.owner,
            "note": form.note.strip(),
            "stated_total": None,  # a person has looked at every figure
            "doubts": {},
            "assumed": {},
        }
    )
    content = with_dates(content, rules_lookup(session, services.policy, services.accounting.name)(content.partner_id))
    totals = content.totals
    if totals is not None and not 0 < totals.total <= MAX_TOTAL_YEN:
        return before, {"lines": ("error.total", {})}
    return fit_to_system(session, services, content), {}


def _partner_errors(form: DealForm) -> Errors:
    if form.partner_id and form.partner_new.strip():
        return {"partner_new": ("error.partner_both", {})}
    if not form.partner_id and not form.partner_new.strip():
        return {"partner": ("error.partner", {})}
    return {}


def _dates(before: DealContent, form: DealForm) -> dict[str, object]:
    # A date left as it was keeps following from the others; one that was changed is stated by a person.
    changes: dict[str, object] = {}
    if form.billing_date != before.billing_date:
        changes |= {"billing_date": form.billing_date, "billing_reason": ""}
    if form.due_date != before.due_date:
        changes |= {"due_date": form.due_date, "due_reason": ""}
    return changes


def _prepaid(content: DealContent) -> bool:
    return bool(content.terms and content.terms.get("type") == "prepaid")

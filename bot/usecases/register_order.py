"""An order by form: from /order, the global shortcut, or a post the reader did not take as one."""

from datetime import date, datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.edit_deal import DealForm, Errors, apply_form
from bot.usecases.propose_deal import add_deal, new_report
from bot.usecases.read_order import match_partner
from domain.deal import DealStatus
from domain.order import DealContent
from domain.partner_index import PartnerIndex
from domain.proposal import partner_doubt
from storage.repositories import deals

# What was read from a post before is over: its invoice was cancelled, or the text no longer said it.
CLOSED = (DealStatus.CANCELLED, DealStatus.SUPERSEDED)


def register_order(
    session: Session,
    *,
    services: Services,
    index: PartnerIndex,
    form: DealForm,
    team_id: str,
    channel: str,
    ts: str,
    source: str,
    text: str,
    user: str,
    today: date,
    now: datetime,
) -> Errors:
    """Make a proposed deal of the form; return what is wrong per field, empty if it was made.

    `ts` is the message it registers, or a name of the form that no message has (`source` "form").
    """
    if services.policy.reading.observe:
        return {"lines": ("tell.observing", {})}
    name = form.partner_new.strip()
    match = match_partner(index, name)
    typed = DealForm(
        partner_id=match.partner.id if match.partner else None,
        partner_new="" if match.partner else name,
        lines=form.lines,
        tax_entry=form.tax_entry,
        order_date=form.order_date or today,
        billing_date=form.billing_date,
        due_date=form.due_date,
        subject=form.subject,
        owner=form.owner or user,
        note=form.note,
    )
    content, errors = apply_form(session, services, DealContent(partner_name=name), typed, today=today)
    if errors:
        return {("partner" if field == "partner_new" else field): what for field, what in errors.items()}
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=ts)
    known = deals.of_report(session, report.id) if report is not None else []
    if known and (source == "form" or not all(deal.status in CLOSED for deal in known)):
        return {} if source == "form" else {"lines": ("tell.already", {})}  # the same form sent twice is one order
    if report is None:
        report = new_report(
            session, team_id=team_id, channel=channel, ts=ts, author=user, text=text, now=now, source=source
        )
    place = max((deal.position for deal in known), default=-1) + 1
    add_deal(session, report, place, _ask_for_partner(content, match.partner is None, index), now=now)
    return {}


def _ask_for_partner(content: DealContent, unknown: bool, index: PartnerIndex) -> DealContent:
    # A salesperson's spelling never creates a partner by itself: the accountant chooses on the card.
    if not unknown or not content.partner_name:
        return content
    from_index = match_partner(index, content.partner_name)
    return content.model_copy(
        update={
            "create_partner": False,
            "doubts": {**content.doubts, "partner": partner_doubt(content.partner_name, from_index)},
        }
    )

"""The three answers to "is the invoice there?" when look-ups could not tell: found, not there, give up."""

from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.approve_deal import Answer, request_issue
from bot.usecases.record_invoice import record_created
from bot.usecases.show_card import refresh_card
from domain.deal import DealStatus
from domain.invoice import IntentState, IssuedInvoice
from storage.models import Deal, Intent
from storage.repositories import deals, evidence, invoices


def _undecided(session: Session, deal_id: str) -> tuple[Deal, Intent] | None:
    deal = deals.locked(session, deal_id)
    if deal is None or deal.status != DealStatus.CONFIRMED:
        return None
    intent = invoices.intent_of(session, deal.id, deal.revision)
    return (deal, intent) if intent is not None and intent.state == IntentState.HUMAN else None


def create_again(session: Session, *, services: Services, deal_id: str, user: str, now: datetime) -> Answer:
    """A person looked and found nothing: one more request with the same bytes."""
    found = _undecided(session, deal_id)
    if found is None:
        return Answer("tell.changed")
    deal, intent = found
    intent.state, intent.posted_at, intent.decided_by, intent.updated_at = IntentState.APPROVED, None, user, now
    evidence.append(
        session, at=now, actor=user, kind="decided:not_there", deal_id=deal.id, detail={"token": intent.token}
    )
    request_issue(session, deal, approval=now, now=now)
    refresh_card(session, deal, now=now, why=f"again:{intent.attempts}")
    return Answer("tell.rerun")


def give_up(session: Session, *, deal_id: str, user: str, now: datetime) -> Answer:
    """A person looked, found nothing, and takes the approval back: the deal waits again, with a new request later."""
    found = _undecided(session, deal_id)
    if found is None:
        return Answer("tell.changed")
    deal, intent = found
    intent.state, intent.decided_by, intent.updated_at = IntentState.REFUSED, user, now
    evidence.append(
        session, at=now, actor=user, kind="decided:give_up", deal_id=deal.id, detail={"token": intent.token}
    )
    deals.change_status(session, deal, DealStatus.PROPOSED, actor=user, now=now)
    refresh_card(session, deal, now=now)
    return Answer("tell.done")


def tie_invoice(
    session: Session, *, services: Services, deal_id: str, user: str, issued: IssuedInvoice, now: datetime
) -> Answer:
    """A person found the invoice: it is this deal's."""
    found = _undecided(session, deal_id)
    if found is None:
        return Answer("tell.changed")
    deal, intent = found
    intent.decided_by = user
    evidence.append(
        session, at=now, actor=user, kind="decided:found", deal_id=deal.id, detail={"number": issued.number}
    )
    record_created(session, services, None, deal.id, intent.id, issued)
    return Answer("tell.done")

"""却下 with a reason, and taking it back."""

from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.show_card import refresh_card
from domain.deal import DealStatus
from storage.repositories import deals
from storage.repositories.deals import StaleDealError


def reject_deal(
    session: Session, *, services: Services, deal_id: str, version: int, user: str, reason: str, now: datetime
) -> Answer:
    """Close a deal that is not to be invoiced; the card says why and who."""
    try:
        deal = deals.expected(session, deal_id, version=version)
    except StaleDealError as stale:
        if stale.deal is not None and stale.deal.status != DealStatus.PROPOSED:
            return Answer("tell.closed", {"status": services.texts(f"status.{stale.deal.status}")})
        return Answer("tell.changed")
    deal.closed_by, deal.closed_reason, deal.closed_at = user, reason, now
    deals.change_status(session, deal, DealStatus.REJECTED, actor=user, now=now, detail={"reason": reason})
    refresh_card(session, deal, now=now)
    return Answer()


def undo_reject(
    session: Session, *, deal_id: str, version: int, user: str, response_url: str | None, now: datetime
) -> Answer:
    """Take a rejection back: the deal waits for approval again."""
    try:
        deal = deals.expected(session, deal_id, version=version, status=DealStatus.REJECTED)
    except StaleDealError:
        return Answer("tell.changed")
    deal.closed_by = deal.closed_reason = deal.closed_at = None
    deals.change_status(session, deal, DealStatus.PROPOSED, actor=user, now=now)
    refresh_card(session, deal, now=now, response_url=response_url)
    return Answer()

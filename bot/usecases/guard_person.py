"""Decisions about money that already moved on are for approvers only."""

from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.approvers import refusal
from storage.models import Deal


def only_approvers(session: Session, services: Services, user: str, deal_id: str, now: datetime) -> Answer | None:
    """Return the answer for somebody who may not decide, None for an approver."""
    deal = session.get(Deal, deal_id)
    if deal is None:
        return Answer("tell.changed")
    refused = refusal(
        session,
        services.policy,
        user=user,
        reporter=deal.reporter,
        total=deal.total or 0,
        now=now,
    )
    return Answer(refused.key, refused.values) if refused else None

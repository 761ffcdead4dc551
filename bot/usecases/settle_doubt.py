"""One press settles one doubtful field; a pressed partner teaches its spelling."""

from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.partner_rules import fit_to_system, rules_lookup
from bot.usecases.read_partner import want_partner
from bot.usecases.show_card import refresh_card
from bot.usecases.teach_alias import teach_alias
from domain.deal import DealStatus
from domain.order import Choice, DealContent
from domain.proposal import settle, with_dates
from domain.reply import WITHDRAW, settle_reply
from storage.models import Deal
from storage.repositories import deals, evidence
from storage.repositories.deals import StaleDealError


def settle_doubt(
    session: Session,
    *,
    services: Services,
    deal_id: str,
    version: int,
    field: str,
    number: int,
    user: str,
    response_url: str | None,
    now: datetime,
) -> Answer:
    """Take the choice a person pressed."""
    try:
        deal = deals.expected(session, deal_id, version=version)
    except StaleDealError:
        return Answer("tell.changed")
    content = deals.content_of(deal)
    doubt = content.doubts.get(field)
    if doubt is None or number >= len(doubt.choices):
        return Answer("tell.changed")
    choice = doubt.choices[number]
    if field == "reply":
        return _settle_reply(session, services, deal, choice, user=user, response_url=response_url, now=now)
    if field == "partner":
        want_partner(session, services, str(choice.value))
    changed = settle(content, field, choice, rules_lookup(session, services.policy, services.accounting.name))
    if field == "partner":
        changed = fit_to_system(session, services, changed)
    if field == "partner" and content.partner_name:
        teach_alias(
            session, services, written=content.partner_name, partner_id=str(choice.value), user=user, deal=deal, now=now
        )
    _keep(session, deal, changed, kind=f"settled:{field}", user=user, response_url=response_url, now=now)
    return Answer()


def _settle_reply(
    session: Session,
    services: Services,
    deal: Deal,
    choice: Choice,
    *,
    user: str,
    response_url: str | None,
    now: datetime,
) -> Answer:
    """Take what a person says a reply in the thread means for the order."""
    if choice.value == WITHDRAW:
        deal.notice = services.texts("card.withdrawn_by_reply")
        deals.change_status(session, deal, DealStatus.CANCELLED, actor=user, now=now)
        refresh_card(session, deal, now=now, response_url=response_url)
        return Answer()
    lookup = rules_lookup(session, services.policy, services.accounting.name)
    settled = settle_reply(deals.content_of(deal), choice)
    changed = fit_to_system(session, services, with_dates(settled, lookup(settled.partner_id)))
    want_partner(session, services, changed.partner_id)
    _keep(session, deal, changed, kind="settled:reply", user=user, response_url=response_url, now=now)
    return Answer()


def choose_new_partner(
    session: Session,
    *,
    deal_id: str,
    version: int,
    user: str,
    response_url: str | None,
    now: datetime,
) -> Answer:
    """Say that the partner is new and is to be created with the invoice."""
    try:
        deal = deals.expected(session, deal_id, version=version)
    except StaleDealError:
        return Answer("tell.changed")
    content = deals.content_of(deal)
    doubts = {name: doubt for name, doubt in content.doubts.items() if name != "partner"}
    changed = content.model_copy(
        update={"create_partner": True, "partner_id": None, "partner_label": None, "doubts": doubts}
    )
    _keep(session, deal, changed, kind="settled:new_partner", user=user, response_url=response_url, now=now)
    return Answer()


def not_duplicate(
    session: Session, *, deal_id: str, version: int, user: str, response_url: str | None, now: datetime
) -> Answer:
    """Say that this is another sale than the one that looks like it."""
    try:
        deal = deals.expected(session, deal_id, version=version)
    except StaleDealError:
        return Answer("tell.changed")
    deal.duplicate_ok = True
    _keep(session, deal, deals.content_of(deal), kind="not_duplicate", user=user, response_url=response_url, now=now)
    return Answer()


def _keep(
    session: Session, deal: Deal, content: DealContent, *, kind: str, user: str, response_url: str | None, now: datetime
) -> None:
    deals.put_content(deal, content, now=now)
    evidence.append(
        session, at=now, actor=user, kind=kind, deal_id=deal.id, detail={"content_sha256": deal.content_sha256}
    )
    refresh_card(session, deal, now=now, response_url=response_url)

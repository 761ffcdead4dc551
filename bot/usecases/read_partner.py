"""Read one partner with its payment terms, once per change of it, and let waiting cards follow."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.services import Services
from bot.usecases.partner_rules import fit_to_system, rules_for
from bot.usecases.show_card import refresh_card
from bot.usecases.sync_partners import detailed_row
from domain.deal import DealStatus
from domain.proposal import with_dates
from integrations.accounting.base import PartnerRecord, Purpose
from integrations.errors import NotFoundError
from storage.models import Deal, Partner
from storage.repositories import deals, jobs, partners
from storage.repositories.jobs import Lease

KEEP = timedelta(days=30)  # a change of terms shows as a change of the partner; this is the safety net


def want_partner(session: Session, services: Services, partner_id: str | None) -> None:
    """Ask for a partner to be read if its terms are not known or may have changed."""
    can = services.accounting.capabilities
    if partner_id is None or not (can.payment_terms or can.departments):
        return
    partner = partners.find(session, services.accounting.name, partner_id)
    if partner is None or not _due(partner, services):
        return
    stamp = partner.updated_on.isoformat() if partner.updated_on else ""
    seen = partner.detailed_at.isoformat() if partner.detailed_at else ""
    jobs.enqueue(
        session,
        "partner",
        f"{services.accounting.name}:{partner_id}:{stamp}:{seen}",
        {"partner_id": partner_id},
        now=services.clock.now(),
    )


async def read_partner(services: Services, lease: Lease) -> None:
    """Job `partner`: read it, keep its terms, and recompute the dates of deals that wait for approval."""
    try:
        record = await services.accounting.partner(lease.payload["partner_id"], purpose=Purpose.BULK)
    except NotFoundError:
        return
    await services.database.transact(_keep, services, record)


def _due(partner: Partner, services: Services) -> bool:
    if partner.detailed_at is None or services.clock.now() - partner.detailed_at > KEEP:
        return True
    return partner.updated_on is not None and partner.updated_on > partner.detailed_at.date()


def _keep(session: Session, services: Services, record: PartnerRecord) -> None:
    now, provider = services.clock.now(), services.accounting.name
    before = partners.find(session, provider, record.external_id)
    earlier = (before.terms, before.departments) if before else (None, None)
    row = detailed_row(provider, record, now=now)
    partners.remember(session, [row], now=now)
    session.expire_all()
    partner = partners.find(session, provider, record.external_id)
    if partner is None or (partner.terms, partner.departments) == earlier:
        return
    waiting = session.execute(
        select(Deal).where(col(Deal.partner_id) == record.external_id, col(Deal.status) == DealStatus.PROPOSED)
    ).scalars()
    for deal in waiting:
        content = deals.content_of(deal)
        changed = fit_to_system(session, services, with_dates(content, rules_for(services.policy, partner)))
        if changed != content:
            deals.put_content(deal, changed, now=now)
            session.add(deal)
            refresh_card(session, deal, now=now)

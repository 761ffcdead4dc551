"""After a move to another accounting system: its partners take over what was learnt of the former one's.

Partners are the same where their names have the same key and only one has it. Everything else is asked: the card asks
for the partner of the next order, and the answer is learnt; `python -m bot link-partners` lists what is open.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from bot.services import Services
from bot.usecases.partner_rules import fit_to_system
from bot.usecases.show_card import refresh_card
from domain.deal import DealStatus
from domain.order import Doubt
from storage.models import Deal
from storage.repositories import deals, partners


@dataclass(frozen=True, slots=True)
class Links:
    """Former partner id -> id now, and the names of former partners that have no certain counterpart."""

    linked: dict[str, str]
    open: tuple[str, ...]


def find_links(session: Session, *, former: str, now: str) -> Links:
    """Compare the partners of two accounting systems, as they are stored."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for partner in partners.available(session, now):
        by_key[partner.key].append(partner.external_id)
    earlier = partners.available(session, former)
    shared: dict[str, int] = defaultdict(int)
    for partner in earlier:
        shared[partner.key] += 1
    linked = {
        partner.external_id: by_key[partner.key][0]
        for partner in earlier
        if len(by_key.get(partner.key, ())) == 1 and shared[partner.key] == 1
    }
    return Links(linked, tuple(sorted(one.name for one in earlier if one.external_id not in linked)))


def link_partners(session: Session, services: Services, former: str) -> Links:
    """Carry confirmed spellings over, and the partners of deals that wait for approval. Safe to repeat."""
    now, provider = services.clock.now(), services.accounting.name
    links = find_links(session, former=former, now=provider)
    known = {alias.key for alias in partners.aliases(session, provider)}
    for alias in partners.aliases(session, former):
        partner_id = links.linked.get(alias.partner_id)
        if partner_id is not None and alias.key not in known:
            partners.learn_alias(
                session,
                provider=provider,
                key=alias.key,
                written=alias.written,
                partner_id=partner_id,
                confirmed_by=alias.confirmed_by,
                deal_id=alias.deal_id,
                now=now,
            )
    _move_waiting_deals(session, services, former, links)
    return links


def _move_waiting_deals(session: Session, services: Services, former: str, links: Links) -> None:
    now, provider = services.clock.now(), services.accounting.name
    waiting = session.execute(
        select(Deal).where(col(Deal.status) == DealStatus.PROPOSED, col(Deal.partner_id).is_not(None))
    ).scalars()
    for deal in waiting:
        content = deals.content_of(deal)
        old_id = content.partner_id or ""
        if partners.find(session, provider, old_id) or not partners.find(session, former, old_id):
            continue
        partner = partners.find(session, provider, links.linked.get(old_id, ""))
        doubts = dict(content.doubts)
        if partner is None:
            doubts["partner"] = Doubt(reason=f"{services.accounting.label}の取引先を選んでください")
        moved = content.model_copy(
            update={
                "partner_id": partner.external_id if partner else None,
                "partner_label": partner.name if partner else content.partner_label,
                "department_id": None,
                "doubts": doubts,
            }
        )
        deals.put_content(deal, fit_to_system(session, services, moved), now=now)
        session.add(deal)
        refresh_card(session, deal, now=now)

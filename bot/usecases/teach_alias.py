"""What a click on a partner teaches: the spelling in the post means that partner from now on.

Not by itself where the spelling is short or an acronym: then the person is asked. Never where another partner has it as
its name: two partners with one name are asked about every time.
"""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.aliases import learn_message, learnt_message
from bot.services import Message, Services
from bot.usecases.know_reader import texts_for
from bot.usecases.post_message import enqueue_tell
from bot.usecases.show_card import thread_of
from domain.alias import needs_a_second_look
from domain.partner_name import partner_key
from storage.models import Deal
from storage.repositories import deals, evidence, partners


def teach_alias(
    session: Session, services: Services, *, written: str, partner_id: str, user: str, deal: Deal, now: datetime
) -> None:
    """Keep the spelling a person confirmed for a partner by choosing it, or ask whether to keep it."""
    provider, key = services.accounting.name, partner_key(written)
    partner = partners.find(session, provider, partner_id)
    if not key or partner is None or (partner.key == key and partner.name == written):
        return
    if partners.is_anothers_name(session, provider, key, partner_id):
        return
    if not needs_a_second_look(written):
        _learn(session, services, written=written, partner_id=partner_id, user=user, deal_id=deal.id, now=now)
        return
    texts = texts_for(session, services, user)
    enqueue_tell(
        session,
        key=f"teach:{deal.id}:{deal.version}:{user}",
        channel=deal.channel,
        user=user,
        message=learn_message(texts, written=written, partner=partner.name, partner_id=partner_id, deal_id=deal.id),
        now=now,
        thread_ts=thread_of(session, deal),
    )


def answer_alias(
    session: Session,
    services: Services,
    *,
    deal_id: str,
    partner_id: str,
    learn: bool,
    user: str,
    now: datetime,
) -> Message:
    """Take the answer to "is it always this partner?" and return what is to stand in place of the question."""
    deal = session.get(Deal, deal_id)
    partner = partners.find(session, services.accounting.name, partner_id)
    written = deals.content_of(deal).partner_name if deal is not None else None
    texts = texts_for(session, services, user)
    kept = learn and partner is not None and bool(written)
    if kept and written:
        _learn(session, services, written=written, partner_id=partner_id, user=user, deal_id=deal_id, now=now)
    return learnt_message(texts, written=written or "", partner=partner.name if partner else "", kept=kept)


def _learn(
    session: Session, services: Services, *, written: str, partner_id: str, user: str, deal_id: str, now: datetime
) -> None:
    partners.learn_alias(
        session,
        provider=services.accounting.name,
        key=partner_key(written),
        written=written,
        partner_id=partner_id,
        confirmed_by=user,
        deal_id=deal_id,
        now=now,
    )
    detail = {"written": written, "partner_id": partner_id}
    evidence.append(session, at=now, actor=user, kind="alias_learnt", deal_id=deal_id, detail=detail)

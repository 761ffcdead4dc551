"""The buttons of the card. Each is one transaction; the card is redrawn by a job."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds, family
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.approve_deal import Answer, approve_deal
from bot.usecases.close_deal import undo_reject
from bot.usecases.decide_outcome import create_again, give_up
from bot.usecases.guard_person import only_approvers
from bot.usecases.settle_doubt import choose_new_partner, not_duplicate, settle_doubt


def _approve(session: Session, services: Services, press: Press) -> Answer:
    return approve_deal(
        session,
        services=services,
        deal_id=press.deal_id,
        version=press.version,
        sha256=press.text("h"),
        user=press.user,
        response_url=press.response_url,
        now=services.clock.now(),
    )


def _choose(session: Session, services: Services, press: Press) -> Answer:
    return settle_doubt(
        session,
        services=services,
        deal_id=press.deal_id,
        version=press.version,
        field=press.text("f"),
        number=press.number("n"),
        user=press.user,
        response_url=press.response_url,
        now=services.clock.now(),
    )


def _new_partner(session: Session, services: Services, press: Press) -> Answer:
    return choose_new_partner(
        session,
        deal_id=press.deal_id,
        version=press.version,
        user=press.user,
        response_url=press.response_url,
        now=services.clock.now(),
    )


def _not_duplicate(session: Session, services: Services, press: Press) -> Answer:
    return not_duplicate(
        session,
        deal_id=press.deal_id,
        version=press.version,
        user=press.user,
        response_url=press.response_url,
        now=services.clock.now(),
    )


def _undo_reject(session: Session, services: Services, press: Press) -> Answer:
    return undo_reject(
        session,
        deal_id=press.deal_id,
        version=press.version,
        user=press.user,
        response_url=press.response_url,
        now=services.clock.now(),
    )


def _retry(session: Session, services: Services, press: Press) -> Answer:
    now = services.clock.now()
    return only_approvers(session, services, press.user, press.deal_id, now) or create_again(
        session, services=services, deal_id=press.deal_id, user=press.user, now=now
    )


def _give_up(session: Session, services: Services, press: Press) -> Answer:
    now = services.clock.now()
    return only_approvers(session, services, press.user, press.deal_id, now) or give_up(
        session, deal_id=press.deal_id, user=press.user, now=now
    )


DEEDS: Deeds = {
    ids.APPROVE: _approve,
    family(ids.CHOOSE): _choose,
    ids.NEW_PARTNER: _new_partner,
    ids.NOT_DUPLICATE: _not_duplicate,
    ids.UNDO_REJECT: _undo_reject,
    ids.OUTCOME_RETRY: _retry,
    ids.OUTCOME_GIVE_UP: _give_up,
}

"""The buttons of a bank line's card. Each is one transaction; the card is redrawn by a job."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds, family
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.confirm_match import confirm_match, reject_match, reopen_match, want_record


def _confirm(session: Session, services: Services, press: Press) -> Answer:
    return confirm_match(
        session,
        services=services,
        match_id=press.text("m"),
        version=press.version,
        number=press.number("s"),
        kind=press.text("k"),
        user=press.user,
        now=services.clock.now(),
    )


def _reject(session: Session, services: Services, press: Press) -> Answer:
    return reject_match(
        session,
        services=services,
        match_id=press.text("m"),
        version=press.version,
        user=press.user,
        now=services.clock.now(),
    )


def _reopen(session: Session, services: Services, press: Press) -> Answer:
    return reopen_match(
        session,
        services=services,
        match_id=press.text("m"),
        version=press.version,
        user=press.user,
        now=services.clock.now(),
    )


def _record(session: Session, services: Services, press: Press) -> Answer:
    return want_record(
        session,
        services=services,
        match_id=press.text("m"),
        version=press.version,
        user=press.user,
        now=services.clock.now(),
    )


DEEDS: Deeds = {
    family(ids.MATCH_CONFIRM): _confirm,
    ids.MATCH_REJECT: _reject,
    ids.MATCH_REOPEN: _reopen,
    ids.MATCH_RECORD: _record,
}

"""The buttons of /alias, and of the question whether a short name is to be learnt."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds, family, show
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.know_reader import texts_for
from bot.usecases.list_aliases import forget_alias, list_aliases
from bot.usecases.teach_alias import answer_alias


def _forget(session: Session, services: Services, press: Press) -> None:
    forget_alias(
        session,
        services,
        alias_id=press.number("a"),
        partner_id=press.text("p"),
        user=press.user,
        now=services.clock.now(),
    )
    _turn(session, services, press)


def _turn(session: Session, services: Services, press: Press) -> None:
    texts, offset = texts_for(session, services, press.user), max(0, press.number("o"))
    message = list_aliases(session, services, texts, text=press.text("t"), offset=offset)
    show(session, services, press, message, replace=True)


def _learn(session: Session, services: Services, press: Press) -> None:
    _answer(session, services, press, learn=True)


def _ask_again(session: Session, services: Services, press: Press) -> None:
    _answer(session, services, press, learn=False)


def _answer(session: Session, services: Services, press: Press, *, learn: bool) -> None:
    message = answer_alias(
        session,
        services,
        deal_id=press.deal_id,
        partner_id=press.text("p"),
        learn=learn,
        user=press.user,
        now=services.clock.now(),
    )
    show(session, services, press, message, replace=True)


DEEDS: Deeds = {
    family(ids.ALIAS_PAGE): _turn,
    family(ids.ALIAS_FORGET): _forget,
    ids.ALIAS_LEARN: _learn,
    ids.ALIAS_ASK_AGAIN: _ask_again,
}

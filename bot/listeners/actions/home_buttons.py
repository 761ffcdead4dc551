"""止める and 動かす on the home tab."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds, family
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.flip_switch import flip_switch


def _flip(session: Session, services: Services, press: Press) -> Answer:
    return flip_switch(
        session,
        services,
        name=press.text("s"),
        on=press.value.get("on") is True,
        user=press.user,
        why=press.key,
        now=services.clock.now(),
    )


DEEDS: Deeds = {family(ids.SWITCH): _flip}

"""受注です, under a post of which it was not sure."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.take_for_order import want_order


def _take(session: Session, services: Services, press: Press) -> None:
    if press.thread_ts is None:
        return
    want_order(
        session,
        services,
        team_id=press.team_id,
        channel=press.channel,
        ts=press.thread_ts,
        user=press.user,
        pressed=press.action_ts,
        key=press.key,
    )


DEEDS: Deeds = {ids.TAKE_FOR_ORDER: _take}

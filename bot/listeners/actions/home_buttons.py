"""止める and 動かす on the home tab."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.flip_switch import flip_switch


def register(app: AsyncApp, services: Services) -> None:
    """Register the rollout switches."""

    @app.action(re.compile(rf"{ids.SWITCH}:.*"))
    async def flip(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_flip, services, press_of(body))
        await ack()


def _flip(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    answer = flip_switch(
        session,
        services,
        name=str(press.value.get("s", "")),
        on=press.value.get("on") is True,
        user=press.user,
        external=press.external,
        why=f"{press.action_id}:{press.action_ts}",
        now=now,
    )
    tell(session, services, press, answer, now=now)

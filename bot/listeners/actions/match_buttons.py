"""The buttons of a bank line's card. Each is one transaction; the card is redrawn by a job."""

import re
from collections.abc import Callable

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.confirm_match import confirm_match, reject_match, reopen_match, want_record

Deed = Callable[[Session, Services, Press], Answer]


def register(app: AsyncApp, services: Services) -> None:
    """Register the buttons."""
    deeds: dict[str | re.Pattern[str], Deed] = {
        re.compile(rf"{ids.MATCH_CONFIRM}:.*"): _confirm,
        ids.MATCH_REJECT: _reject,
        ids.MATCH_REOPEN: _reopen,
        ids.MATCH_RECORD: _record,
    }
    for action_id, deed in deeds.items():
        app.action(action_id)(_listener(services, deed))


def _listener(services: Services, deed: Deed) -> Callable[..., object]:
    async def pressed(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        await services.database.transact(_do, services, press, deed)
        await ack()

    return pressed


def _do(session: Session, services: Services, press: Press, deed: Deed) -> None:
    answer = Answer("tell.external") if press.external else deed(session, services, press)
    tell(session, services, press, answer, now=services.clock.now())


def _confirm(session: Session, services: Services, press: Press) -> Answer:
    return confirm_match(
        session,
        services=services,
        match_id=_match(press),
        version=press.version,
        number=press.number("s"),
        kind=str(press.value.get("k", "")),
        user=press.user,
        now=services.clock.now(),
    )


def _reject(session: Session, services: Services, press: Press) -> Answer:
    return reject_match(
        session,
        services=services,
        match_id=_match(press),
        version=press.version,
        user=press.user,
        now=services.clock.now(),
    )


def _reopen(session: Session, services: Services, press: Press) -> Answer:
    return reopen_match(
        session,
        services=services,
        match_id=_match(press),
        version=press.version,
        user=press.user,
        now=services.clock.now(),
    )


def _record(session: Session, services: Services, press: Press) -> Answer:
    return want_record(
        session,
        services=services,
        match_id=_match(press),
        version=press.version,
        user=press.user,
        now=services.clock.now(),
    )


def _match(press: Press) -> str:
    return str(press.value.get("m", ""))

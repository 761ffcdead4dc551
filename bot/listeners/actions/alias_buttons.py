"""The buttons of /alias, and of the question whether a short name is to be learnt."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.know_reader import texts_for
from bot.usecases.list_aliases import forget_alias, list_aliases
from bot.usecases.post_message import enqueue_tell
from bot.usecases.teach_alias import answer_alias


def register(app: AsyncApp, services: Services) -> None:
    """Register what can be done about learnt spellings."""

    @app.action(re.compile(rf"{ids.ALIAS_PAGE}:.*"))
    async def turn(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_show, services, press_of(body))
        await ack()

    @app.action(re.compile(rf"{ids.ALIAS_FORGET}:.*"))
    async def forget(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_forget, services, press_of(body))
        await ack()

    @app.action(ids.ALIAS_LEARN)
    async def learn(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_answer, services, press_of(body), learn=True)
        await ack()

    @app.action(ids.ALIAS_ASK_AGAIN)
    async def ask_again(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_answer, services, press_of(body), learn=False)
        await ack()


def _forget(session: Session, services: Services, press: Press) -> None:
    if not press.external:
        forget_alias(
            session,
            services,
            alias_id=int(press.value.get("a", 0)),
            partner_id=str(press.value.get("p", "")),
            user=press.user,
            now=services.clock.now(),
        )
    _show(session, services, press)


def _show(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    if press.external:
        tell(session, services, press, Answer("tell.external"), now=now)
        return
    texts = texts_for(session, services, press.user)
    offset, text = max(0, int(press.value.get("o", 0))), str(press.value.get("t", ""))
    enqueue_tell(
        session,
        key=f"{press.user}:{press.action_id}:{press.action_ts}",
        channel=press.channel,
        user=press.user,
        message=list_aliases(session, services, texts, text=text, offset=offset),
        now=now,
        response_url=press.response_url,
        replace=True,
    )


def _answer(session: Session, services: Services, press: Press, *, learn: bool) -> None:
    now = services.clock.now()
    if press.external:
        tell(session, services, press, Answer("tell.external"), now=now)
        return
    answer_alias(
        session,
        services,
        deal_id=press.deal_id,
        partner_id=str(press.value.get("p", "")),
        learn=learn,
        user=press.user,
        channel=press.channel,
        key=f"{press.user}:{press.action_id}:{press.action_ts}",
        response_url=press.response_url,
        now=now,
    )

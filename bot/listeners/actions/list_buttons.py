"""次のページ, 前のページ and 入金を今すぐ確認 under /unpaid; the last one on the home tab, too."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.check_payments import want_check
from bot.usecases.know_reader import texts_for
from bot.usecases.list_invoices import list_unpaid
from bot.usecases.post_message import enqueue_tell


def register(app: AsyncApp, services: Services) -> None:
    """Register the buttons of lists."""

    @app.action(re.compile(rf"{ids.UNPAID_PAGE}:.*"))
    async def turn(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_turn, services, press_of(body))
        await ack()

    @app.action(re.compile(rf"{ids.CHECK_PAYMENTS}:.*"))
    async def check(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_check, services, press_of(body))
        await ack()


def _check(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    if press.external:
        tell(session, services, press, Answer("tell.external"), now=now)
        return
    home = press.action_id.endswith(":home")
    want_check(
        session,
        key=f"{press.user}:{press.action_ts}",
        user=press.user,
        channel="" if home else press.channel,
        response_url=press.response_url,
        text=str(press.value.get("t", "")),
        offset=max(0, int(press.value.get("o", 0))),
        now=now,
    )


def _turn(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    offset, text = int(press.value.get("o", 0)), str(press.value.get("t", ""))
    texts = texts_for(session, services, press.user)
    message = list_unpaid(session, services, texts, text=text, offset=max(0, offset), now=now)
    enqueue_tell(
        session,
        key=f"{press.user}:{press.action_id}:{press.action_ts}",
        channel=press.channel,
        user=press.user,
        message=message,
        now=now,
        response_url=press.response_url,
        replace=True,
    )

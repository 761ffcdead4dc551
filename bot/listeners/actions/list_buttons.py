"""次のページ, 前のページ and 入金を今すぐ確認 under /unpaid; the last one on the home tab, too."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.answer_reminder import GONE
from bot.usecases.approve_deal import Answer
from bot.usecases.check_payments import want_check
from bot.usecases.export_unpaid import request_export
from bot.usecases.know_reader import texts_for
from bot.usecases.list_invoices import list_unpaid
from bot.usecases.post_message import enqueue_tell
from bot.usecases.reminder_message import show_invoice


def register(app: AsyncApp, services: Services) -> None:
    """Register the buttons of lists."""

    @app.action(re.compile(rf"{ids.UNPAID_PAGE}:.*"))
    async def turn(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_turn, services, press_of(body))
        await ack()

    @app.action(ids.UNPAID_PICK)
    async def pick(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_show, services, press_of(body))
        await ack()

    @app.action(ids.UNPAID_CSV)
    async def csv(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_export, services, press_of(body))
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
        offset=max(0, press.number("o")),
        now=now,
    )


def _show(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    message = None if press.external else show_invoice(session, services, press.number("i"), press.user, now)
    if message is None:
        tell(session, services, press, Answer("tell.external") if press.external else GONE, now=now)
        return
    enqueue_tell(
        session,
        key=f"{press.user}:{press.action_id}:{press.action_ts}",
        channel=press.channel,
        user=press.user,
        message=message,
        now=now,
        response_url=press.response_url,
    )


def _export(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    if not press.external:
        key = f"{press.user}:{press.action_ts}"
        request_export(session, key=key, user=press.user, text=str(press.value.get("t", "")), now=now)
    tell(session, services, press, Answer("tell.external" if press.external else "unpaid.csv"), now=now)


def _turn(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    offset, text = press.number("o"), str(press.value.get("t", ""))
    texts = texts_for(session, services, press.user)
    message = list_unpaid(session, services, texts, text=text, offset=max(0, offset), user=press.user, now=now)
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

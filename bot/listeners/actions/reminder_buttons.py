"""The buttons and the menu of reminders, and of an invoice picked from a list. Messages are redrawn by jobs."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.blocks.reminder_forms import contact_view, mail_view, promise_view
from bot.clock import tokyo_day
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.answer_reminder import GONE, check_invoice, dispute_invoice, remind_now, still_open
from bot.usecases.approve_deal import Answer
from bot.usecases.draft_mail import about, draft_mail, proposed_day
from bot.usecases.know_reader import texts_for

Deed = Callable[[Session, Services, Press], Answer]
FORMS = (ids.REMIND_PROMISE, ids.REMIND_CONTACTED, ids.REMIND_MAIL)


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register what can be done about an open invoice."""

    async def pressed(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        await _do(services, opener, press, str(press.value.get("a") or press.action_id))
        await ack()

    for action_id in (*FORMS, *DEEDS):
        app.action(action_id)(pressed)
    app.action(re.compile(rf"{ids.REMIND_MENU}:.*"))(pressed)


async def _do(services: Services, opener: ViewOpener, press: Press, action: str) -> None:
    if action in FORMS:
        view = await services.database.transact(_form, services, press, action)
        if view is not None:
            await opener.open_view(trigger_id=press.trigger_id, view=view)
    elif action in DEEDS:
        await services.database.transact(_deed, services, press, DEEDS[action])


def _deed(session: Session, services: Services, press: Press, deed: Deed) -> None:
    answer = Answer("tell.external") if press.external else deed(session, services, press)
    tell(session, services, press, answer, now=services.clock.now())


def _form(session: Session, services: Services, press: Press, action: str) -> dict[str, Any] | None:
    now = services.clock.now()
    invoice = None if press.external else still_open(session, _invoice_id(press))
    if invoice is None:
        tell(session, services, press, Answer("tell.external") if press.external else GONE, now=now)
        return None
    texts, today = texts_for(session, services, press.user), tokyo_day(now)
    invoice_id = _invoice_id(press)
    if action == ids.REMIND_PROMISE:
        return promise_view(texts, invoice_id=invoice_id, about=about(invoice), day=proposed_day(today))
    if action == ids.REMIND_CONTACTED:
        return contact_view(texts, invoice_id=invoice_id, about=about(invoice))
    subject, body = draft_mail(session, services, invoice, today=today)
    return mail_view(texts, subject=subject, body=body)


def _invoice_id(press: Press) -> int:
    return press.number("i")


def _check(session: Session, services: Services, press: Press) -> Answer:
    return check_invoice(session, services, invoice_id=_invoice_id(press), user=press.user, now=services.clock.now())


def _dispute(session: Session, services: Services, press: Press) -> Answer:
    return dispute_invoice(
        session, invoice_id=_invoice_id(press), settled=False, user=press.user, now=services.clock.now()
    )


def _dispute_settled(session: Session, services: Services, press: Press) -> Answer:
    return dispute_invoice(
        session, invoice_id=_invoice_id(press), settled=True, user=press.user, now=services.clock.now()
    )


def _now(session: Session, services: Services, press: Press) -> Answer:
    return remind_now(session, services, invoice_id=_invoice_id(press), user=press.user, now=services.clock.now())


DEEDS: dict[str, Deed] = {
    ids.REMIND_CHECKING: _check,
    ids.REMIND_DISPUTE: _dispute,
    ids.REMIND_DISPUTE_SETTLED: _dispute_settled,
    ids.REMIND_NOW: _now,
}

"""次のページ, 前のページ and 入金を今すぐ確認 under /unpaid; the last one on the home tab, too."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds, family, show
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.answer_reminder import GONE
from bot.usecases.approve_deal import Answer
from bot.usecases.check_payments import want_check
from bot.usecases.export_unpaid import request_export
from bot.usecases.know_reader import texts_for
from bot.usecases.list_invoices import list_unpaid
from bot.usecases.reminder_message import show_invoice


def _turn(session: Session, services: Services, press: Press) -> None:
    message = list_unpaid(
        session,
        services,
        texts_for(session, services, press.user),
        text=press.text("t"),
        offset=max(0, press.number("o")),
        user=press.user,
        now=services.clock.now(),
    )
    show(session, services, press, message, replace=True)


def _pick(session: Session, services: Services, press: Press) -> Answer | None:
    message = show_invoice(session, services, press.number("i"), press.user, services.clock.now())
    if message is None:
        return GONE
    show(session, services, press, message, replace=False)
    return None


def _export(session: Session, services: Services, press: Press) -> Answer:
    request_export(session, key=press.key, user=press.user, text=press.text("t"), now=services.clock.now())
    return Answer("unpaid.csv")


def _check(session: Session, services: Services, press: Press) -> None:
    home = press.action_id.endswith(":home")
    want_check(
        session,
        key=press.key,
        user=press.user,
        channel="" if home else press.channel,
        response_url=press.response_url,
        text=press.text("t"),
        offset=max(0, press.number("o")),
        now=services.clock.now(),
    )


DEEDS: Deeds = {
    family(ids.UNPAID_PAGE): _turn,
    ids.UNPAID_PICK: _pick,
    ids.UNPAID_CSV: _export,
    family(ids.CHECK_PAYMENTS): _check,
}

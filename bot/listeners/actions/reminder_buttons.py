"""The buttons and the menu of reminders, and of an invoice picked from a list. Messages are redrawn by jobs."""

from functools import partial

from sqlmodel import Session

from bot.blocks import ids
from bot.blocks.reminder_forms import contact_view, mail_view, promise_view
from bot.clock import tokyo_day
from bot.listeners.deeds import Deeds, Form, family
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.answer_reminder import GONE, check_invoice, dispute_invoice, remind_now, still_open
from bot.usecases.approve_deal import Answer
from bot.usecases.draft_mail import about, draft_mail, proposed_day


def _promise(session: Session, services: Services, press: Press) -> Answer | Form:
    invoice = still_open(session, _invoice_id(press))
    if invoice is None:
        return GONE
    day = proposed_day(tokyo_day(services.clock.now()))
    return partial(promise_view, invoice_id=_invoice_id(press), about=about(invoice), day=day)


def _contacted(session: Session, services: Services, press: Press) -> Answer | Form:
    invoice = still_open(session, _invoice_id(press))
    if invoice is None:
        return GONE
    return partial(contact_view, invoice_id=_invoice_id(press), about=about(invoice))


def _mail(session: Session, services: Services, press: Press) -> Answer | Form:
    invoice = still_open(session, _invoice_id(press))
    if invoice is None:
        return GONE
    subject, body = draft_mail(session, services, invoice, today=tokyo_day(services.clock.now()))
    return partial(mail_view, subject=subject, body=body)


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


def _chosen(session: Session, services: Services, press: Press) -> Answer | Form | None:
    deed = CHOICES.get(press.text("a"))
    return deed(session, services, press) if deed is not None else None


CHOICES: Deeds = {
    ids.REMIND_PROMISE: _promise,
    ids.REMIND_CONTACTED: _contacted,
    ids.REMIND_MAIL: _mail,
    ids.REMIND_CHECKING: _check,
    ids.REMIND_DISPUTE: _dispute,
    ids.REMIND_DISPUTE_SETTLED: _dispute_settled,
    ids.REMIND_NOW: _now,
}
DEEDS: Deeds = {**CHOICES, family(ids.REMIND_MENU): _chosen}

"""What somebody says of an open invoice: promised for a day, being checked, in dispute, customer contacted, remind now.

Everybody inside may say it: whoever knows should. Who said it, and when, stands on the message for all to see.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.blocks.parts import is_user_id
from bot.clock import tokyo_day
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.recipients import fallback_channel, owner_of
from bot.usecases.show_home import refresh_home
from bot.usecases.tell_reminder import request_redraw, tell_now
from domain.business_day import add_business_days
from storage.models import Invoice
from storage.repositories import evidence, reminders

FAR = timedelta(days=366)
GONE = Answer("reminder.gone")


def promise_payment(
    session: Session, *, invoice_id: int, promised: date | None, note: str, user: str, now: datetime
) -> Answer:
    """Keep the day for which payment was promised; the answer says what is wrong with it."""
    today = tokyo_day(now)
    if promised is None or promised <= today:
        return Answer("error.promise")
    if promised > today + FAR:
        return Answer("error.promise_far")
    return _say(session, invoice_id, "promise", user=user, now=now, day=promised, note=note)


def check_invoice(session: Session, services: Services, *, invoice_id: int, user: str, now: datetime) -> Answer:
    """確認中: reminders pause for some business days."""
    until = add_business_days(tokyo_day(now), services.policy.collection.checking_business_days)
    return _say(session, invoice_id, "checking", user=user, now=now, day=until)


def dispute_invoice(session: Session, *, invoice_id: int, settled: bool, user: str, now: datetime) -> Answer:
    """係争中, and its end."""
    return _say(session, invoice_id, "dispute_settled" if settled else "dispute", user=user, now=now)


def note_contact(session: Session, *, invoice_id: int, note: str, user: str, now: datetime) -> Answer:
    """連絡済み, with what the customer said."""
    return _say(session, invoice_id, "contacted", user=user, now=now, note=note)


def remind_now(session: Session, services: Services, *, invoice_id: int, user: str, now: datetime) -> Answer:
    """Tell the owner at once because a person asks for it: no level, no quiet hours, at most once a day."""
    invoice = still_open(session, invoice_id)
    if invoice is None:
        return GONE
    recipient = owner_of(services.policy, invoice) or fallback_channel(services.policy)
    if recipient is None:
        return Answer("alert.what.nobody")
    tell_now(session, invoice, recipient=recipient, asked_by=user, now=now)
    _evidence(session, invoice, "remind_now", user=user, now=now, to=recipient)
    if is_user_id(recipient):
        return Answer("reminder.asked_done", {"user": f"<@{recipient}>"})
    return Answer("reminder.asked_channel", {"channel": f"<#{recipient}>"})


def still_open(session: Session, invoice_id: int) -> Invoice | None:
    """Return an invoice if there is still something to collect."""
    invoice = reminders.invoice(session, invoice_id)
    return invoice if invoice is not None and invoice.open else None


def _say(
    session: Session, invoice_id: int, kind: str, *, user: str, now: datetime, day: date | None = None, note: str = ""
) -> Answer:
    invoice = still_open(session, invoice_id)
    if invoice is None:
        request_redraw(session, invoice_id, why="settled", now=now)
        return GONE
    row = reminders.say(session, invoice_id, kind, said_by=user, now=now, day=day, note=note.strip())
    _evidence(session, invoice, kind, user=user, now=now, day=str(day) if day else None)
    request_redraw(session, invoice_id, why=f"note:{row.id}", now=now)
    refresh_home(session, user, why=f"note:{row.id}", now=now)
    return Answer()


def _evidence(session: Session, invoice: Invoice, kind: str, *, user: str, now: datetime, **detail: object) -> None:
    evidence.append(
        session,
        at=now,
        actor=user,
        kind=f"collection:{kind}",
        deal_id=invoice.deal_id,
        detail={"invoice": invoice.external_id, **{name: value for name, value in detail.items() if value}},
    )

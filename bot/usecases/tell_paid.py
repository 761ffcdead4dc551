"""入金がありました: the owner of a deal hears of money once, whoever noticed it first."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.parts import context, escape, is_user_id, money, person, section
from bot.services import Message, Services
from bot.usecases.freshness import freshness
from bot.usecases.post_message import enqueue_post
from bot.usecases.recipients import names_of, owner_of
from storage.models import Deal, Invoice, OrderReport
from storage.repositories import posts


def tell_paid(session: Session, services: Services, invoice: Invoice, *, now: datetime) -> None:
    """Tell that an invoice is paid in full. The key is the invoice: a second source says nothing new."""
    _tell(session, services, invoice, key=_key(invoice), text="paid.full", now=now)


def tell_part(session: Session, services: Services, invoice: Invoice, *, left: int, now: datetime) -> None:
    """Tell that a part came and `left` yen are still due. The key is what is left.

    Nothing is told where all of it was told before: what is left then is a fee or a tax that waits to be booked.
    """
    if posts.asked_for(session, _key(invoice)):
        return
    _tell(session, services, invoice, key=f"{_key(invoice)}:{left}", text="paid.part", now=now, left=money(left))


def _key(invoice: Invoice) -> str:
    return f"paid:{invoice.provider}:{invoice.external_id}"


def _tell(
    session: Session, services: Services, invoice: Invoice, *, key: str, text: str, now: datetime, **more: object
) -> None:
    deal = session.get(Deal, invoice.deal_id) if invoice.deal_id else None
    where = services.policy.payments.tell
    if deal is None or where == "none":
        return
    user = owner_of(services.policy, invoice) or deal.reporter
    written = deal.owner or ""
    owner = person(user)
    if (
        written and user == deal.reporter and written not in names_of(services.policy, user)
    ):  # the owner is only a name to us: whoever reported it hears it
        owner += f"（{escape(written)}）"
    texts = services.texts
    number = f"<{invoice.url}|{escape(invoice.number)}>" if invoice.url else escape(invoice.number)
    words = texts(
        text,
        owner=owner,
        partner=escape(invoice.partner_name),
        total=money(invoice.total),
        number=number,
        **more,
    )
    seen = texts("unpaid.seen", system=services.accounting.label, age=freshness(session, services, now).words(texts))
    message = Message(words, [section(words), context(seen)])
    if where == "dm" and is_user_id(user):
        enqueue_post(session, key=key, channel=user, message=message, now=now)
        return
    enqueue_post(session, key=key, channel=deal.channel, thread_ts=_thread(session, deal), message=message, now=now)


def _thread(session: Session, deal: Deal) -> str | None:
    report = session.get(OrderReport, deal.report_id)
    assert report is not None
    if report.source != "form":
        return report.ts
    post = posts.by_key(session, f"report:{report.id}")
    return post.ts if post is not None else None

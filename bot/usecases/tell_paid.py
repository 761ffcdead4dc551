"""入金がありました: the owner of a deal hears of money once, whoever noticed it first."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.parts import escape, money, person, section
from bot.services import Message, Services
from bot.usecases.freshness import freshness
from bot.usecases.post_message import enqueue_post
from storage.models import Deal, Invoice, OrderReport
from storage.repositories import posts


def tell_paid(session: Session, services: Services, invoice: Invoice, *, now: datetime) -> None:
    """Tell that an invoice is paid in full. The key is the invoice: a second source says nothing new."""
    _tell(session, services, invoice, key=f"paid:{invoice.provider}:{invoice.external_id}", text="paid.full", now=now)


def tell_part(session: Session, services: Services, invoice: Invoice, *, left: int, now: datetime) -> None:
    """Tell that a part came and `left` yen are still due. The key is what is left."""
    key = f"paid:{invoice.provider}:{invoice.external_id}:{left}"
    _tell(session, services, invoice, key=key, text="paid.part", now=now, left=money(left))


def _tell(
    session: Session, services: Services, invoice: Invoice, *, key: str, text: str, now: datetime, **more: object
) -> None:
    deal = session.get(Deal, invoice.deal_id) if invoice.deal_id else None
    where = services.policy.payments.tell
    if deal is None or where == "none":
        return
    owner = deal.owner or invoice.owner or deal.reporter
    texts = services.texts
    number = f"<{invoice.url}|{escape(invoice.number)}>" if invoice.url else escape(invoice.number)
    words = texts(
        text,
        owner=person(owner),
        partner=escape(invoice.partner_name),
        total=money(invoice.total),
        number=number,
        **more,
    )
    seen = texts("unpaid.seen", system=services.accounting.label, age=freshness(session, services, now).words(texts))
    message = Message(words, [section(words), {"type": "context", "elements": [{"type": "mrkdwn", "text": seen}]}])
    if where == "dm" and person(owner).startswith("<@"):
        enqueue_post(session, key=key, channel=str(owner), message=message, now=now)
        return
    enqueue_post(session, key=key, channel=deal.channel, thread_ts=_thread(session, deal), message=message, now=now)


def _thread(session: Session, deal: Deal) -> str | None:
    report = session.get(OrderReport, deal.report_id)
    assert report is not None
    if report.source != "form":
        return report.ts
    post = posts.by_key(session, f"report:{report.id}")
    return post.ts if post is not None else None

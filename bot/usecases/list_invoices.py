"""Answers from what is stored: /unpaid, /deal, the overdue post, the home tab. No call leaves the machine."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.blocks.home import home_view
from bot.blocks.lists import PAGE_ROWS, deal_message, overdue_message, unpaid_message
from bot.blocks.views import DealRow, InvoiceRow
from bot.clock import tokyo_day
from bot.services import Message, Services
from bot.texts import Texts
from bot.usecases.freshness import freshness
from domain.deal import DealStatus
from domain.invoice import PaymentStatus
from storage.models import Deal, Invoice
from storage.repositories import deals, invoices

HOME_ROWS = 10


def list_unpaid(
    session: Session, services: Services, texts: Texts, *, text: str, offset: int, now: datetime
) -> Message:
    """Return a page of unpaid invoices, the most overdue first."""
    text = text.strip()
    count, total = invoices.unpaid_sum(session, text=text)
    rows = invoices.unpaid(session, text=text, limit=PAGE_ROWS, offset=offset)
    return unpaid_message(
        texts,
        [_row(invoice) for invoice in rows],
        today=tokyo_day(now),
        count=count,
        total=total,
        offset=offset,
        text=text,
        system=services.accounting.label,
        age=freshness(session, services, now).words(texts),
    )


def find_deal(session: Session, services: Services, texts: Texts, *, text: str, now: datetime) -> Message:
    """Answer "was it invoiced, was it paid?" for a number or a partner."""
    text = text.strip()
    if not text:
        return deal_message(texts, [], [], text="", today=tokyo_day(now), age="", system="")
    found = invoices.search(session, text)
    invoiced = {invoice.deal_id for invoice in found if invoice.deal_id}
    waiting = [
        deal
        for deal in deals.by_partner_text(session, text)
        if deal.id not in invoiced and deal.status in (DealStatus.PROPOSED, DealStatus.CONFIRMED, DealStatus.REJECTED)
    ]
    return deal_message(
        texts,
        [_row(invoice) for invoice in found],
        [_deal_row(deal) for deal in waiting],
        text=text,
        today=tokyo_day(now),
        age=freshness(session, services, now).words(texts),
        system=services.accounting.label,
    )


def list_overdue(session: Session, services: Services, *, today: date, now: datetime) -> Message | None:
    """Return the post about what is past its due date, None if nothing is."""
    count, total = invoices.unpaid_sum(session, due_before=today)
    if not count:
        return None
    rows = invoices.unpaid(session, due_before=today, limit=PAGE_ROWS)
    known = freshness(session, services, now)
    return overdue_message(
        services.texts,
        [_row(invoice) for invoice in rows],
        today=today,
        count=count,
        total=total,
        system=services.accounting.label,
        stale_age=known.words(services.texts) if known.stale else None,
    )


def show_home(session: Session, services: Services, texts: Texts, *, now: datetime) -> dict[str, object]:
    """Return the home tab."""
    today = tokyo_day(now)
    waiting = session.execute(select(func.count()).where(col(Deal.status) == DealStatus.PROPOSED)).scalar_one()
    return home_view(
        texts,
        waiting=int(waiting),
        unpaid=invoices.unpaid_sum(session),
        overdue=invoices.unpaid_sum(session, due_before=today),
        rows=[_row(invoice) for invoice in invoices.unpaid(session, due_before=today, limit=HOME_ROWS)],
        today=today,
        system=services.accounting.label,
        age=freshness(session, services, now).words(texts),
    )


def _row(invoice: Invoice) -> InvoiceRow:
    return InvoiceRow(
        number=invoice.number,
        partner=invoice.partner_name,
        total=invoice.total,
        billing_date=invoice.billing_date,
        due_date=invoice.due_date,
        owner=invoice.owner,
        url=invoice.url,
        paid=invoice.payment_status == PaymentStatus.PAID,
        paid_on=tokyo_day(invoice.paid_seen_at) if invoice.paid_seen_at else None,
        cancelled=invoice.cancelled,
        residual=invoice.residual if invoice.open else None,
    )


def _deal_row(deal: Deal) -> DealRow:
    return DealRow(deal.partner_label or "", deal.total, deal.order_date, DealStatus(deal.status))

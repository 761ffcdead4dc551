"""Answers from what is stored: /unpaid, /deal, the overdue post. No call leaves the machine."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.blocks.lists import PAGE_ROWS, deal_message, overdue_message, unpaid_message
from bot.blocks.views import DealRow, InvoiceRow
from bot.clock import tokyo_day
from bot.policy import Policy
from bot.services import Message, Services
from bot.texts import Texts
from bot.usecases.forecast_cash import aging_of
from bot.usecases.freshness import freshness
from bot.usecases.recipients import names_of, owner_of
from domain.deal import DealStatus
from domain.invoice import PaymentStatus
from domain.unpaid_query import parse_unpaid
from storage.models import CollectionState, Deal, Invoice
from storage.repositories import deals, invoices, payments, reminders
from storage.repositories.invoices import Which


def list_unpaid(
    session: Session, services: Services, texts: Texts, *, text: str, offset: int, user: str, now: datetime
) -> Message:
    """Return a page of unpaid invoices, the most overdue first; `text` is what `user` typed behind /unpaid."""
    text, today = text.strip(), tokyo_day(now)
    which = which_invoices(services.policy, text, user=user, today=today)
    count, total = invoices.unpaid_sum(session, which)
    return unpaid_message(
        texts,
        unpaid_rows(session, which, today=today, limit=PAGE_ROWS, offset=offset, policy=services.policy),
        today=today,
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
    late = Which(due_to=today - timedelta(days=1))
    count, total = invoices.unpaid_sum(session, late)
    if not count:
        return None
    known = freshness(session, services, now)
    return overdue_message(
        services.texts,
        unpaid_rows(session, late, today=today, limit=PAGE_ROWS, policy=services.policy),
        buckets=[bucket for bucket in aging_of(session, services.accounting.name, today) if bucket.late],
        today=today,
        count=count,
        total=total,
        system=services.accounting.label,
        stale_age=known.words(services.texts) if known.stale else None,
    )


def which_invoices(policy: Policy, text: str, *, user: str, today: date) -> Which:
    """Return which open invoices somebody means by what they typed behind /unpaid."""
    query = parse_unpaid(text, today=today)
    person = user if query.mine else query.owner
    owners = names_of(policy, person) if person else ()
    return Which(query.text, owners, query.due_from, query.due_to)


def unpaid_rows(
    session: Session, which: Which, *, today: date, limit: int, offset: int = 0, policy: Policy | None = None
) -> list[InvoiceRow]:
    """Return open invoices with what people said of them, the most overdue first; owners by [people] with `policy`."""
    found = invoices.unpaid(session, which, limit=limit, offset=offset)
    states = reminders.states(session, [invoice.id for invoice in found if invoice.id is not None])
    arrived = payments.arrived_invoices(session)
    rows = []
    for invoice in found:
        row = _row(invoice, states.get(invoice.id or 0), today=today)
        owner = (owner_of(policy, invoice) if policy else None) or row.owner
        rows.append(replace(row, owner=owner, arrived=invoice.external_id in arrived))
    return rows


def _row(invoice: Invoice, state: CollectionState | None = None, *, today: date | None = None) -> InvoiceRow:
    checking = state.checking_until if state and today else None
    return InvoiceRow(
        invoice_id=invoice.id or 0,
        subject=invoice.subject,
        promised=state.promised_day if state else None,
        checking_until=checking if checking and today and checking > today else None,
        disputed=state.disputed if state else False,
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

"""The forecast of cash from what is stored: no call leaves the machine."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from bot.blocks.views import Aging, CashView
from bot.clock import TOKYO, tokyo_day
from bot.services import Services
from bot.usecases.collection_facts import owed
from domain.aging import BUCKETS, aging_bucket, days_late
from domain.forecast import (
    MEMORY,
    WEEK,
    Claim,
    Error,
    Habits,
    Payment,
    Source,
    forecast,
    month_landing,
    week_of,
)
from storage.models import CashForecast, CollectionState, Deal, Invoice
from storage.repositories import cash, deals

WEEKS = 8
EVERYBODY = 300  # payments that tell what a partner does of whom nothing is known
WITHOUT_DUE = timedelta(days=30)  # an invoice or order without a due date is taken for this


def cash_view(session: Session, services: Services, *, now: datetime) -> CashView:
    """Return the forecast as of now."""
    provider, today = services.accounting.name, tokyo_day(now)
    still_open = cash.open_with_states(session, provider)
    claims = [_claim(invoice, state) for invoice, state in still_open if not (state and state.disputed)]
    claims += [_order(deal) for deal in cash.confirmed_deals(session) if deal.total]
    habits = Habits(_payments(session, provider, {claim.partner for claim in claims}))
    weeks, arrivals = forecast(claims, habits, today=today, weeks=WEEKS)
    month = today.replace(day=1)
    received = cash.received(session, provider, since=_start(month), until=now)
    rest, landing = month_landing(arrivals, received, today=today)
    return CashView(
        today=today,
        weeks=tuple(weeks),
        aging=_aging([invoice for invoice, _ in still_open], today),
        received=received,
        rest=rest,
        landing=landing,
        due_this_month=sum(claim.amount for claim in claims if claim.due.replace(day=1) == month),
        disputed=sum(owed(invoice) for invoice, state in still_open if state and state.disputed),
        last_week=error_of(session, provider, week_of(today) - WEEK),
    )


def error_of(session: Session, provider: str, week: date) -> Error | None:
    """Return how far the forecast of a week was off; None if none was made."""
    made = cash.forecast_for(session, provider, week)
    if made is None:
        return None
    # What came before the forecast was made is not part of it.
    since = max(_start(week), _start(made.made_on))
    arrived = cash.received(session, provider, since=since, until=_start(week + WEEK))
    return Error(made.due + made.promised + made.ordered, arrived)


def keep_view(session: Session, services: Services, view: CashView) -> None:
    """Keep the weeks of a forecast, to hold them against what comes."""
    for week in view.weeks:
        cash.keep_forecast(
            session,
            CashForecast(
                provider=services.accounting.name,
                made_on=view.today,
                week=week.start,
                due=week.amounts.get(Source.DUE, 0),
                promised=week.amounts.get(Source.PROMISE, 0),
                ordered=week.amounts.get(Source.ORDER, 0),
                nominal=week.nominal,
            ),
        )


def aging_of(session: Session, provider: str, today: date) -> tuple[Aging, ...]:
    """Return how late everything unpaid is, by bucket."""
    return _aging([invoice for invoice, _ in cash.open_with_states(session, provider)], today)


def _claim(invoice: Invoice, state: CollectionState | None) -> Claim:
    return Claim(
        partner=invoice.partner_id,
        due=invoice.due_date or invoice.billing_date + WITHOUT_DUE,
        amount=owed(invoice),
        promised=state.promised_day if state else None,
    )


def _order(deal: Deal) -> Claim:
    content = deals.content_of(deal)
    due = content.due_date or tokyo_day(deal.created_at) + WITHOUT_DUE
    return Claim(partner=deal.partner_id or "", due=due, amount=deal.total or 0, invoiced=False)


def _payments(session: Session, provider: str, partners: set[str]) -> list[Payment]:
    rows = {row.id: row for row in cash.newest_paid(session, provider, limit=EVERYBODY)}
    rows |= {row.id: row for row in cash.paid_by(session, provider, sorted(partners), each=MEMORY)}
    return [
        Payment(row.partner_id, row.due_date, tokyo_day(row.paid_seen_at), row.total)
        for row in rows.values()
        if row.due_date is not None and row.paid_seen_at is not None
    ]


def _aging(invoices: Sequence[Invoice], today: date) -> tuple[Aging, ...]:
    found: dict[str, list[int]] = {label: [] for _, label in BUCKETS}
    for invoice in invoices:
        due = invoice.due_date or invoice.billing_date + WITHOUT_DUE
        found[aging_bucket(days_late(due, today))].append(owed(invoice))
    return tuple(
        Aging(label, late=number > 0, count=len(amounts), total=sum(amounts))
        for number, (label, amounts) in enumerate(found.items())
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TOKYO).astimezone(UTC)

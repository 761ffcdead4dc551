"""What the forecast rests on: open invoices, how late partners paid before, orders not yet invoiced, what came."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from domain.deal import DealStatus
from storage.models import CashForecast, CollectionState, Deal, Invoice
from storage.repositories.upsert import put


def open_with_states(session: Session, provider: str) -> Sequence[tuple[Invoice, CollectionState | None]]:
    """Return every open invoice with what people said of it, by due date."""
    rows = session.execute(
        select(Invoice, CollectionState)
        .outerjoin(CollectionState, col(CollectionState.invoice_id) == col(Invoice.id))
        .where(col(Invoice.open).is_(True), col(Invoice.provider) == provider)
        .order_by(col(Invoice.due_date), col(Invoice.id))
    ).all()
    return [(invoice, state) for invoice, state in rows]


def paid_by(session: Session, provider: str, partner_ids: Iterable[str], *, each: int) -> list[Invoice]:
    """Return the newest paid invoices of each of these partners; by index, whatever the history holds."""
    found: list[Invoice] = []
    for partner_id in partner_ids:
        found += session.execute(
            select(Invoice)
            .where(
                col(Invoice.provider) == provider,
                col(Invoice.partner_id) == partner_id,
                col(Invoice.paid_seen_at).is_not(None),
            )
            .order_by(col(Invoice.paid_seen_at).desc())
            .limit(each)
        ).scalars()
    return found


def newest_paid(session: Session, provider: str, *, limit: int) -> list[Invoice]:
    """Return the newest paid invoices of all partners."""
    return list(
        session.execute(
            select(Invoice)
            .where(col(Invoice.provider) == provider, col(Invoice.paid_seen_at).is_not(None))
            .order_by(col(Invoice.paid_seen_at).desc())
            .limit(limit)
        ).scalars()
    )


def received(session: Session, provider: str, *, since: datetime, until: datetime) -> int:
    """Return the yen of invoices that were seen paid from `since` until before `until`."""
    total = session.execute(
        select(func.coalesce(func.sum(col(Invoice.total) - col(Invoice.withheld)), 0)).where(
            col(Invoice.provider) == provider,
            col(Invoice.paid_seen_at) >= since,
            col(Invoice.paid_seen_at) < until,
            col(Invoice.cancelled).is_(False),
        )
    ).scalar_one()
    return int(total)


def confirmed_deals(session: Session) -> Sequence[Deal]:
    """Return deals that were approved and have no invoice yet."""
    return list(session.execute(select(Deal).where(col(Deal.status) == DealStatus.CONFIRMED)).scalars())


def keep_forecast(session: Session, row: CashForecast) -> None:
    """Keep what was expected of a week, to hold it against what came."""
    put(session, CashForecast, ["provider", "made_on", "week"], row.model_dump())


def forecast_for(session: Session, provider: str, week: date) -> CashForecast | None:
    """Return the last forecast of a week that was made in that week or before."""
    return session.execute(
        select(CashForecast)
        .where(col(CashForecast.provider) == provider, col(CashForecast.week) == week)
        .order_by(col(CashForecast.made_on).desc())
        .limit(1)
    ).scalar_one_or_none()

"""Deals and the messages they came from. `change_status` is the one place where a deal's state changes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select
from sqlmodel import Session, col

from domain.deal import DealStatus, move
from domain.order import DealContent
from storage.models import Deal, OrderReport
from storage.models.base import table_of
from storage.repositories import evidence

# Built once: every message asks this twice.
REPORT_AT = select(OrderReport).where(
    col(OrderReport.team_id) == bindparam("team"),
    col(OrderReport.channel) == bindparam("channel"),
    col(OrderReport.ts) == bindparam("ts"),
)


ADD = insert(table_of(Deal))
FIRST_VERSION = 1  # what the first card's buttons are drawn for


class StaleDealError(Exception):
    """The deal is not as the button's card showed it: somebody was first."""

    def __init__(self, deal: Deal | None) -> None:
        """Keep the deal as it is now, for the answer."""
        super().__init__("deal changed")
        self.deal = deal


def content_of(deal: Deal) -> DealContent:
    """Return the typed content of a deal."""
    return DealContent.model_validate(deal.content)


def put_content(deal: Deal, content: DealContent, *, now: datetime) -> None:
    """Set a deal's content and the columns that lists use; the version grows, so that older buttons are stale."""
    for name, value in _columns_of(content).items():
        setattr(deal, name, value)
    deal.version += 1
    deal.updated_at = now


def _columns_of(content: DealContent) -> dict[str, Any]:
    totals = content.totals
    return {
        "content": content.model_dump(mode="json"),
        "content_sha256": content.sha256(),
        "partner_id": content.partner_id,
        "partner_label": content.partner_label or content.partner_name,
        "total": totals.total if totals else None,
        "order_date": content.order_date,
        "owner": content.owner,
    }


def add_proposed(
    session: Session,
    *,
    deal_id: str,
    report: OrderReport,
    position: int,
    content: DealContent,
    now: datetime,
) -> None:
    """Add a proposed deal, at FIRST_VERSION, with its first evidence. Its report is on the database already."""
    columns = _columns_of(content)
    session.execute(
        ADD,
        {
            "id": deal_id,
            "row_version": 1,
            "report_id": report.id,
            "team_id": report.team_id,
            "channel": report.channel,
            "message_ts": report.ts,
            "position": position,
            "revision": 0,
            "version": FIRST_VERSION,
            "status": DealStatus.PROPOSED,
            **columns,
            "reporter": report.author,
            "duplicate_ok": False,
            "created_at": now,
            "updated_at": now,
        },
    )
    evidence.append(
        session,
        at=now,
        actor=report.author,
        kind="proposed",
        deal_id=deal_id,
        detail={"content_sha256": columns["content_sha256"], "channel": report.channel, "ts": report.ts},
    )


def locked(session: Session, deal_id: str) -> Deal | None:
    """Return a deal for change; a second change of it waits for the first."""
    return session.execute(
        select(Deal).where(col(Deal.id) == deal_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()


def expected(session: Session, deal_id: str, *, version: int, status: DealStatus | None = DealStatus.PROPOSED) -> Deal:
    """Return the deal a button was drawn for, or raise StaleDealError if it has changed since."""
    deal = locked(session, deal_id)
    if deal is None or deal.version != version or (status is not None and deal.status != status):
        raise StaleDealError(deal)
    return deal


def change_status(
    session: Session, deal: Deal, to: DealStatus, *, actor: str, now: datetime, detail: dict[str, Any] | None = None
) -> None:
    """Move a deal to another state by the one table, with evidence. Raises IllegalMoveError."""
    before = DealStatus(deal.status)
    deal.status = move(before, to)
    deal.version += 1
    deal.updated_at = now
    session.add(deal)
    evidence.append(
        session,
        at=now,
        actor=actor,
        kind=f"status:{to}",
        deal_id=deal.id,
        detail={"from": before, "content_sha256": deal.content_sha256, **(detail or {})},
    )


def report_at(session: Session, *, team_id: str, channel: str, ts: str) -> OrderReport | None:
    """Return the report that stands at that place in Slack."""
    return session.execute(REPORT_AT, {"team": team_id, "channel": channel, "ts": ts}).scalar_one_or_none()


def reports_between(session: Session, *, channel: str, low: str, high: str) -> Sequence[str]:
    """Return the ts of messages with living reports, from `low` on and before `high`."""
    return list(
        session.execute(
            select(col(OrderReport.ts))
            .where(
                col(OrderReport.channel) == channel,
                col(OrderReport.ts) >= low,
                col(OrderReport.ts) < high,
                col(OrderReport.deleted).is_(False),
                col(OrderReport.source) != "form",
            )
            .order_by(col(OrderReport.ts))
        ).scalars()
    )


def oldest_post(session: Session, channel: str, statuses: Sequence[DealStatus], *, after: datetime) -> datetime | None:
    """Return when the oldest message of a channel was posted, after a moment, whose deal is in one of these states."""
    return session.execute(
        select(func.min(col(OrderReport.posted_at)))
        .join(Deal, col(Deal.report_id) == col(OrderReport.id))
        .where(
            col(Deal.channel) == channel,
            col(Deal.status).in_(statuses),
            col(OrderReport.posted_at) > after,
            col(OrderReport.source) != "form",
        )
    ).scalar()


def of_report(session: Session, report_id: str) -> Sequence[Deal]:
    """Return the deals of a message in text order, newest revision of each."""
    rows = session.execute(
        select(Deal).where(col(Deal.report_id) == report_id).order_by(col(Deal.position), col(Deal.revision))
    ).scalars()
    newest: dict[int, Deal] = {deal.position: deal for deal in rows}
    return [newest[position] for position in sorted(newest)]


ALIVE = (
    DealStatus.PROPOSED,
    DealStatus.CONFIRMED,
    DealStatus.INVOICED,
    DealStatus.AWAITING_PAYMENT,
    DealStatus.PAID,
)


def proposed(session: Session) -> Sequence[Deal]:
    """Return the deals that wait for a decision, the oldest first."""
    return list(
        session.execute(
            select(Deal).where(col(Deal.status) == DealStatus.PROPOSED).order_by(col(Deal.created_at), col(Deal.id))
        ).scalars()
    )


def any_without_partner(session: Session) -> bool:
    """Return whether a deal that waits for a decision has no partner in the accounting system yet."""
    waiting = select(col(Deal.id)).where(col(Deal.status) == DealStatus.PROPOSED, col(Deal.partner_id).is_(None))
    return session.execute(waiting.limit(1)).first() is not None


def unpaid(session: Session) -> Sequence[Deal]:
    """Return every living deal that is not paid yet, the oldest first; by index, whatever the history holds."""
    statuses = [status for status in ALIVE if status is not DealStatus.PAID]
    return list(
        session.execute(
            select(Deal).where(col(Deal.status).in_(statuses)).order_by(col(Deal.created_at), col(Deal.id))
        ).scalars()
    )


def similar(session: Session, deal: Deal, *, days: int) -> Sequence[Deal]:
    """Return other living deals with the same partner and total and a near date: maybe reported twice."""
    if deal.total is None or (deal.partner_id is None and not deal.partner_label):
        return []
    same_partner = (
        col(Deal.partner_id) == deal.partner_id
        if deal.partner_id is not None
        else col(Deal.partner_label) == deal.partner_label
    )
    near = deal.created_at - timedelta(days=days)
    rows = session.execute(
        select(Deal)
        .where(
            col(Deal.id) != deal.id,
            same_partner,
            col(Deal.total) == deal.total,
            col(Deal.status).in_(ALIVE),
            or_(col(Deal.created_at) >= near, col(Deal.order_date) == deal.order_date),
        )
        .order_by(col(Deal.created_at).desc())
        .limit(5)
    ).scalars()
    return [other for other in rows if _near(other.order_date, deal.order_date, days)]


def _near(one: date | None, other: date | None, days: int) -> bool:
    return one is None or other is None or abs((one - other).days) <= days


def by_partner_text(session: Session, text: str, *, limit: int = 10) -> Sequence[Deal]:
    """Return the newest deals whose partner's name contains the text."""
    return list(
        session.execute(
            select(Deal)
            .where(col(Deal.partner_label).contains(text, autoescape=True), col(Deal.status) != DealStatus.SUPERSEDED)
            .order_by(col(Deal.created_at).desc())
            .limit(limit)
        ).scalars()
    )

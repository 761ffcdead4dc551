"""Intents (our requests) and invoices (what the accounting system says)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session, col

from domain.invoice import OPEN_INTENT_STATES, IntentState, IssuedInvoice, PaymentStatus
from storage.models import Deal, Intent, Invoice
from storage.repositories.upsert import insert_once


def open_intent(session: Session, *, intent_id: str, deal: Deal, provider: str, token: str, now: datetime) -> Intent:
    """Return the one intent of this deal and revision, adding it if it is not there."""
    insert_once(
        session,
        Intent,
        {
            "id": intent_id,
            "deal_id": deal.id,
            "revision": deal.revision,
            "provider": provider,
            "token": token,
            "state": IntentState.APPROVED,
            "attempts": 0,
            "lookups": 0,
            "epoch": 0,
            "flags": "",
            "error": "",
            "created_at": now,
            "updated_at": now,
        },
    )
    intent = intent_of(session, deal.id, deal.revision)
    assert intent is not None
    return intent


def intent_of(session: Session, deal_id: str, revision: int) -> Intent | None:
    """Return the intent of a deal's revision."""
    return session.execute(
        select(Intent).where(col(Intent.deal_id) == deal_id, col(Intent.revision) == revision)
    ).scalar_one_or_none()


def locked_intent(session: Session, intent_id: str) -> Intent:
    """Return an intent for change."""
    intent: Intent = session.execute(
        select(Intent).where(col(Intent.id) == intent_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    return intent


def forget_refusal(session: Session, deal: Deal) -> None:
    """The content has changed since the accounting system refused it: its words are about something else now."""
    intent = intent_of(session, deal.id, deal.revision)
    if intent is not None and intent.state == IntentState.REFUSED:
        intent.error = ""


def ahead_of(session: Session, intent: Intent) -> int:
    """Return how many approved intents wait in front of this one."""
    return int(
        session.execute(
            select(func.count()).where(
                col(Intent.provider) == intent.provider,
                col(Intent.state).in_((IntentState.APPROVED, IntentState.SENDING)),
                or_(
                    col(Intent.created_at) < intent.created_at,
                    and_(col(Intent.created_at) == intent.created_at, col(Intent.id) < intent.id),
                ),
            )
        ).scalar_one()
    )


def open_intents(session: Session) -> Sequence[Intent]:
    """Return every intent whose outcome is not settled."""
    return list(session.execute(select(Intent).where(col(Intent.state).in_(tuple(OPEN_INTENT_STATES)))).scalars())


def unsettled(session: Session, *, posted_before: datetime) -> Sequence[Intent]:
    """Return the intents sent before that moment of which nobody knows what became, the oldest first."""
    states = (IntentState.SENDING, IntentState.UNKNOWN, IntentState.HUMAN)
    return list(
        session.execute(
            select(Intent)
            .where(col(Intent.state).in_(states), col(Intent.posted_at) < posted_before)
            .order_by(col(Intent.posted_at))
        ).scalars()
    )


def by_token(session: Session, tokens: Sequence[str]) -> dict[str, Intent]:
    """Return token -> intent for those tokens that are ours."""
    rows = session.execute(select(Intent).where(col(Intent.token).in_(tokens))).scalars()
    return {intent.token: intent for intent in rows}


def by_external_id(session: Session, provider: str, external_id: str) -> Intent | None:
    """Return the intent whose invoice this is, also where a person tied one that does not carry our token."""
    return session.execute(
        select(Intent)
        .join(Invoice, col(Invoice.deal_id) == col(Intent.deal_id))  # both sides by an index
        .where(
            col(Invoice.provider) == provider,
            col(Invoice.external_id) == external_id,
            col(Intent.external_id) == external_id,
        )
        .limit(1)
    ).scalar_one_or_none()


def remember(
    session: Session,
    provider: str,
    issued: IssuedInvoice,
    *,
    now: datetime,
    deal_id: str | None = None,
    owner: str | None = None,
) -> Invoice | None:
    """Keep what the accounting system says of an invoice. Return the row as it was before, None if it is new."""
    paid = issued.payment_status is PaymentStatus.PAID
    values: dict[str, Any] = {
        "provider": provider,
        "external_id": issued.external_id,
        "number": issued.number,
        "partner_id": issued.partner_id,
        "partner_name": issued.partner_name,
        "subject": issued.subject,
        "billing_date": issued.billing_date,
        "due_date": issued.due_date,
        "total": issued.total,
        "subtotal": issued.subtotal,
        "tax": issued.tax,
        "withheld": issued.withheld,
        "payment_status": issued.payment_status,
        "sent": issued.sent,
        "cancelled": issued.cancelled,
        "booked": issued.booked,
        "entry_id": issued.entry_id,
        "open": not paid and not issued.cancelled,
        "url": issued.url,
        "token": issued.token,
        "seen_at": now,
    }
    values |= {"deal_id": deal_id, "owner": owner, "paid_seen_at": now if paid else None}
    row = _locked(session, provider, issued.external_id)
    if row is None and insert_once(session, Invoice, values):
        return None
    row = row or _locked(session, provider, issued.external_id)  # another process was first
    assert row is not None
    earlier = row.model_copy()
    values["deal_id"] = deal_id or row.deal_id
    values["owner"] = owner or row.owner
    values["residual"] = 0 if paid else _still_due(earlier, issued)
    values["paid_seen_at"] = (row.paid_seen_at or now) if paid else None
    for name, value in values.items():
        setattr(row, name, value)
    return earlier


def _locked(session: Session, provider: str, external_id: str) -> Invoice | None:
    return session.execute(
        _of_provider(provider, external_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()


def _of_provider(provider: str, external_id: str) -> "Select[Invoice]":
    return select(Invoice).where(col(Invoice.provider) == provider, col(Invoice.external_id) == external_id)


def _still_due(earlier: Invoice | None, issued: IssuedInvoice) -> int | None:
    """Return what was due when the entry was last read; None if that says nothing of the invoice as it is now."""
    same = earlier is not None and (earlier.total, earlier.entry_id, earlier.open) == (
        issued.total,
        issued.entry_id,
        not issued.cancelled,
    )
    return earlier.residual if same and earlier is not None else None


def find(session: Session, provider: str, external_id: str) -> Invoice | None:
    """Return an invoice by the accounting system's id."""
    return session.execute(_of_provider(provider, external_id)).scalar_one_or_none()


def of_deal(session: Session, deal_id: str) -> Invoice | None:
    """Return the newest invoice of a deal."""
    return session.execute(
        select(Invoice).where(col(Invoice.deal_id) == deal_id).order_by(col(Invoice.id).desc()).limit(1)
    ).scalar_one_or_none()


def deleted(session: Session, provider: str, external_id: str, *, now: datetime) -> Invoice | None:
    """Note that an invoice is not there any more; return it, None if we did not know it or knew that."""
    row = _locked(session, provider, external_id)
    if row is None or row.cancelled:
        return None
    row.cancelled, row.open, row.seen_at = True, False, now
    return row


@dataclass(frozen=True, slots=True)
class Which:
    """Which open invoices: due dates inclusive, `text` in the partner's name or the number, `owners` as recorded."""

    text: str = ""
    owners: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None


EVERY = Which()


def unpaid(session: Session, which: Which = EVERY, *, limit: int, offset: int = 0) -> Sequence[Invoice]:
    """Return open invoices, the most overdue first."""
    return list(
        session.execute(
            select(Invoice)
            .where(*_unpaid(which))
            .order_by(col(Invoice.due_date).is_(None), col(Invoice.due_date), col(Invoice.id))
            .limit(limit)
            .offset(offset)
        ).scalars()
    )


def unpaid_sum(session: Session, which: Which = EVERY) -> tuple[int, int]:
    """Return (count, yen still due) of open invoices."""
    count, total = session.execute(
        select(
            func.count(), func.coalesce(func.sum(func.coalesce(col(Invoice.residual), col(Invoice.total))), 0)
        ).where(*_unpaid(which))
    ).one()
    return int(count), int(total)


def paid_sum(session: Session, provider: str, *, owners: Sequence[str], since: datetime) -> tuple[int, int]:
    """Return (count, yen) of what these owners' invoices were seen to bring since then."""
    count, total = session.execute(
        select(func.count(), func.coalesce(func.sum(col(Invoice.total) - col(Invoice.withheld)), 0)).where(
            col(Invoice.provider) == provider, col(Invoice.paid_seen_at) >= since, col(Invoice.owner).in_(owners)
        )
    ).one()
    return int(count), int(total)


def _unpaid(which: Which) -> list[Any]:
    conditions: list[Any] = [col(Invoice.open).is_(True)]
    if which.due_from is not None:
        conditions.append(col(Invoice.due_date) >= which.due_from)
    if which.due_to is not None:
        conditions.append(col(Invoice.due_date) <= which.due_to)
    if which.owners:
        conditions.append(col(Invoice.owner).in_(which.owners))
    if which.text:
        conditions.append(
            or_(
                col(Invoice.partner_name).contains(which.text, autoescape=True),
                col(Invoice.number).contains(which.text, autoescape=True),
            )
        )
    return conditions


def search(session: Session, text: str, *, limit: int = 10) -> Sequence[Invoice]:
    """Return the newest invoices whose number or partner contains the text."""
    return list(
        session.execute(
            select(Invoice)
            .where(or_(col(Invoice.number) == text, col(Invoice.partner_name).contains(text, autoescape=True)))
            .order_by(col(Invoice.billing_date).desc(), col(Invoice.id).desc())
            .limit(limit)
        ).scalars()
    )


def lookalikes(
    session: Session, *, provider: str, partner_id: str, total: int, near: date, days: int
) -> Sequence[Invoice]:
    """Return living invoices without our token, with the same partner and total and a near date."""
    return list(
        session.execute(
            select(Invoice).where(
                col(Invoice.provider) == provider,
                col(Invoice.partner_id) == partner_id,
                col(Invoice.total) == total,
                col(Invoice.cancelled).is_(False),
                col(Invoice.token).is_(None),
                col(Invoice.billing_date).between(near - timedelta(days=days), near + timedelta(days=days)),
            )
        ).scalars()
    )


def open_ids(session: Session, provider: str, *, due_to: date | None = None) -> set[str]:
    """Return the external ids of invoices we believe unpaid."""
    conditions = [col(Invoice.provider) == provider, col(Invoice.open).is_(True)]
    if due_to is not None:
        conditions.append(col(Invoice.due_date) <= due_to)
    return set(session.execute(select(col(Invoice.external_id)).where(*conditions)).scalars())

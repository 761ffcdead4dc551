"""Keep what the accounting system says of an invoice, and let the deal follow."""

from datetime import datetime

from sqlmodel import Session

from bot.failures import Alert
from bot.services import Services
from bot.usecases.raise_alert import raise_alert
from bot.usecases.show_card import refresh_card
from bot.usecases.tell_paid import tell_paid
from domain.deal import DealStatus, status_after_payment
from domain.invoice import IntentState, InvoiceDraft, IssuedInvoice, differences
from integrations.accounting.base import AccountingSystem
from storage.models import Deal, Intent
from storage.repositories import deals, evidence, invoices, jobs
from storage.repositories.jobs import Lease


def record_created(
    session: Session, services: Services, lease: Lease | None, deal_id: str, intent_id: str, issued: IssuedInvoice
) -> None:
    """The invoice stands: intent, deal, mirror, evidence and card in one transaction."""
    if lease is not None:
        jobs.hold(session, lease)
    now = services.clock.now()
    intent = invoices.locked_intent(session, intent_id)
    deal = deals.locked(session, deal_id)
    assert deal is not None
    assert intent.draft is not None
    if intent.external_id not in (None, issued.external_id) or intent.revision != deal.revision:
        # A second invoice carries our token, or one of a request that was given up: a person cancels one.
        invoices.remember(session, intent.provider, issued, now=now)
        _double(session, services, intent, issued, now=now)
        return
    flags = _flags(intent, issued)
    intent.state, intent.external_id, intent.number = IntentState.CREATED, issued.external_id, issued.number
    intent.flags, intent.error, intent.updated_at = flags, "", now
    invoices.remember(session, intent.provider, issued, now=now, deal_id=deal.id, owner=deals.content_of(deal).owner)
    if deal.status == DealStatus.CONFIRMED:
        deals.change_status(
            session,
            deal,
            DealStatus.INVOICED,
            actor="worker",
            now=now,
            detail={"external_id": issued.external_id, "number": issued.number, "total": issued.total},
        )
    refresh_card(session, deal, now=now)
    if flags:
        _flag(session, services, deal, intent, now=now)


def record_seen(
    session: Session, services: Services, issued: IssuedInvoice, *, system: AccountingSystem | None = None
) -> bool:
    """Take over what a list or a look of `system` says of an invoice; return whether a deal changed.

    Without `system` the one we make invoices in. Doubles of our token, and differences to what was approved, are
    raised; the first equal reading verifies.
    """
    now = services.clock.now()
    provider = (system or services.accounting).name
    intent = (
        invoices.by_token(session, [issued.token]).get(issued.token)
        if issued.token
        else invoices.by_external_id(session, provider, issued.external_id)
    )
    if intent is not None and intent.external_id not in (None, issued.external_id):
        _double(session, services, intent, issued, now=now)
        invoices.remember(session, provider, issued, now=now, deal_id=None)
        return False
    if intent is not None and intent.external_id is None:
        return _came_late(session, services, intent, issued, now=now)
    before = invoices.remember(session, provider, issued, now=now, deal_id=intent.deal_id if intent else None)
    if intent is None:
        return False
    if intent.state == IntentState.CREATED and intent.draft is not None:
        _verify(session, services, intent, issued, now=now)
    deal = deals.locked(session, intent.deal_id)
    assert deal is not None
    if deal.revision != intent.revision:
        return False
    status = status_after_payment(
        DealStatus(deal.status), issued.payment_status, sent=issued.sent, cancelled=issued.cancelled
    )
    shown = before is None or (before.sent, before.booked) != (issued.sent, issued.booked)
    if status != deal.status:
        deals.change_status(
            session, deal, status, actor="clock", now=now, detail={"payment_status": issued.payment_status}
        )
        if status is DealStatus.CANCELLED:
            intent.state = IntentState.CANCELLED
        refresh_card(session, deal, now=now)
        row = invoices.find(session, provider, issued.external_id)
        if status is DealStatus.PAID and row is not None:
            tell_paid(session, services, row, now=now)
        return True
    if shown:
        refresh_card(session, deal, now=now, why=f"seen:{issued.sent}:{issued.booked}")
    return False


def record_deleted(session: Session, services: Services, system: AccountingSystem, external_id: str) -> None:
    """A person deleted the invoice in the accounting system: it is owed no more, and its deal says what happened."""
    now = services.clock.now()
    row = invoices.deleted(session, system.name, external_id, now=now)
    deal = deals.locked(session, row.deal_id) if row is not None and row.deal_id else None
    intent = invoices.intent_of(session, deal.id, deal.revision) if deal is not None else None
    if row is None or deal is None or intent is None or intent.external_id != external_id:
        return
    if DealStatus(deal.status) not in (DealStatus.INVOICED, DealStatus.AWAITING_PAYMENT, DealStatus.PAID):
        return
    deal.notice = services.texts("card.deleted_there", system=system.label, number=row.number)
    detail = {"deleted": external_id, "number": row.number}
    deals.change_status(session, deal, DealStatus.CANCELLED, actor="clock", now=now, detail=detail)
    intent.state, intent.updated_at = IntentState.CANCELLED, now
    refresh_card(session, deal, now=now)
    alert = Alert(f"deleted:{intent.id}", "sync_payments", "deleted", row.number, system=system.label, deal_id=deal.id)
    raise_alert(session, services=services, alert=alert, now=now)


def _came_late(session: Session, services: Services, intent: Intent, issued: IssuedInvoice, *, now: datetime) -> bool:
    """A list shows our token while the outcome was open: that settles it. After a decision it is an orphan."""
    deal = deals.locked(session, intent.deal_id)
    assert deal is not None
    waiting = deal.status == DealStatus.CONFIRMED and deal.revision == intent.revision
    if waiting and intent.draft is not None and not issued.cancelled:
        record_created(session, services, None, deal.id, intent.id, issued)
        return True
    invoices.remember(session, intent.provider, issued, now=now)
    _double(session, services, intent, issued, now=now)
    return False


def _verify(session: Session, services: Services, intent: Intent, issued: IssuedInvoice, *, now: datetime) -> None:
    flags = _flags(intent, issued)
    intent.state, intent.updated_at = IntentState.VERIFIED, now
    if flags and flags != intent.flags:
        intent.flags = flags
        deal = deals.locked(session, intent.deal_id)
        assert deal is not None
        refresh_card(session, deal, now=now, why="flagged")
        _flag(session, services, deal, intent, now=now)


def _flags(intent: Intent, issued: IssuedInvoice) -> str:
    """Return what is not as approved: what the answer to our request said, and what we see ourselves."""
    seen = differences(InvoiceDraft.model_validate(intent.draft), issued, tied=bool(intent.decided_by))
    return "\n".join(dict.fromkeys((*intent.flags.splitlines(), *seen)))


def _flag(session: Session, services: Services, deal: Deal, intent: Intent, *, now: datetime) -> None:
    evidence.append(session, at=now, actor="worker", kind="flagged", deal_id=deal.id, detail={"flags": intent.flags})
    raise_alert(
        session,
        services=services,
        alert=Alert(f"flags:{intent.id}", "issue", "mismatch", intent.flags, deal_id=deal.id),
        now=now,
    )


def _double(session: Session, services: Services, intent: Intent, issued: IssuedInvoice, *, now: datetime) -> None:
    if issued.cancelled:
        return
    numbers = "、".join(number for number in (intent.number, issued.number) if number)
    raise_alert(
        session,
        services=services,
        alert=Alert(f"double:{intent.id}:{issued.external_id}", "issue", "double", numbers, deal_id=intent.deal_id),
        now=now,
    )

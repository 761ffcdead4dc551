"""A person says: the invoice is there, this is its number. It is looked up before it is believed."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.blocks.parts import escape, section
from bot.services import Message, Services
from bot.usecases.decide_outcome import tie_invoice
from bot.usecases.post_message import enqueue_post
from bot.usecases.record_invoice import record_seen
from domain.invoice import InvoiceDraft, IssuedInvoice
from integrations.accounting.base import InvoiceQuery, Purpose
from storage.models import Deal
from storage.repositories import deals, invoices, jobs
from storage.repositories.jobs import Lease

NEAR = timedelta(days=40)


def request_tie(session: Session, *, deal_id: str, user: str, number: str, now: datetime) -> None:
    """Ask for the number to be looked up."""
    payload = {"deal_id": deal_id, "user": user, "number": number}
    jobs.enqueue(session, "tie", f"{deal_id}:{number}:{now.isoformat()}", payload, now=now, lane=f"deal:{deal_id}")


async def tie_by_number(services: Services, lease: Lease) -> None:
    """Job `tie`: find the numbered invoice among the partner's, and tie it if it is this deal's amount."""
    deal_id, number = lease.payload["deal_id"], lease.payload["number"]
    draft = await services.database.read(_draft, deal_id)
    if draft is None:
        return
    query = InvoiceQuery(
        partner_ids=(draft.partner_id,), billing_from=draft.billing_date - NEAR, billing_to=draft.billing_date + NEAR
    )
    found: IssuedInvoice | None = None
    async for page in services.accounting.invoices(query, purpose=Purpose.PERSON):
        found = found or next((issued for issued in page.invoices if issued.number == number), None)
    await services.database.transact(_settle, services, lease, found)


def _draft(session: Session, deal_id: str) -> InvoiceDraft | None:
    deal = session.get(Deal, deal_id)
    intent = invoices.intent_of(session, deal_id, deal.revision) if deal else None
    return InvoiceDraft.model_validate(intent.draft) if intent and intent.draft else None


def _settle(session: Session, services: Services, lease: Lease, found: IssuedInvoice | None) -> None:
    now, deal_id, user = services.clock.now(), lease.payload["deal_id"], lease.payload["user"]
    deal = deals.locked(session, deal_id)
    assert deal is not None
    wrong = _unfit(session, services, deal, found)
    if found is not None and wrong is None:
        tie_invoice(session, services=services, deal_id=deal_id, user=user, issued=found, now=now)
        record_seen(session, services, found)
        return
    words = f"<@{user}> {services.texts(wrong or 'error.number')}: {escape(lease.payload['number'])}"
    enqueue_post(
        session,
        key=f"tie:{lease.key}",
        channel=deal.channel,
        thread_ts=deal.message_ts,
        message=Message(words, [section(words)]),
        now=now,
    )


def _unfit(session: Session, services: Services, deal: Deal, found: IssuedInvoice | None) -> str | None:
    """Return the text key of why this invoice cannot be the deal's, None if it can."""
    if found is None:
        return "error.number"
    intent = invoices.intent_of(session, deal.id, deal.revision)
    known = invoices.find(session, services.accounting.name, found.external_id)
    others = (None, intent.token if intent else None)
    if found.token not in others or (known is not None and known.deal_id not in (None, deal.id)):
        return "error.number_taken"
    return None if found.total == deal.total else "error.number_amount"

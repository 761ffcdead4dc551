"""The transactions of `issue_invoice`: each holds the job's lease and finds the intent as its attempt left it.

The lease alone is not enough: two jobs may concern one deal (an old one that a person revives, a list that shows the
invoice first). So every write-ahead begins an attempt of its own (`intent.epoch`), and what a late worker learnt of an
earlier attempt changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.failures import Alert, Later
from bot.services import Services
from bot.usecases.invoice_draft import draft_of
from bot.usecases.partner_rules import fit_to_system
from bot.usecases.raise_alert import raise_alert
from bot.usecases.record_invoice import record_created, record_seen
from bot.usecases.show_card import refresh_card
from domain.deal import DealStatus
from domain.invoice import IntentState, InvoiceDraft, IssuedInvoice, Numbering
from integrations.errors import AlteredError, ChangedApiError, DataError, NumberingError, OutcomeUnknownError
from storage.models import Deal, Intent
from storage.repositories import deals, evidence, invoices, jobs, learned
from storage.repositories.jobs import Lease

NUMBERING = "numbering"
ON_ITS_WAY = (IntentState.SENDING, IntentState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Work:
    """One approved deal and its intent, as loaded (or as written ahead)."""

    deal: Deal
    intent: Intent


def load(session: Session, lease: Lease) -> Work | None:
    """Return what there is to do, None if the deal does not wait for an invoice."""
    jobs.hold(session, lease)
    deal = deals.locked(session, lease.payload["deal_id"])
    if deal is None or deal.status != DealStatus.CONFIRMED:
        return None
    intent = invoices.intent_of(session, deal.id, deal.revision)
    return Work(deal, intent) if intent is not None else None


def _held(session: Session, lease: Lease, work: Work, *states: IntentState, now: datetime) -> tuple[Deal, Intent]:
    """Return deal and intent for change; Later if they are not in the attempt and the states this work began with."""
    jobs.hold(session, lease)
    deal = deals.locked(session, work.deal.id)
    intent = invoices.locked_intent(session, work.intent.id)
    assert deal is not None
    same = deal.status == DealStatus.CONFIRMED and deal.revision == intent.revision
    if not same or intent.epoch != work.intent.epoch or intent.state not in states:
        raise Later(now, "moved on meanwhile")
    return deal, intent


def freeze(
    session: Session, services: Services, lease: Lease, work: Work, partner_id: str, department_id: str | None
) -> None:
    """Fix the bytes that will be sent; `work.intent` gets them too."""
    now = services.clock.now()
    deal, intent = _held(session, lease, work, IntentState.APPROVED, now=now)
    draft = draft_of(services, deal, intent, partner_id, department_id)
    _put_frozen(session, services, intent, draft)
    if deal.partner_id != partner_id:
        content = deals.content_of(deal).model_copy(update={"partner_id": partner_id, "create_partner": False})
        deals.put_content(deal, content, now=now)
    work.intent.draft, work.intent.frozen = intent.draft, intent.frozen


def _put_frozen(session: Session, services: Services, intent: Intent, draft: InvoiceDraft) -> None:
    numbering = numbering_mode(session, services)
    intent.draft = draft.model_dump(mode="json")
    intent.frozen = services.accounting.freeze(
        draft, numbering=numbering, template_id=services.policy.billing.template_id
    )
    intent.frozen_sha256 = draft.sha256()
    evidence.append(
        session,
        at=services.clock.now(),
        actor="worker",
        kind="frozen",
        deal_id=intent.deal_id,
        detail={"sha256": intent.frozen_sha256, "token": intent.token, "numbering": numbering},
    )


def numbering_mode(session: Session, services: Services) -> Numbering:
    """Return the numbering mode: set, learnt from a refusal, or the common one."""
    configured = services.policy.billing.numbering or learned.get(session, numbering_name(services.accounting.name))
    return Numbering(configured) if configured else Numbering.AUTOMATIC


def numbering_name(provider: str) -> str:
    """Return under which name a provider's numbering mode is learnt."""
    return f"{NUMBERING}:{provider}"


def queue(session: Session, services: Services, lease: Lease, work: Work) -> int:
    """Let the card say that it waits and until when; return how many are in front."""
    now = services.clock.now()
    deal, intent = _held(session, lease, work, IntentState.APPROVED, now=now)
    refresh_card(session, deal, now=now, why=f"turn:{intent.epoch}")
    return invoices.ahead_of(session, intent)


def write_ahead(session: Session, lease: Lease, work: Work, now: datetime) -> Intent:
    """Begin an attempt: from this commit on the request may have been sent, whatever happens."""
    _, intent = _held(session, lease, work, IntentState.APPROVED, now=now)
    assert intent.frozen is not None
    intent.state, intent.posted_at, intent.updated_at = IntentState.SENDING, now, now
    intent.epoch += 1
    intent.attempts += 1
    intent.lookups, intent.flags = 0, ""
    session.flush()
    session.expunge(intent)
    return intent


def back_to_approved(session: Session, lease: Lease, work: Work, now: datetime) -> None:
    """Nothing left this machine, or it was refused outright: the attempt does not count."""
    _, intent = _held(session, lease, work, *ON_ITS_WAY, now=now)
    intent.state, intent.posted_at, intent.updated_at = IntentState.APPROVED, None, now
    intent.attempts -= 1


def learn_numbering(session: Session, lease: Lease, work: Work, error: NumberingError, now: datetime) -> None:
    """Refused because the company numbers the other way: learn it, and freeze other bytes next time."""
    back_to_approved(session, lease, work, now)
    mode = Numbering.MANUAL if error.needs_number else Numbering.AUTOMATIC
    learned.set_value(session, numbering_name(work.intent.provider), mode, now=now)
    intent = invoices.locked_intent(session, work.intent.id)
    intent.draft = intent.frozen = None


def refused(session: Session, services: Services, lease: Lease, work: Work, error: DataError) -> None:
    """Nothing was made: the deal waits for a person, with the other side's words on the card."""
    now = services.clock.now()
    states = (IntentState.APPROVED,) if work.intent.state == IntentState.APPROVED else ON_ITS_WAY
    deal, intent = _held(session, lease, work, *states, now=now)
    intent.state, intent.error, intent.updated_at = IntentState.REFUSED, error.message, now
    detail = {"refused": error.message, "request_id": error.request_id}
    deals.change_status(session, deal, DealStatus.PROPOSED, actor="worker", now=now, detail=detail)
    refresh_card(session, deal, now=now)
    raise_alert(
        session,
        services=services,
        alert=Alert(f"refused:{intent.id}:{intent.attempts}", "issue", "data", error.message, deal_id=deal.id),
        now=now,
    )


def give_back(session: Session, services: Services, lease: Lease, work: Work, words: str) -> None:
    """Only a person can decide what was found before sending: the deal waits again and says why."""
    now = services.clock.now()
    deal, intent = _held(session, lease, work, IntentState.APPROVED, now=now)
    intent.state, intent.error, intent.updated_at = IntentState.REFUSED, "", now
    deal.notice = words
    fitting = fit_to_system(session, services, deals.content_of(deal))
    if fitting != deals.content_of(deal):
        deals.put_content(deal, fitting, now=now)
    deals.change_status(session, deal, DealStatus.PROPOSED, actor="worker", now=now, detail={"asked": words})
    refresh_card(session, deal, now=now)


def unknown(
    session: Session, services: Services, lease: Lease, work: Work, error: OutcomeUnknownError | ChangedApiError
) -> datetime:
    """The answer was lost, or says that something else was made. Return when to look for our token first."""
    now, words = services.clock.now(), str(error)
    deal, intent = _held(session, lease, work, *ON_ITS_WAY, now=now)
    intent.state, intent.error, intent.updated_at = IntentState.UNKNOWN, words, now
    intent.flags = words if isinstance(error, AlteredError) else ""  # a look-up does not see all that was told here
    evidence.append(session, at=now, actor="worker", kind="outcome_unknown", deal_id=deal.id, detail={"words": words})
    refresh_card(session, deal, now=now, why=f"unknown:{intent.epoch}")
    assert intent.posted_at is not None
    settled_at = intent.posted_at + timedelta(seconds=services.tuning.settle_seconds)
    return _next_look(services, intent, settled_at, now)


def created(session: Session, services: Services, lease: Lease, work: Work, issued: IssuedInvoice) -> None:
    """The accounting system answered with the invoice."""
    record_created(session, services, lease, work.deal.id, work.intent.id, issued)


def found(session: Session, services: Services, lease: Lease, work: Work, hits: list[IssuedInvoice]) -> None:
    """Our token is there: that is the invoice. Two of them is an incident a person must see."""
    living = [hit for hit in hits if not hit.cancelled] or hits
    keep = min(living, key=lambda hit: int(hit.external_id) if hit.external_id.isdigit() else 0)
    record_created(session, services, lease, work.deal.id, work.intent.id, keep)
    system = services.system_of(work.intent.provider)
    # Somebody may have cancelled it, sent it or been paid for it meanwhile.
    record_seen(session, services, keep, system=system)
    if len(living) > 1:
        numbers = "、".join(hit.number for hit in living)
        raise_alert(
            session,
            services=services,
            alert=Alert(f"double:{work.intent.id}", "issue", "double", numbers, deal_id=work.deal.id),
            now=services.clock.now(),
        )


def not_found(
    session: Session, services: Services, lease: Lease, work: Work, began: datetime, settled_at: datetime
) -> datetime | None:
    """No invoice carries our token. Return when to go on; None if a person must decide."""
    now = services.clock.now()
    deal, intent = _held(session, lease, work, *ON_ITS_WAY, now=now)
    intent.updated_at = now
    if began < settled_at:
        intent.state = IntentState.UNKNOWN
        intent.lookups += 1
        return _next_look(services, intent, settled_at, now)
    if intent.attempts <= services.policy.auto_repost:
        intent.state, intent.posted_at = IntentState.APPROVED, None
        detail = {"token": intent.token}
        evidence.append(session, at=now, actor="worker", kind="proven_absent", deal_id=deal.id, detail=detail)
        return now
    intent.state = IntentState.HUMAN
    refresh_card(session, deal, now=now, why=f"human:{intent.epoch}")
    raise_alert(
        session,
        services=services,
        alert=Alert(f"outcome:{intent.id}:{intent.epoch}", "issue", "outcome", intent.error, deal_id=deal.id),
        now=now,
    )
    return None


def _next_look(services: Services, intent: Intent, settled_at: datetime, now: datetime) -> datetime:
    waits = services.tuning.lookup_seconds
    last = max(now, settled_at)
    if intent.lookups >= len(waits):
        return last
    assert intent.posted_at is not None
    return min(max(now, intent.posted_at + timedelta(seconds=waits[intent.lookups])), last)

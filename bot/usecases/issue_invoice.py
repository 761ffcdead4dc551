"""Make one invoice, effectively once (the state machine of `invoice_intent`).

Never two requests for one approval unless the first is proven not to have been carried out: refused outright, never
sent, or not visible after a settle window longer than anything may still be under way. What cannot be decided is asked.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.failures import Alert, Later
from bot.services import Services
from bot.usecases.invoice_draft import draft_of
from bot.usecases.prepare_invoice import NeedsPersonError, look_for_doubles, make_partner
from bot.usecases.raise_alert import raise_alert
from bot.usecases.record_invoice import record_created
from bot.usecases.show_card import refresh_card
from domain.deal import DealStatus
from domain.invoice import IntentState, InvoiceDraft, IssuedInvoice, Numbering
from integrations.accounting.base import Purpose
from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    DataError,
    NotSentError,
    NumberingError,
    OutcomeUnknownError,
    RateError,
)
from storage.models import Deal, Intent
from storage.repositories import deals, evidence, invoices, jobs, learned
from storage.repositories.jobs import Lease

log = structlog.get_logger(__name__)

NUMBERING = "numbering"


@dataclass(frozen=True, slots=True)
class Work:
    """One approved deal and its intent, as loaded."""

    deal: Deal
    intent: Intent


async def issue_invoice(services: Services, lease: Lease) -> None:
    """Job `issue`: bring the intent of an approved deal one or more steps on."""
    work = await services.database.transact(_load, lease)
    if work is None:
        return
    match IntentState(work.intent.state):
        case IntentState.APPROVED:
            await _prepare_and_send(services, lease, work)
        case IntentState.SENDING | IntentState.UNKNOWN:
            await _find_out(services, lease, work)
        case _:
            return  # made, refused or in a person's hands: nothing to do


def _load(session: Session, lease: Lease) -> Work | None:
    jobs.hold(session, lease)
    deal = deals.locked(session, lease.payload["deal_id"])
    if deal is None or deal.status != DealStatus.CONFIRMED:
        return None
    intent = invoices.intent_of(session, deal.id, deal.revision)
    return Work(deal, intent) if intent is not None else None


async def _prepare_and_send(services: Services, lease: Lease, work: Work) -> None:
    try:
        if work.intent.draft is None:
            partner_id = await make_partner(services, work.deal)
            await look_for_doubles(services, work.deal, partner_id)
            await services.database.transact(_freeze, services, lease, work, partner_id)
        await services.budget.room(Purpose.BULK)  # before writing ahead: waiting for a turn is not an attempt
        intent = await services.database.transact(_write_ahead, lease, work.intent.id, services.clock.now())
    except NeedsPersonError as question:
        await services.database.transact(_give_back, services, lease, work, question)
        return
    except DataError as error:  # the partner could not be made
        await services.database.transact(_refused, services, lease, work, error)
        return
    written = time.monotonic()
    await _send(services, lease, Work(work.deal, intent), written)


async def _send(services: Services, lease: Lease, work: Work, written: float) -> None:
    frozen = work.intent.frozen
    assert frozen is not None
    if time.monotonic() - written > services.tuning.guard_seconds:
        # The process was held up after writing ahead: another worker may have taken over meanwhile.
        await services.database.transact(_back_to_approved, lease, work.intent.id, services.clock.now())
        raise Later(services.clock.now())
    try:
        issued = await services.accounting.send(frozen)
    except NumberingError as error:
        await services.database.transact(_learn_numbering, lease, work, error, services.clock.now())
        raise Later(services.clock.now()) from error
    except (RateError, AuthorisationError, NotSentError):
        await services.database.transact(_back_to_approved, lease, work.intent.id, services.clock.now())
        raise
    except DataError as error:
        await services.database.transact(_refused, services, lease, work, error)
    except (OutcomeUnknownError, ChangedApiError) as error:
        moment = await services.database.transact(_unknown, services, lease, work, str(error))
        raise Later(moment, "outcome unknown") from error
    else:
        await services.database.transact(record_created, services, lease, work.deal.id, work.intent.id, issued)


async def _find_out(services: Services, lease: Lease, work: Work) -> None:
    """Look for our token. Only a look-up that began after the settle window proves that nothing was made."""
    assert work.intent.draft is not None
    assert work.intent.posted_at is not None
    draft = InvoiceDraft.model_validate(work.intent.draft)
    began = services.clock.now()
    settled_at = work.intent.posted_at + timedelta(seconds=services.tuning.settle_seconds)
    hits = await services.accounting.find_by_token(draft)
    if hits:
        await services.database.transact(_found, services, lease, work, list(hits))
        return
    again = await services.database.transact(_not_found, services, lease, work, began, settled_at)
    if again is not None:
        raise Later(again, "outcome unknown")


def _freeze(session: Session, services: Services, lease: Lease, work: Work, partner_id: str) -> None:
    jobs.hold(session, lease)
    deal = deals.locked(session, work.deal.id)
    intent = invoices.locked_intent(session, work.intent.id)
    assert deal is not None
    draft = draft_of(session, services, deal, intent, partner_id)
    _put_frozen(session, services, intent, draft)
    if deal.partner_id != partner_id:
        content = deals.content_of(deal).model_copy(update={"partner_id": partner_id, "create_partner": False})
        deals.put_content(deal, content, now=services.clock.now())
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


def _write_ahead(session: Session, lease: Lease, intent_id: str, now: datetime) -> Intent:
    jobs.hold(session, lease)
    intent = invoices.locked_intent(session, intent_id)
    intent.state, intent.posted_at, intent.epoch = IntentState.SENDING, now, lease.epoch
    intent.attempts += 1
    intent.updated_at = now
    session.flush()
    session.expunge(intent)
    return intent


def _back_to_approved(session: Session, lease: Lease, intent_id: str, now: datetime) -> None:
    jobs.hold(session, lease)
    intent = invoices.locked_intent(session, intent_id)
    intent.state, intent.posted_at, intent.updated_at = IntentState.APPROVED, None, now
    intent.attempts -= 1  # proven: nothing left this machine, or it was refused outright


def _learn_numbering(session: Session, lease: Lease, work: Work, error: NumberingError, now: datetime) -> None:
    _back_to_approved(session, lease, work.intent.id, now)
    mode = Numbering.MANUAL if error.needs_number else Numbering.AUTOMATIC
    learned.set_value(session, numbering_name(work.intent.provider), mode, now=now)
    intent = invoices.locked_intent(session, work.intent.id)
    intent.draft = intent.frozen = None  # refused outright, so other bytes may follow


def _refused(session: Session, services: Services, lease: Lease, work: Work, error: DataError) -> None:
    """Nothing was made: the deal waits for a person, with the other side's words on the card."""
    jobs.hold(session, lease)
    now = services.clock.now()
    deal = deals.locked(session, work.deal.id)
    intent = invoices.locked_intent(session, work.intent.id)
    assert deal is not None
    intent.state, intent.error, intent.updated_at = IntentState.REFUSED, error.message, now
    deals.change_status(
        session,
        deal,
        DealStatus.PROPOSED,
        actor="worker",
        now=now,
        detail={"refused": error.message, "request_id": error.request_id},
    )
    refresh_card(session, deal, now=now)
    raise_alert(
        session,
        services=services,
        alert=Alert(f"refused:{intent.id}:{intent.attempts}", "issue", "data", error.message, deal_id=deal.id),
        now=now,
    )


def _give_back(session: Session, services: Services, lease: Lease, work: Work, question: NeedsPersonError) -> None:
    jobs.hold(session, lease)
    now = services.clock.now()
    deal = deals.locked(session, work.deal.id)
    intent = invoices.locked_intent(session, work.intent.id)
    assert deal is not None
    intent.state, intent.error, intent.updated_at = IntentState.REFUSED, "", now
    deal.notice = question.words
    deals.change_status(session, deal, DealStatus.PROPOSED, actor="worker", now=now, detail={"asked": question.words})
    refresh_card(session, deal, now=now)


def _unknown(session: Session, services: Services, lease: Lease, work: Work, words: str) -> datetime:
    jobs.hold(session, lease)
    now = services.clock.now()
    intent = invoices.locked_intent(session, work.intent.id)
    deal = deals.locked(session, work.deal.id)
    assert deal is not None
    intent.state, intent.error, intent.lookups, intent.updated_at = IntentState.UNKNOWN, words, 0, now
    evidence.append(session, at=now, actor="worker", kind="outcome_unknown", deal_id=deal.id, detail={"words": words})
    refresh_card(session, deal, now=now, why=f"unknown:{intent.attempts}")
    assert intent.posted_at is not None
    return _next_look(services, intent.posted_at, 0, now)


def _next_look(services: Services, posted_at: datetime, lookups: int, now: datetime) -> datetime:
    waits = services.tuning.lookup_seconds
    settled_at = posted_at + timedelta(seconds=services.tuning.settle_seconds)
    if lookups < len(waits):
        return min(max(now, posted_at + timedelta(seconds=waits[lookups])), max(now, settled_at))
    return max(now, settled_at)


def _found(session: Session, services: Services, lease: Lease, work: Work, hits: list[IssuedInvoice]) -> None:
    """Our token is there: that is the invoice. Two of them is an incident a person must see."""
    living = [hit for hit in hits if not hit.cancelled] or hits
    keep = min(living, key=lambda hit: int(hit.external_id) if hit.external_id.isdigit() else 0)
    record_created(session, services, lease, work.deal.id, work.intent.id, keep)
    if len(living) > 1:
        numbers = "、".join(hit.number for hit in living)
        raise_alert(
            session,
            services=services,
            alert=Alert(f"double:{work.intent.id}", "issue", "double", numbers, deal_id=work.deal.id),
            now=services.clock.now(),
        )


def _not_found(
    session: Session, services: Services, lease: Lease, work: Work, began: datetime, settled_at: datetime
) -> datetime | None:
    jobs.hold(session, lease)
    now = services.clock.now()
    intent = invoices.locked_intent(session, work.intent.id)
    assert intent.posted_at is not None
    if began < settled_at:
        intent.state, intent.updated_at = IntentState.UNKNOWN, now
        intent.lookups += 1
        return _next_look(services, intent.posted_at, intent.lookups, now)
    if intent.attempts <= services.policy.auto_repost:
        intent.state, intent.posted_at, intent.updated_at = IntentState.APPROVED, None, now
        evidence.append(
            session,
            at=now,
            actor="worker",
            kind="proven_absent",
            deal_id=intent.deal_id,
            detail={"token": intent.token},
        )
        return now
    intent.state, intent.updated_at = IntentState.HUMAN, now
    deal = deals.locked(session, work.deal.id)
    assert deal is not None
    refresh_card(session, deal, now=now, why=f"human:{intent.attempts}")
    raise_alert(
        session,
        services=services,
        alert=Alert(f"outcome:{intent.id}:{intent.attempts}", "issue", "outcome", intent.error, deal_id=deal.id),
        now=now,
    )
    return None

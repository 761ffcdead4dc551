"""Make one invoice, effectively once (the state machine of `invoice_intent`).

Never two requests for one approval unless the first is proven not to have been carried out: refused outright, never
sent, or not visible after a settle window longer than anything may still be under way. What cannot be decided is asked.
Every step is a transaction of `intent_steps`, fenced by the job's lease and by the attempt it belongs to.
"""

import time
from datetime import timedelta

from bot.failures import Later
from bot.services import Services
from bot.usecases import intent_steps as steps
from bot.usecases.intent_steps import Work
from bot.usecases.prepare_invoice import NeedsPersonError, choose_department, look_for_doubles, make_partner
from bot.usecases.show_card import turn_of
from domain.invoice import IntentState, InvoiceDraft
from integrations import deadline
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
from storage.repositories.jobs import Lease


async def issue_invoice(services: Services, lease: Lease) -> None:
    """Job `issue`: bring the intent of an approved deal one or more steps on."""
    work = await services.database.transact(steps.load, lease)
    if work is None:
        return
    match IntentState(work.intent.state):
        case IntentState.APPROVED if work.intent.provider != services.accounting.name:
            # Approved for the system we had before, and not made there: a person looks at the card once more.
            words = services.texts("card.moved", system=services.accounting.label)
            await services.database.transact(steps.give_back, services, lease, work, words)
        case IntentState.APPROVED:
            await _prepare_and_send(services, lease, work)
        case IntentState.SENDING | IntentState.UNKNOWN:
            await _find_out(services, lease, work)
        case _:
            return  # made, refused or in a person's hands: nothing to do


async def _prepare_and_send(services: Services, lease: Lease, work: Work) -> None:
    try:
        if work.intent.draft is None:
            partner_id = await make_partner(services, work.deal)
            department_id = await choose_department(services, work.deal, partner_id)
            await _wait_for_turn(services, lease, work)  # the look-up is a call like any other
            await look_for_doubles(services, work.deal, partner_id)
            await services.database.transact(steps.freeze, services, lease, work, partner_id, department_id)
        await _wait_for_turn(services, lease, work)  # before writing ahead: waiting for a turn is not an attempt
        # Read before the write-ahead is asked for: a busy database must not eat into the settle window.
        sent_before, elapsed = time.monotonic() + services.tuning.guard_seconds, services.clock.elapsed()
        intent = await services.database.transact(steps.write_ahead, lease, work, services.clock.now())
    except NeedsPersonError as question:
        await services.database.transact(steps.give_back, services, lease, work, question.words)
        return
    except DataError as error:  # the partner could not be made
        await services.database.transact(steps.refused, services, lease, work, error)
        return
    services.sent[intent.id] = elapsed
    # Held up after writing ahead, it may be taken for absent and sent by another worker: then it must not leave here.
    with deadline.nothing_leaves_after(sent_before):
        await _send(services, lease, Work(work.deal, intent))


async def _wait_for_turn(services: Services, lease: Lease, work: Work) -> None:
    """Go on if a call can be made now; else come back when those in front are through, not with all of them."""
    try:
        await services.budget.room(Purpose.BULK)
    except RateError as full:
        ahead = await services.database.transact(steps.queue, services, lease, work)
        raise Later(turn_of(services, ahead, full.retry_at), full.message) from full


async def _send(services: Services, lease: Lease, work: Work) -> None:
    frozen = work.intent.frozen
    assert frozen is not None
    now = services.clock.now
    try:
        issued = await services.accounting.send(frozen)
    except NumberingError as error:
        await services.database.transact(steps.learn_numbering, lease, work, error, now())
        raise Later(now()) from error
    except (RateError, AuthorisationError, NotSentError):
        await services.database.transact(steps.back_to_approved, lease, work, now())
        raise
    except DataError as error:
        await services.database.transact(steps.refused, services, lease, work, error)
    except (OutcomeUnknownError, ChangedApiError) as error:
        moment = await services.database.transact(steps.unknown, services, lease, work, error)
        raise Later(moment, "outcome unknown") from error
    else:
        await services.database.transact(steps.created, services, lease, work, issued)
    services.sent.pop(work.intent.id, None)


async def _find_out(services: Services, lease: Lease, work: Work) -> None:
    """Look for our token. Only a look-up that began after the settle window proves that nothing was made."""
    intent = work.intent
    assert intent.draft is not None
    assert intent.posted_at is not None
    draft = InvoiceDraft.model_validate(intent.draft)
    began = services.clock.now()
    settled_at = intent.posted_at + timedelta(seconds=services.tuning.settle_seconds)
    sent = services.sent.get(intent.id)
    if sent is not None:  # sent by this process: a clock set forward does not shorten the window
        left = services.tuning.settle_seconds - (services.clock.elapsed() - sent)
        settled_at = max(settled_at, began + timedelta(seconds=left))
    hits = await services.system_of(intent.provider).find_by_token(draft)
    if hits:
        await services.database.transact(steps.found, services, lease, work, list(hits))
    else:
        again = await services.database.transact(steps.not_found, services, lease, work, began, settled_at)
        if again is not None:
            raise Later(again, "outcome unknown")
    services.sent.pop(intent.id, None)

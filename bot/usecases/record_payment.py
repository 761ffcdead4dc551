"""Record a confirmed payment in the books through the documented API, on request, and never twice.

Like an invoice: written ahead (with the payments that stood before), sent once, and after a lost answer looked for
before anything is sent again. What cannot be found out is a person's to look up.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.failures import Later
from bot.services import Services
from bot.usecases.record_invoice import record_seen
from bot.usecases.show_match import refresh_match, wallet_for
from bot.usecases.sync_residuals import take_residuals
from domain.money import yen
from integrations.accounting.base import Purpose
from integrations.accounting.books import Books, Entry
from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    DataError,
    NotFoundError,
    NotSentError,
    OutcomeUnknownError,
    RateError,
)
from storage.models import PaymentMatch
from storage.repositories import evidence, invoices, jobs, payments
from storage.repositories.jobs import Lease


class _AskPersonError(Exception):
    """Only a person can go on; the message is for the card."""


async def record_payment(services: Services, lease: Lease) -> None:
    """Job: record what the match in the payload says, share by share."""
    books = services.books
    plan = await services.database.transact(_plan, services, lease)
    if books is None or plan is None:
        return
    try:
        for number, part in enumerate(plan):
            if part["done"] is None:
                await _record(services, lease, books, number, part)
    except _AskPersonError as reason:
        await services.database.transact(_leave_to_person, services, lease, str(reason))
    else:
        await services.database.transact(_finish, services, lease)


async def _record(services: Services, lease: Lease, books: Books, number: int, part: dict[str, Any]) -> None:
    try:
        entry = await books.entry(part["entry_id"], purpose=Purpose.PERSON)
    except NotFoundError:
        raise _AskPersonError(f"取引（{part['number']}）が{books.label}にありません") from None
    if part["before"] is not None and _ours(part, entry) is not None:  # sent once before: it did arrive
        await services.database.transact(_done, services, lease, number, entry)
        return
    if part["sent_at"] is not None:
        _wait_or_ask(services, part)
    if entry.residual < part["amount"]:
        raise _AskPersonError(
            f"{part['number']} の残りは {yen(entry.residual)} です。入金 {yen(part['amount'])} は記録していません"
        )
    before = part["before"] if part["before"] is not None else [payment.external_id for payment in entry.payments]
    ahead = {"before": before, "sent_at": services.clock.now().isoformat()}
    await services.database.transact(_change, lease, number, ahead)
    day = date.fromisoformat(part["day"])
    try:
        after = await books.record_payment(
            part["entry_id"], day=day, amount=part["amount"], wallet_id=part["wallet_id"]
        )
    except (NotSentError, RateError, AuthorisationError):
        await services.database.transact(_change, lease, number, {"sent_at": None})  # nothing was booked, for certain
        raise
    except (OutcomeUnknownError, ChangedApiError) as error:
        look_at = services.clock.now() + timedelta(seconds=services.tuning.lookup_seconds[0])
        raise Later(look_at, error.message) from error
    except DataError as error:
        await services.database.transact(_change, lease, number, {"sent_at": None})
        raise _AskPersonError(f"{books.label}が受け付けませんでした: {error.message}") from error
    await services.database.transact(_done, services, lease, number, after)


def _wait_or_ask(services: Services, part: dict[str, Any]) -> None:
    """A request is out and has not arrived: it may still, for as long as the settle window lasts."""
    now = services.clock.now()
    if now - datetime.fromisoformat(part["sent_at"]) < timedelta(seconds=services.tuning.settle_seconds):
        raise Later(now + timedelta(seconds=services.tuning.lookup_seconds[-1] / 4))
    raise _AskPersonError(
        f"{part['number']} の入金 {yen(part['amount'])} を記録できたか分かりません。会計ソフトで確かめてください"
    )


def _ours(part: dict[str, Any], entry: Entry) -> str | None:
    """Return the payment of our day and amount that was not there before we sent."""
    new = (
        payment.external_id
        for payment in entry.payments
        if payment.external_id not in part["before"]
        and payment.amount == part["amount"]
        and payment.day.isoformat() == part["day"]
    )
    return next(new, None)


def _plan(session: Session, services: Services, lease: Lease) -> list[dict[str, Any]] | None:
    """Return what is to be recorded, writing it down at the first run; None if there is nothing to do."""
    jobs.hold(session, lease)
    match = payments.locked_match(session, lease.payload["match_id"])
    if match is None or match.state != "recording" or match.chosen is None:
        return None
    if match.recording is None:
        line = payments.locked_line(session, match.line_id)
        wallet_id = wallet_for(session, services)
        parts = []
        for share in match.chosen["shares"]:
            invoice = invoices.find(session, match.provider, share["invoice_id"])
            if invoice is None or invoice.entry_id is None or wallet_id is None:
                number = invoice.number if invoice else share["invoice_id"]
                _leave(session, match, f"{number} の取引が未登録のため記録できません", services.clock.now())
                return None
            parts.append(
                {
                    "invoice_id": share["invoice_id"],
                    "number": invoice.number,
                    "entry_id": invoice.entry_id,
                    "wallet_id": wallet_id,
                    "day": line.day.isoformat(),
                    "amount": share["paid"],
                    "before": None,  # ids of the payments that stood when it was first sent
                    "sent_at": None,
                    "done": None,
                }
            )
        match.recording = parts
    return [dict(part) for part in match.recording]


def _done(session: Session, services: Services, lease: Lease, number: int, entry: Entry) -> None:
    now = services.clock.now()
    part = _change(session, lease, number, {})
    part = _change(session, lease, number, {"done": _ours(part, entry) or "?"})
    take_residuals(session, services, {entry.external_id: entry.residual}, now=now)
    invoice = invoices.find(session, services.accounting.name, part["invoice_id"])
    evidence.append(
        session,
        at=now,
        actor="worker",
        kind="payment_recorded",
        deal_id=invoice.deal_id if invoice else None,
        detail={"match": lease.payload["match_id"], "part": part},
    )


def _change(session: Session, lease: Lease, number: int, values: Mapping[str, Any]) -> dict[str, Any]:
    jobs.hold(session, lease)
    match = payments.locked_match(session, lease.payload["match_id"])
    assert match is not None
    assert match.recording is not None
    parts = [dict(part) for part in match.recording]
    parts[number] |= values
    match.recording = parts
    return parts[number]


def _finish(session: Session, services: Services, lease: Lease) -> None:
    jobs.hold(session, lease)
    match = payments.locked_match(session, lease.payload["match_id"])
    assert match is not None
    now = services.clock.now()
    match.state, match.version, match.updated_at, match.error = "recorded", match.version + 1, now, ""
    payments.locked_line(session, match.line_id).state = "booked"
    refresh_match(session, match, now=now)
    for part in match.recording or []:
        jobs.enqueue(
            session, "look_invoice", f"{match.id}:{part['invoice_id']}", {"invoice_id": part["invoice_id"]}, now=now
        )


async def look_invoice(services: Services, lease: Lease) -> None:
    """Job: read one invoice now, so that its deal follows without waiting for the hour."""
    issued = await services.accounting.invoice(lease.payload["invoice_id"], purpose=Purpose.LOOKUP)
    await services.database.transact(record_seen, services, issued)


def _leave_to_person(session: Session, services: Services, lease: Lease, words: str) -> None:
    jobs.hold(session, lease)
    match = payments.locked_match(session, lease.payload["match_id"])
    assert match is not None
    _leave(session, match, words, services.clock.now())


def _leave(session: Session, match: PaymentMatch, words: str, now: datetime) -> None:
    match.state, match.error = "unknown", words
    match.version, match.updated_at = match.version + 1, now
    refresh_match(session, match, now=now)

"""What a person says a bank line pays: compare-and-set on the match's version; the second is told who was first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.clock import TOKYO
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.approvers import refusal
from bot.usecases.show_card import refresh_card
from bot.usecases.show_match import kinds_for, recordable, refresh_match
from bot.usecases.tell_paid import tell_paid, tell_part
from domain.reconciliation import MatchKind, payer_name
from storage.models import BankLineRow, Invoice, PaymentMatch
from storage.repositories import deals, evidence, invoices, jobs, payments

RECORD = "record_payment"


def confirm_match(
    session: Session,
    *,
    services: Services,
    match_id: str,
    version: int,
    number: int,
    kind: str,
    user: str,
    now: datetime,
) -> Answer:
    """Take one suggestion as right, as it is or called by another name (一部入金, 手数料差引, 源泉徴収)."""
    match = _mine(session, services, match_id, version, user, now)
    if isinstance(match, Answer):
        return match
    if match.state != "proposed":
        return _too_late(match)
    if number >= len(match.suggestions) or kind not in kinds_for(match.suggestions[number]):
        return Answer("tell.changed")
    line = payments.locked_line(session, match.line_id)
    if line.state != "open":
        return Answer("tell.match_over")
    owed = _owed(session, match, match.suggestions[number])
    if owed is None:
        return Answer("tell.match_paid")  # paid there since: the next look proposes anew
    chosen = as_said(match.suggestions[number], MatchKind(kind), line.amount, owed)
    chosen["taught"] = payments.learn_payer(
        session,
        provider=match.provider,
        key=payer_name(line.payer).whole(),
        written=line.payer,
        partner_id=chosen["partner_id"],
        confirmed_by=user,
        now=now,
    )
    line.state, match.chosen = "matched", chosen
    _decide(match, "confirmed", user, now)
    _follow(session, services, match, line, chosen, user=user, now=now)
    refresh_match(session, match, now=now)
    return Answer()


def reject_match(
    session: Session, *, services: Services, match_id: str, version: int, user: str, now: datetime
) -> Answer:
    """Say that the line pays none of our invoices."""
    match = _mine(session, services, match_id, version, user, now)
    if isinstance(match, Answer):
        return match
    if match.state != "proposed":
        return _too_late(match)
    line = payments.locked_line(session, match.line_id)
    line.state = "set_aside"
    _decide(match, "rejected", user, now)
    _evidence(session, match, line, "payment_set_aside", user=user, now=now)
    refresh_match(session, match, now=now)
    return Answer()


def reopen_match(
    session: Session, *, services: Services, match_id: str, version: int, user: str, now: datetime
) -> Answer:
    """Take a decision back, unless the books already follow it. What it taught is forgotten."""
    match = _mine(session, services, match_id, version, user, now)
    if isinstance(match, Answer):
        return match
    line = payments.locked_line(session, match.line_id)
    if match.state not in ("confirmed", "rejected") or line.state == "booked" or match.version != version:
        return Answer("tell.changed")
    if match.chosen and match.chosen.get("taught"):
        key = payer_name(line.payer).whole()
        payments.forget_payer(session, provider=match.provider, key=key, partner_id=match.chosen["partner_id"])
    if services.books is None:
        _owe_again(session, match)
    line.state, match.chosen = "open", None
    _decide(match, "proposed", user, now)
    match.decided_by = match.decided_at = None
    _evidence(session, match, line, "payment_reopened", user=user, now=now)
    refresh_match(session, match, now=now)
    return Answer()


def _owe_again(session: Session, match: PaymentMatch) -> None:
    for share in (match.chosen or {}).get("shares", []):
        invoice = invoices.find(session, match.provider, share["invoice_id"])
        if invoice is not None and invoice.residual is not None:
            invoice.residual = min(invoice.residual + share["paid"] + share["fee"] + share["withheld"], share["due"])


def want_record(
    session: Session, *, services: Services, match_id: str, version: int, user: str, now: datetime
) -> Answer:
    """Ask for the payment to be recorded in the books; asked twice, it is recorded once."""
    match = _mine(session, services, match_id, version, user, now)
    if isinstance(match, Answer):
        return match
    line = payments.locked_line(session, match.line_id)
    if match.state not in ("confirmed", "unknown") or match.version != version:
        return Answer("tell.changed")
    if not recordable(session, services, line):
        return Answer("tell.match_by_hand")
    match.state, match.error = "recording", ""
    # After an unknown outcome a person has looked; the job looks once more before it sends.
    match.recording = [{**part, "sent_at": None} for part in match.recording] if match.recording else None
    match.version, match.updated_at = match.version + 1, now
    jobs.enqueue(
        session, RECORD, f"{match.id}:{match.version}", {"match_id": match.id}, now=now, lane=f"record:{match.id}"
    )
    _evidence(session, match, line, "payment_record_asked", user=user, now=now)
    refresh_match(session, match, now=now)
    return Answer()


def as_said(suggestion: Mapping[str, Any], kind: MatchKind, amount: int, owed: Mapping[str, int]) -> dict[str, Any]:
    """Return the suggestion under the name a person gave it. `owed`: invoice id -> yen due now."""
    shares = [dict(share) for share in suggestion["shares"]]
    if kind.value != suggestion["kind"] and len(shares) == 1:
        (share,) = shares
        missing = max(owed[share["invoice_id"]] - amount, 0)
        share["paid"] = amount
        share["fee"] = missing if kind is MatchKind.FEE else 0
        share["withheld"] = missing if kind is MatchKind.WITHHOLDING else 0
    for share in shares:
        share["due"] = owed[share["invoice_id"]]
    return {**suggestion, "kind": kind.value, "shares": shares}


def _mine(
    session: Session, services: Services, match_id: str, version: int, user: str, now: datetime
) -> PaymentMatch | Answer:
    """Return the match for change, or why this person may not change it."""
    match = payments.locked_match(session, match_id)
    if match is None:
        return Answer("tell.changed")
    refused = refusal(session, services.policy, user=user, reporter="", total=0, now=now)
    if refused is not None:
        return Answer(refused.key, refused.values)
    if match.state == "proposed" and match.version != version:
        refresh_match(session, match, now=now, why=f"stale:{version}")
        return Answer("tell.changed")
    return match


def _too_late(match: PaymentMatch) -> Answer:
    if match.decided_by is None or match.decided_at is None:
        return Answer("tell.match_over")
    when = match.decided_at.astimezone(TOKYO)
    return Answer("tell.match_decided", {"user": f"<@{match.decided_by}>", "time": f"{when:%m/%d %H:%M}"})


def _owed(session: Session, match: PaymentMatch, suggestion: Mapping[str, Any]) -> dict[str, int] | None:
    """Return what is due on each invoice of the suggestion; None if one of them is open no more."""
    owed: dict[str, int] = {}
    for share in suggestion["shares"]:
        invoice = invoices.find(session, match.provider, share["invoice_id"])
        if invoice is None or not invoice.open:
            return None
        owed[invoice.external_id] = invoice.total if invoice.residual is None else invoice.residual
    return owed


def _decide(match: PaymentMatch, state: str, user: str, now: datetime) -> None:
    match.state, match.decided_by, match.decided_at = state, user, now
    match.version, match.updated_at, match.error = match.version + 1, now, ""


def _follow(
    session: Session,
    services: Services,
    match: PaymentMatch,
    line: BankLineRow,
    chosen: Mapping[str, Any],
    *,
    user: str,
    now: datetime,
) -> None:
    """The deals' cards say that the money is there, and their owners hear of it."""
    for share in chosen["shares"]:
        invoice = invoices.find(session, match.provider, share["invoice_id"])
        assert invoice is not None
        left = share["due"] - share["paid"] - share["fee"] - share["withheld"]
        if services.books is None:  # nobody else tells what is still due
            invoice.residual = max(left, 0)
        _evidence(session, match, line, "payment_matched", user=user, now=now, invoice=invoice, share=share)
        if left > 0:
            tell_part(session, services, invoice, left=left, now=now)
        else:
            tell_paid(session, services, invoice, now=now)
        deal = deals.locked(session, invoice.deal_id) if invoice.deal_id else None
        if deal is not None:
            refresh_card(session, deal, now=now, why=f"matched:{match.id}:{match.version}")


def _evidence(
    session: Session,
    match: PaymentMatch,
    line: BankLineRow,
    kind: str,
    *,
    user: str,
    now: datetime,
    invoice: Invoice | None = None,
    share: Mapping[str, Any] | None = None,
) -> None:
    detail = {
        "match": match.id,
        "source": line.source,
        "line": line.external_id,
        "day": line.day.isoformat(),
        "amount": line.amount,
        "payer": line.payer,
        "kind": (match.chosen or {}).get("kind"),
        "invoice": invoice.external_id if invoice else None,
        "share": dict(share) if share else None,
    }
    deal_id = invoice.deal_id if invoice else None
    evidence.append(session, at=now, actor=user, kind=kind, deal_id=deal_id, detail=detail)

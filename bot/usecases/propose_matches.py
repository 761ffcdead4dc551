"""Match undecided bank lines with open invoices, and ask people about them. Nothing is booked here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session
from ulid import ULID

from bot.services import Services
from bot.usecases.show_match import refresh_match
from domain.reconciliation import (
    BankLine,
    ConfirmedPayer,
    KnownPartner,
    MatchKind,
    NameMatch,
    OpenInvoice,
    Proposal,
    Reconciler,
    Suggestion,
)
from storage.models import Invoice, Partner, PaymentMatch
from storage.repositories import partners, payments
from storage.repositories.jobs import Lease

CHUNK = 100  # proposals written in one transaction


@dataclass(frozen=True, slots=True)
class Open:
    """What is matched: everything undecided, as it stood at one moment."""

    lines: list[BankLine]
    invoices: list[OpenInvoice]
    partners: list[KnownPartner]
    payers: list[ConfirmedPayer]
    taken: set[str]


async def match_payments(services: Services, lease: Lease) -> None:
    """Job: propose, for every undecided line, what it pays."""
    del lease
    found = await services.database.read(_load, services)
    if not found.lines:
        return
    proposals = await asyncio.to_thread(_match, found)  # up to two seconds of thinking: the loop must go on
    for start in range(0, len(proposals), CHUNK):
        await services.database.transact(_keep, services, proposals[start : start + CHUNK])


def _load(session: Session, services: Services) -> Open:
    provider = services.accounting.name
    return Open(
        lines=[BankLine(str(line.id), line.day, line.amount, line.payer) for line in payments.open_lines(session)],
        invoices=[open_invoice(invoice) for invoice in payments.open_invoices(session, provider)],
        partners=[_partner(partner) for partner in partners.available(session, provider)],
        payers=[ConfirmedPayer(payer.written, payer.partner_id) for payer in payments.payers(session, provider)],
        taken=payments.decided_invoices(session),
    )


def open_invoice(invoice: Invoice) -> OpenInvoice:
    """Return an invoice as the matcher sees it."""
    return OpenInvoice(
        id=invoice.external_id,
        partner_id=invoice.partner_id,
        number=invoice.number,
        total=invoice.total,
        subtotal=invoice.subtotal,
        residual=invoice.total if invoice.residual is None else invoice.residual,
        billing_date=invoice.billing_date,
        due_date=invoice.due_date,
        withheld=invoice.withheld,
    )


def _partner(partner: Partner) -> KnownPartner:
    names = (partner.kana, partner.name, partner.long_name)
    return KnownPartner(partner.external_id, tuple(name for name in names if name))


def _match(found: Open) -> list[Proposal]:
    free = [invoice for invoice in found.invoices if invoice.residual > 0]
    return Reconciler(free, found.partners, found.payers, taken=found.taken).match_all(found.lines)


def _keep(session: Session, services: Services, proposals: Sequence[Proposal]) -> None:
    now = services.clock.now()
    for proposal in proposals:
        line = payments.locked_line(session, int(proposal.line.id))
        if line.state == "open":
            _propose(session, services, proposal, now=now)


def _propose(session: Session, services: Services, proposal: Proposal, *, now: datetime) -> None:
    line_id = int(proposal.line.id)
    suggestions = [stored(one) for one in proposal.suggestions if proposal.certain or worth_asking(one)]
    match = payments.match_of(session, line_id)
    if match is None:
        if not suggestions:
            return  # shown in the digest of money nobody expects
        match = PaymentMatch(
            id=str(ULID.from_datetime(now)),
            line_id=line_id,
            provider=services.accounting.name,
            state="proposed",
            certain=proposal.certain,
            doubt=proposal.doubt,
            suggestions=suggestions,
            created_at=now,
            updated_at=now,
        )
        session.add(match)
        session.flush()
    elif match.state != "proposed" or (match.suggestions, match.certain) == (suggestions, proposal.certain):
        return
    else:
        match.suggestions, match.certain, match.doubt = suggestions, proposal.certain, proposal.doubt
        match.version, match.updated_at = match.version + 1, now
    refresh_match(session, match, now=now)


def worth_asking(one: Suggestion) -> bool:
    """Return whether a person should be asked: the name says something, or a whole amount does."""
    return one.name >= NameMatch.SIMILAR or one.kind in (MatchKind.EXACT, MatchKind.COMBINED)


def stored(one: Suggestion) -> dict[str, Any]:
    """Return a suggestion as it is kept."""
    return {
        "kind": one.kind.value,
        "partner_id": one.partner_id,
        "name": int(one.name),
        "reason": one.reason,
        "excess": one.excess,
        "owed": one.owed,
        "shares": [
            {"invoice_id": share.invoice_id, "paid": share.paid, "fee": share.fee, "withheld": share.withheld}
            for share in one.shares
        ],
    }

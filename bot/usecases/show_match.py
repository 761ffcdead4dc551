"""The card of a bank line says what is known of it now. One message per line, redrawn after every change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.blocks.match_card import match_message
from bot.blocks.match_views import MatchView, ShareRow, SuggestionRow
from bot.services import Services
from bot.usecases.freshness import freshness, known_feeds, wallet_ids
from bot.usecases.post_message import put_message
from domain.reconciliation import MatchKind
from domain.reconciliation.amounts import SHORT, may_be_called
from storage.models import BankLineRow, Invoice, PaymentMatch
from storage.repositories import invoices, jobs, payments
from storage.repositories.jobs import Lease

CARD = "match_card"


def refresh_match(session: Session, match: PaymentMatch, *, now: datetime, why: str = "") -> None:
    """Ask for the card to be drawn. `why` tells apart redraws at the same version."""
    jobs.enqueue(
        session, CARD, f"{match.id}:{match.version}:{why}", {"match_id": match.id}, now=now, lane=f"match:{match.id}"
    )


async def show_match(services: Services, lease: Lease) -> None:
    """Job `match_card`: post the card in the finance channel, or redraw it."""
    channel = services.policy.channels.finance
    if not channel:
        return
    view = await services.database.read(match_view, services, lease.payload["match_id"])
    if not await services.database.read(_is_shown, view):
        return
    message = match_message(services.texts, view)
    await put_message(services, lease, key=f"match:{view.match_id}", channel=channel, thread_ts=None, message=message)


def _is_shown(session: Session, view: MatchView) -> bool:
    """Return whether there is anything to say: a line booked before anybody was asked is nobody's question."""
    del session
    return bool(view.suggestions) or view.decided_by is not None or view.version > 1


def match_view(session: Session, services: Services, match_id: str) -> MatchView:
    """Return what the card shows now."""
    match = session.get(PaymentMatch, match_id)
    assert match is not None
    line = session.get(BankLineRow, match.line_id)
    assert line is not None
    now = services.clock.now()
    books = services.books
    from_feed = line.source != payments.FILE
    return MatchView(
        match_id=match.id,
        version=match.version,
        state=match.state,
        day=line.day,
        amount=line.amount,
        payer=line.payer,
        account=_account(session, services, line),
        system=books.label if books else services.accounting.label,
        age=freshness(session, services, now).bank_words(services.texts),
        certain=match.certain,
        doubt=match.doubt,
        suggestions=tuple(_row(session, match.provider, one) for one in match.suggestions),
        chosen=_row(session, match.provider, match.chosen) if match.chosen else None,
        decided_by=match.decided_by,
        decided_at=match.decided_at,
        booked=line.state == "booked" or match.state == "booked",
        set_aside=line.state == "set_aside",
        recordable=recordable(session, services, line),
        place_url=books.line_url(line.external_id if from_feed else None) if books else "",
        error=match.error,
        told=_is_told(session, services, match),
    )


def recordable(session: Session, services: Services, line: BankLineRow) -> bool:
    """Return whether a payment may be recorded by API: allowed, possible, and with no feed line to be booked again."""
    rules = services.policy.payments
    possible = services.books is not None and services.books.records_payments
    return rules.record and possible and line.source == payments.FILE and wallet_for(session, services) is not None


def wallet_for(session: Session, services: Services) -> str | None:
    """Return the account of the books that money of a file came into: the configured one, or the only one."""
    if services.policy.payments.wallet:
        return services.policy.payments.wallet
    known = wallet_ids(session, services.accounting.name)
    return known[0] if len(known) == 1 else None


def _account(session: Session, services: Services, line: BankLineRow) -> str:
    if line.source == payments.FILE:
        return line.account or services.texts("match.from_file")
    ids = wallet_ids(session, services.accounting.name)
    names = [feed.name for feed in known_feeds(session, services.accounting.name)]
    return dict(zip(ids, names, strict=True)).get(line.account, "")


def _row(session: Session, provider: str, stored: Mapping[str, Any]) -> SuggestionRow:
    rows = []
    for share in stored["shares"]:
        invoice = invoices.find(session, provider, share["invoice_id"])
        if invoice is not None:
            rows.append(_share(invoice, share))
    return SuggestionRow(
        rows=tuple(rows), kinds=kinds_for(stored), reason=stored.get("reason", ""), excess=stored.get("excess", 0)
    )


def _share(invoice: Invoice, share: Mapping[str, Any]) -> ShareRow:
    return ShareRow(
        number=invoice.number,
        partner=invoice.partner_name,
        url=invoice.url,
        due_date=invoice.due_date,
        # What was due when the money came: a payment booked since has made it smaller.
        residual=share.get("due") or (invoice.total if invoice.residual is None else invoice.residual),
        paid=share["paid"],
        fee=share["fee"],
        withheld=share["withheld"],
    )


def kinds_for(stored: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a person may call a suggestion: what it looks like first, then what a short sum can also be."""
    kind, shares = MatchKind(stored["kind"]), stored["shares"]
    if kind not in SHORT or len(shares) != 1:
        return (kind.value,)
    owed = stored.get("owed") or 0  # proposed by an earlier version: not known
    missing = owed - shares[0]["paid"] if owed else 0
    others = (other for other in SHORT if other is not kind and may_be_called(other, owed=owed, missing=missing))
    return (kind.value, *(other.value for other in others))


def _is_told(session: Session, services: Services, match: PaymentMatch) -> bool:
    """Return whether an owner has heard of the money when this was confirmed."""
    if match.chosen is None or services.policy.payments.tell == "none":
        return False
    found = (invoices.find(session, match.provider, share["invoice_id"]) for share in match.chosen["shares"])
    return any(invoice is not None and invoice.deal_id for invoice in found)

"""The message behind deals changed or went away: revise what is not approved, warn about what is."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session
from ulid import ULID

from bot.services import Services
from bot.usecases.show_card import refresh_card, show_first_card
from domain.deal import DealStatus
from domain.order import DealContent, Reply
from storage.models import Deal, OrderReport
from storage.repositories import deals, evidence, invoices

APPROVED = (DealStatus.CONFIRMED, DealStatus.INVOICED, DealStatus.AWAITING_PAYMENT, DealStatus.PAID)


def revise_deals(
    session: Session,
    *,
    services: Services,
    report: OrderReport,
    contents: Sequence[DealContent],
    again: Callable[[DealContent, Sequence[Reply]], DealContent],
    now: datetime,
) -> None:
    """Bring the deals of a message to what it says now; `again` puts the replies of its thread into effect anew."""
    session.add(report)
    known = list(deals.of_report(session, report.id))
    if report.source != "message":  # a person registered it because its text does not say it: theirs is what counts
        for registered in known:
            _tell_of_change(session, services, registered, now=now)
        return
    kept = [deal for deal in known if deal.status != DealStatus.SUPERSEDED]  # what comes back is a new deal
    free = max((deal.position for deal in known), default=-1) + 1
    for content, deal in _paired(kept, contents):
        if deal is not None:
            kept.remove(deal)
            content = again(content, deals.content_of(deal).replies)
        if deal is None or (deal.status == DealStatus.CANCELLED and content.sha256() != deal.content_sha256):
            deal_id = str(ULID.from_datetime(now))
            deals.add_proposed(session, deal_id=deal_id, report=report, position=free, content=content, now=now)
            show_first_card(session, deal_id, now=now)
            free += 1
        else:
            _revise(session, services, deal, content, now=now)
    for deal in kept:
        _drop(session, services, deal, to=DealStatus.SUPERSEDED, words="card.no_longer", after="changed", now=now)


def _paired(known: Sequence[Deal], contents: Sequence[DealContent]) -> list[tuple[DealContent, Deal | None]]:
    """Return which deal each order of the text is: by what it says, by its partner, and only then by its place.

    Place alone would turn the remaining order into the one that was taken out above it.
    """
    left, found = list(known), dict[int, Deal]()
    for same in (_says_the_same, _same_partner, _same_place):
        for place, content in enumerate(contents):
            match = next((deal for deal in left if same(deal, place, content)), None) if place not in found else None
            if match is not None:
                found[place] = match
                left.remove(match)
    return [(content, found.get(place)) for place, content in enumerate(contents)]


def _says_the_same(deal: Deal, place: int, content: DealContent) -> bool:
    del place
    return deal.content_sha256 == content.sha256()


def _same_partner(deal: Deal, place: int, content: DealContent) -> bool:
    del place
    return content.partner_name is not None and deals.content_of(deal).partner_name == content.partner_name


def _same_place(deal: Deal, place: int, content: DealContent) -> bool:
    del content
    return deal.position == place


def withdraw_deals(session: Session, *, services: Services, team_id: str, channel: str, ts: str, now: datetime) -> None:
    """The message was deleted: take back what is not approved, warn about the rest."""
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=ts)
    if report is None or report.deleted:
        return
    report.deleted = True
    session.add(report)
    for deal in deals.of_report(session, report.id):
        _drop(session, services, deal, to=DealStatus.CANCELLED, words="card.withdrawn", after="deleted", now=now)


def _revise(session: Session, services: Services, deal: Deal, content: DealContent, *, now: datetime) -> None:
    if deal.status in APPROVED:
        if content.sha256() != deal.content_sha256:
            _tell_of_change(session, services, deal, now=now)
        return
    if deal.status == DealStatus.REJECTED and content.sha256() != deal.content_sha256:
        reopen(session, services, deal, now=now)  # the salesperson corrected what was rejected
    if deal.status != DealStatus.PROPOSED:
        return
    if deal.edited_by:
        _tell_of_change(session, services, deal, now=now)
        return
    deals.put_content(deal, content, now=now)
    invoices.forget_refusal(session, deal)
    evidence.append(
        session,
        at=now,
        actor=deal.reporter,
        kind="revised",
        deal_id=deal.id,
        detail={"content_sha256": deal.content_sha256},
    )
    refresh_card(session, deal, now=now)


def _tell_of_change(session: Session, services: Services, deal: Deal, *, now: datetime) -> None:
    if deal.status in APPROVED:
        notice(session, deal, services.texts("card.changed_after", system=services.accounting.label), now=now)
    elif deal.status == DealStatus.PROPOSED:
        notice(session, deal, services.texts("card.changed_edited"), now=now)


def reopen(session: Session, services: Services, deal: Deal, *, now: datetime) -> None:
    """Ask again about a deal that was rejected: the salesperson corrected it."""
    deal.closed_by = deal.closed_reason = deal.closed_at = deal.edited_by = None
    deal.notice = services.texts("card.corrected")
    deals.change_status(session, deal, DealStatus.PROPOSED, actor=deal.reporter, now=now)


def _drop(
    session: Session, services: Services, deal: Deal, *, to: DealStatus, words: str, after: str, now: datetime
) -> None:
    if deal.status == DealStatus.PROPOSED:
        deal.notice = services.texts(words)
        deals.change_status(session, deal, to, actor=deal.reporter, now=now)
        refresh_card(session, deal, now=now)
    elif deal.status in APPROVED:
        notice(session, deal, services.texts(f"card.{after}_after", system=services.accounting.label), now=now)


def notice(session: Session, deal: Deal, words: str, *, now: datetime) -> None:
    """Say on the card what people must know, and change nothing."""
    deal.notice = words
    deal.version += 1
    deal.updated_at = now
    evidence.append(session, at=now, actor=deal.reporter, kind="notice", deal_id=deal.id, detail={"words": words})
    refresh_card(session, deal, now=now)

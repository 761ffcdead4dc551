"""請求書を作成: compare-and-set on state, version and hash. Whoever comes second is told who was first."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session
from ulid import ULID

from bot.clock import TOKYO
from bot.services import Services
from bot.usecases.approvers import refusal
from bot.usecases.show_card import refresh_card
from bot.usecases.switches import is_on
from domain.deal import DealStatus
from domain.invoice import IntentState, make_token
from domain.order import blockers
from storage.models import Deal
from storage.repositories import deals, invoices, jobs


@dataclass(frozen=True, slots=True)
class Answer:
    """What to tell the person who pressed: a text key and its values; None if the card says it all."""

    key: str | None = None
    values: dict[str, object] = field(default_factory=dict)


def approve_deal(
    session: Session,
    *,
    services: Services,
    deal_id: str,
    version: int,
    sha256: str,
    user: str,
    response_url: str | None,
    now: datetime,
) -> Answer:
    """Approve once and ask for the invoice; or change nothing and say why."""
    deal = deals.locked(session, deal_id)
    if deal is None:
        return Answer("tell.changed")
    why_not = _may_not(session, services, deal, user, now) or _not_as_shown(
        session, services, deal, version=version, sha256=sha256, now=now
    )
    if why_not is not None:
        return why_not
    _new_revision_if_sent_before(session, deal)
    deal.approved_by, deal.approved_at, deal.notice = user, now, None
    deals.change_status(session, deal, DealStatus.CONFIRMED, actor=user, now=now, detail={"version": version})
    _open_intent(session, services, deal, now=now)
    request_issue(session, deal, approval=now, now=now)
    refresh_card(session, deal, now=now, response_url=response_url)
    return Answer()


def _may_not(session: Session, services: Services, deal: Deal, user: str, now: datetime) -> Answer | None:
    """Return why this is not approved now, or not by this person."""
    if deal.status != DealStatus.PROPOSED:
        return _too_late(deal, services)
    if services.policy.reading.observe:
        return Answer("tell.observing")
    refused = refusal(
        session,
        services.policy,
        user=user,
        reporter=deal.reporter,
        total=deal.total or 0,
        now=now,
    )
    if refused is not None:
        return Answer(refused.key, refused.values)
    return None if is_on(session, "issue") else Answer("tell.switched_off")


def _not_as_shown(
    session: Session, services: Services, deal: Deal, *, version: int, sha256: str, now: datetime
) -> Answer | None:
    """Return why what the person saw is not what would be invoiced, or cannot be."""
    if deal.version != version or deal.content_sha256 != sha256:
        refresh_card(session, deal, now=now, why=f"stale:{version}")
        return Answer("tell.changed")
    blocked = blockers(deals.content_of(deal))
    if blocked:
        names = (services.texts(f"field.{name}") if services.texts.has(f"field.{name}") else name for name in blocked)
        return Answer("tell.blocked", {"fields": "、".join(names)})
    return None


def _open_intent(session: Session, services: Services, deal: Deal, *, now: datetime) -> None:
    """Write down that this invoice is to be made; a request that never left is begun anew."""
    intent = invoices.open_intent(
        session,
        intent_id=str(ULID.from_datetime(now)),
        deal=deal,
        provider=services.accounting.name,
        token=make_token(deal.id, deal.revision, services.token_key),
        now=now,
    )
    if intent.state == IntentState.REFUSED:  # never left this machine, or refused outright: the bytes may change
        intent.state, intent.draft, intent.frozen, intent.error = IntentState.APPROVED, None, None, ""
        intent.provider = services.accounting.name  # it may have been another one at an earlier approval
        intent.created_at = intent.updated_at = now


def request_issue(session: Session, deal: Deal, *, approval: datetime, now: datetime) -> None:
    """Ask for the invoice of an approved deal; once per approval."""
    jobs.enqueue(
        session,
        "issue",
        f"{deal.id}:{deal.revision}:{deal.version}:{approval.isoformat()}",
        {"deal_id": deal.id},
        now=now,
        lane=f"deal:{deal.id}",
    )


def _new_revision_if_sent_before(session: Session, deal: Deal) -> None:
    # Bytes that may have left this machine never change: what follows is another request with another token.
    earlier = invoices.intent_of(session, deal.id, deal.revision)
    if earlier is not None and earlier.attempts > 0:
        deal.revision += 1


def _too_late(deal: Deal, services: Services) -> Answer:
    if deal.approved_by and deal.approved_at and deal.status not in (DealStatus.REJECTED, DealStatus.CANCELLED):
        when = f"{deal.approved_at.astimezone(TOKYO):%m/%d %H:%M}"
        return Answer("tell.first", {"user": f"<@{deal.approved_by}>", "time": when})
    return Answer("tell.closed", {"status": services.texts(f"status.{deal.status}")})

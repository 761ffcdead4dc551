"""App Home: drawn when somebody opens it, and anew when what it shows changes by their own press."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from bot.blocks.home import home_view
from bot.blocks.home_view import Failure, HomeView, Mine, Office, WaitingDeal
from bot.clock import TOKYO, tokyo_day
from bot.policy import Policy
from bot.services import Services
from bot.texts import Texts
from bot.usecases.approvers import refusal
from bot.usecases.forecast_cash import aging_of
from bot.usecases.freshness import freshness
from bot.usecases.know_reader import reader_texts
from bot.usecases.recipients import names_of, owner_of
from bot.usecases.reminder_message import collection_rows
from bot.usecases.switches import SWITCHES, is_on
from domain.deal import DealStatus
from domain.order import blockers
from storage.models import Deal
from storage.repositories import deals, invoices, jobs, learned
from storage.repositories.invoices import Which
from storage.repositories.jobs import Lease

HOME = "home"
ROWS = 10
LATE_ROWS = 5  # each has a menu
FAILURES = 5
UNSETTLED = timedelta(minutes=30)  # after that no look-up is going to find out by itself


async def publish_home(services: Services, lease: Lease) -> None:
    """Job `home`: show the tab to its reader."""
    user, now = lease.payload["user"], services.clock.now()
    texts = await reader_texts(services, user)
    view = await services.database.read(show_home, services, texts, user=user, now=now)
    await services.chat.publish_home(user=user, view=view)
    await services.database.transact(learned.set_value, f"{HOME}:{user}", now.isoformat(), now=now)


def refresh_home(session: Session, user: str, *, why: str, now: datetime) -> None:
    """Ask for somebody's tab to be drawn anew, if they have ever opened it; the same `why` asks once."""
    if learned.get(session, f"{HOME}:{user}") is not None:
        jobs.enqueue(session, HOME, f"{user}:{why}", {"user": user}, now=now, lane=f"{HOME}:{user}")


def show_home(session: Session, services: Services, texts: Texts, *, user: str, now: datetime) -> dict[str, object]:
    """Return the home tab of a person."""
    known = freshness(session, services, now)
    refused = refusal(session, services.policy, user=user, reporter="", total=0, now=now)
    view = HomeView(
        today=tokyo_day(now),
        system=services.accounting.label,
        age=known.words(texts),
        stale=known.stale,
        mine=_mine(session, services, user, now),
        office=_office(session, services, now) if refused is None else None,
    )
    return home_view(texts, view)


def _mine(session: Session, services: Services, user: str, now: datetime) -> Mine:
    today, names = tokyo_day(now), names_of(services.policy, user)
    own = [deal for deal in deals.unpaid(session) if _is_of(services.policy, deal, user, names)]
    by_status: dict[DealStatus, tuple[int, int]] = {}
    for deal in own:
        count, total = by_status.get(DealStatus(deal.status), (0, 0))
        by_status[DealStatus(deal.status)] = (count + 1, total + (deal.total or 0))
    month = datetime.combine(today.replace(day=1), time(), tzinfo=TOKYO).astimezone(UTC)
    late = Which(owners=names, due_to=today - timedelta(days=1))
    return Mine(
        by_status=by_status,
        paid=invoices.paid_sum(session, services.accounting.name, owners=names, since=month),
        # What has no open question waits for an approver, not for whoever sold it.
        waiting=tuple(row for deal in own if deal.status == DealStatus.PROPOSED if (row := _waiting(deal)).asks)[:ROWS],
        late=tuple(collection_rows(session, invoices.unpaid(session, late, limit=LATE_ROWS), now=now)),
        late_sum=invoices.unpaid_sum(session, late),
    )


def _office(session: Session, services: Services, now: datetime) -> Office:
    today = tokyo_day(now)
    waiting = deals.proposed(session)
    late = Which(due_to=today - timedelta(days=1))
    return Office(
        waiting_count=len(waiting),
        waiting=tuple(_waiting(deal) for deal in waiting[:ROWS]),
        unpaid=invoices.unpaid_sum(session),
        overdue=invoices.unpaid_sum(session, late),
        aging=aging_of(session, services.accounting.name, today),
        late=tuple(collection_rows(session, invoices.unpaid(session, late, limit=LATE_ROWS), now=now)),
        failures=tuple(_failures(session, now))[:FAILURES],
        switches={switch: is_on(session, switch) for switch in SWITCHES},
    )


def _failures(session: Session, now: datetime) -> list[Failure]:
    unsettled = [
        Failure("issue", f"{deal.partner_label or ''} {intent.error}".strip(), tokyo_day(intent.created_at))
        for intent in invoices.unsettled(session, posted_before=now - UNSETTLED)
        if (deal := session.get(Deal, intent.deal_id)) is not None
    ]
    return unsettled + [
        Failure(job.kind, job.error or "", tokyo_day(job.created_at), job.id)
        for job in jobs.in_trouble(session, limit=FAILURES)
    ]


def _is_of(policy: Policy, deal: Deal, user: str, names: tuple[str, ...]) -> bool:
    # Where the report names nobody we know, it is whoever reported it.
    return (deal.owner or "").strip() in names or (owner_of(policy, deal) is None and deal.reporter == user)


def _waiting(deal: Deal) -> WaitingDeal:
    return WaitingDeal(
        partner=deal.partner_label or "",
        total=deal.total,
        posted_on=tokyo_day(deal.created_at),
        channel=deal.channel,
        reporter=deal.reporter,
        asks=tuple(blockers(deals.content_of(deal))),
    )

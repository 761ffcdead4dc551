"""What reminders, lists and the forecast know of an open invoice: what is owed, what people said, how new that is."""

from collections.abc import Set
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.clock import TOKYO
from bot.policy import Policy
from bot.services import Services
from bot.texts import Texts
from bot.usecases.freshness import SYNCED, feed_at
from domain.dunning import Facts, Hours, Knowledge, Promise, stale
from storage.models import CollectionState, Invoice
from storage.repositories import learned


def owed(invoice: Invoice) -> int:
    """Return the yen that are still to be transferred for an open invoice."""
    if not invoice.open:
        return 0
    left = invoice.total if invoice.residual is None else invoice.residual
    return max(0, left - invoice.withheld)


def facts_of(invoice: Invoice, state: CollectionState | None, arrived: Set[str] = frozenset()) -> Facts:
    """Return what a decision about reminding needs; `arrived`: invoices for which the money seems to be there."""
    promise = None
    if state is not None and state.promise_id is not None and state.promised_day is not None:
        promise = Promise(str(state.promise_id), state.promised_day)
    return Facts(
        due=invoice.due_date,
        residual=owed(invoice),
        settled=not invoice.open,
        promise=promise,
        disputed=state.disputed if state else False,
        checking_until=state.checking_until if state else None,
        arrived=invoice.external_id in arrived,
    )


def knowledge(session: Session, services: Services) -> Knowledge:
    """Return how new our picture of payments is."""
    rules = services.policy.collection
    synced_at = learned.learned_at(session, f"{SYNCED}:{services.accounting.name}")
    return Knowledge(
        synced_at=_in_japan(synced_at),
        sync_limit=timedelta(hours=rules.sync_hours),
        feed_at=_in_japan(feed_at(session, services.accounting.name)),
        feed_limit_days=rules.feed_business_days,
    )


def stale_words(texts: Texts, knowledge: Knowledge, now: datetime) -> str | None:
    """Return in the reader's language what is too old to remind anybody, None if nothing is. `now` in Japan's time."""
    found = stale(knowledge, now)
    if found is None:
        return None
    hours = int(found.age.total_seconds() // 3600)
    age = texts("unpaid.hours", hours=hours) if hours < 48 else texts("fresh.days", days=hours // 24)
    return texts(f"stale.{found.source}", age=age)


def hours(policy: Policy) -> Hours:
    """Return when people may be disturbed."""
    return Hours(policy.clock.quiet_until, policy.clock.quiet_from)


def _in_japan(moment: datetime | None) -> datetime | None:
    return moment.astimezone(TOKYO) if moment else None

"""What goes wrong without any job failing: payments not read for hours, an outcome nobody has settled for an hour."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.clock import TOKYO
from bot.failures import Alert
from bot.services import Services
from bot.usecases.collection_facts import knowledge, stale_words
from bot.usecases.raise_alert import raise_alert
from storage.repositories import invoices, jobs, learned
from storage.repositories.jobs import Lease

SINCE = "stale_since"  # learnt: when our picture of payments was first found too old
PATIENCE = timedelta(minutes=30)  # a machine that has just woken reads payments first
UNSETTLED = timedelta(hours=1)


async def watch_trouble(services: Services, lease: Lease) -> None:
    """Job: alert, once a day for each trouble that lasts."""
    await services.database.transact(_watch, services, lease, now=services.clock.now())


def _watch(session: Session, services: Services, lease: Lease, *, now: datetime) -> None:
    jobs.hold(session, lease)
    _payments(session, services, now)
    for intent in invoices.unsettled(session, posted_before=now - UNSETTLED):
        key = f"outcome_old:{intent.id}:{intent.epoch}"
        alert = Alert(key, "issue", "outcome_old", intent.error, deal_id=intent.deal_id)
        raise_alert(session, services=services, alert=alert, now=now)


def _payments(session: Session, services: Services, now: datetime) -> None:
    reason = stale_words(services.texts, knowledge(session, services), now.astimezone(TOKYO))
    if reason is None:
        learned.take(session, SINCE, now=now, life=timedelta.max)
        return
    since = learned.learned_at(session, SINCE)
    if since is None:
        learned.set_value(session, SINCE, reason, now=now)
    elif now - since >= PATIENCE:
        alert = Alert("stopped", "sync_payments", "stopped", reason)
        raise_alert(session, services=services, alert=alert, now=now)

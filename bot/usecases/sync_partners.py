"""Take over the accounting system's partners: all pages once, then what changed since the last day seen."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.clock import tokyo_day
from bot.services import Services
from bot.usecases.link_partners import link_partners
from bot.usecases.rhythm import at_work
from domain.partner_name import partner_key
from domain.terms import terms_to_json
from integrations.accounting.base import PartnerRecord
from storage.repositories import deals, learned, partners
from storage.repositories.jobs import Lease

SYNCED = "partners_synced"
QUIET = timedelta(hours=4)
BUSY = timedelta(minutes=50)  # of the half-hourly looks, every second one
FULL_EVERY = timedelta(days=1)  # archived partners never show up in a delta


async def sync_partners(services: Services, lease: Lease) -> None:
    """Job: refresh the stored partners; more often while a card waits for one, seldom outside office hours."""
    now = services.clock.now()
    name = f"{SYNCED}:{services.accounting.name}"
    if "slot" in lease.payload:
        synced_at = await services.database.read(learned.learned_at, name)
        rest = await _rest(services, datetime.fromisoformat(lease.payload["slot"]))
        if synced_at is not None and now - synced_at < rest:
            return
    last = await services.database.read(learned.get, name)
    full_at = await services.database.read(learned.learned_at, f"{name}:full")
    full = last is None or full_at is None or now - full_at > FULL_EVERY
    since = None if full or last is None else date.fromisoformat(last) - timedelta(days=1)
    async for page in services.accounting.partners(updated_since=since):
        await services.database.transact(_store, services, page)
    await services.database.transact(learned.set_value, name, tokyo_day(now).isoformat(), now=now)
    if services.former is not None:
        await services.database.transact(link_partners, services, services.former.name)
    if full:
        await services.database.transact(_retire_unseen, services, now)
        await services.database.transact(learned.set_value, f"{name}:full", "", now=now)


async def _rest(services: Services, slot: datetime) -> timedelta:
    """Return how old the partners may be: calls are scarce, but whoever made a partner for a card waits for it."""
    if not at_work(slot):
        return QUIET
    waited_for = await services.database.read(deals.any_without_partner)
    return timedelta(0) if waited_for else BUSY


def partner_row(provider: str, record: PartnerRecord) -> dict[str, Any]:
    """Return the stored form of a partner."""
    return {
        "provider": provider,
        "external_id": record.external_id,
        "name": record.name,
        "key": partner_key(record.name),
        "code": record.code,
        "kana": record.kana,
        "long_name": record.long_name,
        "available": record.available,
        "updated_on": record.updated_on,
    }


def detailed_row(provider: str, record: PartnerRecord, *, now: datetime) -> dict[str, Any]:
    """Return the stored form of a partner read by itself: lists may leave out terms and departments."""
    return {
        **partner_row(provider, record),
        "terms": _terms(record),
        "departments": [list(department) for department in record.departments],
        "detailed_at": now,
    }


def _terms(record: PartnerRecord) -> dict[str, Any] | None:
    """Return the terms, with what the system says of bank holidays as "shift"."""
    if record.terms is None:
        return None
    return terms_to_json(record.terms) | ({"shift": record.shift.value} if record.shift is not None else {})


def _store(session: Session, services: Services, page: Sequence[PartnerRecord]) -> None:
    provider = services.accounting.name
    partners.remember(session, (partner_row(provider, record) for record in page), now=services.clock.now())


def _retire_unseen(session: Session, services: Services, began: datetime) -> None:
    partners.retire_unseen(session, services.accounting.name, before=began, now=services.clock.now())

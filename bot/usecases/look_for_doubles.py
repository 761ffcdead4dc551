"""Before an invoice is made: does one that is not ours look the same? The books are asked after the approval, never
before, so that one written by hand a moment ago stops the creation.

One list call answers for several orders: for as many partners as a call can name, or for everything billed around these
days where that is the shorter list. Where approvals come one after another (a sitting of the accountant), an order
waits up to half a minute for others to share its call; a single approval never waits.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.failures import Later
from bot.services import Services
from bot.usecases.record_invoice import record_seen
from domain.deal import DealStatus
from domain.invoice import IntentState, IssuedInvoice
from domain.order import DealContent
from integrations.accounting.base import InvoiceQuery, Purpose
from storage.models import Deal, Intent, Invoice
from storage.repositories import deals, invoice_pages, invoices, learned

OPEN = "open"
ALL = "*"  # in place of a partner: everything billed around these days
FREE_LOOKS = 1  # within a minute that wait for nobody
PAUSE = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)
MONTH = timedelta(days=31)
MOST = 400  # waiting orders looked at: freee makes fewer in a quarter of an hour


@dataclass(frozen=True, slots=True)
class _Question:
    """One order that waits: whose invoices of which billing dates (inclusive) it wants to be known, and since when."""

    partner_id: str
    first: date
    last: date
    approved_at: datetime


async def doubles(services: Services, deal: Deal, partner_id: str) -> Sequence[Invoice]:
    """Return the invoices that are not ours with the same partner and total and a near date, as they are now."""
    content = deals.content_of(deal)
    if deal.duplicate_ok or content.billing_date is None or deal.total is None:
        return ()
    question = _question(services, partner_id, content, deal)
    if not await services.database.read(_answered, services.accounting.name, question):
        await _look(services, question)
    return await services.database.read(
        invoices.lookalikes,
        provider=services.accounting.name,
        partner_id=partner_id,
        total=deal.total,
        near=content.billing_date,
        days=services.policy.reading.duplicate_days,
    )


def _question(services: Services, partner_id: str, content: DealContent, deal: Deal) -> _Question:
    assert content.billing_date is not None
    around = timedelta(days=services.policy.reading.duplicate_days)
    return _Question(
        partner_id, content.billing_date - around, content.billing_date + around, deal.approved_at or deal.created_at
    )


async def _look(services: Services, question: _Question) -> None:
    system, began = services.accounting, services.clock.now()
    others = await services.database.read(_waiting, services)
    asked = [question, *(one for one in others if one.partner_id != question.partner_id)]
    partners = list(dict.fromkeys(one.partner_id for one in asked))
    at_once = system.capabilities.partners_a_list
    calls = -(-len(partners) // at_once)
    whole = calls > 1 and calls > (await services.database.read(_pages, system.name, began) or 1)
    if whole and (since := await services.database.read(_whole_since, system.name)) and began - since < MINUTE:
        if began - since < PAUSE:
            raise Later(since + PAUSE, "waits for the list that is being read")
        whole = False  # whoever read it was cut off: what one call answers gets on whatever happens
    named = () if whole else tuple(partners[:at_once])
    if len(partners) < at_once:
        await _share(services, question, began)
    asked = [one for one in asked if whole or one.partner_id in named]
    first, last = min(one.first for one in asked), max(one.last for one in asked)
    pages = 0
    await services.database.transact(_note_look, system.name, began, whole=whole)
    query = InvoiceQuery(partner_ids=named, billing_from=first, billing_to=last)
    async for page in system.invoices(query, purpose=Purpose.BULK):
        await services.database.transact(_take_over, services, page.invoices)
        pages += 1
    await services.database.transact(_note_answer, system.name, named or (ALL,), first, last, now=began)
    if whole:
        await services.database.transact(_note_whole, system.name, pages, now=began)


async def _share(services: Services, question: _Question, now: datetime) -> None:
    """Raise Later if the order may wait for others that can share its call."""
    if now - question.approved_at >= timedelta(seconds=services.tuning.look_share_seconds):
        return
    recent = await services.database.read(_looks, services.accounting.name)
    if len([one for one in recent if now - one < MINUTE]) >= FREE_LOOKS:
        raise Later(now + PAUSE, "shares a look into the list")


def _waiting(session: Session, services: Services) -> list[_Question]:
    """Return what approved orders still want to know, the longest waiting first."""
    provider = services.accounting.name
    rows = session.execute(
        select(Deal)
        .join(Intent, col(Intent.deal_id) == col(Deal.id))
        .where(
            col(Intent.provider) == provider,
            col(Intent.state) == IntentState.APPROVED,
            col(Intent.revision) == col(Deal.revision),
            col(Deal.status) == DealStatus.CONFIRMED,
            col(Deal.partner_id).is_not(None),
            col(Deal.duplicate_ok).is_(False),
        )
        .order_by(col(Intent.created_at), col(Intent.id))
        .limit(MOST)
    ).scalars()
    found = []
    for deal in rows:
        content = deals.content_of(deal)
        if content.billing_date is not None and deal.partner_id is not None:
            found.append(_question(services, deal.partner_id, content, deal))
    return [one for one in found if not _answered(session, provider, one)]


def _answered(session: Session, provider: str, question: _Question) -> bool:
    """Return whether a list read since the approval holds everything that the question is about."""
    for name in (ALL, question.partner_id):
        value, at = learned.get(session, _key(provider, name)), learned.learned_at(session, _key(provider, name))
        if value is None or at is None or at < question.approved_at:
            continue
        first, last = (date.fromisoformat(day) for day in value.split("/"))
        if first <= question.first and question.last <= last:
            return True
    return False


def _note_answer(
    session: Session, provider: str, names: Sequence[str], first: date, last: date, *, now: datetime
) -> None:
    for name in names:
        learned.set_value(session, _key(provider, name), f"{first}/{last}", now=now)


def _key(provider: str, name: str) -> str:
    return f"look:{provider}:{name}"


def _pages(session: Session, provider: str, now: datetime) -> int | None:
    """Return how long the list of everything around a day was when it was last read; None if that is long ago."""
    name = f"look_pages:{provider}"
    value, at = learned.get(session, name), learned.learned_at(session, name)
    return int(value) if value is not None and at is not None and now - at < MONTH else None


def _looks(session: Session, provider: str) -> list[datetime]:
    value = learned.get(session, f"looks:{provider}")
    return [datetime.fromisoformat(one) for one in json.loads(value)] if value else []


def _whole_since(session: Session, provider: str) -> datetime | None:
    """Return since when somebody reads everything around a day, None if nobody does."""
    name = f"look_whole:{provider}"
    return learned.learned_at(session, name) if learned.get(session, name) == OPEN else None


def _note_whole(session: Session, provider: str, pages: int, *, now: datetime) -> None:
    learned.set_value(session, f"look_whole:{provider}", "", now=now)
    learned.set_value(session, f"look_pages:{provider}", str(pages), now=now)


def _note_look(session: Session, provider: str, now: datetime, *, whole: bool) -> None:
    if whole:
        learned.set_value(session, f"look_whole:{provider}", OPEN, now=now)
    kept = [one.isoformat() for one in [*_looks(session, provider), now][-FREE_LOOKS:]]
    learned.set_value(session, f"looks:{provider}", json.dumps(kept), now=now)


def _take_over(session: Session, services: Services, found: Sequence[IssuedInvoice]) -> None:
    for issued in invoice_pages.news(session, services.accounting.name, found, now=services.clock.now()):
        record_seen(session, services, issued)

"""Bank lines from the accounting system's feed: new ones by when they were entered, until a page brings nothing new.

What the books did with lines that wait here (booked, ignored) is read again before the morning's digest, the newest
first; a line whose invoice is paid there stops being a question by that alone. How old the feed is: a few times a day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.clock import TOKYO, tokyo_day
from bot.services import Services
from bot.usecases.ask_matching import want_matching
from bot.usecases.freshness import keep_feeds, wallet_ids
from bot.usecases.show_match import refresh_match
from domain.business_day import is_business_day
from integrations.accounting.books import FeedLine, LineState
from storage.repositories import payments
from storage.repositories.jobs import Lease

REREAD_HOUR = 7  # Japan's: before people come
REREAD_PAGES = 10  # a day and account
WALLET_HOURS = (5, 9, 13, 17)  # feeds themselves come a few times a day; on days without banks no more often
STATES = {
    LineState.OPEN: "open",
    LineState.PART: "open",
    LineState.BOOKED: "booked",
    LineState.IGNORED: "set_aside",
}


async def sync_bank_lines(services: Services, lease: Lease) -> None:
    """Job: bring in new bank lines, and ask for them to be matched."""
    books = services.books
    if books is None or not services.policy.payments.bank_lines:
        return
    now = services.clock.now()
    slot = (datetime.fromisoformat(lease.payload["slot"]) if "slot" in lease.payload else now).astimezone(TOKYO)
    asked = "slot" not in lease.payload
    if not asked and slot.hour not in WALLET_HOURS and not is_business_day(slot.date()):
        return
    provider = services.accounting.name
    accounts = await services.database.read(wallet_ids, provider)
    if asked or not accounts or slot.hour in WALLET_HOURS:
        wallets = list(await books.wallets())
        await services.database.transact(keep_feeds, provider, wallets, now=now)
        accounts = [wallet.external_id for wallet in wallets]
    changed = False
    for account in accounts:
        changed |= await _new_lines(services, account, since=_horizon(services))
        if asked or slot.hour == REREAD_HOUR:
            changed |= await _reread(services, account)
    if changed:
        await services.database.transact(want_matching, key=f"feed:{lease.key}", now=services.clock.now())


async def _new_lines(services: Services, wallet_id: str, *, since: date) -> bool:
    assert services.books is not None
    changed = False
    async for page in services.books.bank_lines(wallet_id, since=since, newest_first=True):
        fresh = await services.database.transact(_keep, services, page)
        changed |= fresh > 0
        if fresh < len(page):
            break
    return changed


async def _reread(services: Services, wallet_id: str) -> bool:
    assert services.books is not None
    source = payments.feed_source(services.accounting.name)
    oldest = await services.database.read(payments.oldest_open_day, source)
    if oldest is None:
        return False
    changed, pages = False, 0
    async for page in services.books.bank_lines(wallet_id, since=max(oldest, _horizon(services))):
        changed |= await services.database.transact(_keep, services, page) > 0
        pages += 1
        if pages == REREAD_PAGES:
            break
    return changed


def _horizon(services: Services) -> date:
    return tokyo_day(services.clock.now()) - timedelta(days=services.policy.payments.days)


def _keep(session: Session, services: Services, page: Sequence[FeedLine]) -> int:
    """Keep a page of lines and return how many are new."""
    now = services.clock.now()
    source = payments.feed_source(services.accounting.name)
    new = 0
    for line in page:
        values = {
            "source": source,
            "external_id": line.external_id,
            "account": line.wallet_id,
            "day": line.day,
            "amount": line.amount,
            "unbooked": line.unbooked,
            "payer": line.text,
            "state": STATES[line.state],
        }
        fresh, over = payments.keep_line(session, values, now=now)
        new += fresh
        if over is not None:
            refresh_match(session, over, now=now, why=line.state)
    return new

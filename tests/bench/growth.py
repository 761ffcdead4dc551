"""What a day costs after ten years: payment sync and the overdue scan over 2,000 open invoices, with 1,000,000
invoices in the history beside 10,000, on both stores.

Time is what the bot waits for its database: the accounting system's part is the same, and would hide a difference.
The history stands in our database only; it is paid, so that the accounting system never lists it.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.usecases.list_invoices import list_overdue
from domain.invoice import PaymentStatus
from storage.engine import make_engine
from storage.repositories import jobs, reminders
from tests.bench.registry import Options, Row, at_most, benchmark
from tests.postgres import fresh_store
from tests.town import Town, town

OPEN = 2_000
SMALL = 10_000
RUNS = 10
PAGE = 100
SCAN_PAGE = 200
AT_ONCE = 20_000  # rows written by one statement
DAYS = {"sqlite": "date(t.billing_date, '-' || (n % 3000) || ' days')", "postgresql": "t.billing_date - n % 3000"}
DUE = {
    "sqlite": "date(t.billing_date, '-' || (n % 3000 - 30) || ' days')",
    "postgresql": "t.billing_date - n % 3000 + 30",
}
PLENTY = 10**6
CALLS = {"per_minute": PLENTY, "per_hour": PLENTY, "per_day": PLENTY}


@benchmark("growth")
def growth(options: Options) -> list[Row]:
    """Return for each store the seconds of one sync and of one overdue scan, and the calls of the sync."""
    large = 1_000_000 if options.full else 100_000
    rows: list[Row] = []
    for store in ("sqlite", "postgresql"):
        few, many = asyncio.run(compared(store, SMALL, large))
        for name, seconds in many.seconds.items():
            beside = few.seconds[name]
            rows.append(
                at_most(
                    f"{name}, {large:,} invoices in the history ({store})",
                    seconds / beside,
                    1.2,
                    f"times {beside * 1000:.0f} ms",
                    control=1,
                    control_name=f"{SMALL:,}",
                )
            )
        pages = OPEN // PAGE + 1
        rows.append(
            at_most(f"calls of the sync ({store})", many.calls, pages + 2, "", control=pages, control_name="pages")
        )
    return rows


class Figures:
    """Seconds waited for the database in the fastest run of each piece of work, and calls of a payment sync."""

    def __init__(self, calls: int) -> None:
        self.seconds: dict[str, float] = {}
        self.calls = calls

    def took(self, name: str, seconds: float) -> None:
        """Keep the fastest."""
        self.seconds[name] = min(seconds, self.seconds.get(name, seconds))


async def compared(store: str, *histories: int, opened: int = OPEN) -> list[Figures]:
    """Fill a company's books and database for each size, and take the times by turns: the machine's pace changes."""
    async with contextlib.AsyncExitStack() as stack:
        places = [await stack.enter_async_context(_company(store, history, opened)) for history in histories]
        found = [Figures(await _calls_of_a_sync(place)) for place in places]
        for _ in range(RUNS):
            for place, figures in zip(places, found, strict=True):
                for name, work in (("payment sync", _sync), ("overdue scan", _scan)):
                    figures.took(name, await _database_seconds(place, work))
        return found


@contextlib.asynccontextmanager
async def _company(store: str, history: int, opened: int) -> AsyncIterator[Town]:
    more = {f"freee_calls_per_{name}": PLENTY for name in ("minute", "hour", "day")}
    with tempfile.TemporaryDirectory() as folder, fresh_store(Path(folder), store) as url:
        async with town(
            Path(folder), freee=CALLS, settings=more, database_url=url, seeded=False, looked=False
        ) as place:
            _fill_books(place, opened)
            await _sync(place)
            seed(url, store, history)
            yield place


async def _calls_of_a_sync(place: Town) -> int:
    before = place.office.calls("GET", "/iv/invoices")
    await _sync(place)
    return int(place.office.calls("GET", "/iv/invoices") - before)


def _fill_books(place: Town, opened: int) -> None:
    partner = place.office.add_partner("株式会社見本商事")
    line = {"type": "item", "description": "保守", "quantity": 1, "unit_price": "10000", "tax_rate": 10}
    dates = {"billing_date": "2026-10-31", "payment_date": "2026-11-20"}
    for _ in range(opened):
        place.office.create_by_hand(partner.id, [line], **dates)


def seed(url: str, store: str, history: int) -> None:
    """Copy one stored invoice `history` times as a paid one, over the ten years before."""
    same = (
        "provider, partner_id, partner_name, subject, total, subtotal, tax, withheld, sent, cancelled, booked, url, "
        "seen_at"
    )
    statement = text(
        "WITH RECURSIVE numbers(n) AS "
        "(SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last), "
        "t AS (SELECT * FROM invoice ORDER BY id LIMIT 1) "
        f"INSERT INTO invoice ({same}, external_id, number, billing_date, due_date, payment_status, open, "
        f"residual, paid_seen_at) SELECT {', '.join(f't.{name}' for name in same.split(', '))}, "
        f"'old-' || n, 'OLD-' || n, {DAYS[store]}, {DUE[store]}, '{PaymentStatus.PAID}', :no, 0, t.seen_at "
        "FROM numbers, t"
    )
    engine = make_engine(url)
    for first in range(1, history + 1, AT_ONCE):  # our own limit of a statement's time holds here, too
        with engine.begin() as connection:
            last = min(first + AT_ONCE - 1, history)
            connection.execute(statement, {"first": first, "last": last, "no": False})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Rows of ten years have long been vacuumed; done now, it does not run beside what is measured.
        connection.execute(text("VACUUM ANALYZE" if store == "postgresql" else "ANALYZE"))
    engine.dispose()


async def _sync(place: Town) -> None:
    place.clock.advance(1)
    now = place.clock.now()
    await place.parts.database.transact(jobs.enqueue, "sync_payments", f"bench:{now.isoformat()}", now=now)
    await place.work()


async def _scan(place: Town) -> None:
    """Read what the morning reads: the overdue list, and every open invoice that reminders look at."""
    services = place.parts.services
    after: Any = None
    await services.database.read(list_overdue, services, today=place.today, now=place.clock.now())
    while True:
        page = await services.database.read(
            reminders.open_page, services.accounting.name, due_to=place.today, after=after, limit=SCAN_PAGE
        )
        if len(page) < SCAN_PAGE:
            return
        after = (page[-1].due_date, page[-1].id)


async def _database_seconds(place: Town, work: Callable[[Town], Awaitable[None]]) -> float:
    with watched(place.parts.database) as waited:
        await work(place)
    return waited[0]


@contextlib.contextmanager
def watched(database: Any) -> Iterator[list[float]]:
    """Count the seconds between asking the database and its answer while the block runs."""
    waited = [0.0]
    kept = {name: getattr(database, name) for name in ("transact", "read")}

    def timed(function: Any) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return await function(*args, **kwargs)
            finally:
                waited[0] += time.perf_counter() - began

        return call

    for name, function in kept.items():
        setattr(database, name, timed(function))
    try:
        yield waited
    finally:
        for name in kept:
            delattr(database, name)

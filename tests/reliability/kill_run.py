"""One run of the kill -9 proof: bots that die every second, faults everywhere, and the count at the end."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from domain.deal import DealStatus
from storage.database import make_engine
from storage.models import Deal, Intent, Job
from tests.reliability.nursery import Bot
from tests.reliability.people import Order, People
from tests.reliability.street import Scale, Street

AT_ONCE = 60  # orders under way at the same time
# Work for an order. Scheduled jobs come and go for ever and are nobody's order.
KINDS = ("slack.message", "card", "issue", "post", "tell", "tie", "partner")


@dataclass
class Verdict:
    """What came of a run. The four that must be 0, and the figures around them."""

    orders: int = 0
    lost: list[int] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    marks_twice: list[str] = field(default_factory=list)
    """The same, counted by the mark in the memo, cancelled invoices too."""
    stuck: list[str] = field(default_factory=list)
    double_cards: list[int] = field(default_factory=list)
    invoices: int = 0
    kills: int = 0
    crashes: int = 0
    """How often the database server itself was stopped without a checkpoint and started again."""
    slowness: list[float] = field(default_factory=list)
    """How much longer than usual each start took: by so much the time until the next kill was stretched."""
    seconds: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    def rows(self) -> dict[str, Any]:
        """Return it for a table."""
        return {
            "orders": self.orders,
            "lost": len(self.lost),
            "invoices twice": max(len(self.duplicates), len(self.marks_twice)),
            "stuck": len(self.stuck),
            "cards twice": len(self.double_cards),
            "invoices": self.invoices,
            "kill -9": self.kills,
            **({"database server crashed": self.crashes} if self.crashes else {}),
            "busy machine: times stretched by": round(sum(self.slowness) / max(1, len(self.slowness)), 2),
            "seconds": round(self.seconds, 1),
            "faults played": sum(self.faults.values()),
            **{f"  {name}": number for name, number in sorted(self.faults.items())},
            **self.figures,
        }

    def record(self) -> dict[str, Any]:
        """Return it for a file."""
        return {**asdict(self), "slowness": round(sum(self.slowness) / max(1, len(self.slowness)), 2)}

    def troubles(self, scale: Scale) -> list[str]:
        """Return what must not have happened, in words, and whether `scale` may be to blame for invoices made twice."""
        counted = {
            "lost": self.lost,
            "invoiced twice": self.duplicates,
            "one mark on two invoices": self.marks_twice,
            "stuck": self.stuck,
            "two cards": self.double_cards,
        }
        found = [f"{what}: {rows}" for what, rows in counted.items() if rows]
        landed, allowed = self.figures["latest landing (s)"] + scale.list_lag, scale.latest_allowed
        if self.duplicates and landed > allowed:
            found.append(
                f"the scale's premise was broken: a request landed after {landed:.2f} s, and on this scale the settle"
                f" window bears {allowed:.2f} s; run it again on a quieter machine to learn whose the duplicates are"
            )
        return found


async def kill_run(
    street: Street,
    orders: int,
    *,
    roles: tuple[str, ...] = ("run",),
    crash: Callable[[], None] | None = None,
    patience: float = 90,
) -> Verdict:
    """Send orders through bots that are killed all the time; return what came of them.

    `crash` breaks the database server and returns when it serves again: it is called every few seconds.
    """
    started = time.monotonic()
    people, verdict = People(street), Verdict(orders=orders)
    street.spread_faults()
    places = [_Place(street, role, verdict) for role in roles]
    await asyncio.gather(*(place.open() for place in places))
    killers = [asyncio.create_task(place.kill_for_ever()) for place in places]
    if crash is not None:
        killers.append(asyncio.create_task(_crash_for_ever(street, crash, verdict)))
    signposts = asyncio.create_task(_lead_slack_to(street, places))
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(order: Order) -> None:
        async with gate:
            await people.live(order)

    everything = [Order(number) for number in range(orders)]
    lives = [asyncio.create_task(one(order)) for order in everything]
    try:
        await _until_nearly_done(lives, killers, limit=patience + orders * 3.0)
    finally:
        for killer in killers:
            killer.cancel()
        await asyncio.gather(*killers, return_exceptions=True)
    street.stop_faults()
    await asyncio.wait(lives, timeout=patience)
    await until_idle(street, patience)
    for task in [*lives, signposts]:
        task.cancel()
    await asyncio.gather(*lives, signposts, return_exceptions=True)
    for place in places:
        await place.close()
    verdict.seconds = time.monotonic() - started
    judge(street, people, everything, verdict)
    return verdict


class _Place:
    """Where one bot runs; when it is killed the next one takes its place."""

    def __init__(self, street: Street, role: str, verdict: Verdict) -> None:
        self._street, self._role, self._verdict = street, role, verdict
        self.role = role
        self.bot: Bot | None = None
        self._slow = 1.0

    async def open(self) -> None:
        began = time.monotonic()
        self.bot = await self._street.nursery.start(self._role)
        await self.bot.up()
        # On a busy machine a bot that dies so soon would die before it has done anything at all.
        slow = max(1.0, min(8.0, (time.monotonic() - began) / self._street.scale.usual_start))
        self._verdict.slowness.append(slow)
        self._slow = slow

    async def kill_for_ever(self) -> None:
        """Kill -9 at random moments, counted from when the bot was up."""
        dice = self._street.dice
        try:
            while True:
                await asyncio.sleep(dice.uniform(*self._street.scale.kill_between) * self._slow)
                assert self.bot is not None
                await self.bot.end(signal.SIGKILL)
                self._verdict.kills += 1
                await self.open()
        except asyncio.CancelledError:
            await asyncio.shield(self._revive())
            raise

    async def _revive(self) -> None:
        if self.bot is None or self.bot.ended.is_set() or not self.bot.ready.is_set():
            if self.bot is not None:
                await self.bot.end(signal.SIGKILL)
            await self.open()

    async def close(self) -> None:
        """Stop as an administrator does."""
        if self.bot is not None:
            await self.bot.end(signal.SIGTERM)


async def _crash_for_ever(street: Street, crash: Callable[[], None], verdict: Verdict) -> None:
    while True:
        await asyncio.sleep(street.dice.uniform(*street.scale.crash_between))
        crashing = asyncio.create_task(asyncio.to_thread(crash))
        try:
            await asyncio.shield(crashing)
        except asyncio.CancelledError:
            await crashing  # the run is over, and is judged on a server that is up
            raise
        verdict.crashes += 1


async def _lead_slack_to(street: Street, places: list[_Place]) -> None:
    """A load balancer: Slack's requests go to a place that listens, in turn."""
    turn = 0
    while True:
        open_places = [place for place in places if place.role in ("run", "web") and place.bot is not None]
        turn += 1
        bot = open_places[turn % len(open_places)].bot
        assert bot is not None
        street.slack.settings.request_url = bot.url
        await asyncio.sleep(0.02)


async def _until_nearly_done(
    lives: list[asyncio.Task[None]], killers: list[asyncio.Task[None]], *, limit: float
) -> None:
    """Wait until only a few orders are left, which then see the end of the faults."""
    rest = max(1, len(lives) // 50)
    end = time.monotonic() + limit
    while time.monotonic() < end and sum(not life.done() for life in lives) > rest:
        for task in [*lives, *killers]:
            if task.done() and (error := task.exception()) is not None:
                raise error
        await asyncio.sleep(0.1)


async def until_idle(street: Street, limit: float) -> None:
    """Wait until no work of an order is left, or the time is up."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if not await asyncio.to_thread(_open_work, street.database_url):
            return
        await street.clock.sleep(0.5)


def _open_work(url: str) -> list[str]:
    engine = make_engine(url, read_only=True)
    try:
        with Session(engine) as session:
            jobs = session.execute(
                select(Job).where(
                    col(Job.kind).in_(KINDS), or_(col(Job.finished_at).is_(None), col(Job.state) == "dead")
                )
            ).scalars()
            waiting = session.execute(
                select(Deal).where(col(Deal.status).in_((DealStatus.PROPOSED, DealStatus.CONFIRMED)))
            ).scalars()
            return [
                *(f"job {job.kind} {job.key}: {job.state} {job.error_kind} {job.error}" for job in jobs),
                *(f"deal {deal.message_ts}: {deal.status}" for deal in waiting),
            ]
    finally:
        engine.dispose()


def judge(street: Street, people: People, orders: list[Order], verdict: Verdict) -> None:
    """Count what came of the orders."""
    deals = _deals_by_ts(street.database_url)
    for order in orders:
        invoices = people.invoices(order)
        if deals.get(order.ts, 0) != 1 or not invoices:
            verdict.lost.append(order.number)
        if len(invoices) > 1:
            verdict.duplicates.append(order.number)
        if order.ts and len(people.cards(order)) != 1:
            verdict.double_cards.append(order.number)
    verdict.marks_twice = sorted(street.books.duplicates())
    verdict.stuck = _open_work(street.database_url)
    verdict.invoices = len(street.books.book())
    faults = [*street.office_faults.played, *street.slack_faults.played]
    verdict.faults = dict(Counter(f"{method} {path}: {kind}" for method, path, kind in faults))
    told = [m for user in (street.suzuki, street.ito) for m in street.slack.ephemerals(user)]
    posts = street.books.calls(street.books.create)
    verdict.figures = {
        "latest landing (s)": round(street.landings.latest, 2),
        "requests for an invoice": posts
        + sum(kind == "lost_before" for m, p, kind in faults if f"{m} {p}" == street.books.create),
        "look-ups and lists": street.books.calls(street.books.listing),
        "event deliveries": sum(d.kind == "events_api" for d in street.slack.deliveries),
        "events delivered later than Slack's third retry": len(
            {d.event_id for d in street.slack.deliveries if d.kind == "events_api" and d.retry > 3}
        ),
        "presses answered in words": len(told),
        **_intent_figures(street.database_url),
        **dict(people.counts),
    }


def _deals_by_ts(url: str) -> dict[str, int]:
    engine = make_engine(url, read_only=True)
    try:
        with Session(engine) as session:
            return Counter(session.execute(select(col(Deal.message_ts))).scalars())
    finally:
        engine.dispose()


def _intent_figures(url: str) -> dict[str, int]:
    engine = make_engine(url, read_only=True)
    try:
        with Session(engine) as session:
            rows = session.execute(select(col(Intent.attempts), func.count()).group_by(col(Intent.attempts))).all()
            return {f"orders with {attempts} request(s)": int(number) for attempts, number in rows}
    finally:
        engine.dispose()

"""Sixty days of reminders: invoices in the books, customers who pay in every way, a bot in two replicas.

What may go wrong does: three days down over due dates (twice), a bank feed that stops for a week, jobs that run twice,
answers of Slack that are lost, due dates moved by hand, promises kept and broken, disputes, an owner who has left. Once
a day the accountant books what came. The judge (`reminders_judge`) looks at Slack and at what was done here, not at
the bot's own tables.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot.bootstrap import Parts, build
from bot.clock import TOKYO
from bot.usecases.answer_reminder import check_invoice, dispute_invoice, promise_payment
from domain.business_day import is_business_day, next_business_day
from storage.models import Invoice, Job
from storage.repositories import jobs
from tests.domain.reconciliation_generator import half_width
from tests.reliability.payments_run import HEADS, PLENTY, TAILS
from tests.town import Cast, Town, town

LEVELS = (  # name, days from the due date, who hears it
    ("notice", -3, ("owner",)),
    ("first", 1, ("owner",)),
    ("second", 7, ("owner",)),
    ("third", 14, ("owner", "channel")),
    ("final", 30, ("owner", "approvers")),
)
FATES = {  # of 100 invoices
    "on time": 33,
    "late": 24,
    "very late": 8,
    "never": 6,
    "part and rest": 7,
    "part": 4,
    "fee": 3,
    "cancelled": 4,
    "on the account": 3,  # the bank's line comes in time, the accountant books it days later
    "promise kept": 2,
    "promise broken": 2,
    "disputed": 2,
    "checked": 1,
    "due date moved": 1,
}
DUE = ((date(2026, 11, 30), 28), (date(2026, 12, 10), 20), (date(2026, 12, 20), 22), (date(2026, 12, 31), 30))
DAYS = 60
DOWN = (("2026-12-09T17:00", "2026-12-12T17:00"), ("2026-12-21T06:00", "2026-12-24T10:30"))  # wakes on a Saturday; late
NO_FEED = (date(2027, 1, 6), date(2027, 1, 14))  # days on which the bank's feed brings nothing
# A lost answer is tried again after seconds and minutes: a morning of one look would call that a day late.
TICKS = ("05:05", "08:12", "09:00", "09:02", "09:10", "09:20", "09:28", "16:15", "18:30")
QUIET_TICKS = ("05:05", "09:00", "16:15")  # on days when banks are closed
BOOKED_AT = "15:00"
FEED_AT = "04:30"


@dataclass
class Owed:
    """One invoice, and what happened to it. `events`: (moment, yen still due then); `pauses`: [from, until)."""

    id: int
    number: str
    total: int
    owner: str | None
    fate: str
    payer: str
    dues: list[tuple[datetime, date]]
    events: list[tuple[datetime, int]] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    row: int = 0  # our own id

    def due(self, moment: datetime) -> date:
        """Return the due date as it stood then."""
        return [day for since, day in self.dues if since <= moment][-1]

    def residual(self, moment: datetime) -> int:
        """Return the yen that were due then, by the books."""
        return ([self.total] + [left for when, left in self.events if when <= moment])[-1]

    def paused(self, moment: datetime) -> bool:
        """Return whether people had asked for silence, or the money was on the account."""
        return any(since <= moment < until for since, until in self.pauses)


@dataclass
class Run:
    """What is played."""

    place: Town
    replicas: tuple[Parts, ...]
    dice: random.Random
    owed: list[Owed] = field(default_factory=list)
    plan: dict[date, list[Callable[[], Any]]] = field(default_factory=dict)
    feed_at: list[datetime] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def now(self) -> datetime:
        """Return the moment in Japan."""
        return self.place.clock.now().astimezone(TOKYO)

    def on(self, day: date, deed: Callable[[], Any]) -> None:
        """Plan a deed for the afternoon of a day."""
        self.plan.setdefault(day, []).append(deed)


def rules(people: Cast) -> dict[str, Any]:
    """Return the policy: levels whose words name them, owners by name."""
    levels = [
        {"name": name, "days": days, "to": to, "text": f"段階:{name}", "tone": "first"} for name, days, to in LEVELS
    ]
    return {"reminders": levels, "people": {"田中": people.tanaka, "伊藤": people.ito}}


async def play(folder: Path, count: int, *, seed: int = 5) -> Run:
    """Play it all and return what happened; nothing is judged here."""
    plenty = {"per_minute": PLENTY, "per_hour": PLENTY, "per_day": PLENTY}
    more = {f"freee_calls_{name}": PLENTY for name in plenty}
    async with town(folder, seeded=False, looked=False, freee=plenty, settings=more, policy=rules) as place:
        services = place.parts.services
        second = build(place.parts.settings, policy=place.parts.policy, clock=place.clock, tuning=services.tuning)
        try:
            run = Run(place, (place.parts, second), random.Random(seed))
            await _begin(run, count)
            place.slack_faults.add("POST /api/chat.postMessage", "lost_after", probability=0.02)
            place.slack_faults.add("POST /api/chat.postMessage", "lost_before", probability=0.02)
            first = run.now().date()
            for number in range(1, DAYS + 1):
                await _day(run, first + timedelta(days=number))
            return run
        finally:
            await second.close()


# --- the beginning ----------------------------------------------------------------------------------------------------


async def _begin(run: Run, count: int) -> None:
    place, dice = run.place, run.dice
    place.office.sync_feed()
    run.feed_at.append(run.now())
    gone = await place.slack.add_user("sato", real_name="佐藤 退職")
    names = dice.sample([head + tail for head in HEADS for tail in TAILS], 100)
    partners = [(place.office.add_partner(f"株式会社{kana}", name_kana=kana).id, kana) for kana in names]
    for number in range(count):
        partner_id, kana = dice.choice(partners)
        price = dice.randrange(10, 900) * 1_000 + number * 10  # no two alike
        due = dice.choices([day for day, _ in DUE], weights=[weight for _, weight in DUE])[0]
        line = {"type": "item", "description": "保守", "quantity": 1, "unit_price": str(price), "tax_rate": 10}
        made = place.office.create_by_hand(partner_id, [line], billing_date="2026-11-24", payment_date=due.isoformat())
        place.office.register_deal(made.id)
        place.office.mark_sent(made.id)
        owner = dice.choices(["田中", "伊藤", place.tanaka, gone, None], weights=[40, 30, 10, 5, 15])[0]
        fate = dice.choices(list(FATES), weights=list(FATES.values()))[0]
        total = int(made.amounts["total_amount"])
        owed = Owed(made.id, made.number, total, owner, fate, f"ｶ){half_width(kana)}", [(run.now(), due)])
        run.owed.append(owed)
        run.counts[fate] += 1
    await tick(run)
    await place.parts.database.transact(_owners, {str(owed.id): owed for owed in run.owed})
    place.slack.state.users[gone].deleted = True
    for owed in run.owed:
        _plan(run, owed, owed.due(run.now()))


def _owners(session: Session, owed: dict[str, Owed]) -> None:
    for row in session.execute(select(Invoice)).scalars():
        row.owner, owed[row.external_id].row = owed[row.external_id].owner, row.id or 0


def _plan(run: Run, owed: Owed, due: date) -> None:
    dice, arrives = run.dice, _open(due)
    later = _open(due + timedelta(days=dice.randrange(2, 14)))
    pays = {"on time": due - timedelta(days=dice.choice((0, 0, 0, 1, 2, 3))), "late": later, "fee": arrives}
    match owed.fate:
        case "on time" | "late" | "fee":
            day = pays[owed.fate]
            part = owed.total - 440 if owed.fate == "fee" else owed.total
            run.on(day, lambda: _pay(run, owed, part))
            if part < owed.total:
                run.on(_open(day + timedelta(days=1)), lambda: _pay(run, owed, 440))  # the fee is written off
        case "very late":
            run.on(_open(due + timedelta(days=dice.randrange(16, 29))), lambda: _pay(run, owed, owed.total))
        case "part" | "part and rest":
            part = owed.total * 2 // 5
            run.on(arrives, lambda: _pay(run, owed, part))
            if owed.fate == "part and rest":
                run.on(_open(due + timedelta(days=9)), lambda: _pay(run, owed, owed.total - part))
        case "cancelled":
            run.on(_open(due + timedelta(days=2)), lambda: _cancel(run, owed))
        case "on the account":
            run.on(arrives, lambda: _arrive(run, owed))
        case "promise kept" | "promise broken":
            run.on(_open(due + timedelta(days=3)), lambda: _promise(run, owed))
        case "disputed":
            run.on(_open(due + timedelta(days=3)), lambda: _dispute(run, owed))
        case "checked":
            run.on(_open(due + timedelta(days=5)), lambda: _check(run, owed))
        case "due date moved":
            run.on(_open(due + timedelta(days=4)), lambda: _move(run, owed))
        case _:
            pass  # never


# --- what happens -----------------------------------------------------------------------------------------------------


def _pay(run: Run, owed: Owed, amount: int) -> None:
    run.place.office.mark_partial(owed.id, amount)
    owed.events.append((run.now(), owed.residual(run.now()) - amount))


def _cancel(run: Run, owed: Owed) -> None:
    run.place.office.cancel_by_hand(owed.id)
    owed.events.append((run.now(), 0))


def _arrive(run: Run, owed: Owed) -> None:
    line = run.place.office.add_bank_line(run.now().date(), owed.total, f"振込 {owed.payer}").id
    booked = _open(run.now().date() + timedelta(days=4))

    def book() -> None:
        run.place.office.book_bank_line(line, owed.id)
        owed.events.append((run.now(), 0))

    owed.pauses.append((run.now(), _at(booked, BOOKED_AT)))
    run.on(booked, book)


async def _promise(run: Run, owed: Owed) -> None:
    day = _open(run.now().date() + timedelta(days=7))
    await _say(run, owed, promise_payment, promised=day, note="")
    # Believed until its day is over, by the due date's own rules for what is in time.
    owed.pauses.append((run.now(), _at(day + timedelta(days=1), "00:00")))
    if owed.fate == "promise kept":
        run.on(day, lambda: _pay(run, owed, owed.total))


async def _dispute(run: Run, owed: Owed) -> None:
    await _say(run, owed, dispute_invoice, settled=False)
    owed.pauses.append((run.now(), _at(date(2027, 12, 31), "00:00")))


async def _check(run: Run, owed: Owed) -> None:
    await _say(run, owed, check_invoice, services=run.place.parts.services)
    until = run.now().date()
    for _ in range(run.place.parts.policy.collection.checking_business_days):
        until = next_business_day(until)
    owed.pauses.append((run.now(), _at(until, "00:00")))


async def _say(run: Run, owed: Owed, deed: Callable[..., Any], **values: Any) -> None:
    place = run.place
    now = place.clock.now()
    answer = await place.parts.database.transact(deed, invoice_id=owed.row, user=place.tanaka, now=now, **values)
    assert answer.key is None, answer


def _move(run: Run, owed: Owed) -> None:
    moved = owed.due(run.now()) + timedelta(days=12)
    run.place.office.edit_by_hand(owed.id, payment_date=moved.isoformat())
    owed.dues.append((run.now(), moved))


# --- time -------------------------------------------------------------------------------------------------------------


async def _day(run: Run, day: date) -> None:
    for clock in sorted((*(TICKS if is_business_day(day) else QUIET_TICKS), BOOKED_AT, FEED_AT, *_wakes(day))):
        moment = _at(day, clock)
        run.place.clock.set(moment)
        if clock == FEED_AT and not NO_FEED[0] <= day <= NO_FEED[1]:
            run.place.office.sync_feed()
            run.feed_at.append(moment)
        if clock == BOOKED_AT:
            for deed in run.plan.pop(day, ()):
                done = deed()
                if asyncio.iscoroutine(done):
                    await done
        if clock not in (FEED_AT, BOOKED_AT) and is_up(moment):
            await tick(run)
            if clock == "09:00":
                await run.place.parts.database.transact(_again, now=run.place.clock.now())


def _again(session: Session, *, now: datetime) -> None:
    """Let jobs that are done run once more, as if their worker had died before it could say so."""
    jobs.enqueue(session, "remind_invoices", f"again:{now.isoformat()}", {"slot": now.isoformat()}, now=now)
    session.execute(
        update(Job)
        .where(col(Job.kind).in_(("remind", "remind_invoices")), col(Job.state) == "done", col(Job.id) % 3 == 0)
        .where(col(Job.finished_at) > now - timedelta(hours=1))
        .values(state="ready", finished_at=None, run_at=now)
    )


async def tick(run: Run) -> None:
    """Let both replicas look at the clock, and work side by side until nothing is due."""
    await asyncio.gather(*(parts.scheduler.tick() for parts in run.replicas))
    while True:
        await run.place.slack.settle()
        if not any(await asyncio.gather(*(parts.worker.run_due() for parts in run.replicas))):
            return


def is_up(moment: datetime) -> bool:
    """Return whether the bot runs."""
    return not any(_moment(since) <= moment < _moment(until) for since, until in DOWN)


def _wakes(day: date) -> list[str]:
    """Return when the bot comes back on a day, and some minutes later."""
    ends = [_moment(until) for _, until in DOWN if _moment(until).date() == day]
    return [f"{moment + timedelta(minutes=more):%H:%M}" for moment in ends for more in (0, 6)]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def _at(day: date, clock: str) -> datetime:
    return _moment(f"{day}T{clock}")


def _open(day: date) -> date:
    return day if is_business_day(day) else next_business_day(day)

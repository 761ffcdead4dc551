"""A company with many orders, lived through day by day on a moved clock: orders come and are approved, invoices are
made, customers pay around the due date, people write invoices by hand; every call to freee is counted.

Slack is left out (its jobs are done by nobody): what is measured is how often freee is asked.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session, col
from ulid import ULID

from bot.bootstrap import Parts
from bot.clock import TOKYO
from bot.jobs.handlers import HANDLERS
from bot.services import Services, Tuning
from bot.usecases.approve_deal import approve_deal
from bot.usecases.propose_deal import new_report
from bot.worker import Worker
from domain.business_day import is_business_day
from domain.order import DealContent, DealLine
from domain.tax import TaxEntry
from domain.terms import ClosingTerms, NetTerms, PaymentTerms, due_date
from storage.models import ApiCall, Deal, Intent, Job, OrderReport
from storage.repositories import deals
from storage.repositories.jobs import Lease
from tests.town import Town, town

NUMBERS = count()
PARTNERS = 300
TERMS: tuple[PaymentTerms, ...] = (
    ClosingTerms(close="EOM", months=1, day="EOM"),  # 月末締め翌月末払い
    ClosingTerms(close=20, months=1, day=20),  # 20日締め翌月20日払い
    NetTerms(net_days=30),
)
SLACK_JOBS = ("card", "post", "tell", "home", "refresh_approvers", "refresh_identity", "catch_up", "remind")
OFFICE_HOURS = range(9, 18)
LATENESS = (-3, -2, -1, *(0,) * 12, 1, 1, 2, 3, 12)  # days between the due date and the payment


@dataclass
class Life:
    """The company so far."""

    place: Town
    per_day: int
    dice: random.Random
    between: float = 10  # seconds between two approvals: an accountant reads a card and presses
    orders: int = 0
    pays_on: dict[date, list[int]] = field(default_factory=dict)  # day -> ids of invoices in freee
    planned: int = 0  # how many invoices have a day of payment

    @property
    def parts(self) -> Parts:
        """The bot."""
        return self.place.parts

    def history(self, days: int) -> None:
        """Let business days be over on which invoices were written before the bot came."""
        today = self.place.today
        for back in range(days, 0, -1):
            day = today - timedelta(days=back)
            if is_business_day(day):
                for _ in range(self.per_day):
                    self._by_hand(day)
        self._plan_payments()
        for day in sorted(day for day in self.pays_on if day < today):
            for invoice_id in self.pays_on.pop(day):
                self.place.office.mark_paid(invoice_id, day)

    async def live(self, day: date) -> None:
        """Live through one day, hour by hour, quarter by quarter."""
        await self.night(day)
        for hour in range(OFFICE_HOURS.start, 24):
            await self._at(datetime.combine(day, time(hour), TOKYO))
            if is_business_day(day) and hour in OFFICE_HOURS:
                done = hour - OFFICE_HOURS.start
                self._pay(day, share=1 / (len(OFFICE_HOURS) - done))
                await self._sitting(self.per_day // len(OFFICE_HOURS) + (done < self.per_day % len(OFFICE_HOURS)))
            if is_business_day(day) and hour in (10, 15):
                self._by_hand(day)
            await self._quarters(day, hour)

    async def night(self, day: date) -> None:
        """Live through the hours before anybody books a payment."""
        for hour in range(OFFICE_HOURS.start):
            if datetime.combine(day, time(hour), TOKYO) >= self.place.clock.now():
                await self._at(datetime.combine(day, time(hour), TOKYO))
                await self._quarters(day, hour)

    async def _quarters(self, day: date, hour: int) -> None:
        for minute in (15, 30, 45):
            await self._at(datetime.combine(day, time(hour, minute), TOKYO))

    async def calls(self, since: datetime) -> Counter[str]:
        """Return the calls by kind since a moment."""
        rows = await self.parts.database.read(
            lambda session: session.execute(
                select(col(ApiCall.kind), func.count()).where(col(ApiCall.at) >= since).group_by(col(ApiCall.kind))
            ).all()
        )
        return Counter({kind: int(number) for kind, number in rows})

    async def longest_wait(self) -> float:
        """Return the seconds between an approval and its invoice, of the slowest."""
        rows = await self.parts.database.read(
            lambda session: session.execute(
                select(col(Deal.approved_at), col(Intent.posted_at)).join(Intent, col(Intent.deal_id) == col(Deal.id))
            ).all()
        )
        return max((posted - approved).total_seconds() for approved, posted in rows)

    async def settle(self) -> None:
        """Work until nothing waits for the budget any more."""
        for _ in range(400):
            await self.parts.worker.run_due()
            due = await self.parts.database.read(_next_due, self.place.clock.now())
            if due is None or due > self.place.clock.now() + timedelta(minutes=2):
                return
            self.place.clock.advance(max(0.5, (due - self.place.clock.now()).total_seconds()))
        raise AssertionError("the work does not come to an end")

    async def _at(self, moment: datetime) -> None:
        left = (moment - self.place.clock.now()).total_seconds()
        if left > 0:
            self.place.clock.advance(left)
        await self.parts.scheduler.tick()
        await self.settle()

    async def _sitting(self, number: int) -> None:
        """Let an accountant approve what has come in since the last sitting, one order after the other."""
        for _ in range(number):
            await self.parts.database.transact(_approved, self.parts.services, self._content(), self.place.suzuki)
            await self.parts.worker.run_due()
            self.place.clock.advance(self.between)
        await self.settle()
        self._plan_payments()

    def _content(self) -> DealContent:
        self.orders += 1
        partner = self.dice.choice(list(self.place.office.partners))
        today, terms = self.place.today, self.dice.choice(TERMS)
        return DealContent(
            partner_name=partner.name,
            partner_id=str(partner.id),
            partner_label=partner.name,
            lines=(DealLine(description="保守サービス", unit_price=Decimal(10_000 + 10 * self.orders)),),
            tax_entry=TaxEntry.OUT,
            order_date=today,
            billing_date=today,
            due_date=due_date(terms, today).date,
        )

    def _by_hand(self, day: date) -> None:
        office = self.place.office
        partner = self.dice.choice(list(office.partners))
        price = str(5_000_000 + 10 * len(office.invoices))
        due = due_date(self.dice.choice(TERMS), day).date
        line = {"description": "手入力", "quantity": 1, "unit_price": price, "tax_rate": 10}
        dates = {"billing_date": day.isoformat(), "payment_date": due.isoformat()}
        office.create_by_hand(partner.id, [line], subject="手入力", **dates)

    def _plan_payments(self) -> None:
        for invoice in list(self.place.office.invoices)[self.planned :]:
            day = date.fromisoformat(invoice.payment_date) + timedelta(days=self.dice.choice(LATENESS))
            while not is_business_day(day):
                day += timedelta(days=1)
            self.pays_on.setdefault(max(day, date.fromisoformat(invoice.billing_date)), []).append(invoice.id)
        self.planned = len(self.place.office.invoices)

    def _pay(self, day: date, *, share: float) -> None:
        """Book so large a share of what is still to be paid on this day."""
        waiting = self.pays_on.get(day, [])
        for _ in range(round(len(waiting) * share)):
            self.place.office.mark_paid(waiting.pop(self.dice.randrange(len(waiting))), day)


@asynccontextmanager
async def company(folder: Path, *, per_day: int, between: float = 10) -> AsyncIterator[Life]:
    """Run a company with its partners; nothing has happened yet."""
    async with town(folder, tuning=Tuning(), seeded=False, looked=False) as place:
        for number in range(PARTNERS):
            place.office.add_partner(f"株式会社見本{number:03}商事")
        idle = {**HANDLERS, **dict.fromkeys(SLACK_JOBS, _nothing)}
        place.parts.worker = Worker(place.parts.services, idle)
        yield Life(place, per_day, random.Random(per_day), between)


async def _nothing(services: Services, lease: Lease) -> None:
    """Stand for a job that only talks to Slack."""


def _next_due(session: Session, now: datetime) -> datetime | None:
    # What is due already and was not run waits for another of its lane.
    found: datetime | None = session.execute(
        select(func.min(col(Job.run_at))).where(col(Job.finished_at).is_(None), col(Job.run_at) > now)
    ).scalar()
    return found


def _approved(session: Session, services: Services, content: DealContent, user: str) -> None:
    now = services.clock.now()
    report = _report(session, now, user)
    deal_id = str(ULID())
    deals.add_proposed(session, deal_id=deal_id, report=report, position=0, content=content, now=now)
    deal = session.get_one(Deal, deal_id)
    answer = approve_deal(
        session,
        services=services,
        deal_id=deal.id,
        version=deal.version,
        sha256=deal.content_sha256,
        user=user,
        response_url=None,
        now=now,
    )
    assert answer.key is None, answer


def _report(session: Session, now: datetime, user: str) -> OrderReport:
    ts = f"{now.timestamp():.0f}.{next(NUMBERS):06}"
    return new_report(session, team_id="T", channel="C", ts=ts, author=user, text="", now=now)

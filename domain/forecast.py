"""When money will arrive: due dates moved by what each partner has done so far, promises, and orders not yet invoiced.

A claim is not put on one day: it is spread over the days on which this partner's past payments would have brought it,
so that a partner who is sometimes a month late counts partly there. While little is known of a partner, everybody's
delays count with it; of a claim that is late already, only delays longer than that. Looked back at over a simulated
year, this halves the error of moving each due date by the partner's median. Days are Asia/Tokyo's, amounts yen.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from domain.dunning import grace_day

MEMORY = 12  # payments of a partner that tell its habit: about a year of monthly invoices
PRIOR = 1.0  # everybody's delays weigh as much as this many payments of the partner itself
SAMPLES = 12  # days that stand for everybody's delays
LOST_DAYS = 60  # later than anything ever seen: not counted on in the coming weeks
WEEK = timedelta(days=7)


class Source(StrEnum):
    """Where an expected amount comes from."""

    DUE = "due"  # an invoice, by its due date and the partner's habit
    PROMISE = "promise"  # an invoice whose payment was promised for a day
    ORDER = "order"  # a confirmed deal that is not invoiced yet


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that arrived: `amount` yen on `paid_on` for an invoice due on `due`."""

    partner: str
    due: date
    paid_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Money that is owed or will be: the residual of an open invoice, or a confirmed order's total."""

    partner: str
    due: date
    amount: int
    promised: date | None = None
    invoiced: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """The part of a claim (yen) that is expected on a day."""

    claim: Claim
    day: date
    amount: int
    source: Source


@dataclass(frozen=True, slots=True)
class Week:
    """What is expected in the week that begins on `start` (a Monday), by source; `nominal`: if all paid when due."""

    start: date
    amounts: Mapping[Source, int]
    nominal: int

    @property
    def total(self) -> int:
        """Return the yen expected in this week."""
        return sum(self.amounts.values())


@dataclass(frozen=True, slots=True)
class Error:
    """How far last time's figure was off. `share` is of what arrived, None if nothing did."""

    expected: int
    arrived: int

    @property
    def yen(self) -> int:
        """Return expected minus arrived."""
        return self.expected - self.arrived

    @property
    def share(self) -> float | None:
        """Return the error as a share of what arrived."""
        return self.yen / self.arrived if self.arrived else None


class Habits:
    """What the payments so far say about how late partners pay."""

    def __init__(self, payments: Iterable[Payment]) -> None:
        """`payments` in any order; the newest `MEMORY` of each partner count."""
        by_partner: dict[str, list[tuple[date, int]]] = {}
        for payment in payments:
            by_partner.setdefault(payment.partner, []).append((payment.paid_on, delay_of(payment.due, payment.paid_on)))
        self._delays = {
            partner: sorted(delay for _, delay in sorted(seen)[-MEMORY:]) for partner, seen in by_partner.items()
        }
        self._all = sorted(delay for delays in self._delays.values() for delay in delays) or [0]

    def delays(self, partner: str, *, beyond: int) -> list[tuple[int, float]]:
        """Return (days late, weight) of what this partner may do; weights add up to 1.

        `beyond`: it is known that the claim did not come with this delay or a shorter one.
        """
        own, everybody = (
            delays[bisect_right(delays, beyond) :] for delays in (self._delays.get(partner, []), self._all)
        )
        weights: dict[int, float] = {}
        for delay in own:
            weights[delay] = weights.get(delay, 0.0) + 1.0
        samples = _samples(everybody)
        for delay in samples:
            weights[delay] = weights.get(delay, 0.0) + PRIOR / len(samples)
        if not weights:
            return [(max(beyond, 0) + LOST_DAYS, 1.0)]
        total = sum(weights.values())
        return [(delay, weight / total) for delay, weight in sorted(weights.items())]

    def usual(self, partner: str) -> int | None:
        """Return by how many days this partner is usually late (the median), None if it never paid yet."""
        own = self._delays.get(partner)
        return round(median(own)) if own else None


def delay_of(due: date, paid_on: date) -> int:
    """Return days late: 0 if paid when a payment due that day could arrive at the latest."""
    return (paid_on - grace_day(due)).days


def expect(claim: Claim, habits: Habits, *, today: date) -> list[Arrival]:
    """Return when a claim is expected, in parts that add up to it. What has not arrived before today did not arrive."""
    if claim.promised is not None and grace_day(claim.promised) >= today:
        return [Arrival(claim, grace_day(claim.promised), claim.amount, Source.PROMISE)]
    source = Source.DUE if claim.invoiced else Source.ORDER
    base = grace_day(claim.due)
    late = (today - base).days - 1  # it is known not to have come with this delay
    weights: dict[date, float] = {}
    for delay, weight in habits.delays(claim.partner, beyond=late):
        day = grace_day(base + timedelta(days=delay))
        weights[day] = weights.get(day, 0.0) + weight
    arrivals, before, share = [], 0, 0.0
    for day, weight in sorted(weights.items()):
        share += weight
        upto = round(claim.amount * share)
        arrivals.append(Arrival(claim, day, upto - before, source))
        before = upto
    return arrivals


def forecast(claims: Iterable[Claim], habits: Habits, *, today: date, weeks: int) -> tuple[list[Week], list[Arrival]]:
    """Return the next weeks, the running one first, and every arrival, the earliest first.

    `nominal` counts a claim in the week of its due date: what is overdue already is in none of them.
    """
    first = week_of(today)
    amounts: list[dict[Source, int]] = [{} for _ in range(weeks)]
    nominal = [0] * weeks
    arrivals: list[Arrival] = []
    for claim in claims:
        arrivals += expect(claim, habits, today=today)
        index = (grace_day(claim.due) - first).days // 7
        if 0 <= index < weeks:
            nominal[index] += claim.amount
    for arrival in arrivals:
        index = (arrival.day - first).days // 7
        if index < weeks:
            amounts[index][arrival.source] = amounts[index].get(arrival.source, 0) + arrival.amount
    arrivals.sort(key=lambda arrival: arrival.day)
    return [Week(first + WEEK * index, amounts[index], nominal[index]) for index in range(weeks)], arrivals


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_landing(arrivals: Sequence[Arrival], received: int, *, today: date) -> tuple[int, int]:
    """Return (yen still expected this month, landing: that plus what was received this month)."""
    rest = sum(
        arrival.amount for arrival in arrivals if (arrival.day.year, arrival.day.month) == (today.year, today.month)
    )
    return rest, received + rest


@dataclass(frozen=True, slots=True)
class Entry:
    """One invoice of a ledger, for looking back: issued, due, and paid or not."""

    partner: str
    issued_on: date
    due: date
    amount: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """One week looked back at: what would have been forecast on its Monday, what due dates said, what arrived."""

    start: date
    forecast: int
    nominal: int
    arrived: int

    @property
    def better(self) -> bool:
        """Return whether the forecast was nearer than the due dates."""
        return abs(self.forecast - self.arrived) < abs(self.nominal - self.arrived)


def back_test(ledger: Sequence[Entry], weeks: Iterable[date], *, ahead: int = 0) -> list[Replayed]:
    """Play the forecast of each week again, knowing on that Monday only what was known then.

    `ahead`: how many weeks before the week itself the forecast is made. Money that was not even invoiced then is left
    out on both sides: nobody forecasts orders by due dates.
    """
    found = []
    for start in weeks:
        today = start - WEEK * ahead
        known = [entry for entry in ledger if entry.issued_on < today]
        habits = Habits(
            Payment(entry.partner, entry.due, entry.paid_on, entry.amount)
            for entry in known
            if entry.paid_on is not None and entry.paid_on < today
        )
        still_open = [entry for entry in known if entry.paid_on is None or entry.paid_on >= today]
        claims = [Claim(entry.partner, entry.due, entry.amount) for entry in still_open]
        made, _ = forecast(claims, habits, today=today, weeks=ahead + 1)
        arrived = sum(
            entry.amount for entry in still_open if entry.paid_on is not None and week_of(entry.paid_on) == start
        )
        found.append(Replayed(start, made[ahead].total, made[ahead].nominal, arrived))
    return found


def _samples(ordered: Sequence[int]) -> list[int]:
    """Return at most `SAMPLES` values that stand for all of them, evenly by rank."""
    count = min(len(ordered), SAMPLES)
    return [ordered[(2 * index + 1) * len(ordered) // (2 * count)] for index in range(count)]

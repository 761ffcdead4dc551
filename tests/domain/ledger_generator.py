"""A simulated ledger of 15 months: 60 partners whose habits differ, written without a look at the forecast.

Shares of partners: 30 % pay when due, 10 % a few days early, 20 % 2-6 days late, 15 % 8-13 days late, 10 % a month
late (they close their books later), 10 % whenever (exponential, mean 12 days), 5 % on the 10th of the next month.
One payment in twenty comes 10-50 days later than the habit says; one in a hundred never. Terms: the end of the next
month (half), 30 days net, the 20th of the next month.
"""

import calendar
import random
from datetime import date, timedelta

from domain.business_day import is_business_day, next_business_day
from domain.forecast import Entry

MIX = (
    ["due"] * 30 + ["early"] * 10 + ["days"] * 20 + ["weeks"] * 15 + ["month"] * 10 + ["whenever"] * 10 + ["tenth"] * 5
)
FIRST_MONTH = (2025, 10)
MONTHS = 15


def make_ledger(seed: int) -> list[Entry]:
    """Return every invoice of the 15 months."""
    rng = random.Random(seed)
    partners = [(f"P{number}", rng.choice(MIX), rng.randint(30_000, 250_000)) for number in range(60)]
    ledger: list[Entry] = []
    for index in range(MONTHS):
        year, month = divmod(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + index, 12)
        for name, habit, size in partners:
            for _ in range(rng.choice([0, 1, 1, 1, 2])):
                issued = date(year, month + 1, rng.randint(1, 28))
                due = _due(rng, issued)
                ledger.append(Entry(name, issued, due, size * rng.randint(5, 15) // 10, _paid(rng, habit, due)))
    return ledger


def _due(rng: random.Random, issued: date) -> date:
    terms = rng.choice(["end", "end", "net", "twentieth"])
    if terms == "net":
        return issued + timedelta(days=30)
    following = _last(issued) + timedelta(days=1)
    return _last(following) if terms == "end" else following + timedelta(days=19)


def _paid(rng: random.Random, habit: str, due: date) -> date | None:
    open_day = _open(due)
    late = {
        "due": 0,
        "early": -rng.randint(1, 6),
        "days": rng.randint(2, 6),
        "weeks": rng.randint(8, 13),
        "month": rng.randint(26, 34),
        "whenever": int(rng.expovariate(1 / 12)),
        "tenth": (_last(open_day) - open_day).days + 10,
    }[habit]
    if rng.random() < 0.05:
        late += rng.randint(10, 50)
    return None if rng.random() < 0.01 else _open(open_day + timedelta(days=late))


def _last(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _open(day: date) -> date:
    return day if is_business_day(day) else next_business_day(day)

"""How often freee is asked per order over its whole life: made, checked, followed until it is paid. 3,000 calls a day
are the ceiling of a company; the goal is 2.2 calls an order at 200 orders a day with known partners."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services import Tuning
from domain.business_day import is_business_day
from tests.reliability.office_life import Life, company
from tests.reliability.street import show, write_report

GOAL = 2.2
PER_DAY = 200


@pytest.mark.reliability
async def test_one_day_of_two_hundred_orders(tmp_path: Path) -> None:
    async with company(tmp_path, per_day=PER_DAY) as life:
        figures = await live(life, business_days=1)
    show("calls per order, first day", figures)
    assert figures["calls per order"] <= GOAL


@pytest.mark.reliability
@pytest.mark.parametrize("order", ["newest_first", "oldest_first"])
async def test_thirty_business_days_in_the_steady_state(tmp_path: Path, order: str) -> None:
    async with company(tmp_path, per_day=PER_DAY, freee={"list_order": order}) as life:
        life.history(days=75)
        figures = await live(life, business_days=30)
    show(f"calls per order over its life, the list {order}", figures)
    write_report(f"calls-{order}", figures)
    assert figures["refused by freee"] == 0
    assert figures["paid in freee and not known the next morning"] == 0
    if order == "newest_first":
        assert figures["calls per order"] <= GOAL


async def live(life: Life, *, business_days: int) -> dict[str, Any]:
    """Live so many business days (and what lies between) after the first look at the books."""
    started = time.monotonic()
    day = life.place.today
    await life.parts.scheduler.tick()
    await life.settle()
    before, orders = life.place.clock.now(), life.orders
    first = await life.calls(before - timedelta(days=1))
    lived = unknown = 0
    busiest = 0
    while lived < business_days:
        morning = life.place.clock.now()
        await life.live(day)
        lived += is_business_day(day)
        busiest = max(busiest, sum((await life.calls(morning)).values()))
        day += timedelta(days=1)
        unknown += await not_known(life)
    calls = await life.calls(before)
    made = life.orders - orders
    return {
        "orders": made,
        "business days": lived,
        "calls": sum(calls.values()),
        "calls per order": round(sum(calls.values()) / made, 3),
        **{f"  {kind}": f"{number}  ({number / made:.3f} an order)" for kind, number in sorted(calls.items())},
        "calls of the first look at the books": sum((first - Counter()).values()),
        "busiest day, calls": busiest,
        "invoices in freee at the end": len(life.place.office.invoices),
        "refused by freee": life.place.office.limits.refused,
        "paid in freee and not known the next morning": unknown,
        "settings": repr(Tuning()),
        "real seconds": round(time.monotonic() - started),
    }


async def not_known(life: Life) -> int:
    """Return how many invoices are paid in freee while we still believe them open."""
    stored = {row.external_id: row for row in await life.parts.database.read(_open)}
    return sum(
        invoice.payment_status == "settled" and str(invoice.id) in stored for invoice in life.place.office.invoices
    )


def _open(session: Any) -> list[Any]:
    from sqlalchemy import select

    from storage.models import Invoice

    return list(session.execute(select(Invoice).where(Invoice.open.is_(True))).scalars())

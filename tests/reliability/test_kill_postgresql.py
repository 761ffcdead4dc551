"""Kill -9 with two webs and two workers on PostgreSQL; and the same while the server itself crashes every few seconds.

`SEIKYU_KILL_ORDERS` sets the size of both. The server writes as durably as in life (fsync on).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server, running_server
from tests.reliability.kill_run import kill_run
from tests.reliability.street import Scale, show, street, write_report

ORDERS = int(os.environ.get("SEIKYU_KILL_ORDERS", "2000"))
ROLES = ("web", "web", "worker", "worker")
# Four bots, a server and the stand-ins share the processor: what is shortened is shortened less than with one bot.
SCALE = Scale(
    settle=10.0,
    lookups=(0.5, 1.5, 4.0),
    guard=1.5,
    timeout=1.5,
    lease=4.0,
    latest_landing=2.0,
    kill_between=(0.5, 3.0),  # each of the four
)


@pytest.fixture
def durable() -> Iterator[Server]:
    with running_server({}) as own:
        yield own


@pytest.mark.reliability
@pytest.mark.parametrize("crashing", [False, True], ids=["bots killed", "bots killed, server crashed"])
async def test_orders_on_postgresql_under_kill_9_and_faults(tmp_path: Path, durable: Server, crashing: bool) -> None:
    crash = durable.crash if crashing else None
    with durable.database(migrated=False) as url:
        async with street(tmp_path, scale=SCALE, database_url=url) as place:
            verdict = await kill_run(place, ORDERS, roles=ROLES, crash=crash)
    name = "kill-postgresql-crashing" if crashing else "kill-postgresql"
    show(f"{name}, {ORDERS:,} orders, 2 webs and 2 workers", verdict.rows())
    write_report(name, verdict.record())
    assert verdict.troubles(SCALE) == []
    assert verdict.kills >= ORDERS // 20
    assert bool(verdict.crashes) == crashing

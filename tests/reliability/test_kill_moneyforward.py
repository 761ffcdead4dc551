"""The same kill -9 proof on Money Forward: people, faults, bots that die every second. `ORDERS` can be made fewer."""

import os
from pathlib import Path

import pytest

from tests.reliability.kill_run import kill_run
from tests.reliability.street import Scale, show, street, write_report

ORDERS = int(os.environ.get("SEIKYU_KILL_ORDERS", "1000"))


@pytest.mark.reliability
async def test_orders_on_money_forward_under_kill_9_and_faults(tmp_path: Path) -> None:
    scale = Scale()
    async with street(tmp_path, scale=scale, accounting="moneyforward") as place:
        verdict = await kill_run(place, ORDERS)
    show(f"kill -9 on Money Forward, {ORDERS:,} orders", verdict.rows())
    write_report("kill-moneyforward", verdict.record())
    assert (verdict.lost, verdict.duplicates, verdict.marks_twice, verdict.stuck) == ([], [], [], [])
    assert place.landings.latest < scale.settle

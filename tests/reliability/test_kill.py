"""Kill -9 at random moments under load, with faults at freee and Slack: nothing lost, nothing twice, nothing stuck."""

from pathlib import Path

import pytest

from tests.reliability.kill_run import Verdict, kill_run
from tests.reliability.street import Scale, show, street, write_report

SHORT = Scale(
    settle=3.0,
    lookups=(0.2, 0.6, 1.2),
    guard=0.6,
    timeout=0.7,
    lease=1.5,
    retries=(0.2, 0.4),
    latest_landing=0.9,
    list_lag=0.2,
    slack_retries=(0.0, 0.5, *(2.0,) * 20),
)


@pytest.mark.slow
async def test_a_bot_killed_every_second_makes_each_invoice_once(tmp_path: Path) -> None:
    async with street(tmp_path, scale=SHORT) as place:
        verdict = await kill_run(place, 12)
    show("kill -9, short", verdict.rows())
    assert verdict.troubles(SHORT) == []
    assert verdict.kills >= 2


def test_invoices_made_twice_fail_a_run_on_a_slow_machine_too_and_the_run_says_that_it_was_slow() -> None:
    slow = Verdict(duplicates=[7], figures={"latest landing (s)": 9.0})
    twice, premise = slow.troubles(SHORT)
    assert twice == "invoiced twice: [7]"
    assert "the scale's premise was broken" in premise
    assert Verdict(figures={"latest landing (s)": 9.0}).troubles(SHORT) == []


@pytest.mark.reliability
@pytest.mark.parametrize("seed", [1])
async def test_a_thousand_orders_under_kill_9_and_faults(tmp_path: Path, seed: int) -> None:
    scale = Scale()
    async with street(tmp_path, scale=scale, seed=seed) as place:
        verdict = await kill_run(place, 1_000)
    show("kill -9, 1,000 orders", verdict.rows())
    write_report("kill-sqlite", verdict.record())
    assert verdict.troubles(scale) == []


@pytest.mark.reliability
async def test_the_harness_bites_a_job_that_sends_until_201_makes_invoices_twice(tmp_path: Path) -> None:
    async with street(tmp_path, control="naive") as place:
        verdict = await kill_run(place, 150)
    show("control: sends until 201, 150 orders", verdict.rows())
    write_report("kill-control", verdict.record())
    assert len(verdict.duplicates) > 15

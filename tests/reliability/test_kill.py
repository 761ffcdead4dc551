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


def _is_clean(verdict: Verdict, scale: Scale) -> None:
    landed = verdict.figures["latest landing (s)"] + scale.list_lag
    if verdict.duplicates and landed > scale.settle - scale.guard - scale.timeout:
        pytest.skip(f"this machine is too slow for the scaled settle window: a request landed after {landed} s")
    assert (verdict.lost, verdict.duplicates, verdict.marks_twice) == ([], [], [])
    assert (verdict.stuck, verdict.double_cards) == ([], [])


async def test_a_bot_killed_every_second_makes_each_invoice_once(tmp_path: Path) -> None:
    async with street(tmp_path, scale=SHORT) as place:
        verdict = await kill_run(place, 12)
    show("kill -9, short", verdict.rows())
    _is_clean(verdict, SHORT)
    assert verdict.kills >= 2


@pytest.mark.reliability
@pytest.mark.parametrize("seed", [1])
async def test_a_thousand_orders_under_kill_9_and_faults(tmp_path: Path, seed: int) -> None:
    scale = Scale()
    async with street(tmp_path, scale=scale, seed=seed) as place:
        verdict = await kill_run(place, 1_000)
    show("kill -9, 1,000 orders", verdict.rows())
    write_report("kill-sqlite", verdict.record())
    _is_clean(verdict, scale)


@pytest.mark.reliability
async def test_the_harness_bites_a_job_that_sends_until_201_makes_invoices_twice(tmp_path: Path) -> None:
    async with street(tmp_path, control="naive") as place:
        verdict = await kill_run(place, 150)
    show("control: sends until 201, 150 orders", verdict.rows())
    write_report("kill-control", verdict.record())
    assert len(verdict.duplicates) > 15

"""Sixty days of reminders: one per invoice and level, whatever happens to the bot, the bank, and the customers."""

import time
from pathlib import Path

import pytest

from tests.reliability.reminders_judge import judge
from tests.reliability.reminders_run import play
from tests.reliability.street import show


@pytest.mark.reliability
async def test_a_thousand_invoices_over_sixty_days(tmp_path: Path) -> None:
    began = time.monotonic()
    run = await play(tmp_path, 1_000)
    counts = judge(run)
    assert counts["reminders"] >= 1_000
    show("Reminders over sixty days", {**run.counts, **counts, "seconds": round(time.monotonic() - began)})

"""Sixty days of payments on both systems: every deal ends in the right state, nobody is told anything twice."""

from pathlib import Path

import pytest

from tests.reliability.payments_run import play, report
from tests.reliability.street import show


@pytest.mark.reliability
@pytest.mark.parametrize("accounting", ["freee", "moneyforward"])
async def test_sixty_invoices_over_sixty_days(tmp_path: Path, accounting: str) -> None:
    counts = await play(tmp_path, accounting, 60)
    assert counts["told"] >= 50


@pytest.mark.reliability
@pytest.mark.parametrize("accounting", ["freee", "moneyforward"])
async def test_a_thousand_invoices_over_sixty_days(tmp_path: Path, accounting: str) -> None:
    counts = await play(tmp_path, accounting, 1_000)
    show("Payments over sixty days", report(counts, accounting))

"""Totals against the published vectors of Japanese rounding and withholding."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.freee.amounts import tax_of, totals, withholding_on
from tests.contract.freee_contract import specs_directory
from tests.sandbox.freee.harness import item

WORDS = {"floor": "omit", "ceil": "round_up", "half_up": "round"}


def vectors(name: str) -> list[dict[str, Any]]:
    place = specs_directory()
    if place is None:
        pytest.skip("the published vectors are not here (SEIKYU_SPECS)")
    return list(json.loads((place / f"japan/{name}.json").read_text("utf-8"))["vectors"])


def head(entry: str, fraction: str) -> dict[str, Any]:
    return {"tax_entry_method": entry, "tax_fraction": fraction, "withholding_tax_entry_method": "out"}


def test_tax_agrees_with_every_rounding_vector() -> None:
    for row in vectors("rounding_vectors"):
        rate = round(float(row["rate"]) * 100)
        entry = "in" if row["mode"] == "inclusive" else "out"
        lines = row.get("net_lines") or [row["gross_total"]]
        made = totals(head(entry, WORDS[row["rounding"]]), [item("a", 1, str(n), rate) for n in lines], None)
        assert made[f"amount_tax_{rate}"] == row["tax_once"], row


def test_withholding_agrees_with_every_vector() -> None:
    for row in vectors("withholding_vectors"):
        assert withholding_on(row["base"]) == row["withholding"], row


@given(
    amount=st.integers(-(10**10), 10**10),
    rate=st.sampled_from([0, 8, 10]),
    entry=st.sampled_from(["in", "out"]),
    fraction=st.sampled_from(["omit", "round_up", "round"]),
)
def test_a_discount_mirrors_the_sale(amount: int, rate: int, entry: str, fraction: str) -> None:
    from decimal import Decimal

    assert tax_of(-amount, Decimal(rate), entry, fraction) == -tax_of(amount, Decimal(rate), entry, fraction)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from([0, 8, 10]), st.booleans()), min_size=1, max_size=20))
def test_the_parts_add_up_to_the_whole(rows: list[tuple[int, int, bool]]) -> None:
    lines = [item("a", 1, str(n), rate, reduced_tax_rate=rate == 8 and reduced) for n, rate, reduced in rows]
    made = totals(head("out", "round"), lines, 0)
    for part in ("including_tax", "excluding_tax", "tax"):
        assert made[f"amount_{part}"] == sum(made[f"amount_{part}_{name}"] for name in ("10", "8", "8_reduced", "0"))

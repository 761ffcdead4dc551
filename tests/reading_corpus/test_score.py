"""The scorer gives full marks to the labels themselves, and names what it takes away."""

from __future__ import annotations

import copy
import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.reading_corpus.check_labels import load
from tests.reading_corpus.score import main, report, score

MESSAGES = load()
FIRST = MESSAGES[0]


def answers() -> dict[str, list[dict[str, Any]]]:
    return {message["id"]: copy.deepcopy(message["orders"]) for message in MESSAGES}


def figures_for(order_changes: dict[str, Any], confidence: dict[str, str] | None = None) -> dict[str, Any]:
    """The report on the first message alone, its answer changed in the given fields."""
    order = copy.deepcopy(FIRST["orders"][0]) | order_changes | {"confidence": confidence or {}}
    return report(score([FIRST], {FIRST["id"]: [order]}))


def test_the_labels_score_full_marks() -> None:
    figures = report(score(MESSAGES, answers()))
    assert figures["detection"]["f1"] == 1.0
    assert figures["macro_field_accuracy"] == figures["totals_accuracy"] == figures["fully_right_orders"] == 1.0
    assert figures["wrong_values"] == 0


def test_silence_finds_nothing_and_says_nothing_wrong() -> None:
    figures = report(score(MESSAGES, {}))
    assert figures["detection"]["recall"] == 0.0
    assert figures["macro_field_accuracy"] == 0.0
    assert figures["wrong_values"] == 0


def test_a_wrong_total_is_a_wrong_value() -> None:
    figures = figures_for({"total": 1})
    assert figures["wrong_values_by_field"] == {"total": 1}
    assert figures["fields"]["total"]["accuracy"] == 0.0
    assert figures["wrong_accepted"] == 1
    assert figures["fully_right_orders"] == 0.0


def test_zero_tax_is_a_value_and_can_be_wrong() -> None:
    assert figures_for({"tax": 0})["wrong_values_by_field"] == {"tax": 1}


def test_a_null_is_not_right_but_not_a_wrong_value() -> None:
    figures = figures_for({"total": None})
    assert figures["fields"]["total"]["right"] == 0
    assert figures["wrong_values"] == 0


@pytest.mark.parametrize(
    ("field", "cell"), [("total", "total"), ("items", "items.amount"), ("items[0].amount", "items.amount")]
)
def test_a_field_that_asks_is_not_right_even_with_the_right_value(field: str, cell: str) -> None:
    figures = figures_for({}, {field: "ask"})
    assert figures["fields"][cell]["right"] == 0
    assert figures["wrong_among_accepted"] == 0.0
    assert figures["asked_share"] > 0


def test_a_surplus_line_counts_against_what_it_fills() -> None:
    items = [*FIRST["orders"][0]["items"], {"description": "備考", "amount": 5}]
    figures = figures_for({"items": items})
    assert figures["fields"]["items.description"] == {
        "accuracy": 0.5,
        "right": 1,
        "of": 2,
        "stated_accuracy": 1.0,
        "stated_of": 1,
    }
    assert figures["wrong_values"] == 2


def test_orders_are_aligned_by_what_they_say() -> None:
    message = next(message for message in MESSAGES if len(message["orders"]) == 3)
    figures = report(score([message], {message["id"]: message["orders"][1:]}))
    assert figures["detection"]["found"] == 2
    assert figures["detection"]["missed"] == 1
    assert figures["wrong_values"] == 0


def test_an_order_read_from_chatter_is_a_false_alarm() -> None:
    silent = next(message for message in MESSAGES if not message["orders"])
    figures = report(score([silent], {silent["id"]: FIRST["orders"]}))
    assert figures["detection"]["false_alarms"] == 1
    assert figures["detection"]["precision"] == 0.0


def test_single_messages_stay_hidden_unless_asked_for(tmp_path: Path) -> None:
    predictions = tmp_path / "read.jsonl"
    predictions.write_text(json.dumps({"id": FIRST["id"], "orders": []}) + "\n", encoding="utf-8")
    for extra, visible in (([], False), (["--json"], False), (["--show"], True)):
        out = io.StringIO()
        with redirect_stdout(out):
            assert main(["--predictions", str(predictions), *extra]) == 0
        assert (FIRST["id"] in out.getvalue()) is visible

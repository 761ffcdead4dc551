"""The reader against the hard development messages, scored as the held-out half is: by the same scorer and checker.

`hard_corpus.jsonl` was written from the conventions of reading: every section, every trap, a good half of it posts that
only look like orders. Whoever mends the reader adds to it; the held-out half (tests/reading_corpus) stays unread.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.partner_index import PartnerIndex
from domain.reading import read_orders
from tests.reading_corpus.check_labels import check_order, check_weekdays
from tests.reading_corpus.score import report, score
from tests.reading_corpus.written import plain

HERE = Path(__file__).parent
MESSAGES = [json.loads(line) for line in (HERE / "hard_corpus.jsonl").read_text(encoding="utf-8").splitlines()]
with (HERE / "hard_corpus_partners.csv").open(encoding="utf-8", newline="") as handle:
    PARTNERS = [(row["partner_id"], row["name"]) for row in csv.DictReader(handle)]


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    index = PartnerIndex.build(PARTNERS)
    answers = {}
    for message in MESSAGES:
        reading = read_orders(message["text"], datetime.fromisoformat(message["posted_at"]), index)
        answers[message["id"]] = [order.as_json() | {"conflict": order.conflict} for order in reading.orders]
    return report(score(MESSAGES, answers))


def test_no_label_is_impossible() -> None:
    problems = []
    for message in MESSAGES:
        posted = datetime.fromisoformat(message["posted_at"]).date()
        problems += check_weekdays(message["orders"], plain(message["text"]), posted)
        for order in message["orders"]:
            problems += [f"{message['id']}: {what}" for what in check_order(order, message, PARTNERS)]
    assert not problems


def test_orders_are_told_from_what_only_looks_like_one(figures: dict[str, Any]) -> None:
    assert sum(not message["orders"] for message in MESSAGES) >= len(MESSAGES) / 3
    assert figures["detection"]["precision"] >= 0.99
    assert figures["detection"]["recall"] >= 0.99


def test_fields_are_read(figures: dict[str, Any]) -> None:
    assert figures["macro_field_accuracy"] >= 0.94
    assert figures["totals_accuracy"] >= 0.94
    assert figures["fully_right_orders"] >= 0.8


def test_what_is_accepted_is_true(figures: dict[str, Any]) -> None:
    assert figures["wrong_among_accepted"] <= 0.012

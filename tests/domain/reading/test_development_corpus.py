"""The reader against hard invented messages labelled by the conventions: nearly all right, nothing wrongly accepted."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from domain.reading import read_orders

CORPUS = Path(__file__).with_name("development_corpus.jsonl")
FIELDS = (
    "partner_name",
    "items",
    "tax_entry",
    "subtotal",
    "tax",
    "total",
    "stated_amount",
    "currency",
    "order_date",
    "billing_date",
    "payment_due_date",
    "payment_terms",
    "owner",
)


def _score() -> Counter[str]:
    score: Counter[str] = Counter()
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        reading = read_orders(case["text"], datetime.fromisoformat(case["posted_at"]))
        got, wanted = [order.as_json() for order in reading.orders], case["orders"]
        score["messages"] += 1
        score["wrong_count"] += len(got) != len(wanted)
        score["false_orders"] += bool(got and not wanted)
        for read, order, label in zip(reading.orders, got, wanted, strict=False):
            for field in FIELDS:
                right = order[field] == label[field]
                accepted = read.confidence.get(field) == "accepted"
                score["fields"] += 1
                score["right"] += right
                score["accepted"] += accepted
                score["wrong_accepted"] += accepted and not right
    return score


@pytest.fixture(scope="module")
def score() -> Counter[str]:
    return _score()


def test_the_corpus_is_large_enough_to_mean_something(score: Counter[str]) -> None:
    assert score["messages"] >= 150


def test_orders_are_told_from_everything_else(score: Counter[str]) -> None:
    assert score["wrong_count"] <= score["messages"] * 0.01
    assert score["false_orders"] == 0


def test_fields_are_right(score: Counter[str]) -> None:
    assert score["right"] >= score["fields"] * 0.98


def test_what_is_accepted_is_true(score: Counter[str]) -> None:
    assert score["wrong_accepted"] == 0
    assert score["accepted"] >= score["fields"] * 0.5

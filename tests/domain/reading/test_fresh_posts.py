"""Posts by writers who knew the conventions of reading and never saw the reader.

Each was first read as it came, then its causes were mended: what stands here keeps what was won. `fresh_posts.jsonl` is
labelled (and uses the partners of the scored half); none of `near_orders.jsonl` is an order, however near it comes; all
of `sure_orders.jsonl` are, however they sound. From these and the other corpora here the second opinion is learned.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.read_orders import load_partners
from domain.partner_index import PartnerIndex
from domain.reading import read_orders
from tests.reading_corpus import check_labels
from tests.reading_corpus.score import report, score

HERE = Path(__file__).parent
PARTNERS_FILE = check_labels.HERE / "partners.csv"


def posts(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def index() -> PartnerIndex:
    return load_partners(PARTNERS_FILE)


@pytest.fixture(scope="module")
def figures(index: PartnerIndex) -> dict[str, Any]:
    answers = {}
    for post in posts("fresh_posts.jsonl"):
        reading = read_orders(post["text"], datetime.fromisoformat(post["posted_at"]), index)
        answers[post["id"]] = [order.as_json() | {"conflict": order.conflict} for order in reading.orders]
    return report(score(posts("fresh_posts.jsonl"), answers))


def test_no_label_is_impossible() -> None:
    assert check_labels.check(posts("fresh_posts.jsonl"), check_labels.load_partners()) == []


def test_orders_are_found_and_few_are_made_up(figures: dict[str, Any]) -> None:
    assert figures["detection"]["precision"] >= 0.99
    assert figures["detection"]["recall"] >= 0.98


def test_fields_are_read(figures: dict[str, Any]) -> None:
    assert figures["macro_field_accuracy"] >= 0.96
    assert figures["totals_accuracy"] >= 0.95
    assert figures["fully_right_orders"] >= 0.88


def test_what_is_accepted_is_true(figures: dict[str, Any]) -> None:
    assert figures["wrong_among_accepted"] <= 0.003


def test_what_only_comes_near_makes_no_card(index: PartnerIndex) -> None:
    near = posts("near_orders.jsonl")
    taken = [p["id"] for p in near if read_orders(p["text"], datetime.fromisoformat(p["posted_at"]), index).orders]
    assert len(near) >= 700
    assert len(taken) <= len(near) * 0.01, taken


def test_an_order_told_in_a_strange_way_is_asked_about_if_it_is_not_read() -> None:
    told = posts("sure_orders.jsonl")
    intents = [read_orders(post["text"], datetime.fromisoformat(post["posted_at"])).intent for post in told]
    assert intents.count("order") >= len(told) * 0.55
    assert intents.count("none") <= len(told) * 0.1

"""The labels of the scored corpus hold, and the checker that says so would notice if they did not."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.reading_corpus.check_labels import check, load, load_partners

MESSAGES = load()
PARTNERS = load_partners()


# Only counts are compared: a failing assertion must not print the held-out half to the people who write the reader.


def test_no_label_contradicts_arithmetic_calendar_or_text() -> None:
    problems = len(check(MESSAGES, PARTNERS))
    assert problems == 0


def test_a_third_of_at_least_220_messages_are_not_orders() -> None:
    messages = len(MESSAGES)
    silent = sum(not message["orders"] for message in MESSAGES)
    assert messages >= 220
    assert 0.3 <= silent / messages <= 0.4


def test_every_text_is_there_once() -> None:
    messages, texts = len(MESSAGES), len({message["text"] for message in MESSAGES})
    assert texts == messages


def changed(field: str, value: Any) -> list[dict[str, Any]]:
    """The first plain report of the corpus with one field of its label changed."""
    message = copy.deepcopy(MESSAGES[0])
    order = message["orders"][0]
    target = order["items"][0] if field in order["items"][0] else order
    target[field] = value
    return [message]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("partner_name", "株式会社ヤマネ商会"),
        ("partner_id", "P019"),
        ("description", "クラウド勤怠管理 追加導入"),
        ("amount", 48000),
        ("quantity", 7),
        ("unit_price", 480000),
        ("tax_rate", 5),
        ("tax_entry", "in"),
        ("tax", 48001),
        ("total", None),
        ("stated_amount", 480000),
        ("order_date", "2026-04-31"),
        ("order_date", "2026-04-07"),
        ("billing_date", "2026-04-29"),
        ("payment_due_date", "2025-05-31"),
        ("payment_terms", {"type": "net", "net_days": 45, "from": "invoice"}),
        ("payment_terms", {"type": "prepaid", "days": 0}),
        ("owner", "佐藤"),
        ("conflict", True),
    ],
)
def test_the_checker_notices_a_label_that_cannot_be_right(field: str, value: Any) -> None:
    assert check(changed(field, value), PARTNERS)

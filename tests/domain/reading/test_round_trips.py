"""Amounts, dates and terms in all spellings of the corpus' generator, read back. A million of them: `make bench`."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.reading_corpus.generators import reports


@pytest.mark.parametrize("seed", [3, 4])
def test_what_is_written_is_read_back_or_asked(seed: int) -> None:
    wrong = []
    for message, expected in reports(seed, 350):
        [order] = read_orders(message["text"], datetime.fromisoformat(message["posted_at"])).orders
        given = order.as_json()
        for field in ("order_date", "payment_due_date", "payment_terms", "items"):
            wanted = [line["amount"] for line in expected["items"]] if field == "items" else expected[field]
            got = [item["amount"] for item in given["items"]] if field == "items" else given[field]
            asked = any(mark.split("[")[0] == field and how == "ask" for mark, how in order.confidence.items())
            if got != wanted and not asked:
                wrong.append((field, message["text"]))
    assert not wrong

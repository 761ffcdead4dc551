"""What the generators call right agrees with the checker of labels, which shares only the conventions with them."""

from __future__ import annotations

import datetime as dt
import random

from tests.reading_corpus.check_labels import check
from tests.reading_corpus.generators import kanji, reports, spellings_of_amount, spellings_of_date
from tests.reading_corpus.written import figures


def test_generated_reports_pass_the_checker_of_labels() -> None:
    messages = [
        {"id": str(number), "kind": "generated", "note": "generated", "orders": [expected], **message}
        for number, (message, expected) in enumerate(reports(seed=20261122, count=1500))
    ]
    assert check(messages, []) == []


def test_the_same_seed_gives_the_same_reports() -> None:
    assert reports(seed=7, count=20) == reports(seed=7, count=20)


def test_every_spelling_of_an_amount_holds_the_amount() -> None:
    rng = random.Random(1)
    for yen in [1000, 85_000, 1_000_000, 12_345_678, 100_000_000, *(rng.randrange(1000, 10**9) for _ in range(200))]:
        for text in spellings_of_amount(yen):
            assert yen in figures(text), (text, yen)


def test_spellings_are_different_ways_to_write_one_thing() -> None:
    assert kanji(2_500_000) == "二百五十万"
    assert kanji(11_111) == "一万千百十一"
    assert "１２０万円" in spellings_of_amount(1_200_000)
    assert "金壱百弐拾萬円也" in spellings_of_amount(1_200_000)
    assert {"R7.11.5", "20251105", "25/11/05", "令和七年十一月五日"} <= set(spellings_of_date(dt.date(2025, 11, 5)))

"""The shape of what is read: JSON, evidence that points at the words, and no text that breaks the reader."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.fields import describe
from domain.reading.model import FIELDS, ClosingTerms, NetTerms, PrepaidTerms
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

REPORT = (
    "【受注報告】\n会社名： ㈱アクメ商事\n商品：Webサイト制作一式\n金額（税抜）：１，２００，０００円\n受注日：5/10\n"
    "請求日：5/31\n支払条件：月末締め翌月末払い\n担当：<@U0ABC123>"
)


def test_the_json_of_a_report() -> None:
    [order] = read_orders(REPORT, POSTED).orders
    data = json.loads(json.dumps(order.as_json()))
    confidence, evidence = data.pop("confidence"), data.pop("evidence")
    assert data == {
        "partner_name": "㈱アクメ商事",
        "partner_id": None,
        "items": [
            {"description": "Webサイト制作", "quantity": 1, "unit_price": 1200000, "amount": 1200000, "tax_rate": None}
        ],
        "tax_entry": "out",
        "subtotal": 1200000,
        "tax": 120000,
        "total": 1320000,
        "stated_amount": None,
        "currency": "JPY",
        "order_date": "2026-05-10",
        "billing_date": "2026-05-31",
        "payment_due_date": None,
        "payment_terms": {"type": "closing", "close": "EOM", "months": 1, "day": "EOM"},
        "owner": "U0ABC123",
        "conflict": False,
    }
    assert set(confidence.values()) == {"accepted"}
    assert REPORT[slice(*evidence["partner_name"])] == "㈱アクメ商事"
    assert REPORT[slice(*evidence["billing_date"])] == "5/31"
    assert REPORT[slice(*evidence["payment_terms"])] == "月末締め翌月末払い"
    assert REPORT[slice(*evidence["owner"])] == "U0ABC123"
    assert "１，２００，０００円" in REPORT[slice(*evidence["subtotal"])]
    assert set(confidence) <= set(FIELDS)


def test_labels_in_any_order_say_the_same() -> None:
    head, *lines = REPORT.split("\n")
    wanted = read_orders(REPORT, POSTED).orders[0].as_json()
    for seed in range(20):
        shuffled = lines.copy()
        random.Random(seed).shuffle(shuffled)
        [order] = read_orders("\n".join([head, *shuffled]), POSTED).orders
        got = order.as_json()
        assert {k: got[k] for k in FIELDS} == {k: wanted[k] for k in FIELDS}, shuffled


def test_the_day_of_posting_is_that_of_tokyo() -> None:
    [order] = read_orders(
        "株式会社ミドリ様 設計 10万円(税抜) 本日受注", datetime(2026, 5, 11, 16, 0, tzinfo=UTC)
    ).orders
    assert order.as_json()["order_date"] == "2026-05-12"


def test_what_is_not_stated_is_null_and_has_no_confidence() -> None:
    [order] = read_orders("株式会社ミドリ様 設計 10万円(税抜) 受注", POSTED).orders
    for field in ("order_date", "billing_date", "payment_due_date", "payment_terms", "owner"):
        assert order.as_json()[field] is None
        assert field not in order.confidence


def test_every_asked_field_says_why_and_every_accepted_one_shows_where() -> None:
    corpus = Path(__file__).with_name("development_corpus.jsonl")
    for line in corpus.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        for order in read_orders(case["text"], datetime.fromisoformat(case["posted_at"])).orders:
            for field, how in order.confidence.items():
                if how == "ask":
                    assert order.reasons[field], (case["id"], field)
                elif field != "currency":
                    assert field in order.evidence, (case["id"], field)
            for span in order.evidence.values():
                assert 0 <= span.start <= span.end <= len(case["text"])


def test_an_amount_beyond_the_limit_of_reading_is_not_accepted() -> None:
    [order] = read_orders(REPORT + "\n" + "あ" * 20_000, POSTED).orders
    assert set(order.confidence.values()) == {"ask"}


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (ClosingTerms("EOM", 1, "EOM"), "月末締め翌月末払い"),
        (ClosingTerms(20, 2, 5), "20日締め翌々月5日払い"),
        (ClosingTerms(None, 0, 10), "当月10日払い"),
        (ClosingTerms(None, 3, "EOM"), "3ヶ月後末払い"),
        (NetTerms(30, "invoice"), "請求後30日"),
        (NetTerms(60, "acceptance"), "検収後60日"),
        (PrepaidTerms(), "前払い"),
    ],
)
def test_terms_on_a_button(terms: ClosingTerms | NetTerms | PrepaidTerms, words: str) -> None:
    assert describe(terms) == words


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_orders(text, POSTED)


_PIECES = [
    "株式会社",
    "(株)",
    "様",
    "120万円",
    "¥",
    "1,200,000",
    "@",
    "×",
    "12台",
    "（税抜）",
    "税込",
    "合計",
    "消費税",
    "：",
    "担当",
    "<@U12>",
    "~",
    "*",
    "`",
    "```",
    "&gt;",
    "\n",
    "\t",
    "|",
    "①",
    "5/31",
    "来月末",
    "月末締め",
    "〜",
    "→",
    "=",
    "-",
    "▲",
    "一式",
    "「",
    "(",
    ")",
    "【",
    "】",
    "、",
    "。",
    "受注",
    "失注",
    "発注書",
    "から",
    "を",
    "A",
    "1",
    "0",
    "万",
    "億",
    "%",
    "\u200b",
    "\u202e",
    "🎉",
    "👩‍👩‍👧",
    "ｶﾞ",
    "㈱",
    "½",
    "٣",
    "שלום",
    ":tada:",
    "net 30",
    "Inc.",
    "USD",
    " ",
    "\u3000",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=80))
def test_no_mixture_of_its_own_words_breaks_the_reader(pieces: list[str]) -> None:
    for order in read_orders("".join(pieces), POSTED).orders:
        json.dumps(order.as_json())


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "¥1 ",
        "株式会社",
        "アクメ様",
        "Inc.",
        "(",
        "~a",
        "*a",
        "5/1 ",
        "：",
        "金額：",
        "万",
        "🎉",
        "x@",
        "\n・1万円",
        "|",
    ],
)
@pytest.mark.slow
def test_forty_thousand_characters_do_not_stall_it(piece: str) -> None:
    started = time.process_time()
    read_orders(piece * (40_000 // len(piece)), POSTED)
    assert time.process_time() - started < 5

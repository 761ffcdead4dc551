"""Dates absolute, short, era and relative, and what each is for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.dates import find_dates, make_date, shift_month, small_number
from domain.reading.normalise import Text
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED, spellings_of_date

TODAY = POSTED.date()  # a Tuesday

SETTLED = [
    ("本日", "2026-05-12"),
    ("今日", "2026-05-12"),
    ("今朝", "2026-05-12"),
    ("昨日", "2026-05-11"),
    ("一昨日", "2026-05-10"),
    ("明日", "2026-05-13"),
    ("明後日", "2026-05-14"),
    ("今月末", "2026-05-31"),
    ("来月末", "2026-06-30"),
    ("再来月5日", "2026-07-05"),
    ("来月10日", "2026-06-10"),
    ("今月20日", "2026-05-20"),
    ("先月25日", "2026-04-25"),
    ("先週金曜", "2026-05-08"),
    ("来週月曜日", "2026-05-18"),
    ("再来週金曜", "2026-05-29"),
    ("今週金曜", "2026-05-15"),
    ("令和8年5月7日", "2026-05-07"),
    ("令和元年5月1日", "2019-05-01"),
    ("R8.5.7", "2026-05-07"),
    ("H31.4.30", "2019-04-30"),
    ("昭和64年1月7日", "1989-01-07"),
    ("2026年5月末", "2026-05-31"),
    ("26/5/7", "2026-05-07"),
    ("20260507", "2026-05-07"),
    ("2026-05-07", "2026-05-07"),
    ("2026.5.7", "2026-05-07"),
    ("二〇二六年五月", None),
    ("来年3月末", "2027-03-31"),
    ("翌年1月10日", "2027-01-10"),
    ("today", "2026-05-12"),
    ("yesterday", "2026-05-11"),
    ("last Friday", "2026-05-08"),
    ("next Monday", "2026-05-18"),
    ("end of next month", "2026-06-30"),
    ("end of this month", "2026-05-31"),
    ("the 20th of next month", "2026-06-20"),
    ("June 1, 2026", "2026-06-01"),
    ("1 June 2026", "2026-06-01"),
    ("2週間後", "2026-05-26"),
    ("3日前", "2026-05-09"),
    ("来月1日", "2026-06-01"),
    ("2026年13月1日", None),
    ("2026/2/30", None),
]


@pytest.mark.parametrize(("text", "wanted"), SETTLED)
def test_settled_dates(text: str, wanted: str | None) -> None:
    found = [hit.settled for hit in find_dates(Text(text).norm, TODAY) if hit.settled]
    assert found == ([date.fromisoformat(wanted)] if wanted else [])


@pytest.mark.parametrize(
    ("text", "past", "coming"),
    [
        ("5月12日", "2026-05-12", "2026-05-12"),
        ("5/13", "2025-05-13", "2026-05-13"),
        ("12/25", "2025-12-25", "2026-12-25"),
        ("2月末", "2026-02-28", "2027-02-28"),
        ("五月十日", "2026-05-10", "2027-05-10"),
        ("May 20", "2025-05-20", "2026-05-20"),
        ("2/29", "2024-02-29", "2028-02-29"),
        ("end of June", "2025-06-30", "2026-06-30"),
        ("5月1日(金)", "2026-05-01", "2027-05-01"),
        ("10日", "2026-05-10", "2026-06-10"),
        ("20日", "2026-04-20", "2026-05-20"),
    ],
)
def test_a_missing_year_depends_on_what_the_date_is_for(text: str, past: str, coming: str) -> None:
    [hit] = find_dates(text, TODAY)
    assert hit.past(TODAY) == date.fromisoformat(past)
    assert hit.coming(TODAY) == date.fromisoformat(coming)


@pytest.mark.parametrize(
    "text", ["3/4インチ", "1/2サイズ", "5日間", "30日以内", "10日締め", "24/7", "5月", "13/1", "6月中旬"]
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert not [hit for hit in find_dates(text, TODAY) if hit.settled or hit.day]


def test_both_ends_of_a_period_are_marked() -> None:
    assert [hit.in_range for hit in find_dates("期間 4/1~9/30 請求 5/31", TODAY)] == [True, True, False]
    assert [hit.in_range for hit in find_dates("4月1日から9月30日まで", TODAY)] == [True, True]


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2019, 5, 2), date(2049, 12, 31)))
def test_every_spelling_of_a_day_reads_back(day: date) -> None:
    for text in spellings_of_date(day):
        assert [hit.settled for hit in find_dates(Text(text).norm, TODAY)] == [day], text


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 99))
def test_small_kanji_numbers(value: int) -> None:
    tens, ones = divmod(value, 10)
    text = (
        ("" if tens < 2 else "一二三四五六七八九"[tens - 1])
        + ("十" if tens else "")
        + ("一二三四五六七八九"[ones - 1] if ones else "")
    )
    assert small_number(text) == value


def test_days_that_do_not_exist() -> None:
    assert make_date(2026, 2, 29) is None
    assert make_date(2026, 13, 1) is None
    assert shift_month(date(2026, 1, 31), 1, "EOM") == date(2026, 2, 28)


REPORT = "株式会社ミドリ様 Web制作 100万円(税抜) 受注しました。"
ROLES = [
    ("5/10受注", "2026-05-10", None, None),
    ("契約日 5/1、請求日 5/31、支払期日 6/30", "2026-05-01", "2026-05-31", "2026-06-30"),
    ("5月末請求、6月末入金予定", None, "2026-05-31", "2026-06-30"),
    ("納品 5/20 請求 5月末 支払 6月末", None, "2026-05-31", "2026-06-30"),
    ("請求書は5/31付けで発行、お支払いは来月末", None, "2026-05-31", "2026-06-30"),
    ("5/20納品、納品時請求", None, "2026-05-20", None),
    ("納品後請求。納品は5/20", None, None, None),
    ("受注月末請求", None, "2026-05-31", None),
    ("請求：毎月末", None, None, None),
    ("毎月25日請求", None, None, None),
    ("契約期間 6/1〜11/30", None, None, None),
    ("6/1開始、更新日は11/30", None, None, None),
    ("4/20に発注書を受領", "2026-04-20", None, None),
    ("12/20に発注書を受領、1月末請求", "2025-12-20", "2026-01-31", None),
    ("昨日発注書をいただきました", "2026-05-11", None, None),
    ("明日、発注書が届きます", None, None, None),
]


@pytest.mark.parametrize(("text", "order", "billing", "due"), ROLES)
def test_what_a_date_is_for(text: str, order: str | None, billing: str | None, due: str | None) -> None:
    [read] = read_orders(REPORT + text, POSTED).orders
    got = read.as_json()
    assert (got["order_date"], got["billing_date"], got["payment_due_date"]) == (order, billing, due)


def test_a_day_without_a_month_is_asked() -> None:
    [read] = read_orders(REPORT + "25日に請求します。", POSTED).orders
    assert read.confidence["billing_date"] == "ask"
    assert read.candidates["billing_date"][0].label == "2026年5月25日"

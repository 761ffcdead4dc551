"""Days that are told by other days, by what has come, by the paper they stand on; customers behind a channel."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.domain.reading.by_rules import read_orders

TOKYO = timezone(timedelta(hours=9))
WON = "株式会社ヤマネ工房様より受注。スチール棚 3台 @24,000（税別）。"


def _read(text: str) -> dict[str, Any]:
    (order,) = read_orders(text, datetime(2026, 7, 15, 10, tzinfo=TOKYO), own_company=()).orders
    return order.as_json()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("一昨日ハンコもらいました。", "2026-07-13"),
        ("一昨日受けました。", "2026-07-13"),
        ("昨日の打合せで注文書いただきました。", "2026-07-14"),
        ("昨日の打合せは長引きました。", None),
    ],
)
def test_the_day_something_of_an_order_came_is_its_day(said: str, day: str | None) -> None:
    assert _read(WON + said)["order_date"] == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("請求は据付日、据付8/4です。", "2026-08-04"),
        ("\n開講日：9月1日\n請求：開講日付", "2026-09-01"),
        ("注文書は7/9着。請求も同日付けでOKとのこと。", "2026-07-09"),
        ("8月の連休明けに納め、同月末に請求。", "2026-08-31"),
        ("請求は年度末に一括、3/31付でお願いします。", "2027-03-31"),
        ("請求は受注月末、翌々月末払い。", "2026-07-31"),
        ("更新日8/1、請求は更新日の前月末。", None),
        ("支払は8/31、請求は同日", None),
    ],
)
def test_a_day_of_billing_is_told_by_another_day(said: str, day: str | None) -> None:
    assert _read(WON + said)["billing_date"] == day


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("〆 20日／翌月20日払い", {"type": "closing", "close": 20, "months": 1, "day": 20}),
        ("締日：月末、支払日：翌月10日", {"type": "closing", "close": "EOM", "months": 1, "day": 10}),
        ("60日サイト（検収日起算）", {"type": "net", "net_days": 60, "from": "acceptance"}),
        ("納品は8/5、請求は翌月1日付（9/1）。", None),
    ],
)
def test_terms_of_two_parts_and_days_of_billing_that_are_none(said: str, terms: object) -> None:
    assert _read(WON + said)["payment_terms"] == terms


def test_how_an_order_came_in_is_not_who_gave_it() -> None:
    data = _read("オンラインショップから注文。『手芸の店 糸ぐるま』さん、毛糸 30玉 @600 税込。7/10に受注")
    assert data["partner_name"] == "手芸の店 糸ぐるま"


def test_the_person_who_brought_us_together_makes_his_firm_a_referrer() -> None:
    data = _read("丸和商会の江口社長にご紹介いただいた案件、受注。港南クリニックさん、棚 3台 @24,000 税別。")
    assert data["partner_name"] == "港南クリニック"


def test_a_pasted_order_sheet_is_addressed_to_us_and_dated_by_its_issue() -> None:
    data = _read(
        "発注書届きました、受注です。\n```\n        注 文 書\n               発行日 2026年7月10日\n"
        "株式会社エヌテック 御中\n"
        "        有限会社フジノ製作 資材課\n六角ボルト 100本 @50 5,000円\n合計 5,500円(税込)\n```"
    )
    assert (data["partner_name"], data["order_date"]) == ("有限会社フジノ製作", "2026-07-10")
    assert data["billing_date"] is None

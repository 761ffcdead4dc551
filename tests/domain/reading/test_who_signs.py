"""Who of us won the order: names at the end in any shape, in the opening, behind a role; never one of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from domain.reading import Confidence, Order
from domain.reading.kana_surnames import like_a_reading, like_a_romaji_name
from tests.domain.reading.by_rules import read_orders

TOKYO = timezone(timedelta(hours=9))
ROWS = "受注しました。\n株式会社ヤマネ工房様\nスチール棚 3台 @24,000 計72,000円(税別)\n月末締め翌月末払い\n"
LINE = "受注：株式会社ヤマネ工房様 スチール棚 3台 @24,000 計72,000円(税別) 月末締め翌月末払い"


def _order(text: str) -> Order:
    (order,) = read_orders(text, datetime(2026, 7, 15, 10, tzinfo=TOKYO)).orders
    return order


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (ROWS + "ｵｵｼﾏ", "ｵｵｼﾏ"),
        (ROWS + "BPO 惣田", "惣田"),
        (ROWS + "講師派遣デスク/鳥海", "鳥海"),
        (ROWS + "以上、設備課の新海から", "新海"),
        (LINE + "。クリエイティブディレクター　世良", "世良"),
        (LINE + "。食品営業 nakata", "nakata"),
        (LINE + "　鷺沼", "鷺沼"),
        (LINE + "。以上、桐島", "桐島"),
        (ROWS + "Takeshi", "Takeshi"),
        (ROWS + "税理士法人事務局 石渡", "石渡"),
        (ROWS.replace("\n", "；") + "片桐", "片桐"),
        (ROWS + "自分の担当です：世古", "世古"),
        (ROWS + "担当の<@U02ABC>さんお疲れさま", "U02ABC"),
        (ROWS + "たんとう：きりしま", "きりしま"),
        (ROWS + "受けた人：物販課 江副", "江副"),
        (ROWS + "担当：内装課　日比野", "日比野"),
        (ROWS + "担当：中里（先方）\n営業：玉置", "玉置"),
        ("お疲れ様です、物販G 新海です\n" + ROWS, "新海"),
        ("おはようございます。カスタマーサポートの世古です。" + ROWS, "世古"),
        ("Confirmed: Aldgate Partners Ltd., annual license USD 2,400, net 30.\nEmma", "Emma"),
    ],
)
def test_our_salesperson_is_found_in_any_shape_of_a_signature(text: str, owner: str) -> None:
    order = _order(text)
    assert order.as_json()["owner"] == owner
    assert order.confidence["owner"] is Confidence.ACCEPTED


@pytest.mark.parametrize(
    "end",
    [
        "物流担当 久世さん（先方）",
        "担当 早乙女（お客様側）",
        "納品先 大宮",
        "カメラ",
        "ハンガー",
        "Roller",
        "会計担当 平良さん",
    ],
)
def test_what_is_theirs_and_what_is_no_name_is_no_owner(end: str) -> None:
    assert _order(ROWS + end).as_json()["owner"] is None


def test_words_at_the_end_of_the_line_are_no_names() -> None:
    for end in (" 手配済み", " 翌日配送", " 納品は 大宮", " 備考 神戸倉庫", " 送料込 沖縄", "。在庫あり 色 紺野"):
        assert _order(LINE + end).as_json()["owner"] is None


def test_a_form_with_slashes_is_a_form() -> None:
    order = _order(
        "申込あり\n社名/株式会社ヤマネ工房\n商品/スチール棚\n数/3台\n計/72,000円(税込)\n"
        "申込書受領/2026年7月2日\n受けた人/物販課 江副"
    )
    data = order.as_json()
    assert (data["partner_name"], data["order_date"], data["owner"]) == ("株式会社ヤマネ工房", "2026-07-02", "江副")


def test_readings_of_surnames_are_told_from_loan_words() -> None:
    assert all(map(like_a_reading, ["オオニシ", "つるた", "ふじもと", "ヤマグチ", "はせがわ"]))
    assert not any(map(like_a_reading, ["トナー", "ポスター", "カメラ", "マスク", "ハンガー", "よろしく"]))
    assert all(map(like_a_romaji_name, ["Kaori", "Kenji", "Inoue", "Tsuruta"]))
    assert not any(map(like_a_romaji_name, ["Invoice", "Thanks", "Roller", "Date"]))

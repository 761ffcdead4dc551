"""Rows of a key and its value whose key no list of names knows: its form and its last word say what it announces."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.reading.label_heads import head_kind
from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders


def one(text: str) -> Order:
    (order,) = read_orders(text, datetime(2026, 6, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo")), None).orders
    return order


def names(text: str) -> list[str | None]:
    return [item.description for item in one(text).items]


def is_sure(order: Order) -> bool:
    return not any(how is Confidence.ASK for name, how in order.confidence.items() if name.startswith("items"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("搬入資材", "item"),
        ("ご依頼の品", "item"),
        ("対象サービス", "item"),
        ("付属品", ""),  # comes along with the goods
        ("同梱物", ""),
        ("お申込部数", "quantity"),
        ("更新料", "amount"),
        ("紹介料", ""),  # names what is paid for as well as any goods do
        ("値引額", ""),
        ("見積価格", ""),
    ],
)
def test_the_last_word_of_a_key_says_what_it_announces(name: str, kind: str) -> None:
    assert head_kind(name) == kind


@pytest.mark.parametrize(
    ("row", "goods"),
    [
        ("搬入資材　石膏ボード 9.5mm　40枚　@620（税抜）", "石膏ボード 9.5mm"),
        ("工事名称　屋上防水 一式 620,000円（税抜）", "屋上防水"),
        ("対象設備　空調機\nご依頼の品　業務用エアコン\n入札額　300,000円（税抜）", "業務用エアコン"),
    ],
)
def test_a_key_set_off_by_a_gap_is_no_part_of_the_name(row: str, goods: str) -> None:
    assert names(f"受注しました\n得意先　株式会社ヤマト紙業\n{row}\n納期　6/30\n担当　田中") == [goods]


def test_a_single_row_with_a_gap_is_no_form() -> None:
    assert names("株式会社ヤマト紙業様より受注\n補強資材　鋼製　40枚　@620（税抜）") == ["補強資材　鋼製"]


def test_keys_between_signs() -> None:
    order = one(
        "受注しました\n◇得意先◇ 株式会社ヤマト紙業\n◇教材◇ 英会話テキスト\n◇部数◇ 120部\n◇単価◇ 1,800円（税抜）"
    )
    assert (order.partner_name, order.items[0].description, order.items[0].amount) == (
        "株式会社ヤマト紙業",
        "英会話テキスト",
        Decimal(216_000),
    )
    assert is_sure(order)


def test_a_fee_of_its_own_name_stays_goods() -> None:
    order = one(
        "受注報告\nお客様：株式会社ヤマト紙業\n会場：本社ホール\n機材費：80,000円\n人件費：120,000円\n合計：200,000円（税抜）"
    )
    assert [item.description for item in order.items] == ["機材費", "人件費"]


@pytest.mark.parametrize("sign", ["　", "："])
def test_numbered_keys_of_a_list_without_heads(sign: str) -> None:
    rows = f"明細１{sign}会議テーブル　3台　45,000円　135,000円\n明細２{sign}チェア　12脚　8,000円　96,000円"
    assert names(f"受注報告\nお客様：株式会社ヤマト紙業\n{rows}\n合計：231,000円（税抜）") == ["会議テーブル", "チェア"]


def test_a_price_row_that_multiplies_says_no_sum_of_all() -> None:
    order = one(
        "受注\n客先→有限会社みどり園\nもの→培養土40L×200袋\n金額→@780×200=156,000（税抜）\nあと配送 12,000（税抜）"
    )
    assert [(item.quantity, item.amount) for item in order.items] == [(200, 156_000), (None, 12_000)]
    assert order.subtotal == 168_000

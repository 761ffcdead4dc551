"""Goods and money: sizes in names, labels of one's own, shares, compared and superseded figures, rates."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from domain.reading.model import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-05-11T10:00:00+09:00")
CUSTOMER = "株式会社ヒノキ家具様 受注\n"


def order_of(text: str) -> Order:
    orders = read_orders(text, POSTED, None).orders
    assert len(orders) == 1
    return orders[0]


def lines_of(text: str) -> list[tuple[str | None, Decimal | None, Decimal | None, Decimal | None]]:
    return [(item.description, item.quantity, item.unit_price, item.amount) for item in order_of(text).items]


def line(name: str, quantity: str | None, unit: str | None, amount: str) -> tuple[object, ...]:
    return name, *(Decimal(value) if value is not None else None for value in (quantity, unit, amount))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("ケーブル CVT 100m　3巻　42,000円", line("ケーブル CVT 100m", "3", "42000", "126000")),
        ("苦土石灰 20kg　60袋　640円　38,400円", line("苦土石灰 20kg", "60", "640", "38400")),
        ("アングル 50×50×6m → 25本、@8,900", line("アングル 50×50×6m", "25", "8900", "222500")),
        ("プラ段 1820×910×5 40枚 @780", line("プラ段 1820×910×5", "40", "780", "31200")),
        ("レタス種子500粒袋 @1,200を20袋", line("レタス種子500粒袋", "20", "1200", "24000")),
        ("鉄筋工 3人×5日＝15人工 @22,000", line("鉄筋工", "15", "22000", "330000")),
        ("整地 2.5ha @48,000", line("整地", "2.5", "48000", "120000")),
        ("脆弱性診断 3URL×150,000", line("脆弱性診断", "3", "150000", "450000")),
        ("運用手数料(15%) 45,000円", line("運用手数料(15%)", None, None, "45000")),
        ("Cotton tape 50mm x 25m / 40 rolls / ¥1,250", line("Cotton tape 50mm x 25m", "40", "1250", "50000")),
    ],
)
def test_the_size_is_of_the_name_and_the_count_of_the_order(row: str, expected: tuple[object, ...]) -> None:
    total = f"\n合計 {int(Decimal(str(expected[3]))):,}円（税別）"
    assert lines_of(CUSTOMER + row + total) == [expected]
    assert order_of(CUSTOMER + row + total).confidence["items"] == "accepted"


@pytest.mark.parametrize(
    "text",
    [
        "受注報告\n客先…株式会社ヒノキ家具\n品　名…湯呑み 桐箱入\n数　量…120個\n単　価…850円\n金　額…102,000円（税抜）",
        "得意先　株式会社ヒノキ家具\n品　名　湯呑み 桐箱入\n数　量　120個\n単　価　850円\n金　額　102,000円（税別）",
        "会社/株式会社ヒノキ家具\n品名/湯呑み 桐箱入\n個数/120\n1個あたり/850円(税別)\n計/102,000円",
        "受注\n会社；株式会社ヒノキ家具\n品名；湯呑み 桐箱入\n数；120個\n単価；850円\n合計；102,000円（税抜）",
        "customer : 株式会社ヒノキ家具\nitem : 湯呑み 桐箱入\nqty : 120\nunit : 850\namount : 102,000\ntax : 外税",
    ],
)
def test_labels_however_they_are_set_off(text: str) -> None:
    assert lines_of(text) == [line("湯呑み 桐箱入", "120", "850", "102000")]
    assert order_of(text).subtotal == 102_000


@pytest.mark.parametrize(
    "text",
    [
        "紹介料 年収480万円の30%で1,440,000円（税別）",
        "紹介料：想定年収480万円×30%＝144万円（税別）",
        "紹介料 1,440,000円（税別、理論年収480万の30%）",
    ],
)
def test_what_a_share_is_taken_of_is_no_price(text: str) -> None:
    assert lines_of(CUSTOMER + text) == [line("紹介料", None, None, "1440000")]
    assert order_of(CUSTOMER + text).total == 1_584_000


@pytest.mark.parametrize(
    "text",
    [
        "LED投光器 8台、1台24,000円のとこ22,500円（税別）",
        "LED投光器 8台、単価24,000円……じゃなくて22,500円（税別）",
        "品名：LED投光器\n数量：10台 → 8台に変更\n単価：22,500円（税別）",
        "LED投光器 8台 180,000円（税別、昨年から1万円アップ）",
    ],
)
def test_compared_and_superseded_figures_do_not_count(text: str) -> None:
    assert lines_of(CUSTOMER + text) == [line("LED投光器", "8", "22500", "180000")]


def test_rates_said_of_all_but_some_lines() -> None:
    text = (
        CUSTOMER
        + "・会場設営 50,000円\n・仕出し 60個 1,200円 72,000円（軽減8%）\n・司会 35,000円\nすべて税抜、仕出し以外は10%"
    )
    assert [item.tax_rate for item in order_of(text).items] == [10, 8, 10]
    assert order_of(text).tax == 14_260


def test_a_footnote_is_about_the_marked_rows_only() -> None:
    text = CUSTOMER + "梨 42箱 3,850 161,700 *\nギフト箱 110枚 178 19,580\n税抜\n* 軽減税率対象"
    assert [item.tax_rate for item in order_of(text).items] == [8, None]


def test_the_unit_of_money_holds_for_each_named_figure_of_a_row() -> None:
    text = "受注（単位：千円、税抜）\n客先：株式会社ヒノキ家具\n内訳：本体 3,250／制御盤 1,180／据付 720\n合計：5,150"
    assert [item.amount for item in order_of(text).items] == [3_250_000, 1_180_000, 720_000]


def test_a_rounding_down_is_a_line() -> None:
    text = CUSTOMER + "製本 40冊 @780\n端数調整 -200\n税別 31,000円"
    assert lines_of(text) == [line("製本", "40", "780", "31200"), line("端数調整", "1", "-200", "-200")]


def test_list_marks_of_table_rows_are_no_goods() -> None:
    text = (
        CUSTOMER + "・アルミ板　　15枚　　14,600　　219,000\n・曲げ加工　　60個　　400　　24,000\n小計　243,000\n税抜"
    )
    assert [item.description for item in order_of(text).items] == ["アルミ板", "曲げ加工"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("株式会社ヒノキ家具さんからも倉庫シャッター修理 24万円（税別）で発注いただきました", "倉庫シャッター修理"),
        ("株式会社ヒノキ家具様受注。印紙代（立替・非課税）240,000円", "印紙代"),
    ],
)
def test_names_without_what_hangs_on_to_them(text: str, name: str) -> None:
    assert lines_of(text) == [line(name, None, None, "240000")]


def test_a_price_said_once_for_several_rows() -> None:
    text = CUSTOMER + "作業着 S　10着\n作業着 M　25着\n作業着 L　5着\nすべて1着4,200円（税抜）\n合計168,000円"
    assert lines_of(text) == [
        line("作業着 S", "10", "4200", "42000"),
        line("作業着 M", "25", "4200", "105000"),
        line("作業着 L", "5", "4200", "21000"),
    ]


def test_a_figure_that_divides_badly_is_asked_about() -> None:
    order = order_of(CUSTOMER + "明細1: 感知器 / 30台 / 24,800\n明細2: 設置工事 / 1式 / 180,000\n税区分: 外税")
    assert order.confidence["items[0].amount"] == "ask"
    assert order.confidence["total"] == "ask"


def test_fees_called_by_their_labels_are_lines_of_their_own() -> None:
    text = CUSTOMER + "初期費用：100,000円\n月額料金：20,000円×12ヶ月\n税別"
    assert lines_of(text) == [line("初期費用", None, None, "100000"), line("月額料金", "12", "20000", "240000")]


def test_all_of_one_thing_beside_another() -> None:
    text = CUSTOMER + "紹介動画が3本で1本25万、あと字幕が全部で6万。税抜です。"
    assert lines_of(text) == [line("紹介動画", "3", "250000", "750000"), line("字幕", None, None, "60000")]


@pytest.mark.parametrize(
    "text",
    [
        "品名：合板 1800×900\n数：150枚\n単価：1,850円\n合計：277,500円（税抜）",
        "合板 1800×900 150枚 @1,850\n作業：6/3～5\n税抜 277,500円",
    ],
)
def test_what_is_measured_or_dated_is_not_counted(text: str) -> None:
    assert lines_of(CUSTOMER + text) == [line("合板 1800×900", "150", "1850", "277500")]


def test_a_price_behind_a_slash_and_a_digit() -> None:
    order = order_of("受注／株式会社ヒノキ家具／床塗装／面積85㎡／165,000円（内消費税15,000円）")
    assert (order.items[0].description, order.total) == ("床塗装", 165_000)

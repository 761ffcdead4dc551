"""Names of goods inside sentences: conjunctions, adverbs and clauses beside them are no part of them and no goods."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders


def one(text: str) -> Order:
    (order,) = read_orders(text, datetime(2026, 6, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo")), None).orders
    return order


def names(order: Order) -> list[str | None]:
    assert not [name for name, how in order.confidence.items() if how is Confidence.ASK and "description" in name]
    return [item.description for item in order.items]


@pytest.mark.parametrize(
    ("post", "goods"),
    [
        ("、倉庫の防虫点検を年4回、1回3万円（税別）で受注です", ["倉庫の防虫点検"]),
        (
            "、本社ビルの定期清掃を年間契約いただきました。月5万円×12か月、消費税別。",
            ["本社ビルの定期清掃"],
        ),
        (
            "受注。床清掃は月額38,000円×12か月、それに窓清掃が62,000円、おまけにしおり500枚で5,000円、税別です。",
            ["床清掃", "窓清掃", "しおり"],
        ),
        ("、受注です。ご注文の品は会議用テーブル 四台、一台あたり38,500円（税別）。", ["会議用テーブル"]),
        ("より正式にご発注いただきました。中身はオフィス什器一式、138万円（外税）", ["オフィス什器"]),
    ],
)
def test_words_around_the_name(post: str, goods: list[str]) -> None:
    assert names(one(f"㈱ヤマト紙業様{post}")) == goods


@pytest.mark.parametrize(
    ("post", "goods"),
    [
        ("㈱ヤマト紙業様のサーバ更改、工賃も処分費も入れて税込385,000円で受注しました", "サーバ更改"),
        ("㈱ヤマト紙業様の在庫管理システム、正式受注。予算150万に対して138万円（税別）でした", "在庫管理システム"),
        ("㈱ヤマト紙業様受注。勤怠クラウド 120ID 年額4,200円/IDで合意、504,000円（税抜）", "勤怠クラウド"),
        ("代わりにパンフ制作のほうは弊社で決定いただいてます！㈱ヤマト紙業様、68万円＋税", "パンフ制作"),
        (
            "㈱ヤマト紙業様より追加発注。先日納品した書庫、好評につきあと2台とのこと。単価98,000円（税別）、計196,000円。",
            "書庫",
        ),
        (
            "オフィス移転の支援業務で契約いただきました、相手先は㈱ヤマト紙業。費用は30万、税抜です。",
            "オフィス移転の支援業務",
        ),
    ],
)
def test_a_clause_beside_the_price_names_nothing(post: str, goods: str) -> None:
    assert names(one(post)) == [goods]


def test_what_is_free_is_no_line_and_leaves_the_next_price_its_own_name() -> None:
    order = one(
        "受注しました！㈱ヤマト紙業様、蓄電池 2個、1個415,000円、"
        "古い電池の引取り 2個は無料、交換工賃36,000円。税別です。"
    )
    assert [(item.description, item.amount) for item in order.items] == [("蓄電池", 830_000), ("交換工賃", 36_000)]
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


def test_some_of_the_goods_given_free_are_asked() -> None:
    order = one("㈱ヤマト紙業様より受注。蓄電池 5個（2個は無料）、1個415,000円。税別です。")
    assert order.confidence["subtotal"] is Confidence.ASK


def test_a_bulleted_row_done_for_free_does_not_lack_a_price() -> None:
    order = one("㈱ヤマト紙業様受注（税抜）\n・プリンタ 2台 @40,000\n・設置作業 サービス\n・配送 当社負担")
    assert names(order) == ["プリンタ"]
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


def test_a_bulleted_row_without_a_price_is_asked() -> None:
    order = one("㈱ヤマト紙業様受注（税抜）\n・プリンタ 2台 @40,000\n・設置作業")
    assert order.confidence["subtotal"] is Confidence.ASK


def test_what_was_bought_before_is_no_line() -> None:
    order = one("㈱ヤマト紙業様受注（税抜）\n包装紙 60連 @11,850\n前回は80連で896,000円でした。")
    assert [(item.description, item.amount) for item in order.items] == [("包装紙", 711_000)]

"""Figures that the post itself sets aside, counts that are part of a name, and prices that are multiplied."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from domain.reading.model import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-11-18T10:00:00+09:00")


def _order(text: str) -> Order:
    reading = read_orders(text, POSTED, None)
    assert len(reading.orders) == 1
    return reading.orders[0]


def _line(order: Order) -> tuple[str | None, Decimal | None, Decimal | None, Decimal | None]:
    assert len(order.items) == 1
    item = order.items[0]
    return item.description, item.quantity, item.unit_price, item.amount


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            (
                "株式会社ミナト工芸様より受注です。当初 スチール棚 40台×12,000円でお出ししていましたが、"
                "最終的に 35台×11,500円で妥結しました。税別。"
            ),
            ("スチール棚", 35, 11_500, 402_500),
        ),
        (
            (
                "受注しました！有限会社ヒノデ園芸さん、最初は 芝張り 120㎡ @1,500円で見積もっていたのですが、"
                "結局 100㎡ @1,450円に落ち着きました（税抜）"
            ),
            ("芝張り", 100, 1_450, 145_000),
        ),
        (
            "アサヒ観光株式会社 バスツアー 受注。見積では80万円だったけど、交渉の結果75万円（税別）で決まりました。",
            ("バスツアー", None, None, 750_000),
        ),
        (
            "株式会社ナカノ様 受注。複合機を50台@52,000で提案していましたが、最終的に@49,800で着地（税別）",
            ("複合機", 50, 49_800, 2_490_000),  # the count was not given anew, so it holds
        ),
        (
            "株式会社フジタ様受注。LED照明 単価4,800円で60本の予定でしたが、追加になり80本×4,500円＝360,000円 税抜",
            ("LED照明", 80, 4_500, 360_000),
        ),
    ],
)
def test_of_two_sets_of_figures_joined_by_an_adversative_the_later_holds(
    text: str, line: tuple[str, int, int, int]
) -> None:
    order = _order(text)
    assert _line(order) == line
    assert order.subtotal == line[3]


def test_an_adversative_between_two_goods_sets_nothing_aside() -> None:
    order = _order("株式会社ナカノ様 受注。本体は30万円ですが、設置は2万円です。税別")
    assert [item.amount for item in order.items] == [300_000, 20_000]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "受注：株式会社ヨシダ\n商品：冷蔵ショーケース（5年保証付き）\n台数：3台\n単価：180,000円（税別）",
            ("冷蔵ショーケース（5年保証付き）", 3, 180_000, 540_000),
        ),
        ("株式会社ヨシダ様 受注 伝票 3枚複写 200冊×350円 税別", ("伝票 3枚複写", 200, 350, 70_000)),
        ("株式会社ヨシダ様 受注 つぶあん10kg 12袋 @4,200 税別", ("つぶあん10kg", 12, 4_200, 50_400)),
    ],
)
def test_a_count_that_says_what_the_goods_are_like_counts_nothing(text: str, line: tuple[str, int, int, int]) -> None:
    assert _line(_order(text)) == line


def test_a_labelled_price_that_is_multiplied_is_the_price_of_one() -> None:
    order = _order("受注\n会社名：株式会社ホリデイ\n内容：SNS運用代行\n費用：200,000円×6ヶ月（税別）")
    assert _line(order) == ("SNS運用代行", 6, 200_000, 1_200_000)


def test_a_price_for_one_person_is_a_unit_price() -> None:
    order = _order("受注しました。株式会社ナギサ 安全講習 お一人様 12,000円（税別）、25名様、計300,000円")
    assert _line(order) == ("安全講習", 25, 12_000, 300_000)


def test_unit_names_the_price_of_one_and_not_included_is_without_tax() -> None:
    order = _order("受注 Kanto Instruments K.K.: Pressure gauge PG-2, 20 pcs, unit 8,500 JPY, VAT 10% not incl.")
    assert order.tax_entry == "out"
    assert (order.items[0].unit_price, order.subtotal) == (8_500, 170_000)


def test_words_of_a_slip_of_the_pen_name_no_goods() -> None:
    order = _order("株式会社ホリデイ様、ワインセラー受注です。38万、あ、違う、36万でした（税込）。")
    assert (order.items[0].description, order.total) == ("ワインセラー", 360_000)


def test_the_name_begins_behind_a_remark_and_its_particle() -> None:
    order = _order("株式会社モリタさん（介護のほう）の車椅子8台、1台45,000の外税。受注です")
    assert _line(order) == ("車椅子", 8, 45_000, 360_000)


def test_without_a_word_of_then_or_now_a_person_says_which_set_holds() -> None:
    order = _order("株式会社ナカノ様 受注。椅子 90脚×7,200円で出していましたが、85脚×7,000円です。税別")
    assert order.subtotal is None or order.confidence["subtotal"] == "ask"
    assert order.confidence["items"] == "ask"


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ナカノ様 受注。会議机は20台×3万円ですが、椅子は80脚×1万円です。税別",
        "株式会社ナカノ様 受注。ノートPC 10台×98,000円をいただきましたが、マウス10個×2,000円も追加です。税別",
    ],
)
def test_goods_that_are_told_apart_both_count(text: str) -> None:
    assert len(_order(text).items) == 2


def test_words_of_time_and_of_whose_wish_it_was_name_no_goods() -> None:
    for text in (
        "株式会社ナカノ様 受注。提示価格 @1,200×500個でしたが先方の希望で@1,150×600個、69万円に。商品は化粧箱、税別",
        "株式会社ナカノ様 成約。昨年は10室×3万円でしたが今年は12室×3.2万円で清掃更新。税別",
    ):
        assert _order(text).items[0].description not in ("先方の希望", "今年")


def test_any_sign_sets_keys_off_if_the_rows_have_it_alike() -> None:
    order = _order(
        "受注\nどこ ▶ 株式会社コスモ堂\n何を ▶ 抗菌マット 厚手 50枚入\nどれだけ ▶ 9箱\nいくら ▶ 1箱 38,000円（外税）"
    )
    assert order.partner_name == "株式会社コスモ堂"
    assert _line(order) == ("抗菌マット 厚手 50枚入", 9, 38_000, 342_000)


def test_the_sum_with_tax_beside_the_one_without_is_the_total() -> None:
    order = _order(
        "受注 山吹不動産株式会社\n　クロス張替え 68㎡ × 1,250円 ＝ 85,000円\n　諸経費 16,500円\n"
        "税抜計 101,500円　税込 111,650円"
    )
    assert (order.tax_entry, order.subtotal, order.total, order.conflict) == ("out", 101_500, 111_650, False)


def test_a_contract_puts_the_tax_at_length() -> None:
    order = _order(
        "受注\n会社名：株式会社ホリデイ\n内容：SNS運用代行\n委託料：月額 80,000円（消費税及び地方消費税を含む）×12か月"
    )
    assert (order.tax_entry, order.total) == ("in", 960_000)
    assert _line(order) == ("SNS運用代行", 12, 80_000, 960_000)


def test_a_run_of_prints_with_one_figure_has_its_whole_price() -> None:
    order = _order("有限会社カワベ製菓さん、チラシ受注です。\n50,000枚で148,000円（税別）。")
    assert order.subtotal == 148_000
    assert order.confidence["subtotal"] == "accepted"


def test_a_name_that_holds_a_count_of_other_goods_is_not_accepted() -> None:
    order = _order("株式会社オリオン様 受注 机10台椅子20脚で合計300,000円 税別")
    assert order.confidence["items[0].description"] == "ask"


def test_a_price_above_its_goods_is_multiplied() -> None:
    order = _order("株式会社オリオン様 受注\n金額：38万円×2台（税別）\n商品：冷凍庫")
    assert _line(order) == ("冷凍庫", 2, 380_000, 760_000)

"""Figures a post names and sets aside itself, prices known by their unit, and one price said for several goods."""

from __future__ import annotations

import pytest

from domain.reading import Confidence, Order
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

_GOODS = "株式会社ミドリ様から受注しました。\n脚立 4台 @12,800（税抜）\n"


def _order(text: str) -> Order:
    [order] = read_orders(text, POSTED).orders
    return order


def _figures(order: Order) -> list[tuple[object, object, object]]:
    return [(item.quantity, item.unit_price, item.amount) for item in order.items]


@pytest.mark.parametrize(
    "aside",
    [
        "参考：展示会価格は16,000円でした",
        "※参考：標準 5台で60,000円",
        "ショールームの価格は14,500円でした。",
        "他社製品は11,900円だったとか。",
        "先月の段階では15,000円で渋られてました。",
        "カタログ価は14,800円",
        "外注先に@9,300で発注済みです。",
        "なお本体は仕入先の株式会社ヤナギに@9,300で発注済み。",
        "朝の投稿（5台・@13,500）は誤りでした。",
        "隣の倉庫（20万で提案中）もあります。",
    ],
)
def test_what_is_no_price_of_this_deal_is_no_line(aside: str) -> None:
    order = _order(_GOODS + aside)
    assert _figures(order) == [(4, 12800, 51200)]
    assert (order.subtotal, order.conflict) == (51200, False)


@pytest.mark.parametrize(
    ("text", "subtotal"),
    [
        ("株式会社ミドリ様 受注。脚立の契約価格は180,000円でした（税抜）", 180000),
        ("株式会社ミドリ様 受注です。参考展示品の什器 2台 @45,000 税抜", 90000),
        ("株式会社ミドリ様 受注しました。展示会価格は180,000円でした（税抜）。品目は脚立。", 180000),
    ],
)
def test_the_only_price_is_the_price_whatever_it_is_called(text: str, subtotal: int) -> None:
    assert _order(text).subtotal == subtotal


@pytest.mark.parametrize(
    "text",
    [
        "受注：株式会社ミドリ\n足場工事\n396万円(税抜) ← ごめん typo。372万円(税抜)が正",
        "株式会社ミドリ様、足場工事、396万円で、すみません372万円（税別）で受注です。",
        "株式会社ミドリ様、足場工事、12回×31万円を月払いで…じゃなくて、正式には 372万円（税抜）で受注です。",
    ],
)
def test_only_the_last_stand_of_a_price_counts(text: str) -> None:
    order = _order(text)
    assert (order.subtotal, order.conflict) == (3720000, False)
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


def test_the_sum_is_right_though_what_it_is_for_is_asked() -> None:
    order = _order(
        "最初の見積が410万、二回目が385万、最終372万円（税抜）で本日受注しました。品目は足場工事。株式会社ミドリ様です。"
    )
    assert (order.subtotal, order.conflict) == (3720000, False)
    assert order.confidence["items[0].description"] is Confidence.ASK


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("ボールねじ, 36本, ¥18,400/pc, 税抜", (36, 18400, 662400)),
        ("成分分析 15検体\n単価：22,000円／検体（消費税別途）", (15, 22000, 330000)),
        ("味噌 三十樽、一樽四千五百円（税抜）", (30, 4500, 135000)),
        ("図面作成 8P×3万円、税抜", (8, 30000, 240000)),
        ("視察研修2泊3日 18名×48,000円（税抜）", (18, 48000, 864000)),
        ("診断 @¥4,500 x 60 pages = ¥270,000 税抜", (60, 4500, 270000)),
        ("追加ライセンス 25ID｜@10,780円｜計269,500円（税抜）、税込だと296,450円", (25, 10780, 269500)),
        ("改修 2.4M（税抜）", (None, None, 2400000)),
        ("ロープ 1.5M 800円×20本 税抜", (20, 800, 16000)),
    ],
)
def test_the_unit_and_the_product_say_what_a_price_is_for(text: str, figures: tuple[object, ...]) -> None:
    order = _order(f"株式会社ミドリ様 受注しました。\n{text}")
    assert _figures(order) == [figures]
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


@pytest.mark.parametrize("text", ["大人 42名 4,800円 税込", "角型食缶 130個 ￥11,900- 税込", "木札 150個 4,000円 税込"])
def test_a_figure_that_is_hardly_the_price_of_all_is_asked(text: str) -> None:
    assert _order(f"株式会社ミドリ様 受注しました。\n{text}").confidence["total"] is Confidence.ASK


def test_a_row_may_say_that_the_figures_above_are_prices_of_one() -> None:
    order = _order("株式会社ミドリ様 受注\nヒーター　4本　￥27,500\n記録計　1台　￥198,000\n上記は単価・税込です")
    assert order.total == 308000


@pytest.mark.parametrize("price", ["どちらも人月単価 110万円（税別）", "それぞれ単価110万円、税別です"])
def test_one_price_said_for_several_goods_of_a_sentence(price: str) -> None:
    order = _order(f"株式会社ミドリ様と契約しました。\n要件定義 2人月、実装 4.5人月、{price}")
    assert order.subtotal == 7150000
    assert [item.description for item in order.items] == ["要件定義", "実装"]


def test_what_comes_separately_as_well_is_no_silent_omission() -> None:
    both = _order("株式会社ミドリ様 受注。保守 月3万×12ヶ月、初期費用5万円も別途（いずれも税別）")
    assert both.subtotal == 410000
    asked = _order("株式会社ミドリ様 受注。デザイン 18万円、撮影費 6万円も別途いただきます（税抜）")
    assert asked.confidence["subtotal"] is Confidence.ASK


def test_a_price_behind_a_period_is_no_part_of_the_days() -> None:
    order = _order("株式会社ミドリ様、サーバ保守を受注。期間は10/1〜来年9/30で月¥65,000×12ヶ月（税抜）です。")
    assert order.subtotal == 780000


def test_a_rate_reaches_goods_by_the_end_of_their_name() -> None:
    order = _order(
        "株式会社ミドリ様 受注\n・菓子 1,500個 単価95円\n・専用小箱 250個 単価140円\n・送料 4,400円\n"
        "菓子のみ軽減税率（8%）、箱と送料は10%。外税です。"
    )
    assert [item.tax_rate for item in order.items] == [8, 10, 10]


def test_how_many_orders_came_today_is_no_quantity() -> None:
    order = _order("今日で2件。株式会社ミドリさんは冷蔵ショーケース2台、@436,000（税抜）で受注！")
    assert order.subtotal == 872000


@pytest.mark.parametrize(
    "aside",
    [
        "ライバルのT社は4万だったそうですが品質で選ばれました。",
        "B社は45,000円でした。",
        "去年は3台で45,000円いただいた先です。",
        "うち初年度分は2万円です。",
    ],
)
def test_what_others_asked_or_what_was_paid_once_is_no_line(aside: str) -> None:
    assert _order(_GOODS + aside).subtotal == 51200


def test_a_wish_names_no_goods() -> None:
    order = _order(
        "Kestrel Instruments, Inc. signed — budget was ¥3M, we closed at ¥2.75M plus tax for the lab fit-out."
    )
    assert (order.subtotal, order.items[0].description) == (2750000, "lab fit-out")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("センサーライト 30台 @7,700税込（税抜7,000）", [(30, 7700, 231000)]),
        ("塗料 18缶 @6,800＝122,400円から5%引いて116,280円（税抜）", [(18, 6460, 116280)]),
        ("ホース 42,000円から出精値引▲2,000円で40,000円（税抜）", [(None, None, 40000)]),
        ("サンプル作成 3種 各15,000円 / 税抜45,000円", [(3, 15000, 45000)]),
        ("会報誌 A4・8頁・1,200部／@88／105,600円（税抜）", [(1200, 88, 105600)]),
        (
            "20 cartons at ¥9,800 each, plus freight ¥15,000. Total ¥211,000 excl. tax.",
            [(20, 9800, 196000), (None, None, 15000)],
        ),
        ("ユンボ爪 大12本 3,300円、小20本 2,100円（各単価・税別）", [(12, 3300, 39600), (20, 2100, 42000)]),
    ],
)
def test_what_multiplies_or_adds_up_is_accepted(text: str, figures: list[tuple[object, ...]]) -> None:
    order = _order(f"株式会社ミドリ様 受注しました。\n{text}")
    assert _figures(order) == figures
    assert (order.confidence["total"], order.conflict) == (Confidence.ACCEPTED, False)


def test_what_the_tax_is_added_to_is_the_subtotal_whatever_it_is_called() -> None:
    order = _order("株式会社ミドリ様 発注書受領 / 成分検査 / 計88,000円 / 消費税8,800円 / 請求額96,800円")
    assert (order.tax_entry, order.subtotal, order.tax, order.total) == ("out", 88000, 8800, 96800)


def test_the_price_of_one_of_an_approximate_sum_is_not_accepted() -> None:
    order = _order("株式会社ミドリ様受注。書棚8本、42〜45万円になりそうですが発注は確定です。")
    assert order.confidence.get("items[0].unit_price") is not Confidence.ACCEPTED

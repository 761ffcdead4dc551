"""Sizes, packs and options beside goods: what is counted is what was bought, and what was not taken is no line."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from domain.reading.orders import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-03-04T09:00:00+09:00")
HEAD = "受注しました。株式会社ヒノキ堂様\n"


def read(text: str) -> Order:
    orders = read_orders(text, POSTED).orders
    assert len(orders) == 1
    return orders[0]


def lines(order: Order) -> list[tuple[str | None, Decimal | None, Decimal | None, Decimal | None]]:
    return [(item.description, item.quantity, item.unit_price, item.amount) for item in order.items]


def asked(order: Order) -> set[str]:
    return {field for field, confidence in order.as_json()["confidence"].items() if confidence != "accepted"}


@pytest.mark.parametrize(
    ("row", "name", "quantity", "price"),
    [
        ("運搬費（4t車）　一式 56,000円", "運搬費（4t車）", 1, 56_000),
        ("操作研修（2時間）　2回　@45,000", "操作研修（2時間）", 2, 45_000),
        ("学習アプリ（1,200ID）　月216,000円×12ヶ月", "学習アプリ（1,200ID）", 12, 216_000),
        (
            "サイト制作（全35ページ・スマホ対応）　一式　1,800,000円",
            "サイト制作（全35ページ・スマホ対応）",
            1,
            1_800_000,
        ),
        ("管理職研修（1日コース・24名） 2回 @280,000円", "管理職研修（1日コース・24名）", 2, 280_000),
        ("通訳（英語、3時間）　4件 @48,000円", "通訳（英語、3時間）", 4, 48_000),
        ("だし醤油 1.8L PET 6本入　5梱 @5,940", "だし醤油 1.8L PET 6本入", 5, 5_940),
        ("塗料 15kg 白 半つや　6缶 9,800円 58,800円", "塗料 15kg 白 半つや", 6, 9_800),
        ("シャンプー 4L×3本／箱　10箱　@9,600", "シャンプー 4L×3本／箱", 10, 9_600),
        ("氷 1t　2回　@9,000", "氷 1t", 2, 9_000),
        ("重機 3t 5日 @30,000", "重機 3t", 5, 30_000),
        ("空調清掃　4系統 @12,000", "空調清掃", 4, 12_000),
        ("10tウイング車（大阪〜仙台）　6便 @148,000円", "10tウイング車（大阪〜仙台）", 6, 148_000),
        ("トランクルーム8帖（B-12区画） 月￥36,300×12ヶ月", "トランクルーム8帖（B-12区画）", 12, 36_300),
    ],
)
def test_a_size_or_pack_is_part_of_the_name_and_the_count_beside_the_price_is_the_quantity(
    row: str, name: str, quantity: int, price: int
) -> None:
    order = read(f"{HEAD}{row}\n送料 3,000円\n税抜")
    assert lines(order)[0] == (name, quantity, price, quantity * price)
    assert not {field for field in asked(order) if field.startswith("items")}


@pytest.mark.parametrize(
    "row",
    [
        "警備員（3名）　5日間　@18,000円",  # each day of each of them, or each day
        "クラウド利用料（20ID）　月500円×12ヶ月",  # hardly 500 yen for all twenty
    ],
)
def test_a_count_in_brackets_that_may_multiply_the_price_is_asked(row: str) -> None:
    assert any(field.startswith("items") for field in asked(read(f"{HEAD}{row}\n税抜")))


@pytest.mark.parametrize(
    ("row", "name", "amount"),
    [
        ("処分費（古畳6枚含む）　一式　12,000円", "処分費（古畳6枚含む）", 12_000),
        ("LED化工事（高天井灯24台・足場含む）　3,860,000円", "LED化工事（高天井灯24台・足場含む）", 3_860_000),
        ("回線（200Mbps・固定IP8個）　38,000円", "回線（200Mbps・固定IP8個）", 38_000),
        ("電子カルテ（サーバ1台構成）導入 4,800,000円", "電子カルテ（サーバ1台構成）導入", 4_800_000),
    ],
)
def test_a_count_that_is_one_word_with_its_neighbours_tells_about_the_goods(row: str, name: str, amount: int) -> None:
    order = read(f"{HEAD}{row}\n送料 3,000円\n税抜")
    assert (order.items[0].description, order.items[0].amount) == (name, amount)
    assert not {field for field in asked(order) if field.startswith("items")}


@pytest.mark.parametrize("row", ["追加番号 3番号　月500円×12ヶ月", "名入れ版代 1版 8,000円"])
def test_a_name_that_counts_what_it_names_is_asked(row: str) -> None:
    order = read(f"{HEAD}{row}\n送料 3,000円\n税抜")
    assert order.items[0].quantity in (1, 36) or asked(order) & {"items", "items[0].description"}


def test_a_name_cut_where_its_brackets_open_is_asked() -> None:
    order = read(f"{HEAD}交換工賃（1名・半日）　35,000円\n出張費 18,000円\n税抜")
    assert order.items[0].description == "交換工賃（1名・半日）" or asked(order) & {"items", "items[0].description"}


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("[取付] 35台 × 6,000円", "取付"),
        ("遊具「もりのとりで」（3〜6歳向け）　1基　2,850,000円", "遊具「もりのとりで」（3〜6歳向け）"),
        ("防犯カメラ 400万画素（屋外用）　9台　@58,000", "防犯カメラ 400万画素（屋外用）"),
        ("壇上花（高さ1.2m）1対 55,000円", "壇上花（高さ1.2m）"),
        ("Delivery & setup: ¥60,000", "Delivery & setup"),
        ("Freezer display 1.5m (3-door) — 2 units — ¥410,000 each", "Freezer display 1.5m (3-door)"),
        ("ボールバルブ 10K-50A SCS13　20台　@19,400", "ボールバルブ 10K-50A SCS13"),
        ("Torque wrench set (5-piece, 10-100 Nm): 8 sets @ ¥24,500", "Torque wrench set (5-piece, 10-100 Nm)"),
        ("Gasket kit, 4 sets/box, 10 boxes @ ¥950", "Gasket kit"),
        ("ポンプ車（4t・8時間まで）　2回 @68,000円", "ポンプ車（4t・8時間まで）"),
    ],
)
def test_a_name_is_cut_at_neither_its_brackets_nor_its_model(row: str, name: str) -> None:
    order = read(f"{HEAD}{row}\n送料 3,000円\n税抜")
    assert order.items[0].description == name
    assert not {field for field in asked(order) if field.startswith("items")}


def test_a_count_in_brackets_is_the_quantity_where_nothing_is_counted_outside() -> None:
    assert lines(read(f"{HEAD}テキスト（30冊） @1,500円\n税抜")) == [("テキスト", 30, 1500, 45_000)]


@pytest.mark.parametrize(
    "row",
    [
        "・監視オプション（月20,000円）は今回つけません",
        "・食洗機　3台　@98,000　→今回は付けない",
        "・夜間対応 80,000円（未採用）",
        "・Optional audit (¥300k) not taken",
        "・Furniture set B was declined",
    ],
)
def test_what_was_not_taken_is_no_line(row: str) -> None:
    order = read(f"{HEAD}・サーバ保守　一式 300,000円\n・設置 2台 @30,000円\n{row}\n税抜")
    assert [item.description for item in order.items] == ["サーバ保守", "設置"]
    assert not {field for field in asked(order) if field.startswith("items")}


@pytest.mark.parametrize("note", ["単価税抜。", "金額はいずれも1単位あたり、税抜", "金額は税抜単価です"])
def test_a_row_may_say_that_all_figures_are_prices_of_one(note: str) -> None:
    order = read(f"{HEAD}上質紙 A4 60箱 2,350円\n封筒 角2 24箱 3,980円\n{note}")
    assert [item.amount for item in order.items] == [141_000, 95_520]
    assert not {field for field in asked(order) if field.startswith("items")}


def test_what_one_row_of_a_list_leaves_open_the_others_leave_open_as_well() -> None:
    order = read(f"{HEAD}新米ギフト 桐箱入　20箱　4,320円\n地方発送料　20件　660円\n税込")
    assert {"items[0].amount", "items[1].amount"} <= asked(order)
    settled = read(f"{HEAD}ボールペン　20本　2,400円\nノート　30冊　6,000円\n合計8,400円（税抜）")
    assert not {field for field in asked(settled) if field.startswith("items")}


def test_hours_of_a_contract_are_the_quantity() -> None:
    order = read(
        "個別契約いただきました。\n派遣先：株式会社ヒノキ堂\n職種：仕分けスタッフ（8名体制）\n単価：2,150円／時間（税別）\n契約時間：640時間\n契約金額：1,376,000円"
    )
    assert lines(order) == [("仕分けスタッフ（8名体制）", 640, 2150, 1_376_000)]


def test_a_rate_of_this_row_only_and_of_so_many_goods() -> None:
    order = read(
        f"{HEAD}うどん 12箱 @3,480\nだし 5箱 @5,940\n割箸 2箱 @9,200 ←これだけ10％\n食品2品は軽減8％、税抜です"
    )
    assert [item.tax_rate for item in order.items] == [8, 8, 10]


def test_a_credit_limit_is_no_goods() -> None:
    order = read(
        "与信OKです（枠300万円）。株式会社ヒノキ堂の件、本日正式受注。\n搬送ベルト　240m　@3,600円　計864,000円（外税）"
    )
    assert lines(order) == [("搬送ベルト", 240, 3600, 864_000)]


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ヒノキ堂 斎藤社長：\n「では16万5千円×4基、66万円（税抜）でお願いします」\n受注日 1/20",
        "株式会社ヒノキ堂さん、今日ハンコいただきました！社長が「安くして壊れたら困る」と言ってくれて、240万円（税別）で着地です。",
    ],
)
def test_who_speaks_and_what_is_said_are_accepted_as_no_name(text: str) -> None:
    assert asked(read(text)) & {"items", "items[0].description"}


def test_goods_named_in_kana_may_end_like_a_particle() -> None:
    assert lines(read(f"{HEAD}にんじん 120kg × 210円\nじゃがいも 300kg × 165円\n税別"))[1][0] == "じゃがいも"


def test_a_name_from_beyond_another_row_is_asked() -> None:
    order = read(f"{HEAD}うどん 12箱 @3,480\n5箱 @5,940\n割箸 2箱 @9,200\n乾物2品は別便です。税抜")
    assert order.items[1].description is None or asked(order) & {"items", "items[1].description"}


def test_the_goods_counted_before_are_not_part_of_the_next_name() -> None:
    order = read(f"{HEAD}シャンプー台2基とセット椅子4脚\nシャンプー台は1基365,000、椅子は1脚142,000\n税は別。")
    assert [item.description for item in order.items] == ["シャンプー台", "セット椅子"]


def test_an_order_number_beside_a_quoted_order_is_no_price_of_the_posts_own() -> None:
    order = read(
        "PO received today from Tidewater Robotics, Inc. (PO# 7741), pasting the lines:\n"
        "&gt; 40 x Torque sensor TS-9 @ USD 185.00\n&gt; 1 x Calibration fixture @ USD 2,350.00\n"
        "&gt; Export sale, tax exempt (0%)\n&gt; Sum USD 9,750.00"
    )
    assert lines(order) == [("Torque sensor TS-9", 40, 185, 7400), ("Calibration fixture", 1, 2350, 2350)]

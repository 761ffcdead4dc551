"""The end of a sentence decides what became of an order, whatever words of winning or losing stand before it."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.reading.goods_guard import is_no_name
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-02T09:30:00+09:00")


@pytest.mark.parametrize(
    "text",
    [
        "港北樹脂様、担当の方までは承認が取れました。あとは本社決裁のみです。\n集塵フード 190万円（税抜）",
        "双葉製本さん、中綴じ3,000部（@42円）の注文をいただけそうです。金曜には連絡が来ます。",
        "申込書の捺印がまだ先方から戻っていません。白川歯科様（滅菌器 2台 64万円税込）です。戻り次第計上します。",
        "先週の受注（小松原建具様・引戸12枚）に取付費38,000円（税別）が抜けていました。追加してください。",
        "緑川農園様に選果機の見積を提示、来週ご返事いただけることになりました。2,300,000円（税別）です。",
        "新人の中里くんが初契約！おめでとう🎊 夜は乾杯です。会費3,500円。",
    ],
)
def test_what_is_not_won_in_the_end_is_no_order(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("失注が続きましたが、やっと決まりました！港北樹脂株式会社様、集塵フード 190万円です。", "港北樹脂株式会社"),
        ("前回は失注でしたが、今回はいただけました！双葉製本様、断裁機1台 2,600,000円（税抜）です。", "双葉製本"),
        ("返品の件で伺ったら追加のご注文をいただきました。白川歯科様、滅菌パック 20箱 @1,800円（税別）", "白川歯科"),
        ("本日受注したみのり野ファーム様の選果ベルト 2本 @76,000円（税別）です。", "みのり野ファーム"),
        ("【受注】\nヒイラギ堂\n鉢植え 9鉢\n@4,300円 税別\n担当：沢渡", "ヒイラギ堂"),
        ("PO #5520 from Larkspur Optics: 40 pcs lens mount @ JPY 9,200, excl. tax.", "Larkspur Optics"),
    ],
)  # fmt: skip
def test_what_is_won_in_the_end_is_an_order(text: str, partner: str) -> None:
    (order,) = read_orders(text, POSTED).orders
    assert order.partner_name == partner


def test_an_order_that_is_not_to_be_entered_yet_is_none() -> None:
    text = "白川歯科さん、稟議下りたそうです。滅菌器 2台×320,000円。契約書は確認中なので、計上は待ってください"
    assert read_orders(text, POSTED).orders == ()


def test_the_tax_a_contract_names_is_in_its_sum() -> None:
    text = (
        "発注者　港北樹脂株式会社\n工事名　集塵ダクト更新\n"
        "請負金額　金3,300,000円也（消費税等相当額300,000円を含む）\n注文書日付　6/1"
    )
    (order,) = read_orders(text, POSTED).orders
    assert (order.tax_entry, order.subtotal, order.total) == ("in", 3_000_000, 3_300_000)


def test_goods_that_are_a_deed_are_asked() -> None:
    assert is_no_name("受託", alone=True)
    assert is_no_name("集塵ダクト 受注", alone=True)
    assert not is_no_name("受託計算サーバー", alone=True)


def test_prices_of_one_belong_to_what_was_counted_before() -> None:
    text = (
        "白川歯科さま、ご契約に至りました。\n診療用チェア 12台、移動式ワゴン 30台。\n"
        "チェアは1台214,000円、ワゴンは1台18,500円、いずれも税込です。"
    )
    (order,) = read_orders(text, POSTED).orders
    assert [(item.description, item.quantity, item.amount) for item in order.items] == [
        ("診療用チェア", 12, 2_568_000),
        ("移動式ワゴン", 30, 555_000),
    ]
    assert order.total == 3_123_000


def test_a_counted_main_unit_is_goods_and_no_sum() -> None:
    text = "お客様: 白川歯科\n件名: 滅菌室更新\n  本体      2台  640,000\n  設置工事  一式   90,000\n税別計 : 730,000"
    (order,) = read_orders(text, POSTED).orders
    assert (order.total, order.conflict, len(order.items)) == (803_000, False, 2)


def test_both_amounts_in_english_are_no_contradiction() -> None:
    text = "PO from Larkspur Optics Ltd. came in.\n2 x lens mount @ JPY 9,200\nTax excl. 18,400 / incl. 20,240"
    (order,) = read_orders(text, POSTED).orders
    assert (order.tax_entry, order.subtotal, order.total) == ("out", 18_400, 20_240)

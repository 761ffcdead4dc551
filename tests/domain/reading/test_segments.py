"""Several orders in one message, in text order, without those that were lost."""

from __future__ import annotations

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED


def _read(text: str) -> list[tuple[str | None, int | None, str | None]]:
    return [(o.partner_name, o.subtotal, o.owner) for o in read_orders(text, POSTED).orders]


LAYOUTS = [
    "本日2件受注です\n・株式会社ミドリ様 設計 10万円(税抜)\n・株式会社アオイ様 施工 20万円(税抜)\n担当：木村",
    "①株式会社ミドリ様 設計 10万円(税抜) 受注\n②株式会社アオイ様 施工 20万円(税抜) 受注\n※担当はいずれも木村です",
    "受注2件（税抜）担当：木村\n\n会社名：株式会社ミドリ\n商品：設計\n金額：10万円\n\n会社名：株式会社アオイ\n商品：施工\n金額：20万円",
    "受注\n会社名：株式会社ミドリ\n商品：設計\n金額：10万円（税抜）\n担当：木村\n---\n会社名：株式会社アオイ\n商品：施工\n金額：20万円（税抜）\n担当：木村",
    "【1件目】\n商品：設計\n会社名：株式会社ミドリ\n金額：10万円（税抜）\n担当：木村\n【2件目】\n商品：施工\n会社名：株式会社アオイ\n金額：20万円（税抜）\n担当：木村",
    "会社名|商品|金額\n株式会社ミドリ|設計|100000\n株式会社アオイ|施工|200000\n受注しました（税抜）担当：木村",
    "株式会社ミドリ様から設計10万円(税抜)、株式会社アオイ様から施工20万円(税抜)を受注。担当：木村",
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_two_orders(text: str) -> None:
    got = _read(text)
    assert [(name, subtotal) for name, subtotal, _ in got] == [("株式会社ミドリ", 100000), ("株式会社アオイ", 200000)]
    assert got[0][2] == "木村" or "、株式会社アオイ" in text


def test_lost_and_held_lines_do_not_count() -> None:
    text = (
        "株式会社ミドリ 設計 10万円 受注\n株式会社アオイ 施工 20万円 失注\n"
        "株式会社アカネ 保守 5万円 保留\n金額はすべて税抜"
    )
    assert _read(text) == [("株式会社ミドリ", 100000, None)]


def test_a_list_of_totals_without_goods_is_a_summary() -> None:
    assert _read("11月の受注速報\n株式会社ミドリ 100万円\n株式会社アオイ 250万円\n累計 350万円") == []


def test_one_customer_with_several_goods_is_one_order() -> None:
    assert len(_read("株式会社ミドリ様 2件まとめて受注\n(1) 設計 10万円 税別\n(2) 施工 20万円 税別")) == 1


def test_each_order_knows_where_it_stands() -> None:
    text = "本日2件受注です\n・株式会社ミドリ様 設計 10万円(税抜)\n・株式会社アオイ様 施工 20万円(税抜)"
    first, second = read_orders(text, POSTED).orders
    assert text[first.span.start : first.span.end].startswith("・株式会社ミドリ")
    assert text[second.span.start : second.span.end].endswith("20万円(税抜)")


def test_an_export_of_hundreds_is_cut_and_nothing_of_it_accepted() -> None:
    text = "受注一覧です\n" + "\n".join(f"・株式会社テスト{i}様 設計{i} {i + 1}万円(税抜) 受注" for i in range(120))
    orders = read_orders(text, POSTED).orders
    assert len(orders) == 50
    assert all(set(order.confidence.values()) == {"ask"} for order in orders)


@pytest.mark.parametrize(
    "tail",
    [
        "いずれも税抜、担当は三木です。",
        "※税抜\n担当：三木",
        "税抜です。担当 三木",
        "（税抜、担当：三木）",
        "\n---\n税抜・担当三木",
        "以上2件、税抜。三木",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        "株式会社アオイ / ポンプ / 2台 / 10万円\n株式会社ベニ / バルブ / 4個 / 32,000円\n",
        "株式会社アオイ様からポンプ2台（@50,000円）、株式会社ベニ様からバルブ4個（@8,000円）を受注。\n",
        "株式会社アオイ様よりポンプ2台 @5万円で受注。\n株式会社ベニ様よりバルブ4個 @8,000円で受注。\n",
    ],
)
def test_what_is_said_behind_the_last_order_and_by_no_other_holds_for_all(body: str, tail: str) -> None:
    read = read_orders(f"本日2件受注です。\n{body}{tail}", POSTED).orders
    assert [(order.subtotal, order.tax_entry, order.owner) for order in read] == [
        (100_000, "out", "三木"),
        (32_000, "out", "三木"),
    ]

"""Seldom cases, each of which was once read wrongly or must stay a question."""

from __future__ import annotations

import pytest

from domain.reading import Order
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED


def _order(text: str) -> Order:
    [order] = read_orders(f"株式会社ミドリ様 受注しました\n{text}", POSTED).orders
    return order


def test_a_win_without_a_price_is_an_order_with_questions() -> None:
    [order] = read_orders("株式会社ミドリ様からWeb制作の発注書をいただきました", POSTED).orders
    assert [item.description for item in order.items] == ["Web制作"]
    assert order.total is None
    assert order.confidence["items"] == "ask"


def test_a_labelled_report_without_a_customer_is_an_order_with_a_question() -> None:
    [order] = read_orders("【受注報告】\n商品：設計\n金額：10万円（税抜）\n請求日：5/31\n担当：木村", POSTED).orders
    assert order.partner_name is None
    assert order.confidence["partner_name"] == "ask"


def test_a_price_without_goods_is_asked() -> None:
    order = _order("合計132万円（税込）")
    assert (order.total, order.items[0].description) == (1320000, None)
    assert order.confidence["items[0].description"] == "ask"


def test_two_currencies_are_asked() -> None:
    order = _order("設計 10万円\n施工 $1,000\n税抜")
    assert order.confidence["currency"] == "ask"


def test_a_fraction_of_a_foreign_currency_is_never_rounded_silently() -> None:
    order = _order("Sensors 3 units x $18.25 tax exempt")
    assert str(order.items[0].amount) == "54.75"
    assert (order.currency, order.total) == ("USD", None)


@pytest.mark.parametrize(
    "text",
    [
        "設計 10万円（税抜）\n月末締め翌月末払い、または20日締め翌月10日払い",
        "設計 10万円（税抜）\n支払サイト60日",
        "設計 10万円（税抜）\n着手金3割、残金は翌月末払い",
    ],
)
def test_terms_that_leave_a_choice_are_asked(text: str) -> None:
    order = _order(text)
    assert order.confidence["payment_terms"] == "ask"
    assert order.candidates["payment_terms"]


def test_closing_and_payment_on_two_lines_are_one_set_of_terms() -> None:
    order = _order("設計 10万円（税抜）\n締日：20日\n支払：翌月末")
    assert order.as_json()["payment_terms"] == {"type": "closing", "close": 20, "months": 1, "day": "EOM"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("受注日：2026/6/1", "order_date"),
        ("請求日：2026/1/31 受注日：5/1", "billing_date"),
        ("請求日：2/31", "billing_date"),
        ("請求：5月末と6月末請求", "billing_date"),
        ("支払期日：6/30 支払期日：7/31", "payment_due_date"),
    ],
)
def test_dates_that_cannot_be_are_asked(text: str, field: str) -> None:
    assert _order(f"設計 10万円（税抜）\n{text}").confidence[field] == "ask"


def test_a_date_among_the_goods_is_none_of_ours() -> None:
    order = _order("商品：5/20開催セミナー運営\n金額：10万円（税抜）")
    assert (order.order_date, order.billing_date, order.payment_due_date) == (None, None, None)
    assert order.items[0].description is not None


def test_a_second_date_under_one_label_may_be_for_something_else() -> None:
    order = _order("設計 10万円（税抜）\n請求：5/31、6/30支払")
    assert (order.as_json()["billing_date"], order.as_json()["payment_due_date"]) == ("2026-05-31", "2026-06-30")


MONEY = [
    ("部品 8台 12,000円 計98,000円（税抜）", None),
    ("部品 @15×20,000（税抜）", 300000),
    ("部品 12 × 3,000（税抜）", 36000),
    ("部品 3,000 × 12 = 36,000（税抜）", 36000),
    ("部品：1,200,000（税抜）", 1200000),
    ("部品 2台 10万円 20万円（税抜）", 200000),
    ("部品 10万円 20万円（税抜）", 100000),
    ("部品 単価1,000円 金額5,000円（税抜）", 5000),
    ("部品 5個 値引き 単価▲100円（税抜）", -500),
    ("定価150万円から20万円値引きして130万円（税抜） 部品", 1300000),
    ("部品 100万円、20万円値引き（税抜）", 800000),
    ("弁当 100個×540円 軽減8%\n会場 10,000円 10%\n税込", 64000),
]


@pytest.mark.parametrize(("text", "wanted"), MONEY)
def test_amounts(text: str, wanted: int | None) -> None:
    order = _order(text)
    base = order.total if order.tax_entry == "in" else order.subtotal
    assert base == wanted or "ask" in (order.confidence.get("subtotal"), order.confidence.get("items"))


def test_sums_per_rate_are_held_against_the_rate_they_are_for() -> None:
    order = _order(
        "茶葉 10袋×1,000円 軽減8%\n急須 2個×3,000円 10%\n小計 16,000円\n"
        "消費税(8%) 800円\n消費税(10%) 600円\n合計 17,400円"
    )
    assert (order.subtotal, order.tax, order.total, order.conflict) == (16000, 1400, 17400, False)


def test_only_sums_are_enough() -> None:
    order = _order("商品：設計\n小計：100,000円\n消費税：10,000円\n合計：110,000円")
    assert (order.tax_entry, order.subtotal, order.tax, order.total) == ("out", 100000, 10000, 110000)
    assert order.confidence["total"] == "accepted"


def test_a_total_with_tax_alone_is_with_tax() -> None:
    order = _order("商品：設計\n税込合計：110,000円")
    assert (order.tax_entry, order.subtotal, order.total) == ("in", 100000, 110000)


def test_a_total_that_fits_only_without_tax_on_the_lines_is_asked() -> None:
    order = _order("設計 100,000円\n合計 110,000円")
    assert (order.tax_entry, order.total) == ("out", 110000)
    assert order.confidence["tax_entry"] == order.confidence["total"] == "ask"


def test_about_in_the_sum_is_about_in_the_order() -> None:
    order = _order("商品：設計\n合計：約100万円（税抜）")
    assert (order.total, order.stated_amount) == (None, 1000000)


TABLES = [
    ("品名|数量|金額\n椅子|24|444000\n税抜", [("椅子", 24, 18500, 444000)]),
    ("品名|数量|単価\n椅子|24|18500\n税抜", [("椅子", 24, 18500, 444000)]),
    (
        "品名|数量|単価|金額\n椅子一式|1|未定|\n机|2|10000|20000\n税抜",
        [("椅子", 1, None, None), ("机", 2, 10000, 20000)],
    ),
    ("品名|金額\n茶葉(軽減)|1000\n税抜", [("茶葉", None, None, 1000)]),
]


@pytest.mark.parametrize(("text", "wanted"), TABLES)
def test_tables_of_few_columns(text: str, wanted: list[tuple[str, float | None, float | None, float | None]]) -> None:
    order = _order(text)
    got = [(item.description, item.quantity, item.unit_price, item.amount) for item in order.items]
    assert got == wanted


def test_a_value_may_stand_two_lines_below_its_label() -> None:
    [order] = read_orders("■会社名\n\n株式会社ミドリ\n■商品\n設計\n■金額\n10万円（税抜）\n受注", POSTED).orders
    assert (order.partner_name, order.subtotal) == ("株式会社ミドリ", 100000)


def test_a_branch_named_with_its_city_is_no_part_of_the_company() -> None:
    [order] = read_orders("会社名：株式会社ミドリ大阪支店\n商品：設計\n金額：10万円（税抜）", POSTED).orders
    assert order.partner_name == "株式会社ミドリ"


def test_who_closed_it_is_asked_if_no_label_says_so() -> None:
    [order] = read_orders("株式会社ミドリ様 設計 10万円(税抜)\n木村が無事受注しました", POSTED).orders
    assert (order.owner, order.confidence.get("owner")) in (("木村", "ask"), (None, None))


def test_an_earlier_loss_does_not_undo_a_win() -> None:
    reading = read_orders("前回失注した株式会社ミドリ様から設計 10万円(税抜)を受注しました", POSTED)
    assert len(reading.orders) == 1


def test_a_second_mention_of_the_same_customer_is_no_second_order() -> None:
    text = "株式会社ミドリ様 設計 10万円(税抜) 受注\n株式会社ミドリ様のご担当は田中様です\n施工は株式会社ミドリ様が手配"
    assert len(read_orders(text, POSTED).orders) == 1


@pytest.mark.parametrize("text", ["設計 9999999999999999999円", "設計 1万2億円", "設計 十百千円", "設計 一二三4円"])
def test_absurd_numbers_do_no_harm(text: str) -> None:
    for order in read_orders(f"株式会社ミドリ様 {text}（税抜） 受注", POSTED).orders:
        assert order.total is None or order.confidence["total"] == "ask" or order.total < 10**16


def test_what_ends_the_line_above_is_not_glued_to_the_figure_below() -> None:
    [order] = read_orders("株式会社ミドリ様 受注\nノートPC\n2台 各12万円\n税抜", POSTED).orders
    assert (order.items[0].description, order.items[0].quantity, order.subtotal) == ("ノートPC", 2, 240_000)
    [order] = read_orders("株式会社ミドリ様 受注日 5/12\n500,000円（税抜）\nWeb制作", POSTED).orders
    assert (order.subtotal, order.confidence["subtotal"]) == (500_000, "accepted")


def test_goods_in_latin_letters_are_counted() -> None:
    [order] = read_orders("株式会社ミドリ様 受注 ノートPC2台、各12万円（税抜）", POSTED).orders
    assert (order.items[0].description, order.items[0].quantity) == ("ノートPC", 2)


def test_rows_of_a_name_and_three_figures_are_a_table_where_they_multiply() -> None:
    text = "株式会社ミドリ様 受注\nラベルシール　600　45　27,000\n会議椅子　12　14,800　177,600\n税抜"
    [order] = read_orders(text, POSTED).orders
    assert [(item.description, item.quantity, item.amount) for item in order.items] == [
        ("ラベルシール", 600, 27_000),
        ("会議椅子", 12, 177_600),
    ]


def test_man_months_in_front_of_a_sum_are_no_price_per_month() -> None:
    [order] = read_orders("株式会社ミドリ様 受注 開発 20人月：17,000,000円（@850,000円） 税抜", POSTED).orders
    assert (order.items[0].quantity, order.items[0].unit_price, order.subtotal) == (20, 850_000, 17_000_000)

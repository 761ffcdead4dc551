"""Posts that are written seldom: tables with gaps, figures in a wrong place, days no calendar has, odd names.

Whatever is not plain is asked; nothing is accepted that the post does not say.
"""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.partner_index import PartnerIndex
from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

INDEX = PartnerIndex.build([("7", "株式会社サンプル商事"), ("8", "アクメ工業株式会社")])
HEAD = "【受注報告】\n会社名：株式会社サンプル商事\n"
PLAIN = f"{HEAD}商品：保守\n金額：100,000円（税抜）\n"


def orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo")), INDEX).orders


def one(text: str) -> Order:
    (order,) = orders(text)
    return order


def lines(order: Order) -> list[tuple[str | None, int | None, int | None, int | None]]:
    """Return (description, quantity, unit price, amount) of each line."""
    return [(one.description, whole(one.quantity), whole(one.unit_price), whole(one.amount)) for one in order.items]


def whole(figure: Decimal | None) -> int | None:
    return None if figure is None else int(figure)


def asked(order: Order) -> set[str]:
    """Return the fields a person has to look at; cells of lines as "items"."""
    return {name.split("[")[0] for name, how in order.confidence.items() if how is Confidence.ASK}


# --- tables

COLUMNS = "商品 | 数 | 単価 | 金額\n"
ROW = "保守 | 12 | 3,000 | 36,000\n"


@pytest.mark.parametrize(
    "table",
    [
        f"{COLUMNS}{ROW}設定 | 1 | 1,000 | 1,000\n合計 | | | 37,000\n",
        "| 商品 | 数 | 単価 | 金額 |\n|--|--|--|--|\n| 保守 | 12 | 3,000 | 36,000 |\n| 設定 | 1 | 1,000 | 1,000 |\n",
        "商品\t数量\t単価\t金額\t金額\n保守\t12\t3,000\t36,000\t36,000\n設定\t1\t1,000\t1,000\t1,000\n合計\t\t\t\t\n",
        "保守\t12\t3,000\t36,000\n設定\t1\t1,000\t1,000\n",
        "保守 | 12 | 3,000円 | 36,000円\n設定 | 1 | 1,000円 | 1,000円\n",
        f"{COLUMNS}保守 | 12 | 3,00 | 36,000\n設定 | 1 | 1,000 | 1,000\n",
    ],
    ids=["bars", "framed", "a column twice, an empty sum", "no header", "no header, bars", "a price that is none"],
)
def test_a_table_is_read_cell_by_cell(table: str) -> None:
    order = one(f"{HEAD}税抜\n{table}")
    assert lines(order) == [("保守", 12, 3_000, 36_000), ("設定", 1, 1_000, 1_000)]
    assert (order.total, asked(order)) == (40_700, set())


@pytest.mark.parametrize("row", [" | 1 | 1,000 | 1,000\n", "| | 1 | 1,000 | 1,000 |\n"], ids=["open", "framed"])
def test_a_row_without_a_name_keeps_its_figures_where_they_stand(row: str) -> None:
    order = one(f"{HEAD}税抜\n{COLUMNS}{ROW}{row}合計 | | | 37,000\n")
    assert lines(order) == [("保守", 12, 3_000, 36_000), (None, 1, 1_000, 1_000)]
    assert asked(order) == {"items"}


def test_a_row_with_a_cell_too_few_is_asked_because_any_may_be_the_missing_one() -> None:
    assert {"items", "total"} <= asked(one(f"{HEAD}税抜\n{COLUMNS}保守 | 3,000 | 36,000\n"))
    assert asked(one(f"{HEAD}税抜\n商品 | 数 | 単価 | 金額 | 備考\n{ROW}")) == set()


def test_a_header_without_rows_is_no_table() -> None:
    assert lines(one(f"{HEAD}商品：保守\n商品 | 数量 | 金額\n税抜 100,000円"))[0][3] == 100_000


def test_a_row_that_does_not_multiply_is_no_table_without_a_header() -> None:
    assert "items" in asked(one(f"{HEAD}税抜\n保守 | A1 | 3,000 | 36,000\n"))


# --- figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("保守 12台 36,000円 3,000円（税抜）", ("保守", 12, 3_000, 36_000)),
        ("商品：保守\n金額：三万（税抜）", ("保守", None, None, 30_000)),
        ("ライセンス 10本×5,000円＝300,000円（税抜、6ヶ月分）", ("ライセンス", 60, 5_000, 300_000)),
        ("商品：保守\n数量：3\n金額：100,000円（税抜）\n合計 2件", ("保守", 3, None, 100_000)),
    ],
    ids=["amount before price", "kanji without 円", "a price for months", "a count beside the sum"],
)
def test_figures_find_their_place(text: str, expected: tuple[str, int | None, int | None, int | None]) -> None:
    assert lines(one(HEAD + text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "保守 100,000円 - 120,000円（税抜）",
        "商品：保守\n金額：99999兆円（税抜）",
        "席 10 × 3 100,000円（税抜）",
        "保守 36,000円 単価 3,000円（税抜）",
        "保守 単価3,000円 計36,000円（税抜）",
        "商品：保守（税率8%手数料込）\n金額：100,000円（税抜）",
        "消費税：10,000円",
        "保守 100,000円\n消費税 8,000円",
        "保守 100,000円\n合計 108,000円（税込）",
        "商品：保守\n小計：100,000円\n消費税：10,001円\n合計：110,000円",
    ],
    ids=[
        "from – to", "more than there is", "three factors", "price behind amount", "a price without a count",
        "a rate of something else", "nothing but tax", "tax of another rate", "a total of another rate",
        "sums that contradict each other",
    ],
)  # fmt: skip
def test_figures_that_do_not_fit_are_asked(text: str) -> None:
    order = one(HEAD + text)
    assert "items" in asked(order)


# --- who


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("【受注報告】\n会社名：株式会社サンプル商事です\n商品：保守\n金額：100,000円（税抜）", "株式会社サンプル商事"),
        ("【受注報告】\n会社名：サンプル商事からの案件\n商品：保守\n金額：100,000円（税抜）", "サンプル商事"),
        ("アクメ工業 営業部の佐藤様から保守を100,000円（税抜）で受注しました", "アクメ工業"),
        ("株式会社サンプル商事・様より保守を100,000円（税抜）で受注", "株式会社サンプル商事"),
    ],
)
def test_what_stands_around_a_company_is_none_of_its_name(text: str, name: str) -> None:
    assert one(text).partner_name == name


def test_a_department_and_a_person_are_no_company() -> None:
    read = read_orders("営業部の佐藤様から保守を100,000円（税抜）で受注しました", datetime(2026, 11, 24, 10), INDEX)  # noqa: DTZ001  naive means Tokyo
    assert (read.orders, read.missing) == ((), ("partner_name",))


def test_a_company_named_again_with_another_thing_is_one_order() -> None:
    order = one(
        "株式会社サンプル商事様より受注、保守 10万円（税抜）\nまた株式会社サンプル商事様の研修 20万円（税抜）\n"
        "アクメ工業様 設定 0円"
    )
    assert [line[3] for line in lines(order)][:2] == [100_000, 200_000]


def test_a_second_company_without_an_order_of_its_own_is_asked_about() -> None:
    assert "partner_name" in asked(one(f"{PLAIN}会社名：アクメ工業株式会社\n"))


# --- when


@pytest.mark.parametrize(
    ("line", "field", "day"),
    [
        ("受注日：この前の月曜", "order_date", date(2026, 11, 23)),
        ("請求日：次の金曜", "billing_date", date(2026, 11, 27)),
        ("受注日：45日", "order_date", None),
        ("請求日：納品時\n納品日：12/10〜12/15", "billing_date", None),
    ],
    ids=["last", "next", "no such day", "delivered over days"],
)
def test_days_that_are_not_told_for_certain_are_never_accepted(line: str, field: str, day: date | None) -> None:
    order = one(PLAIN + line)
    assert getattr(order, field) == day
    assert order.confidence.get(field) is not Confidence.ACCEPTED


def test_what_happened_on_other_days_is_no_date_of_the_order() -> None:
    order = one(f"{PLAIN}先週金曜に打ち合わせ済み。本日、社内共有まで")
    assert (order.order_date, order.billing_date, order.payment_due_date) == (None, None, None)


@pytest.mark.parametrize("terms", ["翌月45日払い", "支払条件：31日締め翌月45日払い"])
def test_terms_with_a_day_no_month_has_are_asked(terms: str) -> None:
    order = one(PLAIN + terms)
    assert (order.payment_terms, "payment_terms" in asked(order)) == (None, True)


def test_the_same_terms_twice_are_no_doubt() -> None:
    order = one(f"{PLAIN}支払条件：月末締め翌月末払い\n支払方法：月末締め翌月末払い（振込）")
    assert order.payment_terms is not None
    assert "payment_terms" not in asked(order)

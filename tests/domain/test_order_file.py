"""Orders in a CSV: each row by itself, wrong cells named, the same row the same order in every file."""

from datetime import date
from decimal import Decimal

import pytest

from domain.order_file import OrderFileError, read_order_file

TODAY = date(2026, 11, 24)
HEAD = "取引先,商品名,数量,単価,金額,税区分,税率,受注日,請求日,支払期限,支払条件,担当者"
GOOD = '株式会社サンプル商事,クラウド保守,12,"30,000","360,000",税抜,10%,2026/11/20,11月30日,,月末締め翌月末払い,田中'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_row_is_an_order(encoding: str) -> None:
    read = read_order_file(f"{HEAD}\r\n{GOOD}\r\n".encode(encoding), TODAY)
    assert read is not None
    (row,) = read.orders
    order = row.order
    assert row.row == 2
    assert (order.partner_name, order.owner, order.tax_entry) == ("株式会社サンプル商事", "田中", "out")
    assert [(item.description, item.quantity, item.unit_price) for item in order.items] == [
        ("クラウド保守", Decimal(12), Decimal(30_000))
    ]
    assert (order.order_date, order.billing_date) == (date(2026, 11, 20), date(2026, 11, 30))
    assert order.payment_terms is not None
    span = order.evidence["partner_name"]
    assert row.text[span.start : span.end] == "株式会社サンプル商事"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",保守,1,100,,,,,,,,", "取引先がありません"),
        ("A社,,1,100,,,,,,,,", "商品がありません"),
        ("A社,保守,1,,,,,,,,,", "単価も金額もありません"),
        ("A社,保守,十二くらい,100,,,,,,,,", "数量「十二くらい」が読めません"),
        ("A社,保守,1,百円ほど,,,,,,,,", "単価「百円ほど」が読めません"),
        ("A社,保守,2,100,300,,,,,,,", "数量 × 単価 が金額と合いません（200 と 300）"),
        ("A社,保守,1,-100,,,,,,,,", "金額が請求できる範囲にありません（-100）"),
        ("A社,保守,1,100,,たぶん税抜,,,,,,", "税区分「たぶん税抜」が読めません"),
        ("A社,保守,1,100,,,5%,,,,,", "税率「5%」が読めません"),
        ("A社,保守,1,100,,,,2月31日,,,,", "受注日「2月31日」が読めません"),
        ("A社,保守,1,100,,,,,2036/1/1,,,", "請求日「2036/1/1」が離れすぎています"),
        ("A社,保守,1,100,,,,,,,そのうち,", "支払条件「そのうち」が読めません"),
    ],
)
def test_a_wrong_cell_is_named_and_the_other_rows_stand(row: str, why: str) -> None:
    read = read_order_file(f"{HEAD}\n{row}\n{GOOD}\n".encode(), TODAY)
    assert read is not None
    assert [one.row for one in read.orders] == [3]
    assert [(one.row, one.why.startswith(why)) for one in read.bad] == [(2, True)]


@pytest.mark.parametrize(
    ("cells", "quantity", "price", "amount"),
    [
        (",,360000", None, None, 360_000),
        ("12,,360000", 12, 30_000, 360_000),
        ("7,,100000", 7, None, 100_000),
        (",30000,", 1, 30_000, 30_000),
        ("12個,30000,360000", 12, 30_000, 360_000),
    ],
    ids=["amount only", "price from amount", "no whole price", "price only", "all three"],
)
def test_what_a_row_leaves_out_follows_from_the_rest_or_stays_open(
    cells: str, quantity: int | None, price: int | None, amount: int
) -> None:
    read = read_order_file(f"取引先,商品,数量,単価,金額\nA社,保守,{cells}\n".encode(), TODAY)
    assert read is not None
    (item,) = read.orders[0].order.items
    assert (item.quantity, item.unit_price, item.amount) == (quantity, price, amount)


def test_an_amount_torn_apart_by_its_own_comma_is_no_smaller_amount() -> None:
    read = read_order_file('取引先,商品,金額\nA社,保守,360,000\nB社,保守,"360,000",\n'.encode(), TODAY)
    assert read is not None
    assert [one.row for one in read.orders] == [3]
    assert [(one.row, one.why.startswith("見出しより列の多い行です")) for one in read.bad] == [(2, True)]


def test_the_same_row_is_the_same_order_in_every_file_and_two_equal_rows_are_two() -> None:
    once = read_order_file(f"{HEAD}\n{GOOD}\n".encode(), TODAY)
    again = read_order_file(f"受注一覧\n{HEAD}\nA社,別の商品,1,100,,,,,,,,\n{GOOD}\n{GOOD}\n".encode("cp932"), TODAY)
    assert once is not None
    assert again is not None
    first, second, third = (one.identity for one in again.orders)
    assert once.orders[0].identity == second
    assert len({first, second, third}) == 3


def test_a_table_of_something_else_is_none_of_our_business() -> None:
    assert read_order_file("名前,電話\n田中,03-1234\n".encode(), TODAY) is None


def test_a_file_that_cannot_be_used_says_why() -> None:
    with pytest.raises(OrderFileError, match="列がありません: 商品"):
        read_order_file("取引先,金額\nA社,100\n".encode(), TODAY)
    with pytest.raises(OrderFileError, match="列がありません: 単価（または金額）"):
        read_order_file("取引先,商品,数量\nA社,保守,1\n".encode(), TODAY)
    with pytest.raises(OrderFileError, match="大きすぎます"):
        read_order_file(b"," * 1_000_001, TODAY)
    with pytest.raises(OrderFileError, match="閉じていない引用符"):
        read_order_file(f'{HEAD}\nA社,保守,1,100,,,,,,,,"田中\n{GOOD}\n'.encode(), TODAY)
    with pytest.raises(OrderFileError, match="多すぎます"):
        read_order_file((f"{HEAD}\n" + f"{GOOD}\n" * 201).encode(), TODAY)
    with pytest.raises(OrderFileError, match="文字コード"):
        read_order_file(b"\x81\xff\xff", TODAY)

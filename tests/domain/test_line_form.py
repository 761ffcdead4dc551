"""Lines typed into the form: taken exactly as they stand, or the line that is wrong is named."""

from decimal import Decimal

import pytest

from domain.line_form import LineError, parse_lines
from domain.money import MAX_YEN
from domain.order import MAX_LINES


@pytest.mark.parametrize(
    ("typed", "quantity", "unit", "price", "percent", "reduced"),
    [
        ("保守 | 12 | 30,000 | 10", "12", "", "30000", 10, False),
        ("保守 | 12 | 30,000", "12", "", "30000", 10, False),
        ("保守 | 12 | 30,000 |", "12", "", "30000", 10, False),
        ("保守｜１２ヶ月｜￥３０，０００円｜１０％", "12", "ヶ月", "30000", 10, False),
        ("弁当 | 1,200 個 | 500 | 8%", "1200", "個", "500", 8, True),
        ("弁当 | 3 | 500 | 軽8%", "3", "", "500", 8, True),
        ("弁当 | 3 | 500 | 8% 軽", "3", "", "500", 8, True),
        ("輸出 | 1 | 5,000 | 0", "1", "", "5000", 0, False),
        ("作業 | 2.5時間 | 8,000.5", "2.5", "時間", "8000.5", 10, False),
        ("値引 | 1 | ▲5,000", "1", "", "-5000", 10, False),
        ("値引 | 1 | -5,000円", "1", "", "-5000", 10, False),
        ("返品 | -2 | 500", "-2", "", "500", 10, False),
        ("導入 | 1 | 12.5万", "1", "", "125000", 10, False),
    ],
)
def test_a_typed_line_is_taken_as_it_stands(
    typed: str, quantity: str, unit: str, price: str, percent: int, reduced: bool
) -> None:
    (line,), error = parse_lines(typed)
    assert error is None
    assert (line.quantity, line.unit, line.unit_price) == (Decimal(quantity), unit, Decimal(price))
    assert (line.tax_percent, line.reduced) == (percent, reduced)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", LineError("empty")),
        (" \n\n", LineError("empty")),
        ("\n".join(["保守 | 1 | 100"] * (MAX_LINES + 1)), LineError("many", value=str(MAX_LINES))),
        ("保守 1 100", LineError("shape", 1)),
        ("| 1 | 100", LineError("shape", 1)),
        ("保守 | 1 | 100 | 10 | 備考", LineError("shape", 1)),
        ("保守 | 十二 | 100", LineError("quantity", 1, "十二")),
        ("保守 | 0 | 100", LineError("quantity", 1, "0")),
        ("保守 | 1 | 百円ほど", LineError("price", 1, "百円ほど")),
        ("保守 | 1 |", LineError("price", 1)),
        ("保守 | 1 | 1,00", LineError("price", 1, "1,00")),
        (f"保守 | 1 | {MAX_YEN + 1}", LineError("price", 1, str(MAX_YEN + 1))),
        ("保守 | 1 | 100 | 5", LineError("rate", 1)),
        ("保守 | 1 | 100\n弁当 | 3 | 500 | 8標準", LineError("rate", 2)),
    ],
)
def test_the_first_line_that_is_wrong_is_named_and_nothing_is_taken(typed: str, error: LineError) -> None:
    assert parse_lines(typed) == ((), error)


def test_empty_rows_between_lines_are_nothing() -> None:
    lines, error = parse_lines("保守 | 1 | 100\n\n弁当 | 3 | 500 | 8\n")
    assert ([line.description for line in lines], error) == (["保守", "弁当"], None)

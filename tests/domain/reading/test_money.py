"""Amounts in every spelling a salesperson uses, and digits that are no amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.context import scan
from domain.reading.money import find_figures
from domain.reading.normalise import Text
from domain.reading.numerals import read_number
from tests.domain.reading.spelling import POSTED, kanji_number, spellings_of_yen

MONEY = [
    ("1,200,000円", 1_200_000, "JPY"),
    ("１，２００，０００円", 1_200_000, "JPY"),
    ("￥1,200,000-", 1_200_000, "JPY"),
    ("¥ 1,200,000", 1_200_000, "JPY"),
    ("120万円", 1_200_000, "JPY"),
    ("120万", 1_200_000, None),
    ("12.5万円", 125_000, "JPY"),
    ("1.5億円", 150_000_000, "JPY"),
    ("3億4,500万円", 345_000_000, "JPY"),
    ("1,200千円", 1_200_000, "JPY"),
    ("5百万円", 5_000_000, "JPY"),
    ("12百万円", 12_000_000, "JPY"),
    ("3千円", 3_000, "JPY"),
    ("１万5000円", 15_000, "JPY"),
    ("64万8千円", 648_000, "JPY"),
    ("百二十万円", 1_200_000, "JPY"),
    ("千二百万円", 12_000_000, "JPY"),
    ("二〇〇万円", 2_000_000, "JPY"),
    ("金壱百弐拾万円也", 1_200_000, "JPY"),
    ("弐百参拾萬円也", 2_300_000, "JPY"),
    ("120k円", 120_000, "JPY"),
    ("¥1.2M", 1_200_000, "JPY"),
    ("1.2M JPY", 1_200_000, "JPY"),
    ("JPY 150,000", 150_000, "JPY"),
    ("150,000 yen", 150_000, "JPY"),
    ("▲50,000円", -50_000, "JPY"),
    ("△5万円", -50_000, "JPY"),
    ("-50,000円", -50_000, "JPY"),
    ("¥-300", -300, "JPY"),
    ("-¥300", -300, "JPY"),
    ("マイナス5万円", -50_000, "JPY"),
    ("$1,200.50", Decimal("1200.50"), "USD"),
    ("USD 1,250", 1_250, "USD"),
    ("4,500ドル", 4_500, "USD"),
    ("€32,000", 32_000, "EUR"),
    ("21,500ユーロ", 21_500, "EUR"),
    ("$3,750, ", 3_750, "USD"),
]


@pytest.mark.parametrize(("text", "value", "currency"), MONEY)
def test_money_is_read(text: str, value: int | Decimal, currency: str | None) -> None:
    [figure] = [f for f in find_figures(Text(text).norm) if f.kind == "money"]
    assert (figure.value, figure.currency) == (Decimal(value), currency)
    assert figure.clean


@pytest.mark.parametrize("text", ["約45万円", "45万円程度", "45万円前後", "およそ45万円", "45万円くらい", "45万円弱"])
def test_about_is_about(text: str) -> None:
    [figure] = find_figures(Text(text).norm)
    assert figure.approx
    assert figure.value == 450_000


def test_a_range_is_about() -> None:
    assert all(figure.approx for figure in find_figures(Text("20〜30万円").norm))


@pytest.mark.parametrize("text", ["12,00円", "1.200.000円", "1 200 000円", "1,2345円"])
def test_figures_with_odd_commas_are_not_trusted(text: str) -> None:
    assert any(not figure.clean for figure in find_figures(text))


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("@98,000円", "unit"),
        ("月8万円", "月"),
        ("毎月3万円", "月"),
        ("年額96万円", "年"),
        ("各180万円", "unit"),
        ("75,000円/台", "unit"),
        ("$50 each", "unit"),
        ("¥1,500/month", "月"),
        ("1台あたり378,000円", "unit"),
        ("1.2M円/年", "年"),
    ],
)
def test_a_price_for_each(text: str, per: str) -> None:
    assert find_figures(text)[-1].per == per


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12台", 12, "台"),
        ("1.5人月", Decimal("1.5"), "人月"),
        ("5ヶ月", 5, "ヶ月"),
        ("二名", 2, "名"),
        ("20 seats", 20, "seats"),
        ("12-month", 12, "month"),
        ("5万枚", 50_000, "枚"),
        ("100問×300円", 100, "問"),
        ("三ヶ月", 3, "ヶ月"),
    ],
)
def test_counts(text: str, value: int | Decimal, unit: str) -> None:
    figure = find_figures(text)[0]
    assert (figure.kind, figure.value, figure.unit) == ("count", Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["一部", "三井物産", "千葉支店", "Office365", "RX-7800", "一般社団法人", "第2期", "万全"]
)
def test_digits_in_names_are_no_money(text: str) -> None:
    assert not [figure for figure in find_figures(text) if figure.kind in ("money", "count")]


@pytest.mark.parametrize(
    "text",
    [
        "TEL 03-1234-5678",
        "〒100-0001",
        "注文番号：4500012345",
        "PO-20260511-07",
        "T1234567890123",
        "https://a.example/120000",
        "14:30から",
        "見積No.Q-2231",
        "携帯 090-1234-5678",
        "M8×40",
        "300ml",
        "型番AX-500",
    ],
)
def test_traps_are_not_figures(text: str) -> None:
    figures = scan(text, POSTED, None, ()).figures
    assert not [f for f in figures if f.kind == "money" or (f.kind == "bare" and f.value >= 1000)]


@pytest.mark.parametrize("mark", list("①②⑳⑴❶"))
def test_list_numbers_do_not_join_the_figure_beside_them(mark: str) -> None:
    [figure] = [f for f in find_figures(Text(f"{mark}120万円").norm) if f.kind == "money"]
    assert figure.value == 1_200_000


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 9_999_999_999))
def test_every_spelling_of_an_amount_reads_back(yen: int) -> None:
    for text in spellings_of_yen(yen):
        figures = [f for f in find_figures(Text(text).norm) if f.kind == "money"]
        assert [f.value for f in figures] == [Decimal(yen)], text


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 10**12))
def test_kanji_numbers_read_back(value: int) -> None:
    text = kanji_number(value)
    number = read_number(text, 0)
    assert number is not None
    assert (number.value, number.end) == (Decimal(value), len(text))


@pytest.mark.parametrize(("text", "value", "end"), [("12万3万", 120_000, 3), ("3億4億円", 300_000_000, 2)])
def test_two_figures_without_a_gap_are_not_added_up(text: str, value: int, end: int) -> None:
    number = read_number(text, 0)
    assert number is not None
    assert (number.value, number.end, number.clean) == (Decimal(value), end, False)

"""Notes on basis and rate; a discount in percent is no tax rate."""

from __future__ import annotations

import pytest

from domain.reading.normalise import Text
from domain.reading.tax import find_tax_notes

OUT = [
    "税別",
    "税抜",
    "税抜き",
    "外税",
    "＋税",
    "+消費税",
    "消費税別途",
    "別途消費税",
    "税は別",
    "excl. tax",
    "plus tax",
    "before tax",
    "tax excluded",
    "（抜）",
    "ex-VAT",
    "excludes tax",
]
IN = [
    "税込",
    "税込み",
    "内税",
    "内消費税",
    "うち消費税",
    "消費税込み",
    "（込）",
    "incl. tax",
    "tax included",
    "including tax",
]


@pytest.mark.parametrize("text", OUT)
def test_without_tax(text: str) -> None:
    assert [(n.basis, n.rate) for n in find_tax_notes(Text(f"100円{text}").norm)] == [("out", None)]


@pytest.mark.parametrize("text", IN)
def test_with_tax(text: str) -> None:
    assert [(n.basis, n.rate) for n in find_tax_notes(Text(f"100円{text}").norm)] == [("in", None)]


@pytest.mark.parametrize("text", ["消費税10%含む", "消費税10％込", "消費税等(10%)を含む"])
def test_with_tax_of_a_rate(text: str) -> None:
    assert [(n.basis, n.rate) for n in find_tax_notes(Text(f"100円{text}").norm)] == [("in", 10)]


def test_tax_that_is_not_in_it_is_no_tax_in_it() -> None:
    assert all(n.basis != "in" for n in find_tax_notes(Text("100円（消費税10%を含みません）").norm))


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("非課税", 0),
        ("輸出免税", 0),
        ("消費税対象外", 0),
        ("tax exempt", 0),
        ("zero-rated", 0),
        ("軽減税率", 8),
        ("軽減8%", 8),
        ("税率8％", 8),
        ("消費税10%", 10),
        ("税率：10%", 10),
        ("8%対象", 8),
        ("※軽減", 8),
    ],
)
def test_rates(text: str, rate: int) -> None:
    assert [n.rate for n in find_tax_notes(Text(text).norm) if n.rate is not None] == [rate]


@pytest.mark.parametrize(
    "text",
    [
        "10%OFF",
        "10%オフ",
        "8%引き",
        "10%値引き",
        "管理費 10%",
        "手数料10%",
        "前年比108%",
        "軽減税率対象外",
        "税抜・税込併記",
    ],
)
def test_other_percentages_are_no_rates(text: str) -> None:
    assert not [n for n in find_tax_notes(Text(text).norm) if n.rate is not None]

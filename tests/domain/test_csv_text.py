"""CSV for spreadsheets: names that people choose never become formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.csv_text import csv_bytes, guarded


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+81-3-1234", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", '=HYPERLINK("http://x")', "|calc", "%0A"],
)
def test_what_may_be_a_formula_becomes_text(cell: str) -> None:
    assert str(guarded(cell)).startswith("'")


@pytest.mark.parametrize(
    ("cell", "shown"), [(-500, -500), (0, 0), (None, ""), ("株式会社A", "株式会社A"), (True, "True")]
)
def test_numbers_and_names_stay_as_they_are(cell: object, shown: object) -> None:
    assert guarded(cell) == shown


def test_excel_is_told_that_it_is_utf8() -> None:
    assert csv_bytes([["取引先", "金額"], ["株式会社サンプル", 1000]]).decode("utf-8-sig") == (
        "取引先,金額\r\n株式会社サンプル,1000\r\n"
    )


@given(st.lists(st.lists(st.text() | st.integers() | st.none(), min_size=1, max_size=4), max_size=5))
def test_no_cell_of_any_file_begins_like_a_formula(rows: list[list[object]]) -> None:
    text = csv_bytes(rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len(read) == len(rows)
    for cells, row in zip(read, rows, strict=True):
        for cell, given_cell in zip(cells, row, strict=False):
            assert isinstance(given_cell, int) or not cell.lstrip().startswith(("=", "+", "-", "@"))

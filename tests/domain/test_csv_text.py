"""CSV for spreadsheets: names that people choose never become formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.csv_text import csv_bytes, decoded, guarded, table_of


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_what_spreadsheets_save_is_read_back(encoding: str) -> None:
    rows = [["取引先", "金額"], ["髙橋㈱", "1,000"], ["二行の\n名前", ""]]
    assert table_of(decoded(csv_bytes(rows).decode("utf-8-sig").encode(encoding))) == rows


def test_a_table_pasted_from_a_spreadsheet_is_separated_by_tabs() -> None:
    assert table_of("取引先\t金額\nA社\t1,000") == [["取引先", "金額"], ["A社", "1,000"]]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="文字コード"):
        decoded(b"\x81\xff\xff")


@pytest.mark.parametrize("rows", [1, 20_000], ids=["a short file", "a long file"])
def test_a_quote_that_is_never_closed_swallows_no_rows_in_silence(rows: int) -> None:
    with pytest.raises(ValueError, match="閉じていない引用符"):
        table_of('取引先,担当\nA社,"田中\n' + "B社,鈴木\n" * rows)


def test_a_single_quote_mark_within_a_cell_is_a_quote_mark() -> None:
    assert table_of('商品,金額\n24"モニタ,"1,000"\n') == [["商品", "金額"], ['24"モニタ', "1,000"]]

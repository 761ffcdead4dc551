"""Table rows as line items and sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.line_model import Line, Sum
from domain.reading.numerals import read_number
from domain.reading.scale import scale_of
from domain.reading.structure import Cell, Table
from domain.reading.tax import TaxNote
from domain.reading.words import without_bullet

_MONEY = {"quantity", "unit_price", "amount", "total", "subtotal", "tax"}
_SUM_ROW = regex(
    r"^\s*(?:(?P<subtotal>小計|税[抜別](?:き)?(?:の?(?:総?合計|総計|総額|小計|計|金額))?(?=\W|\d|\Z)|"
    r"(?:総?合計|総計|計)\s?[(]税[抜別]き?[)]|sub-?total)|"
    r"(?P<tax>(?:うち|内)?消費税(?:額|等)?|税額|tax|vat)|"
    r"(?P<total>(?:税込み?)(?=\W|\d|\Z)|(?:税込み?)?(?:の?(?:総?合計|総計|総額|計))|ご?請求(?:金額|総?額|合計)|"
    r"お?支払い?(?:金額|総?額|合計)|差し?引き?(?:合計|金額|計|額)|total|grand total))",
    re.IGNORECASE,
)


def table_lines(
    text: str, table: Table, notes: Sequence[TaxNote], ranges: Sequence[tuple[int, int]]
) -> tuple[list[Line], list[Sum]]:
    """The rows of a table that lie in these ranges. A column's 税抜 or 税込 holds for its figures."""
    lines: list[Line] = []
    sums: list[Sum] = []
    basis = next((n.basis for n in notes if n.basis and table.header.start <= n.start < table.header.end), None)
    thousand = 1000 if re.search(r"千円", text[table.header.start : table.header.end]) else scale_of(text)
    for row in table.rows:
        if not any(a <= row[0].start < b for a, b in ranges):
            continue
        cells = _by_column(text, table, row)
        name = cells.get("item") or row[0]
        named = [cell for kind, cell in zip(table.columns, row, strict=False) if kind != "tax_basis"]  # 税区分: 税抜
        found = next((m for cell in named if (m := _SUM_ROW.match(text[cell.start : cell.end]))), None)
        values = {
            kind: _value(text, cell, thousand if kind != "quantity" else 1)
            for kind, cell in cells.items()
            if kind in _MONEY
        }
        row_end = row[-1].end
        rate = next((n.rate for n in notes if n.rate is not None and row[0].start <= n.start < row_end), None)
        rate = rate if rate is not None else _rate_cell(text, cells.get("tax_basis"))
        if found:
            last = next((v for cell in reversed(row) if (v := _value(text, cell, thousand)) is not None), None)
            if last is not None:
                own = next((n.basis for n in notes if n.basis and row[0].start <= n.start < row_end), None)
                sums.append(Sum(found.lastgroup or "total", last, own, rate, False, None, (row[0].start, row_end)))
            continue
        said = _basis_cell(text, cells.get("tax_basis"))
        line = _line(text, name, values, rate, said or basis, (row[0].start, row_end))
        if _MONEY & set(table.columns[len(row) :]):  # which cell is left out cannot be told: any may stand in its place
            line = replace(line, doubt=line.doubt or "見出しより列の少ない行があります")
        lines.append(line)
    return lines, sums


_OUT = regex(r"税?(?:抜|別)き?|外税|課税[(](?:税抜|外税)[)]")
_IN = regex(r"税?込み?|内税|課税[(](?:税込|内税)[)]")
_CODE = regex(r"[A-Za-z]{0,4}[-_/]?[\d-]{2,12}[A-Za-z]?")  # 件名 J-0417 beside 商材 ISO27001監査支援


def _by_column(text: str, table: Table, row: Sequence[Cell]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for kind, cell in zip(table.columns, row, strict=False):
        if kind and (
            kind not in cells or (kind == "item" and _CODE.fullmatch(text, cells[kind].start, cells[kind].end))
        ):
            cells[kind] = cell
    if "item" not in cells and "" in table.columns and table.columns.index("") < len(row):
        cells["item"] = row[table.columns.index("")]
    return cells


def _rate_cell(text: str, cell: Cell | None) -> int | None:
    found = re.fullmatch(r"\D{0,4}(0|8|10)\s?%?\D{0,4}", text[cell.start : cell.end]) if cell else None
    return int(found.group(1)) if found else None


def _basis_cell(text: str, cell: Cell | None) -> str | None:
    """税抜 or 税込 in a column 税区分 says it for its row."""
    said = text[cell.start : cell.end].strip() if cell else ""
    return "out" if _OUT.fullmatch(said) else "in" if _IN.fullmatch(said) else None


def _value(text: str, cell: Cell, scale: int) -> Decimal | None:
    content = text[cell.start : cell.end].strip()
    if re.fullmatch(r"[一1]\s?式", content):
        return Decimal(1)
    found = re.match(r"^(?P<neg>[▲△−-]\s?|[(](?=[¥\d]))?(?:@\s?)?[¥\\$€]?\s?(?P<neg2>[-▲△])?(?=[\d])", content)
    if not found:
        return None
    number = read_number(content, found.end())
    if (
        number is None
        or not number.clean
        or not re.fullmatch(r"\s?(?:円|[^\d\s]{0,6})\)?\s?(?:[(][^)]{0,8}[)])?", content[number.end :])
    ):
        return None
    return -number.value * scale if found["neg"] or found["neg2"] else number.value * scale


def _line(
    text: str, name: Cell, values: dict[str, Decimal | None], rate: int | None, basis: str | None, span: tuple[int, int]
) -> Line:
    quantity, unit = values.get("quantity"), values.get("unit_price")
    amount = values.get("amount") if values.get("amount") is not None else values.get("total", values.get("subtotal"))
    conflict = False
    if quantity is not None and unit is not None:
        if amount is None:
            amount = quantity * unit
        elif quantity * unit != amount:
            quantity = unit = amount = None
            conflict = True
    elif quantity and amount is not None:
        each = amount / quantity
        unit = each if each == each.to_integral_value() else None
    if amount is not None and amount < 0 and unit is None:
        quantity, unit = Decimal(1), amount
    start = min(without_bullet(text, name.start, name.end), name.end)
    description = (start, name.end) if name.end > start else None
    if description:
        found = re.search(
            r"\s?(?:[一1]式|[(（](?:軽減|8%|10%|※|税[抜込別])[^)）]*[)）]|[※*])\s*$", text[start : name.end]
        )
        if found and found.start() > 0:
            description = (start, start + found.start())
    doubt = "" if amount is not None or conflict else "金額のない明細があります"
    return Line(description, quantity, unit, amount, rate, basis, None, False, conflict, doubt, span, True)

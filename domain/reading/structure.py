"""Lines, quotes, traps and tables: what of the message counts, and what must not be read as a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.label_names import label_kind

BLANK = "\x01"  # stands for a character another grammar has read or that must not be read
QUOTE = regex(r"^[ \t]*(?:>|＞)", re.MULTILINE)
# 5.5, 1,000mm, 15μ: a side or a thickness; 30×200×9 are three of them
_SIDE = r"(?:\d{1,5}(?:\.\d{1,2})?|\d{1,2},\d{3}(?=mm))(?:mm|cm|m(?![a-z])|μm?|ミクロン|[φΦt](?![a-z]))?"
_TRAPS = regex(
    r"(?:https?://|www\.)[^\s<>「」）)]{1,500}"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\d,.¥])0\d{1,4}[-ー‐–(]\d{1,4}[-ー‐–)]\d{3,4}(?!\d)|(?<!\d)0[5789]0\d{8}(?!\d)|\+81[-\d ]{9,14}"
    r"|〒\s?\d{3}-?\d{4}|(?<![A-Za-z0-9])T\d{13}(?!\d)"
    r"|(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)"
    r"|(?:注文書?|発注書?|受注|見積書?|契約書?|伝票|管理|案件|稟議|顧客|取引先|製造|会員|商品|登録|"
        r"請求書?|口座|整理|品|PO|製品)(?:番号|No\.?|NO\.?|#|"
        r"コード)\s?[:=は]?\s?[A-Za-z0-9][A-Za-z0-9_/-]{0,30}"
    r"|(?<![A-Za-z])(?:PO|P/O|SO|INV|Q|QT|EST|REF|No|NO|Order|Quote|ORD|OPP)(?:[-#:]|\.\s?|\s?#\s?|"
        r"\s(?=\d{3,})|\s?No\.?\s?)[A-Za-z]{0,4}-?\d[A-Za-z0-9-]{0,24}"
    r"|(?P<part>[φΦ]\d{1,4}(?:\.\d)?(?:[x×]\d{1,4}){0,3}(?![\d,円])|"
    r"(?<![A-Za-z0-9])[A-Z]{1,6}\d{0,6}-\d[A-Za-z0-9]*(?:-[A-Za-z0-9]+){0,4}(?![円万¥])"
    r"|(?<![\d,])\d{1,4}(?:\.\d+)?(?:mm|cm|m)(?:[x×]\d{1,5}(?:\.\d+)?(?:mm|cm|m)?){1,2}(?![\d,円万])"
    r"|(?<![\d,])\d{2,4}[x×]\d{2,5}[x×]\d{2,5}(?![\d,円万本個枚台])"
    r"|(?<![\d,.A-Za-z@¥])(?:[tTφΦWwHhDdLl]\s?)?" + _SIDE + r"(?:\s?[x×*]\s?(?:[tTφΦWwHhDdLl]\s?)?" + _SIDE + r"){2,4}"
        r"(?![\d,.%円万千ヶか月一-龥A-Za-z]|\s?[=→円万千])"
    r"|(?<=[ァ-ヶー一-龥])#\d{1,5}(?![\d-])|(?<=[ァ-ヶー一-龥]\s)#\d{1,3}00(?![\d-])"
    r"|(?<!\d)\d{1,4}[ \t]?(?:mm|cm|ml|mL|GB|TB|MB|kW|kVA|W|V|Hz|GHz|MHz|インチ|inch|dpi|px|cc|cal|km|sqm)(?![A-Za-z])"
    r"|(?<![A-Za-z])M\d{1,2}(?:[x×]\d{1,3})?(?![\d,A-Za-z円])|(?<!\d)\d{2,4}[x×]\d{2,4}(?:[x×]\d{2,4})?\s?(?:mm|cm|px)"
    r"|(?<![A-Za-z])[vV](?:er)?\.?\s?\d+(?:\.\d+){0,3}|#\d{2,3}(?![\d-]))"
    r"|#\d{4,12}"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """norm[start:end] without the newline. `quoted` if it starts with a quote mark."""

    start: int
    end: int
    quoted: bool = False


def split_lines(text: str) -> list[Line]:
    """All lines of norm text, empty ones too."""
    lines, start = [], 0
    for piece in text.split("\n"):
        lines.append(Line(start, start + len(piece), bool(QUOTE.match(piece))))
        start += len(piece) + 1
    return lines


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these ranges unreadable, line breaks kept, offsets unchanged."""
    if not spans:
        return text
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        pieces.append(text[at:start])
        piece = text[start:end]
        pieces.append(BLANK * len(piece) if "\n" not in piece else _but_breaks(piece))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _but_breaks(text: str) -> str:
    return "\n".join(BLANK * len(piece) for piece in text.split("\n"))


def find_traps(text: str) -> list[tuple[int, int, bool]]:
    """Ranges whose digits are no amounts or dates: (start, end, may it be part of a product's name)."""
    return [(*found.span(), found["part"] is not None) for found in _TRAPS.finditer(text)]


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `columns` gives each column's label kind ("" if unknown), rows are lists of cells."""

    start: int
    end: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: Line


_MONEY_COLUMNS = {"unit_price", "amount", "quantity", "subtotal", "total"}
_DIGIT = regex(r"\d")
_COLUMN_NAME = regex(r"数|価|金額|額|合計|計|料|(?i:qty|quantity|price|amount|total|fee)")
_RULE = regex(r"^[\s|+:=_-]*$")


def find_tables(text: str, lines: list[Line]) -> list[Table]:
    """Tables with a header row of known labels, separated by |, tabs, commas or wide gaps."""
    tables, i = [], 0
    while i < len(lines):
        table, used = _table_at(text, lines, i)
        if table:
            tables.append(table)
        i += max(used, 1)
    return tables


def cells_apart(text: str, tables: Sequence[Table]) -> str:
    """The text with a blank for each comma that parts cells: in 1200,2026/05/11 a day stands behind a figure."""
    starts = {cell.start for table in tables for row in table.rows for cell in row}
    if not any(text[start - 1 : start] == "," for start in starts):
        return text
    return "".join(" " if char == "," and at + 1 in starts else char for at, char in enumerate(text))


def _table_at(text: str, lines: list[Line], at: int) -> tuple[Table | None, int]:
    header = lines[at]
    if _DIGIT.search(text, header.start, header.end):
        return _bare_table(text, lines, at)
    if header.end - header.start > 400 or not _COLUMN_NAME.search(text, header.start, header.end):
        return None, 1
    for splitter in (r"\|", r"\t", r",", r"[ ]{2,}|　+", r"[ /]+"):
        cells = _cells(text, header, splitter)
        kinds = tuple(_column(text[c.start : c.end]) for c in cells)
        known = sum(1 for kind in kinds if kind)
        framed = splitter in (r"\|", r"\t") and known >= 3 and "item" in kinds  # 品名|規格|数量|単位|単価|金額
        if len(cells) < 2 or known < 2 or (known < len(cells) - 1 and not framed) or not _MONEY_COLUMNS & set(kinds):
            continue
        rows, used = _rows(text, lines, at + 1, splitter, len(cells))
        if rows:
            return Table(header.start, lines[at + used].end, kinds, tuple(rows), header), used + 1
    return None, 1


_PRODUCT_COLUMNS = ("item", "quantity", "unit_price", "amount")
_FIGURE_CELL = regex(r"[¥@]?\s?(\d[\d,]*(?:\.\d+)?)\s?[^\d\s,.]{0,6}")


def _bare_table(text: str, lines: list[Line], at: int) -> tuple[Table | None, int]:
    """Rows without a header are a table if in each the second cell times the third is the fourth."""
    rows: list[tuple[Cell, ...]] = []
    first = text[lines[at].start : lines[at].end]
    for splitter, mark in ((r"\|", "|"), (r"\t", "\t"), (r"[ ]{2,}", "  "), (_SINGLE, "")):
        if mark not in first:
            continue
        for line in lines[at : at + 200]:
            cells = _spaced(text, line) if splitter == _SINGLE else _cells(text, line, splitter)
            if len(cells) != len(_PRODUCT_COLUMNS) or not _multiplies(text, cells):
                break
            rows.append(tuple(cells))
        if rows:
            rows = _without_row_numbers(text, rows)
            last = lines[at + len(rows) - 1]
            empty = Line(lines[at].start, lines[at].start)
            return Table(lines[at].start, last.end, _PRODUCT_COLUMNS, tuple(rows), empty), len(rows)
    return None, 1


_ROW_NUMBER = regex(r"(\d{1,2})[.)]?[^\S\n]+(?=[^\s\d])")


def _without_row_numbers(text: str, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows without 1, 2, 3 … in front of their names, if they run from 1 without a gap."""
    found = [_ROW_NUMBER.match(text, row[0].start, row[0].end) for row in rows]
    if len(rows) < 2 or any(number is None or int(number[1]) != at + 1 for at, number in enumerate(found)):
        return rows
    return [(Cell(n.end() if n else row[0].start, row[0].end), *row[1:]) for row, n in zip(rows, found, strict=True)]


_SINGLE = " "
_BEFORE_FIGURE = r"[ 　]+(?=[¥@]?\d)"
_SPACED = regex(
    r"[\s・•●○■◆*\ue002-]{0,4}(?:\d{1,2}[.)]\s)?(?P<item>\S(?:[^\n]{0,60}?\S)?)\s(?P<quantity>\d[\d,.]*[^\d\s,.¥]{0,4})\s"
    r"(?P<price>[¥@]?\d[\d,.]*円?)\s(?P<amount>¥?\d[\d,]*円?)\s?"
)


def _spaced(text: str, line: Line) -> list[Cell]:
    """ラベルシール 600 45 27,000: a name and three figures, one blank between each."""
    found = _SPACED.fullmatch(text, line.start, line.end)
    return [Cell(*found.span(name)) for name in ("item", "quantity", "price", "amount")] if found else []


def _multiplies(text: str, cells: list[Cell]) -> bool:
    found = [_FIGURE_CELL.fullmatch(text, cell.start, cell.end) for cell in cells[1:]]
    if not all(found):
        return False
    quantity, price, amount = (Decimal(m[1].replace(",", "")) for m in found if m)
    return quantity * price == amount


def _rows(text: str, lines: list[Line], at: int, splitter: str, width: int) -> tuple[list[tuple[Cell, ...]], int]:
    rows: list[tuple[Cell, ...]] = []
    used = 0
    for line in lines[at : at + 200]:
        content = text[line.start : line.end]
        if _RULE.match(content) and content.strip():
            used += 1
            continue
        cells = _row_between_bars(text, line, width) if splitter == r"\|" else _cells(text, line, splitter)
        if splitter == "," and len(cells) != width:  # 1,200 is one cell
            cells = _cells(text, line, r"(?<!\d),|,(?!\d{3}(?!\d))")
        if len(cells) < width and splitter.startswith("[ ]"):
            narrow = _cells(text, line, _BEFORE_FIGURE)  # アルミ角パイプ 120   980   117,600
            cells = narrow if len(narrow) == len(_PRODUCT_COLUMNS) == width and _multiplies(text, narrow) else cells
        if len(cells) < max(2, width - 2) or len(cells) > width or not re.search(r"\d|一式", content):
            break
        rows.append(tuple(cells))
        used += 1
    return rows, used


def _row_between_bars(text: str, line: Line, width: int) -> list[Cell]:
    """The cells of a row under a header that wide: a bar at either end is a frame only if there is one too many."""
    cells, at = [], line.start
    for found in re.finditer(r"\|", text[line.start : line.end]):
        cells.append(_trim(text, at, line.start + found.start()))
        at = line.start + found.end()
    cells.append(_trim(text, at, line.end))
    if len(cells) > width and cells[0].start == cells[0].end:
        cells = cells[1:]
    if len(cells) > width and cells[-1].start == cells[-1].end:
        cells = cells[:-1]
    return cells


def _cells(text: str, line: Line, splitter: str) -> list[Cell]:
    content = text[line.start : line.end]
    low, high = line.start, line.end
    if splitter == r"\|":
        stripped = content.strip(" \t|")
        low = line.start + (content.find(stripped) if stripped else 0)
        high = low + len(stripped)
    elif splitter.startswith(("[ ]", "[ /]")):
        low += len(content) - len(content.lstrip())
        high -= len(content) - len(content.rstrip())
    cells, at = [], low
    for found in re.finditer(splitter, text[low:high]):
        cells.append(_trim(text, at, low + found.start()))
        at = low + found.end()
    cells.append(_trim(text, at, high))
    return cells


def _trim(text: str, start: int, end: int) -> Cell:
    while start < end and text[start] in " \t*":
        start += 1
    while end > start and text[end - 1] in " \t*":
        end -= 1
    return Cell(start, end)


def _column(name: str) -> str:
    if name.strip() in ("数", "Qty", "qty", "個数"):
        return "quantity"
    if name.strip() in ("税率", "税", "税区分"):
        return "tax_basis"
    if name.strip().lower() in ("no", "no.", "#", "番号"):
        return "trap"
    return label_kind(name)

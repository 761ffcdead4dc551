"""Orders in a CSV (受注一覧): header names in Japanese, one order a row, each row checked by itself.

Nothing is guessed: a cell that cannot be read makes its row an error that names the row, the column and the cell. What
a row does not say is left open, as in a post: the card asks for it or fills in the company's default.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TypeVar

from domain.csv_text import decoded, table_of
from domain.evidence import canonical_json
from domain.money import MAX_YEN, parse_yen
from domain.reading.dates import find_dates
from domain.reading.model import Confidence, Item, Order, Span, Terms
from domain.reading.terms import find_terms

MAX_BYTES = 1_000_000
MAX_ROWS = 200  # more is an export of the past; each row becomes a message
FAR = 731  # days: a date two years away is a slip, not a plan
COLUMNS: dict[str, tuple[str, ...]] = {
    "partner": ("取引先", "取引先名", "会社名", "会社", "顧客", "顧客名", "得意先", "得意先名", "請求先", "請求先名"),
    "item": ("商品", "商品名", "品名", "品目", "サービス", "サービス名", "件名", "案件名", "内容", "摘要", "明細"),
    "quantity": ("数量", "個数"),
    "unit_price": ("単価",),
    "amount": ("金額", "受注金額", "受注額", "合計", "合計金額"),
    "tax_entry": ("税区分", "税込税抜", "税抜税込", "消費税", "課税区分"),
    "tax_rate": ("税率", "消費税率"),
    "order_date": ("受注日", "契約日", "注文日"),
    "billing_date": ("請求日", "請求書日付"),
    "due_date": ("支払期限", "支払期日", "支払日", "入金予定日"),
    "terms": ("支払条件", "支払サイト"),
    "owner": ("担当", "担当者", "営業担当", "営業"),
}
NAMES = {name: names[0] for name, names in COLUMNS.items()}
BASES = {"税抜": "out", "税抜き": "out", "税別": "out", "外税": "out", "税込": "in", "税込み": "in", "内税": "in"}
RATES = {"10": 10, "8": 8, "軽減8": 8, "8軽": 8, "軽減": 8, "0": 0, "非課税": 0, "免税": 0}
BOUND = 5  # of the first rows the header is looked for in


T = TypeVar("T")


class OrderFileError(ValueError):
    """The file as a whole cannot be used; the message says why, in Japanese."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """One row: its number in the file, its identity in every file that holds it, its text and what it says."""

    row: int
    identity: str
    text: str
    order: Order


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used, and why (Japanese)."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class OrderFile:
    """What a file says."""

    orders: tuple[FileOrder, ...]
    bad: tuple[BadRow, ...]


class _CellError(ValueError):
    """A cell that cannot be read: the words for people."""


def read_order_file(content: bytes, today: date) -> OrderFile | None:
    """Read a CSV of orders (UTF-8 or cp932); None if it is a table of something else.

    Raises OrderFileError for what cannot be used as a whole. `today` is the day in Japan.
    """
    if len(content) > MAX_BYTES:
        raise OrderFileError(f"ファイルが大きすぎます（上限 {MAX_BYTES // 1_000_000}MB）。分けて出力してください")
    try:
        rows = table_of(decoded(content))
    except ValueError as error:
        raise OrderFileError(str(error)) from error
    found = next(((at, columns) for at, row in enumerate(rows[:BOUND]) if (columns := _columns(row))), None)
    if found is None:
        return None
    at, columns = found
    _check_columns(columns)
    filled = [(number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2) if any(map(str.strip, row))]
    if len(filled) > MAX_ROWS:
        raise OrderFileError(f"受注が多すぎます（{len(filled)} 行、上限 {MAX_ROWS} 行）。分けて出力してください")
    orders: list[FileOrder] = []
    bad: list[BadRow] = []
    seen: Counter[str] = Counter()
    for number, row in filled:
        cells = {name: row[column].strip() for name, column in columns.items() if column < len(row)}
        try:
            if any(map(str.strip, row[len(rows[at]) :])):  # 360,000 without quotes is two cells
                raise _CellError('見出しより列の多い行です。「,」のある金額は引用符（"）で囲んでください')
            order, text = _order(cells, today)
        except _CellError as error:
            bad.append(BadRow(number, str(error)))
            continue
        key = hashlib.sha256(canonical_json({name: _folded(cell) for name, cell in cells.items() if cell})).hexdigest()
        seen[key] += 1  # two equal rows in one file are two orders; the same file again brings them again
        orders.append(FileOrder(number, f"{key[:32]}:{seen[key]}", text, order))
    return OrderFile(tuple(orders), tuple(bad))


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Return column name -> place if this is the header of a list of orders."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        head = _folded(cell).partition("(")[0]
        name = next((name for name, names in COLUMNS.items() if head in names), None)
        if name is not None:
            found.setdefault(name, at)
    return found if "partner" in found and len(found) > 1 and {"item", "amount", "unit_price"} & set(found) else {}


def _check_columns(columns: dict[str, int]) -> None:
    lacking = [NAMES["item"]] if "item" not in columns else []
    if "amount" not in columns and "unit_price" not in columns:
        lacking.append(f"{NAMES['unit_price']}（または{NAMES['amount']}）")
    if lacking:
        raise OrderFileError(f"列がありません: {'、'.join(lacking)}")


def _order(cells: dict[str, str], today: date) -> tuple[Order, str]:
    partner, item = _needed(cells, "partner"), _needed(cells, "item")
    quantity, price, amount = _sums(cells)
    basis = _one_of(cells, "tax_entry", BASES) or "unknown"
    rate = _one_of(cells, "tax_rate", RATES)
    ordered = _day(cells, "order_date", today, past=True)
    billing = _day(cells, "billing_date", today, start=ordered)
    due = _day(cells, "due_date", today, start=billing or ordered)
    terms = _terms(cells)
    text = "\n".join(f"{NAMES[name]}：{cell}" for name, cell in cells.items() if cell)
    evidence, at = {}, 0
    for name, cell in cells.items():
        if cell:
            begin = at + len(NAMES[name]) + 1
            evidence[_FIELD.get(name, name)] = Span(begin, begin + len(cell))
            at = begin + len(cell) + 1
    order = Order(
        partner_name=partner,
        partner_id=None,
        items=(Item(item, quantity, price, amount, rate),),
        tax_entry=basis,
        subtotal=None,
        tax=None,
        total=None,
        stated_amount=None,
        currency="JPY",
        order_date=ordered,
        billing_date=billing,
        payment_due_date=due,
        payment_terms=terms,
        owner=cells.get("owner") or None,
        conflict=False,
        confidence=MappingProxyType(dict.fromkeys(evidence, Confidence.ACCEPTED)),
        evidence=MappingProxyType(evidence),
        candidates=MappingProxyType({}),
        reasons=MappingProxyType({}),
        span=Span(0, len(text)),
    )
    return order, text


_FIELD = {"partner": "partner_name", "item": "items", "due_date": "payment_due_date", "terms": "payment_terms"}


def _needed(cells: dict[str, str], name: str) -> str:
    if not cells.get(name):
        raise _CellError(f"{NAMES[name]}がありません")
    return cells[name]


def _sums(cells: dict[str, str]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return quantity, unit price and amount; an error if they contradict each other or say too little."""
    quantity, price, amount = _quantity(cells), _yen(cells, "unit_price"), _yen(cells, "amount")
    if price is None and amount is None:
        raise _CellError("単価も金額もありません")
    if price is not None:
        quantity = Decimal(1) if quantity is None else quantity
        if amount is not None and quantity * price != amount:
            raise _CellError(f"数量 × 単価 が金額と合いません（{quantity * price:,.0f} と {amount:,}）")
        amount = quantity * price
    if amount is not None and not 0 < amount <= MAX_YEN:
        raise _CellError(f"金額が請求できる範囲にありません（{amount:,.0f}）")
    if price is None and quantity is not None and amount is not None and amount % quantity == 0:
        price = amount / quantity
    return quantity, price, amount


def _quantity(cells: dict[str, str]) -> Decimal | None:
    cell = _folded(cells.get("quantity", "")).replace(",", "")
    if not cell:
        return None
    try:
        value = Decimal(cell.rstrip("個台本名人枚件式箱月ヶか日時間"))
    except InvalidOperation:
        value = Decimal(0)
    if not 0 < value < 10**8:
        raise _CellError(f"数量「{cells['quantity'][:30]}」が読めません")
    return value


def _yen(cells: dict[str, str], name: str) -> Decimal | None:
    cell = cells.get(name, "")
    if not cell:
        return None
    value = parse_yen(cell)
    if value is None:
        raise _CellError(f"{NAMES[name]}「{cell[:30]}」が読めません")
    return Decimal(value)


def _one_of(cells: dict[str, str], name: str, values: dict[str, T]) -> T | None:
    cell = _folded(cells.get(name, "")).rstrip("%").replace("%", "")
    if not cell:
        return None
    if cell not in values:
        raise _CellError(f"{NAMES[name]}「{cells[name][:30]}」が読めません（{'、'.join(values)} のどれか）")
    return values[cell]


def _day(
    cells: dict[str, str], name: str, today: date, *, past: bool = False, start: date | None = None
) -> date | None:
    cell = unicodedata.normalize("NFKC", cells.get(name, "")).strip()
    if not cell:
        return None
    hits = [hit for hit in find_dates(cell, today) if hit.start == 0 and hit.end == len(cell) and hit.sure]
    day = None
    if len(hits) == 1 and not hits[0].in_range:
        day = hits[0].past(today) if past else hits[0].coming(start or today)
    if day is None:
        raise _CellError(f"{NAMES[name]}「{cells[name][:30]}」が読めません")
    if abs((day - today).days) > FAR:
        raise _CellError(f"{NAMES[name]}「{cells[name][:30]}」が離れすぎています")
    return day


def _terms(cells: dict[str, str]) -> Terms | None:
    cell = unicodedata.normalize("NFKC", cells.get("terms", "")).strip()
    if not cell:
        return None
    hits = find_terms(cell)
    if len(hits) != 1 or not hits[0].sure or hits[0].terms is None:
        raise _CellError(f"支払条件「{cells['terms'][:30]}」が読めません")
    return hits[0].terms


def _folded(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())

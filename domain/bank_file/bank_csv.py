"""A bank's CSV: the header is looked for, because banks put account and period above it."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from domain.bank_file.columns import Columns, column_name, find_columns
from domain.bank_file.fields import read_amount, read_day
from domain.bank_file.model import BankFile, BankFileError, FileLine, Unread, identified
from domain.csv_text import cells_of

_HEADER_WITHIN = 30  # rows
_COMING_IN = ("入金", "入", "預入", "受入", "1", "振込入金", "貸方")
_GOING_OUT = ("出金", "出", "引出", "支払", "払出", "2", "払", "借方")
_SUMMARY = re.compile(r"合計|件数|繰越|残高合計|小計")
_ACCOUNT = re.compile(r"(普通|当座|貯蓄)[^0-9]{0,8}([0-9]{6,8})(?![0-9])")
_ACCOUNT_NUMBER = re.compile(r"口座番号[^0-9]{0,4}([0-9]{6,8})(?![0-9])")


def table_of(text: str) -> list[list[str]]:
    """Return the cells; separated by commas, or by tabs if the first lines have more of those. Raises BankFileError."""
    start = text[:4_000]
    try:
        return cells_of(text, delimiter="\t" if start.count("\t") > start.count(",") else ",")
    except ValueError as error:
        raise BankFileError(str(error)) from error


def read_csv(rows: Sequence[Sequence[str]], *, today: date) -> BankFile:
    """Read a bank's CSV. Raises BankFileError if no header is found."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        if (columns := find_columns(row)) is not None:
            return _read(rows, at, columns, today)
    seen = next((row for row in rows if len(row) > 1), [])
    shown = "、".join(column_name(cell) for cell in seen[:8])
    raise BankFileError(
        f"日付と入金額の列が見つかりません（最初の行: {shown or '空'}）。見出しの行を消さずに出力してください"
    )


def _read(rows: Sequence[Sequence[str]], header: int, columns: Columns, today: date) -> BankFile:
    above = _account_above(rows[:header])
    lines: list[FileLine] = []
    unread: list[Unread] = []
    paid_out = 0
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        if not any(cell.strip() for cell in row):
            continue
        amount = _amount(row, columns)
        day = read_day(_day_text(row, columns), today)
        if day is None and _SUMMARY.search("".join(row[:3])):
            continue
        shifted = any(cell.strip() for cell in row[len(rows[header]) :])  # 110,000 without quotes is two cells
        if amount is None or day is None or shifted:
            what = "列の数が見出しと違い、金額" if shifted else "金額" if amount is None else "日付"
            unread.append(Unread(number, f"{what}を読めません（{' '.join(cell for cell in row if cell)[:60]}）"))
        elif amount <= 0:
            paid_out += 1
        else:
            balance = read_amount(_cell(row, columns.balance)) if columns.balance is not None else None
            account = _cell(row, columns.account) or above
            lines.append(FileLine(number, day, amount, _payer(row, columns), account, balance))
    return BankFile("CSV", identified(lines), tuple(unread), paid_out)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _day_text(row: Sequence[str], columns: Columns) -> str:
    return "/".join(_cell(row, at) for at in columns.day)


def _amount(row: Sequence[str], columns: Columns) -> int | None:
    """Return what came in; 0 or less for money going out; None if it cannot be read."""
    if columns.came_in is not None:
        came = read_amount(_cell(row, columns.came_in))
        went = read_amount(_cell(row, columns.went_out)) if columns.went_out is not None else 0
        if came is None or went is None or (came == 0 and went == 0 and columns.went_out is not None):
            return None
        return came
    amount = read_amount(_cell(row, columns.signed))
    if amount is None or columns.side is None:
        return amount
    side = "".join(unicodedata.normalize("NFKC", _cell(row, columns.side)).split())
    if side in _GOING_OUT:
        return -abs(amount)
    return amount if side in _COMING_IN or amount < 0 else None


def _payer(row: Sequence[str], columns: Columns) -> str:
    name = _cell(row, columns.payer)
    return name or " ".join(text for at in columns.texts if (text := _cell(row, at)))


def _account_above(rows: Sequence[Sequence[str]]) -> str:
    text = unicodedata.normalize("NFKC", " ".join(cell for row in rows for cell in row))
    if found := _ACCOUNT.search(text):
        return f"{found[1]}-{found[2].lstrip('0')}"
    number = _ACCOUNT_NUMBER.search(text)
    return number[1].lstrip("0") if number else ""

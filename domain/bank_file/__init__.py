"""Bank files for companies without a feed: 全銀 records and banks' CSVs. Pure: bytes in, lines out."""

from dataclasses import replace
from datetime import date

from domain.bank_file.bank_csv import read_csv, table_of
from domain.bank_file.model import BankFile, BankFileError, FileLine, Unread, identified
from domain.bank_file.zengin import looks_like_zengin, read_zengin, read_zengin_csv
from domain.csv_text import decoded

MAX_BYTES = 3_000_000
MAX_LINES = 20_000

__all__ = ["MAX_BYTES", "MAX_LINES", "BankFile", "BankFileError", "FileLine", "Unread", "read_bank_file"]


def read_bank_file(content: bytes, *, today: date, account: str = "") -> BankFile:
    """Read a file of a bank, whatever its form. `account` names it where the file does not.

    Raises BankFileError, in Japanese, for what cannot be used as a whole; single rows that cannot be read are in
    `unread`. The same line has the same identity in every file that holds it.
    """
    if len(content) > MAX_BYTES:
        raise BankFileError(f"ファイルが大きすぎます（上限 {MAX_BYTES // 1_000_000}MB）。期間を分けてください")
    if content[:4] in (b"PK\x03\x04", b"%PDF") or content[:2] == b"\xd0\xcf":
        raise BankFileError("Excel や PDF は読めません。CSV か全銀形式で出力してください")
    if not content.strip():
        raise BankFileError("ファイルが空です")
    read = _read(content, today)
    if len(read.lines) > MAX_LINES:
        raise BankFileError(f"明細が多すぎます（上限 {MAX_LINES:,}件）。期間を分けてください")
    if account:
        named = identified(line if line.account else replace(line, account=account) for line in read.lines)
        return replace(read, lines=named)
    return read


def _read(content: bytes, today: date) -> BankFile:
    if looks_like_zengin(content):
        if b"," not in content[:12]:
            return read_zengin(content, today=today)
        return read_zengin_csv(table_of(_text(content)), today=today)
    return read_csv(table_of(_text(content)), today=today)


def _text(content: bytes) -> str:
    try:
        return decoded(content)
    except ValueError as error:
        raise BankFileError(str(error)) from error

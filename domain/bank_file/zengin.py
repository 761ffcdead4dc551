"""全銀協 records: 入出金取引明細 (03) and 振込入金通知 (01), 200 bytes each in cp932; also the same fields as CSV.

Layouts as banks publish them (きらぼし銀行: 入出金明細(全銀); 阿波銀行: 振込入金通知). Days are YYMMDD, of 令和 at most
banks and of the century at some. The trailer's counts and sums are held against the records: what does not add up is
refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from domain.bank_file.fields import read_day
from domain.bank_file.model import BankFile, BankFileError, FileLine, Unread, identified

RECORD = 200
_KINDS = (b"01", b"03", b"11", b"12", b"21", b"71", b"72", b"91")  # the latter are orders we give, 120 bytes each
_HEAD = {"01": (1, 2, 1, 6, 6, 6, 4, 15, 3, 15, 1, 7, 40, 93), "03": (1, 2, 1, 6, 6, 6, 4, 15, 3, 15, 3, 1, 10, 40, 73)}
_DATA = {
    "01": (1, 6, 6, 6, 10, 10, 10, 48, 15, 15, 1, 20, 52),
    "03": (1, 8, 6, 6, 1, 2, 12, 12, 6, 6, 1, 7, 3, 10, 48, 15, 15, 20, 20, 1),
}
_TAIL = {"01": (1, 6, 12, 6, 12, 163), "03": (1, 6, 13, 6, 13, 1, 14, 7, 139)}
_CORRECTION = "19"


Record = TypeVar("Record", bytes, Sequence[str])


def looks_like_zengin(content: bytes) -> bool:
    """Return whether the file begins like a 全銀 header, fixed or comma-separated."""
    start = content.lstrip(b"\xef\xbb\xbf\r\n ")[:12].replace(b'"', b"").replace(b",", b"")
    return start[:1] == b"1" and start[1:3] in _KINDS and start[3:4] in (b"0", b"1")


def read_zengin(content: bytes, *, today: date) -> BankFile:
    """Read fixed records, with or without line ends. Raises BankFileError."""
    return _Reader[bytes](_cut, today).read(_records(content))


def read_zengin_csv(rows: Sequence[Sequence[str]], *, today: date) -> BankFile:
    """Read the same fields as comma-separated rows. Raises BankFileError."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    return _Reader[Sequence[str]](_cells, today).read(filled)


def _records(content: bytes) -> list[bytes]:
    content = content.removeprefix(b"\xef\xbb\xbf").rstrip(b"\x1a\r\n\x00")
    if b"\n" in content or b"\r" in content:
        # An editor may have taken the blanks off the end of a line.
        records = [line.ljust(RECORD) for line in content.splitlines() if line.strip()]
    elif content[1:3] in (b"01", b"03"):
        records = [content[at : at + RECORD] for at in range(0, len(content), RECORD)]
    else:
        records = [content[:RECORD].ljust(RECORD)]
    if any(len(record) != RECORD for record in records):
        raise BankFileError(
            "全銀形式の1件は200バイトですが、長さの違うレコードがあります。銀行から出力し直してください"
        )
    return records


def _cut(record: bytes, widths: Sequence[int]) -> list[str]:
    fields: list[str] = []
    at = 0
    for width in widths:
        fields.append(record[at : at + width].decode("cp932", errors="replace").strip())
        at += width
    return fields


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return as many cells as there are fields: a row may end where nothing more is said."""
    cells = [cell.strip() for cell in row[: len(widths)]]
    return cells + [""] * (len(widths) - len(cells))


@dataclass(slots=True)
class _Account:
    """The account whose records are being read, and what its trailer must confirm."""

    kind: str
    name: str
    came_in: list[int] = field(default_factory=list)
    went_out: list[int] = field(default_factory=list)


class _Reader(Generic[Record]):
    def __init__(self, cut: Callable[[Record, Sequence[int]], list[str]], today: date) -> None:
        self._cut: Callable[[Record, Sequence[int]], list[str]] = cut
        self._today = today
        self._account: _Account | None = None
        self._lines: list[FileLine] = []
        self._unread: list[Unread] = []
        self._paid_out = 0

    def read(self, records: Sequence[Record]) -> BankFile:
        for row, record in enumerate(records, start=1):
            match self._cut(record, (1,))[0]:
                case "1":
                    self._header(record)
                case "2":
                    self._data(row, record)
                case "8":
                    self._trailer(record)
                case "9":
                    break
                case other:
                    raise BankFileError(f"{row}件目のデータ区分「{other}」は全銀形式にありません")
        if self._account is not None:
            raise BankFileError("全銀形式のファイルが途中で切れています（トレーラ・レコードがありません）")
        return BankFile("全銀", identified(self._lines), tuple(self._unread), self._paid_out)

    def _header(self, record: Record) -> None:
        kind = self._cut(record, (1, 2))[1]
        if kind not in _HEAD:
            raise BankFileError(
                "全銀形式ですが、入金の明細ではありません（振込や引落の依頼データ）。"
                "入出金取引明細か振込入金通知を出力してください"
            )
        fields = self._cut(record, _HEAD[kind])
        bank, branch = fields[6], fields[8]
        item, number = (fields[10], fields[11]) if kind == "01" else (fields[11], fields[12])
        self._account = _Account(kind, f"{bank}-{branch}-{item}-{number.lstrip('0')}")

    def _data(self, row: int, record: Record) -> None:
        account = self._account
        if account is None:
            raise BankFileError(f"{row}件目の前にヘッダー・レコードがありません")
        fields = self._cut(record, _DATA[account.kind])
        if account.kind == "01":
            (_, _, booked, _, figure, *_), payer, cancelled = fields, fields[7], fields[10] not in ("", "0")
            side, correction, note = "2" if cancelled else "1", False, ""
        else:
            _, _, booked, _, side, dealing, figure, *_ = fields
            payer, note, correction, cancelled = fields[14], fields[17], dealing == _CORRECTION, False
        if not figure.isdigit():
            raise BankFileError(f"{row}件目の金額「{figure}」を読めません")
        amount = int(figure)
        (account.came_in if side == "1" else account.went_out).append(amount)
        day = read_day(booked, self._today)
        if cancelled or correction:
            self._unread.append(Unread(row, f"取消・訂正の明細です（¥{amount:,} {payer or note}）"))
        elif side != "1":
            self._paid_out += 1
        elif day is None:
            self._unread.append(Unread(row, f"日付「{booked}」を読めません（¥{amount:,} {payer or note}）"))
        else:
            self._lines.append(FileLine(row, day, amount, payer or note, account.name))

    def _trailer(self, record: Record) -> None:
        account = self._account
        if account is None:
            raise BankFileError("トレーラ・レコードの前にヘッダー・レコードがありません")
        self._account = None
        fields = self._cut(record, _TAIL[account.kind])
        said = [int(figure) if figure.isdigit() else 0 for figure in fields[1:5]]
        found = [len(account.came_in), sum(account.came_in), len(account.went_out), sum(account.went_out)]
        if said != found:
            raise BankFileError(
                f"明細が合計と合いません（入金 {found[0]}件 ¥{found[1]:,} に対し、合計欄は {said[0]}件 ¥{said[1]:,}）。"
                "ファイルが欠けていないか確かめてください"
            )

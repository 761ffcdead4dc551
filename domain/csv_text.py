"""CSV that spreadsheets open as text: no cell is ever a formula (OWASP: CSV injection), Japanese opens as Japanese.

And the way back: what Excel saves in Japan is Shift_JIS (cp932) or UTF-8 with a byte order mark.
"""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula, also in full width and behind white space.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
_BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only with it


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as UTF-8 CSV for spreadsheets. Numbers stay numbers; text that may be a formula is made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def guarded(cell: object) -> object:
    """Return a cell that a spreadsheet shows and never computes."""
    if cell is None:
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if text.startswith(("\t", "\n")) or text.lstrip().startswith(_FORMULA):
        return f"'{text}"
    return text


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a byte order mark, or cp932; ValueError for anything else."""
    utf16 = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp932"):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise ValueError("文字コードを読めません。UTF-8 か Shift_JIS で保存してください")


def table_of(text: str) -> list[list[str]]:
    """Return the cells of a CSV; separated by tabs if its first line has more of those. ValueError if it is none."""
    first = text.partition("\n")[0]
    return cells_of(text, delimiter="\t" if first.count("\t") > first.count(",") else ",")


def cells_of(text: str, *, delimiter: str) -> list[list[str]]:
    """Return the cells; ValueError if a quote is not closed where its cell ends: rows would vanish in that cell."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(
            'CSV として読めません。閉じていない引用符（"）がないか確かめて、保存し直してください'
        ) from error

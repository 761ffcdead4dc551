"""CSV that spreadsheets open as text: no cell is ever a formula (OWASP: CSV injection), Japanese opens as Japanese."""

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

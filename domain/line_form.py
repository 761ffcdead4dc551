"""Lines as a person types them: one a row, 「商品名 | 数量 | 単価 | 税率」. Strict: nothing is guessed."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from domain.money import MAX_YEN, parse_yen
from domain.order import MAX_LINES, DealLine

QUANTITY = re.compile(r"(?P<number>-?\d{1,8}(?:\.\d{1,3})?)\s*(?P<unit>[^\d\s.,|-]{0,10})")
PRICE = re.compile(r"[-−▲△]?[¥￥]?\d{1,3}(?:,?\d{3})*(?:\.\d{1,3})?円?")
RATES = {"10": (10, False), "8軽": (8, True), "軽8": (8, True), "8": (8, True), "0": (0, False), "": (10, False)}


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with one typed line: a text key suffix (`error.lines.…`), the line number and the words."""

    kind: str
    line: int = 0
    value: str = ""


def parse_lines(text: str) -> tuple[tuple[DealLine, ...], LineError | None]:
    """Return the typed lines, or the first thing that is wrong."""
    rows = [row for row in unicodedata.normalize("NFKC", text).splitlines() if row.strip()]
    if not rows:
        return (), LineError("empty")
    if len(rows) > MAX_LINES:
        return (), LineError("many", value=str(MAX_LINES))
    lines: list[DealLine] = []
    for number, row in enumerate(rows, start=1):
        line = _line(number, row)
        if isinstance(line, LineError):
            return (), line
        lines.append(line)
    return tuple(lines), None


def _line(number: int, row: str) -> DealLine | LineError:
    cells = [cell.strip() for cell in row.split("|")]
    if not 3 <= len(cells) <= 4 or not cells[0]:
        return LineError("shape", number)
    quantity = QUANTITY.fullmatch(cells[1].replace(",", ""))
    if quantity is None or Decimal(quantity["number"]) == 0:
        return LineError("quantity", number, cells[1])
    price = _price(cells[2])
    if price is None or abs(price) > MAX_YEN:
        return LineError("price", number, cells[2])
    rate = RATES.get((cells[3] if len(cells) == 4 else "").replace("%", "").replace(" ", ""))
    if rate is None:
        return LineError("rate", number)
    return DealLine(
        description=cells[0][:255],
        quantity=Decimal(quantity["number"]),
        unit=quantity["unit"],
        unit_price=price,
        tax_percent=rate[0],
        reduced=rate[1],
    )


def _price(text: str) -> Decimal | None:
    compact = text.replace(" ", "")
    if PRICE.fullmatch(compact):
        digits = re.sub(r"[^\d.]", "", compact)
        return -Decimal(digits) if compact[0] in "-−▲△" else Decimal(digits)
    whole = parse_yen(compact)
    return None if whole is None else Decimal(whole)

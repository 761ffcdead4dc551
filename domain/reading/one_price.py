"""A price said once for several rows: S 10枚 / M 25枚 / L 18枚 / すべて1枚1,980円."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.line_model import Line

_FOR_EACH_ROW = regex(
    r"\n[^\S\n]*[・※(]?(?:ぜんぶ|全部|全て|すべて|全品|全サイズ|全色|いずれも?|どれも|どちらも|両方とも?|一律|均一|共通|各|とも|単価)"
    r"(?:が|は|で|も|とも)?[、\s]?(?:税[抜込別]き?み?で?)?\s?(?:(?:で|の)?(?:単価|[1一]\s?[^\s\d]{1,4}(?:あたり)?|@|各)[はが:]?)?"
    r"\s?[@¥]?\d"
)


def for_all_rows(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines with the price of one that stands below several counted rows and is said of all of them."""
    out = list(lines)
    for at, priced in enumerate(out):
        above = _unpriced_above(out, at)
        if not above or priced.unit_price is None or priced.quantity is None or priced.description is None:
            continue
        if not _FOR_EACH_ROW.search(text, priced.description[1], priced.span[1]):
            continue
        for row in above:
            quantity = out[row].quantity
            assert quantity is not None
            out[row] = replace(
                out[row],
                unit_price=priced.unit_price,
                amount=quantity * priced.unit_price,
                basis=priced.basis,
                rate=priced.rate,
                currency=priced.currency,
                approx=priced.approx,
                doubt=priced.doubt,
            )
    return out


_FOR_ONE = regex(
    r"\d\s?円?\s?(?:[(]税[抜込別]き?み?[)])?\s?/\s?1?(?P<unit>[^\s\d、。,()/]{1,6})|[1一](?P<each>[^\s\d、。,()/]{1,4}?)(?:あたり|当たり|につき)"
)


def for_counted_row(text: str, lines: Sequence[Line]) -> list[Line]:
    """レンタルオフィス 3席 in one row, 利用料：528,000円/席 in the next: the price is for each of what was counted."""
    out = list(lines)
    for at in range(1, len(out)):
        above, line = out[at - 1], out[at]
        if line.unit_price is None or line.quantity is not None or line.amount is not None or line.conflict:
            continue
        if above.quantity is None or above.amount is not None or above.description is None or above.conflict:
            continue
        said = _FOR_ONE.search(text, *line.span)
        unit = (said["unit"] or said["each"]) if said else ""
        if unit and re.match(rf"\s?\d[\d,]*\s?{re.escape(unit)}", text[above.description[1] : above.span[1] + 12]):
            amount = above.quantity * line.unit_price
            out[at] = replace(line, description=above.description, quantity=above.quantity, amount=amount)
            out[at - 1] = replace(above, quantity=None, description=None)
    return [
        line
        for line in out
        if line.description or line.amount is not None or line.unit_price is not None or line.conflict
    ]


def _unpriced_above(lines: Sequence[Line], at: int) -> list[int]:
    """The rows right above this line that name goods and count them and have no price."""
    rows: list[int] = []
    for row in range(at - 1, -1, -1):
        line = lines[row]
        counted = line.quantity is not None and line.description is not None
        if not counted or line.amount is not None or line.unit_price is not None or line.conflict:
            break
        rows.append(row)
    return rows

"""A price said once for several rows: S 10枚 / M 25枚 / L 18枚 / すべて1枚1,980円."""

from __future__ import annotations

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

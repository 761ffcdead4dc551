"""Discounts in percent that no figure of the message accounts for: 40万円（税別）から10%引き."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.context import Message
from domain.reading.line_model import Line
from domain.reading.segments import Part
from domain.reading.text_rows import row_of

_PERCENT_OFF = regex(
    r"(?P<size>\d{1,2}(?:\.\d)?)\s?(?P<sign>%|パーセント|割)\s?(?:の?(?:お?値引き?|割引き?|引き?(?![上越継渡取])|減額)|OFF|オフ|"
    r"ディスカウント|discount)(?!なし|無し|不可)|(?:値引き?|割引)(?:率)?\s?[:は]?\s?(?P<rate>\d{1,2}(?:\.\d)?)\s?%",
    re.IGNORECASE,
)
_APPLIED = regex(r"\s?(?:後|適用後|適用済|済|込|反映|させて|した(?:金額|価格|額))")
# 10%OFFの話でしたが値引きなしで: what was spoken of was not given
_DENIED = regex(
    r"(?:値引き?|割引)(?:は|も)?(?:なし|無し|せず|しない|ゼロ|不要)|(?:定価|通常価格|正価)(?:の(?:まま|とおり|通り))?で"
)
_NEXT_PRICE = 24  # characters between 10%引き and the price that is left


def has_loose_discount(message: Message, part: Part, items: Sequence[Line]) -> bool:
    """Whether a percentage is taken off and neither a line, a price behind it nor two figures show of what."""
    return any(
        not _accounted(message, part, items, found)
        for start, end in part.everywhere
        for found in _PERCENT_OFF.finditer(message.body, start, end)
    )


def _accounted(message: Message, part: Part, items: Sequence[Line], found: re.Match[str]) -> bool:
    body = message.body
    if _APPLIED.match(body, found.end()) or _DENIED.search(body, found.end(), row_of(body, found.end())[1]):
        return True
    lines = [line for line in items if line.description and line.description[0] <= found.start() < line.span[1] + 1]
    if any(line.amount is not None and line.amount < 0 for line in lines):
        return True
    prices = [
        f for f in message.figures if (f.kind == "money" or f.per) and any(a <= f.start < b for a, b in part.everywhere)
    ]
    reach = min(found.end() + _NEXT_PRICE, row_of(body, found.end())[1])
    if any(found.end() <= price.start < reach for price in prices):
        return True
    size = Decimal(found["size"] or found["rate"]) * (10 if found["sign"] == "割" else 1)
    values = {abs(price.value) for price in prices}
    return any(value * (100 - size) / 100 in values or value * size / 100 in values for value in values)

"""Sizes and packs within names: counts that say which goods are meant, not how many of them.

上質紙 四六判55kg 40連, 保存水500ml×24本 60箱, チップ抵抗(5,000個/リール) 8リール, wipes (200/box).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, TIMES
from domain.reading.text_rows import row_of

# what is in one of something: never how much was ordered. 10時間/月 is a quantity.
_IN_ONE = regex(
    r"\s?/\s?1?(?!月|年|週|日|回|時|ヶ月|か月|カ月|(?i:month|year|week|day|mo|yr|h))[A-Za-z一-龥ァ-ヶー]{1,8}"
)
_GLUED = regex(r"[一-龥ァ-ヶーA-Za-z0-9φΦ]\Z")
_NAME_BEFORE = regex(r"[一-龥ァ-ヶーA-Za-z0-9]\s?\Z")
_GAP = regex(r"\s{1,4}(?:\.{3}\s?|…\s?)?")
_PRICE = regex(r"(?:分)?\s{0,4}(?:[×x*]\s?)?(?:[@¥$€£]|単価|[A-Z]{3}\s?\d|\d[\d,.]*\s?(?:円|,|\s|$))")
_MULTIPLIED = regex(r"\s?[×x*✕]\s?\Z")
_PEOPLE = frozenset(("人", "名", "人日", "人月", "人工", "様"))
_LASTING = frozenset((*TIMES, *MONTHS))


def without_measures(text: str, figures: list[Figure]) -> list[Figure]:
    """The figures without the counts that are sizes or packs: what is left of a row says how many were bought."""
    counts = [figure for figure in figures if figure.kind == "count"]
    sizes = {f.start for f in figures if _is_pack(text, f)}
    rows: dict[tuple[int, int], list[Figure]] = {}
    for figure in counts:
        if figure.start not in sizes:
            rows.setdefault(row_of(text, figure.start), []).append(figure)
    for (start, end), inside in rows.items():
        if len(inside) > 1:
            prices = [f for f in figures if start <= f.start < end and f.kind in ("money", "bare")]
            sizes |= _sizes_by_product(text, inside, prices) or _sizes_by_place(text, inside)
    return [figure for figure in figures if figure.start not in sizes] if sizes else figures


def _is_pack(text: str, figure: Figure) -> bool:
    """(5,000個/リール), (200/box): in brackets behind a name."""
    if figure.kind not in ("count", "bare") or figure.currency or figure.scaled:
        return False
    start, end = row_of(text, figure.start)
    opened = text.rfind("(", start, figure.start)
    if opened <= start or ")" in text[opened : figure.start] or text.find(")", figure.start, end) < 0:
        return False
    slash = text.find("/", figure.start, min(end, figure.end + 2))
    number = text[figure.start : figure.end].split("/")[0]
    return slash >= 0 and "円" not in number and _IN_ONE.match(text, slash) is not None


def _sizes_by_product(text: str, counts: Sequence[Figure], prices: Sequence[Figure]) -> set[int]:
    """オリーブ油 5L 24本 4,980円 119,520円: the count that multiplies is the quantity, one before it is a size."""
    values = {price.value for price in prices}
    fitting = [c for c in counts if c.value != 1 and any(c.value * value in values for value in values if value)]
    if len(fitting) != 1:
        return set()
    chosen = fitting[0]
    return {
        c.start
        for c in counts
        if c.end <= chosen.start
        and _NAME_BEFORE.search(text[max(0, c.start - 2) : c.start].rstrip("×x*✕"))
        and not re.search(r"[、。,]", text[c.end : chosen.start])
        and not _MULTIPLIED.search(text[max(0, chosen.start - 3) : chosen.start])
    }


def _sizes_by_place(text: str, counts: Sequence[Figure]) -> set[int]:
    """四六判55kg 40連 @9,850: glued to the name, and the count that stands alone is followed by the price."""
    last = counts[-1]
    if last.unit in _LASTING or not _PRICE.match(text, last.end):
        return set()
    before = counts[-2]
    if before.unit in _PEOPLE | _LASTING - {"回"} or not _GLUED.search(text[max(0, before.start - 1) : before.start]):
        return set()
    return {before.start} if _GAP.fullmatch(text, before.end, last.start) else set()

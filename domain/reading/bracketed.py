"""Counts in brackets behind a name, 操作研修(2時間) 2回 @45,000, and packs of what is counted, 3本/箱 10箱.

They say what one is like where the row counts outside, and where they are part of a phrase: (古畳6枚含む). Where the
counts may multiply (警備(3名) 5日間 @18,000), and where nothing else is counted, this does not speak.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, TIMES
from domain.reading.text_rows import row_of

_NAME_BEFORE = regex(r"[^\W\d_]\s?\Z|[\d)]\Z")
_ENDS_CLAUSE = regex(r"[。!?\n]")
_DURATIONS = frozenset(("時間", "分", "日", "日間", "泊", "週間", "hours", "hour", "hrs", "days", "h", "min"))
_HOW_LARGE = frozenset(
    ("t", "トン", "kg", "Kg", "KG", "g", "m", "L", "リットル", "m2", "m3", "坪", "帖", "畳", "ページ", "頁")
)
_PEOPLE = frozenset(("人", "名", "人日", "人月", "人工", "様"))
_LASTING = frozenset((*TIMES, *MONTHS))
_MULTIPLIED = regex(r"\s?(?:円)?\s?[×✕xX*]\s?\Z")
_AT_EACH = regex(r"\s{0,4}@")
_SMALL = 5000  # 月500円×12ヶ月 behind (20ID) may be what one of the IDs costs
_FEW_IN_ROW = 40
# 4L×3本/箱 10箱, 4 sets/box, 10 boxes: what one of those holds that are counted next
_HELD = regex(
    r"(?<![\d,.@¥$€])(?:\d[\d.]{0,6}\s?[A-Za-z]{1,3}\s?[×xX*]\s?)?\d[\d,]{0,6}\s?(?!円)[^\s\d/、,@¥]{0,6}\s?/\s?"
    r"(?P<one>(?![月年日週回時])[一-龥]{1,2}|[ァ-ヶー]{2,5}|(?!mo|yr|day|we|ho)[A-Za-z]{2,8}?)(?:e?s)?[\s,、:]{1,4}(?:[×x]\s?)?(?P<many>\d)"
)
_MOST_PACKS = 40


def packs_of_counted(text: str, figures: Sequence[Figure]) -> set[int]:
    """Where the figures begin that say how much is in one of what the row counts next."""
    counted = {f.start: f.unit.lower() for f in figures if f.kind == "count"}
    if not counted or text.count("/") > _MOST_PACKS:
        return set()
    found = [
        pack for pack in _HELD.finditer(text) if counted.get(pack.start("many"), "").startswith(pack["one"].lower())
    ]
    return {f.start for f in figures for pack in found if pack.start() <= f.start < pack.start("many")}


def sizes_in_brackets(text: str, row: Sequence[Figure]) -> set[int]:
    """Where the counts of one row begin that stand in brackets and say what is counted outside of them."""
    if len(row) > _FEW_IN_ROW or text.find("(", row_of(text, row[0].start)[0], row[-1].end) < 0:
        return set()
    within = {f.start for f in row if f.kind == "count" and _bracket_of(text, f) is not None}
    prices = [f for f in row if f.kind in ("money", "bare")]
    return {f.start for f in row if f.start in within and _is_in_phrase(text, f, row)} | {
        f.start
        for f in row
        if f.start in within
        and _says_what_is_counted(text, f, [o for o in row if o.start not in within and o.start > f.end], prices)
    }


# 古畳6枚含む, 固定IP8個, クライアント15台: one word with what is counted, not a count by itself
_WORD_TO_LEFT = regex(r"(?<!合計)(?<!全)(?<!計)(?<!各)(?<!約)[一-龥ァ-ヶーA-Za-z]\Z")
_NOT_A_WORD = regex(
    r"(?:全部で|全|合計|計|各|約|延べ?|のべ|数量|台数|個数|枚数|本数|人数|"
    r"税[抜込別]き?み?|月額?|年額?|毎[月週年]|週)\Z"
)
_PHRASE_TO_RIGHT = regex(r"(?:分)?(?:を)?(?:含|付|込|構成|体制|対応|まで|以上|以内|限定|想定|規模)")


def _is_in_phrase(text: str, figure: Figure, row: Sequence[Figure]) -> bool:
    """Whether a count in brackets is one word with its neighbours: it tells about the goods and counts them not."""
    bracket = _bracket_of(text, figure)
    if bracket is None or figure.unit in _LASTING or any(other.end == bracket[0] for other in row):
        return False
    left = text[bracket[0] + 1 : figure.start]
    led = _WORD_TO_LEFT.search(left) and not _NOT_A_WORD.search(left)
    return bool(led or _PHRASE_TO_RIGHT.match(text, figure.end, bracket[1]))


_BESIDE_OTHERS = regex(r"\((?=[^()\n]*[・、/,])(?=[^()\n]*\d)(?P<said>[^()\n]*)\)")
_COUNTS_ONLY = regex(r"(?:[\d,.]+[^\d・、/,×x]{0,4}|税[抜込別]き?み?|[・、/,×x\s]|月額|年額)*")


def loses_brackets(text: str, end: int) -> bool:
    """交換工賃(2名・半日): the name was cut where its brackets open, and they hold more than counts."""
    found = _BESIDE_OTHERS.match(text, end)
    return found is not None and _COUNTS_ONLY.fullmatch(found["said"]) is None


def _bracket_of(text: str, figure: Figure) -> tuple[int, int] | None:
    """The brackets around this figure, if they are glued to a name."""
    start, end = row_of(text, figure.start)
    opened = text.rfind("(", start, figure.start)
    closed = text.find(")", figure.end, end)
    if opened <= start or closed < 0 or ")" in text[opened : figure.start] or "(" in text[figure.end : closed]:
        return None
    return (opened, closed + 1) if _NAME_BEFORE.search(text[max(0, opened - 2) : opened]) else None


def _says_what_is_counted(text: str, size: Figure, behind: Sequence[Figure], prices: Sequence[Figure]) -> bool:
    bracket = _bracket_of(text, size)
    assert bracket is not None
    if any(bracket[0] <= price.start < bracket[1] for price in prices):
        return False
    counts = [f for f in behind if f.kind in ("count", "set")]
    if not counts or not prices or _ENDS_CLAUSE.search(text, bracket[1], counts[0].start):
        return False
    if _is_proved(size, [f for f in counts if f.kind == "count"], prices):
        return False
    first = counts[0]
    if first.kind == "set" or size.unit in _HOW_LARGE:
        return True
    if size.unit in _DURATIONS:
        return first.unit not in _DURATIONS
    if first.unit not in _LASTING or (first.unit == "回" and _AT_EACH.match(text, first.end)):
        return True
    return _is_multiplied(text, first, prices)


def _is_proved(size: Figure, counts: Sequence[Figure], prices: Sequence[Figure]) -> bool:
    """Whether the count in brackets multiplies one of the prices to another."""
    values = {price.value for price in prices}
    factors = {size.value, *(size.value * count.value for count in counts)}
    return any(factor * value in values for factor in factors if factor != 1 for value in values if value)


def _is_multiplied(text: str, count: Figure, prices: Sequence[Figure]) -> bool:
    """月216,000円×12ヶ月: the row itself says what is multiplied, and the price is hardly that of one in brackets."""
    before = next((p for p in reversed(prices) if p.end <= count.start), None)
    return (
        before is not None
        and before.value >= _SMALL
        and _MULTIPLIED.fullmatch(text, before.end, count.start) is not None
    )

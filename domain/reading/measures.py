"""Sizes and packs within names: counts that say which goods are meant, not how many of them.

上質紙 四六判55kg 40連, 保存水500ml×24本 60箱, チップ抵抗(5,000個/リール) 8リール, wipes (200/box).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.bracketed import packs_of_counted, sizes_in_brackets
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, TIMES
from domain.reading.text_rows import row_of

# what is in one of something: never how much was ordered. 10時間/月 is a quantity.
_IN_ONE = regex(
    r"\s?/\s?1?(?!月|年|週|日|回|時|ヶ月|か月|カ月|(?i:month|year|week|day|mo|yr|h))[A-Za-z一-龥ァ-ヶー]{1,8}"
)
_GLUED = regex(r"[一-龥ァ-ヶーA-Za-z0-9φΦ]\Z")
_NAME_BEFORE = regex(r"[一-龥ぁ-んァ-ヶーA-Za-z0-9]\s?\Z")
_LETTER_BEFORE = regex(r"[^\W_]\s?\Z")
_GAP = regex(r"\s{1,4}(?:\.{3}\s?|…\s?)?")
_PRICE = regex(r"(?:分)?\s{0,4}(?:[×x*]\s?)?(?:[@¥$€£]|単価|[A-Z]{3}\s?\d|\d[\d,.]*\s?(?:円|,|\s|$))")
_MULTIPLIED = regex(r"\s?[×x*✕]\s?\Z")
# コーヒー豆 1kg 10袋, DINレール 1m 80本: weights, lengths and volumes in front of what is counted in pieces
_PACK_OF_PACKS = regex(
    r"(?P<each>\d[\d,.]{0,6}\s?(?:(?:kg|Kg|KG|g|mg|ml|mL|m|L|cc|oz|リットル)(?![A-Za-z])|(?![人名日月年回時週泊社店校])[一-龥])"
    r"(?:入り?)?\s?[×x*]\s?\d{1,4})\s?(?:(?![人名日月年回時週泊社店校])[一-龥])?(?:入り?)?"
    r"[ \t]{1,4}(?=(?P<many>\d{1,5}))"
)
_IN_BRACKETS = regex(  # 割り箸(100膳) 50袋
    r"[(](?:\d[\d,.]*)(?!人|名|日|年|月|回|時)[^\d()\s]{1,3}(?:入り?|詰め?|組|付き?|巻)?[)]\s{0,3}(?:[×x*]\s?)?"
)
# 棚 5段 36連, ラック 4段 → 10台: how one of them is made
_FEATURES = frozenset(
    (
        *"段灯号口門面管頁穴層芯極色畳型級翼弦孔",
        *("ページ", "ポート", "ピン", "インチ", "GB", "TB", "号缶", "号車", "連式", "人用", "人掛", "馬力"),
    )
)
# 50組複写 30冊, 4台セット 2セット, (12ヶ月保証付き): a count that goes on like this says what the goods are like
_MADE_LIKE = regex(
    r"(?:間|分)?(?:保証|付き?|入り?|用(?!意)|複写|掛け?|乗り?|巻き?|対応|タイプ|モデル|仕様|コース|パック|版|型|式|級|建て?|折り?|"
    r"綴り?|とじ|詰め?|製|有効|放題|立て|張り?|織り?|重ね|切り?(?!替)|連結|収納|収容|引き?出し?|扉|組み?|盛り?|炊き?|口コンロ|"
    r"刷り?|仕立て|仕切り?|穴|色|層|芯|柄|味|種|セット(?=[)\s])|set)"
)
# digits between a size and the count are part of the name: every figure but these two has been looked at before
_WORDS_OF_NAME = regex(r"[^、。,;:/→⇒@¥()\n=]{0,28}")
_MEASURES = frozenset(("kg", "Kg", "KG", "g", "m", "L", "t", "トン", "リットル"))
_PIECES = frozenset(
    (
        *"本袋箱個枚缶巻束丁瓶樽玉尾匹膳食杯台基脚張反包足着冊部連丸甲柵組梱",
        *("ケース", "セット", "パック", "ロール", "ボトル", "ダース", "カートン", "梱包", "c/s", "C/S", "p"),
        *(
            *("pcs", "unit", "units", "sets", "kits", "pairs"),
            "rolls",
            "bags",
            "boxes",
            "cases",
            "packs",
            "pieces",
            "sheets",
            "bottles",
            "cartons",
            "drums",
            "tins",
            "tubes",
        ),
    )
)
_BEFORE_PIECES = regex(
    r"\s{0,4}(?:[(][^()\n]{1,12}[)])?(?:\s[^\d\s、。,/()@¥:→]{1,8}(?=\s))?\s{0,4}(?:\.{3}|[→⇒…/|×x*])?\s{0,3}"
)
# 6×50×5500, 97cm x 10m, 1100×1100: how large the goods are
_SIDE = r"[φΦtWDHL]?\d{1,5}(?:\.\d{1,2})?\s?(?:mm|cm|m)?"
_DIMENSIONS = regex(
    rf"(?<![\d,.¥@$A-Za-z])({_SIDE})\s?[×xX*✕]\s?({_SIDE})(?:\s?[×xX*✕]\s?({_SIDE}))?"
    r"(?![\d,.%A-Za-z円万千一-龥])"
)
_AT_EACH = regex(r"\s{0,4}@")  # 重機 3t 5日 @30,000: each of the days
_LENGTH = regex(r"(?:mm|cm|m)\Z")
# トマト種子1000粒袋 @3,300を15袋: what is counted behind the price with を is what was bought
_PRICE_OF_PIECES = regex(r"\s?(?:円)?\s?(?:[(]?税[抜込別]き?み?[)]?)?\s?(?:のもの)?を\s?")
_MOST_FIGURES, _MOST_IN_ROW = 300, 40  # beyond that a text is no order, and looking at all pairs takes too long
_PEOPLE = frozenset(("人", "名", "人日", "人月", "人工", "様"))
_LASTING = frozenset((*TIMES, *MONTHS))


def made_like(text: str, figure: Figure) -> bool:
    """Whether what stands right behind a count makes it part of a name: 12ヶ月保証付き."""
    return _MADE_LIKE.match(text, figure.end) is not None


def without_measures(text: str, figures: list[Figure]) -> list[Figure]:
    """The figures without the counts that are sizes or packs: what is left of a row says how many were bought."""
    counts = [figure for figure in figures if figure.kind == "count"]
    sizes = {f.start for f in figures if _is_pack(text, f)} | sides(text, figures) | _packs_of_packs(text, figures)
    rows: dict[tuple[int, int], list[Figure]] = {}
    if "/" in text:
        sizes |= packs_of_counted(text, figures)
    if "(" in text:
        sizes |= _in_brackets(text, figures, counts)
    for figure in counts:
        if figure.start not in sizes:
            rows.setdefault(row_of(text, figure.start), []).append(figure)
    for (start, end), inside in rows.items():
        if len(inside) > 1:
            prices = [f for f in figures if start <= f.start < end and f.kind in ("money", "bare")]
            sizes |= {f.start for f in inside[:-1] if f.value != 1 and made_like(text, f)}
            by_unit_of_price = _sizes_by_unit_of_price(text, inside, figures)
            sizes |= by_unit_of_price or _sizes_by_product(text, inside, prices) or _sizes_by_place(text, inside)
            if any(f.unit == "qty" for f in inside):  # Cable set 5 m, qty 12
                sizes |= {f.start for f in inside if f.unit in _MEASURES}
            if len(inside) + len(prices) <= _MOST_IN_ROW:
                sizes |= _sizes_by_multiplication(text, inside, prices)
                sizes |= _sizes_by_unit(text, inside, prices) | _sizes_by_price(text, inside, prices)
    sizes -= {f.start for f in counts if f.value == 1 and _PRICE.match(text, f.end)}  # 24缶入 1ケース¥9,072
    sizes -= {f.start for f, one in pairwise(counts) if _priced_by_one(text, f, one)}
    return [figure for figure in figures if figure.start not in sizes] if sizes else figures


def _in_brackets(text: str, figures: Sequence[Figure], counts: Sequence[Figure]) -> set[int]:
    found: set[int] = set()
    for start, end in {row_of(text, count.start) for count in counts}:
        found |= sizes_in_brackets(text, [f for f in figures if start <= f.start < end])
    return found


def _priced_by_one(text: str, figure: Figure, one: Figure) -> bool:
    """弁当120個 1個1,080円: what the price of one is for has been counted before."""
    beside = one.value == 1 and one.unit == figure.unit and one.start - figure.end <= 3
    return beside and _PRICE.match(text, one.end) is not None


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


def _packs_of_packs(text: str, figures: Sequence[Figure]) -> set[int]:
    """マーガリン500g×20 4ケース: what is in one, in front of how many were bought."""
    if not 1 < len(figures) <= _MOST_FIGURES or not any(sign in text for sign in "×xX*"):
        return set()
    counted = {figure.start for figure in figures if figure.kind == "count" and figure.unit in _PIECES}
    packs = [
        pack
        for pack in _PACK_OF_PACKS.finditer(text, max(0, figures[0].start - 1), figures[-1].end)
        if pack.start("many") in counted and _LETTER_BEFORE.search(text[max(0, pack.start() - 2) : pack.start()])
    ]
    return {f.start for f in figures for pack in packs if pack.start() <= f.start < pack.end()}


def sides(text: str, figures: Sequence[Figure], *, counted: bool = False) -> set[int]:
    """The figures within dimensions: three sides, sides with units, or two beside a count of pieces (`counted`)."""
    if not 0 < len(figures) <= _MOST_FIGURES or not any(sign in text for sign in "×xX*✕"):
        return set()
    found: set[int] = set()
    for size in _DIMENSIONS.finditer(text, row_of(text, figures[0].start)[0], figures[-1].end + 8):
        within = [f for f in figures if f.start < size.end() and size.start() < f.end]
        end = row_of(text, size.end())[1]
        lengths = [side for side in size.groups() if side and _LENGTH.search(side)]
        pieces = counted or any(
            f.kind == "count" and size.end() <= f.start < end and (f.unit in _PIECES or _AT_EACH.match(text, f.end))
            for f in figures
        )  # ロープ 6×24 200m @310
        named = _NAME_BEFORE.search(text[max(0, size.start() - 2) : size.start()]) is not None
        if all(f.end <= size.end() and f.kind in ("bare", "count") for f in within) and (
            (size[3] and named) or len(lengths) > 1 or (pieces and named and not any(f.unit in _PIECES for f in within))
        ):
            found |= {f.start for f in within}
    return found


def _sizes_by_unit(text: str, counts: Sequence[Figure], prices: Sequence[Figure]) -> set[int]:
    """DINレール 1m 80本 280円: a weight or a length in front of pieces is one piece's, unless the price is for it."""
    return {
        size.start
        for size, pieces in pairwise(counts)
        if (size.unit in _MEASURES | _FEATURES or _IN_BRACKETS.fullmatch(text, size.start - 1, pieces.start))
        and (pieces.unit in _PIECES or (size.unit in _MEASURES and _AT_EACH.match(text, pieces.end)))
        and (
            _BEFORE_PIECES.fullmatch(text, size.end, pieces.start)
            or _IN_BRACKETS.fullmatch(text, size.start - 1, pieces.start)
            or (
                size.unit in _MEASURES
                and _WORDS_OF_NAME.fullmatch(text, size.end, pieces.start)
                and not any(size.end <= p.start < pieces.start and (p.kind == "money" or p.per) for p in prices)
            )
        )
        and _NAME_BEFORE.search(text[max(0, size.start - 2) : size.start].rstrip("("))
        and not any(f"/{size.unit}" in text[price.start : price.end + 3] for price in prices)
    }


_PRICE_FOR = regex(
    r"(?:円|\d)\s?(?:[(]?税[抜込別]き?み?[)]?)?\s?/\s?1?\s?(?P<slash>[^\s\d、。,()/×]{1,6})"
    r"|(?<![\d,.])[1一]\s?(?P<one>[^\s\d、。,()/×]{1,6}?)\s?(?:あたり|当たり|当り|につき|の?単価|(?=[\s¥@約]{0,2}\d))"
)
_GLUED_TIMES = regex(r"[×xX*✕]\s?\Z")


def _sizes_by_unit_of_price(text: str, counts: Sequence[Figure], figures: Sequence[Figure]) -> set[int]:
    """無塩バター450g×30 6ケース 31,500円/ケース, 5段 → 36連、1連あたり41,500円: the cases and bays were bought."""
    end = row_of(text, counts[0].start)[1]
    said = {found["slash"] or found["one"] for found in _PRICE_FOR.finditer(text, counts[0].start, end)}
    bought = [
        c for c in counts if c.unit and c.unit in said and c.value != 1 and f"/{c.unit}" not in text[c.start : c.end]
    ]
    if len(bought) != 1:
        return set()
    chosen = bought[0]
    before = [c for c in counts if c.end <= chosen.start and c.unit not in _LASTING | _PEOPLE]
    if not before or any(re.search("[、。]", text[c.end : chosen.start]) for c in before):
        return set()
    glued = {  # 450g×30
        f.start
        for f in figures
        if f.kind == "bare"
        and before[0].end <= f.start < chosen.start
        and _GLUED_TIMES.search(text, f.start - 2, f.start)
    }
    return {c.start for c in before} | glued


def _sizes_by_price(text: str, counts: Sequence[Figure], prices: Sequence[Figure]) -> set[int]:
    """セルトレイ128穴 @165を200枚: the count the price is said of is the quantity, the one glued to the name is not."""
    bought = [
        count
        for count in counts
        if any(p.end <= count.start and _PRICE_OF_PIECES.fullmatch(text, p.end, count.start) for p in prices)
    ]
    return {
        size.start
        for count in bought
        for size in counts
        if size.end <= count.start
        and not any(size.end <= other.start < count.start for other in counts)
        and _GLUED.search(text[max(0, size.start - 1) : size.start])
        and size.unit not in _LASTING
        and sum(size.end <= p.start < count.start for p in prices) == 1
    }


_ROOM = frozenset(("帖", "畳", "坪", "m2", "L", "t", "トン", "kg", "Kg", "KG"))
_PRICE_TIMES = regex(r"\s?(?:円)?\s?[×xX*✕]\s?")


def _sizes_by_multiplication(text: str, counts: Sequence[Figure], prices: Sequence[Figure]) -> set[int]:
    """トランクルーム8帖(B-12区画) 月36,300×12ヶ月: the row says itself what multiplies, so the room is a size."""
    last = counts[-1]
    price = next((p for p in reversed(prices) if p.end <= last.start), None)
    if price is None or price.kind != "money" or not _PRICE_TIMES.fullmatch(text, price.end, last.start):
        return set()
    values = {p.value for p in prices}
    return {
        c.start
        for c in counts[:-1]
        if c.unit in _ROOM
        and c.end <= price.start
        and _GLUED.search(text[max(0, c.start - 1) : c.start])
        and f"/{c.unit}" not in text[price.start : price.end + 3]
        and not any(c.value * last.value * value in values for value in values if value)
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

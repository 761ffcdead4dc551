"""What a price is for: one of what was counted, all of it, or one of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.money import Figure

TIMES = ("回", "日", "日間", "年", "年間", "週", "週間", "泊", "時間", "ヶ年")
YEARS = ("年", "年間", "ヶ年", "year", "years", "yr", "yrs")
MONTHS = ("ヶ月", "ヵ月", "か月", "カ月", "ケ月", "箇月", "month", "months", "mo", "mos")
_EACH = regex(r"[1一]\s?(?P<unit>[^\s\d]{1,8}?)(?:あたり|当たり|当り|につき)|/\s?1?(?P<per>[^\s\d]{1,6})\s?\Z")
# Units that people use for the same thing: 12名, 1人あたり
_ALIKE = tuple(
    frozenset(units.split())
    for units in (
        "人 名 様 pax people",
        "id アカウント ライセンス ユーザー ユーザ 席 人 名 seat user license licence",
        "件 本 点 個 枚 pc piece unit",
        "台 個 基 本 機 unit",
    )
)


def is_for_another(text: str, unit: Figure, counts: Sequence[Figure]) -> bool:
    """部数：800部 beside 1Pあたり15,000円: the price is not one for each of what was counted."""
    found = _EACH.search(text, unit.start, unit.end)
    said = _bare(found["unit"] or found["per"]) if found else ""
    units = {_bare(count.unit) for count in counts if count.value != 1}
    if not said or not units or units & {"", "qty"} or said in (*MONTHS, *YEARS, "月"):
        return False
    if said[0] in _KANJI and said[1:] in units:
        return False  # 8,200円/千枚: brought down to the price of one by `per_many`
    return said not in units and not any(said in alike and alike & units for alike in _ALIKE)


def _bare(unit: str) -> str:
    return unit.removesuffix("間").removesuffix("s").lower()


_MANY = r"(?P<n>百|千|万|[1-9]\d{1,4}|1,000|10,000)\s?(?P<unit>[^\s\d、。,()/円]{1,4}?)"
_PER_MANY_BEFORE = regex(
    rf"(?<![\d,.×x]){_MANY}\s?(?:あたり|当たり|当り|につき|(?<=[百千万].)単価)(?:の?単価)?[はが:で]?\s?[@¥]?\Z"
)
_PER_MANY_BEHIND = regex(rf"円?\s?(?:[(]税[抜込別]き?み?[)])?\s?/\s?{_MANY}(?![^\s\d、。,()×x=→])")
_MOST_FIGURES = 300  # more are no order
_KANJI = {"百": 100, "千": 1000, "万": 10_000}


def per_many(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """千枚あたり3,150円, 180円/100枚: the price of one is that much less; what it is said for counts nothing."""
    out = list(figures)
    for at, figure in enumerate(figures if len(figures) <= _MOST_FIGURES else ()):
        if figure.kind not in ("money", "bare") or figure.value <= 0:
            continue
        found = _PER_MANY_BEFORE.search(text, max(0, figure.start - 24), max(figure.start, _digits(text, figure)))
        behind = None if found else _PER_MANY_BEHIND.match(text, _after_digits(text, figure))
        said = found or behind
        if said is None:
            continue
        many = _KANJI.get(said["n"]) or int(said["n"].replace(",", ""))
        others = [
            f for f in figures if f is not figure and f.kind == "count" and f.unit == said["unit"] and f.value > many
        ]
        if not others:
            continue
        end = max(figure.end, behind.end()) if behind else figure.end
        out[at] = replace(figure, value=figure.value / many, per="unit", kind="money", end=end)
        out = [
            f
            if f is out[at] or not (said.start() <= f.start < said.end() and f is not figure)
            else replace(f, kind="void")
            for f in out
        ]
    given = set(figures)
    return [f for f in out if f.kind != "void" or f in given]


_FOR_A_GUEST = regex(r"お?(?:[1一]\s?(?:人|名|家族|組|部屋|室)|ひとり)(?:様|さま)\s?[はが:]?\s?[¥約]?\Z")


def by_unit_word(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """20ケース、ケース6,400円: the word that counted stands before the price, so that is the price of one."""
    units = {f.unit: f.start for f in reversed(figures) if f.kind == "count" and f.value > 1 and f.unit}
    if not units:
        return list(figures)
    out = []
    for figure in figures:
        plain = figure.kind == "money" and not figure.per and not figure.signed
        before = text[max(0, figure.start - 12) : figure.start] if plain else ""
        if before and _FOR_A_GUEST.search(before):
            out.append(replace(figure, per="unit"))  # 受講料：お一人様 18,500円、34名様
            continue
        unit = next((u for u, at in units.items() if at < figure.start and _stands_before(before, u)), "")
        out.append(replace(figure, per="unit") if unit else figure)
    return out


def _stands_before(before: str, unit: str) -> bool:
    """Whether the row breaks off and then names just this unit: 、ケース, ／箱単価."""
    return (
        unit in before  # an expression of its own for every unit is dear to compile
        and re.search(
            rf"(?:^|[\s、。,(・]|\s/\s?){re.escape(unit)}(?:単価|価格|当たり|当り|あたり|につき)?[はがで]?[^\S\n]?[@¥]?\Z",
            before,
        )
        is not None
    )


_LAST_DIGITS, _LAST_DIGIT = regex(r"[\d,.]+(?=[^\d]*\Z)"), regex(r"\d(?=[^\d]*\Z)")


def _digits(text: str, figure: Figure) -> int:
    """Where the digits of a figure begin that has taken the words before it (1枚あたり) for its own."""
    found = _LAST_DIGITS.search(text[figure.start : figure.end])
    return figure.start + found.start() if found else figure.start


def _after_digits(text: str, figure: Figure) -> int:
    found = _LAST_DIGIT.search(text[figure.start : figure.end])
    return figure.start + found.end() if found else figure.end


def says_each(text: str, unit: Figure) -> bool:
    """月500円/人, 各月500円, 1人月500円."""
    own, left = text[unit.start : unit.end], text[max(0, unit.start - 8) : unit.start]
    each = re.match(r"各|@|単価|[1一]\s?[^\d\s,.]", own) or re.search(
        r"(?:各|あたり|当たり|単価|@|[1一]\s?[^\d\s]{1,6})\s?$", left
    )
    return "/" in own or each is not None


# 金額はいずれも1単位あたり, 単価税抜, 金額は税込単価: a row that says what the figures of all rows are
_PRICES_OF_ONE = regex(
    r"(?:金額|価格|値段|数字|記載|表示|表記|上記|以上|いずれ|どれ|どちら|[上下]の(?:金額|数字|価格))(?:も|は|が)?、?"
    r"(?:いずれも|すべて|全て|全部|みな|どれも|各)?(?:税[抜込別]き?み?の?)?、?"
    r"(?:単価|[1一]\s?[^\s\d、。]{1,4}(?:あたり|当たり|につき|の(?:金額|価格|値段)))|"
    r"(?:^|[\s(※。、・])(?:各|いずれも|すべて|全て)?単価(?:は|が)?、?(?:すべて|全て|全部|いずれも|どれも)?[^\S\n]?(?:で|が)?[・、/]?[^\S\n]?(?:税[抜込別]|外税|内税|消費税)"
    r"き?み?(?![^\n]{0,3}\d)|(?:^|[\n(※。])[^\S\n]?単価(?:です|になります|となります|表示)"
)
_AROUND = 200


def says_prices_of_one(text: str, start: int, end: int) -> bool:
    """Whether a row beside these lines says that their figures are prices of one."""
    return _PRICES_OF_ONE.search(text, max(0, start - _AROUND), min(len(text), end + _AROUND)) is not None


_A_RUN, _HARDLY_ONE, _HARDLY_ALL = 1000, 30_000, 100_000_000


def is_too_cheap(quantity: Decimal, amount: Decimal) -> bool:
    """600缶 648円: hardly the price of all of them."""
    whole = amount % quantity == 0
    if quantity >= _A_RUN and (amount >= _HARDLY_ONE or quantity * amount >= _HARDLY_ALL):
        return False  # 30,000枚で98,000円: no sheet costs that much
    return quantity >= 10 and amount > 0 and (amount < 1000 or amount < quantity * (2 if whole else 10))


_IN_PIECES = frozenset("台個本枚冊部箱袋缶足着脚基機組席瓶巻束丁双膳食")
_COUNTED_ALIKE = _IN_PIECES | frozenset("人名様")
_SEVERAL, _LIKELY_SUM = 7, 3_000_000
_ALIKE_PIECES = frozenset("台基機脚着足")  # 42冊 98,340円 may be books of different prices
_PEOPLE = frozenset(("名", "人", "名様", "pax", "people"))
_HARDLY_A_GUEST, _HARDLY_A_PIECE = 500, 150  # yen


def divides_badly(quantity: Decimal, amount: Figure, counts: Sequence[Figure]) -> bool:
    """30台 24,800: nobody sells pieces at 826.66 yen, so the figure may be the price of one."""
    if len(counts) == 1 and amount.kind == "money" and quantity >= 5 and 0 < amount.value < quantity * _HARDLY_A_GUEST:
        likely = amount.value % quantity != 0 and quantity * amount.value <= _LIKELY_SUM
        if counts[0].unit in _PEOPLE or (amount.value < quantity * _HARDLY_A_PIECE and likely and quantity < _A_RUN):
            return True  # 大人 42名 4,800円; 130個 11,900円 would be 91.5 yen a piece
    pieces = _IN_PIECES if amount.kind == "bare" else _ALIKE_PIECES
    odd = (amount.value * 100) % quantity != 0 and amount.value % 10 == 0
    if len(counts) != 1 or quantity <= 1 or not odd:
        return False
    # 130個 11,900円, 42名 4,800円: a round price that does not divide, and as the price of one makes a likely sum
    likely = amount.value % 50 == 0 and quantity >= _SEVERAL and quantity * amount.value <= _LIKELY_SUM
    return counts[0].unit in pieces or (likely and counts[0].unit in _COUNTED_ALIKE)

"""Figures in norm text: money, counts, percentages and bare numbers, each with what is written around it.

A bare number is not money until a label, @, × or a table column says so: phone numbers, order numbers, model numbers
and sizes look just like it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.counters import AT_EACH, COUNTERS, FOR_ONE, TIMED_COUNTER, TIMES_SIGNS, is_counter, priced_counter
from domain.reading.numerals import KANJI_NUMBER, Number, read_number

CURRENCIES = {
    "¥": "JPY", "\\": "JPY", "jpy": "JPY", "円": "JPY", "圓": "JPY", "yen": "JPY", "us$": "USD", "$": "USD",
    "usd": "USD", "ドル": "USD", "米ドル": "USD", "dollars": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR",
    "ユーロ": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "ポンド": "GBP", "元": "CNY",
    "人民元": "CNY", "rmb": "CNY", "cny": "CNY", "ウォン": "KRW", "krw": "KRW", "₩": "KRW", "hkd": "HKD", "hk$": "HKD",
    "香港ドル": "HKD", "twd": "TWD", "nt$": "TWD", "台湾ドル": "TWD", "sgd": "SGD", "s$": "SGD",
    "シンガポールドル": "SGD", "aud": "AUD", "a$": "AUD", "豪ドル": "AUD", "cad": "CAD", "thb": "THB", "バーツ": "THB",
    "vnd": "VND", "ドン": "VND", "inr": "INR", "ルピー": "INR", "chf": "CHF", "スイスフラン": "CHF",
}  # fmt: skip
_CURRENCY_FRONT = (
    r"US\$|HK\$|NT\$|S\$|A\$|[¥\\$€£₩]|(?<![A-Za-z])(?:JPY|USD|EUR|GBP|CNY|RMB|KRW|HKD|TWD|SGD|AUD|CAD|THB|"
    r"VND|INR|CHF)(?![a-z])"
)
_CURRENCY_BACK = (
    r"円|圓|yen|JPY|USD|EUR|GBP|CNY|RMB|KRW|HKD|TWD|SGD|AUD|CAD|THB|VND|INR|CHF|米ドル|香港ドル|台湾ドル|"
    r"豪ドル|シンガポールドル|ドル|ユーロ|ポンド|人民元|"
    r"ウォン|バーツ|ルピー|スイスフラン|dollars?|euros?|元(?!日|気|号|年|の)"
)
_START = regex(
    r"(?P<neg>[▲△]\s?|マイナス\s?|(?<![\d年月日A-Za-z)円])[-−‐–—](?=[¥\\$€£]?\s?\d))?"
    r"(?P<at>@\s?)?"
    r"(?P<approx>(?:(?<![契予節要公特誓])約|およそ|おおよそ|だいたい|大体|ざっくり|ざっと|概算で?|"
    r"(?<![A-Za-z])(?:approx(?:imately|\.)?|about|around|roughly|circa)|~)\s?)?"
    r"(?P<gold>(?<![半残頭内前付受])金(?=[\d¥" + KANJI_NUMBER + r"]))?"
    r"(?P<cur>(?:" + _CURRENCY_FRONT + r")\s?)?"
    r"(?P<neg2>(?:[▲△]\s?|(?<!\d)-)(?=\d))?"
    r"(?=[\d" + KANJI_NUMBER + r"])"
)
_BACK = regex(
    r"(?P<scale>[^\S\n]?(?:[kK](?![A-Za-zΩω]|-[A-Za-z\d]|(?!円)[一-龥ァ-ヶ])|千(?=円)|[mM](?![A-Za-z0-9Ωω])|mil(?:lion)?(?![a-z])|thousand(?![a-z])))?"
    r"(?:[^\S\n]?(?P<cur>"
    + _CURRENCY_BACK
    + r")(?![A-Za-z])(?P<tail>也|[-ー](?!\d))?)?(?P<dash>(?<=\d)[-](?=[\s)」、。]|$))?"
)
# A counter stands on the line of its number: 482,800 above 足場 counts no shoes
_COUNTER = regex(r"(?:[^\S\n]|-(?=[a-z]))?(?P<unit>" + COUNTERS + r")(?![A-Za-z])(?:分(?!の)|ぶん(?!の)|間)?")
_ANY_COUNTER = regex(
    r"(?P<page>[PH])(?=\s?[×✕]\s?[@¥]?\d[\d,.]*\s?[万円千])|[^\S\n](?P<word>[a-z]{3,14})(?=\s(?:@|=\s?(?:[$¥€£\d]|[A-Z]{3}\s?\d)|[x×]\s?(?:[\d$¥€£]|[A-Z]{3}\s?\d)|at\s(?:[$¥€£\d]|[A-Z]{3}\s?\d)))|(?P<unit>[A-Z]{2,5}(?=\s?[×✕]\s?[@¥]?\d{1,3}(?:,\d{3}|\d|\s?万))|[一-龥]{1,2}|"
    r"[ァ-ヶー]{2,6})(?=\s?[×✕@]|\s?[xX*]\s?\d)"
)
# 家具運搬 2車 165,000: between blanks and in front of a price any sign counts that orders nothing (2級, 3階)
_LONE_COUNTER = regex(
    r"(?P<unit>(?![級階期号版章条次等位弾時代歳才番月日円万千億])[一-龥])(?=[^\S\n]{1,6}[@¥]?\d{1,3}(?:,\d{3})+(?!\d)|[^\S\n]{0,6}$)",
    re.MULTILINE,
)
# 家畜運搬  1車  165,000円: a word alone in its column between a number and a price counts, unless it numbers things
_COLUMN_COUNTER = regex(
    r"[^\S\n]?(?P<unit>(?!.{0,3}[階期号番丁次級型版代月年時分円万千億税目条項章組])[一-龥ァ-ヶー]{1,3})(?=[^\S\n]{2,8}[¥@]?\d{1,3}(?:,\d{3}|円))"
)
_PERCENT = regex(r"[^\S\n]?(?:%|パーセント|percent|割(?![引]前))")
_TAXED = r"\s?[(]?税[抜込別]き?み?(?:で|の)?[)]?"
_APPROX_FRONT = regex(
    r"(?:(?<![契予節要公特誓])約|およそ|おおよそ|だいたい|大体|ざっくり|ざっと|(?<!大)概算(?:金額|額|費用)?)(?:で|の|は)?\s?[:はで]?"
    rf"(?:{_TAXED})?\s?[¥]?$"
)
_APPROX_BACK = regex(
    rf"(?:{_TAXED})?"
    r"[^\S\n]?"
    r"(?:程度|前後|くらい|ぐらい|ほど(?!の)|弱(?![点])|強(?![化])|ちょい|ちょっと|余り|見込|\+α|プラスα|or so|-ish)"
)
_KANJI_TENS = regex(r"[一二三四五六七八九壱弐参][十百千拾佰阡]")
# 三段紙箱, 二枚刃カッター: a count in kanji that kanji or katakana follow is part of a name
_NAME_GOES_ON = regex(
    r"(?!分|一式|様|税|込|別|各|計|合計|受注|発注|注文|追加|契約|限定|納品|単価|以上|限り|前後|程度|弱|強|@)[一-龥ァ-ヶ]"
)
_WORD_GOES_ON = regex(r"[額間度数名体料代品](?![一-龥])")
_QTY = regex(
    r"(?:(?<![A-Za-z])(?:qty\.?|quantity|q'ty)\s?[:=]?\s?|(?:数量|個数|台数|枚数|部数|冊数|人数|口数|"
    r"本数)\s?)(\d{1,6})(?![\d.%]|"
    r",\d)(?:" + COUNTERS + r")?(?![A-Za-z一-龥])",
    re.IGNORECASE,
)
# 40 x Wireless sensor: a count in front of what it counts
_COUNT_FIRST = regex(r"(?<![\d,.A-Za-z$¥])(\d{1,5})\s?[x×]\s(?=[A-Za-z]{2})")
_SET = regex(r"[一壱1]\s?式|いっしき|(?<![A-Za-z])lump[- ]sum(?![a-z])", re.IGNORECASE)
_LUMP = regex(r"いっしき|(?<![A-Za-z])lump[- ]sum(?![a-z])", re.IGNORECASE)
_PER_SUFFIX = regex(
    r"(?:\s?[(]税[抜込別]き?み?[)](?=/))?\s?(?:/\s?(?:1\s?)?(?P<slash>m[23](?!\d)|[A-Za-z一-龥ァ-ヶー]{1,8})|(?:per|a)\s(?P<per>[a-z]{2,8})|"
    r"(?P<each>each|ea\.?|apiece|ずつ)(?![a-z]))",
    re.IGNORECASE,
)
# 内視鏡用モニタ 1.2M: a decimal before a capital M that ends the row or stands at a tax note; 1.5M of rope is written m
_MILLIONS = regex(r"\d{1,3}\.\d{1,2}M(?=[、。,\n×]|\s?[(]?税|\s?$|\s?\+)")
_GLUED_LEFT = regex(r"[ァ-ヶー一-龥](?<![額価計代料費税])\Z")  # グラスウール16K is a grade
# ノートPC2台: the letters are goods and the digits count them, unlike those of a model number
_BEFORE_COUNT = regex(r"(?:(?<![A-Za-z])|[ァ-ヶー一-龥])[A-Z]{2,4}\Z|\d{3}/\Z")  # or t9×1219×2438/14枚
_PRICED = regex(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+\s?[円万]")
_NAMED_COUNT = regex(r"[台本個枚脚基冊箱式](?![一-龥ァ-ヶーA-Za-z])")
# \Z, not $: a letter that ends the line above is not glued to the figure
_LEFT_ASCII = regex(r"(?:[A-Za-z_#][-_.]?|\d[-/:]|[A-Za-z]\d*-|第|No\.?[^\S\n]?|#[^\S\n]?)\Z", re.IGNORECASE)
_PER_FRONT = regex(
    r"(?:(?P<month>月額(?:費用|料金|利用料)?|毎月|(?<![0-9年ヶか今来先翌々当人\d])月(?:々)?)|(?P<year>年額|"
    r"年間(?=[\d¥@])|毎年)|(?P<each>単価|日額|日当|日給|週額|週給|時給|時間単価|各(?:回|台|個|本|人|名|枚|社|拠点|店舗?|部|"
    r"箇所|ヶ所|日|月|品)?|@|1?\s?(?:" + COUNTERS + r")\s?(?:あたり|当たり|当り|につき|ごと)(?:の単価|単価)?|一つ|1つ|"
    r"お?ひと(?:つ|袋|箱|缶|束|玉|口|組|株|鉢|瓶|樽|巻|台|枚|部屋|パック|ケース|セット)|"
    r"[1一]\s?[^\s\d、。:]{1,8}?(?:あたり|当たり|につき)|(?<![A-Za-z])unit(?: cost)?(?=\s?[:¥$@]?\s?\Z)|"
    r"お?(?:[1一]\s?(?:人|名|家族|組|部屋|室)|ひとり)(?:様|さま)|おひとり|unit price|price per [a-z]+"
    r"))\s?[:はが約]?\s?(?:税[抜込別]き?み?)?\s?$",
    re.IGNORECASE,
)


_MONTHLY = ("月", "ヶ月", "か月", "カ月", "month", "mo")
_YEARLY = ("年", "year", "yr", "annum")
_ABSORBED = regex(
    r"(?:毎月|月々|月(?!額)|各|@|単価|日額|日当|日給|週額|週給|時給|時間単価|1?\s?(?:"
    + COUNTERS
    + r")\s?(?:あたり|当たり|当り|につき)|[1一]\s?[^\s\d]{1,8}(?:あたり|当たり|につき))"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at norm[start:end] (sign, currency and unit included).

    `kind`: money, count, percent, bare or set (一式). `per`: 月, 年 or unit if it is a price for each of something.
    """

    start: int
    end: int
    value: Decimal
    kind: str
    unit: str = ""
    currency: str | None = None
    approx: bool = False
    signed: bool = False
    per: str = ""
    clean: bool = True
    scaled: bool = False


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """All figures in norm text, in text order, not overlapping."""
    stop = len(text) if end is None else end
    figures: list[Figure] = []
    at = start
    while at < stop:
        found = _START.search(text, at, stop)
        if not found:
            break
        lump = _SET.match(text, found.end(), stop)
        if lump:
            figures.append(Figure(found.end(), lump.end(), Decimal(1), "set", "式"))
            at = lump.end()
            continue
        figure, at = _read(text, found, stop)
        if figure:
            figures.append(figure)
    figures += [
        Figure(*m.span(), Decimal(m[1]), "count", "qty")
        for pattern in (_QTY, _COUNT_FIRST)
        for m in pattern.finditer(text, start, stop)
        if not any(f.start < m.end() and m.start() < f.end for f in figures if f.kind not in ("bare", "count"))
    ]
    named = [(f.start, f.end) for f in figures if f.unit == "qty"]
    figures = [f for f in figures if f.unit == "qty" or not any(a <= f.start < b for a, b in named)]
    figures += [Figure(lump.start(), lump.end(), Decimal(1), "set", "式") for lump in _LUMP.finditer(text, start, stop)]
    return _ranges(text, sorted(figures, key=lambda figure: figure.start))


def _read(text: str, found: re.Match[str], stop: int) -> tuple[Figure | None, int]:
    number = read_number(text, found.end())
    if number is None or number.end > stop:
        return None, found.end() + 1
    left = text[max(0, found.start() - 6) : found.start()]
    front = (found["cur"] or "").strip().lower()
    if not front and not found["at"] and number.arabic and _LEFT_ASCII.search(left):
        counted = _NAMED_COUNT.match(text, number.end, stop) if _BEFORE_COUNT.search(left) else None
        priced = left.endswith("/") and _PRICED.match(text, number.start)  # 面積85m2/165,000円
        if counted is None and not priced:
            return None, number.end
    back = _BACK.match(text, number.end, stop)
    assert back is not None  # every part is optional
    currency = CURRENCIES.get(front) or CURRENCIES.get((back["cur"] or "").lower())
    scale = (back["scale"] or "").strip().lower() if currency or number.arabic else ""
    money = (
        currency is not None
        or bool(scale and front)
        or (
            bool(scale)
            and (scale != "m" or _MILLIONS.match(text, number.start, stop))
            and not _is_measure(text, back)
            and not _GLUED_LEFT.search(left)
        )
    )
    if not money:
        return _uncertain(text, found, number, stop)
    factor = {"k": 1000, "千": 1000, "thousand": 1000, "m": 10**6, "mil": 10**6, "million": 10**6}.get(scale, 1)
    return _finish(text, found, number, back.end(), stop, "money", currency, Decimal(factor)), back.end()


def _is_measure(text: str, back: re.Match[str]) -> bool:
    return text[back.end() : back.end() + 1].isalpha() and text[back.end()].isascii()


_NO_MONEY = regex(r"画素|ピクセル|歩(?![一-龥])|アクセス|再生|インプレ|フォロワ|世帯|ボルト|キロ|pixels?|px")
_MANY = 1000
_WIDE_BEFORE = regex(r"[^\S\n]{2}\Z")


def _uncertain(text: str, found: re.Match[str], number: Number, stop: int) -> tuple[Figure | None, int]:
    """A number without currency: a count, a percentage, 120万, or a bare number."""
    if not number.arabic and _inside_word(text, found, number):
        return None, number.end
    percent = _PERCENT.match(text, number.end, stop)
    if percent:
        return Figure(found.start(), percent.end(), number.value, "percent", clean=number.clean), percent.end()
    left = text[max(0, found.start() - 2) : found.start()]
    counter = _COUNTER.match(text, number.end, stop) or _ANY_COUNTER.match(text, number.end, stop)
    if counter and text[number.end : number.end + 1].isspace() and _WORD_GOES_ON.match(text, counter.end()):
        counter = None  # ID数:85 年額:3,600円
    if counter is None and text[found.start() - 1 : found.start()] in TIMES_SIGNS:
        counter = TIMED_COUNTER.match(text, number.end, stop)
    left_sign = text[found.start() - 1 : found.start()]
    if counter is None and (left_sign.isspace() or left_sign == ")"):
        counter = _LONE_COUNTER.match(text, number.end, stop) or AT_EACH.match(text, number.end, stop)
    if counter is None:
        counter = priced_counter(text, number.end, stop)
    if counter is None and number.arabic and number.value < _MANY and _WIDE_BEFORE.search(left):
        counter = _COLUMN_COUNTER.match(text, number.end, stop)
    one = counter is not None and number.value == 1 and _PRICED_ONE.match(text, counter.end(), stop) is not None
    if counter and not number.arabic and not one and _NAME_GOES_ON.match(text, counter.end(), stop):
        return None, counter.end()
    if counter and not found["at"]:
        unit = counter["unit"] or next(filter(None, counter.groups()))
        figure = Figure(number.start, counter.end(), number.value, "count", unit, clean=number.clean)
        return figure, counter.end()
    if number.scaled and _NO_MONEY.match(text, number.end, stop):
        return None, number.end  # 防犯カメラ 400万画素
    if number.scaled:
        return _finish(text, found, number, number.end, stop, "money", None, Decimal(1)), number.end
    after = text[number.end : number.end + 2]
    if not number.arabic or re.match(r"[A-Za-z_]|-[A-Za-z\d]|[°'\"]", after):
        return None, number.end + 1
    dash = _BACK.match(text, number.end, stop)
    end = dash.end() if dash and dash["dash"] else number.end
    return _finish(text, found, number, end, stop, "bare", None, Decimal(1)), end


_PRICED_ONE = regex(
    r"[^\S\n]?(?:税[抜込]き?)?[^\S\n]?(?:[¥@]?\d{1,3}(?:,\d{3}|\d*(?:\.\d+)?円)|[" + KANJI_NUMBER + r"]{1,8}円)"
)


def _inside_word(text: str, found: re.Match[str], number: Number) -> bool:
    """一部, 三井物産, 千葉: kanji digits in a word. A counter (二名, 三ヶ月) or 万 makes them a number."""
    before = text[number.start - 1 : number.start]
    counter = _COUNTER.match(text, number.end)
    if counter and number.value == 1 and not "一" <= before <= "龥" and _PRICED_ONE.match(text, counter.end()):
        return False  # 一本1,450円
    if "一" <= before <= "龥" and not found["gold"]:
        # 化粧箱三百個 counts boxes; 八百屋 and 九十九里 are names
        return counter is None or not _KANJI_TENS.search(text, number.start, number.end) or before in "第年月日数"
    if number.scaled:
        return False
    return counter is None or (
        counter["unit"]
        in (
            "部",
            "品",
            "面",
            "点",
            "口",
            "号",
            "本",
            "年",
            "日",
            "人",
            "社",
            "回",
            "区",
            "体",
            "組",
            "頭",
            "玉",
            "式",
            "反",
            "両",
            "丁",
        )
        and number.end - number.start == 1
        and text[number.start] not in "二三四五六七八九十"
    )


def _finish(
    text: str,
    found: re.Match[str],
    number: Number,
    end: int,
    stop: int,
    kind: str,
    currency: str | None,
    factor: Decimal,
) -> Figure:
    negative = bool(found["neg"] or found["neg2"])
    approx = (
        bool(found["approx"])
        or _APPROX_BACK.match(text, end, stop) is not None
        or _APPROX_FRONT.search(text[max(0, found.start() - 14) : found.start()]) is not None
    )
    per = "unit" if found["at"] else ""
    front = _PER_FRONT.search(text[max(0, found.start() - 18) : found.start()])
    if front and not per and (kind == "money" or number.value >= 100):
        per = "月" if front["month"] else "年" if front["year"] else "unit"
    multiplies = (
        kind == "bare" and text[max(0, found.start() - 2) : found.start()].rstrip(" ")[-1:] in TIMES_SIGNS
    )  # ×3 / 1台 176,000円
    suffix = None if multiplies else _PER_SUFFIX.match(text, end, stop)
    if suffix:
        word = (suffix["slash"] or suffix["per"] or "unit").lower()
        if word in _MONTHLY + _YEARLY or suffix["each"] or is_counter(text, found.start(), word):
            per = per or ("月" if word in _MONTHLY else "年" if word in _YEARLY else "unit")
            end = suffix.end()
    per = per or ("unit" if FOR_ONE.match(text, end, stop) else "")
    begin = (
        found.start() - len(front.group().lstrip())
        if front and per and _ABSORBED.match(front.group().lstrip())
        else found.start()
    )
    value = number.value * factor
    return Figure(
        begin,
        end,
        -value if negative else value,
        kind,
        "",
        currency,
        approx,
        negative,
        per,
        number.clean,
        number.scaled,
    )


def _ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """45〜50万円 is no figure one could invoice: both ends are approximate."""
    out = [
        f
        for i, f in enumerate(figures)
        if not any(
            f.start < g.end and g.start < f.end and g.start <= f.start and g is not f for g in figures[i + 1 : i + 2]
        )
    ]
    for i in range(len(out) - 1):
        first, second = out[i], out[i + 1]
        joint = text[first.end : second.start]
        if second.kind == "money" and first.kind in ("money", "bare") and re.fullmatch(r"\s?(?:~|-|–|—)\s?", joint):
            out[i], out[i + 1] = replace(first, approx=True), replace(second, approx=True)
        elif (
            second.kind == "money"
            and second.approx
            and text[second.start : second.start + 1] == "~"
            and not joint.strip()
        ):
            out[i] = replace(first, approx=True)
    return out

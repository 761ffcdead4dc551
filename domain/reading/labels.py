"""Labelled values: 会社名：…, 【金額】…, ■納期 …, Customer: …, several on one line, value on the next line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.company_grammar import FORM
from domain.reading.label_heads import keys_by_head
from domain.reading.label_names import QUALIFIED, kind_of
from domain.reading.text_rows import row_of

_BULLETS = regex(
    "[ \\t>・•●○◯◦■□◆◇▪▫▸▹▶►‣⁃※*★☆▼▽✓✔☑├└┣┗│┃┝┕─→⇒·\ue002-]{0,40}"  # an order sheet pasted is indented deeply
    r"(?:[(]?\d{1,2}[.)、)]\s?|[一二三四五六七八九十]{1,2}[、.]\s?)?"
)
_BRACKETED = regex(
    r"[【\[<〈《「『〔{]\s?([^【】\[\]<>〈〉《》「」『』〔〕{}\n]{1,24}?)\s?[】\]>〉》」』〕}]\s?[:=→|]?"
)
_SEPARATOR = regex(r"\s?(?:[:=](?!//)|→|⇒|\||\t)\s{0,4}")
# 品目…棚板, 数；150枚: they separate a label from its value behind the first words of a line only
_LEADER = regex(r"([^\s:=|;.…。、](?:[^:=|;.…。、\n]{0,14}[^\s:=|;.…。、])?)\s?(?:\.{2,12}|…{1,4}|;)\s{0,4}(?=\S)")
# 品 名 園庭サイン: letters set apart to fill the width are a label's
_SPACED = regex(r"([一-龥](?: {1,3}[一-龥]){1,3}) {1,4}(?=\S)")
_SLASHED = regex(
    r"([^\s:=|;/。、\d][^\s:=|;/。、]{0,11}|[一-龥](?: {1,3}[一-龥]){1,3}|"
    r"[1一][^\s\d:=|;/。、]{1,9}) ?/ ?(?=[^\s/])"
)
_SLASHED_LINES = 3
_TAX_QUALIFIER = regex(r"税|円|¥|込|抜|別|%|単位|予定|(?i:tax|jpy|yen)")
_TAXED = regex(r"^(.{1,8})[・/,、](税[抜込別]き?み?)$")  # <合計・税抜>
_BOUNDARY = regex(r"(?<=[\s、,/|・(;。】\])\[【「])(?=[^\s、,/|・(;。】\])\[【「])|(?<=[円万日])\s")
_FIRST_WORD = regex(
    r"([^\s:=|]{1,16}(?: ?[(\[][^()\[\]\n]{1,16}[)\]])?)(?:[ \t]+(?:- )?|$)|([^\s:=|は]{1,12})は[、\s]?", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at norm[start:end] of one of the kinds above; its value stands at norm[value:stop]."""

    kind: str
    start: int
    end: int
    value: int
    stop: int
    qualifier: str = ""
    strong: bool = True  # has a colon, brackets or a line of its own
    name: str = ""
    topic: bool = False  # 担当は…: the value ends with its clause


def find_labels(text: str) -> list[Label]:
    """All labels in norm text with the extent of their values, in text order."""
    found: list[Label] = []
    start = 0
    slashed = _slashed(text)
    for line in text.split("\n"):
        if line.strip() and len(line) < 2000:
            found.extend(_line_labels(text, start, start + len(line), slashed))
        start += len(line) + 1
    found = _with_heads(text, found)
    found = [
        replace(label, kind="other_date") if label.kind == "item" and _ONLY_A_DAY.match(text, label.end) else label
        for label in found  # 作業 3/9~13 says when
        if _plausible(text, label)
    ]
    ends = [*(label.start for label in found[1:]), len(text)][: len(found)]
    return [_of_money(text, _bounded(text, label, end)) for label, end in zip(found, ends, strict=True)]


_YEN_BEHIND = regex(r"\s{0,3}(?:¥\s?\d|\d{1,3}(?:,\d{3})+(?![\d%])|\d+円)")


def _of_money(text: str, label: Label) -> Label:
    """税 50,500円: an amount behind a word for the basis is the tax itself; 請求 282,150円 is what is billed."""
    kind = {"tax_basis": "tax", "billing_date": "total"}.get(label.kind)
    return replace(label, kind=kind) if kind and _YEN_BEHIND.match(text, label.value, label.stop) else label


def _with_heads(text: str, found: list[Label]) -> list[Label]:
    """The labels and those whose last word says what they announce, in a post that is written in rows of labels."""
    known = [
        (one.start, text[one.end - 1] not in " \t" or one.strong)
        for one in found
        if _BULLETS.fullmatch(text, text.rfind("\n", 0, one.start) + 1, one.start)
    ]
    more = [Label(kind, start, end, end, end, "", True, name) for kind, start, end, name in keys_by_head(text, known)]
    return sorted([*found, *more], key=lambda label: label.start) if more else found


_DATED = regex(
    r"\d|[一二三四五六七八九十]|きのう|きょう|おととい|あした|あさって|先|翌|月|日|末|時|後|随時|即|未定|済|"
    r"なし|前|都度|別途|本|昨|今|来|(?i:jan|feb|"
    r"mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|yesterday|end|net|upon|on |monthly)"
)


_PAPER = regex(r"(?:受領|受け?取り?|受信|到着|着|入手|締結|取り?交わし)$")
_DATE_FIRST = regex(
    r"\s{0,3}(?:[\[【】\]:=])?\s{0,4}(?:'?\d|[RHS]\d|令和|平成|本日|昨日|今日|一昨日|先週|今週|今月|先月|[一二三四五六七八九十]+月)"
)


_ONLY_A_DAY = regex(
    r"\s{0,3}\d{1,2}(?:/\d{1,2}|月\d{1,2}日?)(?:\s?[~-]\s?[\d/月]{1,5}日?)?\s?(?:[(][月火水木金土日][)])?\s?(?=[/、。|\n]|\Z)"
)


# 本体　1台　1,640,000; Tax excl. 1,018,000: goods that are counted, a word for the basis
_NO_SUM = regex(r"\s{0,12}(?:\d{1,4}\s?[一-龥ァ-ヶ]|[一1]式|(?i:excl|incl))")


_DEAL = regex(r"[A-Z\d]案件")
FIRM_HEAD = regex(rf"\s{{0,3}}(?:{FORM})")


def _plausible(text: str, label: Label) -> bool:
    """契約更新：株式会社… is a heading, not the label of a date; 報告：A社より受注 names nobody of ours."""
    if label.kind in ("subtotal", "tax") and _NO_SUM.match(text, label.end) and label.name in ("本体", "tax", "Tax"):
        return False
    if _DEAL.fullmatch(label.name):
        return FIRM_HEAD.match(text, label.end) is None  # A案件：株式会社… numbers a deal and names no goods
    if label.name == "報告":
        return not re.search(r"より|から|受注|契約|\d", text[label.end : label.end + 40].split("\n")[0])
    if label.name in ("AM", "PM"):
        return not re.search(
            r"\d|→|会社|[(][株有]", text[label.end : label.end + 40].split("\n")[0]
        )  # AM 株式会社…: a time of day
    if label.kind not in ("other_date", "order_date", "billing_date", "due_date"):
        return True
    rest = text[label.end : label.end + 14].split("\n")[0].strip()
    if _PAPER.search(label.name):
        return bool(_DATE_FIRST.match(text, label.end))  # 【注文書受領】 over a report is its heading
    return (
        not rest
        or bool(_DATED.search(rest))
        or (label.kind != "other_date" and label.name in ("請求", "invoice", "billing"))
    )


def _slashed(text: str) -> bool:
    """社名/…, コース/…, 計/…: a slash ends the label if at least three lines of the post are written so."""
    if text.count("/") < _SLASHED_LINES:
        return False
    heads = [_SLASHED.match(text, start) for start in (0, *(m.end() for m in re.finditer("\n", text)))]
    names = [head[1] for head in heads if head and kind_of(head[1]) and not kind_of(_behind(text, head.end()))]
    return len(set(names)) >= _SLASHED_LINES


def _behind(text: str, at: int) -> str:
    """The first piece behind a slash; 品名/数量/単価 are the heads of columns."""
    return re.split(r"[/\n]", text[at : at + 24], maxsplit=1)[0]


def _line_labels(text: str, start: int, end: int, slashed: bool = False) -> list[Label]:
    """Labels of one line: in brackets, before a separator, or as the line's first word."""
    found: dict[int, Label] = {}
    bullets = _BULLETS.match(text, start, end)
    first = bullets.end() if bullets else start
    for match in _BRACKETED.finditer(text, start, end):
        if match.group(1) not in _HEADINGS or _FIGURE.match(text, match.end(), end):
            _put(found, match.group(1), match.start(1), match.end(), True, outer=match.start())
    person = _PERSON.match(text, first, end)
    if person:
        found[first] = Label("owner", first, person.end(), person.end(), person.end())
    at = first
    for match in _SEPARATOR.finditer(text, first, end):
        if match.start() > first and text[match.start() - 1] == "(":
            continue  # 発注元（＝請求先）：
        if match.start() > at:
            _before(found, text, at, match, end)
        at = match.end()
    for pattern in (_LEADER, _SPACED, *([_SLASHED] if slashed else [])):
        head = pattern.match(text, first, end)
        goods = head and pattern is _SPACED and _COUNTED_GOODS.match(text, first, end)
        if head and not goods and kind_of(head[1]) and first not in found:
            _put(found, head[1], first, head.end(), True, following=text[head.end() : end])
    for match in _IN_LIST.finditer(text, first, end):
        if (
            kind_of(match[1]) in (*_DATE_KINDS, "item", "terms", "owner", "partner")
            and match[1].lower() not in _ALSO_WORDS
        ):
            _put(found, match[1], match.start(1), match.end(), False, topic=True)
    for match in _TOPIC.finditer(text, first, end):
        kind = kind_of(match[1])
        said = kind == "item" and re.match(
            r"[^\n。]{2,40}?(?:です|になります|となります)(?:[。、\s]|"
            r"$)",
            text[match.end() : end],
        )
        if kind in _DATE_KINDS or said:
            _put(found, match[1], match.start(1), match.end(), False, topic=True)
    taken = first in found or any(label.start <= first < label.end for label in found.values())
    if not taken and not _COUNTED_GOODS.match(text, first, end):
        _first_word(found, text, first, end)
    return sorted(found.values(), key=lambda label: label.start)


# 教材 20冊 30,000円: a word for goods with a count and a price right behind it is what was sold
_COUNTED_GOODS = regex(r"(?:教材|機材|書籍|付属品|役務|作業|講座)[^\S\n]+\d[\d,]*\s?[^\s\d,.円]{1,3}[^\S\n]*[×x@¥\d]")
_FIGURE = regex(r"\s{0,2}(?:税[抜込別]き?み?で?\s?)?[¥$約]?\s?\d")  # 【売上】税抜2,750,000円
_PERSON = regex(
    r"[👤🙋🧑👨👩](?:\u200d\S|[\U0001f3fb-\U0001f3ff])*\s?(?=[^\s\d、。]{1,12}(?: [^\s\d、。]{1,8})?(?:さん)?\s*$)",
    re.MULTILINE,
)
# …で受注、工期は8月〜10月、内容は屋根改修です: a topic within a sentence announces its value like a label
_TOPIC = regex(r"(?<=[。、,])\s?([^\s:=|は、。\d]{2,8})は、?(?=[^\s])")
# 期間は10/1〜9/30で月¥65,000: neither the sign within a number nor the price behind a period is part of its clause
_CLAUSE_ENDS = regex(r"[、。]|,(?!\d{3}(?!\d))|(?<=[\d日月末年])で、?(?=[^\s、。\d]{0,4}(?:[¥@]\d|\d[\d,.]*\s?[円万]))")
# 発注者 X社、件名 システム開発、納期 9月30日: labels in a running list
_IN_LIST = regex(r"(?<=[、/])\s?([^\s:=、,/|0-9]{2,6})[ \t]+(?=[^\s:=])")
_NAMES = ("partner", "bill_to", "end_user", "referrer", "contact", "owner")
_DATE_KINDS = ("order_date", "billing_date", "due_date", "other_date")


def _before(found: dict[int, Label], text: str, start: int, separator: re.Match[str], line_end: int) -> None:
    """The longest label that ends where the separator stands and begins at `start` or after a boundary."""
    end = separator.start()
    low = max(start, end - 40)
    starts = [start] if low == start else []
    starts += [match.end() for match in _BOUNDARY.finditer(text, low, end)]
    rest = text[separator.end() : line_end]
    for at in starts[-6:]:
        if at > start and re.search(r"[A-Za-z]\s$", text[at - 2 : at]) and text[at : at + 1].isascii():
            continue  # the last word of an English phrase is no label: Onboarding fee: $2,500
        if _put(found, text[at:end], at, separator.end(), True, following=rest):
            return


def _first_word(found: dict[int, Label], text: str, first: int, end: int) -> None:
    word = _FIRST_WORD.match(text, first, end)
    if not word:
        return
    name = word.group(1) or word.group(2)
    qualified = QUALIFIED.match(name)
    if qualified and not _TAX_QUALIFIER.search(qualified.group(2)):
        return
    kind = kind_of(QUALIFIED.sub(r"\1", name))
    rest = text[word.end() : end].strip()
    if rest.startswith(("&", "and ")):
        return  # Delivery & setup: the first word of a name
    if kind and (
        not rest if word.group(1) and word.end() == end else _weak_allowed(kind, name, word.group(2) is not None, rest)
    ):
        _put(found, name, first, word.end(), word.end() == end, topic=word.group(2) is not None)


def _put(
    found: dict[int, Label],
    name: str,
    start: int,
    end: int,
    strong: bool,
    outer: int | None = None,
    topic: bool = False,
    following: str = "0",
) -> bool:
    """Record a label if `name` is one. Returns whether it is."""
    qualified = QUALIFIED.match(name)
    qualifier = ""
    qualified = qualified or _TAXED.match(name)
    if qualified and not kind_of(name):
        name, qualifier = qualified.group(1), qualified.group(2)
    name = name.rstrip()
    kind = kind_of(name)
    if name in _HEADINGS and not _FIGURE.match(following):
        return False
    if not kind or any(label.start <= start < label.end for label in found.values()):
        return bool(kind)
    at = start if outer is None else outer
    found[at] = Label(kind, at, end, end, end, qualifier, strong, name, topic)
    return True


_HEADINGS = frozenset(("受注", "売上", "契約", "発注", "成約", "注文"))
_WEAK = {"partner", "bill_to", "owner", "amount", "item", "quantity", "unit_price", "order_date", "billing_date",
         "due_date", "terms", "total", "subtotal", "tax", "trap", "contact", "end_user", "other_date",
         "tax_basis"}  # fmt: skip
_ALSO_WORDS = frozenset(
    [
        "受注",
        "売上",
        "数",
        "税",
        "入金",
        "契約",
        "by",
        "who",
        "what",
        "もの",
        "date",
        "rate",
        "term",
        "net",
        "partner",
        "account",
        "sales",
        "rep",
        "start",
        "end",
        "plan",
        "invoice",
        "value",
        "price",
        "payment",
        "order",
        "goods",
        "services",
        "items",
        "customer",
        "client",
        "company",
        "total",
    ]
)


def _weak_allowed(kind: str, name: str, topic: bool, rest: str) -> bool:
    """A label without a colon must be followed by a value, not by the rest of a sentence."""
    if kind not in _WEAK or not rest or (len(name) == 1 and name not in "数税計"):
        return False
    if topic:
        return kind not in ("item", "trap", "partner", "tax_basis") or bool(
            re.search(r"(?:です|となります|になります)。?$", rest)
        )
    if name.lower() in _ALSO_WORDS:
        return name.lower() in ("税", "net", "数", "total") and bool(re.match(r"[¥$約]?\d", rest))
    if kind == "trap":
        return bool(re.match(r"[A-Za-z0-9#-]*\d", rest))
    if kind == "item" and re.match(r"[@¥]?\d[\d,]*\s?(?:[回件日名人台個本式円hH]|時間|[×x@])", rest):
        return False  # 作業 2回 30,000円: what is counted at once is the goods themselves
    if kind in ("partner", "bill_to", "end_user", "item"):
        return not re.match(
            r"(?:から|より|との|への|について|です|でした|ます|まし|して|にて|など|という|いつも|いただ|ある)", rest
        )
    return not re.match(r"[ぁ-ん]{2,}", rest)


# 受注先:A社/筐体 10面/合計1,550千円/受領日 4月15日: bars and slashes part a record that stands on one line
_CELL_ENDS = {
    "|": regex(r"\|"),
    "/": regex(r"/(?!(?:[年月日週台個本人枚式回件箱名hH]|[ヶか]月|時間)(?![一-龥ァ-ヶ]))(?:(?<!\d/)|(?!\d))"),
}
_RECORD = 3  # separators


def _end_of_cell(text: str, start: int, value: int, stop: int) -> int:
    """Where a value ends whose row is parted by bars or slashes throughout."""
    low, high = row_of(text, start)
    if value > high:
        return stop
    for sign, end in _CELL_ENDS.items():
        if text.count(sign, low, high) >= _RECORD and len([*end.finditer(text, low, high)]) >= _RECORD:
            found = end.search(text, value, stop)
            return found.start() if found and text[value : found.start()].strip() else stop
    return stop


# 期間は10/1~9/30で月¥65,000×12ヶ月: a price is no part of a day
_PRICE_BEHIND = regex(r"(?:[月年]額?|@|単価)?[^\S\n]?(?:¥[^\S\n]?\d|(?<![\d,])\d[\d,.]*(?:万円?|千円|円))")


def _bounded(text: str, label: Label, following: int) -> Label:
    """Give the label its value: up to the end of the line or the next label; the next line if this one is empty."""
    line_end = text.find("\n", label.end)
    line_end = len(text) if line_end < 0 else line_end
    value, stop = label.end, min(line_end, following)
    if not text[value:stop].strip() and following > line_end:
        nxt = line_end + 1
        while nxt < len(text) and text[nxt : nxt + 1] == "\n":
            nxt += 1
        end = text.find("\n", nxt)
        end = len(text) if end < 0 else end
        if nxt - line_end <= 2:
            value, stop = nxt, min(end, following)
    if label.kind == "trap" and not label.strong:
        code = re.match(r"\s*\S+", text[value:stop])
        stop = value + code.end() if code else stop
    if text[label.start - 1 : label.start] == "(":
        close = text.find(")", value, stop)
        stop = close if close >= 0 else stop
    if label.kind in _NAMES:
        slash = re.search(r"\s[/|]\s?|[/|]\s", text[value:stop])
        stop = value + slash.start() if slash else stop
    if label.kind != "note":
        stop = _end_of_cell(text, label.start, value, stop)
    if label.topic:
        clause = _CLAUSE_ENDS.search(text[value:stop])
        stop = value + clause.start() if clause else stop
    if label.kind == "other_date":
        price = _PRICE_BEHIND.search(text, value, stop)
        stop = price.start() if price else stop
    while value < stop and text[value] in " \t":
        value += 1
    while stop > value and text[stop - 1] in " \t、,/|・(【[■●◆-*＊;":
        stop -= 1
    return Label(
        label.kind,
        label.start,
        label.end,
        value,
        max(value, stop),
        label.qualifier,
        label.strong,
        label.name,
        label.topic,
    )

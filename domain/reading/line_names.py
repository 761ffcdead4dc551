"""What a line of goods is called: its description, and whether that is a name of goods at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.line_model import Group
from domain.reading.tokens import Token

_DISCOUNT = regex(
    r"値引(?!き?(?:[後前]|なし|無し|ゼロ|不可|せず))|割引(?!き?(?:[後前]|なし|無し))|お?値下げ|ディスカウント|"
    r"クーポン|キャンペーン適用|"
    r"(?i:discount|rebate|coupon)|出精|(?:^|端数)調整額?$|端数(?:調整|処理|カット)|サービス値引"
)


# A name that is no name of goods, or that holds a figure nobody accounted for.
_NO_GOODS = regex(
    r"^(?:[\d,.]+\s?[A-Za-z]{1,3}[×x]\d+.{0,2}|.{0,10}外注費?|(?:台数|数量|個数|枚数|人数).*|請求先|特価|売価|"
    r"特別価格|卸値|仕切値?|額|価格|金額|"
    r"料金?|費用?|代金?|本体|合計|"
    r"その他|一部|消費|[^\s]{0,8}(?:補助|助成)金|単価.*|"
    r"[一二三四五六\d](?:回|度|社|通)目|(?:今月|今週|本日|今日|今期|先月|先週|昨日|\d{1,2}月)の(?:受注|売上|成約|契約).{0,4}|"
    r".*税(?!理).*|[\d,.]+\s?[A-Za-z]{1,6}|"
    r"[\d,.]+(?!年(?:保守|保証|点検|延長|契約))[^\d%]{0,3}|(?!.*(?:値引|割引))(?!.{2,}[(][^()]*\d\s?%[^()]*[)]).*\d\s?%(?!\s?(?:割引|値引|引き|OFF|オフ)).*|"
    r"そこ.*|ただし.*|.*場合|うち.*|そのうち.*|残り.*|差額.*|追加分?|変更後?|[(「『【].*|(?:.*[【(\s])?(?:誤|正)[】)]?)$"
)


_PLAIN_NAME = regex(r"[ぁ-ん]{7,}|[^ぁ-ん](?:まで|こと|もの|など|という|による|での|への|がい|はい)(?![ぁ-ん])")


_UNSURE = regex(
    r"ました|ません|です|ます$|に伴う|のための|ので|けど|について|どおり|通り|代わり|最終|後$|前$|先日|"
    r"先週|今回|前回|[まわさらばか]れた(?=[一-龥ァ-ヶ])|同年|同月|[、。!?:;]|\s・(?=\S)|\d月\d|^(?:[・,.)]|その|この|また)|(?<![仕模多同異])様|御中|(?:から|より|さん|した|して|"
    r"する|される|なった)(?!.{0,3}(?:費|料|代|ー))|[(「『【][^)」』】]*$"
)


_GROWN = regex(r"(?<=[^\s\d,.])[^\S\n]{1,3}\d[\d,]{0,8}\Z")  # 高天井灯 20→24台
_MADE_ANOTHER = regex(
    r"[→⇒]|[、,…・.\s]{0,4}(?:いや|もとい|じゃなく|ではなく|失礼|訂正|違う|あ、)"
)  # コサージュ 60、いや72個
_GLUED = regex(r"[一-龥ァ-ヶA-Za-z\d(]")
_GLUED_BEFORE = regex(r"[一-龥ァ-ヶーA-Za-z]\Z")


# 遊具「もりのとりで」(3〜6歳向け): brackets behind a quoted name with the word for what it is
_SAYS_FOR_WHAT = regex(r"[(](?![^()\n]*(?:税|円|¥|\d{4,}))[^()\n]{2,24}[)]")


def description_of(text: str, group: Group) -> tuple[int, int] | None:
    if not group.words or _in_rows_above(text, group):
        counted = next((c for c in group.counts if re.fullmatch(r"[a-z]{3,14}", c.unit) and c.unit != "qty"), None)
        if counted or not group.words:
            return (counted.end - len(counted.unit), counted.end) if counted else None  # 500 cartons @ 1,150
    at = next((at for at, w in enumerate(group.words) if w.quoted), None)
    if at is not None:
        quoted, before = group.words[at], group.words[at - 1] if at else None
        behind = _glued_behind(text, group.words[at:])
        if before and before.end == quoted.start - 1 and _GLUED_BEFORE.search(text, before.start, before.end):
            return before.start, behind or quoted.end + 1  # eラーニング「情報セキュリティ基礎」
        merged = _SAYS_FOR_WHAT.match(text, quoted.end) if text[quoted.end - 1] in "」』" else None
        return quoted.start, behind or (merged.end() if merged else quoted.end)
    start, end = group.words[0].start, group.words[0].end
    for word in group.words[1:]:
        if word.start - end > 2 or "\n" in text[end : word.start]:
            break
        end = word.end
    grown = _GROWN.search(text[:end], start) if _MADE_ANOTHER.match(text, end) else None
    return start, grown.start() if grown else end


def _in_rows_above(text: str, group: Group) -> bool:
    """Whether the words, in no field of goods, stand on an earlier row than the first count: a greeting, a heading."""
    if group.labelled or not group.counts:
        return False
    return "\n" in text[group.words[-1].end : group.counts[0].start]


def goes_on_behind_quote(text: str, group: Group, token: Token) -> bool:
    """Whether this word is glued to the closing bracket of the last one: 機関誌「しおさい」夏号."""
    if not group.words or group.priced or group.counts or not _GLUED_BEFORE.search(text[: _opening(text, group)][-1:]):
        return False
    last = group.words[-1]
    if not last.quoted:
        return False
    return token.start == _closing(text, last) and _GLUED.match(text, token.start) is not None


def _opening(text: str, group: Group) -> int:
    """Where the bracket opens in front of which a word may say what the quoted name is of."""
    last = group.words[-1]
    return max(text.rfind("「", last.start - 1, last.end), text.rfind("『", last.start - 1, last.end), 0)


def _closing(text: str, quoted: Token) -> int:
    return quoted.end if text[quoted.end - 1] in "」』" else quoted.end + 1


def _glued_behind(text: str, words: Sequence[Token]) -> int:
    """Where a name ends that goes on behind its quoted part. 0 if it does not."""
    end = _closing(text, words[0])
    if len(words) < 2 or words[1].start != end:
        return 0
    for word in words[1:]:
        if word.start - end > 2 or "\n" in text[end : word.start]:
            break
        end = word.end
    return end


_SIZE_BEHIND = regex(
    r"[^\S\n]?(?:(?i:No\.[^\S\n]?)\d{1,3}|(?P<n>\d{1,5}(?:\.\d{1,2})?)(?:kg|g|mg|ml|mL|L|cc|mm|cm|インチ|号|型|W|V))(?![A-Za-z\d@¥])"
    r"(?:[^\S\n]?[(][^()\n\d]{0,6}\d{0,4}[^()\n\d]{1,8}用[)])?(?=[^\S\n]|\n|$)"
)


def with_size(text: str, name: tuple[int, int], quantity: Decimal | None) -> tuple[int, int]:
    """クラフト角底袋 No.6, マットコート220kg: a size glued to the name that is not the quantity belongs to it."""
    found = _SIZE_BEHIND.match(text, name[1])
    if found is None or quantity is None or (found["n"] and Decimal(found["n"]) == quantity):
        return name
    return name[0], found.end()


def names_discount(text: str, group: Group) -> bool:
    """Whether what the group names is taken off the price."""
    found = description_of(text, group)
    return found is not None and _DISCOUNT.search(text[found[0] : found[1]]) is not None


def is_no_goods(name: str) -> bool:
    """Whether a name names no goods (料金, 合計, 残り…), or holds a figure nobody accounted for."""
    return _NO_GOODS.match(name) is not None


def is_discount(name: str) -> bool:
    """Whether what is named is taken off the price."""
    return _DISCOUNT.search(name) is not None


# 追加番号 3番号, 版代 1版: what is numbered at the end is what the name names, so it may be how many
_COUNT_BEHIND_BRACKETS = regex(r"[)]\s?\d{1,5}[一-龥ァ-ヶー]{1,4}\Z")  # 壇上花(高さ1.2m)1対
_COUNTS_ITSELF = regex(r"(?P<what>[一-龥ァ-ヶー]{1,4})[^\s\d]{0,8}\s\d{1,4}(?P=what)\Z")
# ポンプ車(4t、8時間まで): what brackets behind a name enumerate, as long as it is no sentence
_SIZES_IN_BRACKETS = regex(r"(?<=[^\s(])[(](?=[^()]*\d)[^()。!?]*?(ました|ません|です|ます|様|さん)?[^()。!?]*[)]")


def is_odd(name: str, labelled: bool) -> bool:
    """A description that may hold more or less than the goods: verbs, open brackets, remarks."""
    if "(" in name:
        name = _SIZES_IN_BRACKETS.sub(r"\1", name)
    if _COUNTS_ITSELF.search(name) or _COUNT_BEHIND_BRACKETS.search(name):
        return True
    return bool(name) and bool(_UNSURE.search(name) or (not labelled and _PLAIN_NAME.search(name)))


def stands_apart(text: str, group: Group) -> bool:
    """The words and the first figure stand in different sentences."""
    figures = [t for t in group.tokens if t.kind == "figure"]
    if not group.words or not figures or group.labelled:
        return False
    first, second = sorted((group.words[-1], figures[0]), key=lambda token: token.start)
    return bool(re.search(r"[。!！?？]", text[first.end : second.start]))

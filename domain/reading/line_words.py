"""Whether words of a row name what its figures are for, or were left behind by an earlier sentence or row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.line_model import Group
from domain.reading.text_rows import row_of
from domain.reading.tokens import Token

_SENTENCE_END = regex(r"[。\n]")


def begins_anew(text: str, group: Group, token: Token) -> bool:
    """料金：逐次通訳 2日 @99,000円: goods in the value of a price owe nothing to the words and counts above."""
    if group.labelled or group.priced or not (group.words or group.counts):
        return False
    above = max([*(one.end for one in group.tokens), *(count.end for count in group.counts)])
    return "\n" in text[above : token.start]


def left_behind(group: Group, token: Token) -> bool:
    """Words of an earlier sentence that no price followed."""
    loose = bool(group.words) and not (group.priced or group.labelled or group.counts or group.lump)
    return loose and token.start - group.words[-1].end > 2 and not group.words[-1].quoted


def of_row_above(text: str, group: Group, tokens: Sequence[Token], at: int) -> bool:
    """A name above 3 x Torque Sensor at USD 2,150: this row counts goods of its own."""
    if not group.words or group.labelled or group.priced or not group.counts or group.words[-1].quoted:
        return False
    between = text[group.words[-1].end : group.counts[0].start]
    return "\n" in between and "\n" not in text[group.counts[0].start : tokens[at].start] and price_follows(tokens, at)


_DAY_FIRST = regex(r"[(]\d{1,2}(?:/\d{1,2}|月(?:\d{1,2}日)?)")


def in_brackets_behind(text: str, group: Group, token: Token) -> bool:
    """出張指導(5/28・Hargreaves氏): words in brackets glued to a name are no other goods; with a day they join it."""
    if not group.words or group.priced or group.counts:
        return False
    last = group.words[-1]
    if text[last.end : last.end + 1] != "(" or token.start - last.end > 24:
        return False
    closed = text.find(")", last.end, last.end + 48)
    if closed < token.end or "\n" in text[last.end : closed]:
        return False
    if _DAY_FIRST.match(text, last.end):
        group.words[-1] = replace(last, end=closed + 1)
    return True


_FREE = regex(
    r"(?:は|が|も|を)?(?:すべて|全て|全部)?(?:無料|無償|タダ|ただ|おまけ|進呈|サービス(?:です|で)?)(?:です|で|対応|提供|とし)?"
)


def given_free(text: str, group: Group, token: Token) -> bool:
    """旧品引取 2個は無料: goods that nothing is paid for are no line, and the price behind them is another's."""
    if not group.words or group.priced or group.labelled or not _FREE.fullmatch(text, token.start, token.end):
        return False
    above = max([group.words[-1].end, *(count.end for count in group.counts)])
    return not _SENTENCE_END.search(text, above, token.start)


def is_counted(tokens: Sequence[Token], at: int) -> bool:
    """料金：逐次通訳 2日 @99,000円: what is counted is goods, also where a price was announced."""
    following = next((token for token in tokens[at + 1 :] if token.kind != "soft"), None)
    return following is not None and following.figure is not None and following.figure.kind in ("count", "set")


def is_goods(text: str, token: Token) -> bool:
    """In 金額：初期費用30万、月額5万 the words are goods."""
    word = text[token.start : token.end]
    return len(word) >= 3 and bool(re.search(r"費|料|代|サービス|保守|制作|開発|一式", word))


_NAMES_NO_GOODS = regex(r".*\d|.*(?:[金額価値案時後前分回目込抜]|年度|本体|税|引き?|月|計)\Z")


def opens_several(text: str, tokens: Sequence[Token], at: int) -> bool:
    """金額：設営 620,000円、警備 14人×18,500円: the value of a price that names each of its parts and prices it."""
    key = tokens[at - 1].label if at and tokens[at - 1].kind == "key" else None
    if key is None or key.kind != "amount":
        return False
    inside = [token for token in tokens[at:] if token.start < key.stop and token.kind in ("word", "figure")]
    names = [one for one, two in pairwise(inside) if one.kind == "word" and _is_priced_beside(text, one, two)]
    every = [token for token in inside if token.kind == "word"]
    prices = sum(t.figure is not None and t.figure.kind == "money" for t in inside)
    return (
        1 < len(names) == len(every) == prices
        and not any(token.role in ("total", "tax", "subtotal", "ignore", "open") for token in inside)
        and not any(_NAMES_NO_GOODS.match(text[name.start : name.end]) for name in names)
    )


def _is_priced_beside(text: str, word: Token, figure: Token) -> bool:
    return figure.figure is not None and not text[word.end : figure.start].strip(" \u3000:@¥は")


def price_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a price or a quantity stands behind this word before the line ends."""
    for token in tokens[at + 1 :]:
        if token.kind in ("line", "key"):
            return (
                token.kind == "key"
                and token.label is not None
                and token.label.kind in ("quantity", "unit_price", "amount")
            )
        if token.kind == "figure" and token.role not in ("ignore", "total", "tax", "subtotal"):
            assert token.figure is not None
            if token.figure.kind in ("money", "set", "count") or "," in str(token.figure.value):
                return True
            if token.figure.kind == "bare" and (abs(token.figure.value) >= 1000 or token.figure.per):
                return True
    return False


def soft_between(tokens: Sequence[Token], previous: Token, at: int) -> bool:
    return any(t.kind == "soft" and previous.end <= t.start for t in tokens[max(0, at - 6) : at])


# eラーニング「…」, 麺ほぐし機「…」
_NAMES_A_KIND = regex(r"(?:[一-龥ァ-ヶーA-Za-z]{2}|[一-龥ァ-ヶ][ぁ-ん]{1,3}[一-龥ァ-ヶーA-Za-z])\Z")


def with_kind(text: str, group: Group, token: Token) -> Token:
    """eラーニング「情報セキュリティ基礎」: the word a quoted name is glued to says what it is, and joins it."""
    last = group.words[-1] if group.words and not (group.priced or group.counts) else None
    if last is None or not token.quoted or last.end != token.start - 1:
        return token
    opens_row = last.end - last.start >= 3 and not text[row_of(text, last.start)[0] : last.start].strip(" 　・•●■*-")
    if last.quoted or not (opens_row or _NAMES_A_KIND.search(text, last.start, last.end)):
        return token
    group.words.pop()
    group.tokens = [one for one in group.tokens if one is not last]
    return replace(token, start=last.start, end=token.end + 1)

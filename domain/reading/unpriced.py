"""Goods that an order names beside the priced ones and gives no price: 「・保守サービス」 under 「・構築 50万円」.

Whether they are free, part of the price above or forgotten, the message does not say; so a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.context import Message
from domain.reading.gather import Found
from domain.reading.line_model import Line
from domain.reading.not_taken import IS_NOT_TAKEN
from domain.reading.segments import Part
from domain.reading.text_rows import row_of

_BULLET = regex(r"\s*(?:(?P<mark>[・•●○◯■□◆◇▪▸▶►*★☆├└┣┗+\ue002-])|[(]?\d{1,2}[.)、])\s?(?!\d)")
# A sentence or a remark, and the terms of an order: nothing that is sold.
_REMARK = regex(
    r"[はがをに、。!！?？]|(?:です|ます|ました|こと|希望|予定|済み?|お願い|あり|なし|無し|不要|必要|確認|注意|参照|添付|"
    r"[一-龥]後|[一-龥]時|以上|込み?|含む|のみ|払い|締め)[)）]?\s*$|以内|今後|先方|弊社|当社|支払|請求|振替|引き?落|毎月|口座|納品|納期|契約|担当|"
    r"期間|特になし|備考|[:※]|^\s*[A-Za-z]+ (?:is|are|will|has)"
)
_BRACKETS = regex(r"[(][^()\n]*[)]?\s*")
_GIVEN_UP = regex(
    r"キャンセル|取り?消し|取り?やめ|見送り|中止|欠品|在庫切れ|終売|廃番|保留|次回|失注|無料|無償|おまけ|進呈|"
    r"(?<![A-Za-z])(?i:declined|not (?:taken|ordered|included|needed|required|chosen|selected)|dropped|skipped|"
    r"deferred|postponed|removed|cancell?ed|waived|free of charge|complimentary|for free)(?![A-Za-z])|"
    r"(?:^|[\s:はが])(?:サービス|タダ|込み?)(?:です|で|品)?[)。]?$|(?:当社|弊社|自社|当方|うち|こちら)(?:で|が|の)?(?:負担|持ち|もち)"
)
# ひきつづき残り2口も売ります: what is left to sell is not sold yet
_STILL_THERE = regex(r"(?:残り|あと|残)(?:の|は)?\Z")
_PERIODS = (
    "年",
    "年間",
    "ヶ月",
    "か月",
    "カ月",
    "ヵ月",
    "ケ月",
    "箇月",
    "日",
    "日間",
    "回",
    "時間",
    "週間",
    "h",
    "months",
    "month",
)


def _gives_up(text: str, start: int, end: int) -> bool:
    """Whether words of a row say that it was not ordered or costs nothing."""
    return bool(_GIVEN_UP.search(text, start, end) or IS_NOT_TAKEN.search(text, start, end))


def has_unpriced(message: Message, part: Part, found: Found, items: Sequence[Line]) -> bool:
    """Whether goods stand beside the priced lines that have no price and are no line either."""
    if not any(line.amount is not None for line in items):
        return False
    used = {line.description for line in items}
    left = [words for words in found.orphans if words not in used]
    open_lines = [line for line in found.lines if line.amount is None and not line.conflict and line.unit_price is None]
    unused = [line for line in open_lines if line.description and line.description not in used]
    if any(_listed_like(message, line.description, items) for line in unused if line.description):
        return True
    if any(_listed_like(message, words, items) for words in left):
        return True
    return any(_second_block(message, line, items) or _counted_row(message, line, items) for line in unused)


def _bullet(message: Message, at: int) -> str:
    """The mark of the list this stands in: a sign, "1" for any number, "" if the line has none."""
    found = _BULLET.match(message.body, *row_of(message.body, at))
    return (found["mark"] or "1") if found else ""


def _listed_like(message: Message, words: tuple[int, int], items: Sequence[Line]) -> bool:
    """An entry of the list the priced lines stand in that names something and says nothing about it."""
    start, end = row_of(message.body, words[0])
    bullet = _bullet(message, words[0])
    if not bullet or any(start <= line.span[0] < end for line in items):
        return False
    if _BRACKETS.fullmatch(message.body, words[0] - 1, end) or _gives_up(message.body, words[0], end):
        return False
    priced = [line for line in items if line.amount is not None]
    if not priced or any(_bullet(message, (line.description or line.span)[0]) != bullet for line in priced):
        return False
    content = message.body[start:end]
    read = (message.labels, message.dates, message.terms, message.partners, message.owners, message.notes)
    explained = any(start <= hit.start < end for hits in read for hit in hits)
    return not explained and not _REMARK.search(content)


def _second_block(message: Message, line: Line, items: Sequence[Line]) -> bool:
    """商品：… 金額：… 商品：…: the label that a priced line had stands there once more, behind its price."""
    own = _label_name(message, line)
    priced = [other for other in items if other.amount is not None and other.span[1] <= line.span[0]]
    return bool(own) and any(_label_name(message, other) == own for other in priced)


def _label_name(message: Message, line: Line) -> str:
    if line.description is None:
        return ""
    at = line.description[0]
    label = next((one for one in message.labels if one.kind == "item" and one.value <= at < one.stop), None)
    return re.sub(r"[\d\s\ue002()]", "", label.name) if label else ""


def _counted_row(message: Message, line: Line, items: Sequence[Line]) -> bool:
    """モニター 3台 in a row of its own among rows with prices."""
    if line.quantity is None or line.description is None or line.odd_name:
        return False
    start, end = row_of(message.body, line.description[0])
    if _STILL_THERE.search(message.body, start, line.description[1]):
        return False
    if any(start <= other.span[0] < end for other in items) or _REMARK.search(message.body[start:end]):
        return False
    counts = [figure for figure in message.figures if figure.kind == "count" and start <= figure.start < end]
    return any(figure.unit not in _PERIODS for figure in counts) and not re.search(r"[()]", message.body[start:end])

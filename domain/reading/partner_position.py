"""A customer that nothing but its place gives away: the first field of a line of fields, a line over the goods.

Nobody accepts such a name unseen (rank 4 asks); without it the order would be lost.
"""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.partner_hit import PartnerHit, make_hit

_WON = regex(
    r"受注|成約|ご?契約|ご?発注|ご?注文|決まり|決まった|決定|獲得|(?<![A-Za-z])PO(?![A-Za-z])|(?i:(?<![a-z])won(?![a-z]))"
)
_PRICE = regex(r"[¥$€@]\s?\d|\d\s?[万千]?円|\d\s?万|\d,\d{3}")
_COUNTED = regex(r"[一-龥ァ-ヶーA-Za-z)]\s?\d[\d,]*\s?[一-龥ァ-ヶA-Za-z]{1,4}\s*$")
# 合計 46,200円 below the goods: a row that only sums up has the price to itself as well
_SUMS_UP = regex(
    r"[\s(\[【]*(?:お?見積|ご?請求|ご?注文|ご?契約|受注|税込|税抜|税別)?(?:総?合?計|総額|金額|小計|価格)(?:金?額)?[\s:(・)\]】税込抜別]*\d{0,3}"
)
_FIELD = regex(r"[^\s/|,、_\t]+")
# What may stand before the name: what the post is, when it was, a mark of a list
_HEAD = regex(
    r"[\[【(<]?(?:本日|今日|昨日|先日|新規|追加|大型|初|祝|速報|朗報)?の?(?:受注|成約|ご?契約|ご?発注|ご?注文|獲得|決定|報告|速報|連絡|共有|"
    r"売上|won|closed)?(?:報告|連絡|速報|共有|確定|決定|しました|です|分|内容)?[\]】)>]?[!!。:]*|[\d/.月日()月火水木金土日]+(?:受注)?|"
    r"[・•●○◆■□◇▼▪*\ue002-]+|\d{1,2}[.)]",
    re.IGNORECASE,
)
_NAME = regex(r"(?=.*[一-龥ァ-ヶA-Za-z]{2})[一-龥々ァ-ヶーぁ-んA-Za-z・&.'-]{2,18}")
_NO_NAME = regex(
    r".*(?:[をがはにで]|から|まで|より|です|ます|した|税|円|料|費|代|一式|様|業務|作業|工事|用|件|分|の|等|他)|.*(?:受注|発注|注文|契約|納品|請求|支払|"
    r"見積|案件|導入|更新|保守|制作|購入|サービス|システム|プラン|セット).*"
)


def by_position(text: str) -> list[PartnerHit]:
    """The customer by its place alone, in a post that says it is won and names none otherwise."""
    price = _PRICE.search(text)
    if price is None or _WON.search(text) is None:
        return []
    line = text.rfind("\n", 0, price.start()) + 1
    fields = list(_FIELD.finditer(text, line, price.start()))
    summed = _SUMS_UP.fullmatch(text, line, price.start()) is not None
    fields = [] if summed else fields
    if not fields:  # the price has a row of its own, below the goods and how many
        over = text[:line].rstrip("\n")
        row = over.rfind("\n") + 1
        if _COUNTED.search(over, row):
            line, fields = row, list(_FIELD.finditer(text, row, len(over)))
    while fields and _HEAD.fullmatch(fields[0].group()):
        fields.pop(0)
    words = [field for field in fields if not re.search(r"\d", field.group())]
    goods = [field for field in fields[1:2] if re.match(r"[一-龥ァ-ヶA-Za-z]", field.group())]
    if not summed and words and words[0] is fields[0] and goods and _fits(fields[0].group()):
        return _hit(text, fields[0].start(), fields[0].end())
    above = text[:line].rstrip("\n")
    at = above.rfind("\n") + 1
    alone = above[at:].strip(" \t・•●○◆■")
    if fields and alone and _fits(alone) and not re.search(r"\s", alone) and _HEAD.fullmatch(alone) is None:
        start = text.index(alone, at)
        return _hit(text, start, start + len(alone))
    return []


def _fits(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and _NO_NAME.fullmatch(name) is None


def _hit(text: str, start: int, end: int) -> list[PartnerHit]:
    hit = make_hit(text, start, end, 4)
    return [hit] if hit else []

"""Goods whose own sentence says that just these were ordered, so that the price in the next one is theirs."""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.line_model import Line

# 折込チラシ受注です。30,000枚で98,000円: the sentence that names the goods says that just these were ordered
_ORDERED_BEHIND = regex(
    r"[」』)]?(?:一式|分)?(?:の|を|が|は|も|、|で|,|:)?[^\S\n]?(?:件(?:で|を|が|も|、)?)?"
    r"(?:ようやく|やっと|ついに|無事に?|正式に?|めでたく|本日|今朝|昨日|今日|先ほど|さきほど|新規に?|追加で?|大型|初|年間|一括|今年も|今回も)*(?:の|で|、)?"
    r"(?:ご|お|御)?(?:受注|受託|注文|発注|契約|成約|決定|決まり|採用|申し?込|落札|オーダー|依頼(?!書)|買い?上げ|購入|ゲット|更新|獲得|取れ|とれ|獲れ|用命)(?!書の?(?:案|ドラフト|雛形))"
)
# A社さんの清掃です。年間で…: the sentence says nothing but whose order it is and of what
_OF_CUSTOMER = regex(r"(?:様|さん|さま|御中|社|殿)の\Z")
_IS_IT = regex(r"の?(?:件|案件|分)?(?:です|でした|になります|となります)[。!！\n]")


def is_said_ordered(text: str, line: Line) -> bool:
    """Whether the words right behind the name say that it was ordered."""
    if line.description is None:
        return False
    start, end = line.description
    if _ORDERED_BEHIND.match(text, end) is not None:
        return True
    return _OF_CUSTOMER.search(text, max(0, start - 4), start) is not None and _IS_IT.match(text, end) is not None

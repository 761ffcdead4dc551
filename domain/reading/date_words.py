"""What the words right beside a date say of it beyond doubt, before anybody weighs what else stands in the sentence."""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.dates import DateHit

_DATED = regex(
    r"(?<![a-z])(?i:PO|order|letter|agreement|contract|SOW|form)(?![a-z])(?:[^.\n]|(?<=[Nn]o)\.){0,24}(?<![a-z])dated\s?\Z"
)
DATED_AS = regex(r"の?[^\s、。\d]{1,5}?日?(?:付(?!近)|と同日)")  # 請求は4/21の納品日付で
# 本日電話で受注, 昨日の商談で契約: by what way it came
_BY_WAY = regex(
    r"\s?の?(?:お?電話|ご?連絡|ご?訪問|お?打ち?合わ?せ|商談|ご?提案|プレゼン|会議|見積(?:提出|説明)?|展示会|イベント|セミナー|ウェビナー)"
    r"(?:先|会場|の席|の場|の際|中|後|終わり|帰り)?(?:で|にて)、?(?:正式に|無事に?|その場で|口頭で|急遽|早速|ついに|追加で?|、){0,3}"
    r"(?:ご?受注|ご?契約(?!更新|期間)|ご?発注|ご?注文|ご?成約|決定|決ま|ご?用命|オーダー)(?!予定|見込)"
)
_BILL_BEFORE = regex(r"請求(?:書|日)?(?:の発行)?(?:は|も|を)[、\s]?$")
_PAID = regex(
    r"[^、。\n]{0,12}(?:入金|お?支払い?|お?振り?込み?|着金)(?:を|が|の)?"
    r"(?:ご?確認(?:済|しま|でき(?!次第)|いた)|済み?|あり(?:ました)?(?=[。、\s]|$)|いただきました|頂きました|されました)"
)
_EARLIER = regex(r"(?:前回|前々回|先行|昨年|以前|前年)(?:の|は)?\s?\Z")
_OF_EARLIER = regex(r"\s?(?:ご?(?:受注|注文|発注))分[のに](?:追加|増|変更|補充)")


def _is_done(after: str, before: str) -> bool:
    """5/11入金済み, 前回4/10受注分の追加: what is done is no day to pay on, and another order's day not this one's."""
    if re.search(r"(?:入金|支払い?|振込|請求)済み?\s?[(]?$", before) or _PAID.match(after):
        return True
    return _EARLIER.search(before) is not None or _OF_EARLIER.match(after) is not None


def _is_of_document(after: str, before: str) -> bool:
    """契約更新 5/1付; PO No. 17, dated 14 Jan."""
    if re.match(r"\s?付(?!で?\s?(?:請求|発行))", after) and re.search(
        r"(?:契約|受注|発注|注文|締結|成約)[^\s、。]{0,4}\s$", before
    ):
        return True
    return _DATED.search(before) is not None and not re.search(r"(?i:inv|bill)", before)


def told_beside(after: str, before: str, hit: DateHit) -> tuple[str, bool] | None:
    """What the words right beside a date say: it is done, a document's, the day an order came by telephone."""
    if _is_done(after, before):
        return "none", True
    if _is_of_document(after, before):
        return "order", True
    if _BILL_BEFORE.search(before) and DATED_AS.match(after):
        return "billing", not hit.in_range
    if _BY_WAY.match(after) and (hit.settled or hit.month):
        return "order", not hit.in_range
    return None

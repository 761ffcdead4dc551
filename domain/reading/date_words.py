"""What the words right beside a date say of it beyond doubt, before anybody weighs what else stands in the sentence."""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.dates import DateHit
from domain.reading.text_rows import row_start

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
# 【訂正版】昨日の受注報告は…が誤っていたため: the day of a report that is put right is no day of an order
_OF_REPORT = regex(
    r"の?(?:[^\s、。\d]{0,6})?(?:報告|投稿|連絡|書き込み|ポスト|メッセージ|共有|速報|送信|アップ)[^。\n]{0,30}?"
    r"(?:誤|間違|まちが|訂正|修正|違|ちが|抜け|漏れ|もれ|差し?替|取り?消|正し|破棄|無視|ミス)"
)
_BILL_BEFORE = regex(r"請求(?:書|日)?(?:の発行)?(?:は|も|を)[、\s]?$")
_PAID = regex(
    r"[^、。\n]{0,12}(?:入金|お?支払い?|お?振り?込み?|着金)(?:を|が|の)?"
    r"(?:ご?確認(?:済|しま|でき(?!次第)|いた)|済み?|あり(?:ました)?(?=[。、\s]|$)|いただきました|頂きました|されました)"
)
_EARLIER = regex(r"(?:前回|前々回|先行|昨年|以前|前年)(?:の|は)?\s?\Z")
_OF_EARLIER = regex(r"\s?(?:ご?(?:受注|注文|発注))分[のに](?:追加|増|変更|補充)")


# 3/10、あ、すみません3/11です: the writer takes the first day back
_TAKEN_BACK = regex(
    r"(?:\s?[(][月火水木金土日祝]{1,2}[)])?(?:です|でした|に|で)?[\s、。….・(]{0,6}(?:(?:あ|いや|えっと|っと|って)[、っ。\s…]{0,2})?"
    r"(?:失礼(?:しました|いたしました)?|訂正(?:します|です|:)?|もとい|いやいや|いや|あ、|ちが(?:う|った|いました|います)|"
    r"違(?:う|った|いました|います)|間違(?:え|い)(?:ました|た|でした|です)?|す[みい]ません|ごめん(?:なさい)?|正しくは|正確には)"
    r"[)、。!….\s]{0,6}(?:正しくは|正確には|本当は)?[、\s]?"
)


def takes_back(between: str) -> bool:
    """Whether what stands between two days says that the second is meant and not the first."""
    return _TAKEN_BACK.fullmatch(between) is not None


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
    if after.startswith(("週", "の週")) or _is_done(after, before) or (hit.relative and _OF_REPORT.match(after)):
        return "none", True
    if _is_of_document(after, before):
        return "order", True
    if _BILL_BEFORE.search(before) and (DATED_AS.match(after) or after.startswith(("付", "日付"))):
        return "billing", not hit.in_range
    if _BY_WAY.match(after) and (hit.settled or hit.month):
        return "order", not hit.in_range
    return None


_MARK_ONLY = regex(r"[\s・•●○◎■□◆◇▼▽▶►★☆▪*>\ue002-]{0,6}(?:[(\[]?\d{1,2}[.)\]]\s?)?")
_DAY_APART = regex(
    r"(?:\s?[(][月火水木金土日祝・]{1,3}[)])?\s{0,2}[ \t/|:、]"
    r"(?!\s{0,3}(?:納|請求|支払|入金|振込|開催|設置|出荷|着|搬|施工|〆|締))"
)


def opens_entry(text: str, hit: DateHit) -> bool:
    """・9/28 リブラ・フーズ …: whether nothing but a mark stands before this day on its row, and words behind it."""
    if hit.month is None or hit.in_range or _MARK_ONLY.fullmatch(text, row_start(text, hit.start), hit.start) is None:
        return False
    return _DAY_APART.match(text, hit.end) is not None

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
    r"\s?の?(?:(?:お?電話|メール|FAX|ファックス|口頭|書面|注文書|発注書)(?:と|・|[+&]|、|および|&)){0,2}(?:注文書|発注書|確認)?の?"
    r"(?:お?電話|メール|FAX|ファックス|口頭|書面|チャット|LINE|ご?連絡|ご?訪問|お?打ち?合わ?せ|商談|ご?提案|プレゼン|会議|見積(?:提出|説明)?|展示会|イベント|セミナー|ウェビナー)"
    r"(?:先|会場|の席|の場|の際|中|後|終わり|帰り)?(?:で|にて)、?(?:正式に|無事に?|その場で|口頭で|急遽|早速|ついに|追加で?|、){0,3}"
    r"(?:ご?受注|ご?契約(?!更新|期間)|ご?発注|ご?注文|ご?成約|決定|確定|決ま|即決|ご?用命|オーダー|OK|GO)(?!予定|見込)"
)
# 【訂正版】昨日の受注報告は…が誤っていたため: the day of a report that is put right is no day of an order
_OF_REPORT = regex(
    r"の?(?:[^\s、。\d]{0,6})?(?:報告|投稿|連絡|書き込み|ポスト|メッセージ|共有|速報|送信|アップ)[^。\n]{0,30}?"
    r"(?:誤|間違|まちが|訂正|修正|違|ちが|抜け|漏れ|もれ|差し?替|取り?消|正し|破棄|無視|ミス)"
)
_BILL_BEFORE = regex(r"請求(?:書|日)?(?:の発行)?(?:は|も|を)[、\s]?(?:[一-龥]{2,3}(?:日|後|時)?の)?$")
# 納入日(9/25)に請求書発行: the day in brackets is the one that the verb behind them speaks of
_BILLED_THEN = regex(r"[)]\s?(?:付け?)?(?:に|で)、?\s?(?:一括)?(?:ご?請求|インボイス)")
_PAID = regex(
    r"[^、。\n]{0,12}(?:入金|お?支払い?|お?振り?込み?|着金)(?:を|が|の)?"
    r"(?:ご?確認(?:済|しま|でき(?!次第)|いた)|済み?|あり(?:ました)?(?=[。、\s]|$)|いただきました|頂きました|されました)"
)
_EARLIER = regex(r"(?:前回|前々回|先行|昨年|以前|前年)(?:の|は)?\s?\Z")
# 割引は11/30契約分まで: up to when something is offered; 契約日：10/14(10/10は誤り)
_OFFERED = regex(
    r"(?:\s?[(][月火水木金土日祝・]{1,3}[)])?(?:(?:まで)?の?(?:ご?(?:契約|受注|注文|発注|申込|申し込み|成約|購入)(?:分|者|様)?)(?:まで|限り|限定|が(?:対象|条件|適用)|に(?:適用|限)|で(?:適用|割引|特典|値引)|のみ)|"
    r"まで(?:の|に)(?:ご?(?:契約|受注|注文|発注|申込|申し込み|成約|購入))(?:で|なら|の場合|された|の方|特典|割引|限定|キャンペーン))"
)
_WRONG = regex(
    r"(?:\s?[(][月火水木金土日祝・]{1,3}[)])?\s?(?:付け?)?(?:は|が|というのは|と(?:書いた|あるの|した|記載した)(?:の)?は|:)、?(?:誤(?:り|記|植|って|入力)|間違|まちが|ミス|勘違|タイプミス|書き間違|入力ミス)"
)
# 現契約は5/31まで: how long something lasts
_UNTIL = regex(
    r"(?:\s?[(][月火水木金土日祝・]{1,3}[)])?\s?まで(?:$|[。、)\s]|です|の(?:期間|有効|契約期間)|有効|継続|続)"
)
_LASTS = regex(
    r"(?:(?:現|旧|前|今の|現在の|現行|既存|従来の?|前回の?)(?:ご?契約|プラン|ライセンス|保守)|(?:契約|保守|利用|有効|提供|掲載)期間|有効期限|契約)(?:は|が|も|:|の期限は|満了は)\s?$"
)
# 注文請書 9/16提出 is what we answer; 締結はクラウドサインで9/16完了 is the order itself
_ANSWER = regex(r"請書(?:は|を|の|も)?\s?$")
_ANSWERED = regex(r"\s?(?:に|付けで)?\s?(?:提出|返送|送付|発行|返信|お?渡)")
# 昨日付で注文請書を返送済み: the answer stands behind its day
_ANSWERS = regex(
    r"\s?(?:付け?)?(?:で|に|にて|、)?\s?(?:弊社|当社|こちら)?(?:から|より|の)?、?(?:ご?(?:注文|発注))?請書(?:を|は|も|の)?"
    r"[^、。\n\d]{0,6}(?:提出|返送|送付|発行|返信|お?渡|お?返し|差し?入れ|出し)"
)
_SIGNING = regex(r"(?:クラウドサイン|電子(?:契約|署名|サイン|締結)|(?i:docusign)|締結)[^。、\n\d]{0,8}$")
_COMPLETED = regex(r"(?:\s?[(][月火水木金土日祝・]{1,3}[)])?\s?(?:に|付けで|で)?\s?(?:全て|すべて|無事)?(?:完了|済)")
_OF_EARLIER = regex(r"\s?(?:ご?(?:受注|注文|発注))分[のに](?:追加|増|変更|補充)")


# 12/26に坂本商会さまから高所作業車のご注文をいただいてます: what the goods are called says nothing of the day
_RECEIVED = regex(
    r"\s?(?:[(][月火水木金土日祝・]{1,3}[)])?\s?(?:に|、|の午[前後]に?|の夕方に?|の朝に?)[^。\n]{1,40}?(?:から|より|にて|さん|様|さま)(?:の|も|と(?:の|も)?|、|は|が)?[^。\n]{0,36}?"
    r"(?:ご?(?:注文|発注|契約|受注|成約|用命|依頼)|注文書|発注書|契約書|申込書|PO)(?:書)?(?:の?(?:メール|FAX|お?電話|ご?連絡|サイン))?(?:を|が|も)?、?(?:正式に|無事)?"
    r"(?:いただ[いき]|頂[いき]|もら[いっ]|頂戴|賜|受け(?:まし|た|取)|来(?:た|まし|て)|届[いき]|あり(?:まし|が)|入り?(?:まし|た)|入った|承[りっ]|しまし|締結|でき(?:まし|た)|(?:を|も)?(?:結[びん]|交わ[しす])|に(?:なり|至|こぎ|漕ぎ)|となり)"
)


def received(after: str) -> bool:
    """Whether the sentence behind a day goes on to tell from whom an order came on it."""
    return _RECEIVED.match(after) is not None


# 3/10、あ、すみません3/11です: the writer takes the first day back
_TAKEN_BACK = regex(
    r"(?:\s?[(][月火水木金土日祝]{1,2}[)])?(?:です|でした|に|で)?[\s、。….・(]{0,6}(?:(?:あ|いや|えっと|っと|って)[、っ。\s…]{0,2})?"
    r"(?:失礼(?:しました|いたしました)?|訂正(?:します|です|:)?|もとい|いやいや|いや|あ、|ちが(?:う|った|いました|います)|"
    r"違(?:う|った|いました|います)|間違(?:え|い)(?:ました|た|でした|です)?|す[みい]ません|ごめん(?:なさい)?|正しくは|正確には)"
    r"[)、。!….\s]{0,6}(?:正しくは|正確には|本当は)?[、\s]?"
)

# 8月末ではなく9月末; 8月末から9月末に変更
_DENIED = regex(
    r"(?:\s?[(][月火水木金土日祝]{1,2}[)])?(?:付け?|払い?|締め?)?(?:では?|じゃ)な(?:く(?:て)?|い)(?:です)?[、。,\s]{0,2}(?:正しくは|実は)?"
)
_MOVED = regex(r"(?:\s?[(][月火水木金土日祝]{1,2}[)])?\s?(?:から|より|→|⇒|->|=>)\s?")
_TO = regex(
    r"(?:\s?[(][月火水木金土日祝]{1,2}[)])?\s?(?:に|へ)(?:の)?(?:変更|訂正|修正|延期|延長|前倒し|後ろ倒し|繰り?上げ|繰り?下げ|繰り?延べ|ずら|ずれ|直し|差し?替え)"
)


def denies(between: str) -> bool:
    """Whether what stands between two days says that it is not the first one: 8月末ではなく9月末."""
    return _DENIED.fullmatch(between) is not None


def moves(text: str, last: DateHit, hit: DateHit) -> bool:
    """Whether a day is said to be another one now: 8月末から9月末に変更."""
    return _MOVED.fullmatch(text, last.end, hit.start) is not None and _TO.match(text, hit.end) is not None


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


_CLOSED = regex(
    r"\s?(?:締め|締(?=[\s、。/\d])|〆め?)(?!め?切|日)"
)  # 6/30締め7/31払い: what is closed is not paid on that day


def is_mistaken(after: str) -> bool:
    """Whether a day is said to be wrong, or one up to which something was offered: 10/10は誤り."""
    return _WRONG.match(after) is not None or _OFFERED.match(after) is not None


def closes(after: str) -> bool:
    """Whether a day is the one up to which is billed: 6/30締め."""
    return _CLOSED.match(after) is not None


# 受注報告 7/3: whether the order or only the report is of that day, the heading does not say
_REPORTED_ON = regex(
    r"^\W{0,4}(?:新規|ご)?(?:受注|成約|ご?契約)の?(?:ご?報告|速報|ご?連絡|ご?共有)[】\])>:]?[\s(/|]{0,3}\Z"
)
_ALONE = regex(r"\s?(?:[(][月火水木金土日祝・]{1,3}[)])?[\s)】\]>]{0,3}(?:(?:です|でした))?[。!\s]{0,2}")


def told_beside(after: str, before: str, hit: DateHit) -> tuple[str, bool] | None:
    """What the words right beside a date say: it is done, a document's, the day an order came by telephone."""
    if hit.won:
        return "order", True
    if after.startswith(("週", "の週")) or _is_done(after, before) or (hit.relative and _OF_REPORT.match(after)):
        return "none", True
    if (_ANSWER.search(before) and _ANSWERED.match(after)) or ("請書" in after and _ANSWERS.match(after)):
        return "none", True
    if _REPORTED_ON.search(before) and _ALONE.fullmatch(after):
        return "order", False
    if _SIGNING.search(before) and _COMPLETED.match(after):
        return "order", not hit.in_range
    if _UNTIL.match(after) and _LASTS.search(before):
        return "none", True
    if closes(after) or is_mistaken(after):
        return "none", True
    if _is_of_document(after, before):
        return "order", True
    if _BILL_BEFORE.search(before) and (DATED_AS.match(after) or after.startswith(("付", "日付"))):
        return "billing", not hit.in_range
    if after.startswith(")") and _BILLED_THEN.match(after):
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

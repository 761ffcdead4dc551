"""What the words in a date's sentence make of it, where no label says: order, billing, payment or something else."""

from __future__ import annotations

import re
from datetime import date

from domain.lazy_regex import regex
from domain.reading.date_words import received, told_beside
from domain.reading.dates import DateHit

WORDS = regex(
    r"(?P<billing>請求(?!先|金額|額)|インボイス|発行|(?i:invoice|(?<![a-z])(?:inv|bill(?:ing|ed)?)(?![a-z])))"
    r"|(?P<due>(?:支払い?|入金|振り?込み?|決済)(?:予定)?(?:期限|期日|締切|〆切)|支払|払い|払う|払(?=[\s、。/)]|$)|入金|振り?込|期日|支払期限|着金|現金|集金|引き?落と?し?|口座振替|(?i:(?<![a-z])(?:due|"
    r"pay(?:ment|able)?|paid)(?![a-z])))"
    r"|(?P<other>納品|納入|納期|(?<![一-龥])納(?=[\s、。/)]|$)|開始|スタート|開催|実施|公開|リリース|着手|検収|キックオフ|出荷|設置|"
    r"更新|利用|施工|工事|訪問|打ち?合わ?せ|商談|提案|見積|有効|イベント|展示会|搬入|稼働|開店|オープン|"
    r"配送|到着予定|発送|着工|竣工|完工|完了|引き?渡し|お?届け|完成|終了|満了|期限|〆切|締切|入社|開講|研修|作業|"
    r"連絡|電話|内示|撮影|放送|掲載|配信|切り?替え|移行|"
    r"(?i:deliver|start|kick|go-?live|renew|ship|meeting|begin|launch|install|event))"
    r"|(?P<order>受注|契約(?!期間|開始|更新|満了|終了)|締結|発注|注文|成約|決定|決まり|決まっ|申込|"
    r"申し込|受領|受信|サイン|捺印|押印|署名|調印|ハンコ|はんこ|判子|交わし|交わす|受任|落札|オーダー|内定|クローズ|獲得|PO(?![A-Za-z])|"
    r"(?i:signed|won\b|closed|order|received|contract))"
)
_REFERENCE = regex(r"(?:ご?(?:受注|契約|発注|注文|成約))(?:を)?(?:いただい|頂い|し|もらっ)た(?![。、!\s\n]|$)")
_FIELD_BEFORE = regex(r"(?:^|[\s/|・])(?:受注|成約|ご?契約|ご?発注|ご?注文)\s?[/|]\s?$")  # 受注 / 1/13 / 山吹不動産
_ENGLISH_LINK = regex(
    r"\s(?:date\s)?(?:for\s(?:both|all|each|them|these)(?:\sof them)?\s)?(?:is|on|by|will be)?\s?(?:on\s|by\s)?"
)
# ・5/11 株式会社ペルー様 …: the day in front of an entry is the day it was won
_ENTRY = regex(
    r"(?:\s?[(][月火水木金土日祝・]{1,3}[)])?[)\s]{1,3}(?:株式会社|有限会社|合同会社|[(](?:株|有|同)[)]|[^\s、。]{2,20}(?:株式会社|[(](?:株|有)[)]|様|"
    r"御中|さん|さま))"
)


# 一昨日受けました, 本日2件いただきました: what has come with a day already past or today's
_GOT = regex(
    r"(?:件|注文書?|発注書?|PO|契約書?|ご?依頼|ご?用命|承諾|ご?快諾|お?返事|お?申し?込み?|GO|OK|ハンコ|はんこ|判子?|[捺押]印|署名|サイン)(?:が|を|も|の連絡)?(?:、)?"
    r"(?:受け(?:取り)?まし|受け(?:取っ)?た|もらい|もら[っえ]|いただ[いきけ]|頂[いきけ]|頂戴|賜|来まし|来た|届[いき]|出まし|出た|取れ|取っ|承り)|"
    r"^\s?に?(?:FAX|ファックス|ファクス|メール|お?電話|郵送|書面|LINE|チャット)(?:で|にて|が|を)?(?:[、)。\n]|$|来|届|受|着|もら|いただ|頂)|"
    r"^\s?の(?:成果|戦果|収穫|獲得|売上|ご?受注|ご?注文|ご?契約|ご?成約)|"
    r"^\s?(?:に)?(?:受けまし|受けた|承り|取れまし|取れた|取ってき|決めて)"
)
# 昨日の展示会、その場で注文書いただきました: where it was is not what was
_CONTACT = regex(r"連絡|電話|訪問|打ち?合わ?せ|商談|提案|見積")  # きょう電話で。: how it came, not what was
# 今日の打合せ、…最後に判子もらいました: the meeting is what is told of, and what came of it stands behind it
_AT_AN_EVENT = regex(
    r"の[^、。\n]{1,14}?(?:で|にて|の席|、その場)|"
    r"の[^、。\n]{0,10}?(?:打ち?合わ?せ|商談|訪問|会議|面談|面会|ミーティング|MTG|アポ|プレゼン|コンペ|定例|挨拶|会食|内覧|見学|立ち?会い?)(?:会)?(?:は|、)"
)
_ABOUT = regex(
    r"(?P<billing>ご?請求(?:書|日)?)(?:は|も)(?!.*[。])|(?P<due>(?:お?支払い?|入金|振り?込み?)(?:日|期日|期限)?)(?:は|も)(?!.*[。])"
)


def _is_day_of_winning(after: str, before: str, hit: DateHit, posted: date) -> bool:
    """本日2件いただきました: a day already gone, or today, in a sentence that tells of an order."""
    if not hit.today and not (hit.relative and hit.settled and hit.settled <= posted):
        return False
    told = any(found.lastgroup == "order" for sentence in (after, before) for found in WORDS.finditer(sentence))
    return told or _GOT.search(after) is not None


def _came_in(after: str, before: str, hit: DateHit, posted: date, beside: re.Match[str] | None) -> bool:
    """きょう電話で; 12/26にA社から…のご注文: by what way, from whom an order came, whatever is `beside` it."""
    if _AT_AN_EVENT.match(after):
        return _GOT.search(after) is not None and _is_day_of_winning(after, before, hit, posted)
    if beside is not None and not _CONTACT.match(beside.group()):
        return False
    if hit.month and received(after):
        return True
    way = beside is not None and hit.relative and re.match(r".{1,12}?(?:で|にて)", after) and _GOT.search(after)
    return bool(way) and _is_day_of_winning(after, before, hit, posted)


def from_words(after: str, before: str, hit: DateHit, posted: date) -> tuple[str, bool]:
    """(order | billing | due | other | none, is it clear) by the words after and before a date in its sentence."""
    told = told_beside(after, before, hit)
    if told:
        return told
    clause = re.split(r"[、/|→⇒]|・(?=[一-龥]{2,8}[\s:]*$)|(?<!\d),|,(?!\d)|\s-\s", after, maxsplit=1)[0]
    if not clause.strip() and not hit.in_range and _FIELD_BEFORE.search(before):
        return "order", True
    direct = WORDS.search(clause[:16])
    close_before = None
    before = re.sub(r"\s*[→⇒]\s*\Z", " ", before) if direct is None else before  # 契約 ~4/28~ → 5/1
    left = re.split(r"[、/|→⇒]|(?<!\d),(?!\s?(?:Inc|Ltd|LLC|Co\b|Corp|K\.K))|(?<=\d),(?!\d)", before)[-1]
    reach = 60 if hit.relative and hit.settled is not None and hit.settled <= posted else 30
    left = left[-reach:] if left.isascii() else left[-18:]  # "Invoice date will be" is long
    for found in WORDS.finditer(left):
        close_before = found
    glued = direct is not None and direct.start() <= 6
    near = close_before and (len(left) - close_before.end() <= 4 or _ENGLISH_LINK.fullmatch(left, close_before.end()))
    if close_before and near and (not glued or after[:1] in " \t\u3000)"):
        return close_before.lastgroup or "none", not hit.in_range
    if direct and direct.lastgroup == "order" and re.match(r".{0,6}(?:予定|見込)", clause[direct.end() :]):
        return "none", True
    if direct and direct.lastgroup == "order" and _REFERENCE.match(clause[direct.start() :]):
        return ("none", False) if re.search(r"追加|先行|前回|ぶり", after) else ("order", True)
    if _came_in(after, before, hit, posted, direct if glued else None) and not (hit.month and close_before):
        return "order", not hit.in_range
    if direct and (glued or not close_before):
        return direct.lastgroup or "none", not hit.in_range
    if close_before:
        return close_before.lastgroup or "none", not hit.in_range
    if _is_day_of_winning(after, before, hit, posted):
        return "order", True
    about = [*_ABOUT.finditer(before)]
    if about and re.match(r"\s?(?:付|で|に|$)", after):  # 請求は年度末に一括、3/31付で
        return about[-1].lastgroup or "none", not hit.in_range
    if not before.strip(" \t・•●○◆■□-*>〇\ue002(") and hit.month and not hit.in_range and _ENTRY.match(after):
        return "order", True
    if re.match(r"\s?付(?:け)?(?!で?\s?(?:請求|発行|支払))", after) and not WORDS.search(after[:16]):
        return "order", bool(hit.settled or hit.month)
    further = WORDS.search(clause) or (WORDS.search(after) if hit.settled else None)
    if further:
        return further.lastgroup or "none", bool(hit.settled or hit.month) and further.lastgroup == "order"
    return "none", False

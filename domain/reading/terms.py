"""Payment terms: 月末締め翌月末払い, 20日締め翌々月5日, 翌月10日払い, 請求後30日, 検収後60日, NET30, 前払い.

翌月 and 翌々月 count from the closing or the invoice and are terms; 今月, 来月 and named months are dates (dates.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from domain.lazy_regex import regex
from domain.reading.dates import small_number
from domain.reading.model import ClosingTerms, NetTerms, PrepaidTerms, Terms

_N = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
_MONTHS = {
    "当月": 0, "同月": 0, "当": 0, "翌月": 1, "翌": 1, "次月": 1, "翌翌月": 2, "翌々月": 2, "翌々": 2, "翌翌": 2,
    "翌々々月": 3, "3ヶ月後": 3,
}  # fmt: skip
_FOLLOW = r"(?:翌々々月|翌々月|翌翌月|翌々(?=末|\d)|翌月|翌(?=末|\d)|次月|当月|同月|(?<=[めめり切〆締])当(?=末))"
_FOLLOW_DAY = r"(?:の)?\s?(?:(?P<f_day>" + _N + r")\s?日|(?P<f_end>月?末日?))"
# 末締翌15: behind a closing the 日 of the day may be left out
_CLOSED_DAY = _FOLLOW_DAY.replace(r"\s?日|", r"(?:\s?日|(?=\s?(?:お?支?払|振|[、。,)/|]|\s|\Z)))|")
_CLOSE = (
    r"(?:検収|納品|請求)?(?:(?P<c_end>毎?月?末日?)|(?:毎月|当月|月)?(?<![\d,.])(?P<c_day>" + _N + r")[ \t]?日?)[ \t]?"
    r"(?:締め切り|締切り?|締めの?|締の?(?!結)|〆切り?|〆め?の?|しめ)"
)
_BRIDGE = r"(?:[、,/・\s()=~→-]|で|にて|の|後|請求|支払い?|お支払い?|は){0,5}"
_PAY = r"(?:\s?(?:の)?(?:お)?(?:現金|銀行)?(?:振り?込み?|支払い?|払い|払(?=[\s、。,/|)]|\Z)|入金)"
_PAY += r"(?:予定|期限|期日|日|条件)?)?"

# behind a closing a number of months can only be when it is paid; elsewhere it may be when something starts
_LATER = r"[23二三][ヶかカヵケ]月後"
_CLOSING = regex(_CLOSE + _BRIDGE + r"(?P<f>" + _FOLLOW + "|" + _LATER + r")" + _CLOSED_DAY + _PAY)
# 締/払 15日/翌月末, 支払条件:月末・翌月末: behind a label for both the first is when it closes
_PAIR = regex(
    r"(?:(?:締|〆) {0,2}め?(?:切り?)?日?\s?[/・&と+-]\s?(?:お?支 {0,2}払い?|払い?|入 {0,2}金|振 {0,2}込)日?|"
    r"支 {0,2}払い?(?:条件|サイト|サイクル))"
    r"\s?[】\])]?[ \t]?[:=/|→は]?[ \t]{0,8}(?:(?P<c_end>毎?月?末日?)|(?:毎月|当月)?(?P<c_day>"
    + _N
    + r")\s?日)\s?[/・→,、-]\s?"
    r"(?P<f>" + _FOLLOW + r")" + _CLOSED_DAY + _PAY
)
_PAIRED = ("条件", "サイ", "締/", "締め/", "締日/", "締・", "締め・", "締日・", "〆/", "〆・", "締と", "締&")
# 5日締め20日払い, 20日締め、末日払い: most likely of the same month
_SAME_MONTH = regex(
    r"(?<!\d)(?P<c_day>\d{1,2})[ \t]?日?[ \t]?(?:締め?の?(?!結)|〆め?の?)"
    + _BRIDGE
    + r"(?:(?P<p_day>\d{1,2})\s?日|月?末日?)"
    + _PAY[:-1]
)
_CLOSE_ONLY = regex(_CLOSE)
_CLOSE_DAY = regex(
    r"(?:締め?|〆め?|しめ)(?: {0,3}日[ \t]{0,4}[:=は→⇒/|】\])]{0,2}[ \t]{0,4}|"
    r"(?: {0,3}切り?)? {0,3}日?(?:[ \t]?[】\])]?[:=は→⇒/|】\]][ \t]{0,3}|[ \t]{1,4}))"
    r"(?:毎月|当月)?(?:(?P<c_end>月?末日?)|(?P<c_day>" + _N + r")\s?日)(?!.{0,2}(?:締|〆|まで))"
)
_FOLLOWING = regex(r"(?P<f>" + _FOLLOW + r")" + _FOLLOW_DAY + r"(?P<pay>に?" + _PAY[:-1] + r")?")
_NET = regex(
    r"(?P<what>(?:(?:ご?請求書?|インボイス|(?i:invoice))の?(?:発行|受領|受理|到着|送付|提出|日付?|締め?)?日?|発行日?|"
    r"ご?請求書?(?:を|の|が)?[おご]?(?:発行|受領|受理|受け?取り?|受け?取っ|到着|届い|送付|提出)(?:いただ[いき]|頂[いき]|し|され)?(?:て|た日|の日|後)?|"
    r"ご?請求書?を?(?:お?渡し|お?出し|発行|送付|お?送り|お?届け)(?:し|いたし|して)?、?(?:そこ|それ|その日)|"
    r"検収(?:書)?(?:の|が)?(?:完了|確認|合格|受領|書受領|終了)?(?:日|し(?:て|た日))?|納品(?:・検収)?日?))"
    r"[)]?、?(?:後|(?:の?翌日)?(?:から|より)(?:の?起算(?:日|し(?:て)?)?(?:で|に)?|数えて|計算して)?|を?起算(?:日)?(?:で|と(?:し(?:て)?)?|に)?|(?<=後))、?\s?(?P<days>\d{1,3}|[一二三四五六七八九十百]{1,5})\s?(?:日|(?P<weeks>週)間)(?:以内|後|間)?"
    + _PAY
)
_NET_PAREN = regex(r"(?:支払い?)?サイト\s?[:は]?\s?(?P<days>\d{1,3})\s?日|(?P<days2>\d{2,3})\s?日サイト")
# 30日サイト（請求書発行日起算）, 請求日起算の45日サイト: from which day it counts stands beside it
_COUNTED = (
    r"(?:(?P<invoice>ご?請求書?(?:の)?(?:発行|受領|到着)?日?)|(?P<acceptance>検収(?:書)?(?:完了|合格)?日?))"
    r"(?:から|より|を)?の?起算"
)
_COUNTED_BEHIND = regex(rf"\s?[(、,]?\s?{_COUNTED}")
_COUNTED_BEFORE = regex(rf"{_COUNTED}(?:で|の|、)?\s?\Z")
_NET_ENGLISH = regex(
    r"(?<![A-Za-z])net[\s-]?(?P<days>\d{1,3})(?:\s?days)?(?![\d,]|\s?(?:EOM|円))"
    r"|(?<![A-Za-z\d])(?:due\s)?(?:in|within)\s(?P<days3>\d{1,3})\sdays(?=[.,;\s]*(?:\n|$|[A-Z]))|"
    r"(?<![A-Za-z\d])(?P<days4>\d{1,3})\sdays\snet"
    r"|(?<![A-Za-z\d])(?:within\s)?(?P<days2>\d{1,3})\sdays\s(?:(?:after|from|"
    r"of)\s)(?:the\s)?(?:date of\s|receipt of\s|issue of\s)?(?:the\s)?"
    r"(?P<what>invoice|billing|acceptance|delivery)(?:\sdate)?",
    re.IGNORECASE,
)
_COUNTED_FROM = regex(
    r"\s(?:after|from|of|upon)\s(?:the\s)?(?:date of\s)?(?P<what>acceptance|delivery|invoice)(?![a-z])", re.IGNORECASE
)
_ENGLISH_CLOSING = regex(
    r"(?:(?P<close>close|closing|closed)\s(?:at|on)?\s?(?:the\s)?(?:end of (?:the )?month|month[- ]end|"
    r"EOM)[,;]?\s(?:and\s)?(?:payment|paid|pay|payable)?\s?)?"
    r"(?:by\s|at\s|on\s)?(?:the\s)?(?:end|(?P<day>\d{1,2})(?:st|nd|rd|th)?)\sof\s(?:the\s)?following\smonth"
    r"|(?:by\s|at\s|on\s)?(?:the\s)?(?:end|(?P<day2>\d{1,2})(?:st|nd|"
    r"rd|th)?(?:\sday)?)\sof\s(?:the\s)?month\s(?:following|after|next after)\s"
    r"(?:(?:receipt|the\sdate|date|issue)\sof\s)?(?:the\s|our\s|your\s)?(?:invoic(?:e|ing)|billing)(?:\s(?:date|month))?"
    r"|month[- ]end\s(?P<close2>clos(?:e|ing)),?\s(?:payment\s)?(?:at\s)?(?:the\s)?(?:following|next)\smonth[- ]end",
    re.IGNORECASE,
)
_PREPAID = regex(
    r"(?:着手|納品|納入|発送|出荷|開始|作業|制作|製作|製造|施工|撮影|受講|開講|利用|開催|実施|お?引き?渡し|工事|訪問|お?届け|入会|入学)(?:日|の)?前(?:日)?(?:まで)?(?:に|の)、?"
    r"(?:全額|一括|満額)?(?:を|で|の)?、?(?:ご?入金|お?振り?込み?|お?支払い?)|"
    r"(?:全額)?(?:前払い?|先払い?|前受け?|前入金|事前(?:入金|振込|決済|支払い?)|前金(?!額)|"
    r"(?:ご?入金|お?振り?込み?|着金|お?支払い?)(?:の)?(?:を?ご?確認)?(?:後|次第|でき次第|が?(?:でき|取れ)てから|してから|後に|いただいてから|頂いてから)、?(?:に|の)?"
    r"(?:納品|発送|出荷|着手|開始|対応|提供|手配|作業|制作|製作|製造|発注|スタート|お?渡し|引き?渡し?))(?:金|済み?|制|で|にて|"
    r"となります)?(?!費用)"
    r"|(?<![A-Za-z])(?:pre-?paid|pre-?payment|(?:paid|payment|payable|T/?T|wire|cash|transfer|remittance)\sin\sadvance|in\sadvance\sby\s(?:T/?T|wire|transfer)|CIA|CWO|advance\spayment|"
    r"upfront\spayment|100\s?%\s(?:upfront|(?:in\s)?advance(?:\spayment)?)|paid\supfront)(?![a-z])",
    re.IGNORECASE,
)
_RATE = regex(
    r"(?:税率?|(?i:tax|vat))\s?[:=はが]?\s?\d{1,2}\s?%|(?<!\d)0\s?%|\d{1,2}\s?%\s?(?:税|対象|(?i:tax|vat))"
)  # no share of the sum
_SHARE = regex(r"(?<!10)[\d半]\s?[%割]|一部|着手金|残")
_NOT_PREPAID = regex(r"^(?:は?な[いくし]|ではな|じゃな|不要|なし|でな|\s?[:：]\s?(?:なし|無|不要))")
_USUAL = regex(
    r"(?:いつも(?:の|どおり|通り)|従来(?:の|どおり|通り)|通常(?:の|どおり|通り)|既存(?:の|と同じ)|"
    r"前回(?:と同じ|どおり|通り|同様)|例の)"
    r"(?:支払い?|お支払い?|決済|取引)?(?:の)?(?:条件|サイト|サイクル)?"
    r"|(?:usual|standard|normal|same)\s(?:payment\s)?terms",
    re.IGNORECASE,
)
_PARTIAL = regex(
    r"(?:着手金|手付金?|頭金|内金|中間金|分割(?:払い?)?|手形(?:取引|払い?)?)(?:は|も|で)?(?:なし|無し|無く|なく|ない|不可|不要|ゼロ|0円|使わ|発生(?:せず|しません)|いただ[きか](?:ません|ず))(?P<none>)|着手金|手付金?|頭金|内金|中間金|残金|残額|残り(?:の)?(?:半|[\d五][\d,.]*\s?(?:割|%|万|円|回|分(?!の|類))|五割)|半金|分割(?:払|請求|で)|"
    r"[2-9２-９二三四]回(?:払い|に分け(?!て?の?(?:納|出荷|発送|配送|お?届|搬入|施工|実施|開催|訪問|作業|設置|提出))|分割)|deposit|installment|instalment|手形|ファクタリング"
)
_DENIED = regex(r"\s?(?:日)?(?:では?な[いく]|じゃな[いく]|ではあり)")
_DELIVERED = regex(r"(?:納品|納入|出荷|発送|配送|施工|作業|撮影|実施|開催)[^。\n]{0,10}\Z")  # 納品は3回に分けて
_BILLING_CONTEXT = regex(
    r"^\s?(?:付け?(?!.{0,4}(?:支?払|振|入金))|(?:付け?|付|に|で|の)?\s?(?:ご?請求|発行|インボイス)|納品|納入|開始|公開|リリース|"
    r"検収(?!後?\d)|着手|スタート)"
)
_DUE_LEFT = regex(
    r"(?:(?<![一-龥])支\s?[:=]|支 {0,2}払い?|払い?|入 {0,2}金|振 {0,2}込|サイト|"
    r"条件|請求|お金|代金|回収|決済|精算)[^\n。]{0,14}$"
)

# 請求：受注の翌月10日, 請求日は翌月5日: when it is billed, not when it is paid
_BILLED_LEFT = regex(
    r"(?:ご?請求(?:書)?(?:の?発行)?(?:予定)?日?\s?[:=は]|請求(?:書)?(?:の?発行)?日\s)\s?(?:ご?(?:受注|契約|発注|注文|成約|納品|検収|完了)(?:月|日)?の?)?\s?\Z"
)


@dataclass(frozen=True, slots=True)
class TermsHit:
    """Terms at norm[start:end]. `terms` None: something about payment is said that has no form here (reason)."""

    start: int
    end: int
    terms: Terms | None
    sure: bool = True
    reason: str = ""
    close: int | Literal["EOM"] | None = None  # only the closing is said here


def find_terms(text: str, start: int = 0, end: int | None = None) -> list[TermsHit]:
    """All payment terms in norm text, in text order, not overlapping."""
    stop = len(text) if end is None else end
    hits: list[TermsHit] = []
    taken = bytearray(len(text))  # a mark at every character: a text of nothing but terms has thousands
    for reader in (_closing, _nets, _english, _prepaid, _following, _usual):
        for hit in reader(text, start, stop):
            if taken.find(1, hit.start, hit.end) < 0:
                hits.append(hit)
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    return sorted(hits, key=lambda hit: hit.start)


_EACH_TIME = regex(
    r"各回(?:とも|ごと)?|毎回|(?:いずれ|どれ)の回も|それぞれ(?:の請求)?|(?i:each (?:instal?lment|invoice))"
)


def holds_each_time(text: str, hit: TermsHit) -> bool:
    """各回とも請求後20日以内: terms of every part of what is paid in parts are the whole truth."""
    return _EACH_TIME.search(text, max(0, hit.start - 12), hit.start) is not None


def mentions_installments(text: str, start: int, end: int) -> bool:
    """着手金, 分割, 手形 …: paid in parts or otherwise than one transfer; terms alone would be half the truth."""
    return any(
        found["none"] is None
        and ("に分け" not in found.group() or not _DELIVERED.search(text, max(0, found.start() - 16), found.start()))
        for found in _PARTIAL.finditer(text, start, end)
    )


def _day(found: re.Match[str]) -> int | Literal["EOM"] | None:
    if found["f_end"]:
        return "EOM"
    day = small_number(found["f_day"])
    return day if 1 <= day <= 31 else None


def _count(days: str) -> int:
    """30, 三十, 百二十."""
    hundreds, hundred, rest = days.rpartition("百")
    return (small_number(hundreds or "一") * 100 if hundred else 0) + (small_number(rest) if rest else 0)


def _months(word: str) -> int:
    return small_number(word[0]) if word.endswith("月後") else _MONTHS[word]


def _closing(text: str, start: int, end: int) -> list[TermsHit]:
    hits = []
    patterns = (_CLOSING, _PAIR) if any(word in text for word in _PAIRED) else (_CLOSING,)
    for found in [found for pattern in patterns for found in pattern.finditer(text, start, end)]:
        close: int | Literal["EOM"] = "EOM" if found["c_end"] else small_number(found["c_day"])
        day = _day(found)
        if day is not None and (close == "EOM" or 1 <= close <= 31):
            hits.append(TermsHit(*found.span(), ClosingTerms(close, _months(found["f"]), day)))
    for found in _SAME_MONTH.finditer(text, start, end):
        closed, paid = int(found["c_day"]), int(found["p_day"]) if found["p_day"] else None
        if 1 <= closed <= 31 and (paid is None or closed < paid <= 31):
            terms = ClosingTerms(closed, 0, "EOM" if paid is None else paid)
            hits.append(TermsHit(*found.span(), terms, False, "何月の支払日かが書かれていません"))
    for found in [*_CLOSE_ONLY.finditer(text, start, end), *_CLOSE_DAY.finditer(text, start, end)]:
        if _DENIED.match(text, found.end()) or text[found.start() - 1 : found.start()] in ("/", "月"):
            continue  # 12/10締めではなく
        reason = "締め日だけが書かれていて、支払日がありません"
        close = "EOM" if found["c_end"] else small_number(found["c_day"])
        hits.append(TermsHit(*found.span(), None, False, reason, close))
    return hits


def _nets(text: str, start: int, end: int) -> list[TermsHit]:
    hits = []
    for found in _NET.finditer(text, start, end):
        what = found["what"]
        if what.startswith("納品") and "検収" not in what:
            hits.append(TermsHit(*found.span(), None, False, "納品後の日数払いです。請求後か検収後かを選んでください"))
            continue
        from_: Literal["invoice", "acceptance"] = "acceptance" if "検収" in what else "invoice"
        days = _count(found["days"]) * (7 if found["weeks"] else 1)
        hits.append(TermsHit(*found.span(), NetTerms(days, from_)))
    for found in _NET_PAREN.finditer(text, start, end):
        days = int(found["days"] or found["days2"])
        counted = _COUNTED_BEHIND.match(text, found.end()) or _COUNTED_BEFORE.search(
            text, max(start, found.start() - 20), found.start()
        )
        from_ = "acceptance" if counted and counted["acceptance"] else "invoice"
        reason = "" if counted else "サイトの起算日が書かれていません"
        hits.append(TermsHit(*found.span(), NetTerms(days, from_), counted is not None, reason))
    return hits


def _english(text: str, start: int, end: int) -> list[TermsHit]:
    hits = []
    for found in _NET_ENGLISH.finditer(text, start, end):
        behind = _COUNTED_FROM.match(text, found.end()) if not found["what"] else None
        what = (found["what"] or (behind["what"] if behind else "invoice")).lower()
        if what == "delivery":
            hits.append(TermsHit(*found.span(), None, False, "納品後の日数払いです。起算日を選んでください"))
            continue
        days = int(found["days"] or found["days2"] or found["days3"] or found["days4"])
        hits.append(TermsHit(*found.span(), NetTerms(days, "acceptance" if what == "acceptance" else "invoice")))
    for found in _ENGLISH_CLOSING.finditer(text, start, end):
        close: Literal["EOM"] | None = "EOM" if found["close"] or found["close2"] else None
        day: int | Literal["EOM"] = int(found["day"] or found["day2"]) if found["day"] or found["day2"] else "EOM"
        hits.append(TermsHit(*found.span(), ClosingTerms(close, 1, day)))
    return hits


def _prepaid(text: str, start: int, end: int) -> list[TermsHit]:
    hits = []
    for found in _PREPAID.finditer(text, start, end):
        if not _NOT_PREPAID.match(text[found.end() : found.end() + 6]):
            before = _RATE.sub("", text[max(0, found.start() - 24) : found.start()])[-8:]
            behind = _RATE.sub("", text[found.start() : found.end() + 24])[: found.end() - found.start() + 8]
            whole = not _SHARE.search(before + behind)
            reason = "" if whole else "一部だけが前払いのようです"
            hits.append(TermsHit(*found.span(), PrepaidTerms() if whole else None, whole, reason))
    return hits


def _following(text: str, start: int, end: int) -> list[TermsHit]:
    hits = []
    for found in _FOLLOWING.finditer(text, start, end):
        day = _day(found)
        if day is None:
            if found["pay"]:
                hits.append(TermsHit(*found.span(), None, False, "支払日が暦にありません"))
            continue
        if not found["pay"] and _BILLING_CONTEXT.match(text[found.end() : found.end() + 8]):
            continue
        left = text[max(0, found.start() - 16) : found.start()]
        said = bool(found["pay"]) or (_DUE_LEFT.search(left) is not None and not _BILLED_LEFT.search(left))
        months = _MONTHS[found["f"]]
        if said or months:
            reason = "" if said else "支払いのことかどうか、はっきり書かれていません"
            hits.append(TermsHit(*found.span(), ClosingTerms(None, months, day), said, reason))
    return hits


def _usual(text: str, start: int, end: int) -> list[TermsHit]:
    return [
        TermsHit(*found.span(), None, True)
        for found in _USUAL.finditer(text, start, end)
        if re.search(r"条件|サイト|支払|払|terms", text[found.start() : found.end() + 8], re.IGNORECASE)
    ]

"""Which date is which: order, billing, payment, or something else (delivery, start, event)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.lazy_regex import regex
from domain.reading.dates import DateHit, shift_month
from domain.reading.labels import Label
from domain.reading.text_rows import row_start

_WORDS = regex(
    r"(?P<billing>請求(?!先|金額|額)|インボイス|発行|(?i:invoice|(?<![a-z])(?:inv|bill(?:ing|ed)?)(?![a-z])))"
    r"|(?P<due>(?:支払い?|入金|振り?込み?|決済)(?:予定)?(?:期限|期日|締切|〆切)|支払|払い|払う|払(?=[\s、。/)]|$)|入金|振り?込|期日|支払期限|着金|現金|集金|引き?落と?し?|口座振替|(?i:(?<![a-z])(?:due|"
    r"pay(?:ment|able)?|paid)(?![a-z])))"
    r"|(?P<other>納品|納入|納期|(?<![一-龥])納(?=[\s、。/)]|$)|開始|スタート|開催|実施|公開|リリース|着手|検収|キックオフ|出荷|設置|"
    r"更新|利用|施工|工事|訪問|打ち?合わ?せ|商談|提案|見積|有効|イベント|展示会|搬入|稼働|開店|オープン|"
    r"配送|到着予定|発送|着工|竣工|完工|完了|引き?渡し|お?届け|完成|終了|満了|期限|〆切|締切|入社|開講|研修|作業|"
    r"連絡|電話|内示|撮影|放送|掲載|配信|切り?替え|移行|"
    r"(?i:deliver|start|kick|go-?live|renew|ship|meeting|begin|launch|install|event))"
    r"|(?P<order>受注|契約(?!期間|開始|更新|満了|終了)|締結|発注|注文|成約|決定|決まり|決まっ|申込|"
    r"申し込|受領|サイン|捺印|押印|署名|調印|ハンコ|はんこ|判子|交わし|交わす|受任|落札|オーダー|内定|クローズ|獲得|PO(?![A-Za-z])|"
    r"(?i:signed|won\b|closed|order|received|contract))"
)
_REFERENCE = regex(r"(?:ご?(?:受注|契約|発注|注文|成約))(?:を)?(?:いただい|頂い|し|もらっ)た(?![。、!\s\n]|$)")
_RECURRING = regex(r"(?:毎月|毎年|毎週|毎度|毎|以降|隔月|四半期ごとに?|月々)の?\s?$")
_ENGLISH_LINK = regex(r"\s(?:date\s)?(?:is|on|by|will be)?\s?(?:on\s|by\s)?")
_DATED = regex(r"(?<![a-z])(?i:PO|order|letter|agreement|contract|SOW|form)(?![a-z])[^.\n]{0,18}(?<![a-z])dated\s?\Z")
_SAME_DAY = regex(
    r"(?:(?:ご?(?:受注|契約|注文|発注|成約)日?)(?:と|に))?(?:同日|同じ(?:日)?|同上|即日)(?=[\s。、(]|$)|(?:受注|契約|注文|発注)日(?=[\s。、(]|$)"
)
_SLIP = regex(r"受注票|受注伝票|受注書|注文書|注文票|発注書|契約書|オーダー(?:票|シート)|売上伝票")
_E_SIGNED = regex(r"署名|電子(?:契約|サイン|印)|クラウドサイン|(?i:docusign|e-?sign)|締結")
_STOP = regex(r"[。\n!！?？;]|(?<=[a-z]{3})\.\s|(?<=\d)\.\s(?=[A-Z])|^\.\s(?=[A-Z])")
_AT_DELIVERY = regex(r"納(?:品|入)(?:時|日|と同時|当日)(?!後)")
_ON_DELIVERY = regex(
    r"(?:納品|納入|引き?渡し?|搬入|お?届け)(?:時|日|と同時|月日|当日)(?:に|で|の)?(?:付け?で?)?\s?(?:に|一括)?\s?(?:ご)?(?:請求|"
    r"発行)|(?i:(?:invoice|bill) on delivery)|(?:納品|納入|お?届け?|発送|施工|実施|出荷|"
    r"開催)[^。\n\d]{0,4}(?:同日|当日|即日)(?:に|付けで)?(?:ご)?請求"
)
_BILLED_AT = regex(
    r"請求(?:書)?(?:日|発行日?)?\s?(?:[:はが=]|\s)\s?(?:納品|納入|引き?渡し?|搬入|設置|お?届け|発送|出荷)(?:時|日|と同時|当日)(?!後)"
)  # 請求は納品時
_AFTER_DELIVERY = regex(r"(?:納品|納入|検収|完了)(?:完了)?(?:後|次第|をもって|時)[^\n。]{0,8}(?:請求|発行)")
_ORDER_MONTH_END = regex(r"(?:受注|契約|ご?発注)月(?:の)?(?:月)?末(?:日)?(?:に|で|付け?で?)?\s?(?:ご)?(?:請求|発行)")
_LABEL_ROLES = {
    "order_date": "order",
    "billing_date": "billing",
    "due_date": "due",
    "terms": "due",
    "other_date": "other",
}
_DELIVERY = regex(r"納品|納入|納期|届け|発送|施工|実施|出荷|開催|引き?渡し?|搬入|設置|到着|(?i:deliver)")
_LIKE_A_DATE = regex(r"(?:\d{4}\s?[年/.-]\s?)?\d{1,2}\s?[月/]\s?\d{1,2}日?|\d{4}[.-]\d{1,2}[.-]\d{1,2}")
# ・5/11 株式会社ペルー様 …: the day in front of an entry is the day it was won
_ENTRY = regex(
    r"[)\s]{1,3}(?:株式会社|有限会社|合同会社|[(](?:株|有|同)[)]|[^\s、。]{2,20}(?:株式会社|[(](?:株|有)[)]|様|"
    r"御中|さん|さま))"
)
_LABEL_OF = {"order": "order_date", "billing": "billing_date", "due": "due_date"}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found for a field: evidence in norm, `sure`, and the Japanese reason if not."""

    value: date | None
    span: tuple[int, int]
    sure: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """The dates of one order; a tuple per field with every different candidate, the best first."""

    order: tuple[Dated, ...]
    billing: tuple[Dated, ...]
    due: tuple[Dated, ...]


def read_timing(
    text: str, ranges: Sequence[tuple[int, int]], hits: Sequence[DateHit], labels: Sequence[Label], posted: date
) -> Timing:
    """Sort the dates in these ranges by what they are for, and give them their years."""
    inside = [hit for hit in hits if any(a <= hit.start < b for a, b in ranges)]
    roles = [(hit, *_role(text, hit, hits, labels, posted)) for hit in inside]
    signed = [(hit, strong) for hit, role, strong in roles if role == "order" and not hit.in_range]
    signed = [(hit, strong) for hit, strong in signed if not hit.relative or not hit.settled or hit.settled <= posted]
    orders = _best([_ordered(hit, posted, strong) for hit, strong in signed])
    start = orders[0].value if orders and orders[0].value else posted
    billing = [_coming(hit, start, strong) for hit, role, strong in roles if role == "billing"]
    due = [_coming(hit, start, strong) for hit, role, strong in roles if role == "due"]
    if not billing:
        billing = _on_the_same_day(text, ranges, orders, labels)
    if not billing:
        billing = _special_billing(text, ranges, roles, start, labels)
    return Timing(
        orders or _impossible(text, ranges, hits, labels, "order"),
        _best(billing) or _impossible(text, ranges, hits, labels, "billing"),
        _best(due) or _impossible(text, ranges, hits, labels, "due"),
    )


def _impossible(
    text: str, ranges: Sequence[tuple[int, int]], hits: Sequence[DateHit], labels: Sequence[Label], role: str
) -> tuple[Dated, ...]:
    """A labelled date that no calendar has (2月31日): it is stated, so nothing may be assumed in its place."""
    for label in labels:
        if label.kind != _LABEL_OF[role] or not any(a <= label.start < b for a, b in ranges):
            continue
        if any(label.value <= hit.start < label.stop for hit in hits):
            continue
        found = _LIKE_A_DATE.match(text, label.value, label.stop)
        if found:
            return (Dated(None, found.span(), False, "この日付は暦にありません"),)
    return ()


def _best(found: Sequence[Dated]) -> tuple[Dated, ...]:
    """Different values only, sure ones first."""
    kept: dict[date | None, Dated] = {}
    for entry in sorted(found, key=lambda d: not d.sure):
        kept.setdefault(entry.value, entry)
    return tuple(kept.values())


def _ordered(hit: DateHit, posted: date, strong: bool) -> Dated:
    value = hit.past(posted)
    if value is not None and value > posted:
        return Dated(value, (hit.start, hit.end), False, "受注日が投稿日より後です")
    sure = (hit.sure or (hit.month is None and hit.settled is None)) and strong  # 12日に受注: the last 12th
    return Dated(value, (hit.start, hit.end), sure, "" if sure else "受注日かどうかはっきりしません")


_LONG_AHEAD = 270  # days: 請求日：11/5 in a post of November 10 is rather a slip than next year's


def _coming(hit: DateHit, start: date, strong: bool) -> Dated:
    value = hit.coming(start)
    if value is not None and value < start:
        return Dated(value, (hit.start, hit.end), False, "受注日より前の日付です")
    if value is not None and not hit.settled and (value - start).days > _LONG_AHEAD:
        return Dated(value, (hit.start, hit.end), False, "年の書かれていない日付で、次に来るのは来年です")
    sure = hit.sure and strong
    return Dated(value, (hit.start, hit.end), sure, "" if sure else "日付の書き方がはっきりしません")


def _role(text: str, hit: DateHit, hits: Sequence[DateHit], labels: Sequence[Label], posted: date) -> tuple[str, bool]:
    """(order | billing | due | other | none, is it clear)."""
    line = row_start(text, hit.start)
    if _RECURRING.search(text[max(line, hit.start - 8) : hit.start]):
        return "none", True
    after, before = _around(text, hit, hits, line)
    label = next((label for label in labels if label.value <= hit.start < label.stop), None)
    if label and hit.start > label.value + 2 and re.search(r"[、,/| ]", text[label.value : hit.start]):
        role, strong = _from_words(after, before, hit, posted)
        if role != "none":
            return role, strong
    if label:
        named = _role_of_document(text, label) or _LABEL_ROLES.get(label.kind)
        if named:
            after = after[: max(0, label.stop - hit.end)]
            close = _WORDS.search(after[:9])
            apart = re.match(r"\s?[、,(]", after) or _of_the_next(text, after, hit, hits)
            if close and close.lastgroup != named and named in ("due", "billing") and not apart:
                return close.lastgroup or "none", True
            return named, True
        if label.kind in ("trap", "item", "partner", "quantity", "contact"):
            return "none", True
    return _from_words(after, before, hit, posted)


def _role_of_document(text: str, label: Label) -> str:
    """日付 on an order slip, 完了日時 of an electronic signing: the day of the order by what document it is on."""
    before = text[max(0, label.start - 160) : label.start]
    if label.name == "日付":
        return "order" if _SLIP.search(before) else "none"
    return "order" if label.name in ("完了日時", "完了日") and _E_SIGNED.search(before) else ""


def _of_the_next(text: str, after: str, hit: DateHit, hits: Sequence[DateHit]) -> bool:
    """請求 3/31 支払期日 4/30: words set off from this date that lead up to the next one are about that."""
    return after[:1] in " /" and any(h.start == hit.end + len(after) for h in hits) and text[hit.end] in " /"


def _around(text: str, hit: DateHit, hits: Sequence[DateHit], line: int) -> tuple[str, str]:
    """The words after and before a date, within its sentence and up to the next and previous date."""
    limit = min((h.start for h in hits if h.start >= hit.end), default=len(text))
    after = text[hit.end : min(limit, hit.end + 60)]
    stop = _STOP.search(after)
    after = after[: stop.start()] if stop else after
    floor = max((h.end for h in hits if h.end <= hit.start), default=0)
    before = text[max(line, floor, hit.start - (80 if hit.today else 24)) : hit.start]
    stops = list(_STOP.finditer(before))
    return after, before[stops[-1].end() :] if stops else before


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


def _from_words(after: str, before: str, hit: DateHit, posted: date) -> tuple[str, bool]:
    if _is_done(after, before):
        return "none", True
    if _is_of_document(after, before):
        return "order", True
    clause = re.split(r"[、/|→⇒]|(?<!\d),|,(?!\d)|\s-\s", after, maxsplit=1)[0]
    direct = _WORDS.search(clause[:16])
    close_before = None
    left = re.split(r"[、/|→⇒]|(?<!\d),|,(?!\d)", before)[-1][-18:]
    for found in _WORDS.finditer(left):
        close_before = found
    glued = direct is not None and direct.start() <= 6
    near = close_before and (len(left) - close_before.end() <= 4 or _ENGLISH_LINK.fullmatch(left, close_before.end()))
    if close_before and near and (not glued or after[:1] in " \t\u3000)"):
        return close_before.lastgroup or "none", not hit.in_range
    if direct and direct.lastgroup == "order" and re.match(r".{0,6}(?:予定|見込)", clause[direct.end() :]):
        return "none", True
    if direct and direct.lastgroup == "order" and _REFERENCE.match(clause[direct.start() :]):
        return ("none", False) if re.search(r"追加|先行|前回|ぶり", after) else ("order", True)
    if direct and (glued or not close_before):
        return direct.lastgroup or "none", not hit.in_range
    if close_before:
        return close_before.lastgroup or "none", not hit.in_range
    if hit.today or (hit.relative and hit.settled and hit.settled <= posted):
        for sentence in (after, before):
            if any(found.lastgroup == "order" for found in _WORDS.finditer(sentence)):
                return "order", True
    if not before.strip(" \t・•●○◆■□-*>〇\ue002(") and hit.month and not hit.in_range and _ENTRY.match(after):
        return "order", True
    if re.match(r"\s?付(?:け)?(?!で?\s?(?:請求|発行|支払))", after) and not _WORDS.search(after[:16]):
        return "order", bool(hit.settled or hit.month)
    further = _WORDS.search(clause) or (_WORDS.search(after) if hit.settled else None)
    if further:
        return further.lastgroup or "none", bool(hit.settled or hit.month) and further.lastgroup == "order"
    return "none", False


def _on_the_same_day(
    text: str, ranges: Sequence[tuple[int, int]], orders: Sequence[Dated], labels: Sequence[Label]
) -> list[Dated]:
    """請求日：同日: the day of the order, if that is said."""
    if len(orders) != 1:
        return []
    for label in labels:
        if label.kind == "billing_date" and any(a <= label.start < b for a, b in ranges):
            found = _SAME_DAY.match(text, label.value, label.stop)
            if found:
                return [replace(orders[0], span=found.span())]
    return []


def _special_billing(
    text: str,
    ranges: Sequence[tuple[int, int]],
    roles: Sequence[tuple[DateHit, str, bool]],
    start: date,
    labels: Sequence[Label],
) -> list[Dated]:
    """納品時請求 with a stated delivery day, and 受注月末請求."""
    for a, b in ranges:
        found = _ORDER_MONTH_END.search(text, a, b)
        if found:
            return [Dated(shift_month(start, 0, "EOM"), found.span(), True)]
        found = (
            _ON_DELIVERY.search(text, a, b)
            or _BILLED_AT.search(text, a, b)
            or next(
                (
                    m
                    for label in labels
                    if label.kind == "billing_date"
                    and a <= label.start < b
                    and (m := _AT_DELIVERY.match(text, label.value, label.stop))
                ),
                None,
            )
        )
        if found:
            days = [hit for hit, role, _ in roles if role == "other" and _near_delivery(text, hit)]
            days = days or _beside(text, found, roles)
            days = [hit for hit in days if hit.day != "EOM"]  # 3月末引渡し is hardly the day itself
            values = {hit.coming(start) for hit in days}
            if len(values) == 1 and not days[0].in_range:
                return [Dated(values.pop(), (days[0].start, days[0].end), days[0].sure)]
    return []


def _beside(text: str, found: re.Match[str], roles: Sequence[tuple[DateHit, str, bool]]) -> list[DateHit]:
    """引渡し11/12/納品時請求: the one date that nothing else claims, in the line of what is billed at delivery."""
    line = row_start(text, found.start())
    end = text.find("\n", found.end())
    return [hit for hit, role, _ in roles if role == "other" and line <= hit.start < (end if end >= 0 else len(text))]


def _near_delivery(text: str, hit: DateHit) -> bool:
    line = row_start(text, hit.start)
    return bool(
        _DELIVERY.search(text[max(line, hit.start - 12) : hit.start]) or _DELIVERY.search(text[hit.end : hit.end + 8])
    )

"""Which date is which: order, billing, payment, or something else (delivery, start, event)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.lazy_regex import regex
from domain.reading.billing_days import Dated, billed_by_another_day
from domain.reading.date_words import DATED_AS, closes, denies, is_mistaken, moves, opens_entry, takes_back
from domain.reading.dates import DateHit
from domain.reading.labels import Label
from domain.reading.text_rows import row_start
from domain.reading.timing_words import WORDS, from_words

_RECURRING = regex(r"(?:毎月|毎年|毎週|毎度|毎|以降|隔月|四半期ごとに?|月々)の?\s?$")
# 8/10締めではなく8/20発行
_DENIED = regex(r"(?:[(][月火水木金土日祝・]{1,3}[)])?[^、。\n\d]{0,8}(?:では?なく|じゃなく|じゃない)")
_REMARK = regex(r"\s?[(][^()\n\d]{1,16}[)]")
_SLIP = regex(r"受注票|受注伝票|受注書|注文書|注文票|発注書|契約書|オーダー(?:票|シート)|売上伝票")
# 発行日 below 発 注 書: the paper's own title says whose day of issue it is
_DAYS_OF_ISSUE = ("発行日", "作成日", "発行年月日", "発行")
_PAPER = regex(
    r"(?P<order>(?:発\s*注|注\s*文|契\s*約|申\s*込|オーダー)\s*(?:書|票|シート)(?!番号|No)|(?i:purchase order))|"
    r"(?P<other>(?:請\s*求|見\s*積|納\s*品)\s*書|(?i:invoice|quotation|estimate))"
)
_E_SIGNED = regex(r"署名|電子(?:契約|サイン|印)|クラウドサイン|(?i:docusign|e-?sign)|締結")
_EACH = regex(r"それぞれ|各々|おのおの|いずれも|どちらも|両方|双方|両社|[2-9二三四五]社?件?とも")
_SENTENCE_END = regex(r"[。\n!！]|\Z")
_STOP = regex(r"[。\n!！?？;]|(?<=[a-z]{3})\.\s|(?<=\d)\.\s(?=[A-Z])|^\.\s(?=[A-Z])")
_LABEL_ROLES = {
    "order_date": "order",
    "billing_date": "billing",
    "due_date": "due",
    "terms": "due",
    "other_date": "other",
}
_LIKE_A_DATE = regex(r"(?:\d{4}\s?[年/.-]\s?)?\d{1,2}\s?[月/]\s?\d{1,2}日?|\d{4}[.-]\d{1,2}[.-]\d{1,2}")
_SET_OFF = (regex(r"[、,/| ]"), regex(r"[、,/| (]"))  # behind a state a day may stand in brackets
# 受注日：2025/6/17 初荷：7/1: the second day has a label of its own, whatever it says
_OWN_LABEL = regex(r"[\s、,/|(][^\s\d、,/|():]{1,8}:\s?\Z")
_NEAR = 40  # characters between a day and the one that stands in for it
_LABEL_OF = {"order": "order_date", "billing": "billing_date", "due": "due_date"}


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
    roles = _roles(text, ranges, inside, hits, labels, posted)
    signed = [(hit, strong) for hit, role, strong in roles if role == "order" and not hit.in_range]
    signed = [(hit, strong) for hit, strong in signed if not hit.relative or not hit.settled or hit.settled <= posted]
    orders = _best([_ordered(hit, posted, strong) for hit, strong in signed])
    start = orders[0].value if orders and orders[0].value and _recent(orders[0], posted) else posted
    billing = [_coming(hit, start, strong) for hit, role, strong in roles if role == "billing"]
    due = [_coming(hit, start, strong) for hit, role, strong in roles if role == "due"]
    if not billing:
        billing = billed_by_another_day(text, ranges, roles, orders, start, labels)
    return Timing(
        orders or _impossible(text, ranges, hits, labels, "order"),
        _best(billing) or _impossible(text, ranges, hits, labels, "billing"),
        _best(due) or _impossible(text, ranges, hits, labels, "due"),
    )


def _recent(order: Dated, posted: date) -> bool:
    """Whether years may count from this day: one in doubt that lies far back is hardly the order's."""
    return order.sure or (order.value is not None and (posted - order.value).days <= _LONG_AGO)


def _roles(
    text: str,
    ranges: Sequence[tuple[int, int]],
    inside: Sequence[DateHit],
    hits: Sequence[DateHit],
    labels: Sequence[Label],
    posted: date,
) -> list[tuple[DateHit, str, bool]]:
    """What each date is for; one that the writer takes back is for nothing, and the next for what that was."""
    heads, roles = {a for a, _ in ranges if a > 0}, list[tuple[DateHit, str, bool]]()
    for last, hit in zip([None, *inside], inside, strict=False):
        if last is not None and hit.start - last.end <= _NEAR and takes_back(text[last.end : hit.start]):
            meant = _role(text, last, [h for h in hits if h is not hit], labels, posted)
            roles[-1:] = [(last, "none", True), (hit, *meant)]
        elif last is not None and (moves(text, last, hit) or denies(text[last.end : hit.start])):
            first, second = replace(last, in_range=False), replace(hit, in_range=False)
            own = _role(text, second, [h for h in hits if h is not hit], labels, posted)
            meant = _role(text, first, [h for h in hits if h is not hit], labels, posted, denied=True)
            roles[-1:] = [(last, "none", True), (second, *(own if own[0] != "none" else meant))]
        elif last is not None and text.startswith("当日付", hit.start) and last.start >= row_start(text, hit.start):
            same = replace(last, start=hit.start, end=hit.end)  # 納品6/18、請求書は当日付け: not the day of the post
            roles.append((same, *_role(text, hit, hits, labels, posted)))
        elif (corrected := _corrected_above(text, hit, roles)) is not None:
            meant = roles[corrected][1:]
            roles[corrected] = (roles[corrected][0], "none", True)
            roles.append((hit, *meant))
        elif row_start(text, hit.start) in heads and opens_entry(text, hit):
            roles.append((hit, "order", True))
        else:
            roles.append((hit, *_role(text, hit, hits, labels, posted)))
    return roles


# (追記2)↑訂正、12/5でした: a row that puts right the one above it, with nothing but the day to say what
_PUT_RIGHT = regex(
    r"[^\w\n]{0,4}(?:(?:追記|追伸|補足|PS|P\.S\.)\s?\d?[)）:]?\s?)?(?:[↑^]\s?)?(?:(?:大変)?(?:すみません|すいません|ごめんなさい|失礼(?:しました)?|申し訳(?:ありません|ございません))[、。!\s]{0,2})?(?:(?:上記|上)(?:の日付?)?(?:は|を|の)?、?)?(?:訂正|修正|間違え?(?:まし)?た?|誤り(?:でした)?|失礼(?:しました)?|変更)"
    r"(?:です|します|しました|でした|になりました|があり(?:まして|ました))?[^\w\n]{0,4}(?:正しくは|正)?[^\w\n]{0,16}\Z"
)


def _corrected_above(text: str, hit: DateHit, roles: Sequence[tuple[DateHit, str, bool]]) -> int | None:
    """Which of the dates so far this one puts right: the only one of the row above with a part to play."""
    line = row_start(text, hit.start)
    if not line or hit.in_range or _PUT_RIGHT.match(text[line : hit.start]) is None:
        return None
    above = row_start(text, line - 1)
    known = [n for n, (date_hit, role, _) in enumerate(roles) if above <= date_hit.start < line and role in _LABEL_OF]
    return known[0] if len(known) == 1 else None


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


_LONG_AGO = 120  # days
_LONG_AHEAD = 270  # days: 請求日：11/5 in a post of November 10 is rather a slip than next year's


def _coming(hit: DateHit, start: date, strong: bool) -> Dated:
    value = hit.coming(start)
    if value is not None and value < start:
        return Dated(value, (hit.start, hit.end), False, "受注日より前の日付です")
    if value is not None and not hit.settled and (value - start).days > _LONG_AHEAD:
        return Dated(value, (hit.start, hit.end), False, "年の書かれていない日付で、次に来るのは来年です")
    sure = hit.sure and strong
    return Dated(value, (hit.start, hit.end), sure, "" if sure else "日付の書き方がはっきりしません")


def _role(
    text: str, hit: DateHit, hits: Sequence[DateHit], labels: Sequence[Label], posted: date, *, denied: bool = False
) -> tuple[str, bool]:
    """(order | billing | due | other | none, is it clear); of a `denied` day what it would be for."""
    line = row_start(text, hit.start)
    if _RECURRING.search(text[max(line, hit.start - 8) : hit.start]):
        return "none", True
    after, before = _around(text, hit, hits, line)
    after = "" if _leads_to_the_next(text, after, before, hit, hits) else after
    if not denied and (_DENIED.match(after) or is_mistaken(after)):
        return "none", True
    around = [label for label in labels if label.value <= hit.start < label.stop]
    label = max(around, key=lambda label: label.value, default=None)  # a cell rather than what precedes its table
    if label and hit.start > label.value + 2 and _OWN_LABEL.search(text, max(label.value, hit.start - 12), hit.start):
        role, _ = from_words(after, before, hit, posted)
        return role, True
    if label and hit.start > label.value + 2 and _SET_OFF[label.kind == "trap"].search(text, label.value, hit.start):
        role, strong = from_words(after, before, hit, posted)
        if role != "none":
            return role, strong
    if label:
        named = "billing" if "請求締" in label.name else _role_of_document(text, label) or _LABEL_ROLES.get(label.kind)
        if named == "due" and closes(after):
            return "none", True
        if named:
            after = after[: max(0, label.stop - hit.end)]
            close = WORDS.search(after[:9])
            apart = re.match(r"\s?[、,(]", after) or DATED_AS.match(after) or _of_the_next(text, after, hit, hits)
            if close and close.lastgroup != named and named in ("due", "billing") and not apart:
                return close.lastgroup or "none", True
            return named, True
        if label.kind in ("trap", "item", "partner", "quantity", "contact"):
            return "none", True
    role, strong = from_words(after, before, hit, posted)
    if role == "none" and _shares_its_verb(text, hit, hits, posted):
        return "order", True
    return role, strong


def _shares_its_verb(text: str, hit: DateHit, hits: Sequence[DateHit], posted: date) -> bool:
    """昨日はA社さんから…、今朝はB社さんから…、それぞれご注文いただきました: the verb at the end holds for both days."""
    if not hit.relative or hit.settled is None or hit.settled > posted:
        return False
    stop = _SENTENCE_END.search(text, hit.end, hit.end + 240)
    sentence = text[hit.end : stop.start()] if stop else ""
    others = [h for h in hits if stop and hit.end <= h.start < stop.start()]
    gone = bool(others) and all(h.relative and h.settled is not None and h.settled <= posted for h in others)
    return (
        gone
        and _EACH.search(sentence) is not None
        and any(found.lastgroup == "order" for found in WORDS.finditer(sentence[-24:]))
    )


def _role_of_document(text: str, label: Label) -> str:
    """日付 on an order slip, 完了日時 of an electronic signing: the day of the order by what document it is on."""
    before = text[max(0, label.start - 160) : label.start]
    if label.name == "日付":
        return "order" if _SLIP.search(before) else "none"
    if label.name in _DAYS_OF_ISSUE:
        titles = [*_PAPER.finditer(before)]
        return "order" if titles and titles[-1]["order"] else ""
    return "order" if label.name in ("完了日時", "完了日") and _E_SIGNED.search(before) else ""


def _of_the_next(text: str, after: str, hit: DateHit, hits: Sequence[DateHit]) -> bool:
    """請求 3/31 支払期日 4/30: words set off from this date that lead up to the next one are about that."""
    return after[:1] in " /" and any(h.start == hit.end + len(after) for h in hits) and text[hit.end] in " /"


_FIELD_WORD = regex(r"(?:^|[\s、。/|(:])[^\s、。/|(:\d]{1,8}[\s:]?\Z")


def _leads_to_the_next(text: str, after: str, before: str, hit: DateHit, hits: Sequence[DateHit]) -> bool:
    """出発 9/24 お支払期日 9月10日: each day has its word in front, if nothing stands behind the second one either."""
    following = next((h for h in hits if h.start == hit.end + len(after)), None)
    if following is None or not _of_the_next(text, after, hit, hits) or not after.strip():
        return False
    behind = text[following.end : following.end + 8].split("\n")[0].strip()
    bare = not after.strip().startswith(("に", "は", "で", "付", "の", "("))
    return bare and not behind and _FIELD_WORD.search(before) is not None and before.strip()[-1:].isalnum()


def _around(text: str, hit: DateHit, hits: Sequence[DateHit], line: int) -> tuple[str, str]:
    """The words after and before a date, within its sentence and up to the next and previous date."""
    limit = min((h.start for h in hits if h.start >= hit.end), default=len(text))
    after = text[hit.end : min(limit, hit.end + 60)]
    remark = _REMARK.match(after)
    if remark and _STOP.search(remark.group()) and not WORDS.search(remark.group()):
        after = after[remark.end() :]  # 先週水曜（大晦日！）に発注書いただきました
    stop = _STOP.search(after)
    after = after[: stop.start()] if stop else after
    floor = max((h.end for h in hits if h.end <= hit.start), default=0)
    gone = hit.today or (hit.relative and text[hit.start : hit.start + 1].isascii())  # PO received from … yesterday
    reach = 80 if gone else 36 if text[hit.start - 12 : hit.start].isascii() else 24  # English is wordier
    before = text[max(line, floor, hit.start - reach) : hit.start]
    stops = list(_STOP.finditer(before))
    return after, before[stops[-1].end() :] if stops else before

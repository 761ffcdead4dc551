"""A day of billing that is said by another day: 請求日：同日, 納品時請求, 請求は据付日, 同月末に請求, 受注月末請求."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.lazy_regex import regex
from domain.reading.dates import DateHit, shift_month, small_number
from domain.reading.labels import Label
from domain.reading.text_rows import row_start

Ranges = Sequence[tuple[int, int]]
Roles = Sequence[tuple[DateHit, str, bool]]

_SAME_DAY = regex(
    r"(?:(?:ご?(?:受注|契約|注文|発注|成約)日?)(?:と|に))?(?:同日|同じ(?:日)?|同上|即日)(?=[\s。、(]|$)|(?:受注|契約|注文|発注)日(?=[\s。、(]|$)"
)
_AT_DELIVERY = regex(r"納(?:品|入)(?:時|日|と同時|当日)(?!後)")
_ON_DELIVERY = regex(
    r"(?:納品|納入|引き?渡し?|搬入|お?届け)(?:時|日|と同時|月日|当日)(?:に|で|の)?(?:付け?で?)?\s?(?:に|一括)?\s?(?:ご)?(?:請求|"
    r"発行)|(?i:(?:invoice|bill) on delivery)|(?:納品|納入|お?届け?|発送|施工|実施|出荷|"
    r"開催)[^。\n\d]{0,4}(?:同日|当日|即日)(?:に|付けで)?(?:ご)?請求"
)
_BILLED_AT = regex(
    r"請求(?:書)?(?:日|発行日?)?\s?(?:[:はが=]|\s)\s?(?:納品|納入|引き?渡し?|搬入|設置|お?届け|発送|出荷)(?:時|日|と同時|当日)(?!後)"
)  # 請求は納品時
_ORDER_MONTH_END = regex(
    r"請求(?:書|日)?(?:の?発行)?(?:日|は|も|が|:|=|/|[\]】〕》>|→]|\s){0,4}(?P<when>ご?(?:受注|契約|発注|注文|成約)(?:(?:した|日の?)?月|の?当月)の?(?:月)?末)|(?:受注|契約|ご?発注)月(?:の)?(?:月)?末(?:日)?(?:に|で|付け?で?)?\s?(?:ご)?(?:請求|発行)"
)
_APART = regex(r"[、。,/\n]")
_DELIVERY = regex(r"納品|納入|納期|届け|発送|施工|実施|出荷|開催|引き?渡し?|搬入|設置|到着|(?i:deliver)")
_BILL = r"(?:ご?請求(?:書)?|インボイス)"
_LINK = r"(?:の?発行)?(?:日|も|は|が|を|:|=|/|、|→|\s){0,4}"
# 請求も同日付け, 納品4/10、同日請求: the day spoken of just before
_THAT_DAY = regex(
    rf"{_BILL}{_LINK}(?P<day>(?:その|それと)?(?:同日|同じ日)|その日(?!から|以降|より))|"
    r"(?:と|に|、|。|\s)(?P<day2>同日|同じ日|その日)(?:付け?)?(?:に|で)?\s?(?:ご)?(?:請求|発行)"
)
# 請求は据付日, 請求／入社日付, 開講日に請求: the day on which something is said to happen
_ON_EVENT = regex(
    rf"{_BILL}{_LINK}(?P<event>[一-龥]{{1,4}}?|お?引き?渡し|お?届け|キックオフ|リリース|オープン)(?:の)?(?:当日|日付?け?|日と同日|と同日)(?!後|から|以降|より|を?起算|の|まで|前|、?\s?\d)"
    rf"|(?P<event2>[一-龥]{{1,4}}|お?引き?渡し|お?届け|キックオフ|リリース|オープン)(?:の)?(?:当日|日)(?:と同日)?(?:付け?)?(?:に|で)\s?(?:一括)?(?:ご)?請求"
)
_NO_EVENT = regex(
    r".*(?:請求|発行|支払|入金|締|希望|予定|指定|期|毎月|毎|同|即|後|別|営業|平|休|末|初|翌|当|先|何|各)$|[一二三四五六七八九十]+"
)
_OF_THE_ORDER = regex(r"受注|ご?契約|ご?発注|ご?注文|締結|成約")
# 五月の連休明けに納め、同月末にご請求
_THAT_MONTH = regex(
    rf"{_BILL}{_LINK}(?:その)?同月(?:の)?(?:(?P<day>\d{{1,2}})日|末日?)(?!締|〆)|"
    r"(?:その)?同月(?:の)?(?:(?P<day2>\d{1,2})日|末日?)(?:付け?)?(?:に|で)?\s?(?:一括)?(?:で)?ご?(?:請求|インボイス)"
)
_MONTH = regex(r"(?<![\d/])(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})(?:月(?!間|額|分の|末?締)|/\d)")
_LOOK_BACK = 80  # characters: what 同日 and 同月 point to is said just before


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found for a field: evidence in norm, `sure`, and the Japanese reason if not."""

    value: date | None
    span: tuple[int, int]
    sure: bool
    reason: str = ""


def billed_by_another_day(
    text: str, ranges: Ranges, roles: Roles, orders: Sequence[Dated], start: date, labels: Sequence[Label]
) -> list[Dated]:
    """The day of billing where it is given by the day of the order, the delivery, another event or its month."""
    return (
        _on_the_same_day(text, ranges, orders, labels)
        or _special_billing(text, ranges, roles, start, labels)
        or _on_that_day(text, ranges, roles, orders, start)
        or _on_event(text, ranges, roles, orders, start)
        or _in_that_month(text, ranges, start)
    )


def _found(pattern: re.Pattern[str], text: str, ranges: Ranges) -> Iterator[re.Match[str]]:
    for a, b in ranges:
        yield from pattern.finditer(text, a, b)


def _on_that_day(text: str, ranges: Ranges, roles: Roles, orders: Sequence[Dated], start: date) -> list[Dated]:
    for found in _found(_THAT_DAY, text, ranges):
        before = [(hit, role) for hit, role, _ in roles if found.start() - _LOOK_BACK <= hit.start < found.start()]
        if not before or before[-1][0].in_range:
            continue
        hit, role = before[-1]
        value = orders[0].value if role == "order" and len(orders) == 1 else hit.coming(start)
        if value is not None and role != "due":
            return [Dated(value, (found.start("day" if found["day"] else "day2"), found.end()), hit.sure)]
    return []


def _on_event(text: str, ranges: Ranges, roles: Roles, orders: Sequence[Dated], start: date) -> list[Dated]:
    for found in _found(_ON_EVENT, text, ranges):
        event = found["event"] or found["event2"]
        if _NO_EVENT.fullmatch(event):
            continue
        if _OF_THE_ORDER.fullmatch(event):
            if len(orders) == 1:
                return [replace(orders[0], span=_event_span(found))]
            continue
        days = [hit for hit, role, _ in roles if role in ("other", "none") and _is_of(text, hit, event, found)]
        values = {hit.coming(start) for hit in days if hit.day != "EOM"}
        if len(values) == 1 and not days[0].in_range:
            return [Dated(values.pop(), _event_span(found), days[0].sure)]
    return []


def _event_span(found: re.Match[str]) -> tuple[int, int]:
    return found.span("event" if found["event"] else "event2")[0], found.end()


def _is_of(text: str, hit: DateHit, event: str, said: re.Match[str]) -> bool:
    """据付11/10, 入社日：7月1日, 4月8日に開講: whether this is the day of the event."""
    if said.start() <= hit.start < said.end():
        return False
    line = row_start(text, hit.start)
    before = text[max(line, hit.start - len(event) - 8) : hit.start]
    at = before.rfind(event)
    led = at >= 0 and not re.search(r"[、。\d]", before[at + len(event) :])
    return led or re.match(rf"[^、。\n\d]{{0,4}}{re.escape(event)}", text[hit.end : hit.end + 12]) is not None


def _in_that_month(text: str, ranges: Ranges, start: date) -> list[Dated]:
    for found in _found(_THAT_MONTH, text, ranges):
        months = [*_MONTH.finditer(text, max(0, found.start() - _LOOK_BACK), found.start())]
        if not months:
            continue
        day = found["day"] or found["day2"]
        hit = DateHit(*found.span(), None, small_number(months[-1]["month"]), int(day) if day else "EOM")
        value = hit.coming(start)
        if value is not None:
            return [Dated(value, found.span(), True)]
    return []


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
            return [Dated(shift_month(start, 0, "EOM"), found.span("when" if found["when"] else 0), True)]
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
        _DELIVERY.search(text[max(line, hit.start - 12) : hit.start])
        or _DELIVERY.search(_APART.split(text[hit.end : hit.end + 8])[0])
    )

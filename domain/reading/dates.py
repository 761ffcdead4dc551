"""Dates as people write them: absolute, short, era, weekday and relative words, Japanese and English.

A hit is either settled (year known, or relative to the day of posting) or waits for its year, which depends on what
the date is for: an order lies behind the posting, an invoice or a payment ahead of it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.lazy_regex import regex

Day = int | Literal["EOM"]

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTERS = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
_KANJI = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_MONTHS = {
    name: i + 1
    for i, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ]
    )
    for name in names.split()
}
_WEEKDAYS = "月火水木金土日"
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_N = r"(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})"
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ENGLISH_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"

# What begins alike stands together, behind a look at its first letter: most figures of a report are no dates.
_PATTERN = regex(
    r"(?=['\d〇一二三四五六七八九十来翌今本去昨同])(?:"
    r"(?<![\d,.])(?P<full>'?(?P<full_year>\d{4}|\d{2})\s?年\s?(?P<full_month>" + _N + r")\s?月\s?"
    r"(?:の)?(?:(?P<full_day>" + _N + r")\s?日|(?P<full_end>末日?)))"
    r"|(?<![\d,.-])(?<!\d/)(?P<sep>(?P<sep_year>20\d{2}|"
        r"'?\d{2}(?=/\d{1,2}/\d{1,2}(?!\d))|(?:(?<=日 )|(?<=日:)|(?<=日: )|"
        r"(?<=日\t))\d{2}(?=\.\d{1,2}\.\d{1,2}(?!\d)))(?P<mark>[./-])(?P<sep_month>\d{1,2})(?P=mark)"
    r"(?:(?P<sep_day>\d{1,2})(?!\d|[./-]\d)|(?P<sep_end>末)))"
    r"|(?<![A-Za-z0-9,./#-])(?P<compact>(?P<compact_year>20[0-4]\d)(?P<compact_month>0[1-9]|1[0-2])"
    r"(?P<compact_day>0[1-9]|[12]\d|3[01])(?![\d,円万]|-\d))"
    r"|(?<![\d,.])(?P<kanji>(?:(?P<next_year>来年|翌年|今年|本年|去年|昨年|同年)(?:の)?\s?|"
        r"(?<![\d,年]))(?P<kanji_month>(?<![一二三四五六七八九十]){n})\s?月\s?(?:の)?"
    r"(?:(?P<kanji_day>{n})\s?日(?!間|以内|後|前|程度|分)|(?P<kanji_end>末日?|月末)(?!締|〆)))".replace("{n}", _N)
    + r"|(?<![\d,.A-Za-z/-])(?P<us>(?P<us_month>\d{1,2})/(?P<us_day>\d{1,2})/(?P<us_year>20\d{2})(?![\d/]))"
    r"|(?<![\d,.A-Za-z-])(?<!\d/)(?P<short>(?P<short_month>\d{1,2})/(?:(?P<short_day>\d{1,2})日?|(?P<short_end>末))"
    r"(?!\d|/\s?\d|\.\d|ずつ|\s?(?:インチ|inch|\"|サイズ|スケール)|,\d))"
    r"|(?P<after>(?P<after_n>\d{1,3})\s?(?P<after_unit>日|週間|営業日)(?P<after_way>前|後)(?!に?(?:請求|支払|"
    r"払|入金)))"
    r"|(?<![\d/-])(?P<gb>(?P<gb_day>\d{1,2})(?:st|nd|rd|th)?(?:\sof)?[ -](?P<gb_month>" + _MONTH_NAME +
        r")\.?(?![a-z])(?:[ ,-]{1,2}(?P<gb_year>20\d{2}))?)"
    r")|(?=[明大昭平令今当本来再さ先次こ前一昨おきあ])(?:"
    r"(?P<era>(?P<era_name>明治|大正|昭和|平成|令和)\s?(?P<era_year>元|" + _N + r")\s?年"
    r"\s?(?P<era_month>" + _N + r")\s?月"
    r"\s?(?:(?P<era_day>" + _N + r")\s?日|(?P<era_end>末日?)))"
    r"|(?P<month_word>(?P<mw>今月|(?<![注約文品収])当月(?=[末\d])|本月|来月|再来月|さ来月|先月|先々月|次月)(?:の)?\s?"
    r"(?:(?P<mw_day>{n})\s?日(?!間|以内|後)|(?P<mw_end>末日?)(?!締|〆)|(?P<mw_start>初日|1日|頭|初旬|"
        r"初め|上旬|中旬|下旬|初)))".replace("{n}", _N)
    + r"|(?P<week>(?P<week_word>今週|来週|再来週|さ来週|先週|先々週|次の|この前の|前の|"
        r"今度の)(?:の)?\s?(?P<week_day>[月火水木金土日])曜日?)"
    r"|(?P<week2>(?P<week2_word>今週|来週|再来週|先週)(?:の)?(?P<week2_day>[月火水木金])(?=に|付|、|。|"
        r"\s|請求|発行|受注|入金|支払|納品))"
    r"|(?P<day_word>一昨日|昨日|昨夜|昨晩|本日|今日|今朝|今夕|今晩|当日付|明日|明後日|"
        r"(?<![ぁ-ん])(?:おととい|きのう|きょう|あした|あさって)(?=[^ぁ-ん]|[はのにもで]|から|まで|$))"
    r")|(?=[a-z])(?:"
    r"(?<![A-Za-z0-9.])(?P<letter>(?P<letter_name>[MTSHR])(?P<letter_year>\d{1,2})[./年-](?P<letter_mont"
        r"h>\d{1,2})[./月-]"
    r"(?P<letter_day>\d{1,2}|末)日?(?!\d|[./-]\d))"
    r"|(?<![A-Za-z])(?P<eng>(?P<eng_month>" + _MONTH_NAME + r")\.?\s?(?P<eng_day>\d{1,2})(?:st|nd|rd|th)?(?![\d,]\d)"
    r"(?:(?:,\s?|\s)(?P<eng_year>20\d{2}))?(?!\d))"
    r"|(?<![A-Za-z])(?P<eom>(?:the\s)?(?:end|last day) of (?:the\s)?(?P<eom_month>" + _MONTH_NAME +
        r"|this month|next month|the month|month)(?![a-z])(?:,?\s(?P<eom_year>20\d{2}))?)"
    r"|(?<![A-Za-z])(?P<eng_rel>today|yesterday|tomorrow|tonight|earlier today|"
        r"this (?:morning|afternoon|evening))(?![a-z])"
    r"|(?<![A-Za-z])(?P<eng_week>(?P<ew_word>this|next|last)\s(?P<ew_day>" + _ENGLISH_DAY + r"))(?![a-z])"
    r")"
    r"|(?<![A-Za-z])(?P<nm>(?:the\s)?(?P<nm_day>\d{1,2})(?:st|nd|rd|th)?\sof\s(?P<nm_word>this|next)\smonth)"
    r"|(?<![\d年月/])(?P<only>(?<![一二三四五六七八九十翌々×x*×])(?P<only_day>\d{1,2})日(?!間|以内|後|前|"
        r"程度|分|締|〆|サイト|目|営業|本|\d))",
    re.IGNORECASE,
)  # fmt: skip
_MONTHLY = regex(
    r"(?:毎月|各月|隔月|翌々?月|当月|同月|次月|今月|来月|先月|再来月)の?\s?\d{1,2}\s?日(?!間|分|程度|稼働|勤務|[×x*])"
)
_RANGE_AFTER = regex(
    r"(?:[)(月火水木金土日]{0,3})\s?(?:~|から(?!の?ご?(?:受注|発注|注文))|-|–|—|→|より(?=.{0,14}まで)|"
    r"to(?= )|through)\s?"
)
_DAY_OFFSETS = {
    "一昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1, "昨夜": -1, "昨晩": -1, "明日": 1, "あした": 1, "明後日": 2,
    "あさって": 2, "yesterday": -1, "tomorrow": 1,
}  # fmt: skip
_MONTH_OFFSETS = {"来月": 1, "次月": 1, "再来月": 2, "さ来月": 2, "先月": -1, "先々月": -2}
_WEEK_OFFSETS = {"来週": 1, "再来週": 2, "さ来週": 2, "先週": -1, "先々週": -2, "今週": 0}


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date at norm[start:end]. `settled` if nothing is left open; else month and day wait for a year."""

    start: int
    end: int
    settled: date | None
    month: int | None = None
    day: Day | None = None
    in_range: bool = False
    sure: bool = True
    today: bool = False
    relative: bool = False  # 明日, 来週金曜: counts from the posting
    won: bool = False  # it is said to be the day of the order

    def past(self, posted: date) -> date | None:
        """The latest such date not after the posting."""
        if self.settled or self.day is None:
            return self.settled
        if self.month is None:
            return _nearest_day(self.day, posted, -1)
        candidates = (make_date(posted.year + step, self.month, self.day) for step in (0, -1, -2, -3, -4))
        return next((d for d in candidates if d and d <= posted), None)

    def coming(self, start: date) -> date | None:
        """The first such date not before `start`."""
        if self.settled or self.day is None:
            return self.settled
        if self.month is None:
            return _nearest_day(self.day, start, 1)
        candidates = (make_date(start.year + step, self.month, self.day) for step in (0, 1, 2, 3, 4))
        return next((d for d in candidates if d and d >= start), None)


def make_date(year: int, month: int, day: Day) -> date | None:
    """The calendar date, the last of the month for "EOM", None if there is no such day."""
    if not 1900 <= year <= 2200 or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day == "EOM":
        return date(year, month, last)
    return date(year, month, day) if 1 <= day <= last else None


def shift_month(start: date, months: int, day: Day) -> date | None:
    """`day` of the month that lies `months` after that of `start`."""
    index = start.year * 12 + start.month - 1 + months
    return make_date(index // 12, index % 12 + 1, day)


def _nearest_day(day: Day, start: date, step: int) -> date | None:
    for months in range(3):
        found = shift_month(start, months * step, day)
        if found and (found <= start if step < 0 else found >= start):
            return found
    return None


def small_number(text: str) -> int:
    """5, 15, 五, 十五, 二十, 二十五, 一五."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_KANJI.get(tens, 1) if tens else 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)
    value = 0
    for char in text:
        value = value * 10 + _KANJI[char]
    return value


def find_dates(text: str, posted: date, start: int = 0, end: int | None = None) -> list[DateHit]:
    """Every date in norm text, in text order. Ends of a range (4/1〜3/31) are marked `in_range`."""
    hits: list[DateHit] = []
    stop = len(text) if end is None else end
    for found in _PATTERN.finditer(text, start, stop):
        hit = _read(found, posted)
        if hit is not None:
            hits.append(hit)
    return _mark_ranges(text, _merged(hits, posted))


def days_of_months(text: str) -> list[tuple[int, int]]:
    """毎月25日, 翌月10日: days of the calendar that are no date of their own and never a quantity."""
    return [found.span() for found in _MONTHLY.finditer(text)]


def _merged(hits: list[DateHit], posted: date) -> list[DateHit]:
    """本日10/14 is one date."""
    out: list[DateHit] = []
    for hit in hits:
        if out and out[-1].today and 0 <= hit.start - out[-1].end <= 1 and hit.past(posted) == posted:
            hit = DateHit(out.pop().start, hit.end, posted, today=True, relative=True)
        out.append(hit)
    return out


def _mark_ranges(text: str, hits: list[DateHit]) -> list[DateHit]:
    ranged = [False] * len(hits)
    for i, hit in enumerate(hits):
        joint = _RANGE_AFTER.match(text, hit.end)
        if joint and not hit.today:
            following = i + 1 < len(hits) and 0 <= hits[i + 1].start - joint.end() <= 2
            if following:
                ranged[i] = ranged[i + 1] = True
            elif joint.group().strip() in ("~", "から"):
                ranged[i] = True
    return [
        DateHit(h.start, h.end, h.settled, h.month, h.day, True, h.sure) if r else h
        for h, r in zip(hits, ranged, strict=True)
    ]


def _read(found: re.Match[str], posted: date) -> DateHit | None:
    start, end = found.span()
    for name in ("era", "letter", "full", "sep", "compact"):
        if found[name]:
            settled = _with_year(found, name)
            return DateHit(start, end, settled) if settled else None
    for name in ("kanji", "short", "eng", "gb", "eom"):
        if found[name]:
            return _without_year(found, name, posted)
    if found["us"]:
        return _american(found)
    settled, today, sure = _relative(found, posted)
    if settled:
        return DateHit(start, end, settled, today=today, sure=sure, relative=True)
    if found["only"]:
        return DateHit(start, end, None, None, int(found["only_day"]), sure=False)
    return None


def _american(found: re.Match[str]) -> DateHit | None:
    """12/15/2025; 15/12/2025 is the same day, and 3/4/2025 may be either."""
    first, second, year = (int(found[f"us_{name}"]) for name in ("month", "day", "year"))
    month, day = (second, first) if first > 12 else (first, second)
    settled = make_date(year, month, day)
    return DateHit(*found.span(), settled, sure=max(first, second) > 12 or first == second) if settled else None


def _with_year(found: re.Match[str], name: str) -> date | None:
    raw_year = found[f"{name}_year"].lstrip("'")
    if name == "era":
        year = _ERAS[found["era_name"]] + (1 if raw_year == "元" else small_number(raw_year))
    elif name == "letter":
        year = _ERA_LETTERS[found["letter_name"].upper()] + int(raw_year)
    else:
        year = int(raw_year) + (2000 if len(raw_year) == 2 else 0)
    day: Day = "EOM"
    if name == "letter":
        day = "EOM" if found["letter_day"] == "末" else int(found["letter_day"])
    elif found[f"{name}_day"]:
        day = small_number(found[f"{name}_day"])
    return make_date(year, small_number(found[f"{name}_month"]), day)


def _without_year(found: re.Match[str], name: str, posted: date) -> DateHit | None:
    raw_month = found[f"{name}_month"].lower()
    day: Day = "EOM"
    if name == "eom":
        if "month" in raw_month:
            settled = shift_month(posted, 1 if raw_month.startswith("next") else 0, "EOM")
            return DateHit(*found.span(), settled, sure="this" in raw_month or "next" in raw_month)
    elif found[f"{name}_day"]:
        day = small_number(found[f"{name}_day"])
    month = _MONTHS[raw_month] if raw_month in _MONTHS else small_number(raw_month)
    year = found.groupdict().get(f"{name}_year")
    if name == "kanji" and found["next_year"] and found["next_year"] != "同年":
        year = str(posted.year + {"来": 1, "翌": 1, "今": 0, "本": 0}.get(found["next_year"][0], -1))
    if make_date(int(year) if year else 2024, month, day) is None:  # 2024: so that 2/29 can wait for its year
        return None
    settled = make_date(int(year), month, day) if year else None
    return DateHit(*found.span(), settled, month, day)


def _relative(found: re.Match[str], posted: date) -> tuple[date | None, bool, bool]:
    """(date, is it the day of posting, is it unambiguous)."""
    if word := (found["day_word"] or found["eng_rel"]):
        offset = _DAY_OFFSETS.get(word.lower(), 0)
        return posted + timedelta(days=offset), offset == 0, True
    if found["month_word"]:
        months = _MONTH_OFFSETS.get(found["mw"], 0)
        if found["mw_start"]:
            sure = found["mw_start"] in ("1日", "初日")
            return (shift_month(posted, months, 1) if sure else None), False, sure
        return shift_month(posted, months, small_number(found["mw_day"]) if found["mw_day"] else "EOM"), False, True
    if found["nm"]:
        return shift_month(posted, 1 if found["nm_word"].lower() == "next" else 0, int(found["nm_day"])), False, True
    if found["after"] and found["after_unit"] != "営業日":
        days = int(found["after_n"]) * (7 if found["after_unit"] == "週間" else 1)
        return posted + timedelta(days=days if found["after_way"] == "後" else -days), False, False
    return _weekday(found, posted)


def _weekday(found: re.Match[str], posted: date) -> tuple[date | None, bool, bool]:
    monday = posted - timedelta(days=posted.weekday())
    word = found["week_word"] or found["week2_word"]
    if word:
        weekday = _WEEKDAYS.index(found["week_day"] or found["week2_day"])
        if word in _WEEK_OFFSETS:
            return monday + timedelta(weeks=_WEEK_OFFSETS[word], days=weekday), False, True
        back = word in ("この前の", "前の")
        gap = (posted.weekday() - weekday) % 7 or 7 if back else (weekday - posted.weekday()) % 7 or 7
        return posted + timedelta(days=-gap if back else gap), False, False
    if found["eng_week"]:
        weekday = _ENGLISH_DAYS.index(found["ew_day"][:3].lower())
        which = found["ew_word"].lower()
        if which == "last":
            return posted - timedelta(days=(posted.weekday() - weekday) % 7 or 7), False, True
        return monday + timedelta(weeks=1 if which == "next" else 0, days=weekday), False, which == "this"
    return None, False, False

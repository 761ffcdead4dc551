"""What stands written in a message, as evidence for a label: every figure, every day a word can mean, text to search.

Deliberately generous (supersets): it can refuse a label that nobody wrote, it can never tell what a message means.
"""

from __future__ import annotations

import calendar
import datetime as dt
import html
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
DIGITS |= {"壱": 1, "弐": 2, "参": 3, "壹": 1, "貳": 2, "伍": 5}
SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000, "阡": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8}
SCALE = {"千": 10**3, "百万": 10**6, "k": 10**3, "m": 10**6, "mil": 10**6, "十万": 10**5, "百": 100, "十": 10} | LARGE
WEEKDAYS = "月火水木金土日"


def plain(text: str) -> str:
    """NFKC text with Slack's escapes undone; circled numbers become spaces so that they never join a figure."""
    text = re.sub(r"[①-⓿❶-➓]", " ", html.unescape(text))
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-")


def squeezed(text: str) -> str:
    """Text for "does it occur": NFKC without blanks, emphasis marks, struck-out passages and quote marks."""
    return re.sub(r"[\s*_`]|^>", "", re.sub(r"~[^~\n]+~", "", plain(text)), flags=re.M).casefold()


def kanji_number(word: str) -> int:
    """Value of a positional (二〇二六) or ordinary (二百五十万, 壱百弐拾萬) kanji numeral."""
    if all(char in DIGITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in SMALL:
            section, digit = section + (digit or 1) * SMALL[char], 0
        else:
            total, section, digit = total + (section + digit or 1) * LARGE[char], 0, 0
    return total + section + digit


def figures(text: str) -> set[Fraction]:
    """Every number a person could see in the text, in any spelling (a superset: used as evidence, not as a reading)."""
    found: set[Fraction] = set()
    text = plain(text).casefold()
    text = re.sub(r"(?<=\d) (?=(?:万|千|億|k\b|m\b))", "", text)
    unit = r"(?:百万|十万|万|億|千|百|十|mil(?![a-z])|k(?![a-z])|m(?![a-z])|k(?=円)|m(?=円))?"
    for match in re.finditer(rf"(?:\d[\d,]*(?:\.\d+)?{unit})+", text):
        parts = re.findall(rf"(\d[\d,]*(?:\.\d+)?)({unit})", match.group())
        values = [Fraction(Decimal(number.replace(",", ""))) * SCALE.get(scale, 1) for number, scale in parts]
        found.update(values)
        found.update(sum(values[i:j], Fraction(0)) for i in range(len(values)) for j in range(i + 1, len(values) + 1))
        found.update(Fraction(Decimal(number.replace(",", ""))) for number, _ in parts)
    for word in re.findall(r"[〇一二三四五六七八九十百千万億壱弐参壹貳伍拾阡萬]+", text):
        found.add(Fraction(kanji_number(word)))
    return found


def month_end(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def relative_days(text: str, posted: dt.date) -> set[dt.date]:
    """Every day a relative word in the text can mean, counted from the posting."""
    found: set[dt.date] = set()
    words = {"本日|今日|きょう|今朝|当日|today|this morning": 0, "昨日|きのう|yesterday": -1, "一昨日|おととい": -2}
    words |= {"明日|tomorrow": 1, "明後日|あさって": 2}
    for pattern, shift in words.items():
        if re.search(pattern, text):
            found.add(posted + dt.timedelta(shift))
    months = {"今月|当月|this month": 0, "来月|next month": 1, "再来月": 2, "先月|last month": -1}
    for pattern, shift in months.items():
        if re.search(pattern, text):
            end = month_end(posted, shift)
            found.add(end)
            days = re.findall(rf"(?:{pattern})の?(\d+)日", text)
            found.update(end.replace(day=int(day)) for day in days if int(day) <= end.day)
    monday = posted - dt.timedelta(posted.weekday())
    for pattern, weeks in {"先週|last week": -1, "今週|this week": 0, "来週|next week": 1, "再来週": 2}.items():
        for name in re.findall(rf"(?:{pattern})の?([{WEEKDAYS}])", text):
            found.add(monday + dt.timedelta(WEEKDAYS.index(name) + 7 * weeks))
    for count, unit in re.findall(r"(\d+)(日|週間)(?:後|以内)", text):
        found.add(posted + dt.timedelta(int(count) * (7 if unit == "週間" else 1)))
    return found


def is_written(day: dt.date, text: str) -> bool:
    """Whether month and day of the date stand in the text as figures (or the day as 末)."""
    last = day.day == calendar.monthrange(day.year, day.month)[1]
    numbers = {int(word) for word in re.findall(r"\d+", text) if len(word) <= 4}
    numbers |= {int(value) for value in figures(text) if value.denominator == 1}
    compact = any(day.strftime(form) in text for form in ("%Y%m%d", "%y%m%d"))
    english = bool(re.search(day.strftime("%b").casefold(), text)) and day.day in numbers
    named = day.month in numbers and (day.day in numbers or (last and "末" in text))
    return compact or english or named

"""Writing amounts, dates and terms in the ways people do, for reading them back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

POSTED = datetime(2026, 5, 12, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壱弐参四五六七八九"


def spellings_of_yen(yen: int) -> Iterator[str]:
    """Ways to write this many yen, all of them exact."""
    yield f"{yen}円"
    yield f"{yen:,}円"
    yield f"¥{yen:,}"
    yield f"￥{yen:,}-"
    yield f"{yen:,} yen"
    yield f"JPY {yen:,}"
    yield f"{yen:,}円".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    yield f"{kanji_number(yen)}円"
    yield f"金{kanji_number(yen, formal=True)}円也"
    if yen % 1000 == 0:
        yield f"{yen // 1000:,}千円"
    if yen % 1000 == 0 and yen < 10**8:
        yield f"{yen / 10000:g}万円" if yen < 10**9 and f"{yen / 10000:g}".find("e") < 0 else f"{yen:,}円"
    if yen >= 10**8 and yen % 10**4 == 0:
        yield f"{yen // 10**8}億{yen % 10**8 // 10**4:,}万円" if yen % 10**8 else f"{yen // 10**8}億円"


def kanji_number(value: int, *, formal: bool = False) -> str:
    """百二十万 or, formal, 壱百弐拾万."""
    digits = _FORMAL if formal else _DIGITS
    out = ""
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        part, value = divmod(value, size)
        if part:
            out += _below_ten_thousand(part, digits, formal) + unit
    return out


def _below_ten_thousand(value: int, digits: str, formal: bool) -> str:
    out = ""
    for unit, size in (("千", 1000), ("百", 100), ("拾" if formal else "十", 10), ("", 1)):
        part, value = divmod(value, size)
        if part:
            out += ("" if part == 1 and unit and not formal else digits[part]) + unit
    return out


def spellings_of_date(day: date) -> Iterator[str]:
    """Ways to write this day with its year."""
    yield f"{day.year}年{day.month}月{day.day}日"
    yield f"{day:%Y/%m/%d}"
    yield f"{day.year}/{day.month}/{day.day}"
    yield f"{day:%Y-%m-%d}"
    yield f"{day:%Y.%m.%d}"
    yield f"{day:%Y%m%d}"
    yield f"{day.year % 100}/{day.month}/{day.day}"
    yield f"令和{day.year - 2018}年{day.month}月{day.day}日"
    yield f"R{day.year - 2018}.{day.month}.{day.day}"
    yield f"{day:%B} {day.day}, {day.year}"
    yield f"{day:%b}. {day.day}, {day.year}"
    yield f"{day.day} {day:%B} {day.year}"
    yield f"{day.year}年{day.month}月{day.day}日".translate(str.maketrans("0123456789", "０１２３４５６７８９"))

"""Numbers as people write them: 1,200,000 / 120万 / 1.5億 / 3億4,500万 / 1,200千 / 百二十万 / 壱百弐拾万 / 二〇〇.

Works on NFKC text. Nothing here decides whether a number is money; see money.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.lazy_regex import regex

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "壱": 1, "壹": 1, "弌": 1, "弐": 2, "貳": 2, "貮": 2, "参": 3, "參": 3, "肆": 4, "伍": 5,
    "陸": 6, "漆": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "陌": 100, "佰": 100, "千": 1000, "阡": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
_ARABIC = regex(r"\d{1,3}(?:,\d{3}){1,5}(?!\d|,\d)(?:\.\d{1,6}(?!\d|\.\d))?|\d{1,15}(?:\.\d{1,6}(?!\d|\.\d))?")
_SPACED_LARGE = regex(r" [万億](?=\s?円|[\d,]|\s?[(]?税)")  # 20 万円
KANJI_NUMBER = "".join(_DIGITS) + "".join(_SMALL) + "".join(_LARGE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at norm[start:end]. `clean` is False if its commas or points do not make sense."""

    value: Decimal
    start: int
    end: int
    clean: bool
    arabic: bool
    scaled: bool  # has 万, 億 … so it is hardly a count or a code


def read_number(text: str, at: int) -> Number | None:
    """The longest number that starts at `at`, or None."""
    total, section, current = Decimal(0), Decimal(0), None
    pos, arabic, kanji_run, clean = at, False, False, True
    unit, unit_end = 0, at  # the last 万, 億 … read, and where it ends
    limit = Decimal(10) ** 16
    while pos < len(text):
        char = text[pos]
        if char.isascii() and char.isdigit():
            found = _ARABIC.match(text, pos)
            if current is not None or found is None:
                break
            current, pos, arabic, kanji_run = Decimal(found.group().replace(",", "")), found.end(), True, False
        elif char in _DIGITS:
            if current is not None and not kanji_run:
                break
            current = (current or Decimal(0)) * 10 + _DIGITS[char]
            kanji_run, pos = True, pos + 1
        elif char in _SMALL:
            section += (Decimal(1) if current is None else current) * _SMALL[char]
            current, pos, kanji_run = None, pos + 1, False
        elif char in _LARGE and (current is not None or section):
            if unit and _LARGE[char] >= unit:  # 12万3万: two figures without a gap, not fifteen 万
                return Number(total, at, unit_end, False, arabic, True)
            unit, unit_end = _LARGE[char], pos + 1
            total += (section + (current or 0)) * unit
            section, current, pos, kanji_run = Decimal(0), None, pos + 1, False
        elif char == " " and arabic and current is not None and _SPACED_LARGE.match(text, pos):
            pos += 1
        else:
            break
        if total + section + (current or 0) > limit:
            return None
    if pos == at:
        return None
    clean = _is_clean(text, at, pos)
    return Number(total + section + (current or 0), at, pos, clean, arabic, unit > 0)


_POINT_PARTS_THOUSANDS = regex(r"[1-9]\d{0,2}\.\d{3}")  # 200.000: elsewhere it does
_GLUED_BEFORE = regex(r"\d[,.']?\Z")
_GLUED_AFTER = regex(r"[,.']\d")
_SPACED_BEFORE = regex(r"(?<![A-Za-z\d])\d{1,3} \Z")
_SIDES_BEFORE, _COUNTED = regex(r"\d[×x]\d{1,3} \Z"), regex(r"[枚本個台箱袋冊部脚]")
_THREE, _UP_TO_THREE = regex(r"\d{3}"), regex(r"\d{1,3}")
_SPACED_AFTER = regex(r" \d{3}(?![\d,])")


def _is_clean(text: str, start: int, end: int) -> bool:
    """A figure glued to more digits, commas or points (12,00 / 1.200.000 / 1 200 000) may mean something else."""
    before, after, figure = text[max(0, start - 2) : start], text[end : end + 5], text[start:end]
    if _POINT_PARTS_THOUSANDS.fullmatch(figure):
        return False
    if _GLUED_BEFORE.search(before) or _GLUED_AFTER.match(after) or after[:1].isdigit():
        return False
    if _THREE.fullmatch(figure) and _SPACED_BEFORE.search(text[max(0, start - 5) : start]):
        # 1 200 000, but not A4 500枚 or 3×6 200枚
        return _SIDES_BEFORE.search(text[max(0, start - 8) : start]) is not None and _COUNTED.match(after) is not None
    return not (_SPACED_AFTER.match(after) and _UP_TO_THREE.fullmatch(figure))

"""Yen as people read them and as they type them. Inside the program a yen amount is an `int`."""

import re
from fractions import Fraction

# The largest amount, either sign, that the bot takes from a person: eleven digits.
MAX_YEN = 99_999_999_999
_MAX_TEXT = 40

# Only what a Japanese keyboard really produces. NFKC would also fold superscripts and circled digits into digits
# ("10²" -> "102"), which is a wrong amount. A backslash is how older Japanese fonts and keyboards write ¥.
_KEYBOARD = str.maketrans("０１２３４５６７８９，．￥＼\\－−▲△\u3000", "0123456789,.¥¥¥---- ")

_COUNT = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)"
_SIGN_AND_CURRENCY = re.compile(r"(?P<before>-?) ?¥? ?(?P<after>-?)")
_UNITS = {"千": 1_000, "百万": 1_000_000, "千万": 10_000_000, "万": 10_000, "億": 100_000_000}
_ONE_UNIT = re.compile(rf"(?P<count>{_COUNT}(?:\.[0-9]+)?) ?(?P<unit>千万|百万|千|万|億) ?円?")
_PLAIN = re.compile(rf"(?P<count>{_COUNT}) ?円?")
_MIXED = re.compile(
    rf"(?:(?P<oku>{_COUNT})億)?(?:(?P<senman>[1-9])千万|(?P<man>{_COUNT})万)?"
    rf"(?:(?P<sen>[1-9])千)?(?P<rest>{_COUNT})? ?円?"
)


def yen(amount: int) -> str:
    """Return the amount as people read it: `¥1,234,000`, and `-¥1,000` for a credit."""
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,}"


def parse_yen(text: str) -> int | None:
    """Return the yen a person typed into a form field, or None if the text is not clearly one yen amount.

    Taken: `1,200,000`, `¥120,000`, `１２０万円`, `12.5万`, `1億2,000万円`, `3万5千`, `1,200千円`, `-500`, `▲500`.
    Refused: anything beside the amount (`120,000円（税込）`, `約12万`), commas in the wrong place, fractions of a yen,
    a decimal point without 千/万/億 (1.200 is a thousand to some), leading zeros (telephone numbers), and more than
    MAX_YEN.
    """
    if len(text) > _MAX_TEXT:
        return None
    typed = text.translate(_KEYBOARD).strip(" \t\r\n")
    head = _SIGN_AND_CURRENCY.match(typed)
    assert head is not None  # every part of it is optional
    if head["before"] and head["after"]:
        return None
    amount = _magnitude(typed[head.end() :])
    if amount is None or amount > MAX_YEN:
        return None
    return -amount if head["before"] or head["after"] else amount


def _magnitude(text: str) -> int | None:
    if found := _PLAIN.fullmatch(text):
        return _number(found["count"])
    if found := _ONE_UNIT.fullmatch(text):
        value = Fraction(found["count"].replace(",", "")) * _UNITS[found["unit"]]
        return int(value) if value.denominator == 1 else None
    if found := _MIXED.fullmatch(text):
        return _mixed(found)
    return None


def _mixed(found: re.Match[str]) -> int | None:
    """Return the sum of 億, 万, 千 and the rest; None where a part is as large as the unit before it."""
    oku, man, rest = _number(found["oku"]), _number(found["man"]), _number(found["rest"])
    if not any(found.groups()):
        return None
    thousands = _number(found["sen"]) * 1_000
    man += _number(found["senman"]) * 1_000
    room_for_rest = 1_000 if thousands else 10_000
    if man >= 10_000 or rest >= room_for_rest:
        return None
    return oku * 100_000_000 + man * 10_000 + thousands + rest


def _number(digits: str | None) -> int:
    return int(digits.replace(",", "")) if digits else 0

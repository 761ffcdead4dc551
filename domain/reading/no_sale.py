"""What a record shows by its values to be no sale, whatever its words: a blank form, goods and money that go back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.context import Message
from domain.reading.gather import Found
from domain.reading.labels import Label
from domain.reading.money import Figure
from domain.reading.segments import Part

_CUSTOMER = {"partner", "bill_to"}
_CORE = _CUSTOMER | {"item", "quantity", "unit_price", "amount", "total", "subtotal", "order_date"}
# 台 × 円, 2026/ /, 年　月　日, ＿＿＿, （　）: what a form has printed where the value goes
_PRINTED = regex(
    r"[】\]>)]?\s?:?\s?(?:20\d\d|令和)?[\s/年月日頃付.,、・×x*@¥()\[\]「」_＿…~-]*"
    r"(?:[台個本枚式名円様名社箱冊件人]|税[別抜込]|御中)?[\s/年月日×x*@¥()\[\]「」_＿…-]*"
)
# 数量：＿＿台 / 株式会社____ 御中: two places with a line to write on, and no rule across the page
_LINE = r"[^\W_][^\w\n]{0,4}[_＿]{2,}[^\S\n]{0,3}(?:[台個本枚式名円様]|御中|$)"
_LINES_TO_WRITE_ON = regex(rf"{_LINE}[\s\S]{{0,160}}?{_LINE}", re.MULTILINE)
_NEXT_ROW = regex(r"\n[^\w\n]*")  # right below stands the next label of the form, and no value
_BULLET = 12  # characters at most in front of the next label
_MANY = 2  # so many blanks are no oversight where goods or price are missing
_MONEY = ("money", "bare")
_SIGNED = regex(r"[:|(]\s?[-▲△−]\Z|[^\n][ \t][-▲△−]\Z")
_SUMS = {"subtotal", "total", "amount"}


def blank_form(message: Message, part: Part, lacking: tuple[str, ...]) -> bool:
    """Whether it is a form to be filled in: its labels stand there, and behind them not what the post lacks."""
    if "__" in message.body and _LINES_TO_WRITE_ON.search(message.body):
        return True
    starts = sorted(label.start for label in message.labels)
    blanks = [label for label in message.labels if _is_blank(message, part, label, starts)]
    if not lacking:
        return len(blanks) > _MANY
    nobody = "partner_name" in lacking and any(label.kind in _CUSTOMER for label in blanks)
    return nobody or len(blanks) >= _MANY


def _is_blank(message: Message, part: Part, label: Label, starts: Sequence[int]) -> bool:
    """Whether nothing stands behind a label of the record, nor below it: 品名： may have its goods on the next rows."""
    if label.kind not in _CORE or not label.strong or not any(a <= label.start < b for a, b in part.everywhere):
        return False
    end = message.body.find("\n", label.end)
    if not _PRINTED.fullmatch(message.body, label.end, end if end >= 0 else len(message.body)):
        return False
    if end < 0:
        return True
    if not message.body[end : end + 80].strip():
        return True
    behind = starts[bisect_right(starts, end) : bisect_right(starts, end + _BULLET)]
    return any(_NEXT_ROW.fullmatch(message.body, end, start) for start in behind)


def goes_back(message: Message, part: Part, found: Found, *, firm: bool) -> bool:
    """数量 -2台, 税抜計 ▲118,000: who gets goods or money back orders nothing; a discount is one line among others."""
    if any(one.value < 0 for one in found.sums if one.kind in _SUMS):
        return True
    figures = [one for one in message.figures if part.start <= one.start < part.end]
    counts = [_is_negative(message, one) for one in figures if one.kind == "count"]
    if counts:
        return any(counts) and (not firm or all(counts))
    money = [one.value for one in figures if one.kind in _MONEY]
    return len(money) > 1 and min(money) < 0 and -min(money) > max(money)  # a discount is less than the price


def _is_negative(message: Message, figure: Figure) -> bool:
    return figure.value < 0 or _SIGNED.search(message.body, max(0, figure.start - 3), figure.start) is not None

"""What a line for all orders says of each: 請求日はAが7/31、Bは8/31; 担当は1件目が堀、2件目が榊.

Such a clause belongs to the order it names and to no other, else one order is billed on the other's day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.lazy_regex import regex

if TYPE_CHECKING:
    from domain.reading.segments import Part

_SENTENCE = regex(r"[^。\n]+")
# A, 1件目, 前者: what an order is called below
_REFERENCE = regex(
    r"(?<![A-Za-z0-9])(?:(?P<letter>[A-H])(?![A-Za-z0-9])|(?P<digit>[1-9一二三四五])\s?(?:件|本|通|社|つ|番|口)目|"
    r"(?P<mark>[【\[(][1-9][】\])])|"
    r"(?P<former>前者)|(?P<latter>後者))(?:契約|案件|社|分|の(?:ほう|方|分))?\s?(?:が|は|も|:|=|→|[ 　]?(?=\d))"
)
# ①は, 【2】が, (3)の: the number an entry carries, called again below
_NUMBER = regex(
    r"(?:(?P<sign>\ue002)|[【\[(](?P<n>\d{1,2})[】\])])\s?(?:の?(?:ほう|方|分)|の[^\s、。\d]{1,10}?)?\s?(?:が|は|も|:|=|→|(?<=\ue002)(?=[^\s、。とに\ue002・〜~-]))"
)
_HEAD = regex(r"[ \t・•●○◎■□◆◇▼▽▶►★☆*-]{0,4}[【\[(〔<]?\s?(?:契約|案件|注文|受注)?\s?(?P<letter>[A-H])(?![A-Za-z0-9])")
_PLACE = regex(r"(?:様|さん)?\s?[(]([^()\n\d]{2,8})[)]")  # A社(大阪)：… / 請求は大阪5/31、東京6/30
_MOST = 50  # orders; a longer list is an export
_KANJI = "一二三四五"
_SHORTEST = 3  # letters of a name that say which company is meant


_NUMBERED = regex(r"[ \t]{0,4}(?:(?P<sign>\ue002)|[【\[(](?P<n>\d{1,2})[】\])])")


def calls_numbers(text: str, start: int, end: int) -> bool:
    """Whether a line calls several entries by their numbers: 担当：①は西、②は東."""
    return len({found.group() + str(found.start("sign")) for found in _NUMBER.finditer(text, start, end)}) > 1


def each_its_own(text: str, parts: list[Part], numbers: Mapping[int, int]) -> list[Part]:
    """The parts without the clauses of the shared text that name another of them."""
    if not 2 <= len(parts) <= _MOST:
        return parts
    clauses: list[tuple[int, int, int]] = []
    for start, end in parts[0].shared:
        for sentence in _SENTENCE.finditer(text, start, end):
            found = sorted(_references(text, sentence.start(), sentence.end(), parts))
            found = sorted({*found, *_numbers(text, sentence.start(), sentence.end(), parts, numbers)})
            if len({at for _, at in found}) < 2:
                continue
            stops = [*(begin for begin, _ in found[1:]), sentence.end()]
            clauses += [(begin, stop, at) for (begin, at), stop in zip(found, stops, strict=True)]
    if not clauses:
        return parts
    return [
        replace(part, shared=_without(part.shared, [(a, b) for a, b, owner in clauses if owner != at]))
        for at, part in enumerate(parts)
    ]


def _numbers(
    text: str, start: int, end: int, parts: Sequence[Part], numbers: Mapping[int, int]
) -> list[tuple[int, int]]:
    """(where, which part) for the numbers of entries in text[start:end]; -1 for an entry that is no order."""
    heads = [_number(_NUMBERED.match(text, part.start), numbers) for part in parts]
    if not any(heads):
        return []
    found = [(one.start(), _number(one, numbers)) for one in _NUMBER.finditer(text, start, end)]
    return [(at, heads.index(number) if number in heads else -1) for at, number in found if number]


def _number(found: re.Match[str] | None, numbers: Mapping[int, int]) -> int:
    """The number a sign stands for, 0 if none is known."""
    if found is None:
        return 0
    return numbers.get(found.start("sign"), 0) if found["sign"] else int(found["n"])


def _references(text: str, start: int, end: int, parts: Sequence[Part]) -> list[tuple[int, int]]:
    """(where, which part) for everything in text[start:end] that names one of the orders."""
    letters = [_HEAD.match(text, part.start) for part in parts]
    found = []
    for one in _REFERENCE.finditer(text, start, end):
        at = None
        if one["letter"]:
            at = next((i for i, head in enumerate(letters) if head and head["letter"] == one["letter"]), None)
        elif one["digit"]:
            at = _KANJI.find(one["digit"]) if one["digit"] in _KANJI else int(one["digit"]) - 1
        elif one["mark"]:
            at = next((i for i, part in enumerate(parts) if _is_headed(text, part, one["mark"])), None)
        elif len(parts) == len(("former", "latter")):
            at = 0 if one["former"] else 1
        if at is not None and at < len(parts):
            found.append((one.start(), at))
    for at, part in enumerate(parts):
        places = [_PLACE.match(text, hit.end) for hit in part.partners]
        for place in {place[1] for place in places if place}:
            called = re.search(rf"{re.escape(place)}[はが]?(?=\d)", text[start:end])
            found += [(start + called.start(), at)] if called else []
        for name in {hit.name for hit in part.partners if len(hit.name) >= _SHORTEST}:
            where = text.find(name, start, end)
            if where >= 0:
                found.append((where, at))
    return found


def _is_headed(text: str, part: Part, mark: str) -> bool:
    return text[part.start : part.start + 8].lstrip(" \t・•").startswith(mark)


def _without(ranges: Sequence[tuple[int, int]], cut: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out = []
    for start, end in ranges:
        at = start
        for a, b in sorted(cut):
            if a >= end or b <= at:
                continue
            if a > at:
                out.append((at, a))
            at = b
        if at < end:
            out.append((at, end))
    return tuple(out)

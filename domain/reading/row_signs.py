"""Rows that set their key off with a sign of their own: お客様◇ …, いくら＞ …; one sign throughout a post is a colon.

The text is rewritten to that form once, at the same length, as `questionnaire` does with questions.
"""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.label_names import kind_of
from domain.reading.questionnaire import asked_for

_SIGNS = "◇◆□■☆★○●◎♦>»›⇨➡➜▶▷►≫～"
_ROW = regex(
    rf"^[ \t・]{{0,4}}(?P<key>[^\s\d:=、。,/{_SIGNS}][^\s:=、。,/{_SIGNS}]{{0,9}})[ \t]?"
    rf"(?P<sign>[{_SIGNS}])(?=[ \t]?[^\s{_SIGNS}])"
)
_FEWEST = 3  # rows with a known key and the same sign


def with_colons(text: str) -> str:
    """The text with the sign behind the keys written as a colon, if several rows agree on one; same length."""
    sign = next((sign for sign in _SIGNS if text.count(sign) >= _FEWEST), "")
    if not sign:
        return text
    rows = text.split("\n")
    keys: dict[int, tuple[str, int, int, int]] = {}
    for at, row in enumerate(rows):
        found = _ROW.match(row) if len(row) < 400 else None
        if found is None or found["sign"] != sign:
            continue
        name = found["key"] if kind_of(found["key"]) else asked_for(found["key"])
        if name and len(name) <= len(found["key"]):
            keys[at] = (name, found.start("key"), found.end("key"), found.start("sign"))
    if len(keys) < _FEWEST:
        return text
    for at, (name, start, end, mark) in keys.items():
        row = rows[at]
        rows[at] = row[:start] + name.ljust(end - start) + row[end:mark] + ":" + row[mark + 1 :]
    return "\n".join(rows)

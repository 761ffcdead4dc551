"""Rows that set their key off with a sign of their own: お客様◇ …, いくら＞ …; one sign throughout a post is a colon.

The text is rewritten to that form once, at the same length, as `questionnaire` does with questions.
"""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.label_names import kind_of
from domain.reading.questionnaire import asked_for

_SIGNS = "◇◆□■☆★○●◎♦>»›⇨➡➜▶▷►≫～/"
_ROW = regex(
    rf"^[ \t・■□◆◇●○▼▶*-]{{0,4}}(?P<key>[^\s\d:=、。,{_SIGNS}][^\s:=、。,{_SIGNS}]{{0,9}})[ \t]?"
    rf"(?P<sign>[{_SIGNS}])(?=[ \t]?[^\s{_SIGNS}])"
)
_LONGEST = 400  # characters of a row
_FEWEST = 3  # rows with a known key and the same sign


def with_colons(text: str) -> str:
    """The text with the sign behind the keys written as a colon, if several rows agree on one; same length."""
    signs = [sign for sign in _SIGNS if text.count(sign) >= _FEWEST]
    if not signs:
        return text
    rows = text.split("\n")
    found = [(at, _ROW.match(row)) for at, row in enumerate(rows) if len(row) < _LONGEST]
    for sign in signs:  # 品目/ without a bullet is a key as it stands
        keys = [(at, match, _key(match["key"])) for at, match in found if match and match["sign"] == sign]
        known = [(at, match, name) for at, match, name in keys if name and (sign != "/" or match.start("key"))]
        if len(known) < _FEWEST:
            continue
        for at, match, name in known:
            row, end = rows[at], match.end("key")
            start, mark = match.start("key"), match.start("sign")
            rows[at] = row[:start] + name.ljust(end - start) + row[end:mark] + ":" + row[mark + 1 :]
        return "\n".join(rows)
    return text


def _key(written: str) -> str:
    """The name of a known key, not longer than what is written."""
    name = written if kind_of(written) else asked_for(written) or ""
    return name if len(name) <= len(written) else ""

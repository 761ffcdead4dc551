"""(単位：千円): what is said once about all the figures of a post."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.text_rows import row_of

_SAID = regex(
    r"(?:金額)?単位\s?[:は/は]?\s?(?:すべて|全て)?(?P<unit>千円|万円|百万円)|[(]\s?(?P<alone>千円|万円|百万円)\s?[)]"
)
_FACTORS = {"千円": 1000, "万円": 10**4, "百万円": 10**6}
_NAMED = regex(r"[一-龥ぁ-んァ-ヶーA-Za-z)]\s\Z")  # 本体 3,250/制御盤 1,180: each behind a name of its own
_STANDS_ALONE = regex(r"\s?(?:$|[(、,/\n])")


def scale_of(text: str) -> int:
    """1000 if all money is in 千円, and so on; 1 if nothing of that kind is said."""
    found = _SAID.search(text) if "円" in text else None
    return _FACTORS[found["unit"] or found["alone"]] if found else 1


def scaled(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with the bare ones that stand alone on their row as money of that unit, without the note itself."""
    said = _SAID.search(text) if "円" in text else None
    if said is None:
        return list(figures)
    factor = Decimal(scale_of(text))
    outside = [figure for figure in figures if not (said.start() <= figure.start < said.end())]
    per_row = Counter(row_of(text, figure.start)[0] for figure in outside if figure.kind == "bare")
    return [
        replace(figure, kind="money", value=figure.value * factor, currency="JPY")
        if figure.kind == "bare"
        and (
            per_row[row_of(text, figure.start)[0]] == 1 or _NAMED.search(text[max(0, figure.start - 2) : figure.start])
        )
        and _STANDS_ALONE.match(text, figure.end)
        and re.search(r"[\s:]\Z", text[max(0, figure.start - 1) : figure.start])
        else figure
        for figure in outside
    ]

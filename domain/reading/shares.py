"""A share of something else that explains a price: 理論年収520万×35%＝1,820,000円, 2,100,000円（想定年収600万の35%）.

What the share is taken of is no price of this order. That holds where the product is printed as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.line_model import Line
from domain.reading.money import Figure
from domain.reading.structure import blank

_TIMES = regex(r"\s?(?:円)?\s?(?:[)]\s?)?(?:[×xX*✕]|の|に対して?|に対する)\s?(?:料率|手数料率?|約)?\s?")
_BASE = regex(
    r"(?:理論|想定|見込|予定|入社時|決定|初年度|提示|年間|月間|総|取扱|工事|広告|出稿|成約|売買|契約|販売|請負|設備|建設)*"
    r"(?:年収|月収|年俸|月給|給与|報酬|売上高?|売価|総額|工事費|金額|価格|広告費|媒体費|出稿費?|取引高|代金|支払額|費用)"
    r"(?:の|が|は|[:=])?\s?[¥約]?\s?\Z"
)
_EQUALS = regex(r"\s?[)]?\s?=\s?")


def without_shares(text: str, words: str, figures: list[Figure]) -> tuple[str, list[Figure]]:
    """`words` and the figures without what a share was taken of and how large it was."""
    spans: list[tuple[int, int]] = []
    for at, percent in enumerate(figures):
        base = figures[at - 1] if at and percent.kind == "percent" else None
        if base is None or base.kind not in ("money", "bare") or not _TIMES.fullmatch(text, base.end, percent.start):
            continue
        share = base.value * percent.value / Decimal(100)
        if not any(f.value == share for f in figures if f.kind in ("money", "bare") and f is not base):
            continue
        named = _BASE.search(text[max(0, base.start - 24) : base.start])
        start = base.start - len(named.group()) if named else base.start
        equals = _EQUALS.match(text, percent.end)
        spans.append((start, equals.end() if equals else percent.end))
    if not spans:
        return words, figures
    kept = [f for f in figures if not any(a <= f.start < b for a, b in spans)]
    return blank(words, spans), kept


_SHARE = regex(r"[^\S\n]?[:は]?[^\S\n]?[(]?(?P<share>8|10)\s?%[)]?[^\S\n]?[:=(]?[^\S\n]?[¥]?(?=\d)")


def without_rates_of_shares(text: str, lines: Sequence[Line]) -> list[Line]:
    """進行管理費 10%（10,560円）: a tenth of the other lines is a share of them and no rate."""
    return [
        replace(line, rate=None) if line.rate and _is_share(text, line, [o for o in lines if o is not line]) else line
        for line in lines
    ]


def _is_share(text: str, line: Line, others: Sequence[Line]) -> bool:
    if line.description is None or line.amount is None or not others:
        return False
    found = _SHARE.match(text, line.description[1])
    if found is None:
        return False
    amounts = [other.amount for other in others if other.amount is not None and other.span < line.span]
    return any(
        amount * int(found["share"]) == line.amount * 100 for amount in (sum(amounts, Decimal(0)), *amounts) if amount
    )

"""Figures the post takes back: 60本（50本は誤り）, 5台 … 5台じゃなくて6台でした, 40セットと言っていたのが48セットに.

What is denied or outgrown counts nowhere in the post, and what is said in its place stands for it where it was first
said: the line it belongs to keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.set_aside import is_denied
from domain.reading.superseded import CORRECTED, TAKEN_BACK, unsure_which
from domain.reading.text_rows import row_of
from domain.reading.tokens import Token

_KINDS = ("money", "count", "bare")
_HINTS = (
    "じゃな",
    "ではな",
    "でな",
    "誤",
    "違",
    "ミス",
    "訂正",
    "修正",
    "変更",
    "増",
    "減",
    "なり",
    "なった",
    "旧",
    "正し",
    "すみま",
    "すいま",
    "失礼",
    "もとい",
    "いや",
    "ちが",
    "ごめん",
)
# 50本は誤り, 12,000円は間違いです, (旧 50本は取消)
_IS_WRONG = regex(
    r"[)]?\s?(?:というの)?(?:は|が|って|だと|と書いたの(?:は|が)|の方(?:は|が)|のほう(?:は|が))\s?"
    r"(?:私の|当方の|入力|記載|打ち|書き|タイプ|転記|聞き|見積り?の|前の|旧|古い)?\s?"
    r"(?:誤り|誤記|誤植|誤(?![字])|間違い?|まちがい|ミス|取り?消し?|撤回|無効|古い|昔の|前の|違い(?:ます|まし)|ちがい(?:ます|まし)|なし)"
)
# 40セットって言ってたけど最後に48セットに増えた: what was once said, and what became of it
_OUTGROWN = regex(
    r"[^\n。\d]{0,24}?(?:けれ?ども?|のが|のを|のに|ものの|ところ|(?:[てで]た|でした|です|ました|だった|った|予定だ|はずだ)が)、?\s?"
    r"(?:先方の|お客様の|急遽|急きょ|最後|最終的?|結局|その後|あと|後|今朝|今日|昨日|直前|途中|正式|実際|追加|都合|希望|電話|全部|合計|"
    r"やっぱり?|や[はっ]ぱ?り|[にではのも、\s])*"
)
_BECAME = regex(
    r"(?:に|へ|で)(?:増|減|変|な[りっ]|し|決|確定|着地|落ち着|修正|訂正|引き|上|下|縮|膨)|(?:へ|に)(?:と)?変更|でした|が正(?:解|しい)|で(?:正式|最終|確定|お願い|決定)"
)
_MOST_FIGURES = 100


def corrected(text: str, figures: Sequence[Figure], out: list[Figure]) -> list[Figure]:
    """The figures `out` with what is taken back made void, wherever it stands, and what holds put in its first place.

    `figures` is what they were before any of them was withdrawn.
    """
    if len(figures) > _MOST_FIGURES or len(out) != len(figures) or not any(hint in text for hint in _HINTS):
        return out
    for at, figure in enumerate(figures):
        if figure.kind in _KINDS and _IS_WRONG.match(text, figure.end) and _another(figures, at):
            out[at] = replace(figure, kind="void")
    for at, (old, new) in enumerate(pairwise(figures)):
        if out[at].kind == out[at + 1].kind == "count" and _is_outgrown(text, old, new):
            out[at] = replace(old, kind="void")
        if out[at].kind == out[at + 1].kind == "money" and unsure_which(text, old, new) and _one_row(text, old, new):
            out[at + 1] = replace(out[at + 1], clean=False)
    return _unplaced(text, _placed(text, _in_first_place(text, figures, out)))


def _another(figures: Sequence[Figure], at: int) -> bool:
    """Whether the post says another such figure, so that something is left when this one is gone."""
    wrong = figures[at]
    return any(f.kind == wrong.kind and f.unit == wrong.unit and f.value != wrong.value for f in figures)


def _one_row(text: str, old: Figure, new: Figure) -> bool:
    return "\n" not in text[old.end : new.start]


def _is_outgrown(text: str, old: Figure, new: Figure) -> bool:
    if old.unit != new.unit or old.value == new.value or new.start - old.end > 40:
        return False
    return _BECAME.match(text, new.end) is not None and _OUTGROWN.fullmatch(text, old.end, new.start) is not None


def _in_first_place(text: str, given: Sequence[Figure], out: list[Figure]) -> list[Figure]:
    """単価12,000円 5台 … 5台じゃなくて6台でした: the 5 in the line of the goods becomes the 6, said twice no more."""
    for at, old in enumerate(given[:-1]):
        new = out[at + 1]
        if out[at].kind != "void" or new.kind not in _KINDS or old.unit != new.unit:
            continue
        if "\n" in text[old.end : new.start] or CORRECTED.fullmatch(text, old.end, new.start) is None:
            continue
        before = [i for i in range(at) if out[i].kind == old.kind and _same(given[i], old)]
        if len(before) == 1:
            out[before[0]] = replace(out[before[0]], value=new.value)
            out[at + 1] = replace(new, kind="void")
        elif before:
            out[at + 1] = replace(new, clean=False)  # two lines with that figure: which of them is meant is not said
    return out


# 訂正：5本でした, 数量を5本に変更: another figure for what a row above has said, and not in place of which
_CORRECTS = regex(
    r"訂正|修正|正しくは|間違[いえっ]|まちが[いえっ]|誤り|(?:に|へ)変更(?!後)|変更になり|変わりまし|すみません|すいません|ごめん|失礼|"
    r"(?:に|へ)(?:増え|減り|減っ|増やし|減らし)"
)


# ↑すみません、@621,000 が正しいです; 追記：すみません室数は26室でした
_SORRY_BEFORE = regex(
    r"(?:すみません|すいません|ごめん(?:なさい)?|失礼(?:しました)?|訂正|間違(?:い|え)(?:でした|ました)?|正しくは|正は)[^\d。\n]{0,14}\Z"
)
_HOLDS = regex(
    r"\s?(?:[(]?税[抜込別]き?み?[)]?)?\s?(?:が正(?!面|式|月|午)|です(?!が|けど)|でした(?!が|けど)|(?:に|へ)(?:訂正|修正)|[)。]|$)",
    re.MULTILINE,
)


def _placed(text: str, out: list[Figure]) -> list[Figure]:
    """A row that says sorry and gives one figure anew: it stands for the only one of its kind that was said above."""
    for at, new in enumerate(out):
        if new.kind not in _KINDS or not _HOLDS.match(text, new.end):
            continue
        start = row_of(text, new.start)[0]
        if any(start <= f.start < new.start for f in out[:at] if f.kind in _KINDS):
            continue
        if not start or not _SORRY_BEFORE.search(text, max(start, new.start - 28), new.start):
            continue
        above = [i for i in range(at) if out[i].end < start and _alike(out[i], new)]
        if len(above) == 1 and new.kind == "count" and _priced_as_a_whole(text, out[above[0]], out):
            continue  # チラシ 200枚 60,000円, 訂正：250枚でした: what 250 of them cost is not said
        if len(above) == 1 and out[above[0]].value != new.value:
            out[above[0]] = replace(out[above[0]], value=new.value)
            out[at] = replace(new, kind="void")
    return out


_OF_ONE = regex(r"[@×✕*]|単価|各|(?<![A-Za-z])(?i:x|each|at|per)(?![A-Za-z])")


def _priced_as_a_whole(text: str, count: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the row of the count has one price, and nothing says that it is for one of them."""
    start, end = row_of(text, count.start)
    prices = [f for f in figures if f.kind in ("money", "bare") and start <= f.start < end]
    return len(prices) == 1 and not prices[0].per and _OF_ONE.search(text, start, end) is None


def _alike(old: Figure, new: Figure) -> bool:
    if new.kind == "count":
        return old.kind == "count" and old.unit == new.unit
    return old.kind in ("money", "bare") and (bool(old.per) == bool(new.per) or not new.per)


def _unplaced(text: str, out: list[Figure]) -> list[Figure]:
    """The figures of a row that corrects, if one above was of that kind and still holds, are for a person to place."""
    for at, figure in enumerate(out):
        if figure.kind != "count" or not figure.unit or figure.unit == "qty":
            continue
        start, end = row_of(text, figure.start)
        others = [f for f in out[:at] if f.kind == "count" and f.unit == figure.unit and f.end < start]
        if not others or figure.value in {f.value for f in others}:
            continue
        priced = any(start <= f.start < end and f.kind == "money" for f in out)
        if not priced and _CORRECTS.search(text, start, end):
            out[at] = replace(figure, clean=False)
    return out


def _same(figure: Figure, old: Figure) -> bool:
    return figure.value == old.value and figure.unit == old.unit


_BECOMING = regex(
    r"(?:増|減|変|な|し|決|確定|着地|落ち着|修正|訂正|引き|上|下|縮|膨|変更|正解|正し|正式|最終|お願い|決定)"
)


def takes_back(text: str, run: Token, figures: Sequence[Figure]) -> bool:
    """38万、あ、違う、36万; 40組と聞いてたけど48組に増えた: words that only say which figure holds."""
    old = next((f for f in reversed(figures) if f.end <= run.start), None)
    new = next((f for f in figures if f.start >= run.end), None)
    if old is not None and old.kind == "void" and new is not None and new.kind != "void":
        between = (text, old.end, new.start)
        told = CORRECTED.fullmatch(*between) or _OUTGROWN.fullmatch(*between) or TAKEN_BACK.search(*between)
        return told is not None or is_denied(text, run.end, new.start)
    return old is not None and _became(text, run, old, figures)


def _became(text: str, run: Token, new: Figure, figures: Sequence[Figure]) -> bool:
    """…に増えた behind the figure that holds."""
    at = next((i for i, f in enumerate(figures) if f is new), 0)
    if not at or figures[at - 1].kind != "void" or run.start - new.end > 1:
        return False
    return _BECOMING.match(text, run.start) is not None and _BECAME.match(text, new.end) is not None

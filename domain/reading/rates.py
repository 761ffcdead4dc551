"""Which lines a tax rate belongs to that stands at no figure: by a footnote, a name, a heading or its row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.line_model import Line
from domain.reading.tax import TaxNote
from domain.reading.text_rows import row_of

_NAMED = regex(r"([^\s、。,()※・]{1,12}?)(?:(?:のみ|だけ)?(?:は|が|=|:)|のみ|だけ)\s?(?:税率)?\s?$")
# 税率は8%, いずれも軽減: about everything
_EVERYTHING = regex(
    r"(?:税率?|消費税率?|全品|全商品|全部|すべて|全て|いずれも?|どちらも?|両方とも?|ともに|商品|品目|金額|価格|上記|以上|合計|小計|今回)$"
)
_ROW_RATE = regex(r"\S\s?[(【\[](?:消費)?税率?\s?:?\s?\Z")  # 水ようかん 80箱 単価3,240(税率8%)
_REST = regex(
    r"(?:飲?食料?品|食材|その他|(?:その)?ほか|他|それ以外|上記以外|以外|残り|無印|印?なし|印の?ないもの)(?:は|が|=|:)?\s?\Z"
)
# 割箸 2箱 @9,200 ←これだけ10%; 食品2品は軽減8%: so many as are left
_THIS = r"(?:これ|ここ|こちら|こっち|この(?:行|品|商品|明細|一品))"
_THIS_ROW = regex(rf"(?:[←⇐<(※]\s?{_THIS}(?:だけ|のみ)(?:は|が)?|{_THIS}(?:のみ|だけ|は))\s?(?:税率)?\s?\Z")
_SO_MANY = regex(r"(?P<n>\d{1,2})(?:品目?|点|商品|種類?|つ|件)(?:とも)?(?:は|が|=|:)?\s?(?:税率)?\s?\Z")
_MARK = regex(r"([※*★☆◎#])(?:印|マーク)?(?:の?(?:商品|品目|明細|もの))?(?:は|が|:|=)\s?(?:税率)?\s?$")
_REDUCED = 8
_FOOTNOTE = regex(r"\n[(\s]{0,3}([※*★☆◎#])\s?\Z")


def place_rates(text: str, lines: Sequence[Line], notes: Sequence[TaxNote]) -> tuple[list[Line], list[TaxNote], bool]:
    """Lines with the rates that are theirs, the notes about everything, and whether a note's lines were not found.

    「※は軽減税率対象」 is about the rows with that mark, 「原料は8%」 about what is called so, 「(軽)」 in a row about
    that row. Such a note says nothing about the other lines.
    """
    if len(lines) < 2:
        return list(lines), list(notes), False
    fitting: dict[int, set[int]] = defaultdict(set)
    general: list[TaxNote] = []
    unplaced: list[TaxNote] = []
    for note in notes:
        found = _lines_of(text, lines, note) if note.rate is not None else None
        if found is None or note.rate is None:
            general.append(note)
            continue
        unplaced += [] if found else [note]
        for at in found:
            fitting[at].add(note.rate)
        if note.basis:
            general.append(replace(note, rate=None))
    if len(unplaced) == 1 and fitting and _is_of_rest(text, unplaced[0], len(lines) - len(fitting)):
        rest = unplaced.pop().rate or 0  # 食品は8%、容器は10%: all that is no 容器
        for at in set(range(len(lines))) - set(fitting):
            fitting[at].add(rest)
    rated = [
        replace(line, rate=next(iter(fitting[at]))) if line.rate is None and len(fitting[at]) == 1 else line
        for at, line in enumerate(lines)
    ]
    lost = bool(unplaced) or any(line.rate is None and len(fitting[at]) > 1 for at, line in enumerate(rated))
    rated, general = _under_headings(text, _along_rows(text, rated), general)
    return rated, general, lost


def _is_of_rest(text: str, note: TaxNote, left: int) -> bool:
    """Whether the note says that it is about all other lines, or about as many as there are left."""
    start = max(0, note.start - 16)
    counted = _SO_MANY.search(text, start, note.start)
    return int(counted["n"]) == left if counted else _REST.search(text, start, note.start) is not None


_RATE_AT_NAME = regex(r"[^\S\n]?[(\[【※]?\s?(?:軽|8\s?%)")  # テント 100,000円、弁当(8%) 8,640円 税別


def _is_rated_by_name(text: str, line: Line) -> bool:
    return line.description is not None and _RATE_AT_NAME.match(text, line.description[1]) is not None


def _along_rows(text: str, lines: Sequence[Line]) -> list[Line]:
    """油 96本 @690、酢 120本 @520(税抜、軽減8%): a bracket that gives the row its basis gives it the rate as well."""
    out = list(lines)
    for at in range(len(out) - 2, -1, -1):
        line, behind = out[at], out[at + 1]
        said = behind.rate == _REDUCED and behind.basis and line.rate is None and not line.basis
        if said and _same_row(text, line, behind) and not _is_rated_by_name(text, behind):
            out[at] = replace(line, rate=behind.rate, basis=behind.basis)
    return out


def _same_row(text: str, first: Line, second: Line) -> bool:
    return first.span[1] <= second.span[0] and "\n" not in text[first.span[1] : second.span[0]]


def _lines_of(text: str, lines: Sequence[Line], note: TaxNote) -> list[int] | None:
    """The lines a note is about, by their place; None if it is about everything."""
    left = text[max(0, note.start - 16) : note.start]
    mark = _MARK.search(left)
    if mark:
        return [at for at, line in enumerate(lines) if mark[1] in text[slice(*row_of(text, _place(line)))]]
    footnote = _FOOTNOTE.search(left)  # * 軽減税率対象品目
    marked = [
        at for at, line in enumerate(lines) if footnote and footnote[1] in text[slice(*row_of(text, _place(line)))]
    ]
    if marked:
        return marked
    listed = _listed(text, lines, note)
    if listed:
        return listed
    row = row_of(text, note.start)
    inside = [at for at, line in enumerate(lines) if row[0] <= _place(line) < row[1]]
    if inside and _THIS_ROW.search(left):
        return inside  # ←これだけ10%
    named = _NAMED.search(left)
    if named and named[1].endswith("以外") and len(named[1]) > 2:  # 弁当以外は10%
        besides = [at for at, line in enumerate(lines) if named[1][:-2] not in _name(text, line)]
        return besides if len(besides) < len(lines) else []
    if named and not _EVERYTHING.search(named[1]) and not _ROW_RATE.search(left):
        names = [_name(text, line) for line in lines]
        exact = [at for at, name in enumerate(names) if name == named[1]]
        return exact or [at for at, name in enumerate(names) if name and (named[1] in name or name in named[1])]
    if _EVERYTHING.search(left.rstrip("は、 がも")) and not _ROW_RATE.search(left):
        return None
    if len(inside) == 1 and len({row_of(text, _place(line)) for line in lines}) > 1:
        return inside
    return None


def _name(text: str, line: Line) -> str:
    return text[slice(*line.description)] if line.description else ""


_NAMES = regex(r"[^\s、。,()※]{1,40}?(?=(?:は|が|=|:)?\s?(?:税率)?\s?\Z)")


def _listed(text: str, lines: Sequence[Line], note: TaxNote) -> list[int]:
    """クッキー・マドレーヌ8%、版代10%: the lines with just these names."""
    start = max(row_of(text, note.start)[0], note.start - 40)
    left = re.split(r"[、。,(]", text[start : note.start])[-1].strip()
    found = _NAMES.match(left)
    names = re.split(r"[・/と]", found.group()) if found else []
    fitting = [[at for at, line in enumerate(lines) if _is_called(text, line, name)] for name in names]
    if len(names) > 1 and not all(
        fitting
    ):  # 箱と送料は10%: the short word for 専用小箱, if it is that of one line only
        ends = [[at for at, line in enumerate(lines) if _name(text, line).endswith(name)] for name in names]
        fitting = [exact or (some if len(some) == 1 else []) for exact, some in zip(fitting, ends, strict=True)]
    return [at for some in fitting for at in some] if fitting and all(fitting) else []


def _is_called(text: str, line: Line, name: str) -> bool:
    return line.description is not None and text[slice(*line.description)] == name


def _under_headings(text: str, lines: Sequence[Line], notes: Sequence[TaxNote]) -> tuple[list[Line], list[TaxNote]]:
    """8%対象 and 10%対象 in rows of their own, the first above all lines: each holds up to the next."""
    heads = [note for note in notes if note.rate is not None]
    if len({note.rate for note in heads}) < 2 or heads[0].start > min(_place(line) for line in lines):
        return list(lines), list(notes)
    rows = [row_of(text, note.start) for note in heads]
    if any(low <= _place(line) < high for low, high in rows for line in lines):
        return list(lines), list(notes)
    under = [max((n for n in heads if n.start < _place(line)), key=lambda n: n.start) for line in lines]
    rated = [
        replace(line, rate=note.rate) if line.rate is None else line for line, note in zip(lines, under, strict=True)
    ]
    return rated, [replace(note, rate=None) for note in notes]


def _place(line: Line) -> int:
    return (line.description or line.span)[0]

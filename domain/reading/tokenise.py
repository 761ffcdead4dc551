"""A part of a message as a row of tokens: words, figures with their roles, operators, labels, breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.corrections import takes_back
from domain.reading.labels import Label
from domain.reading.measures import made_like, sides, without_measures
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, by_unit_word, per_many
from domain.reading.roles import counts_here, role_of, without_names, without_withdrawn
from domain.reading.shares import without_shares
from domain.reading.tax import TaxNote
from domain.reading.text_rows import row_of, row_start
from domain.reading.tokens import Token
from domain.reading.words import word_runs

KEY_KINDS = ("item", "quantity", "unit_price", "amount", "subtotal", "tax", "total")
_FOR_ALL = regex(
    r"(?:両方|いずれ|どちら|共|それぞれ|金額は)(?:も|とも)?(?:に|、|は|全て)?\s?$|(?:すべて|全て|全部|全品|"
    r"上記|以上)(?:、|は|で)?\s?$"
)
_FOOTNOTE = regex(r"[*※](?:印)?は\s?$|\n[(\s]{0,3}[*※]\s?$")
_OPERATOR = regex(
    r"(?P<times>[×✕╳✖xX*](?=\s?[@¥$\d月年約])|(?<=\s)[xX](?=\s(?:JPY|USD|US\$|EUR|GBP|[€£])\s?\d)|×)|(?P<equals>=|→(?=\s?[¥$\d計]))"
)


def tokenise(
    text: str,
    words: str,
    ranges: Sequence[tuple[int, int]],
    figures: Sequence[Figure],
    labels: Sequence[Label],
    notes: Sequence[TaxNote],
) -> tuple[list[Token], list[TaxNote]]:
    """Tokens of these ranges in text order, and the tax notes that belong to no figure.

    `text` is the norm text, `words` the same with everything blanked that can be no part of a description.
    """
    tokens: list[Token] = []
    loose: list[TaxNote] = []
    for start, end in ranges:
        inside = [figure for figure in figures if start <= figure.start < end]
        words, inside = without_shares(text, words, inside)
        inside = [figure for figure in inside if figure.kind != "percent" and counts_here(text, figure, labels)]
        inside = _without_sizes(text, without_withdrawn(text, without_names(text, inside)), labels)
        inside = by_unit_word(text, per_many(text, without_measures(text, inside)))
        has_void = any(figure.kind == "void" for figure in inside)
        keys = [label for label in labels if start <= label.start < end and label.kind in KEY_KINDS]
        keys = [label for label in keys if not _is_heading(text, label)]
        bound, rest = bind_notes(
            text,
            [f for f in inside if role_of(text, f) != "ignore"],
            keys,
            [note for note in notes if start <= note.start < end],
        )
        loose += rest
        led = _leading_to_products(text, inside)
        part = [_figure_token(text, figure, bound, figure.start in led) for figure in inside]
        part += [Token("key", label.start, label.end, label=label) for label in keys]
        operators = _operators(words, start, end, {figure.start for figure in inside})
        part += [sign for sign in operators if not _within_void(sign, inside)] if has_void else operators
        part += _lines(text, start, end)
        runs = word_runs(words, start, end, part)
        part += [run for run in runs if not takes_back(text, run, inside)] if has_void else runs
        tokens += sorted(part, key=lambda token: (token.start, token.kind != "line"))
    return tokens, loose


_DEED = ("受注", "成約", "契約", "発注", "注文", "売上")
_PRICE_FIRST = regex(
    r"\s{0,4}(?:総?額|計|合計)?\s?[(]?(?:税[抜込別]き?み?)?[)]?\s?[約金@]?(?:[¥$€£]\s?\d|\d[\d,.]{0,14}\s?(?:円|万|千|億|K|k)|\d{1,3}(?:,\d{3})+)"
)


def _is_heading(text: str, label: Label) -> bool:
    """【受注】 above or in front of a record: what was done, and no word for the price that would follow it."""
    return label.kind == "amount" and label.name in _DEED and _PRICE_FIRST.match(text, label.value) is None


def _within_void(sign: Token, figures: Sequence[Figure]) -> bool:
    """Whether × or = joins figures that do not count: 90㎡×7,200円 of an earlier offer."""
    before = next((f for f in reversed(figures) if f.end <= sign.start), None)
    behind = next((f for f in figures if f.start >= sign.end), None)
    return before is not None and behind is not None and before.kind == behind.kind == "void"


# 動画が3本で1本25万、あと字幕が全部で6万: all of one thing, beside the price of another
_ALL_OF_ONE = regex(
    r"\d\s?(?:円|万円?|千円?)[^\n。]{0,6}[、,]\s?(?:あと|それと|ほかに|他に|さらに|プラス)?、?\s?[^\s\d、。,]{2,12}が"
    r"(?:全部で|ぜんぶで|合わせて|あわせて|トータルで?)\s?¥?\Z"
)
_SPANS = (*MONTHS, "年", "年間", "日", "日間", "週間", "回", "時間")


def _without_sizes(text: str, figures: list[Figure], labels: Sequence[Label]) -> list[Figure]:
    """品名：杉板 3.65m under which 数量：400 stands: what counts is labelled, so the other is part of the name."""
    sizes: set[int] = set()
    for label, following in _counted_apart(labels):
        if re.search("[、/]", text[label.value : label.stop]):
            continue
        said = {f.value for f in figures if following.start <= f.start < following.stop}
        counts = [f for f in figures if label.value <= f.start < label.stop and f.kind == "count"]
        if said and len(counts) == 1:
            sizes |= {f.start for f in counts if f.value not in said and (f.unit not in _SPANS or made_like(text, f))}
        if said:
            sizes |= sides(text, [f for f in figures if label.value <= f.start < label.stop], counted=True)
    return [figure for figure in figures if figure.start not in sizes] if sizes else figures


def _counted_apart(labels: Sequence[Label]) -> list[tuple[Label, Label]]:
    """The labels of goods with the label of their quantity, if one stands before the next goods."""
    pairs, goods = [], None
    for label in labels:
        if label.kind == "item":
            goods = label
        elif label.kind == "quantity" and goods is not None:
            pairs.append((goods, label))
            goods = None
    return pairs


def _leading_to_products(text: str, figures: Sequence[Figure]) -> set[int]:
    """5,000個 @64.5 → 322,500円: the arrow leads to what the price of one comes to, it withdraws nothing."""
    counts = {f.value for f in figures if f.kind == "count" or (f.kind == "bare" and not f.per and f.value < 10_000)}
    return {
        price.start
        for price, product in pairwise(figure for figure in figures if figure.kind in ("money", "bare"))
        if re.fullmatch(r"\s?(?:[(]?税[抜込別]き?み?[)]?)?\s?[→⇒]\s?[¥]?", text[price.end : product.start])
        and any(price.value * count == product.value for count in counts if count != 1)
    }


def _figure_token(
    text: str, figure: Figure, bound: dict[int, tuple[str | None, int | None]], leads: bool = False
) -> Token:
    basis, rate = bound.get(figure.start, (None, None))
    role = "unit" if leads else role_of(text, figure)
    if role == "total" and _ALL_OF_ONE.search(text[max(0, figure.start - 40) : figure.start]):
        role = ""
    return Token("figure", figure.start, figure.end, figure, role, basis, rate)


def bind_notes(
    text: str, figures: Sequence[Figure], keys: Sequence[Label], notes: Sequence[TaxNote]
) -> tuple[dict[int, tuple[str | None, int | None]], list[TaxNote]]:
    """Which tax notes stand at which figure (by its start), and which stand for themselves."""
    money = [
        f
        for f in figures
        if f.kind == "money" or (f.kind == "bare" and not re.search(r"[×✕x*]\s?$", text[max(0, f.start - 2) : f.start]))
    ]
    bound: dict[int, tuple[str | None, int | None]] = {}
    rest: list[TaxNote] = []
    previous: tuple[int, Figure] | None = None
    for note in notes:
        before = text[max(0, note.start - 10) : note.start]
        if _FOR_ALL.search(before) or _FOOTNOTE.search(before) or _alone(text, note):
            rest.append(note)
            continue
        label = next((key for key in keys if key.start <= note.start < key.end), None)
        if label:
            target = next((figure for figure in money if label.value <= figure.start < label.stop), None)
        else:
            target = _neighbour(text, money, note)
            if previous and re.fullmatch(r"[\s・、,/()]{0,3}", text[previous[0] : note.start]):
                target = previous[1]
        if target is None:
            rest.append(note)
            continue
        basis, rate = bound.get(target.start, (None, None))
        if basis and note.basis and basis != note.basis:
            behind = next((figure for figure in money if 0 <= figure.start - note.end <= 12), None)
            if behind is None:
                rest.append(note)  # 送料3,000円（税込）、税抜: the second is about everything
            elif behind.start not in bound and _BEFORE_ITS_FIGURE.fullmatch(text, note.end, behind.start):
                bound[behind.start] = (note.basis, note.rate)  # 税抜計 182,000円 税込 200,200円
            continue
        previous = (note.end, target)
        bound[target.start] = (basis or note.basis, rate if rate is not None else note.rate)
    return bound, rest


_BEFORE_ITS_FIGURE = regex(r"(?:だと|なら|では|で|の)?(?:総?合計|総額|計|金額|価格)?\s?[:は]?\s{0,4}[¥約]?")


def _alone(text: str, note: TaxNote) -> bool:
    """A line that says nothing but this holds for everything above."""
    start, end = row_start(text, note.start), row_of(text, note.end)[1]
    around = text[start : note.start] + text[note.end : end]
    return start > 0 and re.fullmatch(r"[\s()※*・。]*(?:です|き|価格)?[\s()。]*", around) is not None


_TAX_NAME = regex(r"\s?(?:の?(?:消費)?税(?:額|等|相当){0,3})\s?[:は]?\s?[¥金]?")
_FIGURE_BEHIND = regex(r"\s?[:は]?\s?[¥$]?\s?\d")
# a note that leads on to the next figure, and what sets it off from the one before
_LEADS_ON = regex(
    r"[^\S\n]?(?:だと|なら|では|で(?:の)?|は|にすると|にして|に直すと|換算(?:で|額)?|表示|ベース|価格|金額|額|本体|総額|合計|計)*(?:は|で|だと)?"
    r"[^\S\n]?[:=]?[^\S\n]?[¥約]?(?=\d)"
)
_BROKEN = regex(
    r"(?:[^\S\n]?[(]税[抜込別]き?み?[)])?[^\S\n]?(?:です)?[^\S\n]?[、,。/・|][^\S\n]?(?:なお|また|つまり)?、?[^\S\n]?"
)
_SUM_NAME = regex(r"\s?(?:総?合計|総額|総計|小計|計)(?:金額|額)?\s?[:は]?\s?")


def _neighbour(text: str, money: Sequence[Figure], note: TaxNote) -> Figure | None:
    """120万円(税抜), 120万円+税, 税込132万円, 税抜で120万円: the figure a note is written at."""
    before = next((figure for figure in reversed(money) if figure.end <= note.start), None)
    behind = next((figure for figure in money if figure.start == note.end), None)
    if behind is None and text[note.start - 1 : note.start] == "(":  # 税抜 1,730,000円(税込 1,903,000円)
        behind = next((f for f in money if f.start > note.end), None)
        behind = behind if behind and re.fullmatch(r"\s?[:は]?\s?[¥@]?", text[note.end : behind.start]) else None
    if behind and before and before.end < note.start:
        return behind
    of_tax = _TAX_NAME.match(text, note.end)
    if of_tax and any(figure.start == of_tax.end() for figure in money):
        return next(figure for figure in money if figure.start == of_tax.end())  # 小計 70,600円 10%税 7,060円
    of_sum = _SUM_NAME.match(text, note.end)
    if of_sum and any(figure.start == of_sum.end() for figure in money):
        before = None  # 消費税2,210円、税込合計24,310円
    led = _LEADS_ON.match(text, note.end)
    if led and before and _BROKEN.fullmatch(text, before.end, note.start):
        behind = next((figure for figure in money if figure.start == led.end()), None)
        if behind:
            return behind  # 税込計371,800円、税抜だと338,000円
    if behind is None and before and role_of(text, before) == "tax" and _FIGURE_BEHIND.match(text, note.end):
        before = None  # 10%税 7,060円 税込 77,660円
    if (
        before
        and "\n" not in text[before.end : note.start]
        and re.fullmatch(r"[\s(,、)*※・]{0,3}(?:(?:で|は|の)?\s?|[^。]{0,8}[、,]\s?)", text[before.end : note.start])
        and not re.search(r"[)]\s?.", text[before.end : note.start])
    ):
        return before
    after = next((figure for figure in money if figure.start >= note.end), None)
    if after and re.fullmatch(
        r"\s?(?:の|で(?:は)?|は|だと|なら|にすると|換算|合計|総額|金額|価格|計|:|額|単価|請求|[)(]){0,3}\s{0,30}[¥$約@]?\s?",
        text[note.end : after.start],
    ):
        return after
    return None


_OF_NAME = regex(r"(?<![A-Za-z\d])[A-Za-z]\Z")  # 模型(S=1/100), H=6.5m


def _operators(words: str, start: int, end: int, figures: set[int]) -> list[Token]:
    """× and = between figures; a × in front of digits that are no figure belongs to a name (2L×6本)."""
    return [
        Token(found.lastgroup or "", *found.span())
        for found in _OPERATOR.finditer(words, start, end)
        if not re.search(r"(?:(?<![A-Za-z])[A-Z]|[φΦ])\d{1,3}$", words[max(0, found.start() - 5) : found.start()])
        and not (found["equals"] and _OF_NAME.search(words, max(0, found.start() - 2), found.start()))
        and not (re.match(r"\s?\d", words[found.end() :]) and _digits_at(words, found.end()) not in figures)
    ]


def _digits_at(words: str, at: int) -> int:
    return at + 1 if words[at : at + 1] == " " else at


def _lines(text: str, start: int, end: int) -> list[Token]:
    tokens = [Token("line", start, start)]
    at = text.find("\n", start, end)
    while at >= 0:
        tokens.append(Token("line", at + 1, at + 1))
        at = text.find("\n", at + 1, end)
    return tokens

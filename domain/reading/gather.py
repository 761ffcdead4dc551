"""Items and sums of one part of a message, put in order: names for nameless prices, breakdowns, both bases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.announced import announced
from domain.reading.arithmetic import (
    agreeing,
    counted_last,
    discounted,
    for_a_while,
    for_each,
    over_time,
    periods,
    several_single,
    without_sums,
)
from domain.reading.context import Message
from domain.reading.items import Reader
from domain.reading.label_heads import behind_key
from domain.reading.line_model import MUDDLED, Line, Sum
from domain.reading.noise import is_filler, is_subject
from domain.reading.one_price import for_all_rows, for_counted_row, for_named_before, for_named_behind
from domain.reading.proved_by_sum import counted_alike, said_anew
from domain.reading.remarks import is_remark, without_cancelled
from domain.reading.rows import table_lines
from domain.reading.said_ordered import is_said_ordered
from domain.reading.segments import Part
from domain.reading.shares import without_rates_of_shares
from domain.reading.tax import TaxNote
from domain.reading.text_rows import row_of, row_start
from domain.reading.tokenise import tokenise
from domain.reading.tokens import Token
from domain.reading.totals import expected
from domain.reading.wholes import without_instalments, without_whole_of_rest


@dataclass(frozen=True, slots=True)
class Found:
    """What the tokens of one part gave: items, stated sums, tax notes for the whole, words that no price followed."""

    lines: list[Line]
    sums: list[Sum]
    notes: list[TaxNote]
    orphans: list[tuple[int, int]]
    unclear: bool


def read_lines(message: Message, part: Part) -> Found:
    """Items and stated sums of one part, with the tax notes that stand for the whole."""
    table_spans = [
        (t.start, t.end)
        for t in message.tables
        if any(a <= t.start < b for a, b in part.everywhere)
        or any(a <= row[0].start < b for row in t.rows for a, b in part.ranges)
    ]
    lines, sums, notes = [], [], []
    for table in message.tables:
        got = table_lines(message.body, table, message.notes, part.ranges)
        lines += got[0]
        sums += got[1]
    reader = Reader(message.body)
    tokens, loose = tokenise(message.body, message.words, part.ranges, message.figures, message.labels, message.notes)
    tokens = [t for t in tokens if not any(a <= t.start < b for a, b in table_spans)]
    tokens = [t for t in tokens if t.kind != "word" or (_is_named(message.body, t) if t.quoted else _worth(message, t))]
    at = 0
    for start in sorted(a for a, b in table_spans):  # a table ends what stands above it
        stop = next((i for i, t in enumerate(tokens) if t.start >= start), len(tokens))
        reader.run(tokens[at:stop])
        at = stop
    reader.run(tokens[at:])
    notes += [n for n in loose if not any(a <= n.start < b for a, b in table_spans)]
    notes += [n for n in message.notes if any(a <= n.start < b for a, b in part.shared)]
    lines = [_without_key(message.body, line) for line in [*lines, *reader.lines]]
    sums += reader.sums
    lines = for_counted_row(message.body, for_all_rows(message.body, for_named_behind(message.body, lines)))
    lines = for_named_before(message.body, lines)
    lines = discounted(message.body, without_cancelled(message.body, lines))
    months = periods(message.body, part.everywhere)
    lines = for_a_while(message.body, over_time(lines, sums, months), set() if sums else months)
    inside = [f for f in message.figures if any(a <= f.start < b for a, b in part.ranges)]
    lines = counted_alike(counted_last(lines, sums), sums, inside)
    rates = {note.rate for note in message.notes if note.rate and any(a <= note.start < b for a, b in part.everywhere)}
    lines = without_instalments(message.body, without_sums(message.body, lines, sums, rates), sums)
    lines = several_single(message.body, without_whole_of_rest(message.body, agreeing(lines, sums), sums), sums)
    lines = for_each(message.body, lines, sums, inside)
    lines = without_rates_of_shares(message.body, lines)
    lines = said_anew(message.body, [_without_priced_name(message.body, line) for line in lines], sums)
    if len(lines) == 1 and lines[0].apart and (not reader.orphans or is_said_ordered(message.body, lines[0])):
        lines = [replace(lines[0], apart=False)]  # another sentence, but there is nothing else it could be about
    return Found(lines, sums, notes, reader.orphans, reader.unclear)


def _without_key(text: str, line: Line) -> Line:
    return replace(line, description=behind_key(text, *line.description)) if line.description else line


# のぼり 10本: goods may be written without any kanji, but たった and ぜんぶで are none
_KANA_GOODS = regex(
    r"(?!(?:では|じゃ(?!が)|なので|その|この|ぜんぶ|すべて|いずれ|ひとつ|およそ|たった|わずか|ちょうど|ざっと|しめて|"
    r"あわせ|それぞれ|さらに|"
    r"ほか|など))[ぁ-ん]{3,8}(?:(?<![でにはがをとのもて])|(?<=いも)|(?<=もも)|(?<=こども))"
)


_PRICE_IN_NAME = regex(r"(?:¥\s?\d[\d,]+|\d{1,3}(?:,\d{3})+円|(?<![\d,])\d{3,}円)(?![^\s\d/|)])")


# 机10台椅子20脚で合計300,000円: what was counted first was taken for part of the name
_COUNT_IN_NAME = regex(
    r"[一-龥ァ-ヶー]\d{1,4}[台個枚脚基冊箱袋缶着](?!目|用|分|入|付|組|切|型|式|掛|綴|複写|保証|セット|パック|収納|対応|タイプ|以上|限定)[一-龥ァ-ヶ]"
)


_BRACKETS = regex(r"[(][^()\n]*[)]")


def _without_priced_name(text: str, line: Line) -> Line:
    """A name that holds a price or a count of other goods shows that the row was not understood."""
    if line.description is None or line.amount is None:
        return line
    found = _PRICE_IN_NAME.search(text, *line.description)
    if found is None and line.quantity is not None:  # 防犯カメラ8台設置工事 1,056,000円 counts nothing else
        name = _BRACKETS.sub("", text[slice(*line.description)])  # 処分費(古畳6枚含む)
        found = _COUNT_IN_NAME.search(name)
    return replace(line, doubt=line.doubt or MUDDLED) if found else line


_PACK_ALONE = regex(r"\d[\d,.]*\s?[^\W\d]{1,8}\s?/\s?[^\W\d]{1,8}")  # 4 sets/box
# だし 5箱 @5,940: two kana that open a row of goods
_SHORT_KANA = regex(
    r"[\s・●○■◆*-]{0,4}(?!あと|また|なお|ほか|のみ|から|まで|など|です|ます|もう|ただ|では|でも|その|この|ここ|これ|それ|うち|さて|まず|ほぼ|やく|"
    r"には|とは|かつ|よね|けど|ので|より|ぜひ|もし|すぐ|ずつ|しか)[ぁ-ん]{2}[^\S\n]+\d[\d,]*[^\s\d,円]"
)
_PRICE_NAMED = regex(
    r"(?:工事|業務)?(?:請負|受託|委託|落札|売買|取引|買上|購入|納入|譲渡)(?:金額|価格|価額|代金|金|額)(?=[^\S\n]?(?:[:は]|[¥金@(]{0,2}\d))"
)
_NO_LETTER = regex(r"[\d\W_]+")


# 「安くして壊れたら困る」と言ってくれて: what somebody said is no name
_SAID = regex(
    r"[」』]?(?:と(?:言|い[いうっ]|お(?:っしゃ|話|声|返)|の(?:こと|お?声|お?返事|ご)|仰|話|聞|伺|喜|褒|連絡)|って(?![ァ-ヶ一-龥]))"
)


def _is_named(text: str, token: Token) -> bool:
    return _SAID.match(text, token.end) is None


def _worth(message: Message, token: Token) -> bool:
    inside_item = any(label.kind == "item" and label.value <= token.start < label.stop for label in message.labels)
    word = message.body[token.start : token.end]
    if not inside_item and (_NO_LETTER.fullmatch(word) or _PACK_ALONE.fullmatch(word)):
        return False  # 作業 3/9~13
    if _PRICE_NAMED.match(message.body, token.start):
        return False  # 請負金額 ¥1,980,000 among fields: a word for the price, not for what it buys
    if is_subject(word) or (not inside_item and is_remark(message.body, token)):
        return False
    if len(word) == 2 and _SHORT_KANA.match(message.body, *row_of(message.body, token.start)) and not inside_item:
        return True
    if _KANA_GOODS.fullmatch(word) and re.match(r"[^\S\n]{0,2}[¥@]?\d", message.body[token.end : token.end + 4]):
        return True
    return not is_filler(word) or word in ("月額", "年額", "初期費用", "月額費用") or (inside_item and len(word) >= 2)


def tidy(text: str, lines: list[Line], sums: list[Sum], orphans: Sequence[tuple[int, int]]) -> list[Line]:
    """Give the one sum to the one line without a price; drop leftovers; make a line of a lonely sum."""
    priced = [line for line in lines if line.amount is not None or line.unit_price is not None or line.conflict]
    open_lines = [line for line in lines if line not in priced]
    figures = [s for s in sums if s.kind != "tax"]
    if priced:
        strong = [line for line in open_lines if line.strong and line.quantity is not None]
        kept = sorted([*priced, *strong], key=lambda line: line.span)
        return _name_nameless(text, _untaxed_price(_without_whole(text, kept, sums), sums), open_lines, orphans)
    if (figures and len(open_lines) <= 1) or (figures and open_lines):
        base = _before_tax(sums) or _base_sum(figures)
        goods = [line for line in open_lines if line.description] or open_lines
        loose = not any(line.strong for line in goods)
        before = [words for words in orphans if words[1] <= base.span[0]]
        if loose and (len(goods) > 1 or (before and any(line.doubt for line in goods))):
            goods = []  # a breakdown in words: 内訳は機械5台、ベンチ3台
        words = goods[0].description if goods else _nearest(orphans, base.span)
        quantity = goods[0].quantity if goods else None
        unit = None
        if quantity:
            each = base.value / quantity
            unit = each if each == each.to_integral_value() else None
        labelled = bool(goods and goods[0].strong)
        return [
            Line(
                words, quantity, unit, base.value, base.rate, base.basis, base.currency, base.approx, False, "",
                base.span, labelled, not labelled and loose and len(open_lines) != 1,
            )
        ]  # fmt: skip
    if not open_lines and orphans:
        return [
            Line(
                orphans[-1],
                None,
                None,
                None,
                None,
                None,
                None,
                False,
                False,
                "金額が見つかりません",
                orphans[-1],
                False,
                True,
            )
        ]
    return open_lines


def _untaxed_price(lines: list[Line], sums: list[Sum]) -> list[Line]:
    """税込198万円 (税抜180万円): with both amounts and no line price the 税抜 one is the line's."""
    if len(lines) != 1 or lines[0].basis == "out" or lines[0].amount is None:
        return lines
    if lines[0].unit_price is not None and not lines[0].derived:
        return lines
    untaxed = next((s for s in sums if _is_untaxed_of(s, lines[0])), None)
    if untaxed is None or (lines[0].basis is None and not _is_with_tax(lines[0].amount, untaxed.value)):
        return lines
    line = lines[0]
    sums.append(Sum("total", lines[0].amount, "in", line.rate, line.approx, line.currency, line.span))
    each = untaxed.value / line.quantity if line.quantity else None
    unit = each if each is not None and each == each.to_integral_value() else None
    return [replace(line, unit_price=unit, amount=untaxed.value, basis="out")]


def _is_untaxed_of(stated: Sum, line: Line) -> bool:
    """税込1,320,000円（本体1,200,000円）: the price before tax of what this line costs with it."""
    if stated.kind == "subtotal" and stated.basis != "in" and line.amount is not None:
        return line.basis == "in" and _is_with_tax(line.amount, stated.value)
    return stated.kind == "amount" and stated.basis == "out"


def _is_with_tax(taxed: Decimal, untaxed: Decimal) -> bool:
    """1,430,000円（税抜1,300,000円）: whether the first is the second with tax."""
    return any(expected({rate: untaxed}, "out")[2] == taxed for rate in (10, 8))


def _before_tax(sums: list[Sum]) -> Sum | None:
    """計88,000円 / 消費税8,800円 / 請求額96,800円: what the tax is added to is the subtotal, whatever it is called."""
    taxes = [s.value for s in sums if s.kind == "tax" and s.basis != "in"]
    figures = [s for s in sums if s.kind != "tax"]
    for at, first in enumerate(sums):
        if first.kind == "total" and any(first.value + tax == s.value for tax in taxes for s in figures if tax):
            sums[at] = replace(first, kind="subtotal")
            return sums[at]
    return None


def _base_sum(figures: Sequence[Sum]) -> Sum:
    """With both amounts and no line price, the 税抜 one. At least one figure."""
    wanted = (
        [s for s in figures if s.basis == "out"],
        [s for s in figures if s.kind == "subtotal"],
        [s for s in figures if s.kind == "amount"],
    )
    found = next((some for some in wanted if some), figures)
    return found[-1] if found[-1].kind == "total" and len(found) > 1 else found[0]


def _nearest(orphans: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    """The words without a price that stand last before a figure, or first behind it."""
    before = [words for words in orphans if words[1] <= span[0]]
    return before[-1] if before else orphans[0] if orphans else None


_ROW_HEAD = regex(r"[^\S\n]*[^\w\s(「『]?[^\S\n]*")


def _siblings(text: str, lines: Sequence[Line]) -> bool:
    """Rows of one list, indented and marked alike: none of them is the sum of the others."""
    starts = [row_start(text, (line.description or line.span)[0]) for line in lines]
    heads = {found.group() for start in starts if (found := _ROW_HEAD.match(text, start))}
    return len(set(starts)) == len(lines) and len(heads) == 1 and all(line.description for line in lines)


def _without_whole(text: str, lines: list[Line], sums: list[Sum]) -> list[Line]:
    """金額 150万 (内訳 130万 + 20万): the first figure is the sum of the others, so it is no line of its own."""
    amounts = [line.amount for line in lines]
    if len(lines) < 3 or any(amount is None for amount in amounts):
        return lines
    first, rest = lines[0], lines[1:]
    if _siblings(text, lines) or first.amount != sum((line.amount or Decimal(0) for line in rest), Decimal(0)):
        return lines
    proved = all(line.proved for line in rest)
    sums.append(
        Sum("amount", first.amount or Decimal(0), first.basis, first.rate, first.approx, first.currency, first.span)
    )
    return [
        replace(
            line, basis=line.basis or first.basis, doubt=line.doubt or ("" if proved else "内訳とその合計のようです")
        )
        for line in rest
    ]


def _name_nameless(
    text: str, priced: list[Line], open_lines: Sequence[Line], orphans: Sequence[tuple[int, int]]
) -> list[Line]:
    """A price without words takes the words without a price, if there is just one such price."""
    nameless = [line for line in priced if line.description is None]
    titled = [line for line in open_lines if line.strong and line.description]
    if not nameless and len(priced) == 1 and len(titled) == 1 and not priced[0].strong:
        return [replace(priced[0], description=titled[0].description, strong=True, odd_name=False)]
    if len(priced) == 1 and not priced[0].strong and (nameless or priced[0].apart):
        said = announced(text, orphans)
        if said and not any(line.description for line in open_lines):
            return [replace(priced[0], description=said, odd_name=False, apart=False)]
    if len(nameless) != 1:
        return priced
    line = nameless[0]
    named = [other for other in open_lines if other.description and other not in priced]
    if not named:
        words = _nearest(orphans, line.span)
        beside = len(orphans) == 1 or (words is not None and -3 <= line.span[0] - words[1] <= 3)
        return [replace(line, description=words, odd_name=not beside) if entry is line else entry for entry in priced]
    donor = named[0]
    quantity = line.quantity if line.quantity is not None else donor.quantity
    unit = line.unit_price
    if quantity and unit is None and line.amount is not None and line.quantity is None:
        each = line.amount / quantity
        unit = each if each == each.to_integral_value() else None
    # 食品2品は軽減8%: what is counted apart from a row that counts for itself, or beyond others, may be something else
    apart = line.quantity is not None and donor.quantity is not None
    apart = apart or any(donor.span < other.span < line.span or line.span < other.span < donor.span for other in priced)
    filled = replace(
        line,
        odd_name=line.odd_name or apart,
        description=donor.description,
        quantity=quantity,
        unit_price=unit,
        strong=donor.strong,
    )
    return [filled if entry is line else entry for entry in priced if entry is not donor]

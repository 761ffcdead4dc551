"""One line item: which figure is the unit price and which the amount, whether they agree, and what was sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.bracketed import loses_brackets
from domain.reading.line_model import EACH_OR_ALL, MANY_COUNTS, MUDDLED, NO_NAME, OTHER_UNIT, Group, Line, Sum
from domain.reading.line_names import description_of, is_discount, is_no_goods, is_odd, stands_apart, with_size
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, TIMES, YEARS, divides_badly, is_for_another, is_too_cheap, says_each
from domain.reading.quantities import (
    another_factor,
    counts_and_ends,
    factors,
    is_product,
    quantity_of,
    times_only_counts,
)
from domain.reading.text_rows import row_of
from domain.reading.tokens import Token
from domain.reading.words import trim_word

_HALF = "掛け算の片方が読み取れません"
_SEVERAL = "金額が複数書かれています"
_COUNTED = regex(r"(\d{1,5}) (?=[A-Za-z])")


def resolve(text: str, group: Group) -> Line:
    """A finished group as an item: which figure is the unit price, which the amount, and do they agree."""
    group = _with_its_brackets(text, _without_named_counts(text, group))
    quantity, unit, amount, doubt = _assign(group)
    prices = [t for t in [group.unit, group.amount, *group.loose] if t]
    figures = [t.figure for t in prices if t.figure]
    if quantity is None and unit and amount and _once_a_year(unit, amount):
        quantity, unit, amount = Decimal(12), *sorted((unit, amount), key=lambda figure: figure.value)
    values = _settle(quantity, unit.value if unit else None, amount.value if amount else None)
    if values[3] and doubt and unit and amount:  # which of the counts is meant is open: nothing contradicts yet
        values = (quantity, unit.value, amount.value, False)
    often_more = values[3] and another_factor(text, group, quantity, unit, amount)
    if often_more and quantity and unit and amount:  # 3台を5日間レンタル、1台1日8,000円で120,000円
        values = (quantity * often_more, unit.value, amount.value, False)
    doubt = doubt or _doubt_of_prices(text, group, quantity, unit, amount)
    description = description_of(text, group)
    often = any(count.unit == "回" for count in group.counts)
    if often and description and text[description[1] - 1] in "年月週" and text[description[1]].isdigit():
        description = trim_word(text, description[0], description[1] - 1)  # 床清掃 年4回
    counted = _COUNTED.match(text, *description) if description and quantity is None and unit else None
    said = Decimal(counted.group(1)) if counted else Decimal(0)
    if counted and description and unit and (amount is None or amount.value == unit.value * said):
        quantity, description = said, (counted.end(), description[1])  # 40 desk sensors at JPY 12,500 each
        values = _settle(quantity, unit.value, None)
        doubt = "" if doubt in (_HALF, _SEVERAL) else doubt  # 12 label printers x JPY 45,000
    if description and quantity is None and unit and amount and doubt == _SEVERAL:
        quantity, description = _counted_by_product(text, description, unit, amount)
        values = _settle(quantity, unit.value, amount.value)
        doubt = "" if quantity is not None else doubt
    if description and description[0] >= description[1]:
        description = None
    description = with_size(text, description, quantity) if description else None
    name = text[description[0] : description[1]] if description else ""
    quoted = bool(group.words) and group.words[0].quoted
    if name and not quoted and is_no_goods(name):
        doubt = doubt or NO_NAME
    subtracted = description is not None and _is_subtracted(text, description[0])
    if (name and is_discount(name)) or group.off or subtracted or any(figure.signed for figure in figures):
        values = _as_discount(values)
    elif name and _TRADED_IN.search(name):
        doubt = doubt or "差し引く金額かもしれません"
    if unit and unit.per in ("月", "年") and quantity is None and amount is None:
        values = (None, None, unit.value, False)
    doubt = doubt or _doubt_of_one_price(group, prices, quantity, unit, amount)
    factored = factors(group)
    return Line(
        description=description,
        quantity=values[0],
        unit_price=values[1],
        amount=values[2],
        rate=next((t.rate for t in prices if t.rate is not None), None),
        basis=next((t.basis for t in prices if t.basis), None),
        currency=next((figure.currency for figure in figures if figure.currency), None),
        approx=any(figure.approx for figure in figures),
        conflict=values[3],
        doubt=doubt,
        span=_extent(group, prices),
        strong=group.labelled,
        odd_name=not quoted
        and (is_odd(name, group.labelled) or bool(description and loses_brackets(text, description[1]))),
        apart=stands_apart(text, group),
        single=_is_single(group, prices, quantity),
        derived=len(prices) == 1 and unit is None and quantity is not None,
        claims=(quantity, unit.value, amount.value) if values[3] and quantity and unit and amount else None,
        proved=bool(unit and amount and quantity not in (None, Decimal(1)) and not values[3]),
        sizes=counts_and_ends(text, group) if doubt == MANY_COUNTS else (),
        factors=quantity is not None
        and not _is_proved_alone(factored, unit, amount)
        and ((len(factored) > 1 and not is_product(factored)) or bool(often_more)),
    )


def _without_named_counts(text: str, group: Group) -> Group:
    """研修「新人フォロー」(6時間×2日) 1式 480,000円: what brackets within the name count is not what is paid for."""
    if group.lump and len(group.counts) == 1 and not (group.times or group.each or group.unit):
        lasting = group.counts[0]  # 保守 3年 一式 396,000円: the set is paid for, not each of its years
        if lasting.unit in _LASTING and _THE_SET.match(text, lasting.end):
            return replace(group, counts=[])
    name = description_of(text, group) if group.lump and group.counts and len(group.words) else None
    inside = [c for c in group.counts if name and name[0] <= c.start < name[1]]
    if not name or len(inside) != len(group.counts):
        return group
    joints = [at for at in group.joints if not name[0] <= at < name[1]]
    return replace(group, counts=[], joints=joints, times=group.times - len(group.joints) + len(joints))


_WORD_OPENED = regex(r"[(][^()\n]*[/・、,]\s?(?!全|計|各|約|延べ?|月|年|週)[^\W\d]{2,}\Z")
_COUNT_CLOSED = regex(r"(?:まで|込み?|付き?|含む?)?[)]")


def _with_its_brackets(text: str, group: Group) -> Group:
    """名刺デザイン(2案/修正2回) 165,000円: counts led by a word, in brackets of the name, are a part of it."""
    if not group.words or not group.counts or "(" not in text[group.words[-1].start : group.words[-1].end]:
        return group
    name, last = group.words[-1], group.counts[-1]
    opened, closed = text.rfind("(", name.start, name.end), _COUNT_CLOSED.match(text, last.end)
    if closed is None or last.start != name.end or not _WORD_OPENED.match(text, opened, name.end):
        return group
    if any(count.start < opened for count in group.counts):
        return group
    whole = replace(name, end=closed.end())
    return replace(group, words=[*group.words[:-1], whole], counts=[])


_LASTING = frozenset((*MONTHS, *(unit for unit in TIMES if unit != "回")))
_THE_SET = regex(r"[^\S\n]{0,3}(?:分|間)?[^\S\n]{0,3}[(]?(?:[一壱1]\s?式|いっしき)")


# + 交換工賃 ¥45,000 − 下取り ¥30,000: the sign stands in front of the name
_TAKEN_OFF = regex(r"[\d円)][^\S\n]{0,2}(?P<sign>[−-])[^\S\n]{0,2}\Z")
_ADDED = regex(r"[\d円)][^\S\n]{0,2}[+＋][^\S\n]{0,2}[^\s\d]")


_TRADED_IN = regex(r"(?:下取り?|相殺|返金|還付|買い?取り?)(?:品|分|額|金額?|車)?\Z")


def _is_subtracted(text: str, start: int) -> bool:
    row = row_of(text, start)
    found = _TAKEN_OFF.search(text[max(row[0], start - 8) : start])
    return found is not None and (found["sign"] == "−" or _ADDED.search(text, *row) is not None)


_COUNT_AT_END = regex(r"[^\S\n]?(\d{1,4})[^\s\d、。()]{1,3}\Z")


def _counted_by_product(
    text: str, name: tuple[int, int], unit: Figure, amount: Figure
) -> tuple[Decimal | None, tuple[int, int]]:
    """サンプル作成 3種 各15,000円 計45,000円: what stands last in the name is how many, if that multiplies."""
    found = _COUNT_AT_END.search(text[slice(*name)])
    if found is None or not found.start() or Decimal(found[1]) * unit.value != amount.value:
        return None, name
    return Decimal(found[1]), (name[0], name[0] + found.start())


def _is_proved_alone(counts: Sequence[Figure], unit: Figure | None, amount: Figure | None) -> bool:
    """A4・8頁・1,200部 @88 105,600円: one count of things multiplies to the amount, so the others are sizes."""
    if unit is None or amount is None or any(count.unit in TIMES or count.unit in MONTHS for count in counts):
        return False
    return any(count.value * unit.value == amount.value for count in counts)


def _is_single(group: Group, prices: Sequence[Token], quantity: Decimal | None) -> bool:
    """Whether one figure stands beside a quantity and nothing says whether it is the price of one or of all."""
    named = group.amount is not None or group.unit is not None
    return len(prices) == 1 and not named and (not group.times or times_only_counts(group)) and quantity is not None


def _assign(group: Group) -> tuple[Decimal | None, Figure | None, Figure | None, str]:
    """(quantity, unit price, amount, doubt) out of the figures of a group."""
    money = [t.figure for t in group.loose if t.figure]
    unit = group.unit.figure if group.unit else None
    amount = group.amount.figure if group.amount else None
    quantity, doubt = quantity_of(group)
    if unit is not None and quantity is None and group.times and len(money) == 1 and money[0].kind == "bare":
        quantity = money.pop(0).value
    if unit is not None and quantity not in (None, Decimal(1)):
        money = [m for m in money if m.value != unit.value]
    listed = group.listed and quantity is not None
    if (group.times or group.each or listed) and unit is None and money:
        if len(money) == 1 and amount is None and times_only_counts(group):
            amount, doubt = money.pop(0), doubt or EACH_OR_ALL
        else:
            unit = money.pop(0)
    elif unit is None and amount is None and quantity is not None and len(money) >= 2:
        unit, money = _unit_of_two(money, quantity)
    if unit is None and amount is not None and money and quantity not in (None, Decimal(1)):
        unit, amount, money = _by_product(amount, money, quantity)
    if amount is None and money:
        amount = money.pop(0)
    if amount is not None and {m.value for m in money} - {amount.value}:
        doubt = _SEVERAL
    if group.times and (unit is None or quantity is None):
        doubt = doubt or _HALF
    return quantity, unit, amount, doubt


def _by_product(
    amount: Figure, money: list[Figure], quantity: Decimal | None
) -> tuple[Figure | None, Figure, list[Figure]]:
    """価格 385円、数量 144、金額 55,440円: which of the two is the price of one, if they multiply."""
    for other in money:
        rest = [one for one in money if one is not other]
        if quantity and amount.value * quantity == other.value:
            return amount, other, rest
        if quantity and other.value * quantity == amount.value:
            return other, amount, rest
    return None, amount, money


def _once_a_year(first: Figure, second: Figure) -> bool:
    """年額36万円（月3万円）: the same price twice."""
    low, high = sorted((first, second), key=lambda figure: figure.value)
    return low.per == "月" and high.per in ("年", "") and low.value * 12 == high.value


def _doubt_of_prices(
    text: str, group: Group, quantity: Decimal | None, unit: Figure | None, amount: Figure | None
) -> str:
    """Why the figures of a group may mean something else than they are read as."""
    if group.passed_over and (unit or amount):
        return "何の数字かはっきりしません"
    if group.two_goods or (not unit and amount and _priced_together(text, group, amount)):
        return MUDDLED
    if group.open_price and len(group.loose) == 1 and quantity not in (None, Decimal(1)):
        return EACH_OR_ALL
    if unit and amount and quantity is None and amount.value != unit.value:
        return _SEVERAL
    if unit and unit.per in ("月", "年") and quantity is not None and amount is None:
        times = MONTHS if unit.per == "月" else YEARS
        others = [count for count in group.counts if count.unit not in times and count.value != 1]
        timed = any(count.unit in times or not count.unit for count in group.counts)  # 月2万×6
        if others and not (timed and unit.per == "月") and not group.times and not says_each(text, unit):
            return EACH_OR_ALL
    proved = unit and amount and quantity is not None and unit.value * quantity == amount.value
    if unit and not proved and is_for_another(text, unit, group.counts):
        return OTHER_UNIT
    price = unit or amount
    lone = price is not None and not group.counts and not group.times and len(group.loose) + bool(group.amount) == 1
    if lone and price and price.kind == "bare" and abs(price.value) < 1000 and not price.signed:
        return "金額の単位がはっきりしません"  # 金額：35 is hardly 35 yen
    return ""


# 照明器具12台と取付工事で計180,000円: one price for what was counted and for something else
_AND_MORE = regex(
    r"(?:と|および|及び|並びに|ならびに|プラス|に加えて?|&|\+)[^\S\n]?(?![合共税決確伺聞言報書思申記致同交値])[一-龥ァ-ヶA-Za-z][^\s\d、。,()]{1,16}"
)


def _priced_together(text: str, group: Group, amount: Figure) -> bool:
    last = group.counts[-1].end if group.counts else amount.start
    return last < amount.start and "\n" not in text[last : amount.start] and _AND_MORE.match(text, last) is not None


def _doubt_of_one_price(
    group: Group, prices: Sequence[Token], quantity: Decimal | None, unit: Figure | None, amount: Figure | None
) -> str:
    """Why one figure beside a quantity is not sure to be the price of all, or is not legible."""
    if len(prices) == 1 and quantity and amount:
        if not unit and is_too_cheap(quantity, amount.value):
            return EACH_OR_ALL
        if not (unit or group.amount) and divides_badly(quantity, amount, group.counts):
            return EACH_OR_ALL
    return "" if all(token.figure.clean for token in prices if token.figure) else "数字の書き方が読み取れません"


def _extent(group: Group, prices: Sequence[Token]) -> tuple[int, int]:
    used = [*group.words, *prices, *group.tokens]
    return min((t.start for t in used), default=0), max((t.end for t in used), default=0)


def _unit_of_two(money: list[Figure], quantity: Decimal) -> tuple[Figure | None, list[Figure]]:
    first, second = money[0], money[1]
    if first.value * quantity == second.value or (first.value < second.value and quantity > 1):
        return first, money[1:]
    if second.value * quantity == first.value or (second.value < first.value and quantity > 1):
        return second, [first, *money[2:]]
    return None, money


def _settle(
    quantity: Decimal | None, unit: Decimal | None, amount: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
    """(quantity, unit price, amount, do they contradict each other)."""
    if quantity is not None and unit is not None:
        product = quantity * unit
        if amount is None:
            return quantity, unit, product, False
        if product != amount:
            return None, None, None, True
        return quantity, unit, amount, False
    if quantity is not None and amount is not None:
        each = amount / quantity if quantity else Decimal(0)
        exact = quantity and each * quantity == amount and each == each.to_integral_value()
        return quantity, each if exact else None, amount, False
    if unit is not None and amount is not None:
        return None, unit, amount, False
    return quantity, unit, amount, False


def _as_discount(
    values: tuple[Decimal | None, Decimal | None, Decimal | None, bool],
) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
    quantity, unit, amount, conflict = values
    if amount is None:
        return values
    if unit is None or quantity is None:
        return Decimal(1), -abs(amount), -abs(amount), conflict
    return quantity, -abs(unit), -abs(amount), conflict


def sum_of(kind: str, token: Token) -> Sum:
    """The figure of this token as a sum of the message; `kind` says of what."""
    figure = token.figure
    assert figure is not None
    return Sum(kind, figure.value, token.basis, token.rate, figure.approx, figure.currency, (token.start, token.end))

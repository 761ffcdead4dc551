"""One line item: which figure is the unit price and which the amount, whether they agree, and what was sold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, TIMES, YEARS, divides_badly, is_for_another, is_too_cheap, says_each
from domain.reading.tokens import Token

_DISCOUNT = regex(
    r"値引(?!き?(?:[後前]|なし|無し|ゼロ|不可|せず))|割引(?!き?(?:[後前]|なし|無し))|お?値下げ|ディスカウント|"
    r"クーポン|キャンペーン適用|"
    r"(?i:discount|rebate|coupon)|出精|(?:^|端数)調整額?$|端数(?:調整|処理|カット)|サービス値引"
)


# A name that is no name of goods, or that holds a figure nobody accounted for.
_NO_GOODS = regex(
    r"^(?:[\d,.]+\s?[A-Za-z]{1,3}[×x]\d+.{0,2}|.{0,10}外注費?|(?:台数|数量|個数|枚数|人数).*|請求先|特価|売価|"
    r"特別価格|卸値|仕切値?|額|価格|金額|"
    r"料金?|費用?|代金?|本体|合計|"
    r"その他|一部|単価.*|"
    r"(?:今月|今週|本日|今日|今期|先月|先週|昨日|\d{1,2}月)の(?:受注|売上|成約|契約).{0,4}|"
    r".*税(?!理).*|[\d,.]+\s?[A-Za-z]{1,6}|"
    r"[\d,.]+[^\d%]{0,3}|(?!.*(?:値引|割引))(?!.{2,}[(][^()]*\d\s?%[^()]*[)]).*\d\s?%(?!\s?(?:割引|値引|引き|OFF|オフ)).*|"
    r"そこ.*|ただし.*|.*場合|うち.*|そのうち.*|残り.*|差額.*|追加分?|変更後?|[(「『【].*|(?:.*[【(\s])?(?:誤|正)[】)]?)$"
)


_PLAIN_NAME = regex(r"[ぁ-ん]{7,}|[^ぁ-ん](?:まで|こと|もの|など|という|による|での|への|がい|はい)(?![ぁ-ん])")


_UNSURE = regex(
    r"ました|ません|です|ます$|に伴う|のための|ので|けど|について|どおり|通り|代わり|最終|後$|前$|先日|"
    r"先週|今回|前回|同年|同月|[、。!?:;]|\d月\d|^(?:[・,.)]|その|この|また)|様|御中|(?:から|より|さん|した|して|"
    r"する|される|なった)(?!.{0,3}(?:費|料|代|ー))|[(「『【][^)」』】]*$"
)


OTHER_UNIT = "単価の単位と数量の単位が異なります"
EACH_OR_ALL = "単価か合計かはっきりしません"
MANY_COUNTS = "数量が複数書かれています"
NO_NAME = "何の金額かはっきりしません"
MUDDLED = "文章の中の金額です。どれがこの受注のものか確認してください"
_GLUED_BEFORE = regex(r"[一-龥ァ-ヶーA-Za-z]\Z")
_COUNTED = regex(r"(\d{1,5}) (?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Line:
    """An item as read. `span` in norm; `basis` what its own price says; `doubt` a Japanese reason to ask."""

    description: tuple[int, int] | None
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: Decimal | None
    rate: int | None
    basis: str | None
    currency: str | None
    approx: bool
    conflict: bool
    doubt: str
    span: tuple[int, int]
    strong: bool
    odd_name: bool = False  # the description may hold more or less than the goods
    apart: bool = False  # words and figures stand in different sentences
    single: bool = False  # a quantity and one figure: nothing says whether that is the price of one or of all
    derived: bool = False  # the unit price is what the one figure comes to
    claims: tuple[Decimal, Decimal, Decimal] | None = None  # quantity, unit price and amount that contradict each other
    proved: bool = False  # quantity × unit price is the amount, and all three are written
    sizes: tuple[tuple[Decimal, int], ...] = ()  # its counts and where they end, if it is open which of them counts
    factors: bool = False  # 10ID×2,500円×12ヶ月: the amount is sure, what counts as the quantity is not


@dataclass(frozen=True, slots=True)
class Sum:
    """A stated sum. `kind`: subtotal, tax, total or amount (a figure for the whole without saying which)."""

    kind: str
    value: Decimal
    basis: str | None
    rate: int | None
    approx: bool
    currency: str | None
    span: tuple[int, int]


@dataclass(slots=True)
class Group:
    words: list[Token] = field(default_factory=list)
    counts: list[Figure] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    unit: Token | None = None
    amount: Token | None = None
    off: bool = False
    lump: bool = False
    times: int = 0  # how many × joined its figures
    joints: list[int] = field(default_factory=list)  # where they stand
    labelled: bool = False
    listed: bool = False  # a list price stood here: what is paid instead is a price for one as well
    passed_over: bool = False  # a number stood here that is neither price nor count
    open_price: bool = False  # 15万円で10台: the price of one or of all
    two_goods: bool = False  # サーバ2台とラック1台で150万円
    each: bool = False  # 4着 / 1着88,000円: the price of one follows
    tokens: list[Token] = field(default_factory=list)

    @property
    def priced(self) -> bool:
        return bool(self.loose or self.amount or self.unit)

    @property
    def empty(self) -> bool:
        return not (self.words or self.counts or self.priced or self.lump)


def resolve(text: str, group: Group) -> Line:
    """A finished group as an item: which figure is the unit price, which the amount, and do they agree."""
    quantity, unit, amount, doubt = _assign(group)
    prices = [t for t in [group.unit, group.amount, *group.loose] if t]
    figures = [t.figure for t in prices if t.figure]
    if quantity is None and unit and amount and _once_a_year(unit, amount):
        quantity, unit, amount = Decimal(12), *sorted((unit, amount), key=lambda figure: figure.value)
    values = _settle(quantity, unit.value if unit else None, amount.value if amount else None)
    if values[3] and doubt and unit and amount:  # which of the counts is meant is open: nothing contradicts yet
        values = (quantity, unit.value, amount.value, False)
    often_more = values[3] and _another_factor(text, group, quantity, unit, amount)
    if often_more and quantity and unit and amount:  # 3台を5日間レンタル、1台1日8,000円で120,000円
        values = (quantity * often_more, unit.value, amount.value, False)
    doubt = doubt or _doubt_of_prices(text, group, quantity, unit, amount)
    description = description_of(text, group)
    often = any(count.unit == "回" for count in group.counts)
    if often and description and text[description[1] - 1] in "年月週" and text[description[1]].isdigit():
        description = (description[0], description[1] - 1)  # 床清掃 年4回
    counted = _COUNTED.match(text, *description) if description and quantity is None and group.unit else None
    if counted and description and unit and amount is None:  # 40 desk sensors at JPY 12,500 each
        quantity, description = Decimal(counted.group(1)), (counted.end(), description[1])
        values = _settle(quantity, unit.value, None)
    name = text[description[0] : description[1]] if description else ""
    quoted = bool(group.words) and group.words[0].quoted
    if name and not quoted and _NO_GOODS.match(name):
        doubt = doubt or NO_NAME
    if (name and _DISCOUNT.search(name)) or group.off or any(figure.signed for figure in figures):
        values = _as_discount(values)
    if unit and unit.per in ("月", "年") and quantity is None and amount is None:
        values = (None, None, unit.value, False)
    if not doubt and len(prices) == 1 and not unit and quantity and amount and is_too_cheap(quantity, amount.value):
        doubt = EACH_OR_ALL
    if not doubt and len(prices) == 1 and not (unit or group.amount) and quantity and amount:
        doubt = EACH_OR_ALL if divides_badly(quantity, amount, group.counts) else ""
    if not doubt and not all(figure.clean for figure in figures):
        doubt = "数字の書き方が読み取れません"
    return Line(
        description, values[0], values[1], values[2],
        next((t.rate for t in prices if t.rate is not None), None),
        next((t.basis for t in prices if t.basis), None),
        next((figure.currency for figure in figures if figure.currency), None),
        any(figure.approx for figure in figures),
        values[3], doubt, _extent(group, prices), group.labelled,
        not quoted and _odd(name, group.labelled), _apart(text, group),
        len(prices) == 1
        and group.amount is None
        and group.unit is None
        and (not group.times or _times_only_counts(group))
        and quantity is not None,
        len(prices) == 1 and unit is None and quantity is not None,
        (quantity, unit.value, amount.value) if values[3] and quantity and unit and amount else None,
        bool(unit and amount and quantity not in (None, Decimal(1)) and not values[3]),
        _counts_and_ends(text, group) if doubt == MANY_COUNTS else (),
        quantity is not None and ((len(_factors(group)) > 1 and not _is_product(_factors(group))) or bool(often_more)),
    )  # fmt: skip


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
    if (group.times or group.each or group.listed) and unit is None and money:
        if len(money) == 1 and amount is None and _times_only_counts(group):
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
        doubt = "金額が複数書かれています"
    if group.times and (unit is None or quantity is None):
        doubt = doubt or "掛け算の片方が読み取れません"
    return quantity, unit, amount, doubt


_LASTS = r"\s?(?:日|泊|回|[ヶか月カヵ]|週|年|時間|コマ|クラス|拠点|店舗|名|人|台|室|セット|箇所|か所)"


def _another_factor(
    text: str, group: Group, quantity: Decimal | None, unit: Figure | None, amount: Figure | None
) -> Decimal | None:
    """The number in the words of this row by which quantity × unit price falls short of the amount."""
    if not (quantity and unit and unit.value and amount):
        return None
    missing = amount.value / (quantity * unit.value)
    if missing != missing.to_integral_value() or not 1 < missing < 1000:
        return None
    start = min([*(token.start for token in group.tokens), *(count.start for count in group.counts)])
    found = re.search(rf"(?<![\d,.]){int(missing)}{_LASTS}", text[start : amount.start])
    return missing if found and "\n" not in text[start : amount.start] else None


def _times_only_counts(group: Group) -> bool:
    """米10kg×5袋 20,000円: the × joins name and count, so nothing says whether the price is one's or all's."""
    if group.each or group.listed or len(group.counts) != 1 or len(group.joints) != 1 or group.lump:
        return False
    return group.joints[0] < group.counts[0].start < group.loose[0].start and group.counts[0].value != 1


def _counts_and_ends(text: str, group: Group) -> tuple[tuple[Decimal, int], ...]:
    """The counts of a row that stand one behind the other: ペーパータオル 200枚 40袋 @95."""
    counts = group.counts
    beside = all(re.fullmatch(r"\s{0,3}", text[a.end : b.start]) for a, b in pairwise(counts))
    return tuple((count.value, count.end) for count in counts) if beside else ()


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
    if group.two_goods:
        return MUDDLED
    if group.open_price and len(group.loose) == 1 and quantity not in (None, Decimal(1)):
        return EACH_OR_ALL
    if unit and amount and quantity is None and amount.value != unit.value:
        return "金額が複数書かれています"
    if unit and unit.per in ("月", "年") and quantity is not None and amount is None:
        times = MONTHS if unit.per == "月" else YEARS
        others = [count for count in group.counts if count.unit not in times and count.value != 1]
        timed = any(count.unit in times or not count.unit for count in group.counts)  # 月2万×6
        if others and not (timed and unit.per == "月") and not group.times and not says_each(text, unit):
            return EACH_OR_ALL
    if unit and is_for_another(text, unit, group.counts):
        return OTHER_UNIT
    price = unit or amount
    lone = price is not None and not group.counts and not group.times and len(group.loose) + bool(group.amount) == 1
    if lone and price and price.kind == "bare" and abs(price.value) < 1000 and not price.signed:
        return "金額の単位がはっきりしません"  # 金額：35 is hardly 35 yen
    return ""


def _extent(group: Group, prices: Sequence[Token]) -> tuple[int, int]:
    used = [*group.words, *prices, *group.tokens]
    return min((t.start for t in used), default=0), max((t.end for t in used), default=0)


def _odd(name: str, labelled: bool) -> bool:
    """A description that may hold more or less than the goods: verbs, open brackets, remarks."""
    return bool(name) and bool(_UNSURE.search(name) or (not labelled and _PLAIN_NAME.search(name)))


def _apart(text: str, group: Group) -> bool:
    """The words and the first figure stand in different sentences."""
    figures = [t for t in group.tokens if t.kind == "figure"]
    if not group.words or not figures or group.labelled:
        return False
    first, second = sorted((group.words[-1], figures[0]), key=lambda token: token.start)
    return bool(re.search(r"[。!！?？]", text[first.end : second.start]))


def _factors(group: Group) -> list[Figure]:
    """The counts of a group that multiply its price: each once, and no 1 beside another (1回33,000円×8回)."""
    counts = group.counts
    counts = [c for i, c in enumerate(counts) if all((c.value, c.unit) != (d.value, d.unit) for d in counts[:i])]
    named = {c.value for c in counts if c.unit}
    counts = [c for c in counts if c.unit or c.value not in named]  # 10ライセンス 28,000円×10
    return [c for c in counts if c.value != 1] or counts[:1]


def quantity_of(group: Group) -> tuple[Decimal | None, str]:
    counts = _factors(group)
    if len(counts) > 1:
        product = Decimal(1)
        for count in counts:
            product *= count.value
        prices = [t.figure.value for t in [group.unit, group.amount, *group.loose] if t and t.figure]
        monthly = any(t and t.figure and t.figure.per == "月" for t in [group.unit, *group.loose])
        timed = any(count.unit in MONTHS or count.unit in TIMES for count in counts)
        chained = any(  # 週200玉×4週 @98円
            first.end <= at < second.start and second.start - first.end <= 3
            for first, second in pairwise(counts)
            for at in group.joints
        )
        joined = group.times >= len(counts) or (timed and (monthly or (chained and group.times >= len(counts) - 1)))
        agrees = joined or any(product * price in prices for price in prices)
        if _is_product(counts):
            return counts[-1].value, ""  # 4人×6日=24人工
        whole = [c.value for c in counts if len(counts) > 2 and c.value * 2 == sum(other.value for other in counts)]
        if len(whole) == 1 and not joined:
            return whole[0], ""  # S 20枚/M 30枚/L 10枚 計60枚
        alone = {count.value for count in counts if any(count.value * price in prices for price in prices)}
        if len(alone) == 1 and not any(product * price in prices for price in prices):
            return alone.pop(), ""  # 25IDで、月37,000円×12ヶ月の444,000円
        return product, "" if agrees else MANY_COUNTS
    if counts:
        return counts[0].value, ""
    return (Decimal(1), "") if group.lump else (None, "")


def _is_product(counts: Sequence[Figure]) -> bool:
    """Whether the last count is what the others come to."""
    product = Decimal(1)
    for count in counts[:-1]:
        product *= count.value
    return len(counts) > 2 and product == counts[-1].value


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


def description_of(text: str, group: Group) -> tuple[int, int] | None:
    if not group.words:
        counted = next((c for c in group.counts if re.fullmatch(r"[a-z]{3,14}", c.unit) and c.unit != "qty"), None)
        return (counted.end - len(counted.unit), counted.end) if counted else None  # 500 cartons @ 1,150
    at = next((at for at, w in enumerate(group.words) if w.quoted), None)
    if at is not None:
        quoted, before = group.words[at], group.words[at - 1] if at else None
        if before and before.end == quoted.start - 1 and _GLUED_BEFORE.search(text, before.start, before.end):
            return before.start, quoted.end + 1  # eラーニング「情報セキュリティ基礎」
        return quoted.start, quoted.end
    start, end = group.words[0].start, group.words[0].end
    for word in group.words[1:]:
        if word.start - end > 2 or "\n" in text[end : word.start]:
            break
        end = word.end
    return start, end


def names_discount(text: str, group: Group) -> bool:
    """Whether what the group names is taken off the price."""
    found = description_of(text, group)
    return found is not None and _DISCOUNT.search(text[found[0] : found[1]]) is not None


def sum_of(kind: str, token: Token) -> Sum:
    """The figure of this token as a sum of the message; `kind` says of what."""
    figure = token.figure
    assert figure is not None
    return Sum(kind, figure.value, token.basis, token.rate, figure.approx, figure.currency, (token.start, token.end))

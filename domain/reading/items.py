"""Line items and sums from tokens: a small state machine that fills one group of description and figures at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.reading.money import Figure
from domain.reading.tokens import Token

_DISCOUNT = re.compile(
    r"値引(?!き?[後前])|割引(?!き?[後前])|お?値下げ|ディスカウント|クーポン|キャンペーン適用|"
    r"(?i:discount|rebate|coupon)|出精|(?:^|端数)調整額?$|端数(?:調整|処理|カット)|サービス値引"
)
# A name that is no name of goods, or that holds a figure nobody accounted for.
_NO_GOODS = re.compile(
    r"^(?:額|価格|金額|料金?|費用?|代金?|本体|合計|その他|一部|単価.*|.*税(?!理).*|[\d,.]+\s?[A-Za-z].*|[\d,.]+[^\d]{0,3}|.*\d\s?%(?!\s?(?:割引|値引|引き|OFF|オフ)).*|"
    r"そこ.*|ただし.*|.*場合|うち.*|そのうち.*|残り.*|差額.*|追加分?|変更後?|[(「『【].*|.*(?:誤|正)[】)]?)$"
)
_PLAIN_NAME = re.compile(r"[ぁ-ん]{3,}")
_UNSURE = re.compile(
    r"ました|ません|です|ます$|に伴う|のための|ので|けど|について|どおり|通り|代わり|最終|後$|前$|先日|"
    r"先週|今回|同年|同月|[、。!?:;]|\d月\d|^(?:[・,.)]|その|この|また)|(?:から|より|さん|様|した|して|"
    r"する|される|なった)(?!.{0,3}(?:費|料|代|ー))|[(「『【][^)」』】]*$"
)
_RECURRING = re.compile(r"^(?:月額|年額|月々)(?:費用|料金|利用料|単価)?$")
_MONTHS = ("ヶ月", "ヵ月", "か月", "カ月", "ケ月", "箇月", "month", "months", "mo", "mos")


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
class _Group:
    words: list[Token] = field(default_factory=list)
    counts: list[Figure] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    unit: Token | None = None
    amount: Token | None = None
    off: bool = False
    lump: bool = False
    times: bool = False
    labelled: bool = False
    each: bool = False  # 4着 / 1着88,000円: the price of one follows
    tokens: list[Token] = field(default_factory=list)

    @property
    def priced(self) -> bool:
        return bool(self.loose or self.amount or self.unit)

    @property
    def empty(self) -> bool:
        return not (self.words or self.counts or self.priced or self.lump)


@dataclass(slots=True)
class Reader:
    """Feed tokens, then take `lines` and `sums`."""

    text: str
    lines: list[Line] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    orphans: list[tuple[int, int]] = field(default_factory=list)
    group: _Group = field(default_factory=_Group)
    key: str = ""
    pending: str = ""
    key_stop: int = -1
    unclear: bool = False
    priced_on_line: bool = False  # a price has been read on this line
    muddled: bool = False  # words that belong to no price stood between two prices

    def run(self, tokens: Sequence[Token]) -> None:
        for at, token in enumerate(tokens):
            if token.kind != "line" and token.start >= self.key_stop and self.key:
                self.key = ""
            match token.kind:
                case "line":
                    self._line(tokens, at)
                case "key":
                    self._label(token)
                case "word":
                    self._word(tokens, at)
                case "figure":
                    self._figure(token, tokens, at)
                case "times":
                    self.group.times = True
                case "equals":
                    self.pending = "amount"
                case "soft":
                    pass
        self.flush()

    def flush(self) -> None:
        group, self.group = self.group, _Group()
        self.pending = ""
        if group.priced or (group.words and (group.labelled or group.lump or group.counts)):
            line = resolve(self.text, group)
            if self.muddled and group.priced and self.lines:
                reason = "文章の中の金額です。どれがこの受注のものか確認してください"
                self.lines[-1] = replace(self.lines[-1], doubt=self.lines[-1].doubt or reason)
                line = replace(line, doubt=line.doubt or reason)
            self.priced_on_line = self.priced_on_line or group.priced
            self.lines.append(line)
        elif group.words:
            words = _description(group)
            if words:
                self.orphans.append(words)

    def _drop_words(self) -> None:
        """Set words aside that no price followed."""
        words = self.group.words
        self.orphans.append((words[0].start, words[-1].end))
        self.muddled = self.muddled or self.priced_on_line
        self.group.words = []

    def _line(self, tokens: Sequence[Token], at: int) -> None:
        """A new line ends a group, unless it only goes on with labels or figures."""
        self.priced_on_line = self.muddled = False
        following = next((t for t in tokens[at + 1 :] if t.kind != "soft"), None)
        if following is None or following.kind == "line":
            if following is not None and self.group.priced:
                self.flush()
            return
        if following.kind == "key" and following.label and following.label.kind in ("quantity", "unit_price", "amount"):
            return
        if not self.group.priced and not self.group.empty:
            if following.kind == "figure" or (
                following.kind == "key" and following.label and following.label.kind != "item"
            ):
                return
            if self.group.labelled and not (
                following.kind == "word" and _price_follows(tokens, tokens.index(following, at))
            ):
                return
        self.flush()

    def _label(self, token: Token) -> None:
        assert token.label is not None
        kind = token.label.kind
        self.key, self.key_stop = kind, token.label.stop
        if kind == "item" and (self.group.words or (self.group.priced and self.group.labelled and self.group.words)):
            self.flush()
        if kind == "item":
            self.group.labelled = True

    def _word(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        if self.key in ("quantity", "unit_price", "amount", "subtotal", "tax", "total") and not _is_goods(
            self.text, token
        ):
            return
        if _RECURRING.match(self.text[token.start : token.end]) and self.group.words and not self.group.priced:
            return
        if self.group.priced and self.group.words:
            if not _price_follows(tokens, at):
                return
            self.flush()
        elif self._left_behind(token):
            self._drop_words()
        elif (
            self.group.words
            and not self.group.priced
            and self.key != "item"
            and _soft_between(tokens, self.group.words[-1], at)
        ):
            if self.group.words[-1].quoted or (self.group.labelled and not token.quoted):
                return
            if not self.group.counts and not self.group.lump:
                self._drop_words()
        if self.key == "item":
            self.group.labelled = True
        self.group.words.append(token)
        self.group.tokens.append(token)

    def _left_behind(self, token: Token) -> bool:
        """Words of an earlier sentence that no price followed."""
        group = self.group
        loose = bool(group.words) and not (group.priced or group.labelled or group.counts or group.lump)
        return loose and token.start - group.words[-1].end > 2 and not group.words[-1].quoted

    def _figure(self, token: Token, tokens: Sequence[Token], at: int) -> None:
        figure = token.figure
        assert figure is not None
        if token.role == "ignore" or figure.kind == "void":
            return
        if token.role == "open":
            self.unclear = True
            return
        self.unclear = self.unclear or not figure.clean
        role = token.role or (
            self.key if self.key in ("subtotal", "tax", "total") and figure.kind in ("money", "bare") else ""
        )
        if role in ("subtotal", "tax", "total"):
            if figure.kind == "bare" and not self.key and figure.value < 100:
                return
            if not (role == "total" and self.group.times and self.group.counts and self.pending):
                self.sums.append(_sum(role, token))
                return
        group = self.group
        if figure.kind == "set":
            group.lump = True
        elif figure.kind == "count":
            if figure.value == 1 and self.group.counts and figure.unit == self.group.counts[0].unit:
                group.each = True
                return
            if self.key in ("subtotal", "tax", "total", "amount") and not group.times and not group.loose:
                return
            if not (group.counts and group.amount):
                group.counts.append(figure)
        elif figure.kind == "bare" and not self._bare_counts(token, tokens, at):
            return
        elif self._is_sum(token):
            self.sums.append(_sum("amount", token))
            return
        else:
            self._price(token, role)
        group.tokens.append(token)

    def _is_sum(self, token: Token) -> bool:
        """金額：… when nothing is open to take it, or a second amount for the same line on the other basis."""
        group = self.group
        assert token.figure is not None
        if token.role in ("unit", "off") or token.figure.per:
            return False
        if self.key == "amount" and (group.empty or (not group.words and not group.counts and not group.times)):
            return not group.priced or not group.times
        if group.unit and group.unit.figure and group.unit.basis != token.basis and token.basis and group.counts:
            whole = _quantity(group)[0]
            return whole is not None and Decimal("0.9") < token.figure.value / (
                whole * group.unit.figure.value or 1
            ) < Decimal("1.11")
        taken = group.amount or (group.loose[0] if group.loose else None)
        if not taken or group.times or self.pending or taken.basis == token.basis or not token.basis:
            return False
        first, second = (t.figure.value for t in (taken, token) if t.figure)
        return bool(first) and Decimal("0.9") < second / first < Decimal("1.11")

    def _bare_counts(self, token: Token, tokens: Sequence[Token], at: int) -> bool:
        """Whether a bare number means something here; if it is a quantity it is taken as one."""
        figure = token.figure
        assert figure is not None
        if self.key == "quantity":
            self.group.counts.append(figure)
            return False
        if self.key in ("unit_price", "amount") or token.role in ("unit", "off") or figure.per:
            return True
        beside = self.group.times or any(t.kind == "times" for t in tokens[at + 1 : at + 2]) or bool(self.pending)
        grouped = "," in self.text[figure.start : figure.end] and abs(figure.value) >= 1000
        if beside and not grouped and (figure.value < 1000 and not self.group.counts) and not self.pending:
            other = next((t.figure for t in tokens[at + 1 : at + 4] if t.kind == "figure"), None)
            if other is None or other.kind == "money" or other.value >= figure.value or self.group.priced:
                self.group.counts.append(figure)
                return False
        return beside or (grouped and (bool(self.group.words) or bool(token.basis)))

    def _price(self, token: Token, role: str) -> None:
        group, figure = self.group, token.figure
        assert figure is not None
        if role == "off":
            if group.priced and not group.off:
                self.flush()
                group = self.group
            group.off = True
            group.loose.append(token)
        elif role == "unit" or self.key == "unit_price" or figure.per:
            if group.priced and group.unit is None and not group.counts and not group.times and group.loose:
                self.flush()
                group = self.group
            if group.unit is None:
                group.unit = token
            elif group.unit.figure and group.unit.figure.value != figure.value:
                group.loose.append(token)
        elif self.pending == "amount" and group.amount is None and group.priced:
            self.pending = ""
            if group.times or group.counts or group.unit:
                group.amount = token
            else:
                self.sums.append(_sum("amount", token))
        elif (
            self.key == "amount"
            and group.amount is None
            and not group.times
            and (group.counts or group.unit or not group.loose)
        ):
            group.amount = token
        else:
            group.loose.append(token)


def _sum(kind: str, token: Token) -> Sum:
    figure = token.figure
    assert figure is not None
    return Sum(kind, figure.value, token.basis, token.rate, figure.approx, figure.currency, (token.start, token.end))


def _is_goods(text: str, token: Token) -> bool:
    """In 金額：初期費用30万、月額5万 the words are goods."""
    word = text[token.start : token.end]
    return len(word) >= 3 and bool(re.search(r"費|料|代|サービス|保守|制作|開発|一式", word))


def _price_follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether a price or a quantity stands behind this word before the line ends."""
    for token in tokens[at + 1 :]:
        if token.kind in ("line", "key"):
            return (
                token.kind == "key"
                and token.label is not None
                and token.label.kind in ("quantity", "unit_price", "amount")
            )
        if token.kind == "figure" and token.role not in ("ignore", "total", "tax", "subtotal"):
            assert token.figure is not None
            if token.figure.kind in ("money", "set", "count") or "," in str(token.figure.value):
                return True
            if token.figure.kind == "bare" and token.figure.value >= 1000:
                return True
    return False


def _soft_between(tokens: Sequence[Token], previous: Token, at: int) -> bool:
    return any(t.kind == "soft" and previous.end <= t.start for t in tokens[max(0, at - 6) : at])


def resolve(text: str, group: _Group) -> Line:
    """A finished group as an item: which figure is the unit price, which the amount, and do they agree."""
    money = [t.figure for t in group.loose if t.figure]
    unit = group.unit.figure if group.unit else None
    amount = group.amount.figure if group.amount else None
    quantity, doubt = _quantity(group)
    if unit is not None and quantity is None and group.times and len(money) == 1 and money[0].kind == "bare":
        quantity = money.pop(0).value
    if unit is not None and quantity not in (None, Decimal(1)):
        money = [m for m in money if m.value != unit.value]
    if (group.times or group.each) and unit is None and money:
        unit = money.pop(0)
    elif unit is None and amount is None and quantity is not None and len(money) >= 2:
        unit, money = _unit_of_two(money, quantity)
    if amount is None and money:
        amount = money.pop(0)
        if len({m.value for m in money} - {amount.value}):
            doubt = "金額が複数書かれています"
    prices = [t for t in [group.unit, group.amount, *group.loose] if t]
    values = _settle(quantity, unit.value if unit else None, amount.value if amount else None, group)
    used = [*group.words, *prices]
    start = min((t.start for t in used), default=group.tokens[0].start if group.tokens else 0)
    end = max((t.end for t in [*used, *group.tokens]), default=start)
    if group.times and (unit is None or quantity is None):
        doubt = doubt or "掛け算の片方が読み取れません"
    description = _description(group)
    odd_name = False
    if description and not group.words[0].quoted and _NO_GOODS.match(text[description[0] : description[1]]):
        doubt = doubt or "何の金額かはっきりしません"
    if (
        description
        and not doubt
        and not group.words[0].quoted
        and _UNSURE.search(text[description[0] : description[1]])
    ):
        odd_name = True
    if description and not group.labelled and not group.words[0].quoted:
        odd_name = odd_name or bool(_PLAIN_NAME.search(text[description[0] : description[1]]))
    if (description and _DISCOUNT.search(text[description[0] : description[1]])) or group.off or _negative(prices):
        values = _as_discount(values)
    if unit and unit.per in ("月", "年") and quantity is None and amount is None:
        values = (None, None, unit.value, False)
    return Line(
        description, values[0], values[1], values[2],
        next((t.rate for t in prices if t.rate is not None), None),
        next((t.basis for t in prices if t.basis), None),
        next((t.figure.currency for t in prices if t.figure and t.figure.currency), None),
        any(t.figure.approx for t in prices if t.figure),
        values[3],
        doubt or ("" if all(t.figure.clean for t in prices if t.figure) else "数字の書き方が読み取れません"),
        (start, end),
        group.labelled,
        odd_name,
        _apart(text, group),
    )  # fmt: skip


def _apart(text: str, group: _Group) -> bool:
    """The words and the first figure stand in different sentences."""
    figures = [t for t in group.tokens if t.kind == "figure"]
    if not group.words or not figures or group.labelled:
        return False
    first, second = sorted((group.words[-1], figures[0]), key=lambda token: token.start)
    return bool(re.search(r"[。!！?？]", text[first.end : second.start]))


def _quantity(group: _Group) -> tuple[Decimal | None, str]:
    counts = group.counts
    counts = [c for i, c in enumerate(counts) if all((c.value, c.unit) != (d.value, d.unit) for d in counts[:i])]
    counts = [c for c in counts if c.value != 1] or counts[:1]  # 1回33,000円×8回
    if len(counts) > 1:
        product = Decimal(1)
        for count in counts:
            product *= count.value
        return product, "数量が複数書かれています"
    if counts:
        return counts[0].value, ""
    return (Decimal(1), "") if group.lump else (None, "")


def _unit_of_two(money: list[Figure], quantity: Decimal) -> tuple[Figure | None, list[Figure]]:
    first, second = money[0], money[1]
    if first.value * quantity == second.value or (first.value < second.value and quantity > 1):
        return first, money[1:]
    if second.value * quantity == first.value or (second.value < first.value and quantity > 1):
        return second, [first, *money[2:]]
    return None, money


def _settle(
    quantity: Decimal | None, unit: Decimal | None, amount: Decimal | None, group: _Group
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


def _negative(prices: Sequence[Token]) -> bool:
    return any(t.figure.signed for t in prices if t.figure)


def _as_discount(
    values: tuple[Decimal | None, Decimal | None, Decimal | None, bool],
) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
    quantity, unit, amount, conflict = values
    if amount is None:
        return values
    if unit is None or quantity is None:
        return Decimal(1), -abs(amount), -abs(amount), conflict
    return quantity, -abs(unit), -abs(amount), conflict


def _description(group: _Group) -> tuple[int, int] | None:
    if not group.words:
        return None
    quoted = next((w for w in group.words if w.quoted), None)
    if quoted:
        return quoted.start, quoted.end
    start, end = group.words[0].start, group.words[0].end
    for word in group.words[1:]:
        if word.start - end > 2:
            break
        end = word.end
    return start, end

"""Line items and sums from tokens: a small state machine that fills one group of description and figures at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.lines import MUDDLED, Group, Line, Sum, description_of, names_discount, quantity_of, resolve, sum_of
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS
from domain.reading.restated import restates
from domain.reading.roles import is_hedged, is_part_of_them
from domain.reading.tokens import Token

_JOINED = regex(r"[^\n。]{0,24}?(?:\+|＋|プラス|(?<![A-Za-z])plus|(?<![A-Za-z])and)\s?")
_LIST_PRICE = regex(r"(?:定価|正価|通常(?:価格|単価)|希望小売価格)[はがの:]?\s?[¥@]?$")
_FOR_ALL_OF_THEM = regex(r"[\d台個本枚件セットケース箱式名人]で、?\s?(?:税[抜込別]き?で?)?[¥約]?$")
_OF_SO_MANY = regex(r"(?:\s?[(]?税[抜込別]き?み?[)]?)?\s?(?:のもの)?を\s?")
_FOR_SO_MANY = regex(r"(?:\s?[(]?税[抜込別]き?み?[)]?)?\s?で\s?")  # 15万円で10台
_FEE = regex(r"(?:月額|年額).{0,6}(?:費用?|料金?)")
_ALL_OF_THESE = regex(r"(?:が|は|も)?、?\s?(?:全部で|ぜんぶで|合わせて|あわせて|トータルで?|締めて|しめて|計)\s?[¥約]?")
_NAMES_A_KIND = regex(r"[一-龥ァ-ヶーA-Za-z]{2}\Z")
_RECURRING = regex(r"^(?:月額|年額|月々)(?:費用|料金|利用料|単価)?$")


@dataclass(slots=True)
class Reader:
    """Feed tokens, then take `lines` and `sums`."""

    text: str
    lines: list[Line] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    orphans: list[tuple[int, int]] = field(default_factory=list)
    group: Group = field(default_factory=Group)
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
                    self.group.times += 1
                    self.group.joints.append(token.start)
                case "equals":
                    self.pending = "amount"
        self.flush()

    def flush(self) -> None:
        group, self.group = self.group, Group()
        self.pending = ""
        if group.priced or (group.words and (group.labelled or group.lump or group.counts)):
            line = resolve(self.text, group)
            if self.muddled and group.priced and self.lines:
                self.lines[-1] = _in_doubt(self.lines[-1])
                line = _in_doubt(line)
            self.priced_on_line = self.priced_on_line or group.priced
            self.lines.append(line)
        elif group.words:
            words = description_of(self.text, group)
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
        if self._awaits_months(following):
            return
        if following is None or following.kind == "line":
            if following is not None and self.group.priced:
                self.flush()
            return
        if following.kind == "key" and following.label and following.label.kind in ("quantity", "unit_price", "amount"):
            return
        if not self.group.priced and not self.group.empty:
            recurring = following.kind == "word" and _RECURRING.match(self.text[following.start : following.end])
            if (
                following.kind == "figure"
                or recurring
                or (following.kind == "key" and following.label and following.label.kind != "item")
            ):
                return
            if self.group.labelled and not (
                following.kind == "word" and _price_follows(tokens, tokens.index(following, at))
            ):
                return
        self.flush()

    def _awaits_months(self, following: Token | None) -> bool:
        """月額28,000円 on one line, 12ヶ月 on the next."""
        unit = self.group.unit.figure if self.group.unit else None
        count = following.figure if following else None
        monthly = unit is not None and unit.per == "月" and not any(c.unit in MONTHS for c in self.group.counts)
        return monthly and count is not None and count.kind == "count" and count.unit in MONTHS

    def _label(self, token: Token) -> None:
        assert token.label is not None
        kind = token.label.kind
        self.key, self.key_stop = kind, token.label.stop
        if kind == "unit_price" and self.group.priced and self.group.words and _FEE.fullmatch(token.label.name):
            self.flush()  # 初期費用：150,000円 / 月額利用料：48,000円×12ヶ月: the second is a line of its own
            self.group.words.append(replace(token, kind="word", end=token.start + len(token.label.name), label=None))
            self.group.tokens.append(self.group.words[-1])
        if kind == "item" and (self.group.words or (self.group.priced and self.group.labelled and self.group.words)):
            self.flush()
        if kind == "item":
            self.group.labelled = True

    def _word(self, tokens: Sequence[Token], at: int) -> None:
        token = self._with_kind(tokens[at])
        if (
            self.key in ("quantity", "unit_price", "amount", "subtotal", "tax", "total")
            and not _is_goods(self.text, token)
            and not (self.key in ("unit_price", "amount") and _is_counted(tokens, at))
        ):
            return
        if self.key in ("unit_price", "amount") and self._begins_anew(token):
            if self.group.words:
                self._drop_words()
            self.group = Group()
        if _RECURRING.match(self.text[token.start : token.end]) and self.group.words and not self.group.priced:
            return
        if self.group.priced and self.group.words:
            if not _price_follows(tokens, at):
                return
            self.flush()
        elif self._left_behind(token) or self._of_row_above(tokens, at):
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

    def _counts_the_words(self, token: Token) -> bool:
        """料金：逐次通訳 2日: the count stands right behind goods named in the value of an amount."""
        words = self.group.words
        return self.key == "amount" and bool(words) and not self.text[words[-1].end : token.start].strip(" ")

    def _begins_anew(self, token: Token) -> bool:
        """料金：逐次通訳 2日 @99,000円: goods in the value of a price owe nothing to the words and counts above."""
        group = self.group
        if group.labelled or group.priced or not (group.words or group.counts):
            return False
        above = max([*(one.end for one in group.tokens), *(count.end for count in group.counts)])
        return "\n" in self.text[above : token.start]

    def _with_kind(self, token: Token) -> Token:
        """eラーニング「情報セキュリティ基礎」: the word a quoted name is glued to says what it is."""
        group = self.group
        last = group.words[-1] if group.words and not (group.priced or group.counts) else None
        if last is None or not token.quoted or last.end != token.start - 1:
            return token
        if last.quoted or not _NAMES_A_KIND.search(self.text, last.start, last.end):
            return token
        group.words.pop()
        group.tokens = [one for one in group.tokens if one is not last]
        return replace(token, start=last.start, end=token.end + 1)

    def _left_behind(self, token: Token) -> bool:
        """Words of an earlier sentence that no price followed."""
        group = self.group
        loose = bool(group.words) and not (group.priced or group.labelled or group.counts or group.lump)
        return loose and token.start - group.words[-1].end > 2 and not group.words[-1].quoted

    def _of_row_above(self, tokens: Sequence[Token], at: int) -> bool:
        """A name above 3 x Torque Sensor at USD 2,150: this row counts goods of its own."""
        group = self.group
        if not group.words or group.labelled or group.priced or not group.counts or group.words[-1].quoted:
            return False
        between = self.text[group.words[-1].end : group.counts[0].start]
        return (
            "\n" in between
            and "\n" not in self.text[group.counts[0].start : tokens[at].start]
            and _price_follows(tokens, at)
        )

    def _figure(self, token: Token, tokens: Sequence[Token], at: int) -> None:
        figure = token.figure
        assert figure is not None
        if self._passes_over(token, figure) or restates(self.text, self.group, token):
            return
        if self._completes(token):
            self.group.amount = token
            self.group.tokens.append(token)
            self.pending = ""
            return
        role = token.role or (
            self.key if self.key in ("subtotal", "tax", "total") and figure.kind in ("money", "bare") else ""
        )
        if role == "total" and self._all_of_these(token):
            role = ""
        if role in ("subtotal", "tax", "total"):
            if figure.kind == "bare" and not self.key and figure.value < 100:
                return
            whole_line = bool(self.group.words and self.group.counts and not self.group.priced) and not self.key
            if not (role == "total" and self.group.counts and (whole_line or (self.group.times and self.pending))):
                self.sums.append(sum_of(role, token))
                return
        group = self.group
        if group.priced and group.tokens and _JOINED.fullmatch(self.text, group.tokens[-1].end, token.start):
            self.flush()
            group = self.group
        if figure.kind == "set":
            group.lump = True
        elif figure.kind == "count":
            another = bool(group.counts and group.words) and group.words[-1].start > group.counts[-1].start
            priced_one = re.match(r"[^\S\n]?[¥@]?\d", self.text[figure.end :]) is not None
            if (
                figure.value == 1
                and group.counts
                and figure.unit.removesuffix("間") == group.counts[0].unit.removesuffix("間")
                and (priced_one or not another)
            ):
                group.each = group.each or not group.priced
                return
            group.two_goods = group.two_goods or (another and not group.times)
            if self.key in ("subtotal", "tax", "total", "amount") and not (
                group.times or group.loose or self._counts_the_words(token)
            ):
                return
            self._price_before(token)
            if not (group.counts and group.amount):
                group.counts.append(figure)
        elif figure.kind == "bare" and not self._bare_counts(token, tokens, at):
            taken = any(count is figure or count.value == figure.value for count in group.counts)
            group.passed_over = group.passed_over or not taken
            return
        elif self._is_sum(token):
            self.sums.append(sum_of("amount", token))
            return
        else:
            self._price(token, role)
        group.tokens.append(token)

    def _all_of_these(self, token: Token) -> bool:
        """動画3本で75万、あと字幕が全部で6万: a whole that is less than the lines before it is the named goods' own."""
        group, figure = self.group, token.figure
        if self.key or not group.words or group.priced or group.counts or figure is None:
            return False
        behind = _ALL_OF_THESE.match(self.text, group.words[-1].end, token.start)
        before = sum((line.amount or Decimal(0) for line in self.lines), Decimal(0))
        return behind is not None and behind.end() == token.start and figure.value < before

    def _price_before(self, token: Token) -> None:
        """What a price that stands before its count is for: 98,000円(税別)を2店舗分, 15万円で10台."""
        group = self.group
        if len(group.loose) == 1:
            behind = group.loose[0].end
            group.each = group.each or _OF_SO_MANY.fullmatch(self.text, behind, token.start) is not None
            group.open_price = _FOR_SO_MANY.fullmatch(self.text, behind, token.start) is not None

    def _passes_over(self, token: Token, figure: Figure) -> bool:
        """Whether a figure is no price and no count of this order; notes what makes the others doubtful."""
        if token.role == "ignore" or figure.kind == "void":
            self.group.listed = self.group.listed or bool(
                _LIST_PRICE.search(self.text, max(0, token.start - 8), token.start)
            )
            return True
        if token.role == "open":
            self.unclear = True
            return True
        hedged = figure.kind in ("money", "bare") and is_hedged(self.text, figure)
        self.unclear = self.unclear or not figure.clean or hedged
        return is_part_of_them(self.text, figure)

    def _completes(self, token: Token) -> bool:
        """The figure on this line that quantity × unit price comes to, whatever it is called (計, ＝, 合計)."""
        group, figure = self.group, token.figure
        assert figure is not None
        unit = group.unit or (group.loose[0] if group.each and len(group.loose) == 1 else None)
        if unit is None or unit.figure is None or not group.counts or group.amount or self.key:
            return False
        if figure.kind not in ("money", "bare") or "\n" in self.text[unit.end : token.start]:
            return False
        quantity, doubt = quantity_of(group)
        return not doubt and quantity is not None and quantity * unit.figure.value == figure.value

    def _is_sum(self, token: Token) -> bool:
        """金額：… when nothing is open to take it, or a second amount for the same line on the other basis."""
        group = self.group
        assert token.figure is not None
        if token.role in ("unit", "off") or token.figure.per:
            return False
        if self.key == "amount" and (group.empty or (not group.words and not group.counts and not group.times)):
            return not group.priced or not group.times
        if group.unit and group.unit.figure and group.unit.basis != token.basis and token.basis and group.counts:
            whole = quantity_of(group)[0]
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
        if figure.signed and not self.group.priced and names_discount(self.text, self.group):
            return True  # 端数調整 -250
        beside = self.group.times or any(t.kind == "times" for t in tokens[at + 1 : at + 2]) or bool(self.pending)
        grouped = "," in self.text[figure.start : figure.end] and abs(figure.value) >= 1000
        if beside and any(count.value == figure.value for count in self.group.counts):
            return False  # 10ライセンス 28,000円×10
        if beside and not grouped and (figure.value < 1000 and not self.group.counts) and not self.pending:
            other = next((t.figure for t in tokens[at + 1 : at + 4] if t.kind == "figure"), None)
            if other is None or other.kind == "money" or other.value >= figure.value or self.group.priced:
                self.group.counts.append(figure)
                return False
        return bool(beside) or (grouped and (bool(self.group.words) or bool(token.basis)))

    def _price(self, token: Token, role: str) -> None:
        group, figure = self.group, token.figure
        assert figure is not None
        if role == "total":  # 部品×20 合計5万円: a sum is never the price of one
            group.amount = group.amount or token
            return
        if not role and group.counts and not group.priced and self.text[: token.start].endswith((" at ", " at\n")):
            role = "unit"
        if (
            not (role or figure.per)
            and group.counts
            and not group.priced
            and _FOR_ALL_OF_THEM.search(self.text[: token.start][-12:])
        ):
            group.amount, group.times = token, 0  # 高圧洗浄機×2で37万
        elif role == "off":
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
                self.sums.append(sum_of("amount", token))
        elif (
            self.key == "amount"
            and group.amount is None
            and not (group.times or group.each)
            and (group.counts or group.unit or not group.loose)
        ):
            group.amount = token
        else:
            group.loose.append(token)


def _is_counted(tokens: Sequence[Token], at: int) -> bool:
    """料金：逐次通訳 2日 @99,000円: what is counted is goods, also where a price was announced."""
    following = next((token for token in tokens[at + 1 :] if token.kind != "soft"), None)
    return following is not None and following.figure is not None and following.figure.kind in ("count", "set")


def _in_doubt(line: Line) -> Line:
    """A line from a sentence with other words between its prices, unless its three figures multiply."""
    return line if line.proved else replace(line, doubt=line.doubt or MUDDLED)


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
            if token.figure.kind == "bare" and abs(token.figure.value) >= 1000:
                return True
    return False


def _soft_between(tokens: Sequence[Token], previous: Token, at: int) -> bool:
    return any(t.kind == "soft" and previous.end <= t.start for t in tokens[max(0, at - 6) : at])

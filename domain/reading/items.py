"""Line items and sums from tokens: a small state machine that fills one group of description and figures at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.head_counts import counts_the_lines, counts_the_orders
from domain.reading.line_figures import (
    awaits_months,
    bare_counts,
    completes,
    counts_the_words,
    ends_before,
    goes_on_below,
    is_all_of_these,
    is_multiplied,
    is_rate_of_the_line,
    is_sum,
    price_before,
    price_was_for_one,
)
from domain.reading.line_model import MUDDLED, Group, Line, Sum
from domain.reading.line_names import description_of, goes_on_behind_quote, is_discount
from domain.reading.line_words import (
    begins_anew,
    given_free,
    in_brackets_behind,
    is_counted,
    is_goods,
    left_behind,
    of_row_above,
    opens_several,
    price_follows,
    soft_between,
    with_kind,
)
from domain.reading.lines import resolve, sum_of
from domain.reading.money import Figure
from domain.reading.numerals import KANJI_NUMBER
from domain.reading.one_price import is_one_of_several
from domain.reading.past import is_another_time, is_list_price
from domain.reading.restated import restates
from domain.reading.roles import is_hedged, is_part_of_them
from domain.reading.running_sum import belongs_to_the_whole, comes_to_all, is_sum_so_far
from domain.reading.shared_price import each_of_them
from domain.reading.tokens import Token

_JOINED = regex(r"[^\n。]{0,24}?(?:\+|＋|プラス|(?<![A-Za-z])plus|(?<![A-Za-z])and)\s?")
_LIST_PRICE = regex(r"(?:定価|正価|通常(?:価格|単価)|希望小売価格)[はがの:]?\s?[¥@]?$")
_FOR_ALL_OF_THEM = regex(r"[\d台個本枚件セットケース箱式名人]\s?で、?\s?(?:税[抜込別]き?で?)?[¥約]?$")
_MULTIPLIED = regex(r"\s?[×✕xX*@]\s?[@¥$]?\d")  # Qty/Price: 7 seats × 54,000
_COME_TO = regex(
    r"分?[^\S\n]{0,3}[で、,]?[^\S\n]{0,3}(?:合計|総額|計|一括|トータル)で?[^\S\n]{0,3}[:¥]?[^\S\n]?\d"
)  # 6ヶ月 計 495,000円
_PRICE_BEHIND = regex(r"[^\S\n]?(?:[¥@]?\d|[" + KANJI_NUMBER + r"]{1,8}円)")  # 一袋八百円
_FEE = regex(r"(?:月額|年額).{0,6}(?:費用?|料金?)")
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
    whole_follows: bool = False  # 以上3点で: the next price is what all lines come to
    printed: set[Decimal] = field(default_factory=set)  # all that may be sums
    muddled: bool = False  # words that belong to no price stood between two prices

    def run(self, tokens: Sequence[Token]) -> None:
        self.printed = {t.figure.value for t in tokens if t.figure and t.figure.kind in ("money", "bare")}
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
                    self._multiply()
                    self.group.joints.append(token.start)
                case "equals":
                    self.pending = "amount"
        self.flush()

    def _multiply(self) -> None:
        """料金：150,000円×5ヶ月: what a label calls the price is that of one if it is multiplied."""
        group = self.group
        last = group.tokens[-1] if group.tokens else None
        if self.key == "amount" and group.amount is not None and group.amount is last and not group.counts:
            group.loose.append(group.amount)
            group.amount = None
        group.times += 1

    def flush(self) -> None:
        group, self.group = self.group, Group()
        self.pending = ""
        if group.priced or (group.words and (group.labelled or group.lump or group.counts)):
            for one in each_of_them(self.text, group):
                self._take(one)
        elif group.words:
            words = description_of(self.text, group)
            if words:
                self.orphans.append(words)

    def _take(self, group: Group) -> None:
        line = resolve(self.text, group)
        if self.muddled and group.priced and self.lines:
            self.lines[-1] = _in_doubt(self.lines[-1])
            line = _in_doubt(line)
        self.priced_on_line = self.priced_on_line or group.priced
        self.lines.append(line)

    def _drop_words(self) -> None:
        """Set words aside that no price followed."""
        words = self.group.words
        self.orphans.append((words[0].start, words[-1].end))
        self.muddled = self.muddled or self.priced_on_line
        self.group.words = []

    def _line(self, tokens: Sequence[Token], at: int) -> None:
        """A new line ends a group, unless it only goes on with labels or figures."""
        self.priced_on_line = self.muddled = self.whole_follows = False
        following = next((t for t in tokens[at + 1 :] if t.kind != "soft"), None)
        if awaits_months(self.group, following):
            return
        if goes_on_below(self.text, self.group, following):
            self.group.unit = self.group.loose.pop()
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
                following.kind == "word" and price_follows(tokens, tokens.index(following, at))
            ):
                return
        self.flush()

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
        if given_free(self.text, self.group, tokens[at]):
            self.group = Group()
            return
        self._open_several(tokens, at)
        token = with_kind(self.text, self.group, tokens[at])
        if (
            self.key in ("quantity", "unit_price", "amount", "subtotal", "tax", "total")
            and not is_goods(self.text, token)
            and not (self.key in ("unit_price", "amount") and is_counted(tokens, at))
        ):
            return
        if self.key in ("unit_price", "amount") and begins_anew(self.text, self.group, token):
            if self.group.words:
                self._drop_words()
            self.group = Group()
        if _RECURRING.match(self.text[token.start : token.end]) and self.group.words and not self.group.priced:
            return
        if in_brackets_behind(self.text, self.group, token):
            return
        self._take_word(token, tokens, at)

    def _open_several(self, tokens: Sequence[Token], at: int) -> None:
        """金額：設営 620,000円、警備 259,000円: what stands above is the heading of these."""
        if self.key == "amount" and opens_several(self.text, tokens, at):
            self.key = ""
            if not self.group.priced:
                self.group = Group()

    def _take_word(self, token: Token, tokens: Sequence[Token], at: int) -> None:
        if self._ends_here(tokens, at):
            self.flush()
        if self.group.priced and self.group.words:
            if not price_follows(tokens, at):
                return
            self.flush()
        elif left_behind(self.group, token) or of_row_above(self.text, self.group, tokens, at):
            self._drop_words()
        elif (
            self.group.words
            and not self.group.priced
            and self.key != "item"
            and soft_between(tokens, self.group.words[-1], at)
        ):
            if goes_on_behind_quote(self.text, self.group, token):
                pass  # 機関誌「しおさい」夏号 印刷
            elif self.group.words[-1].quoted or (self.group.labelled and not token.quoted):
                return
            elif not self.group.counts and not self.group.lump:
                self._drop_words()
        if self.key == "item":
            self.group.labelled = True
        self.group.words.append(token)
        self.group.tokens.append(token)

    def _ends_here(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the words at `at` begin other goods, though this group has no name or no price of its own yet."""
        counted = bool(self.group.words and self.group.counts) and not self.group.priced
        if counted and is_one_of_several(self.text, tokens, at):
            return True
        return ends_before(self.text, self.group, tokens, at)  # 20 cartons at ¥9,800 each, plus freight ¥15,000

    def _figure(self, token: Token, tokens: Sequence[Token], at: int) -> None:
        figure = token.figure
        assert figure is not None
        if self._is_taken(token, figure):
            return
        role = token.role or (
            self.key if self.key in ("subtotal", "tax", "total") and figure.kind in ("money", "bare") else ""
        )
        if not self.key and (
            (role == "subtotal" and is_rate_of_the_line(self.text, self.group, token))
            or (role == "total" and is_all_of_these(self.text, self.lines, self.group, token))
        ):
            role = ""
        if role in ("subtotal", "tax", "total"):
            if figure.kind == "bare" and not self.key and figure.value < 100:
                return
            whole_line = bool(self.group.words and self.group.counts and not self.group.priced) and not self.key
            whole_line = whole_line and not is_sum_so_far(self.lines, figure)
            if not (role == "total" and self.group.counts and (whole_line or (self.group.times and self.pending))):
                self.sums.append(sum_of(self._kind_of_sum(role, token), token))
                return
        group = self.group
        if group.priced and group.tokens and _JOINED.fullmatch(self.text, group.tokens[-1].end, token.start):
            self.flush()
            group = self.group
        if figure.kind == "set":
            group.lump = True
        elif figure.kind == "count":
            if not self._count(token, figure):
                return
        elif figure.kind == "bare" and not bare_counts(self.text, group, tokens, at, self.key, self.pending):
            taken = any(count is figure or count.value == figure.value for count in group.counts)
            group.passed_over = group.passed_over or not taken
            return
        elif not is_multiplied(tokens, at) and is_sum(self.text, group, token, self.key, self.pending):
            self.sums.append(sum_of("amount", token))
            return
        else:
            self._price(token, role)
        group.tokens.append(token)

    def _is_taken(self, token: Token, figure: Figure) -> bool:
        """Whether the lines so far say what the figure is, without a word about it."""
        if not (self.key or self.pending) and comes_to_all(self.text, self.lines, self.group, token):
            self.flush()
            self.sums.append(sum_of("amount", token))
            return True
        if self._passes_over(token, figure) or restates(self.text, self.group, token):
            return True
        if self.key in ("", "amount", "unit_price") and completes(self.text, self.group, token):
            self.group.amount = token
            self.group.tokens.append(token)
            self.pending = ""
            return True
        if self.whole_follows and figure.kind in ("money", "bare") and not token.role and self.group.empty:
            self.whole_follows = False
            self.sums.append(sum_of("amount", token))
            return True
        return False

    def _kind_of_sum(self, role: str, token: Token) -> str:
        """税抜計 182,000円 税込 200,200円: behind the subtotal the sum with tax is the total."""
        last = self.sums[-1] if self.sums and role == "subtotal" and token.basis == "in" else None
        return "total" if last and (last.kind, last.basis) == (role, "out") else role

    def _count(self, token: Token, figure: Figure) -> bool:
        """Take a count, unless it only says what the price is for (1本あたり); whether it stands in the line."""
        if self.key != "quantity" and counts_the_lines(self.text, self.lines, self.group, figure):
            if not self.group.priced:
                self.group = Group()  # 以上3点で
            self.flush()
            self.whole_follows = True
            return False
        group = self.group
        if counts_the_orders(self.text, group, figure):
            self.group = Group()  # 終電前に一件だけ。
            return False
        another = bool(group.counts and group.words) and group.words[-1].start > group.counts[-1].start
        priced_one = _PRICE_BEHIND.match(self.text, figure.end) is not None
        if (
            figure.value == 1
            and group.counts
            and group.counts[0].unit.removesuffix("間") in (figure.unit.removesuffix("間"), "", "qty")
            and (priced_one or not another)
        ):
            group.each = group.each or not group.priced
            return False
        group.two_goods = group.two_goods or (another and not group.times)
        if self.key in ("subtotal", "tax", "total", "amount") and not (
            group.times
            or group.loose
            or counts_the_words(self.text, group, token, self.key)
            or _MULTIPLIED.match(self.text, token.end)
            or (self.key == "amount" and _COME_TO.match(self.text, token.end))
        ):
            return False
        if price_was_for_one(group, figure):
            group.unit = group.loose.pop()  # 1回33,000円、年4回の契約
        price_before(self.text, group, token)
        if not (group.counts and group.amount):
            group.counts.append(figure)
        return True

    def _passes_over(self, token: Token, figure: Figure) -> bool:
        """Whether a figure is no price and no count of this order; notes what makes the others doubtful."""
        words = self.group.words if not (self.group.priced or self.group.counts) else []
        if figure.kind == "void" and words and is_another_time(self.text[words[0].start : words[-1].end]):
            self._drop_words()  # 他社が85万円で出していましたが
        elif figure.kind == "void" and words and is_discount(self.text[words[-1].start : words[-1].end]):
            words.pop()  # ホース 42,000円から出精値引▲2,000円で40,000円
        if token.role == "ignore" and words and is_list_price(self.text[words[-1].start : words[-1].end]):
            muddled = self.muddled
            self._drop_words()  # カタログ値4,800円のところ
            self.muddled = muddled  # what these words belong to is known
        if token.role == "ignore" or figure.kind == "void":
            self.group.listed = self.group.listed or bool(
                _LIST_PRICE.search(self.text, max(0, token.start - 8), token.start)
            )
            return True
        if token.role == "open":
            part = belongs_to_the_whole(self.text, self.lines, self.group, figure, self.printed)
            self.unclear = self.unclear or not part
            return not part
        hedged = figure.kind in ("money", "bare") and is_hedged(self.text, figure)
        self.unclear = self.unclear or not figure.clean or hedged
        return is_part_of_them(self.text, figure)

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


def _in_doubt(line: Line) -> Line:
    """A line from a sentence with other words between its prices, unless its three figures multiply."""
    return line if line.proved else replace(line, doubt=line.doubt or MUDDLED)

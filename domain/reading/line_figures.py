"""Whether a figure of a row completes its line, counts its goods, or is a sum over several lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.line_model import Group, Line
from domain.reading.line_names import names_discount
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS
from domain.reading.quantities import quantity_of
from domain.reading.tokens import Token

_ALL_OF_THESE = regex(r"(?:が|は|も)?、?\s?(?:全部で|ぜんぶで|合わせて|あわせて|トータルで?|締めて|しめて|計)\s?[¥約]?")


def counts_the_words(text: str, group: Group, token: Token, key: str) -> bool:
    """料金：逐次通訳 2日: the count stands right behind goods named in the value of an amount."""
    words = group.words
    return key == "amount" and bool(words) and not text[words[-1].end : token.start].strip(" ")


def is_all_of_these(text: str, lines: Sequence[Line], group: Group, token: Token) -> bool:
    """動画3本で75万、あと字幕が全部で6万: a whole that is less than the lines before it is the named goods' own."""
    figure = token.figure
    if not group.words or group.priced or group.counts or figure is None:
        return False
    behind = _ALL_OF_THESE.match(text, group.words[-1].end, token.start)
    before = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    return behind is not None and behind.end() == token.start and figure.value < before


def awaits_months(group: Group, following: Token | None) -> bool:
    """月額28,000円 on one line, 12ヶ月 on the next."""
    unit = group.unit.figure if group.unit else None
    count = following.figure if following else None
    monthly = unit is not None and unit.per == "月" and not any(c.unit in MONTHS for c in group.counts)
    return monthly and count is not None and count.kind == "count" and count.unit in MONTHS


def completes(text: str, group: Group, token: Token) -> bool:
    """The figure on this line that quantity × unit price comes to, whatever it is called (計, ＝, 合計)."""
    figure = token.figure
    assert figure is not None
    unit = group.unit or (group.loose[0] if group.each and len(group.loose) == 1 else None)
    if unit is None or unit.figure is None or not group.counts or group.amount:
        return False
    if figure.kind not in ("money", "bare"):
        return False
    between = text[unit.end : token.start]
    if "\n" in between and between.strip(" \t\n¥"):
        return False
    quantity, doubt = quantity_of(group)
    return not doubt and quantity is not None and quantity * unit.figure.value == figure.value


def goes_on_below(text: str, group: Group, token: Token | None) -> bool:
    """30缶 / 9,800 / 294,000, a figure a row: what stands below is quantity × the unit price above."""
    if token is None or token.figure is None or token.kind != "figure" or group.amount or len(group.loose) != 1:
        return False
    price = group.loose[0]
    if group.unit or group.times or price.figure is None or "\n" not in text[price.end : token.start]:
        return False
    quantity, doubt = quantity_of(group)
    product = price.figure.value * quantity if quantity is not None and quantity > 1 and not doubt else None
    return product == token.figure.value and not text[price.end : token.start].strip(" \t\n円")


def ends_before(text: str, group: Group, tokens: Sequence[Token], at: int) -> bool:
    """Whether a count with its price of one, named by nothing else, ends where other goods with a price begin."""
    unit = group.unit.figure if group.unit else None
    if unit is None or group.words or len(group.counts) != 1 or group.unit is None:
        return False
    last = group.amount or group.unit
    behind = next((token.figure for token in tokens[at + 1 :] if token.kind == "figure"), None)
    if behind is None or behind.kind != "money" or behind.value == unit.value * group.counts[0].value:
        return False
    between = text[last.end : tokens[at].start]
    return "," in between or "、" in between


def is_multiplied(tokens: Sequence[Token], at: int) -> bool:
    """金額：38万円×2台: a price that is multiplied is no sum."""
    return at + 1 < len(tokens) and tokens[at + 1].kind == "times"


def is_sum(text: str, group: Group, token: Token, key: str, pending: str) -> bool:
    """金額：… when nothing is open to take it, or a second amount for the same line on the other basis."""
    assert token.figure is not None
    if token.role in ("unit", "off") or token.figure.per:
        return False
    if key == "amount" and _stands_below_the_price(text, group, token):
        return True
    if key == "amount" and (group.empty or (not group.words and not group.counts and not group.times)):
        return not group.priced or not group.times
    if group.unit and group.unit.figure and group.unit.basis != token.basis and token.basis and group.counts:
        whole = quantity_of(group)[0]
        if whole is not None and group.unit.basis is None and whole * group.unit.figure.value == token.figure.value:
            return False  # 単価 48円 over 金額 57,600円(外税): the same basis, said once
        return whole is not None and Decimal("0.9") < token.figure.value / (
            whole * group.unit.figure.value or 1
        ) < Decimal("1.11")
    taken = group.amount or (group.loose[0] if group.loose else None)
    if not taken or group.times or pending or taken.basis == token.basis or not token.basis:
        return False
    first, second = (t.figure.value for t in (taken, token) if t.figure)
    return bool(first) and Decimal("0.9") < second / first < Decimal("1.11")


def _multiplies_price(group: Group, tokens: Sequence[Token], at: int) -> bool:
    """金額：@780×200=156,000: the number between the price of one and what they come to says how many."""
    before, behind = tokens[at - 1] if at else None, tokens[at + 1 : at + 3]
    unit, many = group.unit.figure if group.unit else None, tokens[at].figure
    if unit is None or many is None or before is None or before.kind != "times" or len(behind) < 2:
        return False
    whole = behind[1].figure
    return behind[0].kind == "equals" and whole is not None and unit.value * many.value == whole.value


def _stands_below_the_price(text: str, group: Group, token: Token) -> bool:
    """出精値引：▲20,000 / 契約金額：1,000,000: a line that has its price takes no second one from a row below."""
    prices = [one for one in (group.amount, *group.loose) if one]
    if not prices or group.unit or group.times or group.each or group.listed or not group.words or group.labelled:
        return False
    if "\n" not in text[prices[-1].end : token.start] or token.figure is None:
        return False
    quantity = quantity_of(group)[0]
    return quantity is None or all(
        one.figure is None or one.figure.value * quantity != token.figure.value for one in prices
    )


def multiplies(text: str, group: Group, tokens: Sequence[Token], at: int) -> bool:
    """ウッドデッキ材 80 2,400 192,000: the bare figure is how many if the next two figures of the row say so."""
    figure = tokens[at].figure
    if figure is None or group.counts or figure.per or figure.signed or figure.value <= 1 or figure.approx:
        return False
    row = []
    for token in tokens[at + 1 :]:
        if token.kind in ("line", "key", "word"):
            break
        if token.figure and token.figure.kind in ("money", "bare") and token.role not in ("ignore", "tax"):
            row.append(token.figure.value)
    if not group.priced:
        if len(row) == 1 and figure.value == figure.value.to_integral_value():
            return _next_is_price_of_one(text, tokens, at)
        return len(row) >= 2 and row[0] * figure.value == row[1]
    return (
        len(group.loose) == 1
        and bool(row)
        and bool(group.loose[0].figure)
        and (group.loose[0].figure is not None and group.loose[0].figure.value * figure.value == row[0])
    )


_NAME_ENDS = regex(r"[一-龥ぁ-んァ-ヶー)]\s")  # ヘルメット 80 @1,650, but not iPad 10 @58,000
_WIDE = regex(r"[^\S\n]{2,}|\t")


def _next_is_price_of_one(text: str, tokens: Sequence[Token], at: int) -> bool:
    """透析チェア  10  @352,000: a number in a column of its own before the price of one."""
    following = next((token for token in tokens[at + 1 :] if token.kind != "soft"), None)
    if following is None or following.figure is None or following.figure.per != "unit":
        return False
    gap = text[tokens[at].end : following.start]
    before = text[max(0, tokens[at].start - 2) : tokens[at].start]
    if gap.strip() or tokens[at].start < 2:
        return False
    return bool(_WIDE.fullmatch(gap) or _WIDE.fullmatch(before) or _NAME_ENDS.fullmatch(before))


_MULTIPLIED = regex(r"[×✕xX*]\s?\Z")


def price_was_for_one(group: Group, figure: Figure) -> bool:
    """Whether the one price stands right behind a 1 of what is counted now."""
    if len(group.loose) != 1 or group.unit or group.amount or figure.value == 1 or not figure.unit:
        return False
    unit = figure.unit.removesuffix("間")
    ones = [count for count in group.counts if count.value == 1 and count.unit.removesuffix("間") == unit]
    return any(0 <= group.loose[0].start - one.end <= 2 for one in ones)


def bare_counts(text: str, group: Group, tokens: Sequence[Token], at: int, key: str, pending: str) -> bool:
    """Whether a bare number means something here; if it is a quantity it is taken as one."""
    token = tokens[at]
    figure = token.figure
    assert figure is not None
    if key == "quantity":
        group.counts.append(figure)
        return False
    if key == "amount" and _multiplies_price(group, tokens, at):
        if all(count.value != figure.value for count in group.counts):
            group.counts.append(figure)
        return False
    if (
        key in ("unit_price", "amount")
        and group.priced
        and _MULTIPLIED.search(text, max(0, figure.start - 3), figure.start)
    ):
        if not any(count.value == figure.value for count in group.counts):
            group.counts.append(figure)  # ねだん：@780×200
        return False
    if key in ("unit_price", "amount") or token.role in ("unit", "off") or figure.per:
        return True
    if not key and group.words and multiplies(text, group, tokens, at):
        group.counts.append(figure)
        return False
    if figure.signed and not group.priced and names_discount(text, group):
        return True  # 端数調整 -250
    beside = group.times or any(t.kind == "times" for t in tokens[at + 1 : at + 2]) or bool(pending)
    grouped = abs(figure.value) >= 1000 and (
        "," in text[figure.start : figure.end] or _THOUSANDS.match(text, figure.end - 1) is not None
    )
    if beside and any(count.value == figure.value for count in group.counts):
        return False  # 10ライセンス 28,000円×10
    if beside and not grouped and (figure.value < 1000 and not group.counts) and not pending:
        behind = (t.figure for t in tokens[at + 1 : at + 5] if t.kind == "figure" and t.figure)
        other = next((f for f in behind if f.kind != "count" or f.value != 1), None)  # ×3 / 1台 176,000円
        if other is None or other.kind == "money" or other.value >= figure.value or group.priced:
            group.counts.append(figure)
            return False
    return bool(beside) or (grouped and (bool(group.words) or bool(token.basis)))


_THOUSANDS = regex(r"(?<=\d)千(?=[、。+＋)\n]|\s?[(]?税|\s{0,3}\Z)")  # 階段作業 8千
_OF_SO_MANY = regex(r"(?:\s?[(]?税[抜込別]き?み?[)]?)?\s?(?:のもの)?を\s?")
_FOR_SO_MANY = regex(r"(?:\s?[(]?税[抜込別]き?み?[)]?)?\s?で\s?")  # 15万円で10台


def price_before(text: str, group: Group, token: Token) -> None:
    """Note what a price that stands before its count is for: 98,000円(税別)を2店舗分, 15万円で10台."""
    if len(group.loose) == 1:
        behind = group.loose[0].end
        group.each = group.each or _OF_SO_MANY.fullmatch(text, behind, token.start) is not None
        group.open_price = _FOR_SO_MANY.fullmatch(text, behind, token.start) is not None


_RATE_NOTE = regex(
    r"\s?[(\[]\s?(?:税率)?(?:10|8)\s?%\s?(?:対象|課税対象|税率対象|軽減対象)(?:品|商品)?\s?[)\]]\s{0,4}[¥@△▲-]?"
)


def is_rate_of_the_line(text: str, group: Group, token: Token) -> bool:
    """焼菓子（8%対象） 1,080円: the note in brackets is about the goods it stands at; the price is no sum of a rate."""
    if not group.words or group.priced or "対象" not in text[group.words[-1].end : token.start]:
        return False
    return _RATE_NOTE.fullmatch(text, group.words[-1].end, token.start) is not None

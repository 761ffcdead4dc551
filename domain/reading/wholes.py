"""A figure that is what the other lines come to is their whole, whatever word stands before it: 請負金：1,140,000円."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.line_model import Line, Sum
from domain.reading.text_rows import row_of, row_start
from domain.reading.totals import expected, rate_sums

_MOST_LINES = 60  # beyond that a text is no order, and trying them all takes too long
SAME_AS_THE_REST = "ほかの明細の合計と同じ金額です"
# What a sum is called, and how an agreement about one is told
_NAMES_A_SUM = regex(
    r"[\W_]*(?:[^\s\d]{0,8}?(?:合計|総計|小計|本体|税[抜込別]|総額|計|額|金額|価格|価額|代金|対価|請負金|委託料|契約金|落札値?|お?値段|お?会計|"
    r"お?買い?上げ?|締め|しめ|〆|合意|決着|着地|妥結|成約|契約|受注|発注|注文|決定|確定|以上|上記|全部|ぜんぶ|全体|合算)|"
    r"(?i:(?:[a-z]+ ){0,2}(?:total|amount|sum|price|value)))(?:は|が|で|、|:)?[\W_]*"
)
_BROKEN_OFF = regex(r"[^\d\n]{0,6}?[、。,!！]")  # 4,200円/IDで合意、504,000円
_HEAD = regex(r"[^\S\n]*[^\w\s(「『]?[^\S\n]*")


def without_whole_of_rest(text: str, lines: list[Line], sums: list[Sum]) -> list[Line]:
    """The lines without the one that is all the others come to, which joins the sums; in doubt if it may be goods."""
    if not 2 <= len(lines) <= _MOST_LINES or any(line.amount is None or line.conflict for line in lines):
        return lines
    found = [at for at, line in enumerate(lines) if at and _is_lone(line) and _comes_to(lines, at)]
    if len(found) != 1:
        return lines
    at = found[0]
    line = lines[at]
    amount = line.amount or Decimal(0)
    if _is_named_or_detached(text, line):
        sums.append(Sum("amount", amount, line.basis, line.rate, line.approx, line.currency, line.span))
        return [other for other in lines if other is not line]
    if (len(lines) > 2 and _are_siblings(text, lines)) or _all_come_to_a_sum(lines, sums):
        return lines
    in_doubt = replace(line, doubt=line.doubt or SAME_AS_THE_REST)
    return [in_doubt if other is line else other for other in lines]


def _all_come_to_a_sum(lines: Sequence[Line], sums: Sequence[Sum]) -> bool:
    """要件定義80万、設計120万、製造200万、合計400万: with this line the printed sum comes out."""
    subtotal, _, total = expected(rate_sums(lines, None), "out")
    return any(s.kind != "tax" and s.value in (subtotal, total) for s in sums)


def _is_lone(line: Line) -> bool:
    counted = line.quantity is not None and line.quantity != 1
    return not counted and not line.proved and (line.unit_price is None or line.derived or line.quantity is None)


def _comes_to(lines: Sequence[Line], at: int) -> bool:
    """Whether the others, at least one of them multiplied out or several, come to this line's amount."""
    rest = [line for other, line in enumerate(lines) if other != at]
    multiplied = any(line.quantity not in (None, Decimal(1)) and not line.derived for line in rest)
    if not multiplied and len(rest) < 2:
        return False
    subtotal, _, total = expected(rate_sums(rest, None), "out")
    basis = lines[at].basis
    wanted = {subtotal} if basis == "out" else {subtotal, total}
    return lines[at].amount in wanted and subtotal > 0


def _is_named_or_detached(text: str, line: Line) -> bool:
    if line.description is None:
        return True
    start, end = line.description
    if _NAMES_A_SUM.fullmatch(text, start, end):
        return True
    return _BROKEN_OFF.match(text, end) is not None and row_start(text, start) == row_start(text, line.span[1] - 1)


def _are_siblings(text: str, lines: Sequence[Line]) -> bool:
    """Rows of one list, indented and marked alike, each with a name of its own."""
    starts = [row_start(text, (line.description or line.span)[0]) for line in lines]
    heads = {found.group() for start in starts if (found := _HEAD.match(text, start))}
    return len(set(starts)) == len(lines) and len(heads) == 1 and all(line.description for line in lines)


# 着手金30%の840,000円, 残金70%の1,960,000円: when parts of one price are paid
_STAGE = regex(
    r"着手(?:金|時)|手付(?:金)?|前渡し?金|前払い?金?|前受金|前金|中間(?:金|払い?|時)|残(?:金|額|高|り)|頭金|内金|契約(?:金|時)|"
    r"完了(?:金|時|後)|完成(?:時|後)|納品(?:時|後)|検収(?:時|後)|(?:上棟|竣工|着工|完工|工事完了|施工後?)(?:時|後)|引き?渡し?時|"
    r"第?[1-9一二三]回目?(?:分|支払い?|金)?|半金|分割|"
    r"(?i:deposit|down ?payment|balance|upfront|on (?:delivery|signing|acceptance|completion)|milestone)"
)


def without_instalments(text: str, lines: list[Line], sums: list[Sum]) -> list[Line]:
    """The lines without those that say when parts of the price are paid, if the whole is printed as well."""
    if len(lines) > _MOST_LINES:
        return lines
    parts = [line for line in lines if line.amount is not None and not line.conflict and _is_stage(text, line)]
    others = [line for line in lines if line not in parts]
    if len(parts) == 1 and others and _is_paid_with_rest(text, parts[0], others):
        return others
    whole = sum((line.amount or Decimal(0) for line in parts), Decimal(0))
    rest = [line for line in lines if line not in parts]
    if len(parts) < 2 or any(line.amount is None for line in rest):
        return lines
    goods = sum((line.amount or Decimal(0) for line in rest), Decimal(0))
    if any(s.kind != "tax" and s.value == whole for s in sums) and (not rest or goods == whole):
        return rest
    return rest if rest and whole in (goods, expected(rate_sums(rest, None), "out")[2]) else lines


_REST_PAID = regex(r"残(?:金|額|り|代金)[はがの:]?\s?[¥金]?(\d{1,3}(?:,\d{3})+|\d+(?=[万円]))(万)?")


def _is_paid_with_rest(text: str, part: Line, goods: Sequence[Line]) -> bool:
    """契約金1,000,000円、残金4,500,000円: part of the price and what is left of it."""
    found = _REST_PAID.search(text, part.span[1], row_of(text, part.span[1])[1])
    if found is None or part.amount is None or any(line.amount is None for line in goods):
        return False
    rest = Decimal(found[1].replace(",", "")) * (10_000 if found[2] else 1)
    return sum((line.amount or Decimal(0) for line in goods), Decimal(0)) == part.amount + rest


def _is_stage(text: str, line: Line) -> bool:
    """Whether the words just before the figure speak of a stage of payment."""
    if line.quantity not in (None, Decimal(1)):
        return False
    start = line.description[0] if line.description else max(row_of(text, line.span[0])[0], line.span[0] - 12)
    return _STAGE.search(text, start, line.span[1]) is not None

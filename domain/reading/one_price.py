"""A price said once for several rows: S 10枚 / M 25枚 / L 18枚 / すべて1枚1,980円."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.lazy_regex import regex
from domain.reading.line_model import EACH_OR_ALL, Line
from domain.reading.tokens import Token

_FOR_EACH_ROW = regex(
    r"\n[^\S\n]*[・※(]?(?:ぜんぶ|全部|全て|すべて|全品|全サイズ|全色|いずれも?|どれも|どちらも|両方とも?|一律|均一|共通|各|とも|単価)"
    r"(?:が|は|で|も|とも)?[、\s]?(?:税[抜込別]き?み?で?)?\s?(?:(?:で|の)?(?:単価|[1一]\s?[^\s\d]{1,4}(?:あたり)?|@|各)[はが:]?)?"
    r"\s?[@¥]?\d"
)


_FOR_EACH_NAMED = regex(
    r"\s?[、,。]\s?(?:どちらも|いずれも|どれも|両方とも?|それぞれ|各々|ともに|共に|とも|すべて|全て|全部)(?:が|は|で|も|とも)?、?\s?"
    r"(?:税[抜込別]き?み?で?)?\s?(?:[^\s\d、。]{0,4}単価|[1一]\s?[^\s\d]{1,4}(?:あたり)?|@|各)[はが:で]?\s?[@¥]?"
)


def is_one_of_several(text: str, tokens: Sequence[Token], at: int) -> bool:
    """要件定義 2人月、実装 4.5人月、どちらも単価 110万円: words that name other goods under the price that follows."""
    count = None
    for token in tokens[at + 1 :]:
        if token.kind in ("line", "key", "times", "equals"):
            return False
        if token.figure is None:
            continue
        if token.figure.kind == "count":
            count = token if token.figure.value != 1 else count
        else:
            return count is not None and _FOR_EACH_NAMED.match(text, count.end, token.end) is not None
    return False


def for_all_rows(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines with the price of one that stands below several counted rows and is said of all of them."""
    out = list(lines)
    for at, priced in enumerate(out):
        above = _unpriced_above(out, at)
        if not above or priced.unit_price is None or priced.quantity is None or priced.description is None:
            continue
        if not (
            _FOR_EACH_ROW.search(text, priced.description[1], priced.span[1])
            or _FOR_EACH_NAMED.search(text, priced.description[1], priced.span[1])
        ):
            continue
        for row in above:
            quantity = out[row].quantity
            assert quantity is not None
            out[row] = replace(
                out[row],
                unit_price=priced.unit_price,
                amount=quantity * priced.unit_price,
                basis=priced.basis,
                rate=priced.rate,
                currency=priced.currency,
                approx=priced.approx,
                doubt=priced.doubt,
            )
    return out


_FOR_ONE = regex(
    r"\d\s?円?\s?(?:[(]税[抜込別]き?み?[)])?\s?/\s?1?(?P<unit>[^\s\d、。,()/]{1,6})|[1一](?P<each>[^\s\d、。,()/]{1,4}?)(?:あたり|当たり|につき)"
)


def for_counted_row(text: str, lines: Sequence[Line]) -> list[Line]:
    """レンタルオフィス 3席 in one row, 利用料：528,000円/席 in the next: the price is for each of what was counted."""
    out = list(lines)
    for at in range(1, len(out)):
        above, line = out[at - 1], out[at]
        if line.unit_price is None or line.quantity is not None or line.amount is not None or line.conflict:
            continue
        if above.quantity is None or above.amount is not None or above.description is None or above.conflict:
            continue
        said = _FOR_ONE.search(text, *line.span)
        unit = (said["unit"] or said["each"]) if said else ""
        if unit and re.match(rf"\s?\d[\d,]*\s?{re.escape(unit)}", text[above.description[1] : above.span[1] + 12]):
            amount = above.quantity * line.unit_price
            out[at] = replace(line, description=above.description, quantity=above.quantity, amount=amount)
            out[at - 1] = replace(above, quantity=None, description=None)
    return [
        line
        for line in out
        if line.description or line.amount is not None or line.unit_price is not None or line.conflict
    ]


_LEADS_TO_GOODS = regex(r"\s?円?(?:[(]税[抜込別]き?み?[)])?\s?(?:で|の|にて|にして|として|、|:)\s?[「『]?")


def for_named_behind(text: str, lines: Sequence[Line]) -> list[Line]:
    """制服リニューアル決定です。5,400円でポロシャツ210枚、1,134,000円: the first is the price of one.

    It went to words of an earlier clause, so those are no line. Proved if it multiplies; else it may be the whole.
    """
    out = list(lines)
    for at in range(len(out) - 1, 0, -1):
        price, goods = out[at - 1], out[at]
        if price.quantity is not None or price.unit_price is not None or price.amount is None or price.strong:
            continue
        if goods.quantity in (None, Decimal(1)) or goods.description is None or goods.description[0] < price.span[1]:
            continue
        if not _LEADS_TO_GOODS.fullmatch(text, price.span[1], goods.description[0]):
            continue
        amount = price.amount * (goods.quantity or 0)
        if goods.amount is not None and (goods.amount != amount or goods.quantity is None):
            continue
        out[at - 1 : at + 1] = [
            replace(
                goods,
                unit_price=price.amount,
                amount=amount,
                basis=goods.basis or price.basis,
                rate=goods.rate if goods.rate is not None else price.rate,
                doubt=goods.doubt or ("" if goods.amount is not None else EACH_OR_ALL),
                span=(price.span[1], goods.span[1]),
                single=goods.amount is None,
            )
        ]
    return out


def _unpriced_above(lines: Sequence[Line], at: int) -> list[int]:
    """The rows right above this line that name goods and count them and have no price."""
    rows: list[int] = []
    for row in range(at - 1, -1, -1):
        line = lines[row]
        counted = line.quantity is not None and line.description is not None
        if not counted or line.amount is not None or line.unit_price is not None or line.conflict:
            break
        rows.append(row)
    return rows


# タブレットは1台47,300円: the price of one of what was counted in the sentence before
_OF_ONE = regex(r"(?:は|が)[、\s]?[1一]\s?(?P<unit>[^\s\d、。¥@,]{1,3}?)(?:あたり|につき|が)?\s?[@¥]?\d")


def for_named_before(text: str, lines: Sequence[Line]) -> list[Line]:
    """生徒用タブレット 310台、…。タブレットは1台47,300円: count and whole name stand where the goods were named."""
    return [_with_count_before(text, line) for line in lines]


_OTHER_GOODS = regex(r"[^\s\d、。]{1,3}?(?:と|や|及び|および)(?=[^\s])")


def _with_count_before(text: str, line: Line) -> Line:
    if line.quantity != 1 or line.description is None or line.unit_price is None:
        return line
    begin, end = line.description
    said = _OF_ONE.match(text, end)
    if said is None:
        return line
    name, unit = re.escape(text[begin:end]), re.escape(said["unit"])
    named = list(
        re.finditer(
            rf"(?P<name>[^\s、。\d]{{0,16}}{name})\s?(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s?{unit}", text[:begin]
        )
    )
    if len(named) != 1:
        return line
    quantity = Decimal(named[0]["count"].replace(",", ""))
    start, end = named[0].span("name")
    other = _OTHER_GOODS.match(text, start, end) if text[start - 1 : start].isdigit() else None
    start = other.end() if other else start  # シャンプー台2基とセット椅子4脚
    return replace(line, description=(start, end), quantity=quantity, amount=quantity * line.unit_price, proved=False)

"""Where the lines below the last order begin that belong to all of them: tax, terms, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.distributed import calls_numbers
from domain.reading.entries import NOT_WON
from domain.reading.money import Figure
from domain.reading.structure import Line

RULE = regex(r"^\s*(?:[-=_*―─━~]{3,})\s*$")
LOST = regex(rf"{NOT_WON}|検討|(?i:hold)")


def is_price(text: str, figure: Figure) -> bool:
    """@86 is one as well, however small."""
    return figure.kind == "money" or (
        figure.kind == "bare" and (figure.value >= 100 or "@" in text[max(0, figure.start - 2) : figure.start + 1])
    )


_LISTED = regex(r"^\s*(?:[・•●○◎◆■◇□▼★☆*-]\s?|[(]?\d{1,2}[.)]\s?|\ue002)")
_THESE = r"上(?:記|の)の?[2-9二三四五]\s?[件社本]"
# 上の2件、本日サイン: what a line says of the orders it counts
_COUNTED_ABOVE = regex(r"[ \t※*・]{0,4}(?:(?:上|以上|上記)の?\s?[2-9二三四五]\s?[件社]|[2-9二三四五]\s?[件社]とも)")
_FOR_ALL = regex(r"いずれ|すべて|全て|全部|ぜんぶ|全件|ど(?:ちら|れ|っち)も|両|共通|とも|以上|※")
# 3件計263万円, 合計2社: the sum of the orders is none of them
_SUM_OF_ALL = regex(r"\d{1,2}\s?[件社]\s?の?(?:合?計|総額)|(?:合?計|総額|しめて)\s?\d{1,2}\s?[件社]|総合計")
# 合わせて484,000円, 計 484,000円: the sum of all, if it is what the largest figures of the orders come to
_STATE_ROW = regex(
    r"\s*[→⇒➡]\s?(?:受注|成約|契約|決定|確定|失注|保留|検討|見送)"
)  # what became of the last order alone
_SUM_ROW = regex(
    r"^[ \t※*・()]{0,4}(?:(?:以上|[\d一二三四五]{1,2}[件社]|全部)?で?、?)?"
    r"(?:合わせて|あわせて|総?合?計|総額|トータル|しめて|(?i:total|sum))"
)
_SHARED_LINE = regex(
    rf"{_THESE}|"
    r"\binvoices?\b|\bpayments?\b|\bnet \d|\bdue\b|担当|支払|税|請求|いずれ|すべて|全て|ぜんぶ|全部|"
    r"ど(?:ちら|れ|っち)も|とも|両(?:社|方|件)|以上|よろしく|締め|owner|terms|tax|each|both|all",
    re.IGNORECASE,
)


_KINDS = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        r"税(?!理)|\btax",
        r"担当|営業|\bowner|\bsales",
        r"支払|払い|締め|〆|入金|\bterms|\bpayment|\bnet\b",
        r"請求|\binvoice",
    )
)
# when it was ordered and is delivered: said of an order for itself, it says so of the next as well
_OWN_DAYS = regex(r"受領|締結|[捺押]印|(?:受注|契約|注文|発注|成約)日|納[期品入]|搬入|出荷|配送|引き?渡し")
_MONEY_ROW = regex(r"^[ \t>・•*-]{0,6}(?:お?支払|請求|入金|締|(?i:terms|payment|invoice|net\b))", re.MULTILINE)
_TAX, _BILLING = _KINDS[0], 2  # from here on the kinds that say when money flows


def _of_no_other(content: str, earlier: str) -> bool:
    """A line behind the last order speaks of what none of the orders before it says for itself.

    Where an order before has a row of its own for when it is billed or paid, such a row below the last is that one's.
    """
    said = [kind for kind in _KINDS if kind.search(content)]
    if any(kind in said for kind in _KINDS[_BILLING:]) and _MONEY_ROW.search(earlier):
        return False
    return bool(said) and not any(kind.search(earlier) for kind in said)


def _said_by_each(content: str, earlier: str, separated: bool) -> bool:
    """Tax, days, billing, payment: said for an order before as well and not of all, it is that of the last order alone.

    Behind a blank line only when it is billed and paid tells that, tax and people are repeated there for all.
    """
    if _FOR_ALL.search(content):
        return False
    kinds = _KINDS[_BILLING:] if separated else (_TAX, _OWN_DAYS, *_KINDS[_BILLING:])
    return any(kind.search(content) and kind.search(earlier) for kind in kinds)


def footer(text: str, lines: Sequence[Line], starts: Sequence[int], figures: Sequence[Figure]) -> int:
    """Where the lines that belong to all orders begin: after the last order's figures and a blank line or いずれも."""
    last, earlier = starts[-1], text[starts[0] : starts[-1]]
    tail = [line for line in lines if line.end > last]
    bulleted = bool(tail) and bool(_LISTED.match(text[tail[0].start : tail[0].end])) and not _flush(text, tail, figures)
    seen_price = bool(tail) and LOST.search(text, tail[0].start, tail[0].end) is not None
    for above, line in zip([None, *tail], tail, strict=False):
        content = text[line.start : line.end]
        has_price = any(f.kind == "money" and line.start <= f.start < line.end for f in figures)
        if above and _sums_up(text, line, content, starts, figures):
            return line.start
        if _STATE_ROW.match(content):
            continue
        if above and seen_price and not has_price and _COUNTED_ABOVE.match(content):
            return line.start
        summed_up = _SUM_OF_ALL.search(content) is not None
        if above and seen_price and (summed_up or not has_price) and _SHARED_LINE.search(content):
            before = text[above.start : above.end]
            separated = not before.strip() or bool(RULE.match(before)) or bool(RULE.match(content))
            own_line = not content.startswith((" ", "\t")) and not _LISTED.match(content)
            alone = own_line and _of_no_other(content, earlier)
            if _said_by_each(content, earlier, separated):
                continue
            called = calls_numbers(text, line.start, line.end)
            if separated or alone or called or (own_line and (bulleted or _FOR_ALL.search(content))):
                return line.start
        seen_price = (
            seen_price or has_price or any(is_price(text, f) and line.start <= f.start < line.end for f in figures)
        )
    return len(text)


def _sums_up(text: str, line: Line, content: str, starts: Sequence[int], figures: Sequence[Figure]) -> bool:
    """Whether a row gives what the orders come to together, each by its largest price."""
    if _SUM_ROW.match(content) is None:
        return False
    prices = [figure for figure in figures if is_price(text, figure)]
    blocks = zip(starts, [*starts[1:], line.start], strict=True)
    largest = [max((f.value for f in prices if a <= f.start < b), default=None) for a, b in blocks]
    known = [value for value in largest if value is not None]
    said = [f.value for f in prices if line.start <= f.start < line.end]
    return len(known) == len(largest) > 1 and sum(known) in said


def _flush(text: str, tail: Sequence[Line], figures: Sequence[Figure]) -> bool:
    """Whether the first price stands in a row that neither a mark nor an inset sets under the entry's heading."""
    first = next((f for f in figures if f.kind == "money" and f.start >= tail[0].start), None)
    row = next((line for line in tail[1:] if first and line.start <= first.start < line.end), None)
    return row is not None and not text[row.start].isspace() and not _LISTED.match(text[row.start : row.end])

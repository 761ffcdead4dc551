"""Several orders in one message: where each begins, and which lines belong to all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.apart import begins_another, is_listed
from domain.reading.distributed import each_its_own
from domain.reading.footer import LOST, RULE, footer, is_price
from domain.reading.labels import Label
from domain.reading.money import Figure
from domain.reading.partner_hit import PartnerHit
from domain.reading.partner_role import same_company
from domain.reading.separate import mail_starts, orders_of_one, standing_apart
from domain.reading.structure import Line, Table
from domain.reading.text_rows import row_start

_HEADING = regex(
    r"^[\s>]*(?:[\ue002]|[■●◆□◇▼【\[(]?\s?(?:(?:受注|案件|注文|オーダー|"
    r"契約)?\s?[(#No.]{0,4}\d{1,2}\s?(?:件目|社目|[.)】\]:]|$)|[一二三四五]件目)|(?:[1-9]|[1-9]\d)[.)]\s)"
)


_DITTO = regex(r"[ \t]*(?:同(?:上|社|左|じ|前)?|[〃々″”\"'’]{1,2}|[ \t]*(?:↑|上に?同じ))?[ \t]*")


@dataclass(frozen=True, slots=True)
class Part:
    """One order's own ranges, the ranges shared by all orders, and the companies named in it."""

    ranges: tuple[tuple[int, int], ...]
    shared: tuple[tuple[int, int], ...]
    partners: tuple[PartnerHit, ...]
    header: tuple[int, int] | None = None  # the names of the columns, if it is a row

    @property
    def everywhere(self) -> list[tuple[int, int]]:
        """Its own ranges and the shared ones, in text order."""
        return sorted([*self.ranges, *self.shared])

    @property
    def start(self) -> int:
        return self.ranges[0][0]

    @property
    def end(self) -> int:
        return self.ranges[-1][1]


def split_parts(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label],
    partners: Sequence[PartnerHit],
    figures: Sequence[Figure],
    tables: Sequence[Table],
    numbers: Mapping[int, int],
) -> list[Part]:
    """The message as parts with one customer each. One part with everything if there is one customer or none."""
    whole = [Part(((0, len(text)),), (), tuple(partners))]
    rows = _row_parts(text, tables, partners)
    if rows:
        return rows
    starts = mail_starts(text, partners) or _label_starts(text, lines, labels, partners)
    if not starts:
        starts = _prose_starts(text, lines, labels, partners, figures)
    if starts:
        starts = sorted({*starts, *standing_apart(text, starts)})
    if len(starts) < 2:
        starts = orders_of_one(text, partners)
        if len(starts) < 2:
            return whole
        named = tuple(hit for hit in partners if not any(start <= hit.start for start in starts[:1])) or tuple(partners)
        parts = _parts(text, lines, starts, partners, figures)
        return [replace(part, partners=named) for part in each_its_own(text, parts, numbers)]
    return each_its_own(text, _parts(text, lines, starts, partners, figures), numbers)


def _row_parts(text: str, tables: Sequence[Table], partners: Sequence[PartnerHit]) -> list[Part]:
    """A table with a column of customers: each row is an order, all around it is shared."""
    for table in tables:
        if "partner" in table.columns and table.rows:
            around = tuple(r for r in ((0, table.start), (table.end, len(text))) if text[r[0] : r[1]].strip())
            spans = _row_spans(text, table)
            header = (table.header.start, table.header.end)
            return [Part(((a, b),), around, tuple(p for p in partners if a <= p.start < b), header) for a, b in spans]
    return []


def _row_spans(text: str, table: Table) -> list[tuple[int, int]]:
    """From where to where each order goes: rows of the same customer and day below each other are one order's goods.

    So are all rows of a table with one customer and no day.
    """
    spans: list[tuple[int, int]] = []
    last: tuple[str, ...] | None = None
    named = {
        text[c.start : c.end] for row in table.rows for k, c in zip(table.columns, row, strict=False) if k == "partner"
    }
    one = len(named) == 1 and not {"order_date", "billing_date", "trap"} & set(table.columns)
    for row in table.rows:
        cells = list(zip(table.columns, row, strict=False))
        ditto = any(kind == "partner" and _DITTO.fullmatch(text, c.start, c.end) for kind, c in cells)
        if spans and ditto and not any(LOST.search(text, a, b) for a, b in (spans[-1], (row[0].start, row[-1].end))):
            spans[-1] = (spans[-1][0], row[-1].end)  # 同, 〃: more goods of the customer above
            continue
        same = tuple(text[c.start : c.end] for kind, c in cells if kind in ("partner", "order_date", "owner", "trap"))
        dated = any(kind in ("order_date", "trap") and c.end > c.start for kind, c in cells)
        if (dated or one) and same == last:
            spans[-1] = (spans[-1][0], row[-1].end)
        else:
            spans.append((row[0].start, row[-1].end))
        last = same
    return spans


def _label_starts(
    text: str, lines: Sequence[Line], labels: Sequence[Label], partners: Sequence[PartnerHit]
) -> list[int]:
    """Where blocks with a labelled customer each begin."""
    named = [label for label in labels if label.kind == "partner" and label.value < label.stop]
    named = named or [label for label in labels if label.kind == "bill_to" and label.value < label.stop]
    hits = [next((h for h in partners if label.value <= h.start < label.stop), None) for label in named]
    distinct = [label for label, hit in zip(named, hits, strict=True) if hit and hit.role != "own"]
    if len(distinct) < 2 or not _repeats(text, distinct, labels):
        return []
    starts: list[int] = []
    for i, label in enumerate(distinct):
        floor = distinct[i - 1].stop if i else 0
        starts.append(_block_start(text, lines, label.start, floor))
    opens = lines[0].end  # 案件名：… as the first row of all belongs to the first block, a greeting to none
    if starts[0] == lines[min(1, len(lines) - 1)].start and any(
        label.strong and label.start < opens for label in labels
    ):
        starts[0] = 0
    return starts


def _repeats(text: str, named: Sequence[Label], labels: Sequence[Label]) -> bool:
    """A second customer label starts a second order only if goods or money follow each."""
    ends = [label.start for label in named[1:]] + [len(text)]
    for label, end in zip(named, ends, strict=True):
        own = [
            other
            for other in labels
            if label.start < other.start < end and other.kind in ("item", "amount", "unit_price", "total", "subtotal")
        ]
        if not own and not re.search(r"[\d万]円|[¥$€]\s?\d|\d万", text[label.start : end]):
            return False
    return True


def _block_start(text: str, lines: Sequence[Line], at: int, floor: int) -> int:
    """Up over headings and label lines that stand right above, not over a blank line or the block before."""
    index = next(i for i, line in enumerate(lines) if line.start <= at <= line.end)
    if _HEADING.match(text[lines[index].start : lines[index].end]):
        return lines[index].start  # [2] 会社: …
    start = index
    while start > 0 and lines[start - 1].start > floor:
        above = text[lines[start - 1].start : lines[start - 1].end]
        if not above.strip() or RULE.match(above):
            break
        if _HEADING.match(above):
            start -= 1
            break
        start -= 1
    blank_between = any(
        not text[line.start : line.end].strip()
        or RULE.match(text[line.start : line.end])
        or _HEADING.match(text[line.start : line.end])
        for line in lines[start : index + 1]
    ) or (
        start > 0
        and (
            not text[lines[start - 1].start : lines[start - 1].end].strip()
            or bool(RULE.match(text[lines[start - 1].start : lines[start - 1].end]))
        )
    )
    return lines[start].start if blank_between or floor == 0 else lines[index].start


def _prose_starts(
    text: str, lines: Sequence[Line], labels: Sequence[Label], partners: Sequence[PartnerHit], figures: Sequence[Figure]
) -> list[int]:
    """Lines, or sentences, that name a customer of their own with a price of their own."""
    customers = [
        hit
        for hit in partners
        if hit.customer
        and not any(label.value <= hit.start < label.stop and label.kind in ("bill_to", "end_user") for label in labels)
    ]
    firsts: list[PartnerHit] = []
    for hit in customers:
        if not firsts or begins_another(text, hit, firsts[-1], figures):
            firsts.append(hit)
    if len(firsts) < 2:
        return []
    firsts[0] = _at_its_entry(text, firsts[0], firsts[1], customers, figures)
    starts: list[int] = []
    for i, hit in enumerate(firsts):
        line = row_start(text, hit.start)
        previous = firsts[i - 1] if i else None
        starts.append(line if previous is None or previous.end < line else _clause_start(text, hit.start, previous.end))
    ends = [*starts[1:], len(text)]
    priced = [any(is_price(text, f) and a <= f.start < b for f in figures) for a, b in zip(starts, ends, strict=True)]
    lost = [LOST.search(text, a, b) is not None for a, b in zip(starts, ends, strict=True)]
    if all(p or lo for p, lo in zip(priced, lost, strict=True)):
        return starts
    return [start for start, p, lo in zip(starts, priced, lost, strict=True) if p or lo] if sum(priced) >= 2 else []


def _at_its_entry(
    text: str, first: PartnerHit, second: PartnerHit, customers: Sequence[PartnerHit], figures: Sequence[Figure]
) -> PartnerHit:
    """Where the entry of the first customer begins, if an introduction names it before: A社ほか2社から… / 1) A社."""
    for hit in customers:
        if not first.start < hit.start < second.start or not same_company(first, hit) or not is_listed(text, hit):
            continue
        if row_start(text, hit.start) == row_start(text, first.start):
            continue
        if not any(is_price(text, f) and first.end <= f.start < hit.start for f in figures):
            return hit
    return first


def _clause_start(text: str, at: int, floor: int) -> int:
    for position in range(at - 1, floor, -1):
        if text[position] in "、。!！\n;/|" or (text[position] == "," and not text[position + 1].isdigit()):
            return position + 1
    return at


def _parts(
    text: str, lines: Sequence[Line], starts: Sequence[int], partners: Sequence[PartnerHit], figures: Sequence[Figure]
) -> list[Part]:
    head = (0, starts[0])
    foot = footer(text, lines, starts, figures)
    ends = [*starts[1:], foot]
    shared = tuple(r for r in (head, (foot, len(text))) if r[1] > r[0])
    parts: list[Part] = []
    for start, end in zip(starts, ends, strict=True):
        stop = end
        while stop > start and text[stop - 1] in " \n\t":
            stop -= 1
        parts.append(Part(((start, stop),), shared, tuple(p for p in partners if start <= p.start < stop)))
    return _share_tail(text, parts, figures)


def _share_tail(text: str, parts: list[Part], figures: Sequence[Figure]) -> list[Part]:
    """…20台、B社さんの台車15台、どちらも税別で: what the last order's sentence says of all belongs to all."""
    last = parts[-1]
    floor = max((f.end for f in figures if f.kind == "money" and last.start <= f.start < last.end), default=last.start)
    found = _OF_ALL.search(text, floor, last.end)
    if len(parts) < 2:
        return parts
    tail = found.start() if found else -1
    if tail < 0 and not re.search(r"[\n。]", text[parts[0].start : floor]):
        note = _AFTER_DEED.search(text, floor, last.end)
        tail = note.start("note") if note else -1
    if tail < 0 and "\n" not in text[parts[0].start : last.end]:
        tail = text.find("。", floor, last.end)  # one sentence named them all, the next is about them all
    if tail < 0 or not text[tail : last.end].strip("。 "):
        return parts
    shared = (tail, last.end)
    cut = Part(((last.start, tail),), last.shared, last.partners)
    return [replace(part, shared=(*part.shared, shared)) for part in (*parts[:-1], cut)]


# …、B社より椅子5万円の受注です（税別）: what stands behind the verb of both is about both
_AFTER_DEED = regex(r"(?:受注|発注|注文|契約|成約)[^\n。()]{0,12}(?P<note>[(](?:税|消費税)[^()\n]{1,10}[)])")
_OF_ALL = regex(
    r"両方|双方|いずれも|ど(?:ちら|れ|っち)も|すべて|全て|(?<!税)共に|ともに|全部|ぜんぶ|全件|両(?:社|件|者|店)|"
    r"[2-9二三四五六]\s?(?:つ|件|社|本|口|者|店|名|案件)(?:とも|共に|分|合わせて)|"
    r"(?i:\bboth\b|\ball\b)"
)

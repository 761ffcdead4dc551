"""Whether one part of a message is taken as an order: by its words, by its record, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.reading.assemble import build_order
from domain.reading.context import Message
from domain.reading.evidence import could_speak, speaks_for
from domain.reading.fields import choose_partner
from domain.reading.gather import Found, read_lines
from domain.reading.intent import Verdict
from domain.reading.line_model import NO_NAME
from domain.reading.model import Order
from domain.reading.no_sale import blank_form, goes_back
from domain.reading.residue import tells, tells_in_english, unexplained
from domain.reading.segments import Part

_LONG_AGO = timedelta(days=400)
UNSAID = "受注とは書かれていません"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The order; or what it lacks; or that it might be one, since customer, goods and price stand there."""

    order: Order | None = None
    missing: tuple[str, ...] = ()
    undecided: bool = False


def take(
    message: Message, part: Part, verdict: Verdict, partners: PartnerIndex | None, *, in_list: bool, cut: bool
) -> Outcome:
    """Read a part that is not said to be lost or open, or only by its form. `cut`: not all of the message is read."""
    if verdict.kind in ("unclear", "other") and (verdict.amends or not could_speak(message, part, verdict.kind)):
        return Outcome()
    found = read_lines(message, part)
    lacking = _lacking(part, found)
    if blank_form(message, part, lacking) or goes_back(message, part, found, firm=verdict.kind == "firm"):
        return Outcome()
    if verdict.kind == "no":
        return Outcome(undecided=not lacking)
    labelled = sum(1 for label in message.labels if label.strong and part.start <= label.start < part.end) >= 3
    plain = not any(line.odd_name or (line.apart and not labelled) for line in found.lines)
    left = unexplained(message, part, found) if verdict.kind == "neutral" else []
    if (
        any(tells(piece) for piece in left)
        or (verdict.kind == "neutral" and _cut_with_a_verb(message, part))
        or tells_in_english(left)
    ):
        verdict = replace(verdict, kind="unclear")
    unsaid = verdict.kind in ("unclear", "other") or bool(left)
    if unsaid and (lacking or verdict.amends or not plain):
        return Outcome()
    if not unsaid and not _enough(verdict, lacking, labelled, plain, in_list):
        return Outcome(missing=lacking)
    doubtful = verdict.doubtful or cut or verdict.kind == "other"
    order = build_order(message, part, found, partners, doubtful)
    if unsaid and not speaks_for(message, part, order, verdict.kind):
        return Outcome(undecided=verdict.kind != "other")
    told = not (labelled and verdict.kind == "firm")  # a form that says 受注 has its year mistyped, a story is of then
    if told and order.order_date is not None and message.posted - order.order_date > _LONG_AGO:
        return Outcome(undecided=True)
    return Outcome(order)


# 株式会社ドンブリ亭の新しい天丼食べた: a name that ends in a verb was cut out of what somebody tells
_VERB = regex(r"の[^の\n]*[一-龥][ぁ-ん]{0,3}[ただ]\Z")


def _cut_with_a_verb(message: Message, part: Part) -> bool:
    return any(_VERB.search(message.body, hit.start, hit.end) for hit in part.partners)


def _lacking(part: Part, found: Found) -> tuple[str, ...]:
    lines, sums = found.lines, found.sums
    lacking = []
    if choose_partner(part)[0] is None:
        lacking.append("partner_name")
    if not any(line.description and line.doubt != NO_NAME for line in lines) and not found.orphans:
        lacking.append("items")
    if not sums and not any(line.amount or line.conflict or line.unit_price for line in lines):
        lacking.append("total")
    return tuple(lacking)


def _enough(verdict: Verdict, lacking: tuple[str, ...], labelled: bool, plain: bool, in_list: bool) -> bool:
    """Firm words need two of customer, goods and price; without them all three must be there."""
    if verdict.kind == "firm":
        if "partner_name" in lacking and not labelled:
            return False
        if in_list and lacking and not labelled:
            return False
        return len(lacking) <= 1 and not ((verdict.amends or verdict.doubtful) and lacking)
    return not lacking and not verdict.amends and plain

"""Companies in norm text, and the part each plays: customer, 請求先, end user, referrer, ourselves.

No dictionary knows the small firms most orders come from, so: label, then legal form, then 様 and 御中, then
"Xから受注", then the names of known partners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key
from domain.reading.billed_again import billed_again
from domain.reading.billed_kind import billed_by_kind
from domain.reading.entries import listed, senders
from domain.reading.in_office import without_their_people
from domain.reading.labels import Label
from domain.reading.order_paper import addressed_on_paper
from domain.reading.partner_cut import as_known
from domain.reading.partner_english import english_forms, english_prose
from domain.reading.partner_hit import PartnerHit
from domain.reading.partner_places import (
    from_prose,
    honored,
    known,
    labelled,
    quoted,
    unmarked,
    with_form,
)
from domain.reading.partner_position import by_position
from domain.reading.partner_role import with_role
from domain.reading.partner_short import as_the_longer

_NOT_PROSE = {"owner", "trap", "item"}


def find_partners(
    text: str, labels: Sequence[Label], index: PartnerIndex | None, own: frozenset[str], readable: str
) -> list[PartnerHit]:
    """All companies in text order. `readable` is the text with traps blanked; `own` holds keys of our own names."""
    hits = labelled(text, labels)
    taken = bytearray(len(text))  # a mark at every character: a text of nothing but names has thousands
    for a, b in [(h.start, h.end) for h in hits] + [(x.start, x.stop) for x in labels if x.kind in _NOT_PROSE]:
        taken[a:b] = b"\1" * (b - a)
    contacts = [(label.start, label.stop) for label in labels if label.kind == "contact"]
    titled = {label.value for label in labels if label.kind == "item"}
    in_titles: list[PartnerHit] = []
    for finder in (with_form, english_forms, quoted, honored, english_prose, from_prose):
        for hit in finder(readable):
            if finder is not with_form and any(a <= hit.start < b for a, b in contacts):
                continue
            if taken.find(1, hit.start, hit.end) < 0:
                hits.append(hit)
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            elif hit.start in titled and hit.rank <= 4:
                in_titles.append(hit)
    if not any(hit.role in ("customer", "bill_to") for hit in hits):
        hits += in_titles[:1]  # 案件:ノバ計測様 恒温槽更新: the subject names the customer if nothing else does
    if index is not None and not any(hit.rank <= 3 for hit in hits):
        hits += [hit for hit in known(readable, index) if taken.find(1, hit.start, hit.end) < 0]
    openings = [*listed(readable, hits, index), *senders(readable, index)]
    hits += [hit for hit in openings if taken.find(1, hit.start, hit.end) < 0]
    if not any(hit.role == "customer" for hit in hits):
        hits += [hit for hit in unmarked(readable) if taken.find(1, hit.start, hit.end) < 0]
    if not any(hit.role != "own" for hit in hits) and not any(label.kind == "partner" for label in labels):
        hits += by_position(readable)
    hits = without_their_people(text, _without_branches(text, hits))
    if index is not None:
        hits = [as_known(text, hit, index) for hit in hits]
    hits = [with_role(readable, replace(hit, key=partner_key(hit.name)), own) for hit in hits]
    hits = billed_by_kind(readable, as_the_longer(addressed_on_paper(readable, _same_everywhere(hits)), index))
    hits = billed_again(readable, hits)
    return sorted((hit for hit in hits if hit.key), key=lambda hit: hit.start)


def _same_everywhere(hits: list[PartnerHit]) -> list[PartnerHit]:
    """うち(株式会社ツバキノ), A社さんのご紹介で: what a name is once it is wherever no label says more."""
    parts = {hit.key: hit.role for hit in hits if hit.role in ("own", "referrer")}
    billed = {hit.key for hit in hits if hit.role == "bill_to" or (hit.role == "customer" and not hit.rank)}
    if not parts.keys() - billed:
        return hits
    same = [
        replace(hit, role=parts[hit.key]) if hit.role == "customer" and hit.key in parts.keys() - billed else hit
        for hit in hits
    ]
    left = any(hit.role in ("customer", "bill_to", "end_user") for hit in same)
    return same if left else [_in_doubt(hit, hits) for hit in hits]


def _in_doubt(hit: PartnerHit, hits: Sequence[PartnerHit]) -> PartnerHit:
    """The only firm of a post, once said to do something else: most mentions decide, and a person looks at it."""
    mentions = [other.role for other in hits if other.key == hit.key]
    other = next((role for role in mentions if role != "customer"), hit.role)
    if hit.role != "customer" or mentions.count("customer") > len(mentions) - mentions.count("customer"):
        return replace(hit, rank=max(hit.rank, 4))
    return replace(hit, role=other)


def _without_branches(text: str, hits: list[PartnerHit]) -> list[PartnerHit]:
    """学校法人A B高校様: what follows a name with its legal form on the same line, in one breath, is part of it."""
    ends = {hit.end for hit in hits if hit.rank <= 2}
    return [
        hit
        for hit in hits
        if hit.rank <= 2 or not any(0 <= hit.start - end <= 1 and "\n" not in text[end : hit.start] for end in ends)
    ]

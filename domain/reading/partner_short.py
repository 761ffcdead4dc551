"""Companies mentioned a second time by a shorter name, or by what kind of place they are: コスモスさん宛, 学院様.

The short name plays its part for the company meant: 請求はコスモスさん宛 bills 株式会社コスモス商会.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.reading.company_grammar import FIRM_TAIL, FORM
from domain.reading.name_guard import kind_of_place
from domain.reading.partner_hit import PartnerHit

_FORM = regex(FORM)


def as_the_longer(hits: Sequence[PartnerHit], index: PartnerIndex | None) -> list[PartnerHit]:
    """The hits with the short mentions as further ones of the company meant, which takes over their part."""
    if len(hits) < 2:
        return list(hits)
    out = list(hits)
    for short in hits:
        if short.rank < 3 or short not in out or _FORM.search(short.name):
            continue
        meant = _meant(short, out, index)
        if meant is None:
            continue
        role = "bill_to" if short.role == "bill_to" else meant.role
        out = [replace(hit, role=role, key=meant.key) if hit is short or hit.key == meant.key else hit for hit in out]
    return out


def _meant(short: PartnerHit, hits: Sequence[PartnerHit], index: PartnerIndex | None) -> PartnerHit | None:
    """The one company whose name this begins, or whose kind of place it names."""
    others = [hit for hit in hits if hit.key != short.key and len(hit.key) > len(short.key)]
    if kind_of_place(short.name):
        fitting = [hit for hit in others if hit.rank <= 3 and not kind_of_place(hit.name)]
        ending = [hit for hit in fitting if hit.key.endswith(short.key)]
        return next(iter(ending or fitting), None)
    if len(short.key) < 2 or FIRM_TAIL.search(short.name) or (index is not None and index.knows(short.key)):
        return None
    fitting = [hit for hit in others if hit.rank <= 3 and hit.key.startswith(short.key)]
    return fitting[0] if len({hit.key for hit in fitting}) == 1 else None

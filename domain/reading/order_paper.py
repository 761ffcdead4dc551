"""A customer's own order sheet pasted into a post: whom it is addressed to (us) and who sends it (the customer)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.partner_hit import PartnerHit

_TITLE = regex(
    r"^[ \t`*■【\[<-]{0,60}(?:ご?(?:発\s*注|注\s*文)\s*書|(?i:purchase order))"
    r"[ \t`*■】\]>-]{0,60}(?:[(]控え?[)])?[ \t]{0,60}(?:(?:\x01|No|NO|Nº|№|番号|発行日?)[^\n]{0,30})?$",
    re.MULTILINE,
)
_ADDRESSED = regex(r"\s?(?:御\s?中|[^\s、。]{0,12}(?:部|課|室)\s?御\s?中)")
_HONORED = regex(r"\s?(?:御\s?中|様|さま|殿)")


def papers(text: str) -> list[tuple[int, int]]:
    """Where an order sheet is pasted that ends within the post: below its end two lines are empty, as of a fence."""
    found = []
    for title in _TITLE.finditer(text) if "書" in text or "rder" in text or "RDER" in text else ():
        end = text.find("\n\n\n", title.end())
        if end >= 0:
            found.append((title.start(), end))
    return found


def addressed_on_paper(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """The hits with the firm an order sheet is addressed to as ours, if the sheet names a sender with a legal form."""
    title = _TITLE.search(text)
    if title is None:
        return list(hits)
    below = [hit for hit in hits if hit.start >= title.end()]
    ours = [hit for hit in below if _ADDRESSED.match(text, hit.end)]
    senders = [hit for hit in below if hit.rank <= 2 and not _HONORED.match(text, hit.end) and hit.role == "customer"]
    if len({hit.key for hit in ours}) != 1 or len({hit.key for hit in senders} - {ours[0].key}) != 1:
        return list(hits)
    return [replace(hit, role="own") if hit.key == ours[0].key else hit for hit in hits]

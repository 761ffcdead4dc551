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
# X社 御中 / 下記のとおり注文いたします: the sheet's opening, its title gone
_OPENING = regex(
    r"^(?=[^\n]{2,40}御\s?中[^\n]{0,8}\n)(?:[^\n]*\n){1,4}?[^\n]{0,20}(?:下記|次|以下|左記|上記)の?(?:とおり|通り|ように)[^\n。]{0,10}"
    r"(?:発注|注文)(?:し|いた|致|申)",
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
    opening = _OPENING.search(text) if title is None and "御" in text else None
    if title is None and opening is None:
        return list(hits)
    top = title.end() if title else opening.start() if opening else 0
    below = [hit for hit in hits if hit.start >= top]
    ours = [hit for hit in below if _ADDRESSED.match(text, hit.end)]
    senders = [hit for hit in below if hit.rank <= 2 and not _HONORED.match(text, hit.end) and hit.role == "customer"]
    if len({hit.key for hit in ours}) != 1 or len({hit.key for hit in senders} - {ours[0].key}) != 1:
        return list(hits)
    return [replace(hit, role="own") if hit.key == ours[0].key else hit for hit in hits]

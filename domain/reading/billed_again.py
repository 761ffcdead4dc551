"""請求先も横丁さんです, 請求はアドブリッジ宛: who is invoiced, by a piece of a name that the post gives in full.

The piece may stand anywhere in the name, for people call a firm by what tells it apart. One that is part of no name of
the post, or of two, bills nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.company_grammar import FORM
from domain.reading.partner_hit import PartnerHit

_SAID = regex(
    r"(?:ご?請求(?:書)?(?:先|の?宛名|の?宛先)?|ご?請求書の名義)(?:は|も|が|:|→|=)、?\s?(?:全額|すべて|全て|全部|まとめて|一括で|直接)?、?"
    r"(?:[一-龥]{2,4}の|[^\s、。()/]{1,8}(?:ではなく|じゃなく)て?、?)?(?P<name>[^\s、。,()/:はがをでにのへ]{2,16}?)"
    r"(?:\s?(?:さん|様|さま)?\s?(?:宛て?|あて|名義)(?:で|に|へ|の|です|とな|にな|[、。)\n]|\Z)|\s?(?:さん|様|さま)(?:です|へ|に|で|とな|にな|から|[、。)\n]|\Z))"
)
_FORM = regex(FORM)
_SHORTEST = 2


def billed_again(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """The hits with the one firm marked as billed whose name holds what stands behind 請求先."""
    if len(hits) < 2 or "請求" not in text:
        return list(hits)
    billed = [hit for hit in hits if hit.role == "bill_to"]
    if len(billed) == 1 and billed[0].rank >= 3 and _FORM.search(billed[0].name) is None:
        return _by_piece(hits, billed[0].name, billed[0].start, billed[0].end)
    said = None if billed else _SAID.search(text)
    return _by_piece(hits, said["name"], *said.span("name")) if said else list(hits)


def _by_piece(hits: Sequence[PartnerHit], piece: str, start: int, end: int) -> list[PartnerHit]:
    apart = [hit for hit in hits if hit.end <= start or hit.start >= end]
    meant = {hit.key for hit in apart if hit.role != "own" and _holds(hit, piece)}
    if len(meant) != 1:
        return list(hits)
    return [replace(hit, role="bill_to") if hit.key in meant else hit for hit in apart]


def _holds(hit: PartnerHit, piece: str) -> bool:
    """Whether the piece is one of the name in full, which a legal form or its place by the label shows."""
    whole = hit.rank <= 1 or _FORM.search(hit.name) is not None
    return whole and len(piece) >= _SHORTEST and piece in hit.name and piece != hit.name

"""請求先も横丁さんです, 請求はアドブリッジ宛: who is invoiced, by a piece of a name that the post gives in full.

The piece may stand anywhere in the name, for people call a firm by what tells it apart. One that is part of no name of
the post, or of two, bills nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.partner_name import partner_key
from domain.reading.company_grammar import FIRM_TAIL, FORM
from domain.reading.name_guard import kind_of_place
from domain.reading.partner_hit import PartnerHit, make_hit

_SAID = regex(
    r"(?:ご?請求(?:書)?(?:先|の?宛名|の?宛先)?|ご?請求書の名義)(?:は|も|が|:|→|=)、?\s?(?:全額|すべて|全て|全部|まとめて|一括で|直接)?、?"
    r"(?:[一-龥]{2,4}の|[^\s、。()/]{1,8}(?:ではなく|じゃなく)て?、?)?(?P<name>[^\s、。,()/:はがをでにのへ]{2,16}?)"
    r"(?:\s?(?:さん|様|さま)?\s?(?:宛て?|あて|名義)(?:で|に|へ|の|です|とな|にな|[、。)\n]|\Z)|\s?(?:さん|様|さま)(?:です|へ|に|で|とな|にな|から|[、。)\n]|\Z))"
)
_IS_BILLED = regex(
    r"(?:ご?請求(?:書)?(?:先|の?宛名|の?宛先)|ご?請求書)(?:は|が)、?\s?"
    r"(?P<name>[^\s、。,()/:はがをでにへの\d]{4,24}?)(?:です|でした|となります|になります|宛て?|あて|[。\n]|\Z)"
)
_FORM = regex(FORM)
_SHORTEST = 2


def billed_again(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """The hits with the one firm marked as billed whose name holds what stands behind 請求先."""
    if not hits or "請求" not in text:
        return list(hits)
    billed = [hit for hit in hits if hit.role == "bill_to"]
    if len(billed) == 1 and billed[0].rank >= 3 and _FORM.search(billed[0].name) is None:
        return _by_piece(hits, billed[0].name, billed[0].start, billed[0].end)
    said = None if billed else _SAID.search(text)
    again = _by_piece(hits, said["name"], *said.span("name")) if said else list(hits)
    return again if billed or any(hit.role == "bill_to" for hit in again) else again + _billed_first(text, again)


def _billed_first(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """請求先は富士見市教育委員会です: a firm that stands there for the first time, without a form and a title."""
    said = _IS_BILLED.search(text)
    if said is None or any(said.start("name") < hit.end and hit.start < said.end("name") for hit in hits):
        return []
    tail = FIRM_TAIL.search(said["name"])
    hit = make_hit(text, *said.span("name"), 3, "bill_to") if tail and tail.start() > 0 else None
    return [replace(hit, key=partner_key(hit.name))] if hit and not kind_of_place(hit.name) else []


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

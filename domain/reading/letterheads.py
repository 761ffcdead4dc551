"""Companies and people that stand together as in a letter's signature: whose firm it is, and whose person.

(株式会社エヌテック 設備営業部 岩崎) at the end of a post that names a customer elsewhere is we ourselves; the
customer's own name over or beside the signing person makes that person theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key
from domain.reading.company_grammar import FIRM_TAIL
from domain.reading.owner_label import OwnerHit
from domain.reading.partner_hit import PartnerHit, make_hit
from domain.reading.signatures import closing_name, is_forwarded
from domain.reading.text_rows import row_of, row_start

_RULE = regex(r"^\s*[-=_*―─━]{2,}\s*$", re.MULTILINE)
_REPORT = regex(r"[:/¥@]|\d\s?[円万千台個本枚式]|\d,\d")  # below this rule stands another order, no signature
_HONORED = regex(r"\s?(?:様|さま|御中|殿|さん)")
_ROOM = regex(
    r"[\s/・]*(?:[^\s、。,:()\d]{1,16}[部課係室局班店所社]|[^\s、。,:()]{0,12}(?:営業|グループ|チーム|センター)[^\s、。,:()]{0,4})*[\s/・]*"
)


def with_own_firm(text: str, hits: list[PartnerHit], index: PartnerIndex | None) -> list[PartnerHit]:
    """The hits with the firm of the closing signature marked as ours, if another one is the customer."""
    signed = closing_name(text, 0) if hits else None  # as `find_owners` asks: known by then
    if signed is None or is_forwarded(text):
        return hits
    line = row_start(text, signed[0])
    rules = [found.end() for found in _RULE.finditer(text, max(0, line - 240), line)]
    for hit in hits:
        if hit.role == "own" or hit.rank < 2 or _HONORED.match(text, hit.end):
            continue
        beside = line <= hit.start < signed[0] and text[line : hit.start].strip() in ("", "(", "[", "-", "—", "―")
        beside = beside and not _REPORT.search(text, hit.end, signed[0])  # a row of fields that ends in a name
        below_rule = (
            bool(rules) and rules[-1] <= hit.start < signed[0] and not _REPORT.search(text, rules[-1], signed[0])
        )
        above = line > 0 and row_of(text, line - 1)[0] <= hit.start < line and _alone(text, hit, row_of(text, line - 1))
        addressed = any(other.customer and _HONORED.match(text, other.end) for other in hits)
        if not (beside or below_rule or (above and addressed)):
            continue
        elsewhere = any(other.customer and other.key != hit.key and other.start < hit.start for other in hits)
        if elsewhere and (index is None or not index.knows(hit.key)):
            return [replace(other, role="own") if other.key == hit.key else other for other in hits]
        sender = _sender(text, hit) if below_rule and not elsewhere else None
        if sender:
            return [replace(other, role="own") if other.key == hit.key else other for other in hits] + [sender]
    return hits


# リバーサイド動物病院の堀です in a mail above our own signature
_SENDER = regex(r"(?:^|(?<=[。\s]))(?P<name>[^\s、。の]{3,24})の[一-龥々]{1,4}(?:です|でございます|と申します)")


def _sender(text: str, ours: PartnerHit) -> PartnerHit | None:
    """The firm that somebody speaks for above the signature of our own sales office."""
    if "営業" not in text[ours.end : row_of(text, ours.end)[1]]:
        return None
    found = next((one for one in _SENDER.finditer(text, 0, ours.start) if FIRM_TAIL.search(one["name"])), None)
    hit = make_hit(text, *found.span("name"), 4) if found else None
    return replace(hit, key=partner_key(hit.name)) if hit else None


def addressed_to_us(text: str, hits: list[PartnerHit], owners: Sequence[OwnerHit]) -> list[PartnerHit]:
    """The hits with the firm a mail is addressed to as ours, if our salesperson stands there: X社 小笠原様."""
    names = {text[owner.start : owner.end].split(" ")[0] for owner in owners}
    ours = {
        hit.key
        for hit in hits
        for name in names
        if name in text[hit.end : hit.end + 30]  # an expression of its own for every name is dear to compile
        and re.match(
            rf"[\s　]?[^\s、。]{{0,12}}[\s　]?{re.escape(name)}\s?(?:様|さま|さん|殿)", text[hit.end : hit.end + 30]
        )
    }
    if not any(hit.customer and hit.key not in ours for hit in hits):
        return hits
    return [replace(hit, role="own") if hit.key in ours else hit for hit in hits]


def without_contacts(text: str, owners: Sequence[OwnerHit], partners: Sequence[PartnerHit]) -> list[OwnerHit]:
    """The owners without the person that signs under the customer's name; one under its bare name may be either."""
    kept = []
    for owner in owners:
        if owner.rank != 4:
            kept.append(owner)
            continue
        line = row_start(text, owner.start)
        above = row_of(text, max(0, line - 1)) if line else (0, 0)
        customers = [hit for hit in partners if hit.role != "own" and hit.rank <= 2]
        if any(
            line <= hit.start and hit.end < owner.start and _between(text, hit.end, owner.start) for hit in customers
        ):
            continue
        if any(above[0] <= hit.start < above[1] and _alone(text, hit, above) for hit in customers):
            if text[line : owner.start].strip():
                continue  # 品質保証部 佐々木 under the name of the firm
            kept.append(replace(owner, sure=False))
            continue
        kept.append(owner)
    return kept


def _between(text: str, start: int, end: int) -> bool:
    """Whether nothing but a department stands here, in one breath."""
    return _ROOM.fullmatch(text, start, end) is not None


def _alone(text: str, hit: PartnerHit, row: tuple[int, int]) -> bool:
    return not text[row[0] : hit.start].strip() and _between(text, hit.end, row[1])

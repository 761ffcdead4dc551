"""請求は元請あて, 請求はリース会社です, 請求は後者へ: the firm to be invoiced, told by what it is to the others.

What it is stands beside its name (元請の澤村工房, 代理店：…), or in it (北海リース). A word that fits none of the firms
or several of them bills nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.partner_hit import PartnerHit

_KIND = (
    r"(?P<kind>元請け?|下請け?|(?:[一-龥]{2})?代理店|リース|信販|商社|販売店|販社|親会社|子会社|本体|管理会社|運営会社|親元|幹事会社|幹事|"
    r"施主|テナント|元受け?|卸(?:問屋)?|問屋|仲介(?:業者|会社)?|制作会社|イベント会社|旅行会社|財団|社団|組合|学校|病院|前者|後者)"
)
_SAID = regex(
    rf"(?:ご?請求(?:書)?(?:先|の?宛名|の?宛先)?|お?支払い?)(?:は|も|=|:)、?\s?(?:全額|すべて|全て|一括で|直接|まとめて)?(?:を|で|、)?\s?{_KIND}"
    r"(?:会社)?(?:さん|様|さま|側)?\s?(?:宛て?|あて|へ|に|直(?:接|送)?|です|でお|となり|になり|の?名義|[。、)\n]|\Z)"
)
_BESIDE = 14  # characters around a name in which it is said what it is


def billed_by_kind(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """The hits with the one firm marked as billed that the post means by such a word."""
    said = _SAID.search(text) if len(hits) > 1 and ("請求" in text or "支払" in text) else None
    if said is None:
        return list(hits)
    firms = [hit for hit in hits if hit.role != "own" and not said.start() <= hit.start < said.end()]
    meant = {hit.key for hit in _meant(text, said["kind"], firms)}
    if len(meant) != 1:
        return list(hits)
    return [_as_billed(hit, meant) for hit in hits if not said.start() <= hit.start < said.end()]


def _as_billed(hit: PartnerHit, meant: set[str]) -> PartnerHit:
    return replace(hit, role="bill_to") if hit.key in meant else hit


def _meant(text: str, kind: str, firms: Sequence[PartnerHit]) -> list[PartnerHit]:
    if kind in ("前者", "後者"):
        keys = list(dict.fromkeys(hit.key for hit in sorted(firms, key=lambda hit: hit.start)))
        return [hit for hit in firms if hit.key == keys[kind == "後者"]] if len(keys) == 2 else []
    named = [hit for hit in firms if kind in hit.name]  # リース会社: 北海リース(株)
    return named or [hit for hit in firms if _is_called(text, kind, hit)]


def _is_called(text: str, kind: str, hit: PartnerHit) -> bool:
    """元請の澤村工房, 代理店：ブルーリーフ舎, 澤村工房(元請)."""
    word = re.escape(kind.rstrip("け"))
    before = text[max(0, hit.start - _BESIDE) : hit.start].rpartition("\n")[2]
    after = text[hit.end : hit.end + _BESIDE].partition("\n")[0]
    led = re.search(rf"{word}け?(?:会社|様|さん)?(?:の|である|は|が|:|=|→|、)?\s?$", before)
    return led is not None or re.match(rf"(?:さん|様|さま)?\s?[(]{word}", after) is not None

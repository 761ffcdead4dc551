"""Paragraphs of one form, each opened by a short row of its own: 稲穂建材 / パネル … 円 // ペンション高原 / … 円.

The first such row is the customer. Whether the next ones are customers as well or groups of the same order's goods
nobody can tell from the form, so the order is shown to a person instead of being one sum of them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.entries import holds_price
from domain.reading.partner_hit import PartnerHit

_PARAGRAPH = regex(r"\n[ \t]*\n")
_TITLE_ROW = regex(r"[ \t　]{0,4}[^\s\d:、。,/|・※*>()\[\]【】=+@¥-][^\d:、。,/|\n=@¥]{1,22}")
_GOODS_FIRST = regex(r"[ \t　・•-]{0,6}[^\d@¥\n]{0,24}?[一-龥ぁ-んァ-ヶーA-Za-z]{2}")
_NO_GROUP = regex(
    r"合計|小計|総計|支払|請求|納[期品入]|担当|備考|税|条件|以上|よろしく|です|ます|した|内訳|明細|オプション|初期|月額|費用|値引"
)


def may_be_customers(text: str, partners: Sequence[PartnerHit]) -> bool:
    """Whether the customer opens the first of several paragraphs of one form."""
    if "\n\n" not in text and _PARAGRAPH.search(text) is None:
        return False
    titles, at = [], 0
    for piece in [*_PARAGRAPH.split(text)]:
        start = text.find(piece, at)
        at = start + len(piece)
        first, _, rest = piece.strip("\n").partition("\n")
        row = rest.partition("\n")[0]
        if not (_TITLE_ROW.fullmatch(first) and not _NO_GROUP.search(first)):
            continue
        if _GOODS_FIRST.match(row) and not _NO_GROUP.match(row.strip()) and holds_price(rest, 0, len(rest)):
            titles.append((start, start + len(first)))
    if len(titles) < 2:
        return False
    return any(hit.customer and titles[0][0] <= hit.start <= titles[0][1] for hit in partners)

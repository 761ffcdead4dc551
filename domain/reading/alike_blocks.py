"""Paragraphs of one form, each opened by a short row of its own: 稲穂建材 / パネル … 円 // ペンション高原 / … 円.

The first such row is the customer. Whether the next ones are customers as well or groups of the same order's goods
nobody can tell from the form, so the order is shown to a person instead of being one sum of them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.entries import holds_price
from domain.reading.partner_hit import PartnerHit
from domain.reading.text_rows import row_of

_PARAGRAPH = regex(r"\n[ \t]*\n")
_TITLE_ROW = regex(r"[ \t　]{0,4}[^\s\d:、。,/|・※*>()\[\]【】=+@¥-][^\d:、。,/|\n=@¥]{1,22}")
_GOODS_FIRST = regex(r"[ \t　・•-]{0,6}[^\d@¥\n]{0,24}?[一-龥ぁ-んァ-ヶーA-Za-z]{2}")
_NO_GROUP = regex(
    r"合計|小計|総計|支払|請求|納[期品入]|担当|備考|税|条件|以上|よろしく|です|ます|した|内訳|明細|オプション|初期|月額|費用|値引"
)


_ENTRY = regex(r"[ \t　]{0,4}(?:[\ue002・•●○◎■□◆◇▼▽▶►★☆*-]|[(\[]?\d{1,2}[.)\]])[ \t　]{0,2}")


def opens_later_entry(text: str, partners: Sequence[PartnerHit]) -> bool:
    """Whether the only customer opens an entry below another priced one: whose goods are those above, nobody says."""
    customers = [hit for hit in partners if hit.customer]
    rows = [row_of(text, hit.start) for hit in customers]
    if not customers or len(set(rows)) != 1:
        return False
    (start, end), hit = rows[0], customers[0]
    mark = _ENTRY.fullmatch(text, start, hit.start)
    if mark is None or not start or not holds_price(text, hit.end, end):
        return False
    above = row_of(text, start - 1)
    return _ENTRY.match(text, *above) is not None and holds_price(text, *above)


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

"""Customers without a mark in a list of orders: each entry opens with a name, then goods and a price.

「① 株式会社A  椅子 3台 @86,000」 says what opens an entry; so in 「② 中央倶楽部  棚 12台 @31,500」 the opening is a
customer as well, though neither a legal form nor 様 stands at it. In a list of one customer's goods no entry does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key
from domain.reading.company_grammar import FIRM_TAIL
from domain.reading.entry_state import state_behind
from domain.reading.partner_hit import TRADE, PartnerHit, make_hit

_MARKER = regex(
    r"^[ \t>]{0,8}(?:[\ue002・•●○◎◯■◆□◇▼▽△▲✕✖×★☆▪*→⇒▶►✓✔✅☑❌⭕🔹🔸🔷🔶"
    r"🔴🟠🟡🟢🔵🟣🟤⚫⚪🟥🟧🟨🟩🟦🟪🟫⬛⬜🏆🎉🎊❎⛔🚫⏸⏳🆗🆖-]\ufe0f?|"
    # the state alone opens the row: 受注 A社 …, 保留 B社 …
    r"(?=(?:受注|成約|失注|保留|見送り?|継続|キャンセル|敗退|検討中|提案中|商談中|延期)"
    r"(?:[ \t\u3000]{1,3}|\s?[:/|]\s?)[^\s\d:])|"
    # a rule above each, or what was done in front of each: 【受注】ペンション高原
    r"[-=_*―─━]{3,}[ \t]*\n{1,2}|【祝?(?:受注|成約|ご?契約|ご?注文|失注|保留)】|"
    r"[A-H](?:社|案件)\s?[:.)/]|[(\[]?\d{1,2}[.)\]])[ \t]{0,2}(?=[^\s\d・\-=*_]|\d{1,4}[/月.-]\d)",
    re.MULTILINE,
)
# ・9/28 リブラ・フーズ …: the day in front of the name
_DAY_FIRST = regex(
    r"(?:\d{4}[/年.-])?\d{1,2}[/月.-]\d{1,2}日?(?:\s?[(][月火水木金土日祝・]{1,3}[)])?[ \t:、/|]{1,3}(?=[^\s\d])"
)
_WORD = r"[A-Z](?:[A-Za-z0-9&'-]|\.(?!\.)){0,24}"
_LATIN = regex(rf"{_WORD}(?: (?:&|of|and|the|{_WORD})){{0,5}}(?=\s|,|:|/|\.|→|$)")
_OPENING = regex(r"[^\s/|:、,→⇒=(\[「\n…]{2,24}?(?=\s|[/|:、,→⇒=(\[「…]|\.\.|-\s|$)")
# スナック「ルージュ」, 呑み処『さくら』: a trade and the name it goes by
_NICKNAMED = regex(r"[^\s/|:、,→⇒=(\[「『\n…]{1,16}[「『][^」』\n]{1,20}[」』](?=[^\n:/|]{0,8}[:/|→⇒…])")
SENDER = regex(r"^[ \t>|]{0,6}(?:差出人|送信者|送信元|発信者|発信元|(?i:from))\s?[:=]\s?", re.MULTILINE)
_STATE = regex(
    r"\s{0,3}(?:[:/→⇒|>…-]{1,2}\s?){1,2}(?:祝|正式)?(?:受注|成約|契約|決定|決まり|獲得|OK|失注|見送|保留|継続|検討|"
    r"ペンディング|延期|"
    r"(?i:won|lost|hold|pending))"
)
_PRICE = regex(r"[¥@$€]\s?\d|\d\s?(?:円|万|千円|億)|\d,\d{3}(?!\d)")
# said in an entry that is not won: it was lost, or it is still open
NOT_WON = (
    r"失注|見送|保留|ペンディング|持ち越|延期|キャンセル|辞退|不成立|敗退|内示|ヨミ|検討中|商談中|交渉中|提案中|審議中|稟議中|未定|"
    r"見積(?:書|り)?(?:を|の)?(?:のみ|だけ|出し|提出|提示|依頼|作成|中|段階)|提案(?:のみ|だけ)|(?:返事|返答|回答|連絡|結果|決裁|承認|発注|注文書)待ち|"
    r"(?:他社|競合|よそ)さ?ん?(?:に|へ)(?:決|取|流|負|奪)|負け(?:ま|た)|敗れ|逃しま|流れまし|取られまし|"
    r"(?i:\b(?:lost|on hold|pending|cancel|quoted|quote only|no decision))"
)
_LOST = regex(NOT_WON)
# (失注) ホテル…, 決定：ホテル…: the state in brackets, or set off by a sign, in front of the name
_STATE_FIRST = regex(
    rf"[(\[【<]\s?(?:{NOT_WON}|受注|成約|契約|決定|確定|新規|継続|追加|更新|リピート)[^)\]】>\n]{{0,8}}[)\]】>]\s?|"
    rf"(?:{NOT_WON}|(?:新規|追加|正式|継続)?(?:受注|受託|成約|契約|決定|確定|獲得)|(?i:won))"
    r"(?:済み?|中|しました|です)?\s?(?:[:/|→⇒]|\s[-―—–]|[ \t\u3000])\s{0,3}(?=[^\s\d])"
)
# the opening of a row that is no order: sums, conditions, who and when
_NO_NAME = regex(
    r"(?:総?合?計|小計|消費税|税|送料|運賃|値引|割引|お?支払|ご?請求|納[期品入]|担当|備考|条件|以上|ほか|他|その他|"
    r"品[名目]|"
    r"商品|数量|単価|金額|初期|月額|年額|受注|発注|注文|契約|新規|既存|追加|更新|[いど]ずれも|どちらも|すべて|全て)|"
    r".*(?:費|料|代|一式|作業|工事|制作|保守|利用|ライセンス|プラン|セット)$"
)
_ALONE = regex(r"[^\s\d:、。/][^\d:、。/\n]{1,28}")
_TITLE = regex(r"[^\s(\n](?:[^(\n]{0,28}?[^\s(\n])?(?=\s?(?:様|さま|さん|御中|殿)|\s?[(]|\s*$)", re.MULTILINE)
_SENTENCE = regex(r"[をがはで](?![ぁ-ん])|[。!?]|ます|です|ました")
_GOODS = regex(r"[一-龥ァ-ヶーA-Za-z]{2,}")
_SIGN = regex(r"(?:様|さん|御中|殿)?\s?(?:[:/|→⇒…―—]|\.\.|-\s)")
# a list under 請求漏れチェック names firms and prices as well
_ORDERED = regex(
    r"受注|受託|成約|契約|注文|発注|オーダー|決ま|決定|確定|獲得|成果|成立|売れ|[取獲と]れ[たま]|申し?込|いただ|頂|もら|落札|採用|"
    r"\d{1,2}\s?[件社](?:を|の|、)?(?:まとめて)?(?:ご?報告|一気)|(?i:\b(?:won|wins|orders?|ordered|signed|closed|PO)\b)"
)
_SAME_SIGN = 2  # customers
_MOST = 50  # entries; a list that is longer is an export
_COUNT = regex(r"(?P<n>\d{1,2})\s?[社件口]")
_COUNTED_BELOW = regex(r"(?:以上|合計|計|全部で|全)\s?の?(?P<n>\d{1,2})\s?[社件]")


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    name_end: int
    end: int
    marked: bool  # a company stands there for all to see
    told: bool  # … → 受注
    full: bool  # goods stand between the name and the price
    parted: bool  # the name is set off by a sign: 東亜ホテル: アメニティ


def senders(text: str, index: PartnerIndex | None) -> list[PartnerHit]:
    """Who wrote the mails that were passed on, if what stands there first is called like a firm."""
    found = [_OPENING.match(text, sender.end()) for sender in SENDER.finditer(text)]
    names = [
        name
        for name in found
        if name and (FIRM_TAIL.search(name.group()) or (index is not None and index.knows(partner_key(name.group()))))
    ]
    return [hit for hit in (make_hit(text, name.start(), name.end(), 3) for name in names) if hit]


def listed(text: str, hits: Sequence[PartnerHit], index: PartnerIndex | None) -> list[PartnerHit]:
    """The customers that open the entries of a list and that nothing else has found."""
    markers = _of_one_sign(text, list(_MARKER.finditer(text)), hits) or _rows_counted(text)
    if not 2 <= len(markers) <= _MOST or not _ORDERED.search(text):
        return []
    customers = [hit for hit in hits if hit.role in ("customer", "bill_to")]
    entries = [entry for entry in _entries(text, markers, customers, index) if entry is not None]
    if len(entries) < 2:
        return []
    fresh = [entry for entry in entries if not any(entry.start <= hit.start < entry.name_end for hit in customers)]
    if not fresh or any(hit.rank <= 4 and hit.start < entries[0].start for hit in customers):
        return []
    if _of_customers(text[: entries[0].start], text[entries[-1].end :], entries):
        found = [make_hit(text, entry.start, entry.name_end, 3) for entry in fresh]
    elif _beside_a_firm(entries, customers):
        rank = 3 if any(TRADE.match(text, entry.start) for entry in fresh) else 4
        found = [make_hit(text, entry.start, entry.name_end, rank) for entry in fresh]
    else:
        return []
    return [hit for hit in found if hit]


def _beside_a_firm(entries: Sequence[_Entry], customers: Sequence[PartnerHit]) -> bool:
    """① ちどり 生樽 … ② 有限会社柳町 …: a firm that opens a later entry leaves those before to other customers.

    Unless a customer is named elsewhere, whose goods they are. Where none of the rest opens like a shop (居酒屋 …),
    a person confirms that they are customers.
    """
    if entries[0].marked or not any(entry.marked for entry in entries):
        return False
    inside = all(any(entry.start <= hit.start < entry.end for entry in entries) for hit in customers)
    return inside and all(entry.full or entry.told or entry.marked for entry in entries)


def _of_one_sign(text: str, markers: list[re.Match[str]], hits: Sequence[PartnerHit]) -> list[re.Match[str]]:
    """■A社 / ・goods / ■B社 / ・goods: the marks that open with customers, if all of these are one sign."""
    opened = {hit.start for hit in hits if hit.role in ("customer", "bill_to")}
    signs = {found.group().strip() for found in markers if found.end() in opened}
    if len(signs) != 1 or sum(found.end() in opened for found in markers) < _SAME_SIGN:
        return markers
    return [found for found in markers if found.group().strip() in signs]


# 受注2社 over two priced rows: as many firms as rows, so each row opens with one
_FIRMS = regex(r"(?P<n>\d{1,2})\s?社(?!の?競|の?コンペ|相見|の?見積|中|で(?:の)?(?:競|コンペ|相見|争))")
_PRICED_ROW = regex(r"^(?=[^\s\d(][^\n]{2,80}?(?:\d\s?円|¥\s?\d|\d万|\d,\d{3}))", re.MULTILINE)


def _rows_counted(text: str) -> list[re.Match[str]]:
    counted = _FIRMS.search(text)
    if counted is None:
        return []
    rows = list(_PRICED_ROW.finditer(text, counted.end()))
    return rows if len(rows) == int(counted["n"]) else []


def _of_customers(head: str, foot: str, entries: Sequence[_Entry]) -> bool:
    """Whether the openings of these entries are customers: all are firms, or they are as many as head or foot say."""
    marked = sum(entry.marked for entry in entries)
    if marked == len(entries):
        return True
    if sum(entry.told for entry in entries) >= 2:
        return True
    if not all(entry.full or entry.told or entry.marked for entry in entries):
        return False
    counts = [int(found["n"]) for found in (*_COUNT.finditer(head), *_COUNTED_BELOW.finditer(foot))]
    firms = len(entries) in counts
    summed = any(n <= len(entries) for n in counts) and marked >= 1
    parted = marked >= 1 and all(entry.parted or entry.told for entry in entries)
    return firms or summed or parted or marked >= 2


def _entries(
    text: str, markers: Sequence[re.Match[str]], customers: Sequence[PartnerHit], index: PartnerIndex | None
) -> list[_Entry | None]:
    ends = [*(found.start() for found in markers[1:]), len(text)]
    return [_entry(text, found, end, customers, index) for found, end in zip(markers, ends, strict=True)]


def _entry(
    text: str, marker: re.Match[str], end: int, customers: Sequence[PartnerHit], index: PartnerIndex | None
) -> _Entry | None:
    """The entry behind a mark, if it names something and gives a price or says that it was lost."""
    day = _DAY_FIRST.match(text, marker.end())
    begin = day.end() if day else marker.end()
    said = _STATE_FIRST.match(text, begin)
    start = said.end() if said else begin
    if text[start : start + 1].isdigit():
        return None
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    row = text[start:stop]
    alone = _ALONE.fullmatch(row) is not None and _PRICE.search(text, stop, end) is not None
    heading = stop
    if alone:
        stop, row = end, text[start:end]  # the goods and the price stand below the name
    price = _PRICE.search(row)
    state = _STATE.search(row)
    lost = _LOST.search(text, marker.end(), stop) is not None
    hit = next((hit for hit in customers if start <= hit.start <= start + 6 and hit.end <= stop), None)
    told_of = (
        hit is not None and _SIGN.match(text, hit.end) is not None
    )  # ・A社：来月相見積: an entry, whatever it tells
    if not price and not state and not lost and not told_of:
        return None
    opening = (_TITLE.match(text, start, heading) if alone else None) or (
        _NICKNAMED.match(text, start, stop) or _LATIN.match(text, start, stop) or _OPENING.match(text, start, stop)
    )
    if hit is not None:
        close = hit.end
    elif opening is None or _NO_NAME.match(opening.group()) or _SENTENCE.search(opening.group()):
        return None
    else:
        close = opening.end()
    name = text[start:close]
    known = index is not None and index.knows(partner_key(name))
    marked = hit is not None or known or FIRM_TAIL.search(name) is not None
    between = text[close : start + price.start()] if price else ""
    told = (
        lost
        or said is not None
        or "【" in marker.group()
        or state_behind(row) in ("won", "no")
        or (state is not None and state.start() <= close - start + 2)
    )
    full = _GOODS.search(between) is not None or not price
    return _Entry(start, close, stop, marked, told, full, alone or _SIGN.match(text, close) is not None)


def holds_price(text: str, start: int, end: int) -> bool:
    """Whether something looks like a price here, at a glance."""
    return _PRICE.search(text, start, end) is not None

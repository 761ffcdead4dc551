"""Who writes a letter that a post passes on: お世話になっております。キタガワ紙業株式会社 購買課の越智です.

Whoever introduces himself behind a customer's name in a letter is theirs; the firm the letter opens with is ours. No
marks of quotation are needed for that: a mail that is pasted as it is says it by its own form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.owner_label import OwnerHit
from domain.reading.partner_hit import PartnerHit
from domain.reading.text_rows import row_start

_GREETING = regex(r"お?世話になっ|お?世話さま|平素|拝啓|毎度(?:お?世話|あり)|いつも(?:大変)?(?:お?世話|あり)|ご無沙汰")
_WRITES = regex(
    r"\s?(?:の\s?)?(?:[^\s、。:の]{0,14}(?:[部課室係局科班店所社苑]|担当|センター|グループ|チーム|総務|経理|購買|調達|資材|管理|企画|工務|情シス|広報|人事|施設|用度|仕入れ?|代表|社長|店長|園長|院長|主任|課長|部長))?(?:\s|の|/|・)?\s?"
    r"(?P<name>[一-龥々〆髙﨑ヶ]{1,5}|[ァ-ヶー]{2,6}|[ぁ-ん]{2,5}?)\s?(?:です(?!が|の)|でございます|と申します|より(?:ご連絡|です))"
)
_ROOM = r"[^\s、。:\n]{0,14}(?:[部課室係局科班店所社苑]|グループ|チーム|センター)"
_TO_US = regex(
    rf"[ \t]{{0,4}}(?:\n[ \t>]{{0,8}})?(?:{_ROOM})?[ \t]{{0,4}}(?:ご?担当者?)?"
    rf"[ \t]{{0,4}}[^\s、。:\n]{{0,8}}?[ \t]?(?:御中|"
    rf"様|さま|殿|各位)[ \t]{{0,4}}(?:\n|$)"
)
_BUYING = regex(r"購買|調達|資材|仕入|用度|経理|総務|施設|管財|情シス|庶務|店舗|工務")
_REACH = 160  # characters from whom a letter is for to who writes it


def addressed_in_letter(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """The hits with the firm as ours that a letter of another firm opens with."""
    if len(hits) < 2 or _GREETING.search(text) is None:
        return list(hits)
    writers = [hit for hit in hits if hit.customer and _WRITES.match(text, hit.end)]
    ours = {
        hit.key
        for hit in hits
        if not text[row_start(text, hit.start) : hit.start].strip(" \t>")
        and _TO_US.match(text, hit.end)
        and any(
            writer.key != hit.key
            and 0 < writer.start - hit.end <= _REACH
            and _GREETING.search(text, hit.end, writer.start)
            for writer in writers
        )
    }
    return [replace(hit, role="own") if hit.key in ours else hit for hit in hits]


def letter_writers(text: str, hits: Sequence[PartnerHit]) -> list[tuple[int, int]]:
    """Where somebody of a customer introduces himself in a letter, behind the customer's name."""
    spans = []
    for hit in hits:
        said = _WRITES.match(text, hit.end) if hit.customer else None
        if said is None:
            continue
        greeted = _GREETING.search(text, max(0, hit.start - 80), hit.start) or _GREETING.match(text, said.end() + 1)
        if greeted or _BUYING.search(said.group()):
            spans.append((hit.end, said.end()))
    return spans


def without_letter_writers(text: str, owners: Sequence[OwnerHit], spans: Sequence[tuple[int, int]]) -> list[OwnerHit]:
    """The people without those who introduce themselves there, wherever else their names stand."""
    theirs = [text[start:end] for start, end in spans]
    return [
        owner
        for owner in owners
        if owner.rank < 2 or not any(text[owner.start : owner.end] in words for words in theirs)
    ]

"""Headings that sort the entries of a list by what became of them: ◎ 受注 / △ 内示 / × 失注.

Such a heading stands alone on its line and holds for the entries below it, down to the next one. It ends the entry
above it, which is none of its own section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.segments import Part

_WHEN = r"(?:(?:今|本|当|先|昨)[日週月期]|今回|\d{1,2}月|新規|正式|確定|大型)?の?"
_NOT = (
    r"(?:失注|敗退|見送り?|保留|ペンディング|検討中?|商談中?|交渉中|提案中|折衝中|進行中|仕掛(?:かり)?中?|継続中?|フォロー中?|内示|内々示|ヨミ|"
    r"(?:受注|成約|契約)?(?:見込み?|予定|前)|見積(?:り|書)?(?:提出|提示|送付)?(?:済み?|中|段階|のみ|依頼)?|"
    r"(?:回答|返事|返答|連絡|結果|決裁|承認|稟議|発注書?|注文書?|契約書?|PO|先方)(?:の)?待ち|稟議中|審査中|社内検討|確認中|"
    r"キャンセル|取り?消し?|解約|辞退|延期|中止|未確定|未決|未受注|未定|他決|不成立|口頭(?:のみ|内諾)?|確度?[ABC高中低]|[ABC]ヨミ|"
    r"(?i:lost|closed[ -]lost|pending|on[ -]hold|pipeline|still open|open|verbal(?: ok)?|quoted?|quotes|forecast|cancell?ed|"
    r"negotiat(?:ion|ing)|proposals?|waiting(?: for po)?|not (?:yet )?won))"
)
_WON = (
    r"(?:受注|受託|成約|ご?契約|獲得|確定|決定|成立|落札|ご?注文|受注確定|契約締結|注文書(?:受領|あり)|発注書(?:受領|あり)|"
    r"(?i:won|closed[ -]won|closed|signed|booked|orders?(?: received)?|POs?(?: received)?))"
)
_REST = (
    r"(?:済み?|しました|した|となった|になった)?(?:の)?(?:案件|分|もの|先|報告|リスト|一覧|件名|(?i: deals?))?"
    r"(?:\s?[:(]?\s?(?:計|全)?\d{1,2}\s?[件社本][)]?)?"
)
_HEADING = regex(
    rf"^(?:[^\w\n]{{0,8}}){_WHEN}(?:(?P<no>{_NOT}(?:[・/、と]\s?{_NOT}){{0,3}})|(?P<won>{_WON}(?:[・/]\s?{_WON})?)){_REST}"
    r"\s?(?P<note>[(][^()\n]{1,30}[)])?[^\w\n]{0,8}$",
    re.MULTILINE,
)
_OTHER_HEADING = regex(r"^[ \t]{0,4}(?:[■□◆◇●○◎▼▽▲△★☆【＜<《\[]|[*#=-]{1,3}[ \t])[^\n\d¥@,/|]{1,20}$", re.MULTILINE)
_SIGNS = ("失注", "見", "待", "中", "留", "討", "示", "ヨミ", "消", "ンセル", "期", "予定", "継続", "ペンディング", "確", "決", "前", "口頭")
_ENGLISH = regex(r"(?i:lost|pending|hold|pipeline|open|verbal|quote|forecast|cancel|negotiat|propos|waiting|not won)")
_KIND = regex(r"新規|更新|追加|リピート")
_NOTHING = regex(r"\s*(?:[・•*-]\s?)?(?:特に)?(?:(?:な|無)し|ありません|ございません|0\s?件|(?i:none|nil))[。.\s]*")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading at [start, end) and whether the entries below it are won."""

    start: int
    end: int
    won: bool


def sections(text: str) -> list[Section]:
    """The headings of a post that says of some entries by a heading that they are not won, else none."""
    if "\n" not in text or not (any(sign in text for sign in _SIGNS) or _ENGLISH.search(text)):
        return []
    found = [one for one in _HEADING.finditer(text) if one.group().strip()]
    kinds = _KIND.search("\n".join(one.group() for one in _OTHER_HEADING.finditer(text))) is not None
    found = [one for one in found if not (kinds and one["no"] and one["no"].startswith("継続"))]
    if all(one["won"] for one in found):
        return []
    return [Section(*one.span(), one["won"] is not None) for one in found]


def without_empty(text: str) -> str:
    """The text without sections that say they have no entries: ■失注 / なし; same length."""
    marks = sections(text)
    for one, below in pairwise([*marks, None]):
        stop = below.start if below else len(text)
        if one and _NOTHING.fullmatch(text, one.end, stop):
            text = text[: one.start] + re.sub(r"[^\n]", " ", text[one.start : stop]) + text[stop:]
    return text


def sorted_in(part: Part, marks: Sequence[Section]) -> tuple[Part, Section | None]:
    """The part without what stands below the next heading, and the heading it stands under."""
    anchor = part.partners[0].start if part.partners else part.start
    above = next((one for one in reversed(marks) if one.start <= anchor), None)
    below = next((one for one in marks if one.start > anchor), None)
    start = max(part.start, above.end) if above else part.start
    stop = min(part.end, below.start) if below else part.end
    if len(part.ranges) != 1 or not start < stop or (start, stop) == part.ranges[0]:
        return part, above
    return replace(part, ranges=((start, stop),)), above

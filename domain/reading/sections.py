"""Headings that sort the entries of a list by what became of them: ◎ 受注 / △ 内示 / × 失注.

Such a heading stands alone on its line and holds for the entries below it, down to the next one. It ends the entry
above it, which is none of its own section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.entries import holds_price
from domain.reading.segments import Part

_WHEN = r"(?:(?:今|本|当|先|昨)[日週月期]|今回|\d{1,2}月|新規|正式|確定|大型)?の?"
_NOT = (
    r"(?:失注|敗退|見送り?|保留|ペンディング|検討中?|商談中?|交渉中|提案中|折衝中|進行中|仕掛(?:かり)?中?|継続中?|フォロー中?|内示|内々示|ヨミ|"
    r"(?:受注|成約|契約)?(?:見込み?|予定|前)|見積(?:り|書)?(?:提出|提示|送付)?(?:済み?|中|段階|のみ|依頼)?|"
    r"(?:回答|返事|返答|連絡|結果|決裁|承認|稟議|発注書?|注文書?|契約書?|PO|先方)(?:の)?待ち|稟議中|審査中|社内検討|確認中|"
    r"キャンセル|取り?消し?|解約|辞退|延期|中止|未確定|未決|未受注|未定|"
    r"他決|不成立|口頭(?:のみ|内諾)?|確度?[ABC高中低]|[ABC]ヨミ|"
    r"(?i:lost|closed[ -]lost|pending|on[ -]hold|pipeline|still open|open|"
    r"verbal(?: ok)?|quoted?|quotes|forecast|cancell?ed|"
    r"negotiat(?:ion|ing)|proposals?|waiting(?: for po)?|not (?:yet )?won))"
)
_WON = (
    r"(?:受注|受託|成約|ご?契約|獲得|確定|決定|成立|落札|ご?注文|受注確定|契約締結|注文書(?:受領|あり)|発注書(?:受領|あり)|"
    r"(?i:won|closed[ -]won|closed|signed|booked|orders?(?: received)?|POs?(?: received)?))"
)
_DECOR = r"[^\w\n→⇒➡⇨➔↑↓←⇐]"  # → 検討中 below an entry tells its own state
_COUNT = r"(?:\s?[:(]?\s?(?:計|全)?\d{1,2}\s?[件社本][)]?|\s?[(]?[×x]\s?\d{1,2}[)]?)?"
_REST = (
    r"(?:済み?|しました|した|となった|になった)?(?:の)?(?:案件|分|もの|先|報告|リスト|一覧|件名|(?i: deals?))?" + _COUNT
)
_HEADING = regex(
    rf"^(?:{_DECOR}{{0,8}}){_WHEN}(?:(?P<no>{_NOT}(?:[・/、と]\s?{_NOT}){{0,3}})|(?P<won>{_WON}(?:[・/]\s?{_WON})?)){_REST}"
    r"\s?(?P<note>[(][^()\n]{1,30}[)])?[^\w\n]{0,8}$|"
    rf"^{_DECOR}{{0,4}}[【<\[《≪][ \t]?(?P<said>[^\d¥@,/|:\n]{{2,16}}?){_COUNT}[ \t]?[】>\]》≫][ \t]*$|"
    rf"^[ \t]{{0,4}}(?P<sign>[■□◆◇▼▽▲△★☆])\s?(?P<told>[^\d¥@,/|:\n]{{2,16}}?){_COUNT}"
    rf"(?:[(][^()\n]{{1,30}}[)])?[■□◆◇▼▽▲△★☆]?[ \t]*$|"
    rf"^(?P<other>(?:{_DECOR}{{1,8}})(?:その他|共有事項|連絡事項|お知らせ|余談|トピックス|雑談|予定)[^\w\n]{{0,8}})$",
    re.MULTILINE,
)
_OTHER_HEADING = regex(r"^[ \t]{0,4}(?:[■□◆◇●○◎▼▽▲△★☆【＜<《\[]|[*#=-]{1,3}[ \t])[^\n\d¥@,/|]{1,20}$", re.MULTILINE)
_SIGNS = (
    "失注",
    "見",
    "待",
    "中",
    "留",
    "討",
    "示",
    "ヨミ",
    "消",
    "ンセル",
    "期",
    "予定",
    "継続",
    "ペンディング",
    "確",
    "決",
    "前",
    "口頭",
)
_ENGLISH = regex(r"(?i:lost|pending|hold|pipeline|open|verbal|quote|forecast|cancel|negotiat|propos|waiting|not won)")
# 【見積回答待ち】, ■価格で負けた案件: in a frame of its own the word need not stand alone
_UNSETTLED = regex(
    r"失注|敗|負け|逃し|見送|保留|ペンディング|検討|商談|交渉|提案|進行中|内示|ヨミ|見込|予定|待ち?$|待ちの?(?:案件|分|もの)?$|回答待|未(?:確定|決|受注|定)|"
    r"キャンセル|取り?消|辞退|延期|中止|他決|口頭|確度|(?i:lost|pending|hold|pipeline|verbal|forecast|not won)"
)
_PLAIN = regex(r"\s*\w")
_KIND = regex(r"新規|更新|追加|リピート")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading at [start, end) and whether the entries below it are won."""

    start: int
    end: int
    won: bool | None  # None ends the section above and says nothing


def sections(text: str) -> list[Section]:
    """The headings of a post that says of some entries by a heading that they are not won, else none."""
    if "\n" not in text or not (any(sign in text for sign in _SIGNS) or _ENGLISH.search(text)):
        return []
    found = _headings(text)
    plain = any(one["won"] and _PLAIN.match(one.group()) for one in found)
    found = [one for one in found if _PLAIN.match(one.group()) is None or plain or _stands_apart(text, one)]
    kinds = _KIND.search("\n".join(one.group() for one in _OTHER_HEADING.finditer(text))) is not None
    found = [one for one in found if not (kinds and one["no"] and one["no"].startswith("継続"))]
    if all(one["won"] or one["other"] for one in found):
        return []
    return [Section(*one.span(), None if one["other"] else one["won"] is not None) for one in found]


def _headings(text: str) -> list[re.Match[str]]:
    """The rows that may be such headings: in a frame, or behind the sign that stands before others of them."""
    found = list(_HEADING.finditer(text))
    signs = {one.group().strip()[:1] for one in found if one["no"] or one["won"]}
    said = [(one, one["said"] or (one["told"] if one["sign"] in signs else "")) for one in found]
    return [
        one for one, words in said if (one["no"] or one["won"] or one["other"]) or (words and _UNSETTLED.search(words))
    ]


def _stands_apart(text: str, found: re.Match[str]) -> bool:
    """Below an empty line and above its entries; what stands under an entry without a sign tells of that entry."""
    above = text[: found.start()].rpartition("\n")[0].rpartition("\n")[2]
    return (
        not above.strip() and text[found.end() : found.end() + 1] == "\n" and text[found.end() + 1 :][:1].strip() != ""
    )


def headed(marks: Sequence[Section], parts: Sequence[Part]) -> Sequence[Section]:
    """The marks, if they stand above the entries and not below each as its own state."""
    anchors = [_anchor(part) for part in parts]
    if not marks or (anchors[0] < marks[0].start and anchors[-1] < marks[-1].start and len(marks) >= len(parts)):
        return []
    return marks


def _anchor(part: Part) -> int:
    return part.partners[0].start if part.partners else part.start


def sorted_in(part: Part, marks: Sequence[Section]) -> tuple[Part, Section | None]:
    """The part without what stands below the next heading, and the heading it stands under."""
    anchor = _anchor(part)
    above = next((one for one in reversed(marks) if one.start <= anchor), None)
    below = next((one for one in marks if one.start > anchor), None)
    start = max(part.start, above.end) if above else part.start
    stop = min(part.end, below.start) if below else part.end
    if len(part.ranges) != 1 or not start < stop or (start, stop) == part.ranges[0]:
        return part, above
    return replace(part, ranges=((start, stop),)), above


def prices_below_open(text: str) -> bool:
    """Whether prices stand below a heading like 【オプション（検討中）】: what was won is asked."""
    marks = sections(text)
    ends = [*(one.start for one in marks[1:]), len(text)]
    return any(one.won is False and holds_price(text, one.end, end) for one, end in zip(marks, ends, strict=False))

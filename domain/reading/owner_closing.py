"""Who closes a report: 以上2件、花井; 以上 外回り組 千葉; 以上、戸川より報告でした; どちらも関口.

Behind the word that closes a post or sums up its orders a line has little more to say than who reports. So what stands
in front of the name may be any group, if the name looks like one and the line ends with it or with the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.lazy_regex import regex
from domain.reading.company_grammar import FIRM_TAIL, FORM
from domain.reading.owner_roles import like_a_name
from domain.reading.surnames import like_a_kana_name
from domain.reading.text_rows import row_start

_LAST_ROWS = 4  # below the name there may be thanks and a line for the reader
_LONGEST = 60  # characters of a row that tells nothing else
_SHORT = 20  # characters of a row that is nothing but a name
_COUNT = r"(?:(?:計|全|全部で|合計)?\s?[\d一二三四五六七八九十]{1,3}\s?(?:件|本|社|口|つ|案件))"
_ALL = (
    rf"(?:(?:上記|今回|以上|右記|本件)?(?:の)?(?:{_COUNT}|案件)?"
    r"(?:いずれも|ど(?:ちら|れ|っち)も|(?:両[方件]|双方|全件)(?:とも)?|すべて|全て|全部|ぜんぶ|とも(?:に)?|みんな|みな))"
)
_END_OF_POST = rf"(?:以上(?:の)?(?:{_COUNT}|分)?|取り急ぎ|とりいそぎ|ひとまず|まずは|簡単ですが|まとめて)"
_END_OF_POST += (
    r"(?:、?ご?(?:報告|連絡|共有|速報|一報)(?:まで(?:に)?|です|(?:を|と)?(?:いた|致)?します|申し上げます|となります)?)?"
)
_REPORT = (
    r"(?:(?:が|から|より|の)?(?:ご)?(?:報告|連絡|共有|投稿|速報|担当|案件|扱い|受け?持ち|対応|分|受注|獲得|成果|お届け|お送り|お伝え)(?:を|も)?)?"
    r"(?:です|でした|でございました|でございます|になります|となります|まで|とします|(?:さ|差し上げ)?(?:せて)?(?:いただき|頂き)?(?:し|いたし|致し)?ま(?:す|した)|申し上げます)?"
)
_CLOSING_ROW = regex(
    rf"(?:^[\s>*_~―─—–ー=-]{{0,6}}[(]?|(?<=[、。,])\s?)(?:{_ALL}|{_END_OF_POST}(?:[、,\s]{{0,2}}{_ALL})?)(?P<gap>(?:です|になります|となります|でした|で)?[、。,:=\s/|・(―—–!~。-]{{0,3}})"
    r"(?:担当(?:者)?(?:は|:|\s)?\s?|報告(?:者)?(?:は|:|\s)\s?)?(?:(?:私|わたし|僕|自分)(?:、|の|=|こと|\s)?)?"
    r"(?:(?P<group>[^\s、。:(){}\d]{1,16}?)(?:の|[\s/・]{1,2}))?"
    r"(?!案件|報告|連絡|共有|投稿|担当|扱い|対応|受注|成果)(?P<name>[一-龥々〆髙﨑][一-龥々ヶケノツ]{0,3}|[ァ-ヶー]{3,8}|[ぁ-ゖー]{2,6}|[A-Z][a-z]{2,11})(?:さん)?"
    rf"(?P<tail>{_REPORT})[。.!！)~\s]*$"
)
# (梶川記), ~梶川より~: a row of its own that says who wrote what stands above it
_WRITTEN_BY = regex(
    r"^[\s>*_~―─—–ー=(<\[-]{0,6}(?P<name>[一-龥々〆髙﨑ヶ]{1,4}?|[ァ-ヶー]{3,8}|[ぁ-ゖ]{3,5})(?:より|から|でした|記|拝|著)[。.!！)>\]~ー―\s-]*$"
)
_CLOSES = ("以上", "急ぎ", "いそぎ", "ひとまず", "まずは", "簡単", "まとめて", "も", "両", "双方", "て", "全", "ぜんぶ")
_NOT_OURS = regex(rf"先方|客|経理|総務|購買|調達|資材|貴社|御社|得意先|納品|請求|支払|税|{FORM}|[をはがでに]$")


def closing_people(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the names stand in the last rows that close the post or speak of all its orders."""
    end = len(text.rstrip())
    for _ in range(_LAST_ROWS):
        at = max(row_start(text, end), start)
        row = text[at:end]
        written = _WRITTEN_BY.match(row) if len(row) <= _SHORT else None
        if written and like_a_name(written["name"]):
            yield at + written.start("name"), at + written.end("name")
        elif len(row) <= _LONGEST and any(word in row for word in _CLOSES):
            found = _CLOSING_ROW.search(row)
            if found and _is_person(found["name"], found["group"] or "", bool(found["gap"]), found["tail"]):
                yield at + found.start("name"), at + found.end("name")
        end = len(text[:at].rstrip())
        if end <= start:
            return


def _is_person(name: str, group: str, apart: bool, tail: str) -> bool:
    if _NOT_OURS.search(group) or FIRM_TAIL.search(group):
        return False
    return like_a_name(name) or (apart and not tail and like_a_kana_name(name))

"""Slack text -> the text the grammars run on, with the way back to every original character.

Three layers: `raw` (what Slack delivered), `plain` (markup resolved: what a person sees) and `norm` (NFKC of it).
Values are recognised in `norm`, quoted as written from `plain`, and their evidence counts in `raw`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from domain.lazy_regex import regex
from domain.reading.model import Span

MENTION_OPEN, MENTION_CLOSE = "\ue000", "\ue001"
MARK = "\ue002"  # ①…⑳, ⑴, 🄰 and keycaps: list numbers, never digits of the figure beside them

_INVISIBLE = regex(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef\x00-\x08\x0e-\x1f]"
)
_LIST_NUMBERS = regex("[①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛❶-❿⓫-⓴➀-➓⓵-⓾Ⓐ-ⓩ⒜-⒵\U0001f110-\U0001f189]|[0-9#*]\ufe0f?\u20e3")
_KEEP = frozenset("½¼¾⅓⅔⁄²³¹⁰⁴⁵⁶⁷⁸⁹…㊗")  # NFKC would glue these to what stands before them: 受注㊗ is no 受注祝
_MARKUP = regex(
    r"(?P<fence>```)"
    r"|<@(?P<user>[A-Z0-9]{2,30})(?:\|[^<>\n]{0,80})?>"
    r"|<!subteam\^[A-Z0-9]{2,30}(?:\|(?P<group>[^<>\n]{0,80}))?>"
    r"|<!date\^[^<>|\n]{0,120}\|(?P<date>[^<>\n]{0,80})>"
    r"|<!(?P<special>[a-z]{2,12})(?:\|[^<>\n]{0,80})?>"
    r"|<#[A-Z0-9]{2,30}(?:\|(?P<channel>[^<>\n]{0,80}))?>"
    r"|<(?:https?://|mailto:|tel:)[^<>|\n]{0,2000}(?:\|(?P<link>[^<>\n]{0,500}))?>"
    r"|(?P<amp>&(?:gt|lt|amp);)"
    r"|(?<![0-9A-Za-z~日月年万円])~(?![\s~])(?P<strike>[^~\n]{1,500}?)(?<!\s)~(?!~)"
    r"|(?P<emoji>:(?=[a-z0-9_+'-]{0,59}[a-z_+])[a-z0-9_+'-]{1,60}:)"
    r"|(?<![0-9A-Za-z*])\*(?![\s*])(?P<bold>[^*\n]{1,500}?)(?<!\s)\*(?![0-9*])"
    r"|(?<![0-9A-Za-z_])_(?![\s_])(?P<italic>[^_\n]{1,500}?)(?<!\s)_(?![0-9A-Za-z_])"
    r"|(?P<tick>`)"
    r"|(?P<number>" + _LIST_NUMBERS.pattern + r"|[≪《〈⟨][0-9０-９]{1,2}[≫》〉⟩])"
    r"|(?P<invisible>" + _INVISIBLE.pattern + r")"
    r"|(?P<newline>\r\n?|[\u2028\u2029\x0b\x0c\x85])"
)
_COUNTING = regex(r":(?:one|two|three|four|five|six|seven|eight|nine|keycap_ten):")
_PERSON = regex(
    r":(?:bust|busts|person|man|woman|adult|raising_hand|raised_hand|technologist|office_worker)(?:[_-][a-z_-]+)?:"
)
_AMP = {"&gt;": ">", "&lt;": "<", "&amp;": "&"}
_ONE = str.maketrans(
    {"〜": "~", "∼": "~", "～": "~", "￣": "-", "’": "'", "，": ",", "﹣": "-", "⁻": "-", "〔": "(", "〕": ")"}
)


@dataclass(slots=True)
class _Plain:
    chars: list[str]
    starts: list[int]
    ends: list[int]

    def put(self, text: str, start: int, end: int) -> None:
        """Write characters that all stand for raw[start:end]."""
        for char in text:
            self.chars.append(char)
            self.starts.append(start)
            self.ends.append(end)

    def copy(self, raw: str, start: int, end: int) -> None:
        """Write raw[start:end] one to one."""
        self.chars.extend(raw[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))


class Text:
    """A message in three layers. `norm` is what every grammar sees; offsets of grammars are offsets in it."""

    __slots__ = ("_ends", "_plain", "_plain_at", "norm", "raw")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        plain = _Plain([], [], [])
        _resolve(raw, 0, len(raw), plain)
        self._plain = plain
        self.norm, self._plain_at, self._ends = _fold("".join(plain.chars))

    def span(self, start: int, end: int) -> Span:
        """norm[start:end] as offsets of the original text. An empty or reversed range gives an empty span."""
        if start >= end or end > len(self.norm):
            at = self._plain.starts[self._plain_at[start]] if start < len(self.norm) else len(self.raw)
            return Span(at, at)
        return Span(self._plain.starts[self._plain_at[start]], self._plain.ends[self._ends[end - 1] - 1])

    def written(self, start: int, end: int) -> str:
        """norm[start:end] as the author wrote it, without Slack's markup."""
        if start >= end:
            return ""
        return "".join(self._plain.chars[self._plain_at[start] : self._ends[end - 1]])


def _resolve(raw: str, start: int, end: int, out: _Plain) -> None:
    """Replace Slack's markup by what it shows. Struck-out text shows nothing."""
    at = start
    for found in _MARKUP.finditer(raw, start, end):
        out.copy(raw, at, found.start())
        at = found.end()
        kind = found.lastgroup
        if kind in ("bold", "italic", "link", "group", "channel", "date"):
            inner_start, inner_end = found.span(kind)
            if kind in ("group", "channel"):
                out.put(" ", found.start(), found.end())
            else:
                _resolve(raw, inner_start, inner_end, out)
        else:
            _replace(found, out)
    out.copy(raw, at, end)


def _replace(found: re.Match[str], out: _Plain) -> None:
    start, end = found.span()
    match found.lastgroup:
        case "user":
            out.put(MENTION_OPEN, start, start + 2)
            out.copy(found.string, *found.span("user"))
            out.put(MENTION_CLOSE, end - 1, end)
        case "amp":
            out.put(_AMP[found.group()], start, end)
        case "fence" | "newline":
            out.put("\n", start, end)
        case "number":
            out.put(MARK, start, end)
        case "tick" | "invisible":
            pass
        case "emoji" if _PERSON.match(found.group()):
            out.put("👤", start, end)  # stands in front of a name like a label
        case "emoji" if _COUNTING.fullmatch(found.group()):
            out.put(MARK, start, end)  # :one: is ①
        case _:  # emoji, struck-out text, <!here>, a bare link
            out.put(" ", start, end)


# What folding leaves as it is: ASCII, kana and kanji, unless a mark that belongs to it follows.
_FOLDED_ALREADY = regex("[\x00-\x7f\u3001-\u3003\u3005\u300c-\u3011ぁ-ゖァ-ヺ・ー\u4e00-\u9fff]+")


@lru_cache(maxsize=8192)
def _folded(cluster: str) -> str:
    return cluster if cluster in _KEEP else unicodedata.normalize("NFKC", cluster).translate(_ONE)


def _fold(plain: str) -> tuple[str, list[int], list[int]]:
    """NFKC cluster by cluster: (text, start in plain of each character, end in plain of each character)."""
    if plain.isascii():
        return plain, list(range(len(plain))), list(range(1, len(plain) + 1))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, size = 0, len(plain)
    while at < size:
        run = _FOLDED_ALREADY.match(plain, at)
        until = run.end() - 1 if run else at  # the last one may have a mark behind it
        if until > at:
            chars += plain[at:until]
            starts += range(at, until)
            ends += range(at + 1, until + 1)
            at = until
        char, end = plain[at], at + 1
        if not char.isascii():
            while end < size and end - at < 8 and (plain[end] in "ﾞﾟ" or unicodedata.combining(plain[end])):
                end += 1
            cluster = plain[at:end]
            char = _folded(cluster)
        for folded in char:
            chars.append(folded)
            starts.append(at)
            ends.append(end)
        at = end
    return "".join(chars), starts, ends

"""(誤)11/30 → (正)12/15: what a post puts beside its own mistake. The mistake is taken out before anything is read.

So dates, terms, names and figures need not know of it, each in its own way.
"""

from __future__ import annotations

import re

from domain.lazy_regex import regex

_OLD = r"(?:誤り?|(?:訂正|修正|変更)前)"
_NEW = r"(?:正(?:しくは)?|(?:訂正|修正|変更)後)"
_ARROW = r"\s{0,3}(?:→|⇒|->|=>|➡|/|、|,)?\s{0,3}"
_MARKS = ("誤", "正前", "更前")
# (誤)11/30 →(正)12/15, 誤：11/30 → 正：12/15; on the next line as well
_IN_FRONT = regex(
    rf"[(【\[<「]?\s?{_OLD}\s?[)】\]>」:]\s?(?P<wrong>[^\n誤]{{1,60}}?){_ARROW}\n?"
    rf"[ \t・※>-]{{0,4}}[(【\[<「]?\s?{_NEW}\s?[)】\]>」:]"
)
# 11/30(誤) → 12/15(正)
_BEHIND = regex(
    rf"(?<=[:\s])(?P<wrong>[^\s:→⇒()]{{1,40}}\s?[(]{_OLD}[)]{_ARROW})(?P<right>[^\n→()]{{1,40}})(?P<mark>[(]{_NEW}[)])(?=[\s、。)]|$)",
    re.MULTILINE,
)


def without_mistakes(text: str) -> str:
    """The text with what it says to be wrong, and the words that say so, blanked; offsets unchanged."""
    if not any(mark in text for mark in _MARKS) or not ("正" in text or "後" in text):
        return text
    text = _BEHIND.sub(lambda found: _blanks(found["wrong"]) + found["right"] + _blanks(found["mark"]), text)
    return _IN_FRONT.sub(_unless_a_record, text)


def _unless_a_record(found: re.Match[str]) -> str:
    """変更前：5/20 / 変更後：5/27 in rows of their own is the record of a change, no mistake put right."""
    said = found.group()
    return said if "変更" in said and (":" in said or "\n" in said) else _blanks(said)


def _blanks(words: str) -> str:
    return re.sub(r"[^\n]", " ", words)

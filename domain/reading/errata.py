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


_DAY = r"(?:\d{4}[/年.-])?\d{1,2}(?:/\d{1,2}|月\d{1,2}日|月末)"
_SUM = r"[¥]?\d[\d,.]{0,14}(?:円|万円?|千円|台|個|本|枚|式|脚|箱|冊|部|名|人)"
# 支払期日は11/28です / (追記)↑訂正、12/5でした: the row below gives the value of the row above anew
_ROW_ABOVE = regex(
    rf"(?:(?P<day>(?<![\d/]){_DAY})|(?P<sum>(?<![\d,.]){_SUM}))(?P<rest>[^\d\n]{{0,16}})\n"
    rf"(?P<mark>[ \t※*・]{{0,4}}(?:[(\[【]?追記\d?[)\]】:]{{0,2}})?\s{{0,2}}(?:↑|⬆|上(?:記|の行)?(?:の|は|、)?)"
    rf"[^\d\n]{{0,10}}(?:訂正|修正|間違|誤|違)"
    rf"[^\d\n]{{0,12}})(?:(?P<newday>{_DAY})|(?P<newsum>{_SUM}))(?![\d/])"
)


def _given_anew(found: re.Match[str]) -> str:
    """The new value moves up to the old one's label: all between them is blank, the break of the line too."""
    new = found["newday"] or found["newsum"]
    if bool(found["day"]) != bool(found["newday"]) or (found["sum"] and found["sum"][-1] != found["newsum"][-1]):
        return found.group()
    if "税" in found["rest"]:
        return found.group()  # what the old price was with, the new one is as well
    return " " * (len(found.group()) - len(new)) + new


def without_mistakes(text: str) -> str:
    """The text with what it says to be wrong, and the words that say so, blanked; offsets unchanged."""
    if "↑" in text or "⬆" in text or "\n上" in text or "追記" in text:
        text = _ROW_ABOVE.sub(_given_anew, text)
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

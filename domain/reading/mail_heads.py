"""The head of a mail that was passed on: its subject names no goods, and whom it is for is no customer."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.labels import Label
from domain.reading.text_rows import row_start

# 件名: Re: お見積りの件 below 差出人: …: the subject of a mail that was passed on names no goods
_SUBJECT = regex(r"件名|(?i:subject)")
_FOR = regex(r"宛先|(?i:to|cc)\b")
_SENT = regex(r"[ \t>*]{0,8}(?:差出人|送信|(?i:from|sent))")
_ANSWERED = regex(r"\s*(?i:(?:re|fwd?|aw)\s?:|転送\s?:|返信\s?:|【?(?:Re|Fwd)】)")
_MAIL_ROW = regex(
    r"^[ \t>*]{0,8}(?:差出人|送信者|送信元|送信日時?|宛先|日時|本文|(?i:from|to|cc|date|sent))\s?:[^\n]*(?:\n|\Z)",
    re.MULTILINE,
)


def without_subjects(text: str, found: list[Label]) -> list[Label]:
    """The labels, with the subject of a mail, and whom of us it is for, as notes."""
    if not any(_SUBJECT.match(text, label.start) or _FOR.match(text, label.start) for label in found):
        return found
    rows = list(_MAIL_ROW.finditer(text))
    heads = [one.span() for one in rows]
    sent = any(_SENT.match(one.group()) for one in rows)
    out = []
    for label in found:
        end = text.find("\n", label.end) + 1 or len(text)
        beside = any(start == end or row_start(text, label.start) == stop for start, stop in heads)
        subject = _SUBJECT.match(text, label.start) and (beside or _ANSWERED.match(text, label.end))
        ours = sent and beside and _FOR.match(text, label.start)
        out.append(replace(label, kind="note") if subject or ours else label)
    return out

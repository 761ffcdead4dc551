"""請求：東北メディカル: a firm behind 請求 alone, where a day could stand as well, is the one to be invoiced."""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.company_grammar import FORM, like_a_company
from domain.reading.labels import Label

_NAMES = ("請求", "ご請求", "請求書", "ご請求書")
_NO_FIRM = regex(
    r"[\d後末月日時済別未分回締翌都従毎]|完了|一括|通常|いつも|予定|同|発行|ください|お願い|こちら|そちら|先方|元請|下請|全額|リース会社|会社(?:です|様|さん|宛|あて|へ|に|$)|法人(?:へ|に|宛|あて|です)|なし|無し|送付|郵送|メール|不要|必要|[はをが]"
)
_LONGEST = 40


def billed_firm(text: str, label: Label) -> str:
    """The part the value of this label plays, "" if it is no firm."""
    if label.kind != "billing_date" or label.name not in _NAMES or not 3 <= label.stop - label.value <= _LONGEST:
        return ""
    value = text[label.value : label.stop].strip()
    if value.endswith(("宛", "宛て", "あて")):
        return ""
    firm = re.search(FORM, value) or (like_a_company(value) and not _NO_FIRM.search(value))
    return "bill_to" if firm else ""

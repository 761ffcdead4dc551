"""What a form has printed beside its fields to help whoever fills it in: (記入例：株式会社〇〇商事), <ここに自由記入>.

It is blanked in a form that is filled in, so that it neither names a customer nor makes a template of the report.
"""

from __future__ import annotations

import re

from domain.lazy_regex import regex

_SIGNS = ("例", "ここに", "自由記", "任意", "必須", "場合のみ", "プルダウン", "選択し")
_HINT = regex(
    r"[(<\[](?:記入例|入力例|記載例|例|(?i:e\.?g\.?|ex\.?))\s?[:、,)]?\s?[^()<>\[\]\n]{1,40}[)>\]]|"
    r"[(<\[]\s?(?:ここに|こちらに)[^()<>\[\]\n]{1,24}[)>\]]|"
    r"[(<\[]\s?(?:[^()<>\[\]\n]{0,16}(?:自由記[入述]|(?:場合|とき|時|方|もの)のみ(?:ご?(?:記入|入力|記載))?|選択してください|をご?(?:記入|入力|選択))"
    r"|[※*]?(?:は|が)?(?:必須|任意)(?:項目)?|いずれかを?選択|プルダウン(?:から選択)?)\s?[)>\]]"
)
_FILLED = regex(r"^[^\n:]{1,24}(?:[(][^()\n]{0,30}[)])?\s?[:】\]][ \t]*[^\s(<\[\n][^\n]*$", re.MULTILINE)
_FEWEST = 4  # fields that hold a value


def without_hints(text: str) -> str:
    """The text with the help printed in a filled form blanked; same length."""
    if not any(sign in text for sign in _SIGNS):
        return text
    left = _HINT.sub(lambda found: " " * len(found.group()), text)
    return left if left != text and len(_FILLED.findall(left)) >= _FEWEST else text

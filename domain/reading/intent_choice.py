"""A row of a form that offers several states of which one is marked: 区分： 見積・【◯受注】・失注.

Only the marked one is said. The others are printed on every such form.
"""

from __future__ import annotations

import re

from domain.lazy_regex import regex

_STATE = (
    r"(?:新規|追加|更新|見積(?:り|提出)?|提案(?:中)?|商談(?:中)?|検討(?:中)?|内示|内定|ヨミ|見込み?|受注(?:確定|済)?|成約|契約|決定|失注|"
    r"保留|取り?消し?|キャンセル|延期|中止|変更|返品|交渉中|継続|確定|仮(?:受注)?|未定)"
)
_MARKS = "◯○〇◎●■☑✓✔✅レ◉⦿"
_EMPTY = "□☐◇▢"
_OPTION = regex(
    rf"(?P<open>[【\[(「]?)\s?(?P<mark>[{_MARKS}]|[xX](?=[\])]))?(?P<none>[{_EMPTY}])?\s?[\])]?\s?(?P<state>{_STATE})(?P<after>[{_MARKS}])?\s?[】\])」]?"
)
_ROW = regex(
    rf"^(?P<head>[^\n:]{{0,12}}[:\s]\s*)??(?P<options>(?:[^\S\n]*[・/|,、]?[^\S\n]*[【\[(「{_MARKS}{_EMPTY}xX\s\])]{{0,5}}{_STATE}[{_MARKS}]?\s?[】\])」]?){{2,8}})"
    r"(?P<rest>[^\S\n]*(?:\([^()\n]{0,20}\))?[^\S\n]*)$",
    re.MULTILINE,
)
_SOLID = "●■☑✓✔✅レ◉⦿◎"  # beside these an open circle is an empty one


def chosen(body: str) -> str:
    """The text with nothing left of such a row but the state that is marked."""
    if not any(sign in body for sign in _MARKS + "【[]"):
        return body
    return _ROW.sub(_only_marked, body)


def _only_marked(row: re.Match[str]) -> str:
    found = list(_OPTION.finditer(row["options"]))
    signs = [(one["mark"] or "") + (one["after"] or "").strip() for one in found]
    solid = any(sign and sign in _SOLID for sign in signs)
    marked = [one for one, sign in zip(found, signs, strict=True) if sign and (not solid or sign in _SOLID)]
    if not marked and len(found) > 1:
        marked = [one for one in found if one["open"] in ("【", "[") and not one["none"]]
    if len(marked) != 1 or len(found) < 2:
        return row.group()
    head = row["head"] or ""
    return (head if head.strip() else "状況:") + str(marked[0]["state"])

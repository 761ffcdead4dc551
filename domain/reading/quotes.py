"""Quoted lines: somebody else's words above an answer, or the order itself that the post passes on."""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.structure import QUOTE, blank, find_traps, split_lines

_PRICE = regex(r"\d[\d,]{3,}|\d\s?[万億]|[¥$€]\s?\d")
_NUMBERED = regex(r"(?:#|[Nn][Oo]\.|番号:?|(?<![A-Za-z])[A-Z]{1,4}-)\s?\d+|(?<!\d)20\d\d(?=[年/-]\s?\d)")  # 2026/3/4


def drop_quotes(text: str) -> str:
    """The text without quoted lines, offsets unchanged, if the rest says enough; else the quote marks only.

    「&gt; 会社名：…」 under 「受注しました」 is the report itself; above 「おめでとう」 it is somebody else's.
    """
    lines = split_lines(text)
    quoted = [(line.start, line.end) for line in lines if line.quoted]
    if not quoted:
        return text
    rest = "\n".join(text[line.start : line.end] for line in lines if not line.quoted)
    told = "\n".join(text[line.start : line.end] for line in lines if line.quoted)
    own = blank(rest, [(a, b) for a, b, _ in find_traps(rest)])  # PO# 7741 is no price
    if (_announces(rest) or _passes_on(rest, told)) and not _PRICE.search(_NUMBERED.sub("", own)):
        return _without_marks(text)
    if not lines[0].quoted and _lists_goods(rest, told):
        return _without_marks(text)
    return _spaces(text, quoted)


def _without_marks(text: str) -> str:
    return _spaces(text, [(found.start(), found.end()) for found in QUOTE.finditer(text)])


_GOODS_ROW = regex(r"\d\s?[^\s\d@¥円、。.,-]{1,5}\s{0,6}(?:[@¥×x*/]|\d)|[@¥]\s?-?\d|\d円|一式|[万千]円")
_TALKS = regex(r"[。?？!！]|です|ます|でした|ました|さん|様|御中|\b(?i:hi|dear|wrote|thanks|you|we)\b")
_REACTS = regex(
    r"[?？]|でしょうか|ですか|おめでと|ナイス|さすが|すご|お疲れさまでした|拍手|キャンセル|失注|見送|取り?消|"
    r"見積(?!書?どおり|書?通り)|提案|検討|以前|昔|過去|練習|例え|例\b|誤り|間違"
)


def _lists_goods(rest: str, quoted: str) -> bool:
    """Rows of goods with their prices, set off as a quote in the middle of the post's own record.

    Who answers somebody quotes a sentence above the answer; rows without one, below words of one's own, are one's own.
    """
    rows = [row for row in quoted.split("\n") if row.strip(" \t>")]
    priced = sum(_GOODS_ROW.search(row) is not None for row in rows)
    if not priced or priced * 2 < len(rows) or any(_TALKS.search(row) for row in rows):
        return False
    return _REACTS.search(rest) is None


_ORDERS = regex(
    r"(?:発注|注文)(?:を)?(?:いた|致|させ|し)(?:し|て)?ま?(?:す|した|せて)|(?:発注|注文)(?:をお願い|したく)|"
    r"正式に(?:お願い|ご?依頼)|(?i:please find our order|we (?:hereby |would like to |'d like to )?order|"
    r"please (?:proceed with|process|accept|confirm) (?:the |our |this )?(?:following )?(?:purchase )?order|"
    r"our (?:purchase )?order (?:is )?(?:below|as follows))"
)
_PASSED_ON = regex(
    r"お?客(?:様|さん|先)|先方|メール|FAX|連絡|返信|返事|転送|転記|転載|貼り|コピペ|以下|下記|登録|計上|処理|"
    r"(?i:see below|email)"
)


def _passes_on(rest: str, quoted: str) -> bool:
    """お客様からメールきました above 「> …で発注いたします」: who is quoted orders, and the post only passes it on."""
    if not _ORDERS.search(quoted) or not _PASSED_ON.search(rest):
        return False
    return not re.search(
        r"[?？]|でしょうか|ですか|おめでと|ナイス|キャンセル|失注|取り?消|間違|誤|過去|以前|昔|練習|例", rest
    )


def _announces(text: str) -> bool:
    return bool(
        re.search(
            r"(?:^|\n)\s*(?i:fwd?)\s?:|転送|受注(?!前|見込|予定)|成約|(?:発注|"
            r"注文)[のをが書]?[^。\n]{0,8}(?:メール|連絡|いただ|頂|届|来ま|もら)|契約(?:しました|いただ|頂)|"
            r"発注書?(?:を|が|いただ|頂)|(?i:won|closed|"
            r"PO |confirmed (?:the|their|this|our) order|"
            r"order (?:confirmed|received|came in|is in))",
            text,
        )
    ) and not re.search(
        r"[?？]|でしょうか|ですか|おめでと|ナイス|さすが|すご|お疲れさまでした|拍手|キャンセル|失注", text
    )


def _spaces(text: str, spans: list[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in spans:
        out.append(text[at:start])
        out.append(" " * (end - start))
        at = end
    return "".join([*out, text[at:]])

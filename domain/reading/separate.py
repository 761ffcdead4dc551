"""Where a post falls into orders that no second customer begins: two orders of one, and what was lost among the won."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.apart import BILLED_APART
from domain.reading.entries import NOT_WON, SENDER, holds_price
from domain.reading.partner_hit import PartnerHit
from domain.reading.partner_role import same_company

# 1件目, 注文書No.331, 受注②: each such line is an order and not one of its goods
_ORDER_HEAD = regex(
    r"^[ \t>・•●○◎■□◆◇▼▽▶►★☆*]{0,6}[【\[(<]?\s?(?:"
    r"(?:\d{1,2}|[一二三四五六七八九])\s?(?:件|通|本|口|案件|枚|部|回|つ|便|社)目|"
    r"(?:ご?注文|ご?発注|受注|契約|案件|オーダー|(?i:order|deal|PO))(?:書)?\s?"
    r"(?:(?:No\.?|番号|[#:])\s?){0,2}(?:[\ue002]|[A-Za-z]{0,6}[-_]?\d[A-Za-z0-9_-]{0,18}|[A-Z](?![A-Za-z]))(?![年月/日\d円,])|"
    r"[A-Z]\s?(?:契約|案件|注文|発注|受注)"
    r")\s?(?:[】\])>:.、 \t]|(?=[(\n]|\Z))",
    re.MULTILINE,
)
_NUMBER = regex(r"^[ \t>]{0,4}(?:[\ue002]|[(]?\d{1,2}[.)])\s?(?=\S)", re.MULTILINE)
# ・ ① 2. ■: what the rows of a list begin with
_SIGN = regex(r"[ \t]{0,8}[(\[]?([\ue002・•●○◎■◆□◇▼▽△▲✕✖×★☆▪▶►✓✔✅☑❌⭕🔹🔸-]|\d(?=\d?[.)\]]))")
_WON = regex(r"受注|成約|注文|発注|決ま|決定|確定|いただ|頂|(?i:won\b|signed|PO\b)")
_BILLING_DAY = regex(r"請求[^。\n]{0,8}?\d{1,2}\s?[/月]")
_NOT_WON = regex(NOT_WON)
# On hold: …, 保留：…: a line of its own that says what became of somebody else's deal
# ほか、アオイ塗装の件は稟議待ちで保留中: what a line adds that is about none of the orders above
_OTHERS_LINE = regex(
    r"^[ \t※*・]{0,4}(?:[(]?(?:その)?(?:ほか|他)(?:[、にはの]|[12一二]件)|残り|残る|もう1|あとの?1|あと一|"
    r"なお、?|一方|ちなみに|それとは別|別件|また、)[^\n]{4,120}$",
    re.MULTILINE,
)
_STATE_LINE = regex(
    r"^[ \t・•●○■◆※*>-]{0,6}[【\[(]?(?:失注|保留|ペンディング|見送り|キャンセル|延期|継続(?:中|案件)?|検討中|商談中|"
    r"(?i:(?:on hold|lost|pending|cancell?ed|deferred|still open|slipped)"
    r"(?: (?:one|two|deals?|orders?|(?:to|out on)[^:\n]{0,20}))?))[】\])]?\s?[:→]\s?\S",
    re.MULTILINE,
)


def orders_of_one(text: str, partners: Sequence[PartnerHit]) -> list[int]:
    """Where the orders of the one customer begin that the post numbers or wants billed apart."""
    customers = [hit for hit in partners if hit.customer]
    if not customers or not all(same_company(customers[0], hit) for hit in customers):
        return []
    starts = [found.start() for found in _ORDER_HEAD.finditer(text)]
    if _each_priced(text, starts):
        return starts
    starts = [found.start() for found in _NUMBER.finditer(text)]
    if not _each_priced(text, starts):
        return []
    own_row = text.find("\n", starts[-1])  # below the last row stands what holds for all
    blocks = _blocks(text[: own_row if own_row >= 0 else len(text)], starts)
    apart = BILLED_APART.search(text, 0, starts[0]) or BILLED_APART.search(text, starts[-1])
    return starts if apart or all(_BILLING_DAY.search(text, a, b) for a, b in blocks) else []


def order_heads(text: str) -> list[tuple[int, int]]:
    """From where to where an order's number stands in front of it: it is no part of what the goods are called."""
    return [found.span() for found in _ORDER_HEAD.finditer(text)]


def mail_starts(text: str, partners: Sequence[PartnerHit]) -> list[int]:
    """Where the mails begin that were passed on together, each with a sender of its own and a price."""
    starts = [found.start() for found in SENDER.finditer(text)]
    if not _each_priced(text, starts):
        return []
    senders = [
        next((hit for hit in partners if hit.customer and a <= hit.start < b), None) for a, b in _blocks(text, starts)
    ]
    return starts if all(senders) else []


def standing_apart(text: str, starts: Sequence[int]) -> list[int]:
    """Where lines behind the first order tell of deals that were lost or are open.

    An entry marked like those the orders begin with is one of them, whatever it lacks.
    """
    apart = [found.start() for found in _STATE_LINE.finditer(text, starts[0])]
    if len(starts) > 1:
        rows = [(found.start(), found.group()) for found in _OTHERS_LINE.finditer(text, starts[-1])]
        apart += [at for at, row in rows if _NOT_WON.search(row) and not _WON.search(row)]
    marks = {_mark(text, start) for start in starts} - {""}
    if len(starts) < 2 or not marks:
        return apart
    for row in re.finditer(r"^.+$", text[starts[0] :], re.MULTILINE):
        at = starts[0] + row.start()
        if _mark(text, at) in marks and _NOT_WON.search(row.group()) and not _WON.search(row.group()):
            apart.append(at)
    return apart


def _mark(text: str, start: int) -> str:
    """The sign a row begins with, "" if there is none; all numbers are one sign."""
    found = _SIGN.match(text, start)
    return "" if found is None else "1" if found[1].isdigit() else found[1]


def _blocks(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _each_priced(text: str, starts: Sequence[int]) -> bool:
    """Whether there are several blocks and a price stands in each."""
    return len(starts) > 1 and all(holds_price(text, a, b) for a, b in _blocks(text, starts))

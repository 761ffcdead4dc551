"""A company found in norm text, before anybody asks what part it plays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.lazy_regex import regex
from domain.reading.company_grammar import (
    FORM,
    NOT_NAMES,
    PERSON_TAIL,
)


@dataclass(frozen=True, slots=True)
class PartnerHit:
    """A company at norm[start:end], legal form included. `rank`: smaller is stronger.

    `role`: customer, bill_to, end_user, referrer or own.
    """

    start: int
    end: int
    role: str
    rank: int
    name: str
    key: str

    @property
    def customer(self) -> bool:
        return self.role in ("customer", "bill_to")


_DEED = regex(r"受注|ご?発注|ご?注文(?!住宅)|締結|成約|失注|見積")

_DEED_BEHIND = regex(r"(?:正式|追加|新規|大型)?(?:受注|ご?発注|ご?注文|成約|締結)$")


_ASIDE = regex(r"\.{2,}|…")  # 有限会社かえで…剪定ばさみ: behind the dots stand the goods
_FORM = regex(FORM)
_LEAD = regex(
    r"(?:まずは?|次[には]|続いて|続きまして|あと|それと|それから|また|さらに|加えて|一方で?|そして|代わりに|かわりに|ほかに|他に|"
    r"最後[には]|同じく)、?(?=[^ぁ-ん\s])|(?:あと|それと|また|次は)?(?:もう(?:ひとつ|一つ|1つ|[1一]\s?[件社])|[2-9二三]\s?[件社]目|最後)の|"
    r"(?:(?:中でも|一番|最も|最高|最大|トップ|筆頭)[^\s]{0,8}?)?(?:のは|トップは|最大は|筆頭は)(?=[^\s]{2})"
)
# 弁護士法人事務局 渡会: an office behind a bare legal form is nobody's name
_OFFICE_OF_OURS = regex(
    rf"(?:{FORM})\s?(?:事務局|[本支][部社店所]|事務所|総務|営業|(?:営業|総務|経理|管理|企画|事業)(?:本?部|課|室))"
)
_NUMBERED = regex(r"\d{1,2}[.)]\s(?=\S)")  # 2. 西村商会株式会社：… in a numbered list


# what stands in front of an entry or at a name and belongs to neither
_MARKS = "\ue002 \t・-*,、※.■□◆◇●○◎◯▼▽▲△★☆▶►▪▫•✓✔→⇒│┃├└┌┗┏┣┕┝─"


def make_hit(text: str, start: int, end: int, rank: int, role: str = "customer") -> PartnerHit | None:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in " \t・-*,、":
        end -= 1
    numbered = _NUMBERED.match(text, start, end) if text[start - 1 : start] in ("", "\n") else None
    start = numbered.end() if numbered else start
    spokesman = PERSON_TAIL.search(text[start:end])
    if spokesman and spokesman.start() > 1:
        end = start + spokesman.start()
    deed = _DEED_BEHIND.search(text[start:end]) if rank == 2 else None
    if deed and deed.start() > 3:
        end = start + deed.start()  # 株式会社ミドリ受注、…
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    dots = _ASIDE.search(text, start, end)
    if dots:
        start, end = (dots.end(), end) if _FORM.search(text, dots.end(), end) else (start, dots.start())
    name = text[start:end]
    if (
        not name
        or _OFFICE_OF_OURS.fullmatch(name)
        or _DEED.search(name)
        or NOT_NAMES.match(name)
        or re.fullmatch(r"[\d\W_]+|.*?\d+\s?[名人組社]", name)
        or "\x01" in name
    ):
        return None
    return PartnerHit(start, end, role, rank, name, "")

"""What somebody else wrote and the poster passes on: a quoted mail, a pasted order sheet. Its people are not ours.

The customer's 担当, the sender who introduces himself and the name below the mail are theirs; the firm it is addressed
to is ours. A form of our own that merely stands in quotes speaks no such words and stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.normalise import MENTION_OPEN
from domain.reading.order_paper import papers
from domain.reading.owner_label import OwnerHit
from domain.reading.partner_hit import PartnerHit
from domain.reading.signatures import closing_name, passed_on
from domain.reading.structure import split_lines

Span = tuple[int, int]
# what only a customer writes to us
_THEIRS = regex(
    r"お?世話になっ|貴社|御社|貴店|御店|御中|(?:発注|注文|お?申し?込み?)(?:を)?(?:いた|致|申し上げ|します|させて)|お願い(?:いた|致|申)|"
    r"発\s*注\s*書|注\s*文\s*書|(?:発注|注文)者|(?i:purchase order|please find|we (?:would like|hereby|"
    r"are pleased) to order|dear )"
)
_ADDRESSED = regex(
    r"\s{0,4}(?:[^\s、。:]{0,16}(?:部|課|室|係|店|所|支社|グループ|チーム|センター)\s?)?(?:御\s?中|[^\s、。:]{0,8}(?:様|さま|殿)\s*(?:$|\n))"
)
_PRICE = regex(r"\d,\d{3}|\d\s?[万円]|[¥@]\s?\d")
_OPENING = 3  # lines in which a mail says whom it is for
_OPENING_BELOW_HEADS = 8  # From:, Date:, 件名: stand above it in one that is passed on whole
_ORDERS = regex(r"お?世話になっ|貴社|御社|貴店|(?:発注|注文|お?申し?込み?)(?:を)?(?:いた|致|申し上げ|します|させて)")


def passed_on_spans(norm: str, body: str) -> list[Span]:
    """Where a quoted mail or a pasted sheet of the customer stands in the body."""
    spans: list[Span] = []
    if ">" in norm:
        for line in split_lines(norm):
            if not line.quoted:
                continue
            if spans and spans[-1][1] >= line.start - 1:
                spans[-1] = (spans[-1][0], line.end)  # over its empty lines as well
            elif body[line.start : line.end].strip():
                spans.append((line.start, line.end))
    spans += papers(body)
    return [span for span in spans if _THEIRS.search(body, *span)]


def without_theirs(body: str, owners: Sequence[OwnerHit], spans: Sequence[Span]) -> list[OwnerHit]:
    """The people without those of the passed on mail; if it ends the post, who signs above it is ours."""
    if not spans:
        return _unsure_in_forwarded(body, owners)
    own = [owner for owner in owners if not _within(owner.start, spans) or _is_mention(body, owner)]
    last = max(end for _, end in spans)
    if own or body[last:].strip():
        return own
    above = closing_name(body[: min(start for start, _ in spans)].rstrip())
    return [OwnerHit(*above, 4)] if above else []


def _unsure_in_forwarded(body: str, owners: Sequence[OwnerHit]) -> list[OwnerHit]:
    """The people a forwarded mail calls in charge above its goods are in doubt: nothing marks where it ends."""
    mail = passed_on(body) if owners else None
    if mail is None or not _THEIRS.search(body, *mail):
        return list(owners)
    return [
        replace(owner, sure=False)
        if owner.rank < 4 and mail[0] <= owner.start < mail[1] and _PRICE.search(body, owner.end, mail[1])
        else owner
        for owner in owners
    ]


def addressed_in_mail(body: str, hits: list[PartnerHit], spans: Sequence[Span]) -> list[PartnerHit]:
    """The hits with the firm that a mail of another firm is addressed to as ours."""
    mail = passed_on(body) if not spans and "御" in body else None
    whole = [mail] if mail and _ORDERS.search(body, *mail) else []
    for start, end in [*spans, *whole]:
        inside = [hit for hit in hits if start <= hit.start < end and hit.role != "own"]
        if len({hit.key for hit in inside}) < 2:
            continue
        opening = _OPENING_BELOW_HEADS if whole else _OPENING
        head = body[start:end].split("\n", opening)[:opening]
        stop = start + len("\n".join(head))
        ours = {hit.key for hit in inside if hit.start < stop and _ADDRESSED.match(body, hit.end)}
        others = {hit.key for hit in inside if hit.rank <= 3} - ours
        if len(ours) == 1 and others:
            hits = [replace(hit, role="own") if hit.key in ours else hit for hit in hits]
    return hits


def _within(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_mention(body: str, owner: OwnerHit) -> bool:
    return body[owner.start - 1 : owner.start] in (MENTION_OPEN, "@")

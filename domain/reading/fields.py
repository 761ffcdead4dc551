"""Partner, dates, terms and owner of one order: value, evidence, confidence, and what a person might choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.reading.billing_days import Dated
from domain.reading.company_grammar import AFTER_NO, FORM
from domain.reading.context import Message
from domain.reading.model import Candidate, ClosingTerms, Confidence, Span, Terms, json_date
from domain.reading.name_guard import hardly_company
from domain.reading.owner_label import OwnerHit
from domain.reading.partner_hit import PartnerHit
from domain.reading.partner_role import same_company
from domain.reading.segments import Part
from domain.reading.signatures import closing_name
from domain.reading.terms import TermsHit, holds_each_time, mentions_installments
from domain.reading.text_rows import row_start
from domain.reading.timing import read_timing


@dataclass(slots=True)
class Draft:
    """Fields as they are gathered."""

    values: dict[str, object] = field(default_factory=dict)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    evidence: dict[str, Span] = field(default_factory=dict)
    candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, span: Span | None, sure: bool, reason: str = "") -> None:
        """Set a field. An unsure one is asked with its reason, a sure one needs its evidence."""
        self.values[name] = value
        if span is not None:
            self.evidence[name] = span
        self.confidence[name] = Confidence.ACCEPTED if sure else Confidence.ASK
        if not sure:
            self.reasons[name] = reason or "はっきり書かれていません"

    def ask(self, name: str, reason: str, candidates: Sequence[Candidate] = ()) -> None:
        self.confidence[name] = Confidence.ASK
        self.reasons[name] = reason
        if candidates:
            self.candidates[name] = tuple(candidates)


def choose_partner(part: Part) -> tuple[PartnerHit | None, list[PartnerHit]]:
    """(the company to be invoiced, other companies it could be)."""
    billed = [hit for hit in part.partners if hit.role == "bill_to"]
    customers = billed or [hit for hit in part.partners if hit.role == "customer"]
    customers = customers or [hit for hit in part.partners if hit.role == "end_user"]
    if not customers:
        return None, []
    best = min(hit.rank for hit in customers)
    leading = [hit for hit in customers if hit.rank == best]
    chosen = max((hit for hit in leading if same_company(hit, leading[0])), key=lambda hit: len(hit.name))
    others: list[PartnerHit] = []
    for hit in customers:
        if not same_company(hit, chosen) and hit.rank <= max(best, 3) and hit.key not in {o.key for o in others}:
            others.append(hit)
    elsewhere = customers if chosen.rank == 0 else [hit for hit in part.partners if hit.role != "own"]
    fuller = [hit for hit in elsewhere if hit.key == chosen.key and len(hit.name) > len(chosen.name)]
    return (fuller[0] if fuller else chosen), others


# アルプの田辺 may be a firm or somebody's somebody; how names with の are cut is a guess unless the name is known
_OF = regex(r"(?<=[一-龥ァ-ヶーA-Za-z]{2})の(?=[一-龥ァ-ヶA-Za-z])")
_NO_WITHIN = regex(r"^.の$|[日山海森杜丘空花星虹緑風街里川湖島雪月光春夏秋冬木竹茶丸]の$")
_BARE = regex(rf"(?:{FORM})\s?")


def _is_somebodys(name: str) -> bool:
    """アルプの田辺; the の of 日の丸ベアリング商会 and NPO法人里の風 is one of the name."""
    bare = _BARE.sub("", name)
    return any(
        not _NO_WITHIN.search(bare[: found.end()]) and not AFTER_NO.match(bare, found.end())
        for found in _OF.finditer(bare)
    )


# Where goods go to is who orders them, unless a second company is spoken of;
# エンドユーザー and お届け先 say that there is one.
_PLACE = regex(r"納(?:品|入)先.*|施主|(?:導入|設置)先.*")
_MEANT_FOR = regex(r"\s?(?:様|さま|さん|御中)?\s?(?:向け|むけ)")  # Aldgate Ltd. 向け輸出分、本日PO届きました


def _only_place(message: Message, part: Part, chosen: PartnerHit) -> bool:
    label = next((label for label in message.labels if label.value <= chosen.start < label.stop), None)
    others = {hit.key for hit in message.partners if hit.role != "own"} - {chosen.key}
    place = label is None and _MEANT_FOR.match(message.body, chosen.end) is not None
    return (place or (label is not None and _PLACE.fullmatch(label.name) is not None)) and not others


def put_partner(draft: Draft, message: Message, part: Part, index: PartnerIndex | None) -> None:
    chosen, others = choose_partner(part)
    if chosen is None:
        draft.ask("partner_name", "請求先の会社名が見つかりません")
        return
    name = message.text.written(chosen.start, chosen.end)
    span = message.text.span(chosen.start, chosen.end)
    known = index is not None and index.match(name).partner_id is not None
    within = chosen.rank >= 2 and not known and _is_somebodys(chosen.name)
    clear = (
        chosen.rank <= 3
        and not others
        and (chosen.role != "end_user" or _only_place(message, part, chosen))
        and not within
        and (known or not hardly_company(chosen.name))
    )
    reason = "会社名がほかにも書かれています" if others else "会社名かどうかはっきりしません"
    draft.put("partner_name", name, span, clear, reason)
    if not clear:
        draft.candidates["partner_name"] = tuple(_company(message, hit) for hit in [chosen, *others])
    if index is None:
        return
    match = index.match(name)
    partner_id = match.partner_id or index.told_apart(name)
    if partner_id is not None:
        draft.put("partner_id", partner_id, span, clear, reason)
        if match.decision != "alias" and chosen.rank > 3 and not others:
            draft.put("partner_name", name, span, True)
            draft.put("partner_id", partner_id, span, True)
        return
    similar = [Candidate(s.partner_id, s.name, span, f"名前が似ています（{s.score:.0f}）") for s in match.candidates]
    if similar:
        draft.ask("partner_id", "取引先を選んでください", similar)
    else:
        draft.reasons["partner_id"] = "取引先マスタにありません"


def _company(message: Message, hit: PartnerHit) -> Candidate:
    name = message.text.written(hit.start, hit.end)
    return Candidate(name, name, message.text.span(hit.start, hit.end), "本文にある会社名")


def put_dates(draft: Draft, message: Message, part: Part) -> None:
    timing = read_timing(message.body, part.everywhere, message.dates, message.labels, message.posted)
    for name, found in (
        ("order_date", timing.order),
        ("billing_date", timing.billing),
        ("payment_due_date", timing.due),
    ):
        if not found:
            continue
        best = found[0]
        sure_values = [d for d in found if d.sure]
        sure = best.sure and len(sure_values) == 1 and best.value is not None
        reason = "日付が複数書かれています" if len(sure_values) > 1 else best.reason
        draft.put(name, best.value, message.text.span(*best.span), sure, reason)
        if not sure:
            draft.candidates[name] = tuple(_day(message, d) for d in found if d.value)


def _day(message: Message, found: Dated) -> Candidate:
    assert found.value is not None
    label = f"{found.value.year}年{found.value.month}月{found.value.day}日"
    return Candidate(json_date(found.value), label, message.text.span(*found.span), found.reason or "本文の日付")


def put_terms(draft: Draft, message: Message, part: Part) -> None:
    ranges = part.everywhere
    hits = [hit for hit in message.terms if any(a <= hit.start < b for a, b in ranges)]
    closes = {hit.close for hit in hits if hit.close is not None}
    close = closes.pop() if len(closes) == 1 else None
    stated = [_closed(hit, close) for hit in hits if hit.terms is not None]
    different: list[Terms] = []
    for hit in stated:
        if hit.terms and hit.terms not in different:
            different.append(hit.terms)
    parts = any(mentions_installments(message.body, a, b) for a, b in ranges)
    parts = parts and not any(holds_each_time(message.body, hit) for hit in stated)
    if stated:
        best = next((hit for hit in stated if hit.sure), stated[0])
        sure = best.sure and len(different) == 1 and not parts
        reason = "支払条件が複数書かれています" if len(different) > 1 else best.reason or "分割払いのようです"
        draft.put("payment_terms", best.terms, message.text.span(best.start, best.end), sure, reason)
        if not sure:
            draft.candidates["payment_terms"] = tuple(
                Candidate(t.as_json(), describe(t), None, "本文の支払条件") for t in different
            )
        return
    if parts:
        draft.ask("payment_terms", "分割払いのようです。請求の分け方を確認してください")
        return
    vague = next((hit for hit in hits if hit.reason), None)
    if vague and not (vague.close is not None and "payment_due_date" in draft.values):
        draft.ask("payment_terms", vague.reason)


def _closed(hit: TermsHit, close: int | Literal["EOM"] | None) -> TermsHit:
    """締め：月末 and 支払：翌月末 on two lines are one set of terms."""
    if close is None or not isinstance(hit.terms, ClosingTerms) or hit.terms.close is not None:
        return hit
    return replace(hit, terms=replace(hit.terms, close=close))


def describe(terms: Terms) -> str:
    """Terms as a button says them."""
    data = terms.as_json()
    if data["type"] == "prepaid":
        return "前払い"
    if data["type"] == "net":
        return f"{'検収' if data['from'] == 'acceptance' else '請求'}後{data['net_days']}日"
    months = {0: "当月", 1: "翌月", 2: "翌々月"}.get(int(str(data["months"])), f"{data['months']}ヶ月後")
    day = "末" if data["day"] == "EOM" else f"{data['day']}日"
    close = "" if data["close"] is None else "月末締め" if data["close"] == "EOM" else f"{data['close']}日締め"
    return f"{close}{months}{day}払い"


def _of_entry(message: Message, part: Part, below: Sequence[OwnerHit]) -> list[OwnerHit]:
    """The last row is an order as well, so its name is that order's: each other one ends with its own, or is asked."""
    signed = closing_name(message.body[: part.end], part.start)
    return [OwnerHit(*signed, 4)] if signed else [replace(hit, sure=False) for hit in below]


_PROXY = regex(r"代理で|代わりに(?:報告|投稿|連絡)|代筆|代行して報告")


def put_owner(draft: Draft, message: Message, part: Part) -> None:
    ranges = part.everywhere
    own = [hit for hit in message.owners if any(a <= hit.start < b for a, b in part.ranges)]
    hits = own or [hit for hit in message.owners if any(a <= hit.start < b for a, b in ranges)]
    if not hits:  # whoever signs below the last order signs for all of them
        last = row_start(message.body, len(message.body.rstrip()))
        hits = [hit for hit in message.owners if last and hit.start >= last and part.end <= last]
        if hits and any(partner.customer and partner.start >= last for partner in message.partners):
            hits = _of_entry(message, part, hits)
    if not hits:
        return
    best = hits[0]
    name = message.text.written(best.start, best.end)
    rivals = {message.body[h.start : h.end] for h in hits if h.rank <= best.rank or (best.rank > 1 and h.rank == 1)}
    proxy = best.rank > 0 and any(_PROXY.search(message.body, a, b) for a, b in ranges)
    sure = best.sure and len(rivals) == 1 and not proxy
    draft.put("owner", name, message.text.span(best.start, best.end), sure, "担当者が複数または不確かです")
    if not sure:
        named = {message.text.written(hit.start, hit.end): hit for hit in reversed(hits)}
        draft.candidates["owner"] = tuple(
            Candidate(written, written, message.text.span(hit.start, hit.end), "本文の名前")
            for written, hit in sorted(named.items(), key=lambda entry: hits.index(entry[1]))[:5]
        )

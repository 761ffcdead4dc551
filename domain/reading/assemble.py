"""One part of a message -> one Order, each field with value, evidence, confidence and what a person might choose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from domain.partner_index import PartnerIndex
from domain.reading.context import Message
from domain.reading.items import Line, Reader, Sum
from domain.reading.labels import Label
from domain.reading.model import Candidate, ClosingTerms, Confidence, Item, Order, Span, Terms, json_date
from domain.reading.noise import is_filler, is_subject
from domain.reading.partner import PartnerHit, same_company
from domain.reading.rows import table_lines
from domain.reading.segments import Part
from domain.reading.tax import TaxNote
from domain.reading.terms import TermsHit, mentions_installments
from domain.reading.timing import Dated, read_timing
from domain.reading.tokens import Token, tokenise
from domain.reading.totals import Totals, settle


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


@dataclass(frozen=True, slots=True)
class Found:
    """What the tokens of one part gave: items, stated sums, tax notes for the whole, words that no price followed."""

    lines: list[Line]
    sums: list[Sum]
    notes: list[TaxNote]
    orphans: list[tuple[int, int]]
    unclear: bool


def build_order(message: Message, part: Part, found: Found, index: PartnerIndex | None, doubtful: bool) -> Order:
    """The order of one part. `doubtful`: something in the message speaks against it, so nothing is accepted."""
    draft = Draft()
    _partner(draft, message, part, index)
    totals, items, rate = _money(message, part, found)
    sums = found.sums
    _put_items(draft, message, items, rate, totals, part)
    _put_totals(draft, message, totals, items, sums)
    _dates(draft, message, part)
    _terms(draft, message, part)
    _owner(draft, message, part)
    if doubtful:
        for name in list(draft.confidence):
            draft.confidence[name] = Confidence.ASK
            draft.reasons.setdefault(name, "受注が確定しているか確認してください")
    return _order(draft, message, part, totals, items, rate)


def _order(
    draft: Draft, message: Message, part: Part, totals: Totals, items: Sequence[Line], rate: int | None
) -> Order:
    get = draft.values.get
    whole = {name: _whole(getattr(totals, name)) for name in ("subtotal", "tax", "total", "stated")}
    return Order(
        partner_name=get("partner_name"),  # type: ignore[arg-type]  # draft values are typed by their field name
        partner_id=get("partner_id"),  # type: ignore[arg-type]
        items=tuple(_item(message, line, rate) for line in items),
        tax_entry=totals.tax_entry,
        subtotal=whole["subtotal"],
        tax=whole["tax"],
        total=whole["total"],
        stated_amount=whole["stated"],
        currency=str(get("currency")),
        order_date=get("order_date"),  # type: ignore[arg-type]
        billing_date=get("billing_date"),  # type: ignore[arg-type]
        payment_due_date=get("payment_due_date"),  # type: ignore[arg-type]
        payment_terms=get("payment_terms"),  # type: ignore[arg-type]
        owner=get("owner"),  # type: ignore[arg-type]
        conflict=totals.conflict,
        confidence=draft.confidence,
        evidence=draft.evidence,
        candidates=draft.candidates,
        reasons=draft.reasons,
        span=message.text.span(part.start, part.end),
    )


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == int(value) else None


def _item(message: Message, line: Line, rate: int | None) -> Item:
    words = message.text.written(*line.description).strip() if line.description else None
    return Item(
        words or None, line.quantity, line.unit_price, line.amount, line.rate if line.rate is not None else rate
    )


def _ranges(part: Part) -> list[tuple[int, int]]:
    return sorted([*part.ranges, *part.shared])


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
    fuller = [hit for hit in customers if hit.key == chosen.key and len(hit.name) > len(chosen.name)]
    return (fuller[0] if fuller else chosen), others


def _partner(draft: Draft, message: Message, part: Part, index: PartnerIndex | None) -> None:
    chosen, others = choose_partner(part)
    if chosen is None:
        draft.ask("partner_name", "請求先の会社名が見つかりません")
        return
    name = message.text.written(chosen.start, chosen.end)
    span = message.text.span(chosen.start, chosen.end)
    clear = chosen.rank <= 3 and not others and chosen.role != "end_user"
    reason = "会社名がほかにも書かれています" if others else "会社名かどうかはっきりしません"
    draft.put("partner_name", name, span, clear, reason)
    if not clear:
        draft.candidates["partner_name"] = tuple(_company(message, hit) for hit in [chosen, *others])
    if index is None:
        return
    match = index.match(name)
    if match.partner_id is not None:
        draft.put("partner_id", match.partner_id, span, clear, reason)
        if match.decision == "exact" and chosen.rank > 3 and not others:
            draft.put("partner_name", name, span, True)
            draft.put("partner_id", match.partner_id, span, True)
        return
    draft.ask(
        "partner_id",
        "取引先を選んでください" if match.candidates else "取引先マスタにありません",
        [Candidate(s.partner_id, s.name, span, f"名前が似ています（{s.score:.0f}）") for s in match.candidates],
    )


def _company(message: Message, hit: PartnerHit) -> Candidate:
    name = message.text.written(hit.start, hit.end)
    return Candidate(name, name, message.text.span(hit.start, hit.end), "本文にある会社名")


def read_lines(message: Message, part: Part) -> Found:
    """Items and stated sums of one part, with the tax notes that stand for the whole."""
    table_spans = [
        (t.start, t.end)
        for t in message.tables
        if any(a <= t.start < b for a, b in _ranges(part))
        or any(a <= row[0].start < b for row in t.rows for a, b in part.ranges)
    ]
    lines, sums, notes = [], [], []
    for table in message.tables:
        got = table_lines(message.body, table, message.figures, message.notes, part.ranges)
        lines += got[0]
        sums += got[1]
    reader = Reader(message.body)
    tokens, loose = tokenise(message.body, message.words, part.ranges, message.figures, message.labels, message.notes)
    tokens = [t for t in tokens if not any(a <= t.start < b for a, b in table_spans)]
    tokens = [t for t in tokens if t.kind != "word" or t.quoted or _worth(message, t)]
    reader.run(tokens)
    notes += [n for n in loose if not any(a <= n.start < b for a, b in table_spans)]
    notes += [n for n in message.notes if any(a <= n.start < b for a, b in part.shared)]
    lines += reader.lines
    sums += reader.sums
    return Found(lines, sums, notes, reader.orphans, reader.unclear)


def _worth(message: Message, token: Token) -> bool:
    inside_item = any(label.kind == "item" and label.value <= token.start < label.stop for label in message.labels)
    word = message.body[token.start : token.end]
    if is_subject(word):
        return False
    return not is_filler(word) or word in ("月額", "年額", "初期費用", "月額費用") or (inside_item and len(word) >= 2)


def _money(message: Message, part: Part, found: Found) -> tuple[Totals, list[Line], int | None]:
    lines, sums, loose, orphans = found.lines, found.sums, found.notes, found.orphans
    from_labels = _label_basis(message, part)
    bases = [(n.basis, (n.start, n.end)) for n in loose if n.basis] + from_labels
    rates = {n.rate for n in loose if n.rate is not None} | {
        s.rate for s in sums if s.rate is not None and s.kind != "subtotal"
    }
    rate = next(iter(rates)) if len(rates) == 1 else None
    items = _tidy(lines, sums, orphans)
    totals = settle(items, sums, bases, rate)
    if totals.conflict and totals.subtotal is None and len(items) == 1 and items[0].unit_price is not None:
        items = [replace(items[0], quantity=None, unit_price=None, amount=None)]  # 8台 単価12,000 計98,000
    if any(mentions_installments(message.body, a, b) for a, b in _ranges(part)):
        for name in ("items", "subtotal", "tax", "total", "stated_amount"):
            totals.asked.setdefault(name, "分割払いのようです。金額と請求の分け方を確認してください")
    if found.unclear:
        for name in ("items", "subtotal", "tax", "total", "stated_amount"):
            totals.asked.setdefault(name, "数字の書き方が読み取れません")
    return totals, items, rate


def _label_basis(message: Message, part: Part) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for label in message.labels:
        if label.kind in ("tax_basis", "tax") and any(a <= label.start < b for a, b in _ranges(part)):
            value = message.body[label.value : label.stop]
            if re.match(r"\s*(?:別|抜|外)", value):
                found.append(("out", (label.value, label.stop)))
            elif re.match(r"\s*(?:込|内)", value):
                found.append(("in", (label.value, label.stop)))
    return found


def _tidy(lines: list[Line], sums: list[Sum], orphans: Sequence[tuple[int, int]]) -> list[Line]:
    """Give the one sum to the one line without a price; drop leftovers; make a line of a lonely sum."""
    priced = [line for line in lines if line.amount is not None or line.unit_price is not None or line.conflict]
    open_lines = [line for line in lines if line not in priced]
    figures = [s for s in sums if s.kind != "tax"]
    if priced:
        strong = [line for line in open_lines if line.strong and line.quantity is not None]
        kept = sorted([*priced, *strong], key=lambda line: line.span)
        return _name_nameless(_untaxed_price(_without_whole(kept, sums), sums), open_lines, orphans)
    if (figures and len(open_lines) <= 1) or (figures and open_lines):
        base = _base_sum(figures)
        goods = [line for line in open_lines if line.description] or open_lines
        loose = not any(line.strong for line in goods)
        before = [words for words in orphans if words[1] <= base.span[0]]
        if loose and (len(goods) > 1 or (before and any(line.doubt for line in goods))):
            goods = []  # a breakdown in words: 内訳は機械5台、ベンチ3台
        words = goods[0].description if goods else _nearest(orphans, base.span)
        quantity = goods[0].quantity if goods else None
        unit = None
        if quantity:
            each = base.value / quantity
            unit = each if each == each.to_integral_value() else None
        labelled = bool(goods and goods[0].strong)
        return [
            Line(
                words, quantity, unit, base.value, base.rate, base.basis, base.currency, base.approx, False, "",
                base.span, labelled, not labelled and loose and len(open_lines) != 1,
            )
        ]  # fmt: skip
    return open_lines


def _untaxed_price(lines: list[Line], sums: list[Sum]) -> list[Line]:
    """税込198万円 (税抜180万円): with both amounts and no line price the 税抜 one is the line's."""
    if len(lines) != 1 or lines[0].basis != "in" or lines[0].unit_price is not None or lines[0].amount is None:
        return lines
    untaxed = next((s for s in sums if s.kind == "amount" and s.basis == "out"), None)
    if untaxed is None:
        return lines
    line = lines[0]
    sums.append(Sum("total", lines[0].amount, "in", line.rate, line.approx, line.currency, line.span))
    return [replace(line, amount=untaxed.value, basis="out")]


def _base_sum(figures: Sequence[Sum]) -> Sum:
    """With both amounts and no line price, the 税抜 one."""
    for wanted in (
        lambda s: s.basis == "out",
        lambda s: s.kind == "subtotal",
        lambda s: s.kind == "amount",
        lambda s: True,
    ):
        found = [s for s in figures if wanted(s)]
        if found:
            return found[-1] if found[-1].kind == "total" and len(found) > 1 else found[0]
    raise AssertionError("figures is never empty")


def _nearest(orphans: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    """The words without a price that stand last before a figure, or first behind it."""
    before = [words for words in orphans if words[1] <= span[0]]
    return before[-1] if before else orphans[0] if orphans else None


def _without_whole(lines: list[Line], sums: list[Sum]) -> list[Line]:
    """金額 150万 (内訳 130万 + 20万): the first figure is the sum of the others, so it is no line of its own."""
    amounts = [line.amount for line in lines]
    if len(lines) < 3 or any(amount is None for amount in amounts):
        return lines
    first, rest = lines[0], lines[1:]
    if first.amount != sum((line.amount or Decimal(0) for line in rest), Decimal(0)):
        return lines
    sums.append(
        Sum("amount", first.amount or Decimal(0), first.basis, first.rate, first.approx, first.currency, first.span)
    )
    return [
        replace(line, basis=line.basis or first.basis, doubt=line.doubt or "内訳とその合計のようです") for line in rest
    ]


def _name_nameless(priced: list[Line], open_lines: Sequence[Line], orphans: Sequence[tuple[int, int]]) -> list[Line]:
    """A price without words takes the words without a price, if there is just one such price."""
    nameless = [line for line in priced if line.description is None]
    titled = [line for line in open_lines if line.strong and line.description]
    if not nameless and len(priced) == 1 and len(titled) == 1 and not priced[0].strong:
        return [replace(priced[0], description=titled[0].description, strong=True, odd_name=False)]
    if len(nameless) != 1:
        return priced
    line = nameless[0]
    named = [other for other in open_lines if other.description and other not in priced]
    if not named:
        words = _nearest(orphans, line.span)
        beside = words is not None and -3 <= line.span[0] - words[1] <= 3
        return [replace(line, description=words, odd_name=not beside) if entry is line else entry for entry in priced]
    donor = named[0]
    quantity = line.quantity if line.quantity is not None else donor.quantity
    unit = line.unit_price
    if quantity and unit is None and line.amount is not None and line.quantity is None:
        each = line.amount / quantity
        unit = each if each == each.to_integral_value() else None
    filled = replace(line, description=donor.description, quantity=quantity, unit_price=unit, strong=donor.strong)
    return [filled if entry is line else entry for entry in priced if entry is not donor]


def _put_items(
    draft: Draft, message: Message, items: Sequence[Line], rate: int | None, totals: Totals, part: Part
) -> None:
    currencies = {line.currency for line in items if line.currency}
    draft.values["currency"] = next(iter(currencies)) if len(currencies) == 1 else "JPY"
    if len(currencies) > 1:
        draft.ask("currency", "通貨が複数書かれています")
    else:
        draft.confidence["currency"] = Confidence.ACCEPTED
    if not items:
        draft.ask("items", "商品と金額が見つかりません")
        return
    start, end = min(line.span[0] for line in items), max(line.span[1] for line in items)
    doubt = totals.asked.get("items") or next((line.doubt for line in items if line.doubt), "")
    if not doubt and any(line.odd_name or line.apart for line in items):
        doubt = "商品名がはっきりしません"
    if not doubt and any(line.description is None for line in items):
        doubt = "商品名が見つかりません"
    if not doubt and any(line.amount is None for line in items):
        doubt = "金額のない明細があります"
    if not doubt and any(line.approx for line in items):
        doubt = "金額がおおよそです"
    if not doubt and totals.conflict:
        doubt = "合計と明細が合いません"
    draft.put("items", None, message.text.span(start, end), not doubt, doubt)


def _put_totals(draft: Draft, message: Message, totals: Totals, items: Sequence[Line], sums: Sequence[Sum]) -> None:
    for name, attribute in (("subtotal", "subtotal"), ("tax", "tax"), ("total", "total"), ("stated_amount", "stated")):
        value = getattr(totals, attribute)
        reason = totals.asked.get(name, "")
        if value is None:
            if reason and (name != "stated_amount" or totals.conflict) and (totals.conflict or not items):
                options = [
                    Candidate(int(v), f"{int(v):,}円", message.text.span(*span), "本文の数字")
                    for v, span in totals.options
                ]
                draft.ask(name, reason, options)
            continue
        span = totals.spans.get(name)
        draft.put(
            name,
            value,
            message.text.span(*span) if span else None,
            not reason and not any(line.doubt for line in items),
            reason,
        )
    span = totals.spans.get("tax_entry")
    if totals.tax_entry == "unknown":
        draft.ask(
            "tax_entry",
            totals.asked.get("tax_entry") or "税抜か税込かが書かれていません",
            [Candidate("out", "税抜", None, "書かれていません"), Candidate("in", "税込", None, "書かれていません")],
        )
        return
    draft.put(
        "tax_entry",
        totals.tax_entry,
        message.text.span(*span) if span else None,
        "tax_entry" not in totals.asked,
        totals.asked.get("tax_entry", ""),
    )
    del sums


def _dates(draft: Draft, message: Message, part: Part) -> None:
    timing = read_timing(message.body, _ranges(part), message.dates, message.labels, message.posted)
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


def _terms(draft: Draft, message: Message, part: Part) -> None:
    ranges = _ranges(part)
    hits = [hit for hit in message.terms if any(a <= hit.start < b for a, b in ranges)]
    closes = {hit.close for hit in hits if hit.close is not None}
    close = closes.pop() if len(closes) == 1 else None
    stated = [_closed(hit, close) for hit in hits if hit.terms is not None]
    different: list[Terms] = []
    for hit in stated:
        if hit.terms and hit.terms not in different:
            different.append(hit.terms)
    parts = any(mentions_installments(message.body, a, b) for a, b in ranges)
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
    vague = next((hit for hit in hits if hit.reason), None)
    if vague:
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


def _owner(draft: Draft, message: Message, part: Part) -> None:
    ranges = _ranges(part)
    own = [hit for hit in message.owners if any(a <= hit.start < b for a, b in part.ranges)]
    hits = own or [hit for hit in message.owners if any(a <= hit.start < b for a, b in ranges)]
    if not hits:
        return
    best = hits[0]
    name = message.text.written(best.start, best.end)
    rivals = {message.body[h.start : h.end] for h in hits if h.rank <= max(best.rank, 1)}
    sure = best.sure and len(rivals) == 1
    draft.put("owner", name, message.text.span(best.start, best.end), sure, "担当者が複数または不確かです")
    if not sure:
        draft.candidates["owner"] = tuple(
            Candidate(
                message.text.written(h.start, h.end),
                message.text.written(h.start, h.end),
                message.text.span(h.start, h.end),
                "本文の名前",
            )
            for h in hits[:5]
        )


def label_of(labels: Sequence[Label], at: int) -> Label | None:
    """The label whose value holds this offset."""
    return next((label for label in labels if label.value <= at < label.stop), None)

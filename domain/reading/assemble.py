"""One part of a message -> one Order, each field with value, evidence, confidence and what a person might choose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.partner_index import PartnerIndex
from domain.reading.context import Message
from domain.reading.discounts import has_loose_discount
from domain.reading.fields import Draft, put_dates, put_owner, put_partner, put_terms
from domain.reading.gather import Found, tidy
from domain.reading.goods_guard import is_cut_inside, is_no_name, names_customer
from domain.reading.line_model import MANY_COUNTS, MUDDLED, NO_NAME, Line
from domain.reading.model import Candidate, Confidence, Item, Order
from domain.reading.proved_by_sum import summed
from domain.reading.rates import place_rates
from domain.reading.roles import is_given_free
from domain.reading.segments import Part
from domain.reading.taxed_rates import rated_by_tax
from domain.reading.totals import DEFAULT_RATE, Totals, settle
from domain.reading.unpriced import has_unpriced
from domain.reading.unread import ask_unread, has_open_figure

UNPRICED = "金額のない明細があります"
SUMS = ("subtotal", "tax", "total", "stated_amount")


def build_order(message: Message, part: Part, found: Found, index: PartnerIndex | None, doubtful: bool) -> Order:
    """The order of one part. `doubtful`: something in the message speaks against it, so nothing is accepted."""
    draft = Draft()
    put_partner(draft, message, part, index)
    totals, items, rate = _money(message, part, found)
    _put_items(draft, message, items, index, totals, part)
    _put_totals(draft, message, totals, items)
    put_dates(draft, message, part)
    put_terms(draft, message, part)
    ask_unread(draft, message, part)
    put_owner(draft, message, part)
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


def _money(message: Message, part: Part, found: Found) -> tuple[Totals, list[Line], int | None]:
    lines, sums, loose, orphans = found.lines, found.sums, found.notes, found.orphans
    from_labels = _label_basis(message, part)
    bases = [(n.basis, (n.start, n.end)) for n in loose if n.basis] + from_labels
    items, general, lost = place_rates(message.body, tidy(message.body, lines, sums, orphans), loose)
    shared_out = rated_by_tax(items, sums)
    if shared_out is not None:
        items, lost, general = shared_out, False, [replace(n, rate=None) for n in general]
    rates = {n.rate for n in general if n.rate is not None} | {
        s.rate for s in sums if s.rate is not None and s.kind != "subtotal" and shared_out is None
    }
    rate = next(iter(rates)) if len(rates) == 1 else None
    if rate in {line.rate for line in items} and rate != DEFAULT_RATE:
        rate = None  # （*は8%対象）: a footnote on the lines that say so themselves
    if len(items) > 1:  # a row that is called by no name may be none
        odd = [
            line
            for line in items
            if not line.doubt and (line.description is None or _no_name(message.body, line, items, None))
        ]
        items = [replace(line, doubt=NO_NAME) if line in odd else line for line in items]
    items = summed(items, sums)
    totals = settle(items, sums, bases, rate)
    if lost or (len(rates) > 1 and any(line.rate is None for line in items)):
        _ask(totals, "税率がどの明細のものか、はっきりしません")
    if totals.conflict and totals.subtotal is None and len(items) == 1 and items[0].unit_price is not None:
        items = [
            replace(items[0], quantity=None, unit_price=None, amount=None, conflict=True)
        ]  # 8台 単価12,000 計98,000
    inside = [f for f in message.figures if any(a <= f.start < b for a, b in part.ranges)]
    if any(is_given_free(message.body, figure) for figure in inside):
        _ask(totals, "無償の分があります。請求する数量を確認してください")
    if found.unclear:
        _ask(totals, "金額の書き方がはっきりしません")
    if has_loose_discount(message, part, items):
        _ask(totals, "値引きの率だけが書かれています。値引き後の金額を確認してください")
    if has_unpriced(message, part, found, items):
        _ask(totals, UNPRICED, () if sums else SUMS)
    return totals, items, rate


def _ask(totals: Totals, reason: str, sums: Sequence[str] = SUMS) -> None:
    for name in ("items", *sums):
        totals.asked.setdefault(name, reason)


def _label_basis(message: Message, part: Part) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for label in message.labels:
        if label.kind in ("tax_basis", "tax") and any(a <= label.start < b for a, b in part.everywhere):
            value = message.body[label.value : label.stop]
            if re.match(r"\s*(?:別|抜|外)", value):
                found.append(("out", (label.value, label.stop)))
            elif re.match(r"\s*(?:込|内)", value):
                found.append(("in", (label.value, label.stop)))
    return found


def _put_items(
    draft: Draft, message: Message, items: Sequence[Line], index: PartnerIndex | None, totals: Totals, part: Part
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
    doubt = totals.asked.get("items", "") or _doubt_of_all(items, totals)
    if not doubt and has_open_figure(message, part):
        doubt = "金額や数量の決まっていない項目があります"
    cells = {} if doubt else _doubtful_cells(message.body, items, index)
    if not doubt and len(items) == 1 and totals.conflict and totals.subtotal is None and not items[0].proved:
        for field in ("quantity", "unit_price", "amount"):
            cells.setdefault(f"items[0].{field}", "合計と明細が合いません")
    draft.put("items", None, message.text.span(start, end), not doubt, doubt)
    if cells:
        del draft.confidence["items"]  # what is not named below is sure, but the lines as a whole are not
    for name, reason in cells.items():
        draft.ask(name, reason)


def _doubt_of_all(items: Sequence[Line], totals: Totals) -> str:
    """A line without a price, or lines that do not come to the stated sum: figures may have gone to the wrong one."""
    if any(line.amount is None and not line.conflict for line in items):
        return UNPRICED
    contradicted = totals.conflict and totals.subtotal is None
    # each row multiplies out, so the printed sum is what is wrong; one line has its figures asked, not its name
    proved = len(items) == 1 or all(line.proved for line in items)
    return "合計と明細が合いません" if contradicted and not proved and not any(line.conflict for line in items) else ""


def _no_name(text: str, line: Line, items: Sequence[Line], index: PartnerIndex | None) -> bool:
    words = text[slice(*line.description)] if line.description else ""
    if line.description and is_cut_inside(text, *line.description):
        return True
    return is_no_name(words, alone=len(items) == 1) or names_customer(words, index)


def _doubtful_cells(text: str, items: Sequence[Line], index: PartnerIndex | None) -> dict[str, str]:
    """What of the lines a person has to look at: "items[1].description" -> the Japanese reason."""
    cells: dict[str, str] = {}
    for at, line in enumerate(items):
        name, cell = f"items[{at}].description", f"items[{at}]"
        if line.description is None:
            cells[name] = "商品名が見つかりません"
        elif (
            line.odd_name
            or line.apart
            or line.doubt in (NO_NAME, MUDDLED, MANY_COUNTS)
            or _no_name(text, line, items, index)
        ):
            cells[name] = "商品名がはっきりしません"
        if line.doubt or line.conflict:
            reason = line.doubt or "数量 × 単価 と金額が合いません"
            cells |= {f"{cell}.{field}": reason for field in ("quantity", "unit_price", "amount")}
        elif line.factors:
            cells |= {f"{cell}.{field}": "数量が複数書かれています" for field in ("quantity", "unit_price")}
        if line.approx:
            cells[f"{cell}.amount"] = "金額がおおよそです"
            if line.derived and line.unit_price is not None and line.quantity != 1:
                cells[f"{cell}.unit_price"] = "金額がおおよそです"
    return cells


def _put_totals(draft: Draft, message: Message, totals: Totals, items: Sequence[Line]) -> None:
    for name, attribute in (("subtotal", "subtotal"), ("tax", "tax"), ("total", "total"), ("stated_amount", "stated")):
        value = getattr(totals, attribute)
        reason = totals.asked.get(name, "")
        if value is None:
            if reason and name != "stated_amount" and (totals.conflict or not items):
                options = [
                    Candidate(int(v), f"{int(v):,}円", message.text.span(*span), "本文の数字")
                    for v, span in totals.options
                ]
                if totals.conflict and items:  # null is what such a message says; the card asks because of the conflict
                    draft.reasons[name], draft.candidates[name] = reason, tuple(options)
                else:
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
        both = [Candidate("out", "税抜", None, "書かれていません"), Candidate("in", "税込", None, "書かれていません")]
        if "tax_entry" in totals.asked:
            draft.ask("tax_entry", totals.asked["tax_entry"], both)
        else:  # nothing is said, and that is sure: what to do about it is for whoever proposes the invoice
            draft.candidates["tax_entry"] = tuple(both)
            draft.reasons["tax_entry"] = "税抜か税込かが書かれていません"
        return
    draft.put(
        "tax_entry",
        totals.tax_entry,
        message.text.span(*span) if span else None,
        "tax_entry" not in totals.asked,
        totals.asked.get("tax_entry", ""),
    )

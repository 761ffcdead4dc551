"""From what a message says to what a card proposes: product defaults are added here, each with its reason.

The reader never fills in; this does, and says so (`assumed`). What is doubtful stays doubtful (`doubts`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.order import Choice, DealContent, DealLine, Doubt
from domain.reading.model import Candidate, Confidence, Item, Order, Span
from domain.tax import Rounding, TaxEntry
from domain.terms import (
    BillingRule,
    Day,
    HolidayShift,
    PaymentTerms,
    billing_date,
    due_date,
    terms_from_json,
    terms_to_json,
)

SUBJECT_LIMIT = 70
FIELD_OF = {"payment_due_date": "due_date", "payment_terms": "due_date", "items": "lines", "partner_name": "partner"}
ASKED = ("items", "tax_entry", "total", "order_date", "billing_date", "payment_due_date", "payment_terms", "owner")


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as matched: what the accounting system calls it and what is agreed with it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PartnerMatch:
    """What the index says of a written name."""

    partner: Partner | None
    suggestions: tuple[Partner, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How dates follow from an order, for one partner; `terms_from` says where the terms came from."""

    rule: BillingRule
    closing_day: Day | None
    terms: PaymentTerms
    terms_from: str
    shift: HolidayShift = HolidayShift.NONE


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a company assumes where a message says nothing."""

    tax_percent: int
    subject: str
    rules: Callable[[str | None], Rules]  # partner id -> rules
    rounding: Rounding = Rounding.FLOOR


def propose(
    order: Order,
    *,
    text: str,
    posted_on: date,
    reporter: str,
    match: PartnerMatch,
    defaults: Defaults,
    others: Callable[[str], PartnerMatch] | None = None,
) -> DealContent:
    """Return the content of the card for an order that was read.

    `match`: what the partners say of its name; `others`: of another name that the post may mean as well.
    """
    assumed: dict[str, str] = {}
    doubts = _doubts(order, text)
    if (asked := _partner_question(order, text, match, others)) is not None:
        doubts = {"partner": asked, **doubts}  # the first question: whose order is it?
    lines, priced = _lines(order, defaults.tax_percent, assumed)
    if not priced:
        doubts.setdefault("lines", Doubt(reason="金額を読み取れない明細があります。「修正」で入力してください"))
    if order.conflict:
        choices = tuple(_choice(candidate, text) for candidate in order.candidates.get("total", ()))
        reason = order.reasons.get("total") or "数量・単価・金額・合計の計算が合いません"
        doubts.setdefault("total", Doubt(reason=reason, choices=choices))
    if order.order_date is None and "order_date" not in doubts:
        assumed["order_date"] = "受注日＝投稿日"
    if order.owner is None and "owner" not in doubts:
        assumed["owner"] = "担当＝投稿者"
    tax_entry = _tax_entry(order, lines)
    if tax_entry is None:
        doubts.setdefault("tax_entry", _tax_doubt(order, text))
    content = DealContent(
        partner_name=order.partner_name,
        partner_id=match.partner.id if match.partner else None,
        partner_label=match.partner.name if match.partner else None,
        lines=lines,
        tax_entry=tax_entry,
        rounding=defaults.rounding,
        currency=order.currency,
        subject=_subject(defaults.subject, lines),
        order_date=order.order_date or posted_on,
        billing_date=order.billing_date,
        due_date=order.payment_due_date,
        terms=_terms(order, doubts),
        owner=order.owner or reporter,
        stated_total=order.total,
        doubts=doubts,
        quotes={
            FIELD_OF.get(field, field): _quote(text, span)
            for field, span in order.evidence.items()
            if _quote(text, span)
        },
        assumed=assumed,
    )
    return with_dates(content, defaults.rules(content.partner_id))


def with_dates(content: DealContent, rules: Rules) -> DealContent:
    """Return the content with the dates that follow from others computed anew; stated ones stay."""
    changes: dict[str, Any] = {}
    billed = None if content.billing_reason else content.billing_date
    if billed is None and content.order_date is not None:
        billed, changes["billing_reason"] = billing_date(
            rules.rule,
            order_date=content.order_date,
            delivery_date=content.delivery_date,
            closing_day=rules.closing_day,
        )
    changes["billing_date"] = billed
    due = None if content.due_reason else content.due_date
    if due is None and billed is not None:
        stated = terms_from_json(content.terms) if content.terms else None
        computed = due_date(stated or rules.terms, billed, shift=rules.shift)
        due = computed.date
        source = "投稿に記載" if stated else rules.terms_from
        changes["due_reason"] = f"{computed.reason}（{source}）"
        if computed.warning and "due_date" not in content.doubts:
            choice = Choice(value=due.isoformat(), label=f"{due:%Y-%m-%d} でよい")
            changes["doubts"] = {**content.doubts, "due_date": Doubt(reason=computed.warning, choices=(choice,))}
    changes["due_date"] = due
    return content.model_copy(update=changes)


def settle(content: DealContent, field: str, choice: Choice, rules: Callable[[str | None], Rules]) -> DealContent:
    """Return the content after a person pressed one of the choices of a doubtful field."""
    doubts = {name: doubt for name, doubt in content.doubts.items() if name != field}
    changes: dict[str, Any] = {"doubts": doubts}
    value = choice.value
    match field:
        case "partner":
            changes |= {"partner_id": str(value), "partner_label": choice.label, "create_partner": False}
        case "tax_entry":
            changes["tax_entry"] = TaxEntry(str(value))
        case "lines":
            changes["lines"] = _lines_from_json(value)
        case "total":
            changes |= _with_total(content, value)
        case "order_date":
            changes["order_date"] = date.fromisoformat(str(value))
        case "billing_date":
            changes |= {"billing_date": date.fromisoformat(str(value)), "billing_reason": ""}
        case "due_date" if isinstance(value, dict):
            changes |= {"terms": value, "due_date": None, "due_reason": ""}
        case "due_date":
            changes |= {"due_date": date.fromisoformat(str(value)), "due_reason": ""}
        case "owner":
            changes["owner"] = str(value)
        case "department":
            changes["department_id"] = str(value)
        case _:
            raise ValueError(f"no choice can settle {field}")
    settled = content.model_copy(update=changes)
    return with_dates(settled, rules(settled.partner_id))


def _with_total(content: DealContent, value: Any) -> dict[str, Any]:
    # One line: the chosen amount is its price. Several: only a person can say which line was wrong.
    if len(content.lines) == 1 and isinstance(value, int):
        line = content.lines[0]
        changed = line.model_copy(update={"quantity": Decimal(1), "unit_price": Decimal(value)})
        return {"lines": (changed,), "stated_total": None}
    return {"stated_total": None}


def _doubts(order: Order, text: str) -> dict[str, Doubt]:
    doubts: dict[str, Doubt] = {}
    asked = [mark for mark, confidence in order.confidence.items() if confidence is Confidence.ASK]
    for field, mark in ((field, mark) for field in ASKED for mark in asked if mark.split("[")[0] == field):
        choices = tuple(_choice(candidate, text) for candidate in order.candidates.get(field, ()))
        reason = order.reasons.get(mark) or "読み取りに自信がありません"
        # items[1].amount is asked with the lines
        doubts.setdefault(FIELD_OF.get(field, field), Doubt(reason=reason, choices=choices))
    return doubts


def _choice(candidate: Candidate, text: str) -> Choice:
    quote = _quote(text, candidate.evidence) if candidate.evidence else ""
    return Choice(value=candidate.value, label=candidate.label, quote=quote)


def _quote(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())[:120]


def _partner_question(
    order: Order, text: str, match: PartnerMatch, others: Callable[[str], PartnerMatch] | None
) -> Doubt | None:
    """Return what is to be asked about the partner, None if the post names one that is known."""
    names = {str(candidate.value) for candidate in order.candidates.get("partner_name", ())}
    unsure = order.confidence.get("partner_name") is Confidence.ASK and order.partner_name is not None
    if unsure and (match.partner is not None or len(names) > 1):
        return _which_company(order, text, match, others)
    if match.partner is not None:
        return None
    span = order.evidence.get("partner_name")
    return partner_doubt(order.partner_name, match, quote=_line_of(text, span) if span else "")


def _which_company(order: Order, text: str, match: PartnerMatch, others: Callable[[str], PartnerMatch] | None) -> Doubt:
    """Return the question which of the companies in a post is the one to be invoiced, each with where it stands."""
    choices: dict[str, Choice] = {}
    if match.partner is not None:
        span = order.evidence.get("partner_name")
        quote = _line_of(text, span) if span else ""
        choices[match.partner.id] = Choice(value=match.partner.id, label=match.partner.name, quote=quote)
    for candidate in order.candidates.get("partner_name", ()):
        found = others(str(candidate.value)) if others is not None else PartnerMatch(None)
        quote = _line_of(text, candidate.evidence) if candidate.evidence else ""
        for partner in [found.partner] if found.partner is not None else found.suggestions[:2]:
            choices[partner.id] = Choice(value=partner.id, label=partner.name, quote=quote)
    reason = order.reasons.get("partner_name") or "会社名かどうかはっきりしません"
    return Doubt(reason=f"請求先はどの会社ですか？（{reason}）", choices=tuple(choices.values()))


def _line_of(text: str, span: Span) -> str:
    """Return the line of the post a candidate stands in: a name alone does not say who it is."""
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = Span(max(begin, span.start - 30), min(end if end >= 0 else len(text), span.end + 30))
    return _quote(text, line)


def partner_doubt(name: str | None, match: PartnerMatch, *, quote: str = "") -> Doubt:
    """Return the question that a written name leaves open; `quote` is where it stands."""
    if not name:
        return Doubt(reason="取引先を読み取れませんでした。「修正」で選んでください")
    choices = tuple(Choice(value=partner.id, label=partner.name, quote=quote) for partner in match.suggestions)
    if choices:
        return Doubt(reason=f"「{name}」はどの取引先ですか？", choices=choices)
    return Doubt(reason=f"「{name}」は取引先の一覧にありません")


def _tax_entry(order: Order, lines: tuple[DealLine, ...]) -> TaxEntry | None:
    if order.tax_entry in ("out", "in"):
        return TaxEntry(order.tax_entry)
    # Where every line is at rate 0 the basis does not matter (reading-conventions, Totals).
    return TaxEntry.OUT if lines and all(line.tax_percent == 0 for line in lines) else None


def _tax_doubt(order: Order, text: str) -> Doubt:
    span = order.evidence.get("stated_amount") or order.evidence.get("items")
    quote = _quote(text, span) if span else ""
    choices = (Choice(value="out", label="税抜", quote=quote), Choice(value="in", label="税込", quote=quote))
    return Doubt(reason="金額は税抜ですか、税込ですか？", choices=choices)


def _lines(order: Order, tax_percent: int, assumed: dict[str, str]) -> tuple[tuple[DealLine, ...], bool]:
    """Return the lines, and whether every one of them has a price."""
    lines: list[DealLine] = []
    for item in order.items:
        line = _line(item, tax_percent)
        if line is None:
            return (), False
        if item.tax_rate is None:
            assumed["tax_rate"] = f"税率＝{tax_percent}%（記載なし）"
        lines.append(line)
    return tuple(lines), bool(lines)


def _line(item: Item, tax_percent: int) -> DealLine | None:
    percent = tax_percent if item.tax_rate is None else item.tax_rate
    description = item.description or "ご注文分"
    quantity, price = item.quantity, item.unit_price
    if price is None:
        if item.amount is None:
            return None
        if quantity is not None and quantity != 1:
            description = f"{description}（{quantity.normalize():f}）"
        quantity, price = Decimal(1), item.amount
    return DealLine(
        description=description[:255],
        quantity=quantity if quantity is not None else Decimal(1),
        unit_price=price,
        tax_percent=percent,
        reduced=percent == 8,
    )


def _lines_from_json(value: Any) -> tuple[DealLine, ...]:
    lines = []
    for row in value if isinstance(value, list) else [value]:
        item = Item(
            description=row.get("description"),
            quantity=_decimal(row.get("quantity")),
            unit_price=_decimal(row.get("unit_price")),
            amount=_decimal(row.get("amount")),
            tax_rate=row.get("tax_rate"),
        )
        line = _line(item, 10)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _terms(order: Order, doubts: dict[str, Doubt]) -> dict[str, str | int | None] | None:
    if order.payment_terms is None:
        return None
    try:
        return terms_to_json(terms_from_json(order.payment_terms.as_json()))
    except ValueError:
        doubts.setdefault("due_date", Doubt(reason="支払条件が読み取れる範囲にありません。支払期限を入力してください"))
        return None


def _subject(template: str, lines: tuple[DealLine, ...]) -> str:
    if not lines:
        return ""
    first = lines[0].description if len(lines) == 1 else f"{lines[0].description} ほか"
    return template.replace("{description}", first)[:SUBJECT_LIMIT]

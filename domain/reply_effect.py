"""A reply put into effect on a deal that nobody has approved: what changes for certain, and what a person is asked.

Every change keeps the words it stands on. What could be meant in more than one way is a doubt "reply" with candidates:
the deal cannot be approved before somebody has answered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import yen
from domain.order import Change, Choice, DealContent, DealLine, Doubt, Reply
from domain.proposal import PartnerMatch, Rules, partner_doubt, with_dates
from domain.reply import Said
from domain.tax import TaxEntry
from domain.terms import terms_from_json, terms_to_json

KEEP: dict[str, Any] = {"keep": True}
WITHDRAW: dict[str, Any] = {"withdraw": True}
MONTHLY = ("月額", "月々", "毎月", "/月", "ヶ月", "か月", "カ月", "ケ月", "per month", "monthly", "月あたり")


@dataclass(slots=True)
class _Draft:
    content: DealContent
    changes: list[Change] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def put(self, about: str, before: str, after: str, words: str, **values: object) -> None:
        """Change fields of the content, with the words it stands on; what was doubtful of them is settled."""
        doubts = {name: doubt for name, doubt in self.content.doubts.items() if name not in _settles(about)}
        quotes = {**self.content.quotes, about: words}
        assumed = {name: why for name, why in self.content.assumed.items() if name != about}
        if before != after:
            self.changes.append(Change(field=about, before=before, after=after))
        self.content = self.content.model_copy(
            update={**values, "doubts": doubts, "quotes": quotes, "assumed": assumed}
        )

    def ask(self, words: str, *choices: Choice) -> None:
        """Leave it to a person."""
        if words not in self.asked:
            self.asked.append(words)
        self.choices += choices


def put_into_effect(
    content: DealContent,
    reply: Reply,
    said: Sequence[Said],
    *,
    match: Callable[[str], PartnerMatch],
    rules: Callable[[str | None], Rules],
    sure: bool = True,
) -> DealContent:
    """Return the content after a reply; the same content if the reply says nothing that is not there already.

    `sure` is False where somebody else must say whether the reply is meant for this deal: then all of it is asked.
    """
    draft = _Draft(content)
    for one in said:
        _apply(draft, one, match)
    changed = with_dates(draft.content, rules(draft.content.partner_id))
    if not sure and (draft.changes or draft.asked):
        after = changed.model_dump(mode="json", include=set(_SETTABLE)) if not draft.asked else None
        words = draft.asked or [one.words for one in said]
        asked = _Draft(content, asked=words[:1])
        if after is not None:
            asked.choices.append(Choice(value={"set": after}, label="この返信のとおりに直す", quote=words[0]))
        draft, changed = asked, content
    if not draft.changes and not draft.asked:
        return content
    doubts = dict(changed.doubts)
    if draft.asked:
        doubts["reply"] = _doubt(draft, doubts.get("reply"))
    noted = reply.model_copy(update={"changes": tuple(draft.changes)})
    return changed.model_copy(update={"doubts": doubts, "replies": (*content.replies, noted)})


_SETTABLE = (
    "partner_name", "partner_id", "partner_label", "create_partner", "lines", "tax_entry", "order_date",
    "delivery_date", "billing_date", "billing_reason", "due_date", "due_reason", "terms", "owner", "stated_total",
)  # fmt: skip


def restate(
    content: DealContent,
    found: Sequence[DealContent],
    reply: Reply,
    *,
    rules: Callable[[str | None], Rules],
    sure: bool = True,
) -> DealContent:
    """Return the content after a reply that is a whole report: the order as corrected, if it can only be this one.

    `found` is what was read of the reply. Of another partner, or of several orders, a person is asked.
    """
    words = " ".join(reply.text.split())[:200]
    new = found[0] if len(found) == 1 else None
    if new is not None and "order_date" in new.assumed:  # the correction of an order is no order of another day
        new = with_dates(new.model_copy(update={"order_date": content.order_date}), rules(new.partner_id))
    same = new is not None and new.partner_id == content.partner_id and new.partner_name is not None
    if new is not None and new.sha256() == content.sha256():
        return content
    draft = _Draft(content)
    if new is None or not same or not sure:
        after = new.model_dump(mode="json", include=set(_SETTABLE)) if new is not None and not new.doubts else None
        taken = Choice(value={"set": after}, label="この返信の内容にする", quote=words)
        draft.ask(words, *([taken] if after is not None else []))
        doubts = {**content.doubts, "reply": _doubt(draft, content.doubts.get("reply"))}
        return content.model_copy(update={"doubts": doubts, "replies": (*content.replies, reply)})
    changes = tuple(
        Change(field=name, before=before, after=after)
        for name, before, after in _differences(content, new)
        if before != after
    )
    if not changes:
        return content
    noted = reply.model_copy(update={"changes": changes})
    return new.model_copy(update={"replies": (*content.replies, noted)})


def _differences(old: DealContent, new: DealContent) -> list[tuple[str, str, str]]:
    pairs = [
        ("lines", _all_lines(old), _all_lines(new)),
        ("tax_entry", str(old.tax_entry or ""), str(new.tax_entry or "")),
    ]
    for name in ("order_date", "delivery_date", "billing_date", "due_date"):
        before, after = (day.isoformat() if day else "" for day in (getattr(old, name), getattr(new, name)))
        pairs.append((name, before, after))
    return pairs


def _all_lines(content: DealContent) -> str:
    return "、".join(_words_of(line) for line in content.lines)[:200]


def settle_reply(content: DealContent, choice: Choice) -> DealContent:
    """Return the content after a person pressed one of the candidates of a doubtful reply."""
    doubts = {name: doubt for name, doubt in content.doubts.items() if name != "reply"}
    value = choice.value if isinstance(choice.value, dict) else {}
    if "set" in value:
        merged = {**content.model_dump(mode="json"), **value["set"]}
        return DealContent.model_validate({**merged, "doubts": {k: v.model_dump() for k, v in doubts.items()}})
    changes: dict[str, Any] = {"doubts": doubts}
    if "lines" in value:
        changes |= {"lines": tuple(DealLine.model_validate(row) for row in value["lines"]), "stated_total": None}
        changes["doubts"] = {name: doubt for name, doubt in doubts.items() if name not in _settles("lines")}
    return content.model_copy(update=changes)


def _doubt(draft: _Draft, earlier: Doubt | None) -> Doubt:
    words = "」「".join(draft.asked)
    reason = f"返信「{words}」をどう反映しますか？"
    kept = Choice(value=KEEP, label="反映しない（このまま）")
    choices = tuple(draft.choices[:3])
    if any(choice.value == WITHDRAW for choice in draft.choices):
        choices = tuple(choice for choice in draft.choices if choice.value == WITHDRAW)[:1]
        reason = f"返信「{words}」。この受注は取りやめですか？"
        kept = Choice(value=KEEP, label="取りやめではない")
    if earlier is not None and earlier.reason != reason:
        reason = f"{earlier.reason} {reason}"
    return Doubt(reason=reason[:400], choices=(*choices, kept))


def _settles(about: str) -> tuple[str, ...]:
    return ("lines", "total") if about == "lines" else (about,)


def _apply(draft: _Draft, one: Said, match: Callable[[str], PartnerMatch]) -> None:
    content, value = draft.content, one.value
    match one.about:
        case "tax_entry":
            before = content.tax_entry or ""
            if content.tax_entry != value:
                entry = TaxEntry(str(value))
                draft.put("tax_entry", before, entry, one.words, tax_entry=entry, stated_total=None)
        case "due_date" | "billing_date" | "order_date" | "delivery_date" if isinstance(value, date):
            _date(draft, one.about, value, one.words)
        case "terms" if isinstance(value, dict):
            _terms(draft, value, one.words)
        case "partner":
            _partner(draft, str(value), one.words, match)
        case "owner":
            if content.owner != value:
                draft.put("owner", content.owner or "", str(value), one.words, owner=str(value))
        case "cancelled":
            draft.ask(one.words, Choice(value=WITHDRAW, label="この受注を取り下げる", quote=one.words))
        case "unclear":
            draft.ask(one.words)
        case _:
            _line(draft, one)


def _date(draft: _Draft, about: str, day: date, words: str) -> None:
    before = getattr(draft.content, about)
    values: dict[str, object] = {about: day}
    if about in ("billing_date", "due_date"):
        values[f"{about.removesuffix('_date')}_reason"] = ""
    if before != day:
        draft.put(about, before.isoformat() if before else "", day.isoformat(), words, **values)


def _terms(draft: _Draft, value: dict[str, object], words: str) -> None:
    try:
        terms = terms_to_json(terms_from_json(value))
    except ValueError:
        draft.ask(words)
        return
    if draft.content.terms != terms:
        before = draft.content.due_date.isoformat() if draft.content.due_date else ""
        draft.put("due_date", before, words, words, terms=terms, due_date=None, due_reason="")


def _partner(draft: _Draft, name: str, words: str, match: Callable[[str], PartnerMatch]) -> None:
    content, found = draft.content, match(name)
    partner = found.partner
    if name == content.partner_name or (partner is not None and partner.id == content.partner_id):
        return
    draft.put(
        "partner",
        content.partner_label or content.partner_name or "",
        partner.name if partner else name,
        words,
        partner_name=name,
        partner_id=partner.id if partner else None,
        partner_label=partner.name if partner else None,
        create_partner=False,
        department_id=None,
    )
    if partner is None:
        doubts = {**draft.content.doubts, "partner": partner_doubt(name, found)}
        draft.content = draft.content.model_copy(update={"doubts": doubts})


def _line(draft: _Draft, one: Said) -> None:
    """Change what was sold, where it is certain which line is meant and what it comes to."""
    lines = draft.content.lines
    at = _place(lines, one)
    if one.about == "extra":
        _extra(draft, one)
    elif at is None:
        draft.ask(one.words)
    else:
        candidates, sure = _new_line(draft.content, lines[at], one)
        made = [(*lines[:at], line, *lines[at + 1 :]) for line in candidates]
        if sure and made:
            if made[0] != lines:
                before, after = _words_of(lines[at]), _words_of(candidates[0])
                draft.put("lines", before, after, one.words, lines=made[0], stated_total=None)
        else:
            draft.ask(one.words, *(_choice(line, new, one) for line, new in zip(candidates, made, strict=True)))


def _place(lines: Sequence[DealLine], one: Said) -> int | None:
    if len(lines) == 1:
        return 0
    named = [at for at, line in enumerate(lines) if len(line.description) > 1 and line.description in one.words]
    return named[0] if len(named) == 1 else None


def _new_line(content: DealContent, line: DealLine, one: Said) -> tuple[list[DealLine], bool]:
    """Return what the line becomes, the likeliest first, and whether the first is certain."""
    match one.about:
        case "months" if isinstance(one.value, int):
            monthly = _is_monthly(content, line)
            changed = line.model_copy(
                update={"quantity": Decimal(one.value), "unit": one.unit if monthly else line.unit}
            )
            return [changed], monthly
        case "quantity" if isinstance(one.value, Decimal):
            if one.value <= 0:
                return [], False
            changed = line.model_copy(update={"quantity": one.value, "unit": line.unit or one.unit})
            same_unit = not (line.unit and one.unit and line.unit != one.unit)
            # A single price may be that of one or of all: only where there was a quantity before is it told.
            return [changed], line.quantity != 1 and same_unit
        case "unit_price" if isinstance(one.value, int):
            return [line.model_copy(update={"unit_price": Decimal(one.value)})], True
        case "amount" if isinstance(one.value, int):
            whole = line.model_copy(update={"quantity": Decimal(1), "unit": "", "unit_price": Decimal(one.value)})
            if one.value == line.amount() or (content.totals and one.value == content.totals.total):
                return [line], True
            return [whole], line.quantity == 1 and one.name != "total"
        case "tax_rate" if isinstance(one.value, int):
            return [line.model_copy(update={"tax_percent": one.value, "reduced": one.value == 8})], True
        case _:
            return [], False


def _is_monthly(content: DealContent, line: DealLine) -> bool:
    around = " ".join((line.description, line.unit, content.quotes.get("lines", "")))
    return line.unit in ("月", "ヶ月", "か月", "カ月", "ケ月") or any(word in around for word in MONTHLY)


def _extra(draft: _Draft, one: Said) -> None:
    if not isinstance(one.value, int) or not one.name or not draft.content.lines:
        draft.ask(one.words)
        return
    added = DealLine(description=one.name, unit_price=Decimal(one.value))
    draft.ask(one.words, _choice(added, (*draft.content.lines, added), one))


def _choice(line: DealLine, lines: Sequence[DealLine], one: Said) -> Choice:
    value = {"lines": [row.model_dump(mode="json") for row in lines]}
    return Choice(value=value, label=_words_of(line), quote=one.words)


def _words_of(line: DealLine) -> str:
    amount = yen(line.amount())
    if line.quantity == 1 and not line.unit:
        return f"{line.description} {amount}"
    return f"{line.description} {line.quantity.normalize():f}{line.unit} × {yen(int(line.unit_price))} ＝ {amount}"

"""A reply put into effect on a deal that nobody has approved."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import assert_never

from domain.order import Choice, DealContent, Reply
from domain.proposal import PartnerMatch, Rules, partner_doubt, with_dates
from domain.reply.draft import WITHDRAW, Draft, settable
from domain.reply.lines import add_line, change_line
from domain.reply.said import Said, SaidBasis, SaidDate, SaidExtra, SaidName, SaidNumber, SaidOpen, SaidTerms
from domain.terms import terms_from_json, terms_to_json


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
    draft = Draft(content)
    for one in said:
        _apply(draft, one, match)
    if not draft.changes and not draft.asked:
        return content
    changed = with_dates(draft.content, rules(draft.content.partner_id))
    if not sure:
        draft, changed = _left_to_a_person(content, draft, changed), content
    doubts = {**changed.doubts, "reply": draft.question()} if draft.asked else changed.doubts
    noted = reply.model_copy(update={"changes": tuple(draft.changes)})
    return changed.model_copy(update={"doubts": doubts, "replies": (*content.replies, noted)})


def _left_to_a_person(content: DealContent, draft: Draft, changed: DealContent) -> Draft:
    """Return the question whether the reply is meant for this deal: to be pressed if all that it says is certain."""
    asked = Draft(content)
    if draft.asked:
        asked.ask(draft.asked[0], *(choice for choice in draft.choices if choice.value == WITHDRAW))
    else:
        words = draft.content.quotes[draft.changes[0].field]
        asked.ask(words, Choice(value={"set": settable(changed)}, label="この返信のとおりに直す", quote=words))
    return asked


def _apply(draft: Draft, one: Said, match: Callable[[str], PartnerMatch]) -> None:
    content = draft.content
    match one:
        case SaidBasis(value=basis):
            if content.tax_entry is not basis:
                draft.put("tax_entry", content.tax_entry or "", basis, one.words, tax_entry=basis, stated_total=None)
        case SaidDate():
            _date(draft, one)
        case SaidTerms():
            _terms(draft, one)
        case SaidName(about="partner"):
            _partner(draft, one.value, one.words, match(one.value))
        case SaidName():
            if content.owner != one.value:
                draft.put("owner", content.owner or "", one.value, one.words, owner=one.value)
        case SaidOpen(about="cancelled"):
            draft.ask(one.words, Choice(value=WITHDRAW, label="この受注を取り下げる", quote=one.words))
        case SaidOpen():
            draft.ask(one.words)
        case SaidNumber():
            change_line(draft, one)
        case SaidExtra():
            add_line(draft, one)
        case _:
            assert_never(one)


def _date(draft: Draft, said: SaidDate) -> None:
    about, day = said.about, said.value
    before: date | None = getattr(draft.content, about)
    values: dict[str, object] = {about: day}
    if about in ("billing_date", "due_date"):
        values[f"{about.removesuffix('_date')}_reason"] = ""
    if before != day:
        draft.put(about, before.isoformat() if before else "", day.isoformat(), said.words, **values)


def _terms(draft: Draft, said: SaidTerms) -> None:
    try:
        terms = terms_to_json(terms_from_json(said.value))
    except ValueError:
        draft.ask(said.words)
        return
    if draft.content.terms != terms:
        before = draft.content.due_date.isoformat() if draft.content.due_date else ""
        draft.put("due_date", before, said.words, said.words, terms=terms, due_date=None, due_reason="")


def _partner(draft: Draft, name: str, words: str, found: PartnerMatch) -> None:
    content, partner = draft.content, found.partner
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

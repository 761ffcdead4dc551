"""A reply that is a whole report: the order as corrected, if it can only be this one."""

from collections.abc import Callable, Iterator, Sequence

from domain.order import Change, Choice, DealContent, Reply
from domain.proposal import Rules, with_dates
from domain.reply.draft import Draft, settable
from domain.reply.lines import words_of

_DAYS = ("order_date", "delivery_date", "billing_date", "due_date")


def restate(
    content: DealContent,
    found: Sequence[DealContent],
    reply: Reply,
    *,
    rules: Callable[[str | None], Rules],
    sure: bool = True,
) -> DealContent:
    """Return the content after the reply. `found` is what was read of it.

    Of another partner, of several orders, or where `sure` is False, a person is asked.
    """
    new = _completed(content, found[0], rules) if len(found) == 1 else None
    if new is not None and new.sha256() == content.sha256():
        return content
    if new is not None and sure and new.partner_name is not None and new.partner_id == content.partner_id:
        changes = tuple(_differences(content, new))
        if not changes:
            return content
        noted = reply.model_copy(update={"changes": changes})
        return new.model_copy(update={"replies": (*content.replies, noted)})
    words = " ".join(reply.text.split())[:200]
    draft = Draft(content)
    draft.ask(words)
    if new is not None and not new.doubts:
        draft.choices.append(Choice(value={"set": settable(new)}, label="この返信の内容にする", quote=words))
    doubts = {**content.doubts, "reply": draft.question()}
    return content.model_copy(update={"doubts": doubts, "replies": (*content.replies, reply)})


def _completed(content: DealContent, new: DealContent, rules: Callable[[str | None], Rules]) -> DealContent:
    """Return the corrected order with the day and the owner it had, where the correction names none."""
    kept: dict[str, object] = {name: getattr(content, name) for name in ("order_date", "owner") if name in new.assumed}
    return with_dates(new.model_copy(update=kept), rules(new.partner_id)) if kept else new


def _differences(old: DealContent, new: DealContent) -> Iterator[Change]:
    if old.lines != new.lines:
        yield Change(field="lines", before=_all_lines(old), after=_all_lines(new))
    for name in ("tax_entry", "owner", *_DAYS):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(field=name, before=str(before or ""), after=str(after or ""))


def _all_lines(content: DealContent) -> str:
    return "、".join(words_of(line) for line in content.lines)[:200]

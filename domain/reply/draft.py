"""An order while a reply is put into effect: what changed for certain, and what a person is asked."""

from dataclasses import dataclass, field
from typing import Any

from domain.order import Change, Choice, DealContent, Doubt

KEEP: dict[str, Any] = {"keep": True}
WITHDRAW: dict[str, Any] = {"withdraw": True}
# What a press on 「この返信の内容にする」 takes over.
SETTABLE = (
    "partner_name", "partner_id", "partner_label", "create_partner", "lines", "tax_entry", "order_date",
    "delivery_date", "billing_date", "billing_reason", "due_date", "due_reason", "terms", "owner", "stated_total",
)  # fmt: skip
_OFFERED = 3  # candidates beside 「反映しない」


@dataclass(slots=True)
class Draft:
    """The content so far."""

    content: DealContent
    changes: list[Change] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def put(self, about: str, before: str, after: str, words: str, **values: object) -> None:
        """Change fields of the content, with the words it stands on; what was doubtful of them is settled."""
        doubts = {name: doubt for name, doubt in self.content.doubts.items() if name not in settled_with(about)}
        quotes = {**self.content.quotes, about: words}
        assumed = {name: why for name, why in self.content.assumed.items() if name != about}
        self.changes.append(Change(field=about, before=before, after=after))
        self.content = self.content.model_copy(
            update={**values, "doubts": doubts, "quotes": quotes, "assumed": assumed}
        )

    def ask(self, words: str, *choices: Choice) -> None:
        """Leave it to a person."""
        if words not in self.asked:
            self.asked.append(words)
        self.choices += choices

    def question(self) -> Doubt:
        """Return what a person is asked, beside what earlier replies ask already."""
        words, earlier = "」「".join(self.asked), self.content.doubts.get("reply")
        over = [one for one in (*(earlier.choices if earlier else ()), *self.choices) if one.value == WITHDRAW]
        if over:  # whether there is an order at all comes before what it says
            kept = Choice(value=KEEP, label="取りやめではない")
        else:
            kept = Choice(value=KEEP, label="反映しない（このまま）")
        if any(one.value == WITHDRAW for one in self.choices):
            reason = f"返信「{words}」。この受注は取りやめですか？"
        else:
            reason = f"返信「{words}」をどう反映しますか？"
        if earlier is not None and earlier.reason != reason:
            reason = f"{earlier.reason} {reason}"
        return Doubt(reason=reason[:400], choices=(*(over[:1] or self.choices[:_OFFERED]), kept))


def settled_with(about: str) -> tuple[str, ...]:
    """Return the doubts that a change of this field settles."""
    return ("lines", "total") if about == "lines" else (about,)


def settable(content: DealContent) -> dict[str, Any]:
    """Return what a press takes over, as JSON."""
    return content.model_dump(mode="json", include=set(SETTABLE))

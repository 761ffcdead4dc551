"""The short answer under a post that looks like an order but cannot be read."""

from collections.abc import Sequence

from bot.blocks import ids
from bot.blocks.parts import actions, button, context, escape, section
from bot.services import Message
from bot.texts import Texts


def hint_message(texts: Texts, missing: Sequence[str]) -> Message:
    """Return what is missing and how to write it; a button if only somebody's word is missing that it is won."""
    if tuple(missing) == ("won",):
        words = texts("hint.won")
        take = button(texts("button.take_for_order"), ids.TAKE_FOR_ORDER, style="primary")
        return Message(words, [section(words), actions([take]), context(texts("hint.won_how"))])
    names = [texts(f"hint.missing.{name}") for name in missing if texts.has(f"hint.missing.{name}")]
    words = texts("hint.text", missing="、".join(dict.fromkeys(names)) or texts("hint.missing.other"))
    example = escape(texts("hint.example"))
    blocks = [
        section(words),
        section(f"{texts('hint.how')}\n```{example}```"),
        context(texts("hint.ignore")),
    ]
    return Message(words, blocks)


def taken_message(texts: Texts, user: str) -> Message:
    """Return what stands in its place once somebody has said that it is an order."""
    words = texts("hint.taken", user=f"<@{user}>")
    return Message(words, [context(words)])

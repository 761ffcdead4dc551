"""The short answer under a post that looks like an order but cannot be read."""

from collections.abc import Sequence

from bot.blocks.parts import context, escape, section
from bot.services import Message
from bot.texts import Texts


def hint_message(texts: Texts, missing: Sequence[str]) -> Message:
    """Return what is missing and how to write it."""
    names = [texts(f"hint.missing.{name}") for name in missing if texts.has(f"hint.missing.{name}")]
    words = texts("hint.text", missing="、".join(dict.fromkeys(names)) or texts("hint.missing.other"))
    example = escape(texts("hint.example"))
    blocks = [
        section(words),
        section(f"{texts('hint.how')}\n```{example}```"),
        context(texts("hint.ignore")),
    ]
    return Message(words, blocks)

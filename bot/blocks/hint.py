"""The short answer under a post that looks like an order but cannot be read."""

from collections.abc import Sequence

from bot.blocks.parts import context, escape, section
from bot.services import Message
from bot.texts import Texts


def hint_message(texts: Texts, missing: Sequence[str]) -> Message:
    """Return what is missing and how to write it."""
    names = [
        texts(f"hint.missing.{name}") if texts.has(f"hint.missing.{name}") else texts("hint.missing.other")
        for name in missing
    ]
    words = texts("hint.text", missing="、".join(dict.fromkeys(names)) or texts("hint.missing.other"))
    example = escape(texts("hint.example"))
    return Message(
        words, [section(words), section(f"{texts('hint.how')}\n```{example}```"), context(texts("home.help"))]
    )

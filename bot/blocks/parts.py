"""Small pieces of Block Kit. Everything a person typed goes through `escape` or into plain text."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.texts import Texts
from domain.money import yen

Block = dict[str, Any]

SECTION_LIMIT = 3000  # characters of a section's text (Block Kit)
FIELD_LIMIT = 2000
BUTTON_LIMIT = 75
HEADER_LIMIT = 150
NAME_LIMIT = 60  # of a person, as written


def escape(text: str) -> str:
    """Return text that Slack's mrkdwn shows as it is: no mention, no link, no @channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, ending in … if it was longer."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def said(text: str, limit: int) -> str:
    """Return what somebody else wrote, escaped and short enough to stand beside the rest.

    A message takes about 13,000 characters in all its blocks (measured): no single text may eat them up.
    """
    return escape(cut(text, limit))


def plain(text: str, limit: int = BUTTON_LIMIT) -> Block:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Return a mrkdwn object; links and mentions in it are ours."""
    return {"type": "mrkdwn", "text": cut(text, limit) or " ", "verbatim": True}


def header(text: str, block_id: str | None = None) -> Block:
    """Return a header block."""
    return _with_id({"type": "header", "text": plain(text, HEADER_LIMIT)}, block_id)


def section(text: str, *, block_id: str | None = None, accessory: Block | None = None) -> Block:
    """Return a section with one text."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    return _with_id(block, block_id)


def fields(pairs: Sequence[tuple[str, str]], block_id: str | None = None) -> Block:
    """Return a section of up to 10 label-and-value fields in two columns."""
    texts = [mrkdwn(f"*{label}*\n{value}", FIELD_LIMIT) for label, value in pairs[:10]]
    return _with_id({"type": "section", "fields": texts}, block_id)


def columns(left: str, right: str, *, block_id: str | None = None) -> Block:
    """Return a section of two texts side by side."""
    block: Block = {"type": "section", "fields": [mrkdwn(left, FIELD_LIMIT), mrkdwn(right, FIELD_LIMIT)]}
    return _with_id(block, block_id)


def context(*texts: str, block_id: str | None = None) -> Block:
    """Return a context block of up to 10 small texts."""
    return _with_id({"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}, block_id)


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """Return a row of buttons."""
    return _with_id({"type": "actions", "elements": list(elements)}, block_id)


def divider() -> Block:
    """Return a divider."""
    return {"type": "divider"}


def button(
    text: str,
    action_id: str,
    *,
    value: Block | None = None,
    style: str | None = None,
    url: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """Return a button; `value` is what comes back at the press."""
    block: Block = {"type": "button", "text": plain(text), "action_id": action_id}
    if value is not None:
        block["value"] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if style:
        block["style"] = style
    if url:
        block["url"] = url
    if confirm:
        block["confirm"] = confirm
    return block


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """Return a confirmation dialog."""
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def option(text: str, value: str) -> Block:
    """Return one option of a select."""
    return {"text": plain(text), "value": value[:150]}


def day(value: date | None, unknown: str = "—") -> str:
    """Return a date as people write it."""
    return f"{value:%Y-%m-%d}" if value else unknown


def long_day(texts: Texts, value: date | None, unknown: str = "—") -> str:
    """Return a date with its weekday: a due date on a Sunday is worth seeing."""
    if value is None:
        return unknown
    return texts("date.long", date=day(value), weekday=texts("weekdays").split()[value.weekday()])


def money(value: int | None, unknown: str = "—") -> str:
    """Return yen as people write it."""
    return yen(value) if value is not None else unknown


def person(value: str | None, unknown: str = "—") -> str:
    """Return a mention for a Slack user id, the escaped name otherwise."""
    if not value:
        return unknown
    return f"<@{value}>" if is_user_id(value) else said(value, NAME_LIMIT)


def is_user_id(value: str) -> bool:
    """Return whether this is a Slack user id."""
    return len(value) >= 3 and value[0] in "UW" and value[1:].isalnum() and value.isascii() and value.upper() == value


def _with_id(block: Block, block_id: str | None) -> Block:
    if block_id:
        block["block_id"] = block_id[:255]
    return block

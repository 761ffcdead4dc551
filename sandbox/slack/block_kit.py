"""Slack's rules for blocks and views, restated: what breaks one of them is refused whole, as Slack refuses it.

Source: docs.slack.dev/reference/block-kit/blocks and /reference/views, and the published types of @slack/types.
Newer kinds that only agents use (plan, task_card, carousel, …) are not known here and are refused.
"""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.block_elements import ELEMENTS, ID, IMAGE_ELEMENT, RICH_TEXT, TYPE, URL, plain, text
from sandbox.slack.rules import Check, anything, boolean, by_type, complain, listing, one_of, shape, string
from sandbox.slack.state import Json

_ACTION_KINDS = [
    "button",
    "static_select",
    "external_select",
    "users_select",
    "channels_select",
    "conversations_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_channels_select",
    "multi_conversations_select",
    "overflow",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "radio_buttons",
    "checkboxes",
]
_INPUT_KINDS = [k for k in ELEMENTS if k not in ("button", "overflow", "image")]
_IDS: dict[str, Check] = {"block_id": string(255)}


def _kinds(names: list[str], what: str) -> Check:
    return by_type({name: ELEMENTS[name] for name in names}, what)


def _section_rule(value: Any, path: str, found: list[str]) -> None:
    if not value.get("text") and not value.get("fields"):
        complain(found, path, "missing required field: text or fields")


def _image_rule(value: Any, path: str, found: list[str]) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        complain(found, path, "exactly one of image_url, slack_file is required")


def _table_rule(value: Any, path: str, found: list[str]) -> None:
    rows = value.get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        complain(found, f"{path}/rows", "all rows must have the same number of cells")


_CELL = by_type(
    {
        "raw_text": shape({"type": TYPE, "text": string(None, 1)}),
        "raw_number": shape({"type": TYPE, "value": anything, "text": string(None, 1)}),
        "rich_text": RICH_TEXT,
    },
    "cell",
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

BLOCKS: dict[str, Check] = {
    "section": shape(
        {"type": TYPE},
        {
            **_IDS,
            "text": text(3000),
            "fields": listing(text(2000), 1, 10),
            "accessory": _kinds([*_ACTION_KINDS, "image"], "accessory"),
            "expand": boolean,
        },
        _section_rule,
    ),
    "header": shape({"type": TYPE, "text": plain(150)}, _IDS),
    "context": shape(
        {
            "type": TYPE,
            "elements": listing(
                by_type({"image": IMAGE_ELEMENT, "plain_text": text(3000), "mrkdwn": text(3000)}, "context element"),
                1,
                10,
            ),
        },
        _IDS,
    ),
    "actions": shape({"type": TYPE, "elements": listing(_kinds(_ACTION_KINDS, "element"), 1, 25)}, _IDS),
    "divider": shape({"type": TYPE}, _IDS),
    "image": shape(
        {"type": TYPE, "alt_text": string(2000, 1)},
        {**_IDS, "image_url": URL, "slack_file": anything, "title": plain(2000)},
        _image_rule,
    ),
    "input": shape(
        {"type": TYPE, "label": plain(2000), "element": _kinds(_INPUT_KINDS, "input element")},
        {**_IDS, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "markdown": shape({"type": TYPE, "text": string(12_000, 1)}, _IDS),
    "table": shape(
        {"type": TYPE, "rows": listing(listing(_CELL, 1, 20), 1, 100)},
        {**_IDS, "column_settings": listing(_COLUMN, 0, 20)},
        _table_rule,
    ),
}
_MESSAGE_ONLY = {"markdown"}
_NOT_IN_MODALS = {"table", "markdown"}
_BLOCK = by_type(BLOCKS, "block type")

_VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = shape(
    {"type": TYPE, "title": plain(24), "blocks": anything},
    {
        **_VIEW_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"type": TYPE, "blocks": anything}, _VIEW_COMMON)


def check_blocks(blocks: Any, surface: str = "message", path: str = "/blocks") -> list[str]:
    """What is wrong with the blocks of a "message", "modal" or "home"; empty when Slack would take them."""
    found: list[str] = []
    least, most = (0, 50) if surface == "message" else (1, 100)
    listing(_BLOCK, least, most)(blocks, path, found)
    if found:
        return found
    refused = {"message": set[str](), "modal": _NOT_IN_MODALS, "home": _MESSAGE_ONLY}[surface]
    for index, block in enumerate(blocks):
        if block["type"] in refused:
            complain(found, f"{path}/{index}", f"{block['type']} is not allowed in a {surface}")
    _unique(found, path, "block_id", [block["block_id"] for block in blocks if block.get("block_id")])
    for index, block in enumerate(blocks):
        ids = [e["action_id"] for e in _elements(block) if e.get("action_id")]
        _unique(found, f"{path}/{index}", "action_id", ids)
    if sum(block["type"] == "table" for block in blocks) > 1:
        complain(found, path, "only one table is allowed")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        complain(found, path, "markdown blocks must be less than 12001 characters together")
    if sum(_takes_focus(block) for block in blocks) > 1:
        complain(found, path, "only one element may have focus_on_load")
    return found


def check_view(view: Any) -> list[str]:
    """What is wrong with a modal or home view."""
    found: list[str] = []
    by_type({"modal": _MODAL, "home": _HOME}, "view type")(view, "/view", found)
    if found:
        return found
    found += check_blocks(view["blocks"], view["type"], "/view/blocks")
    if (
        not found
        and view["type"] == "modal"
        and "submit" not in view
        and any(b["type"] == "input" for b in view["blocks"])
    ):
        complain(found, "/view", "missing required field: submit")
    return found


def check_options(answer: Any) -> list[str]:
    """What is wrong with the answer to a block_suggestion."""
    found: list[str] = []
    element = {"type": "static_select", **answer} if isinstance(answer, dict) else answer
    if isinstance(answer, dict) and answer.get("options") == []:
        return []
    _kinds(["static_select"], "answer")(element, "", found)
    return found


def characters(blocks: list[Json]) -> int:
    """Everything a person could read in the blocks, in characters: Slack caps the sum (msg_blocks_too_long)."""
    return sum(len(part) for part in _texts(blocks))


def view_bytes(view: Json) -> int:
    return len(json.dumps(view, ensure_ascii=False).encode())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for child in value.values():
            if not isinstance(child, str):
                yield from _texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from _texts(child)


def _elements(block: Json) -> list[Json]:
    owned = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    return [element for element in owned if isinstance(element, dict)]


def _takes_focus(block: Json) -> bool:
    return any(element.get("focus_on_load") is True for element in _elements(block))


def _unique(found: list[str], path: str, name: str, ids: list[str]) -> None:
    if len(ids) != len(set(ids)):
        complain(found, path, f"`{name}` must be unique")


__all__ = ["BLOCKS", "ID", "characters", "check_blocks", "check_options", "check_view", "view_bytes"]

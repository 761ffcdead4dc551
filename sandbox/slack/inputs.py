"""Selects and inputs: what they hold, as Slack writes it in `state.values` and in `actions`."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.slack.state import Json, NotThereError

VALUE_KEY = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
CHANGED = "メッセージが更新されました。もう一度お試しください。"
"""What a person reads who pressed a part of a message as it was before the app changed it."""
ACTIONABLE = frozenset(VALUE_KEY) | {"button", "workflow_button", "icon_button", "feedback_buttons", "file_input"}
_TEXTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block."""
    owned = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    return [element for element in owned if isinstance(element, dict) and "action_id" in element]


def all_elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, element) of everything a person can press or fill in."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def find(blocks: list[Json], action_id: str, block_id: str | None, value: str | None) -> tuple[Json, Json]:
    """The one element a person means. `value` tells buttons with the same action_id apart."""
    rows = [
        (block, element)
        for block, element in all_elements(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if len(rows) > 1 and value is not None:
        rows = [row for row in rows if row[1].get("value") == value]
    if not rows and block_id not in (None, *(block["block_id"] for block in blocks)):
        raise NotThereError(CHANGED)
    if not rows:
        here = sorted({element["action_id"] for _, element in all_elements(blocks)})
        raise NotThereError(f"nothing with action_id {action_id!r} here; there is {here}")
    if len(rows) > 1:
        raise NotThereError(f"several elements have action_id {action_id!r}: name the block_id or the value")
    return rows[0]


def initial_values(blocks: list[Json]) -> Json:
    """state.values as a fresh view or message has it."""
    values: Json = {}
    for block, element in all_elements(blocks):
        kind = element["type"]
        if kind not in VALUE_KEY or kind == "overflow":
            continue
        values.setdefault(block["block_id"], {})[element["action_id"]] = {
            "type": kind,
            VALUE_KEY[kind]: _initial(element),
        }
    return values


def _initial(element: Json) -> Any:
    key = VALUE_KEY[element["type"]]
    if key in ("value", "rich_text_value"):
        return element.get("initial_value")
    given = element.get(f"initial_{key.removeprefix('selected_')}")
    return [] if given is None and key.endswith("s") else given


def held(element: Json, chosen: Any, options: list[Json] | None = None) -> Json:
    """What an element holds after a person chose `chosen`: text, a date, an id, an option's value, or a list of them.

    `options` are those an external select loaded. Raises ValueError where Slack's own client would not let it be sent.
    """
    kind = element["type"]
    if kind in _TEXTS:
        return {"type": kind, "value": _checked_text(element, chosen)}
    key = VALUE_KEY[kind]
    if key == "selected_option":
        return {"type": kind, key: None if chosen in (None, "") else _option(element, chosen, options)}
    if key == "selected_options":
        return {"type": kind, key: [_option(element, one, options) for one in chosen or []]}
    if key == "selected_date" and chosen and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", chosen):
        raise ValueError("a date is YYYY-MM-DD")
    return {"type": kind, key: chosen or ([] if key.endswith("s") else None)}


def is_empty(value: Json) -> bool:
    return value.get(VALUE_KEY[value["type"]]) in (None, "", [])


def merged(blocks: list[Json], values: Json) -> Json:
    """The state after a view was updated: what a person set stays where block_id and action_id stayed."""
    fresh = initial_values(blocks)
    for block_id, row in fresh.items():
        for action_id, value in row.items():
            kept = values.get(block_id, {}).get(action_id)
            if kept is not None and kept["type"] == value["type"] and not is_empty(kept):
                row[action_id] = kept
    return fresh


def _checked_text(element: Json, chosen: Any) -> str | None:
    if chosen in (None, ""):
        return None
    text = str(chosen)
    if element["type"] == "plain_text_input":
        if len(text) > element.get("max_length", 3000):
            raise ValueError(f"{element.get('max_length', 3000)} 文字以内で入力してください。")
        if len(text) < element.get("min_length", 0):
            raise ValueError(f"{element['min_length']} 文字以上で入力してください。")
    if element["type"] == "number_input":
        _check_number(element, text)
    return text


def _check_number(element: Json, text: str) -> None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("数値を入力してください。") from None
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        raise ValueError("整数を入力してください。")
    if "min_value" in element and number < Decimal(str(element["min_value"])):
        raise ValueError(f"{element['min_value']} 以上の値を入力してください。")
    if "max_value" in element and number > Decimal(str(element["max_value"])):
        raise ValueError(f"{element['max_value']} 以下の値を入力してください。")


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]


def _option(element: Json, chosen: Any, loaded: list[Json] | None) -> Json:
    """By value, or by the text a person reads."""
    initial = [element["initial_option"]] if element.get("initial_option") else element.get("initial_options", [])
    candidates: list[Json] = [*(loaded or []), *options_of(element), *initial]
    wanted = chosen.get("value") if isinstance(chosen, dict) else chosen
    for option in candidates:
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    raise NotThereError(f"no option {wanted!r}; there is {[option.get('value') for option in candidates]}")

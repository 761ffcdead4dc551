"""Block Kit's small parts: text, option and confirm objects, rich text, and the interactive elements with their limits.

Limits: docs.slack.dev/reference/block-kit (composition objects, block elements), 2026-11.
"""

import re
from typing import Any

from sandbox.slack.rules import (
    Check,
    anything,
    boolean,
    both,
    by_type,
    complain,
    exactly_one,
    integer,
    listing,
    matching,
    one_of,
    shape,
    string,
)

ID = string(255, 1)
URL = string(3000, 1)
TYPE = anything  # by_type has looked at it


def text(most: int, *kinds: str, least: int = 1) -> Check:
    """A text object of at least `least` and at most `most` characters."""
    length = string(most, least)
    known = {
        "plain_text": shape({"type": TYPE, "text": length}, {"emoji": boolean}),
        "mrkdwn": shape({"type": TYPE, "text": length}, {"verbatim": boolean}),
    }
    return by_type({kind: known[kind] for kind in kinds or tuple(known)}, "text type")


def plain(most: int) -> Check:
    return text(most, "plain_text")


CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def option(*kinds: str, url: bool = False) -> Check:
    optional = {"description": text(75, *kinds), **({"url": URL} if url else {})}
    return shape({"text": text(75, *kinds), "value": string(150, 1)}, optional)


PLAIN_OPTION = option("plain_text")
RICH_OPTION = option("plain_text", "mrkdwn")
OPTION_GROUP = shape({"label": plain(75), "options": listing(PLAIN_OPTION, 1, 100)})
DISPATCH = shape({}, {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
_DATE = matching(re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])").fullmatch, "a date YYYY-MM-DD")
_TIME = matching(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "a time HH:mm")
_NUMBER = matching(re.compile(r"-?\d+(\.\d+)?").fullmatch, "a number written as a string")

_BASE: dict[str, Check] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
_TYPED: dict[str, Check] = {
    "action_id": ID,
    "focus_on_load": boolean,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH,
}
_SELECT: dict[str, Check] = {**_BASE, "placeholder": plain(150)}
_MULTI: dict[str, Check] = {**_SELECT, "max_selected_items": integer(1)}


def _among_options(value: Any, path: str, found: list[str]) -> None:
    """Initial options must be offered, and values may not repeat."""
    offered = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        offered += group.get("options", []) if isinstance(group, dict) else []
    values = [row.get("value") for row in offered if isinstance(row, dict)]
    if len(values) != len(set(map(str, values))):
        complain(found, path, "option values must be unique")
    for initial in [value.get("initial_option"), *(value.get("initial_options") or [])]:
        if initial is not None and initial not in offered:
            complain(found, f"{path}/initial_option", "must be one of the options")


def _lengths(value: Any, path: str, found: list[str]) -> None:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if isinstance(least, int) and isinstance(most, int):
        if least > most:
            complain(found, path, "min_length must not be more than max_length")
        initial = value.get("initial_value")
        if isinstance(initial, str) and not (initial == "" or least <= len(initial) <= most):
            complain(found, f"{path}/initial_value", "must keep to min_length and max_length")


def _number_range(value: Any, path: str, found: list[str]) -> None:
    rows = {name: value[name] for name in ("min_value", "initial_value", "max_value") if name in value}
    try:
        numbers = [float(row) for row in rows.values()]
    except (TypeError, ValueError):
        return  # the fields' own checks have said so
    if numbers != sorted(numbers):
        complain(found, path, "min_value, initial_value and max_value must be in order")
    if value.get("is_decimal_allowed") is False and any("." in str(row) for row in rows.values()):
        complain(found, path, "decimals are not allowed")


_STATIC_OPTIONS: dict[str, Check] = {
    "options": listing(PLAIN_OPTION, 1, 100),
    "option_groups": listing(OPTION_GROUP, 1, 100),
}
_STATIC_RULES = both(exactly_one("options", "option_groups"), _among_options)
_IMAGE_SOURCE = shape({}, {"id": ID, "url": URL}, exactly_one("id", "url"))

IMAGE_ELEMENT = shape(
    {"type": TYPE, "alt_text": string(2000, 1)},
    {"image_url": URL, "slack_file": _IMAGE_SOURCE},
    exactly_one("image_url", "slack_file"),
)
ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"type": TYPE, "text": plain(75)},
        {
            "action_id": ID,
            "url": URL,
            "value": string(2000, 1),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75, 1),
        },
    ),
    "static_select": shape(
        {"type": TYPE}, {**_SELECT, **_STATIC_OPTIONS, "initial_option": PLAIN_OPTION}, _STATIC_RULES
    ),
    "multi_static_select": shape(
        {"type": TYPE}, {**_MULTI, **_STATIC_OPTIONS, "initial_options": listing(PLAIN_OPTION, 1, 100)}, _STATIC_RULES
    ),
    "external_select": shape(
        {"type": TYPE}, {**_SELECT, "initial_option": PLAIN_OPTION, "min_query_length": integer(0)}
    ),
    "multi_external_select": shape(
        {"type": TYPE}, {**_MULTI, "initial_options": listing(PLAIN_OPTION, 1, 100), "min_query_length": integer(0)}
    ),
    "users_select": shape({"type": TYPE}, {**_SELECT, "initial_user": ID}),
    "multi_users_select": shape({"type": TYPE}, {**_MULTI, "initial_users": listing(ID)}),
    "channels_select": shape({"type": TYPE}, {**_SELECT, "initial_channel": ID, "response_url_enabled": boolean}),
    "multi_channels_select": shape({"type": TYPE}, {**_MULTI, "initial_channels": listing(ID)}),
    "conversations_select": shape(
        {"type": TYPE},
        {
            **_SELECT,
            "initial_conversation": ID,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": anything,
        },
    ),
    "multi_conversations_select": shape(
        {"type": TYPE},
        {
            **_MULTI,
            "initial_conversations": listing(ID),
            "default_to_current_conversation": boolean,
            "filter": anything,
        },
    ),
    "overflow": shape(
        {"type": TYPE, "options": listing(option("plain_text", url=True), 1, 5)},
        {"action_id": ID, "confirm": CONFIRM},
        _among_options,
    ),
    "datepicker": shape({"type": TYPE}, {**_SELECT, "initial_date": _DATE}),
    "timepicker": shape({"type": TYPE}, {**_SELECT, "initial_time": _TIME, "timezone": string(100, 1)}),
    "datetimepicker": shape({"type": TYPE}, {**_BASE, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": shape(
        {"type": TYPE},
        {
            **_TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths,
    ),
    "number_input": shape(
        {"type": TYPE, "is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        _number_range,
    ),
    "email_text_input": shape({"type": TYPE}, {**_TYPED, "initial_value": string()}),
    "url_text_input": shape({"type": TYPE}, {**_TYPED, "initial_value": string()}),
    "radio_buttons": shape(
        {"type": TYPE, "options": listing(RICH_OPTION, 1, 10)}, {**_BASE, "initial_option": RICH_OPTION}, _among_options
    ),
    "checkboxes": shape(
        {"type": TYPE, "options": listing(RICH_OPTION, 1, 10)},
        {**_BASE, "initial_options": listing(RICH_OPTION, 1, 10)},
        _among_options,
    ),
    "file_input": shape(
        {"type": TYPE}, {"action_id": ID, "filetypes": listing(string(20, 1), 1), "max_files": integer(1, 10)}
    ),
    "image": IMAGE_ELEMENT,
}

_STYLE = shape(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    ),
)
_INLINE: dict[str, Check] = {
    "text": shape({"type": TYPE, "text": string(None, 1)}, {"style": _STYLE}),
    "link": shape({"type": TYPE, "url": URL}, {"text": string(), "unsafe": boolean, "style": _STYLE}),
    "emoji": shape({"type": TYPE, "name": string(None, 1)}, {"unicode": string(), "url": URL, "style": _STYLE}),
    "user": shape({"type": TYPE, "user_id": ID}, {"style": _STYLE}),
    "channel": shape({"type": TYPE, "channel_id": ID}, {"style": _STYLE}),
    "usergroup": shape({"type": TYPE, "usergroup_id": ID}, {"style": _STYLE}),
    "team": shape({"type": TYPE, "team_id": ID}, {"style": _STYLE}),
    "broadcast": shape({"type": TYPE, "range": one_of("here", "channel", "everyone")}, {"style": _STYLE}),
    "color": shape({"type": TYPE, "value": string(20, 1)}, {"style": _STYLE}),
    "date": shape(
        {"type": TYPE, "timestamp": integer(0), "format": string(None, 1)},
        {"url": URL, "fallback": string(), "style": _STYLE},
    ),
}
_INLINES = listing(by_type(_INLINE, "rich text element"))
_SECTION = shape({"type": TYPE, "elements": _INLINES})
_RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": shape(
        {
            "type": TYPE,
            "style": one_of("bullet", "ordered"),
            "elements": listing(by_type({"rich_text_section": _SECTION}, "list item"), 1),
        },
        {"indent": integer(0, 8), "offset": integer(0), "border": one_of(0, 1)},
    ),
    "rich_text_preformatted": shape(
        {
            "type": TYPE,
            "elements": listing(by_type({k: _INLINE[k] for k in ("text", "link")}, "rich text element"), 1),
        },
        {"border": one_of(0, 1)},
    ),
    "rich_text_quote": shape({"type": TYPE, "elements": _INLINES}, {"border": one_of(0, 1)}),
}
RICH_TEXT = shape(
    {"type": TYPE, "elements": listing(by_type(_RICH, "rich text element"), 1)}, {"block_id": string(255)}
)
ELEMENTS["rich_text_input"] = shape(
    {"type": TYPE}, {**_TYPED, "initial_value": by_type({"rich_text": RICH_TEXT}, "block")}
)

"""One full example of every block, element and view that the stand-in knows."""

from typing import Any

Json = dict[str, Any]


def plain(words: str = "言葉") -> Json:
    return {"type": "plain_text", "text": words, "emoji": True}


def mrkdwn(words: str = "*言葉*") -> Json:
    return {"type": "mrkdwn", "text": words, "verbatim": False}


def option(value: str = "a") -> Json:
    return {"text": plain(), "value": value, "description": plain()}


OPTIONS = [option("a"), option("b")]
CONFIRM: Json = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), "style": "danger"}
BUTTON: Json = {
    "type": "button",
    "text": plain(),
    "action_id": "x",
    "value": "v",
    "style": "primary",
    "confirm": CONFIRM,
    "url": "https://example.com",
    "accessibility_label": "作成",
}
ACTIONS: dict[str, Json] = {
    "button": BUTTON,
    "static_select": {
        "type": "static_select",
        "action_id": "x",
        "options": OPTIONS,
        "initial_option": OPTIONS[0],
        "placeholder": plain(),
        "confirm": CONFIRM,
        "focus_on_load": False,
    },
    "grouped_select": {
        "type": "static_select",
        "action_id": "x",
        "option_groups": [{"label": plain(), "options": OPTIONS}],
    },
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "x",
        "options": OPTIONS,
        "initial_options": OPTIONS[:1],
        "max_selected_items": 2,
        "placeholder": plain(),
    },
    "external_select": {
        "type": "external_select",
        "action_id": "x",
        "min_query_length": 2,
        "initial_option": OPTIONS[0],
        "placeholder": plain(),
    },
    "multi_external_select": {"type": "multi_external_select", "action_id": "x", "initial_options": OPTIONS[:1]},
    "users_select": {"type": "users_select", "action_id": "x", "initial_user": "U1", "placeholder": plain()},
    "multi_users_select": {"type": "multi_users_select", "action_id": "x", "initial_users": ["U1"]},
    "channels_select": {"type": "channels_select", "action_id": "x", "initial_channel": "C1"},
    "multi_channels_select": {"type": "multi_channels_select", "action_id": "x", "initial_channels": ["C1"]},
    "conversations_select": {"type": "conversations_select", "action_id": "x", "initial_conversation": "C1"},
    "overflow": {"type": "overflow", "action_id": "x", "options": OPTIONS, "confirm": CONFIRM},
    "datepicker": {"type": "datepicker", "action_id": "x", "initial_date": "2026-04-01", "placeholder": plain()},
    "timepicker": {"type": "timepicker", "action_id": "x", "initial_time": "09:00"},
    "datetimepicker": {"type": "datetimepicker", "action_id": "x", "initial_date_time": 1_775_000_000},
    "radio_buttons": {"type": "radio_buttons", "action_id": "x", "options": OPTIONS, "initial_option": OPTIONS[0]},
    "checkboxes": {"type": "checkboxes", "action_id": "x", "options": OPTIONS, "initial_options": OPTIONS[:1]},
}
INPUTS: dict[str, Json] = {
    **{kind: value for kind, value in ACTIONS.items() if kind not in ("button", "overflow")},
    "plain_text_input": {
        "type": "plain_text_input",
        "action_id": "x",
        "initial_value": "値",
        "multiline": True,
        "min_length": 1,
        "max_length": 100,
        "placeholder": plain(),
        "focus_on_load": True,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "number_input": {
        "type": "number_input",
        "action_id": "x",
        "is_decimal_allowed": True,
        "min_value": "1",
        "initial_value": "1.5",
        "max_value": "9",
    },
    "email_text_input": {"type": "email_text_input", "action_id": "x", "initial_value": "a@example.com"},
    "url_text_input": {"type": "url_text_input", "action_id": "x", "initial_value": "https://example.com"},
}
RICH_TEXT: Json = {
    "type": "rich_text",
    "block_id": "b",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "太字", "style": {"bold": True}},
                {"type": "link", "url": "https://example.com", "text": "ここ"},
                {"type": "emoji", "name": "tada"},
                {"type": "user", "user_id": "U1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "date", "timestamp": 1_775_000_000, "format": "{date}", "fallback": "4月1日"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 0,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "一"}]}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}], "border": 0},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "引用"}]},
    ],
}
BLOCKS: dict[str, Json] = {
    "section": {
        "type": "section",
        "block_id": "b",
        "text": mrkdwn(),
        "fields": [mrkdwn(), plain()],
        "accessory": BUTTON,
    },
    "section_image": {
        "type": "section",
        "text": plain(),
        "accessory": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "図"},
    },
    "header": {"type": "header", "block_id": "b", "text": plain()},
    "context": {
        "type": "context",
        "elements": [mrkdwn(), plain(), {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "図"}],
    },
    "divider": {"type": "divider", "block_id": "b"},
    "image": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "図", "title": plain()},
    "rich_text": RICH_TEXT,
    "markdown": {"type": "markdown", "text": "# 題\n- 一"},
    "table": {
        "type": "table",
        "block_id": "b",
        "rows": [
            [{"type": "raw_text", "text": "取引先"}, {"type": "raw_text", "text": "金額"}],
            [{"type": "rich_text", "elements": RICH_TEXT["elements"][:1]}, {"type": "raw_text", "text": "1,000"}],
        ],
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    },
    **{f"actions_{kind}": {"type": "actions", "block_id": "b", "elements": [one]} for kind, one in ACTIONS.items()},
    **{
        f"input_{kind}": {
            "type": "input",
            "block_id": "b",
            "label": plain(),
            "hint": plain(),
            "optional": True,
            "dispatch_action": False,
            "element": one,
        }
        for kind, one in INPUTS.items()
    },
}
MODAL: Json = {
    "type": "modal",
    "title": plain(),
    "submit": plain(),
    "close": plain(),
    "callback_id": "c",
    "private_metadata": "m",
    "external_id": "e",
    "clear_on_close": False,
    "notify_on_close": True,
    "blocks": [BLOCKS["section"], BLOCKS["input_number_input"] | {"block_id": "c"}],
}
HOME: Json = {"type": "home", "callback_id": "c", "private_metadata": "m", "blocks": [BLOCKS["section"]]}

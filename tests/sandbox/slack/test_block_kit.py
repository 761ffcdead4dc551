"""The stand-in refuses what Slack refuses: planted errors, and everything Slack's own published types refuse."""

import copy
import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.slack.block_kit import check_blocks, check_view
from sandbox.slack.posting import fill_ids
from tests.sandbox.slack.block_samples import BLOCKS, BUTTON, HOME, MODAL, OPTIONS, Json, mrkdwn, plain
from tests.sandbox.slack.conftest import Scene

REPOSITORY = Path(__file__).parents[3]


def surface_of(name: str) -> str:
    return "modal" if name.startswith("input") else "message"


@pytest.mark.parametrize("name", BLOCKS)
def test_a_full_example_of_every_kind_is_taken(name: str) -> None:
    assert check_blocks([BLOCKS[name]], surface_of(name)) == []


def test_full_views_are_taken() -> None:
    assert check_view(MODAL) == []
    assert check_view(HOME) == []


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


BROKEN: dict[str, list[Json]] = {
    "51 blocks": [section()] * 51,
    "unknown property": [section(colour="red")],
    "unknown property of a button": [actions({**BUTTON, "disabled": True})],
    "unknown block": [{"type": "accordion"}],
    "section of nothing": [{"type": "section"}],
    "empty text": [{"type": "section", "text": mrkdwn("")}],
    "text too long": [{"type": "section", "text": mrkdwn("あ" * 3001)}],
    "field too long": [{"type": "section", "fields": [mrkdwn("あ" * 2001)]}],
    "11 fields": [{"type": "section", "fields": [mrkdwn()] * 11}],
    "mrkdwn header": [{"type": "header", "text": mrkdwn()}],
    "header too long": [{"type": "header", "text": plain("あ" * 151)}],
    "11 context elements": [{"type": "context", "elements": [mrkdwn()] * 11}],
    "button in a context": [{"type": "context", "elements": [BUTTON]}],
    "no actions": [actions()],
    "26 actions": [actions(*({**BUTTON, "action_id": f"a{n}"} for n in range(26)))],
    "button text too long": [actions({**BUTTON, "text": plain("あ" * 76)})],
    "button value too long": [actions({**BUTTON, "value": "v" * 2001})],
    "mrkdwn button": [actions({**BUTTON, "text": mrkdwn()})],
    "unknown style": [actions({**BUTTON, "style": "warning"})],
    "block_id twice": [section(block_id="b"), section(block_id="b")],
    "action_id twice in a block": [actions(BUTTON, BUTTON)],
    "block_id too long": [section(block_id="b" * 256)],
    "confirm without deny": [actions({**BUTTON, "confirm": {"title": plain(), "text": plain(), "confirm": plain()}})],
    "confirm text too long": [actions({**BUTTON, "confirm": {**BUTTON["confirm"], "text": plain("あ" * 301)}})],
    "select of nothing": [actions({"type": "static_select", "action_id": "x"})],
    "select of 101": [
        actions({"type": "static_select", "options": [{"text": plain(), "value": f"{n}"} for n in range(101)]})
    ],
    "select with options and groups": [
        actions(
            {
                "type": "static_select",
                "options": OPTIONS,
                "option_groups": [{"label": plain(), "options": OPTIONS}],
            }
        )
    ],
    "option value too long": [actions({"type": "static_select", "options": [{"text": plain(), "value": "v" * 151}]})],
    "option text too long": [actions({"type": "static_select", "options": [{"text": plain("あ" * 76), "value": "v"}]})],
    "initial option not offered": [
        actions(
            {"type": "static_select", "options": OPTIONS, "initial_option": {"text": plain(), "value": "elsewhere"}}
        )
    ],
    "overflow of six": [
        actions({"type": "overflow", "options": [{"text": plain(), "value": f"{n}"} for n in range(6)]})
    ],
    "11 radio buttons": [
        actions({"type": "radio_buttons", "options": [{"text": plain(), "value": f"{n}"} for n in range(11)]})
    ],
    "text input among actions": [actions({"type": "plain_text_input", "action_id": "x"})],
    "date of another shape": [actions({"type": "datepicker", "initial_date": "2026/04/01"})],
    "image without alt_text": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "number_input without is_decimal_allowed": [
        {"type": "input", "label": plain(), "element": {"type": "number_input", "action_id": "x"}}
    ],
    "input without label": [{"type": "input", "element": {"type": "plain_text_input"}}],
    "max_length over 3000": [
        {"type": "input", "label": plain(), "element": {"type": "plain_text_input", "max_length": 3001}}
    ],
    "two tables": [BLOCKS["table"], {**BLOCKS["table"], "block_id": "c"}],
    "table of 101 rows": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
    "table of 21 columns": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
    "empty cell": [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}],
    "markdown over 12,000": [{"type": "markdown", "text": "あ" * 6_001}, {"type": "markdown", "text": "い" * 6_000}],
    "unknown rich text": [{"type": "rich_text", "elements": [{"type": "rich_text_poem", "elements": []}]}],
}
BROKEN_VIEWS: dict[str, Json] = {
    "no blocks": {**HOME, "blocks": []},
    "101 blocks": {**HOME, "blocks": [section()] * 101},
    "title too long": {**MODAL, "title": plain("あ" * 25)},
    "mrkdwn title": {**MODAL, "title": mrkdwn()},
    "no title": {key: value for key, value in MODAL.items() if key != "title"},
    "submit too long": {**MODAL, "submit": plain("あ" * 25)},
    "inputs without submit": {key: value for key, value in MODAL.items() if key != "submit"},
    "private_metadata too long": {**MODAL, "private_metadata": "m" * 3001},
    "table in a modal": {**MODAL, "blocks": [BLOCKS["table"]]},
    "title of a home": {**HOME, "title": plain()},
    "unknown type": {**HOME, "type": "sheet"},
    "unknown property": {**MODAL, "size": "wide"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_planted_error_is_refused(name: str) -> None:
    assert check_blocks(BROKEN[name])


@pytest.mark.parametrize("name", BROKEN_VIEWS)
def test_a_planted_error_in_a_view_is_refused(name: str) -> None:
    assert check_view(BROKEN_VIEWS[name])


async def test_the_api_says_where_the_error_is(scene: Scene) -> None:
    with pytest.raises(SlackApiError) as refused:
        await scene.client.chat_postMessage(channel=scene.orders, text="x", blocks=BROKEN["unknown property"])
    assert refused.value.response["error"] == "invalid_blocks"
    hint = refused.value.response["response_metadata"]["messages"][0]
    assert hint == "[ERROR] invalid additional property: colour [json-pointer:/blocks/0]"
    long = [section(block_id=f"b{n}", text=mrkdwn("あ" * 2900)) for n in range(5)]
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        await scene.client.chat_postMessage(channel=scene.orders, text="x", blocks=long)


# -- against Slack's own published types


def _contract() -> ModuleType:
    root = Path(os.environ.get("SEIKYU_SPECS", REPOSITORY.parent / "shared" / "specs"))
    script = root.parent / "tools" / "slack_contract.py"
    if not script.exists():
        pytest.skip("Slack's published types are not here: set SEIKYU_SPECS to compare with them")
    spec = importlib.util.spec_from_file_location("slack_contract", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def contract() -> ModuleType:
    return _contract()


def test_what_the_contract_takes_is_taken_and_refused_is_refused(contract: ModuleType) -> None:
    refused = {name for name, blocks in BROKEN.items() if contract.check_blocks(copy.deepcopy(blocks))}
    assert len(refused) > 30  # the comparison means something
    for name, block in BLOCKS.items():
        assert contract.check_blocks([copy.deepcopy(block)], surface_of(name)) == [], name
    assert not contract.check_view(copy.deepcopy(MODAL))
    assert not contract.check_view(copy.deepcopy(HOME))


def mutations(value: Any) -> Iterator[Any]:
    """Copies of a structure, each with one thing broken, at every depth."""
    if isinstance(value, dict):
        yield {**value, "zz_unknown": 1}
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
        for key, child in value.items():
            for broken in mutations(child):
                yield {**value, key: broken}
    elif isinstance(value, list):
        yield []
        yield value * 60
        for index, child in enumerate(value):
            for broken in mutations(child):
                yield [*value[:index], broken, *value[index + 1 :]]
    elif isinstance(value, str):
        yield from (7, "あ" * 80, "あ" * 160, "あ" * 2100, "あ" * 3100)
    elif isinstance(value, bool):
        yield "true"
    else:
        yield "x"


@pytest.mark.slow
def test_whatever_the_contract_refuses_the_stand_in_refuses(contract: ModuleType) -> None:
    softer: list[str] = []
    compared = 0
    judge: Callable[..., list[str]] = contract.check_blocks
    for name in ["section", "header", "context", "image", "table", "rich_text", "input_plain_text_input"]:
        softer += (row for row in _softer(judge, name))
        compared += 1
    for kind in ("button", "static_select", "overflow", "datepicker", "checkboxes", "external_select"):
        softer += (row for row in _softer(judge, f"actions_{kind}"))
        compared += 1
    assert compared == 13
    assert softer == []


def _softer(judge: Callable[..., list[str]], name: str) -> Iterator[str]:
    surface = surface_of(name)
    for broken in mutations(BLOCKS[name]):
        if check_blocks([broken], surface):
            continue
        why = judge([copy.deepcopy(broken)], surface)
        if why:
            yield f"{name}: {why[0]}"


def test_the_ids_given_to_what_has_none_are_never_twice_in_one_message() -> None:
    for _ in range(1_000):
        blocks: list[Json] = [{"type": "divider"} for _ in range(50)]
        fill_ids(blocks)
        assert len({block["block_id"] for block in blocks}) == 50

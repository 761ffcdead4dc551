"""The quick look in front of the published checker lets nothing through that the checker would refuse."""

from typing import Any

import pytest

from tests.contract.slack_contract import contract_file, load, quickened

GOOD: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "受注"}}
BUTTON: dict[str, Any] = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "作成"}}
BROKEN: list[dict[str, Any]] = [
    {"type": "no such block"},
    {**GOOD, "text": {"type": "mrkdwn"}},
    {**GOOD, "text": {"type": "mrkdwn", "text": 1}},
    {**GOOD, "colour": "red"},
    {"type": "actions", "elements": [{**BUTTON, "style": "loud"}]},
    {"type": "actions", "elements": [{**BUTTON, "text": GOOD["text"]}]},
    {"type": "actions", "elements": BUTTON},
    {"type": "table", "rows": [[{"type": "raw_text"}]]},
]


@pytest.mark.parametrize("block", BROKEN)
def test_what_the_checker_refuses_is_told_in_its_own_words(block: dict[str, Any]) -> None:
    place = contract_file()
    if place is None:
        pytest.skip("the published types are not here: set SEIKYU_CONTRACT to the checker")
    plain, quick = load(place), quickened(load(place))
    message = {"channel": "C1", "text": "受注", "blocks": [GOOD, block]}
    told = plain.check_call("chat.postMessage", message)
    assert told
    assert quick.check_call("chat.postMessage", message) == told
    assert quick.check_call("chat.postMessage", {**message, "blocks": [GOOD]}) == []

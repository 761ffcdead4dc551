"""Holds what the bot sends to Slack against Slack's published types and limits.

The checker is not part of this repository: SEIKYU_CONTRACT names a Python file with `check_call(method, arguments)`,
`check_blocks(blocks, surface)` and `check_view(view)`, each returning a list of violations. Without it nothing is held.
"""

import importlib.util
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from jsonschema_rs import Draft7Validator

# What tells one test's content from another's without changing its shape: the same length in, the same length out.
ULID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
PORT = re.compile(r"127\.0\.0\.1:\d{4,5}")
STAMP = re.compile(r"\b\d{10}\.\d{6}\b|\b[0-9a-f]{64}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b\d{16}\.[0-9a-f.]{40,}")
MODELLED = (
    "chat.postMessage",
    "chat.update",
    "chat.postEphemeral",
    "chat.scheduleMessage",
    "views.open",
    "views.update",
    "views.publish",
    "reactions.add",
)
OPTION_CHARS = 75
MAX_OPTIONS = 100


def contract_file() -> Path | None:
    """Return where the checker is, or None."""
    places = [Path(text) for text in (os.environ.get("SEIKYU_CONTRACT"),) if text]
    places.append(Path(__file__).parents[2] / "../shared/tools/slack_contract.py")
    return next((place for place in places if place.is_file()), None)


@cache
def shared_slack_contract() -> "SlackContract | None":
    """Return the one checker of this test run (its counts add up over all tests), or None without the file."""
    place = contract_file()
    if place is None:
        return None
    return SlackContract(quickened(load(place)))


def load(place: Path) -> ModuleType:
    """Return the checker's module, a new one each time."""
    spec = importlib.util.spec_from_file_location("published_slack_contract", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quickened(tool: ModuleType) -> ModuleType:
    """Let a compiled validator see first whether a value fits its schema; what does not fit the checker tells itself.

    The checker builds its validators anew for every block it looks at: nearly half of the suite's time.
    """
    slow_schema, slow_violations = tool._schema, tool._violations
    compiled: dict[tuple[int, str], tuple[Any, Any]] = {}

    def schema(root: dict[str, Any], name: str) -> tuple[Any, Any]:
        key = (id(root), name)
        if key not in compiled:
            compiled[key] = Draft7Validator({**root, "$ref": f"#/definitions/{name}"}), slow_schema(root, name)
        return compiled[key]

    def violations(schema: Any, value: Any) -> list[str]:
        quick, thorough = schema if isinstance(schema, tuple) else (None, schema)
        return [] if quick and quick.is_valid(value) else list(slow_violations(thorough, value))

    tool._schema, tool._violations = schema, violations
    return tool


class SlackContract:
    """Checks and counts. The same content, but for ids and ports, is looked at once."""

    def __init__(self, tool: ModuleType) -> None:
        self._tool = tool
        self._known: dict[str, list[str]] = {}
        self.checked: Counter[str] = Counter()
        self.unchecked: Counter[str] = Counter()
        """Calls of methods for which the published types hold nothing to check."""

    def check_calls(self, calls: Iterable[Any]) -> list[str]:
        """Return what is wrong in Web API calls (`method`, `arguments`)."""
        wrong = []
        for call in calls:
            arguments = {name: value for name, value in call.arguments.items() if value is not None}
            if call.method not in MODELLED:
                self.unchecked[call.method] += 1
            else:
                self.checked[call.method] += 1
                wrong += self._told(call.method, self._check("call", call.method, arguments))
        return wrong

    def check_responses(self, responses: Iterable[Any]) -> list[str]:
        """Return what is wrong in bodies of acks and of POSTs to a response_url (`kind`, `source`, `body`)."""
        wrong = []
        for response in responses:
            where = f"{response.kind} of {response.source}"
            self.checked[where] += 1
            wrong += self._told(where, self._body(response))
        return wrong

    def _body(self, response: Any) -> list[str]:
        body = response.body
        if response.source == "block_suggestion":
            return _options(body)
        if "response_action" in body:
            return self._check("view", "", body["view"]) if "view" in body else _errors(body)
        if not body or body.get("delete_original"):
            return []
        known = {"text", "blocks", "response_type", "replace_original", "thread_ts"}
        extra = [f"unknown field {name}" for name in sorted(set(body) - known)]
        types = [
            f"{name} is not a boolean" for name in ("replace_original",) if not isinstance(body.get(name, False), bool)
        ]
        if body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
            types.append(f"response_type {body['response_type']}")
        message = {"channel": "C0000000000", **{name: body[name] for name in ("text", "blocks") if name in body}}
        return extra + types + self._check("call", "chat.postMessage", message)

    def _check(self, kind: str, method: str, content: Any) -> list[str]:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        key = f"{kind} {method} {_plain(text)}"
        if key not in self._known:
            found = self._tool.check_view(content) if kind == "view" else self._tool.check_call(method, content)
            self._known[key] = list(found)
        return self._known[key]

    @staticmethod
    def _told(where: str, found: list[str]) -> list[str]:
        return [f"{where}: {text}" for text in found]


def _plain(text: str) -> str:
    for pattern in (ULID, PORT, STAMP):
        text = pattern.sub(lambda found: "#" * len(found[0]), text)
    return text


def _options(body: dict[str, Any]) -> list[str]:
    options = body.get("options")
    if not isinstance(options, list) or set(body) != {"options"}:
        return ["block_suggestion is answered with options"]
    wrong = [] if len(options) <= MAX_OPTIONS else [f"{len(options)} options"]
    for option in options:
        text = option.get("text", {})
        if set(option) - {"text", "value", "description"} or text.get("type") != "plain_text":
            wrong.append(f"not an option: {option}")
        elif not 0 < len(text["text"]) <= OPTION_CHARS or not 0 < len(option["value"]) <= 2 * OPTION_CHARS:
            wrong.append(f"too long or empty: {option}")
    return wrong


def _errors(body: dict[str, Any]) -> list[str]:
    action = body["response_action"]
    if action == "clear":
        return []
    errors = body.get("errors")
    if action != "errors" or not isinstance(errors, dict) or not errors:
        return [f"response_action {action} needs a view or errors"]
    return [f"{name}: an error is a text" for name, text in errors.items() if not isinstance(text, str) or not text]

"""A press of a button, typed."""

import json
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]

BIGGEST = 2**62  # what both stores take as a key


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed what, where, and what the button carried."""

    team_id: str
    user: str
    external: bool  # from another workspace (Slack Connect)
    channel: str
    thread_ts: str | None  # where the button's message stands in a thread
    action_id: str
    action_ts: str
    value: dict[str, Any]
    response_url: str | None
    trigger_id: str

    @property
    def key(self) -> str:
        """Return what names this one press: Slack delivering it again brings the same."""
        return f"{self.user}:{self.action_id}:{self.action_ts}"

    @property
    def deal_id(self) -> str:
        """Return the deal the button was drawn for."""
        return self.text("d")

    @property
    def version(self) -> int:
        """Return the deal's version the button was drawn for."""
        return self.number("v")

    def text(self, key: str) -> str:
        """Return a text the button carried, empty where there is none."""
        return str(self.value.get(key, ""))

    def number(self, key: str) -> int:
        """Return a number the button carried; 0, which fits nothing, where it is none of ours."""
        found = self.value.get(key)
        return found if isinstance(found, int) and abs(found) < BIGGEST else 0


def press_of(body: Body) -> Press:
    """Return the press in a block_actions payload."""
    action = body["actions"][0]
    team_id = str((body.get("team") or {}).get("id", ""))
    user = body["user"]
    return Press(
        team_id=team_id,
        user=str(user["id"]),
        external=str(user.get("team_id") or team_id) != team_id,
        channel=str((body.get("channel") or body.get("container") or {}).get("id", "")),
        thread_ts=(body.get("container") or {}).get("thread_ts") or (body.get("message") or {}).get("thread_ts"),
        action_id=str(action["action_id"]),
        action_ts=str(action.get("action_ts", "")),
        value=_value(action.get("value") or (action.get("selected_option") or {}).get("value")),
        response_url=body.get("response_url"),
        trigger_id=str(body.get("trigger_id", "")),
    )


def _value(text: object) -> dict[str, Any]:
    if not isinstance(text, str):
        return {}
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}

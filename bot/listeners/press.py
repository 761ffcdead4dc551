"""A press of a button, typed; and the answer only the person who pressed sees."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.blocks.parts import section
from bot.services import Message, Services
from bot.usecases.approve_deal import Answer
from bot.usecases.know_reader import texts_for
from bot.usecases.post_message import enqueue_tell

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
    def deal_id(self) -> str:
        """Return the deal the button was drawn for."""
        return str(self.value.get("d", ""))

    @property
    def version(self) -> int:
        """Return the deal's version the button was drawn for."""
        return self.number("v")

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


def tell(session: Session, services: Services, press: Press, answer: Answer, *, now: datetime) -> None:
    """Ask for the answer to be told to the person who pressed, if there is one."""
    if answer.key is None:
        return
    words = texts_for(session, services, press.user)(answer.key, **answer.values)
    enqueue_tell(
        session,
        key=f"{press.user}:{press.action_id}:{press.action_ts}",
        channel=press.channel,
        user=press.user,
        message=Message(words, [section(words)]),
        now=now,
        # A private answer by response_url appears in the channel, out of sight of somebody who reads the thread.
        response_url=None if press.thread_ts else press.response_url,
        thread_ts=press.thread_ts,
    )


def _value(text: object) -> dict[str, Any]:
    if not isinstance(text, str):
        return {}
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}

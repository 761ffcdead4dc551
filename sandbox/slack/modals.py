"""Views: the stack of modals on a person's screen, and their App Home.

Rules: docs.slack.dev/surfaces/modals and the errors listed for views.open, views.push, views.update, views.publish.
"""

import uuid
from typing import Literal

from sandbox.slack import block_kit, inputs, posting
from sandbox.slack.core import ApiError, Core
from sandbox.slack.state import Json, Trigger, View, secret_hex

VIEW_BYTES = 250_000


def new_trigger(core: Core, user: str, *, view_id: str | None = None, channel: str = "") -> str:
    """A trigger_id: good for one view within three seconds of what the person did."""
    trigger_id = f"{core.state.new_ts().replace('.', '')}.{secret_hex(10)}.{secret_hex(32)}"
    expires = core.clock.timestamp() + core.settings.trigger_seconds
    core.state.triggers[trigger_id] = Trigger(trigger_id, user, expires, view_id, channel)
    return trigger_id


def _usable(core: Core, trigger_id: str) -> Trigger:
    """The trigger, if it is still good; the caller marks it exchanged once the view stands."""
    trigger = core.state.triggers.get(trigger_id)
    if trigger is None:
        raise ApiError("invalid_trigger_id")
    if trigger.exchanged:
        raise ApiError("exchanged_trigger_id")
    if core.clock.timestamp() > trigger.expires:
        raise ApiError("expired_trigger_id")
    return trigger


def open_view(core: Core, trigger_id: str, body: Json) -> View:
    """views.open: a new stack with one modal."""
    check(core, body, "modal")
    trigger = _usable(core, trigger_id)
    row = _new(core, trigger.user, body)
    trigger.exchanged = True
    row.channel = trigger.channel
    close_all(core, trigger.user)
    core.state.stacks[trigger.user] = [row.id]
    core.state.changed()
    return row


def push_view(core: Core, trigger_id: str, body: Json) -> View:
    """views.push: one more modal on top of the one the trigger came from."""
    check(core, body, "modal")
    trigger = _usable(core, trigger_id)
    if trigger.view_id is None or trigger.view_id not in core.state.stacks.get(trigger.user, []):
        raise ApiError("not_found")
    row = push_on(core, trigger.user, body)
    trigger.exchanged = True
    return row


def push_on(core: Core, user: str, body: Json) -> View:
    stack = core.state.stacks.setdefault(user, [])
    if len(stack) >= core.settings.view_stack:
        raise ApiError("push_limit_reached")
    row = _new(core, user, body)
    if stack:
        row.root_view_id, row.previous_view_id = stack[0], stack[-1]
        row.channel = core.state.views[stack[-1]].channel
    stack.append(row.id)
    core.state.changed()
    return row


def update_view(core: Core, row: View, body: Json, view_hash: str | None = None) -> View:
    """views.update, and response_action "update": the same view id, a new hash, what was typed kept where ids stay."""
    check(core, body, row.type)
    if view_hash is not None and view_hash != row.hash:
        raise ApiError("hash_conflict")
    posting.fill_ids(body["blocks"])
    row.body, row.hash = body, _hash(core)
    row.values = inputs.merged(body["blocks"], row.values)
    row.external_id = body.get("external_id", row.external_id)
    row.errors, row.problem = {}, None
    core.state.changed()
    return row


def publish_home(core: Core, user: str, body: Json, view_hash: str | None = None) -> View:
    """views.publish: a person's App Home."""
    core.state.user(user)
    check(core, body, "home")
    known = core.state.homes.get(user)
    if known is not None:
        return update_view(core, core.state.views[known], body, view_hash)
    row = _new(core, user, body, "home")
    core.state.homes[user] = row.id
    core.state.changed()
    return row


def find(core: Core, view_id: str | None, external_id: str | None) -> View:
    rows = core.state.views.values()
    row = next((r for r in rows if r.id == view_id or (external_id and r.external_id == external_id)), None)
    if row is None:
        raise ApiError("not_found")
    return row


def pop(core: Core, row: View) -> None:
    """Close one modal; the one below shows again."""
    stack = core.state.stacks.get(row.user, [])
    if row.id in stack:
        for gone in stack[stack.index(row.id) :]:
            core.state.views.pop(gone, None)
        del stack[stack.index(row.id) :]
    core.state.changed()


def close_all(core: Core, user: str) -> list[View]:
    """Close the whole stack; returns what was open, bottom first."""
    gone = [core.state.views.pop(view_id) for view_id in core.state.stacks.pop(user, [])]
    core.state.changed()
    return gone


def check(core: Core, body: Json, wanted: str) -> None:
    """Refuse what Slack would refuse."""
    if not isinstance(body, dict) or body.get("type") != wanted:
        raise ApiError("invalid_arguments", [f"[ERROR] must be a {wanted} [json-pointer:/view/type]"])
    if block_kit.view_bytes(body) > VIEW_BYTES:
        raise ApiError("view_too_large")
    found = block_kit.check_view(body)
    if found:
        raise ApiError("invalid_arguments", found)


def _new(core: Core, user: str, body: Json, kind: Literal["modal", "home"] = "modal") -> View:
    external_id = body.get("external_id", "")
    if external_id and any(row.external_id == external_id for row in core.state.views.values()):
        raise ApiError("duplicate_external_id")
    posting.fill_ids(body["blocks"])
    row = View(core.state.new_id("V"), kind, user, body, _hash(core), external_id=external_id)
    row.root_view_id = row.id
    row.values = inputs.initial_values(body["blocks"])
    core.state.views[row.id] = row
    return row


def _hash(core: Core) -> str:
    return f"{int(core.clock.timestamp())}.{uuid.uuid4().hex[:8]}"

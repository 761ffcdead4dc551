"""views.*: modals and App Home."""

from typing import Any

from sandbox.slack import modals, shapes
from sandbox.slack.core import ApiError
from sandbox.slack.state import Json, View
from sandbox.slack.web_api.call import Call, Method, Table


async def open_view(call: Call) -> Json:
    return _answer(call, modals.open_view(call.core, call.text("trigger_id", required=True), _view(call)))


async def push(call: Call) -> Json:
    return _answer(call, modals.push_view(call.core, call.text("trigger_id", required=True), _view(call)))


async def update(call: Call) -> Json:
    row = modals.find(call.core, call.text("view_id") or None, call.text("external_id") or None)
    return _answer(call, modals.update_view(call.core, row, _view(call), call.text("hash") or None))


async def publish(call: Call) -> Json:
    user = call.user("user_id")
    return _answer(call, modals.publish_home(call.core, user.id, _view(call), call.text("hash") or None))


def _view(call: Call) -> Any:
    view = call.structure("view")
    if not isinstance(view, dict):
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: view"])
    return view


def _answer(call: Call, row: View) -> Json:
    return {"view": shapes.view(row, call.core.settings)}


METHODS: Table = {
    "views.open": Method(open_view, 4),
    "views.push": Method(push, 4),
    "views.update": Method(update, 4),
    "views.publish": Method(publish, 4),
}

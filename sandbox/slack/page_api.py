"""What the page asks for: everything one person sees, as JSON, and their acts."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.slack import inputs, shapes
from sandbox.slack.emoji import EMOJI
from sandbox.slack.state import Channel, Delivery, Json, Message, NotThereError, View
from sandbox.slack.workspace import SlackWorkspace

PAGE = Path(__file__).parent / "page"
_SHOWN = 300
"""Messages per channel that the page gets."""


def routes(slack: SlackWorkspace) -> list[BaseRoute]:
    async def state(request: Request) -> Response:
        if request.query_params.get("since") == str(slack.state.version):
            return Response(status_code=204)
        user = request.query_params.get("user", "")
        return JSONResponse(screen(slack, user if user in slack.state.users else _first(slack)))

    async def act(request: Request) -> Response:
        return await _act(slack, await request.json())

    async def upload(request: Request) -> Response:
        query = request.query_params
        thread = query.get("thread_ts") or None
        content, words = await request.body(), query.get("text", "")
        try:
            ts = await slack.share_file(query["user"], query["channel"], query["name"], content, words, thread)
        except NotThereError as error:
            return JSONResponse({"ok": False, "error": str(error)})
        return JSONResponse({"ok": True, "ts": ts})

    async def file(request: Request) -> Response:
        row = slack.state.files.get(request.path_params["file"])
        return Response(row.content, media_type=row.mimetype) if row else PlainTextResponse("not found", 404)

    async def asset(request: Request) -> Response:
        name = Path(request.path_params["name"]).name
        return FileResponse(PAGE / name) if (PAGE / name).is_file() else PlainTextResponse("not found", 404)

    async def permalink(request: Request) -> Response:
        return RedirectResponse(f"/?channel={request.path_params['channel']}&message={request.path_params['ts']}")

    return [
        Route("/", lambda _: FileResponse(PAGE / "index.html")),
        Route("/page/state", state),
        Route("/page/act", act, methods=["POST"]),
        Route("/page/upload", upload, methods=["POST"]),
        Route("/page/file/{file}", file),
        Route("/page/asset/{name}", asset),
        Route("/archives/{channel}/{ts}", permalink),
    ]


def screen(slack: SlackWorkspace, user: str) -> Json:
    """Everything on this person's screen."""
    settings, state = slack.settings, slack.state
    if user in state.users and settings.bot_user_id != user:
        state.direct_message(user, settings.bot_user_id)
    home = slack.home(user)
    return {
        "version": state.version,
        "now": slack.clock_seconds(),
        "me": user,
        "team": settings.team_name,
        "app": {"id": settings.bot_user_id, "name": settings.app_name},
        "links": list(settings.links),
        "example": settings.example_message,
        "emoji": EMOJI,
        "users": [
            {"id": u.id, "name": u.name, "real_name": u.real_name, "bot": u.is_bot} for u in state.users.values()
        ],
        "usergroups": {group.id: group.handle for group in state.usergroups.values()},
        "channels": [_channel(slack, row, user) for row in state.channels.values() if user in row.members],
        "modals": [_view(slack, view) for view in slack.views_open_for(user)],
        "home": _view(slack, home) if home else None,
        "warnings": [{"text": w.text, "where": w.where} for w in state.warnings if w.user == user],
        "commands": [{"name": c.name, "text": c.description, "hint": c.usage_hint} for c in settings.commands],
        "shortcuts": [{"name": s.name, "id": s.callback_id, "type": s.type} for s in settings.shortcuts],
    }


def _channel(slack: SlackWorkspace, row: Channel, user: str) -> Json:
    rows = slack.state.seen_by(user, row.id)
    seen = slack.state.read_until.get(user, {}).get(row.id, "0")
    unread = sum(m.ts > seen and m.user != user and not m.is_reply for m in rows)
    return {
        "id": row.id,
        "name": row.name,
        "private": row.is_private,
        "im": row.is_im,
        "topic": row.topic,
        "members": len(row.members),
        "unread": unread,
        "messages": [_message(slack, m, user) for m in rows[-_SHOWN:]],
    }


def _message(slack: SlackWorkspace, row: Message, user: str) -> Json:
    settings = slack.settings
    shape = shapes.message(row, slack.state, settings, "")
    values = row.inputs.get(user) or inputs.initial_values(row.blocks)
    shown = {**shape, "channel": row.channel, "ephemeral": row.only_for is not None, "values": values}
    if row.client_msg_id and row.user != settings.bot_user_id:
        shown["blocks"] = []  # a person's own words: the text says it all
    return shown


def _view(slack: SlackWorkspace, row: View) -> Json:
    return {**shapes.view(row, slack.settings), "errors": row.errors, "problem": row.problem}


def _first(slack: SlackWorkspace) -> str:
    return next((user.id for user in slack.state.users.values() if not user.is_bot), "")


async def _act(slack: SlackWorkspace, body: Json) -> Response:
    """Run one act of a person; what Slack itself would refuse comes back as words."""
    acts = _acts(slack)
    name, arguments = body.pop("act", ""), body
    if name not in acts:
        return JSONResponse({"ok": False, "error": f"unknown act {name!r}"}, 400)
    try:
        result = await acts[name](**arguments)
    except (NotThereError, ValueError) as error:
        return JSONResponse({"ok": False, "error": str(error)})
    answer: Json = {"ok": True}
    if isinstance(result, Delivery):
        answer["delivered"] = result.ok
    elif isinstance(result, str | list):
        answer["result"] = result
    return JSONResponse(json.loads(json.dumps(answer)))


def _acts(slack: SlackWorkspace) -> dict[str, Callable[..., Awaitable[Any]]]:
    async def read(user: str, channel: str, ts: str) -> None:
        marks = slack.state.read_until.setdefault(user, {})
        if marks.get(channel, "0") < ts:
            marks[channel] = ts
            slack.state.changed()

    async def dismiss(user: str, channel: str, ts: str) -> None:
        row = slack.state.message(channel, ts)
        if row.only_for == user:
            slack.state.remove(row)

    return {
        "post": slack.post_message,
        "edit": slack.edit_message,
        "delete": slack.delete_message,
        "react": slack.react,
        "click": slack.click,
        "select": slack.select,
        "fill": slack.fill,
        "suggest": slack.suggest,
        "click_view": slack.click_view,
        "fill_view": slack.fill_view,
        "submit_view": slack.submit_view,
        "close_view": slack.close_view,
        "open_home": slack.open_home,
        "command": slack.command,
        "shortcut": slack.shortcut,
        "message_shortcut": slack.message_shortcut,
        "read": read,
        "dismiss": dismiss,
    }

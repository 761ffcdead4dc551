"""POST or GET /api/<method>: who calls, with what, how often; then the method; then Slack's way of answering."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.slack.core import ApiError, Core
from sandbox.slack.state import ApiCall, Json, NotThereError
from sandbox.slack.web_api import apps, chat, conversations, files, people, views
from sandbox.slack.web_api.call import Call, Method, Table

_STRUCTURES = {"blocks", "attachments", "view", "metadata", "files"}
METHODS: Table = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}


async def answer(core: Core, request: Request, methods: Table = METHODS) -> JSONResponse:
    """Run one call and log it. Slack answers 200 whatever happened, but 429 when it was too much."""
    name = request.path_params["method"]
    log = ApiCall(name, {}, core.clock.now())
    core.state.calls.append(log)
    headers: dict[str, str] = {}
    try:
        arguments, charset = await _arguments(request)
        log.arguments = {key: _decoded(key, value) for key, value in arguments.items() if key != "token"}
        body: Json = {"ok": True, **await _run(core, request, name, arguments, methods)}
        if charset:
            body |= {
                "warning": charset,
                "response_metadata": {**body.get("response_metadata", {}), "warnings": [charset]},
            }
    except ApiError as error:
        body = {"ok": False, "error": error.code, **error.fields}
        if error.messages:
            body["response_metadata"] = {"messages": error.messages}
        if error.retry_after is not None:
            log.http_status, headers["retry-after"] = 429, str(error.retry_after)
    log.answer = body
    core.state.changed()
    return JSONResponse(body, log.http_status, headers)


async def _run(core: Core, request: Request, name: str, arguments: Json, methods: Table) -> Json:
    method = methods.get(name)
    if method is None:
        raise ApiError("unknown_method", req_method=name)
    _authorise(core, request, method, arguments)
    call = Call(core, name, arguments)
    call.needs(*method.scopes)
    wait = core.limits.call(name, method.tier)
    if wait is not None:
        raise ApiError("ratelimited", retry_after=wait)
    try:
        return await method.handler(call)
    except NotThereError as error:
        raise ApiError("not_found", [str(error)]) from None


def _authorise(core: Core, request: Request, method: Method, arguments: Json) -> None:
    if method.caller == "none":
        return
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else str(arguments.get("token") or "")
    if not token:
        raise ApiError("not_authed")
    settings = core.settings
    if token not in (settings.bot_token, settings.app_token):
        raise ApiError("invalid_auth")
    kind = "bot" if token == settings.bot_token else "app"
    if method.caller not in ("any", kind):
        raise ApiError("not_allowed_token_type")


async def _arguments(request: Request) -> tuple[Json, str | None]:
    """(arguments, a warning about the charset). Query, form and JSON bodies are all welcome, as at Slack."""
    arguments: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        arguments |= _json_body(body)
        return arguments, None if "charset" in kind.lower() else "missing_charset"
    if kind.startswith("application/x-www-form-urlencoded"):
        arguments |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        raise ApiError("invalid_form_data" if "multipart" in kind else "invalid_post_type")
    return arguments, None


def _decoded(name: str, value: Any) -> Any:
    """A structure that came as a JSON string in a form or a query, for whoever reads the log."""
    if name not in _STRUCTURES or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _json_body(body: bytes) -> Json:
    try:
        value: Any = json.loads(body or b"{}")
    except ValueError:
        raise ApiError("invalid_json") from None
    if not isinstance(value, dict):
        raise ApiError("json_not_object")
    return value

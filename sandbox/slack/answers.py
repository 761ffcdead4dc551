"""What Slack does with the app's answers: bodies of acks that steer modals, answer commands or offer options."""

import json
from typing import Any

from sandbox.slack import modals, response_urls
from sandbox.slack.core import ApiError, Core
from sandbox.slack.state import Delivery, Json, Response, ResponseUrl, View

NO_ANSWER = "アプリが応答しませんでした。もう一度お試しください。"
BAD_ANSWER = "アプリの応答を処理できませんでした。"


def record(core: Core, source: str, delivery: Delivery) -> Response | None:
    """Log the body of an ack, if it has one."""
    if not delivery.answer.strip():
        return None
    row = Response("ack", source, parsed(delivery.answer), core.clock.now())
    core.state.responses.append(row)
    return row


def parsed(answer: str) -> Json:
    try:
        body: Any = json.loads(answer)
    except ValueError:
        return {"text": answer}
    return body if isinstance(body, dict) else {"text": str(body)}


def after_interaction(core: Core, source: str, delivery: Delivery, user: str, where: str) -> None:
    """Buttons and shortcuts: an ack's body is ignored; a missing ack is a warning to the person."""
    record(core, source, delivery)
    if delivery.status != 200:
        core.state.warn(user, where, NO_ANSWER)


def after_submission(core: Core, row: View, delivery: Delivery) -> None:
    """view_submission: close, show errors, update, push or clear (docs.slack.dev/surfaces/modals)."""
    body = record(core, "view_submission", delivery)
    if delivery.status != 200:
        row.problem = NO_ANSWER
        core.state.warn(row.user, f"view {row.id}", row.problem)
        return
    if body is None or not body.body.get("response_action"):
        if row.id in core.state.views:
            modals.pop(core, row)
        return
    try:
        _steer(core, row, body.body)
    except ApiError as error:
        body.refused = "; ".join([error.code, *error.messages])
        row.problem = BAD_ANSWER
        core.state.warn(row.user, f"view {row.id}", f"{BAD_ANSWER} ({body.refused})")
    core.state.changed()


def _steer(core: Core, row: View, body: Json) -> None:
    match body["response_action"]:
        case "errors":
            inputs = {block["block_id"] for block in row.body["blocks"] if block["type"] == "input"}
            errors = body.get("errors")
            if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                raise ApiError("invalid_arguments", ["[ERROR] errors must name input blocks of the view"])
            row.errors = {key: str(text) for key, text in errors.items()}
        case "update":
            modals.update_view(core, row, body.get("view", {}))
        case "push":
            modals.check(core, body.get("view", {}), "modal")
            modals.push_on(core, row.user, body["view"])
        case "clear":
            modals.close_all(core, row.user)
        case other:
            raise ApiError("invalid_arguments", [f"[ERROR] unknown response_action: {other}"])


def after_command(core: Core, command: str, delivery: Delivery, url: ResponseUrl) -> None:
    """A slash command's ack may carry the answer; without one in time the person reads why."""
    row = record(core, command, delivery)
    if delivery.status != 200:
        reason = "operation_timeout" if delivery.error == "http_timeout" else "dispatch_failed"
        core.state.warn(url.user, command, f"{command} はエラー「{reason}」により失敗しました。")
        return
    if row is None or not row.body:
        return
    try:
        response_urls.answer(core, url, row.body)
    except ApiError as error:
        row.refused = "; ".join([error.code, *error.messages])
        core.state.warn(url.user, command, f"{command} はエラー「{error.code}」により失敗しました。")

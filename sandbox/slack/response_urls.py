"""response_url: five uses in thirty minutes, by default an answer only the person sees.

Rules: docs.slack.dev/interactivity/handling-user-interaction#message_responses.
"""

from sandbox.slack import block_kit, posting
from sandbox.slack.core import ApiError, Core
from sandbox.slack.state import Json, Message, NotThereError, Response, ResponseUrl, secret_hex

_KNOWN = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "metadata",
    "mrkdwn",
    "parse",
    "link_names",
    "unfurl_links",
    "unfurl_media",
}


def new(core: Core, kind: str, user: str, channel: str, message_ts: str | None = None) -> str:
    """Issue one; returns the URL."""
    token = secret_hex(24)
    expires = core.clock.timestamp() + core.settings.response_url_seconds
    row = ResponseUrl(token, "commands" if kind == "commands" else "actions", user, channel, expires, message_ts)
    core.state.response_urls[token] = row
    return f"{core.base_url()}/{row.kind}/{core.settings.team_id}/{token}"


def use(core: Core, token: str, body: Json) -> None:
    """Do what a POST to a response_url asks; raises ApiError where Slack refuses."""
    row = core.state.response_urls.get(token)
    if row is None:
        raise ApiError("invalid_url")
    source = "command" if row.kind == "commands" else "action"
    record = Response("response_url", source, body, core.clock.now())
    core.state.responses.append(record)
    try:
        if core.clock.timestamp() > row.expires:
            raise ApiError("expired_url")
        if row.uses >= core.settings.response_url_uses:
            raise ApiError("used_url")
        answer(core, row, body)
    except ApiError as error:
        record.refused = error.code
        raise
    row.uses += 1


def answer(core: Core, row: ResponseUrl, body: Json) -> None:
    """Post, replace or delete, as the body says. Also used for the body of a slash command's ack."""
    unknown = set(body) - _KNOWN
    if unknown:
        raise ApiError("invalid_arguments", [f"[ERROR] unknown field: {name}" for name in sorted(unknown)])
    original = _original(core, row)
    if body.get("delete_original"):
        if original is None:
            raise ApiError("message_not_found")
        posting.delete(core, original)
        return
    blocks = body.get("blocks") or []
    text = body.get("text") or ""
    check_content(core, text, blocks, body.get("attachments"))
    if body.get("replace_original") and original is not None:
        if isinstance(body.get("metadata"), dict):
            original.metadata = body["metadata"]
        posting.edit(core, original, text=text, blocks=blocks, editor=core.settings.bot_user_id)
        return
    public = body.get("response_type") == "in_channel"
    message = posting.by_app(core, row.channel, text, blocks)
    # The documented way into a thread: in_channel, thread_ts and replace_original false.
    if body.get("thread_ts") and (not public or body.get("replace_original") is False):
        message.thread_ts = body["thread_ts"]
    if not public:
        message.only_for = row.user
    posting.post(core, message)


def check_content(core: Core, text: str, blocks: list[Json], attachments: list[Json] | None = None) -> None:
    """The checks that every message of the app goes through."""
    if not text and not blocks and not attachments:
        raise ApiError("no_text")
    if not isinstance(text, str) or not isinstance(blocks, list):
        raise ApiError("invalid_arguments")
    found = block_kit.check_blocks(blocks)
    if found:
        raise ApiError("invalid_blocks", found)
    if block_kit.characters(blocks) > core.settings.blocks_chars:
        raise ApiError("msg_blocks_too_long")


def _original(core: Core, row: ResponseUrl) -> Message | None:
    if row.message_ts is None:
        return None
    try:
        return core.state.message(row.channel, row.message_ts)
    except NotThereError:
        return None

"""files.*: upload in three steps (ask for a URL, send the bytes, complete), and what is known of a file."""

import mimetypes

from sandbox.slack import posting, response_urls, shapes
from sandbox.slack.core import ApiError
from sandbox.slack.state import File, Json
from sandbox.slack.web_api.call import Call, Method, Table


async def get_upload_url(call: Call) -> Json:
    core, name = call.core, call.text("filename", required=True)
    length = call.number("length", 0, 1_000_000_000)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    row = File(core.state.new_id("F"), name, kind, core.settings.bot_user_id, size=length)
    row.created = int(core.clock.timestamp())
    core.state.files[row.id] = row
    return {"upload_url": f"{core.base_url()}/upload/v1/{row.id}", "file_id": row.id}


async def complete_upload(call: Call) -> Json:
    core, given = call.core, call.structure("files")
    if not isinstance(given, list) or not given:
        raise ApiError("invalid_arguments", ["[ERROR] missing required field: files"])
    rows = [_uploaded(call, entry) for entry in given]
    for row, entry in zip(rows, given, strict=True):
        row.title, row.complete = entry.get("title") or row.name, True
    if call.text("channel_id"):
        where = call.channel("channel_id")
        if core.settings.bot_user_id not in where.members:
            raise ApiError("not_in_channel")
        comment, blocks = call.text("initial_comment"), call.structure("blocks") or []
        if comment or blocks:
            response_urls.check_content(core, comment, blocks)
        message = posting.by_app(core, where.id, comment, blocks)
        message.thread_ts = call.text("thread_ts") or None
        message.files = [row.id for row in rows]
        for row in rows:
            row.channels.append(where.id)
        posting.post(core, message)
    return {"files": [shapes.file(row, core.settings, core.base_url()) for row in rows]}


async def info(call: Call) -> Json:
    row = call.core.state.files.get(call.text("file", required=True))
    if row is None or not row.complete:
        raise ApiError("file_not_found")
    return {"file": shapes.file(row, call.core.settings, call.core.base_url()), "comments": []}


def _uploaded(call: Call, entry: Json) -> File:
    row = call.core.state.files.get(str(entry.get("id")))
    if row is None:
        raise ApiError("file_not_found")
    if not row.content or len(row.content) != row.size:
        raise ApiError("file_update_failed", ["[ERROR] the bytes were not uploaded, or not as many as announced"])
    return row


METHODS: Table = {
    "files.getUploadURLExternal": Method(get_upload_url, 4, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, 4, ("files:write",)),
    "files.info": Method(info, 4, ("files:read",)),
}

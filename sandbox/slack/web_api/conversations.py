"""conversations.*: what stands in channels the app may read."""

from sandbox.slack import shapes
from sandbox.slack.core import ApiError
from sandbox.slack.state import Channel, Json, Message
from sandbox.slack.web_api.call import Call, Method, Table, paged

_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im"}


async def history(call: Call) -> Json:
    where = _readable(call)
    limit_of_slow_lane(call)
    rows = [m for m in call.core.state.in_channel(where.id) if not m.is_reply or m.subtype == "thread_broadcast"]
    rows = _between(call, rows)
    page, cursor = paged(call, rows[::-1], _page_size(call, 100), 999)
    return {"messages": [_shape(call, m) for m in page], "has_more": bool(cursor), "pin_count": 0, **_next(cursor)}


async def replies(call: Call) -> Json:
    where = _readable(call)
    limit_of_slow_lane(call)
    wanted = call.core.state.messages.get((where.id, call.text("ts", required=True)))
    if wanted is None or wanted.only_for is not None:
        raise ApiError("thread_not_found")
    parent_ts = wanted.thread_ts or wanted.ts
    answers = _between(call, call.core.state.replies(where.id, parent_ts))
    parent = call.core.state.messages.get((where.id, parent_ts))
    page, cursor = paged(call, [parent, *answers] if parent else answers, _page_size(call, 1000), 1000)
    return {"messages": [_shape(call, m) for m in page], "has_more": bool(cursor), **_next(cursor)}


async def info(call: Call) -> Json:
    where = call.channel()
    kind = shapes.channel_type(where)
    call.needs({"channel": "channels:read", "group": "groups:read", "im": "im:read"}[kind])
    shape = shapes.channel(where, call.core.settings)
    if not call.flag("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


async def list_all(call: Call) -> Json:
    wanted = {_TYPES.get(name.strip()) for name in (call.text("types") or "public_channel").split(",")}
    bot = call.core.settings.bot_user_id
    rows = [
        row
        for row in call.core.state.channels.values()
        if shapes.channel_type(row) in wanted
        and (bot in row.members or not (row.is_private or row.is_im))
        and not (row.is_archived and call.flag("exclude_archived"))
    ]
    page, cursor = paged(call, rows, 100)
    return {"channels": [shapes.channel(row, call.core.settings) for row in page], **_next(cursor)}


async def of_user(call: Call) -> Json:
    """users.conversations: the channels of a person, or of the app itself."""
    user = call.text("user") or call.core.settings.bot_user_id
    wanted = {_TYPES.get(name.strip()) for name in (call.text("types") or "public_channel").split(",")}
    rows = [
        row for row in call.core.state.channels.values() if user in row.members and shapes.channel_type(row) in wanted
    ]
    page, cursor = paged(call, rows, 100)
    return {"channels": [shapes.channel(row, call.core.settings) for row in page], **_next(cursor)}


async def open_dm(call: Call) -> Json:
    core, users = call.core, call.text("users").split(",")
    if len(users) != 1 or users[0] not in core.state.users:
        raise ApiError("user_not_found" if users != [""] else "users_list_not_supplied")
    if core.state.users[users[0]].deleted:
        raise ApiError("user_disabled")
    row = core.state.direct_message(users[0], core.settings.bot_user_id)
    shape = shapes.channel(row, core.settings) if call.flag("return_im") else {"id": row.id}
    return {"channel": shape, "no_op": False, "already_open": False}


def limit_of_slow_lane(call: Call) -> None:
    wait = call.core.limits.history(call.method)
    if wait is not None:
        raise ApiError("ratelimited", retry_after=wait)


def _readable(call: Call) -> Channel:
    where = call.channel()
    kind = shapes.channel_type(where)
    call.needs({"channel": "channels:history", "group": "groups:history", "im": "im:history"}[kind])
    if call.core.settings.bot_user_id not in where.members:
        raise ApiError("not_in_channel")
    return where


def _between(call: Call, rows: list[Message]) -> list[Message]:
    """oldest and latest are exclusive unless `inclusive`."""
    oldest, latest, inclusive = call.text("oldest"), call.text("latest"), call.flag("inclusive")
    try:
        low, high = float(oldest or 0), float(latest or "inf")
    except ValueError:
        raise ApiError("invalid_ts_oldest" if oldest else "invalid_ts_latest") from None
    return [m for m in rows if low < float(m.ts) < high or (inclusive and m.ts in (oldest, latest))]


def _page_size(call: Call, default: int) -> int:
    if not call.core.settings.slow_history:
        return default
    call.arguments["limit"] = min(call.number("limit", 15, 1000), 15)
    return 15


def _shape(call: Call, message: Message) -> Json:
    core = call.core
    metadata = call.flag("include_all_metadata")
    return shapes.message(message, core.state, core.settings, core.base_url(), metadata=metadata)


def _next(cursor: str) -> Json:
    return {"response_metadata": {"next_cursor": cursor}} if cursor else {}


METHODS: Table = {
    "conversations.history": Method(history, 3, _HISTORY),
    "conversations.replies": Method(replies, 3, _HISTORY),
    "conversations.info": Method(info, 3, _READ),
    "conversations.list": Method(list_all, 2, _READ),
    "conversations.open": Method(open_dm, 3, ("im:write",)),
    "users.conversations": Method(of_user, 3, _READ),
}

"""apps.connections.open: the way into Socket Mode, with the app-level token."""

from sandbox.slack.core import ApiError
from sandbox.slack.state import Json
from sandbox.slack.web_api.call import Call, Method, Table


async def open_connection(call: Call) -> Json:
    if not call.core.settings.socket_mode:
        raise ApiError("socket_mode_not_enabled")
    url = await call.core.sockets.new_url()
    if url is None:
        raise ApiError("too_many_websockets")
    return {"url": url}


METHODS: Table = {"apps.connections.open": Method(open_connection, 3, caller="app")}

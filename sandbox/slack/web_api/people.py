"""auth.*, users.*, usergroups.*, team.*, api.test: who the app is and who works here."""

from sandbox.slack import shapes
from sandbox.slack.core import ApiError
from sandbox.slack.state import Json
from sandbox.slack.web_api.call import Call, Method, Table, paged


async def api_test(call: Call) -> Json:
    error = call.text("error")
    if error:
        raise ApiError(error)
    return {"args": call.arguments}


async def auth_test(call: Call) -> Json:
    settings = call.core.settings
    return {
        "url": f"https://{settings.team_domain}.slack.com/",
        "team": settings.team_name,
        "user": call.core.state.user(settings.bot_user_id).name,
        "team_id": settings.team_id,
        "user_id": settings.bot_user_id,
        "bot_id": settings.bot_id,
        "is_enterprise_install": False,
    }


async def users_info(call: Call) -> Json:
    return {"user": _shape(call, call.text("user", required=True), locale=call.flag("include_locale"))}


async def users_list(call: Call) -> Json:
    page, cursor = paged(call, list(call.core.state.users), 1000)
    members = [_shape(call, user, locale=call.flag("include_locale")) for user in page]
    return {"members": members, "cache_ts": 0, "response_metadata": {"next_cursor": cursor}}


async def lookup_by_email(call: Call) -> Json:
    wanted = call.text("email", required=True).lower()
    for row in call.core.state.users.values():
        if row.email.lower() == wanted and not row.deleted:
            return {"user": _shape(call, row.id, locale=False)}
    raise ApiError("users_not_found")


async def usergroups_list(call: Call) -> Json:
    rows = []
    for row in call.core.state.usergroups.values():
        shape = shapes.usergroup(row, call.core.settings)
        if not call.flag("include_users"):
            del shape["users"]
        if not call.flag("include_count"):
            del shape["user_count"]
        rows.append(shape)
    return {"usergroups": rows}


async def usergroup_members(call: Call) -> Json:
    row = call.core.state.usergroups.get(call.text("usergroup", required=True))
    if row is None:
        raise ApiError("no_such_subteam")
    return {"users": list(row.users)}


async def team_info(call: Call) -> Json:
    settings = call.core.settings
    return {"team": {"id": settings.team_id, "name": settings.team_name, "domain": settings.team_domain}}


def _shape(call: Call, user: str, *, locale: bool) -> Json:
    row = call.core.state.users.get(user)
    if row is None:
        raise ApiError("user_not_found")
    email = "users:read.email" in call.core.settings.bot_scopes
    return shapes.user(row, call.core.settings, locale=locale, email=email)


METHODS: Table = {
    "api.test": Method(api_test, 4, caller="none"),
    "auth.test": Method(auth_test, None, caller="any"),
    "users.info": Method(users_info, 4, ("users:read",)),
    "users.list": Method(users_list, 2, ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, 3, ("users:read.email",)),
    "usergroups.list": Method(usergroups_list, 2, ("usergroups:read",)),
    "usergroups.users.list": Method(usergroup_members, 2, ("usergroups:read",)),
    "team.info": Method(team_info, 3, ("team:read",)),
}

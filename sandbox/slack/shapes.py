"""How Slack writes things down: the JSON of users, channels, messages, files and views, and the events about them.

Field names and nesting follow the samples in Slack's own SDKs (java-slack-sdk json-logs) and docs.slack.dev.
"""

from typing import Any

from sandbox.slack.settings import SlackSettings
from sandbox.slack.state import Channel, File, Json, Message, State, User, Usergroup, View


def user(row: User, settings: SlackSettings, *, locale: bool = False, email: bool = True) -> Json:
    profile: Json = {
        "real_name": row.real_name,
        "real_name_normalized": row.real_name,
        "display_name": row.name,
        "display_name_normalized": row.name,
        "team": row.team_id or settings.team_id,
    }
    if email and row.email:
        profile["email"] = row.email
    shape: Json = {
        "id": row.id,
        "team_id": row.team_id or settings.team_id,
        "name": row.name,
        "deleted": row.deleted,
        "real_name": row.real_name,
        "tz": row.tz,
        "tz_offset": 32400,
        "profile": profile,
        "is_admin": row.is_admin,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": row.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    return {**shape, "locale": row.locale} if locale else shape


def channel(row: Channel, settings: SlackSettings) -> Json:
    base: Json = {
        "id": row.id,
        "created": row.created,
        "is_archived": row.is_archived,
        "is_im": row.is_im,
        "is_org_shared": False,
        "context_team_id": settings.team_id,
        "updated": row.created * 1000,
    }
    if row.is_im:
        other = next(member for member in row.members if member != settings.bot_user_id)
        return {**base, "user": other, "is_user_deleted": False, "priority": 0}
    text: Json = {"value": row.topic, "creator": "", "last_set": 0}
    return {
        **base,
        "name": row.name,
        "name_normalized": row.name,
        "is_channel": not row.is_private,
        "is_group": row.is_private,
        "is_mpim": False,
        "is_private": row.is_private,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": settings.bot_user_id in row.members,
        "creator": row.members[0] if row.members else "",
        "topic": text,
        "purpose": {**text, "value": ""},
        "num_members": len(row.members),
    }


def channel_type(row: Channel) -> str:
    if row.is_im:
        return "im"
    return "group" if row.is_private else "channel"


def usergroup(row: Usergroup, settings: SlackSettings) -> Json:
    return {
        "id": row.id,
        "team_id": settings.team_id,
        "is_usergroup": True,
        "name": row.name,
        "handle": row.handle,
        "description": "",
        "date_delete": 0,
        "user_count": len(row.users),
        "users": list(row.users),
    }


def file(row: File, settings: SlackSettings, base_url: str) -> Json:
    private = f"{base_url}/files-pri/{settings.team_id}-{row.id}"
    return {
        "id": row.id,
        "created": row.created,
        "timestamp": row.created,
        "name": row.name,
        "title": row.title or row.name,
        "mimetype": row.mimetype,
        "filetype": row.name.rpartition(".")[2].lower() or "binary",
        "pretty_type": row.name.rpartition(".")[2].upper(),
        "user": row.user,
        "user_team": settings.team_id,
        "editable": False,
        "size": len(row.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "url_private": f"{private}/{row.name}",
        "url_private_download": f"{private}/download/{row.name}",
        "permalink": f"{base_url}/files/{row.user}/{row.id}/{row.name}",
        "channels": list(row.channels),
        "file_access": "visible",
    }


def bot_profile(settings: SlackSettings) -> Json:
    return {
        "id": settings.bot_id,
        "deleted": False,
        "name": settings.app_name,
        "updated": 1_700_000_000,
        "app_id": settings.app_id,
        "team_id": settings.team_id,
    }


def message(row: Message, state: State, settings: SlackSettings, base_url: str, *, metadata: bool = False) -> Json:
    """A message as conversations.history and events show it."""
    shape: Json = {"type": "message", "ts": row.ts, "text": row.text}
    optional: Json = {
        "subtype": row.subtype,
        "user": row.user,
        "team": settings.team_id if row.user else None,
        "bot_id": row.bot_id,
        "app_id": row.app_id,
        "username": row.username,
        "client_msg_id": row.client_msg_id,
        "blocks": row.blocks,
        "attachments": row.attachments,
    }
    shape.update({key: value for key, value in optional.items() if value})
    if row.bot_id == settings.bot_id:
        shape["bot_profile"] = bot_profile(settings)
    if row.files:
        shape["files"] = [file(state.files[f], settings, base_url) for f in row.files if f in state.files]
        shape.update({"upload": False, "display_as_bot": False})
    if row.edited_by and row.edited_ts:
        shape["edited"] = {"user": row.edited_by, "ts": row.edited_ts}
    if row.metadata and metadata:
        shape["metadata"] = row.metadata
    if row.reactions:
        shape["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in row.reactions.items()]
    shape.update(_thread(row, state))
    author = state.users.get(row.user)
    if author is not None and author.team_id:  # a guest over Slack Connect
        shape |= {"team": author.team_id, "user_team": author.team_id, "source_team": author.team_id}
    return shape


def _thread(row: Message, state: State) -> Json:
    if row.is_reply and row.thread_ts:
        parent = state.messages.get((row.channel, row.thread_ts))
        shape: Json = {"thread_ts": row.thread_ts}
        if parent is not None:
            shape["parent_user_id"] = parent.user or parent.bot_id
        return shape
    replies = state.replies(row.channel, row.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user or reply.bot_id for reply in replies))
    return {
        "thread_ts": row.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people[:5],
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def message_event(row: Message, where: Channel, state: State, settings: SlackSettings, base_url: str) -> Json:
    shape = message(row, state, settings, base_url, metadata=True)
    return {**shape, "channel": where.id, "event_ts": row.ts, "channel_type": channel_type(where)}


def hidden_event(subtype: str, where: Channel, ts: str, **fields: Any) -> Json:
    """message_changed and message_deleted: events about a message, not messages."""
    return {
        "type": "message",
        "subtype": subtype,
        **fields,
        "channel": where.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel_type(where),
    }


def view(row: View, settings: SlackSettings) -> Json:
    """A view as views.* answers and interaction payloads show it."""
    body = row.body
    shape: Json = {
        "id": row.id,
        "team_id": settings.team_id,
        "type": row.type,
        "blocks": body.get("blocks", []),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": row.values},
        "hash": row.hash,
        "title": body.get("title"),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": row.previous_view_id,
        "root_view_id": row.root_view_id or row.id,
        "app_id": settings.app_id,
        "external_id": row.external_id,
        "app_installed_team_id": settings.team_id,
        "bot_id": settings.bot_id,
    }
    return shape


def envelope(event: Json, event_id: str, event_time: int, settings: SlackSettings) -> Json:
    """The outer wrapper of an event; `event_id` stays the same on every retry."""
    return {
        "token": settings.verification_token,
        "team_id": settings.team_id,
        "context_team_id": settings.team_id,
        "context_enterprise_id": None,
        "api_app_id": settings.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": settings.team_id,
                "user_id": settings.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": "source_team" in event,
        "event_context": f"4-{event_id}",
    }


def actor(row: User, settings: SlackSettings) -> Json:
    """The `user` of an interaction."""
    return {"id": row.id, "username": row.name, "name": row.name, "team_id": row.team_id or settings.team_id}


def interaction(kind: str, who: User, settings: SlackSettings, **fields: Any) -> Json:
    """The fields that every interactive payload has."""
    return {
        "type": kind,
        "user": actor(who, settings),
        "api_app_id": settings.app_id,
        "token": settings.verification_token,
        "team": {"id": settings.team_id, "domain": settings.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
        **fields,
    }

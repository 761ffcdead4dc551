"""Slack's Web API, as far as use cases need it. No retries by itself: a dropped connection must not post twice."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.services import HistoryPage, Message, Upload
from integrations.errors import (
    AuthorisationError,
    DataError,
    IntegrationError,
    NotFoundError,
    NotSentError,
    OutcomeUnknownError,
    RateError,
)

LABEL = "Slack"
METADATA = "seikyu_post"
AUTHORISATION = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "org_login_required",
}
SEARCH_PAGES = 5


class SlackChat:
    """`bot.services.Chat` over slack_sdk."""

    def __init__(self, client: AsyncWebClient, clock: Clock, *, hooks_url: str) -> None:
        """`client` is built without retry handlers; `hooks_url` is the only place response_urls may point to."""
        self._client, self._clock = client, clock
        self._hooks = urlsplit(hooks_url)
        api = urlsplit(str(client.base_url)).netloc
        self._file_hosts = {"files.slack.com"} if api.endswith("slack.com") else {api}

    async def post(self, *, channel: str, message: Message, thread_ts: str | None, post_id: str) -> str:
        """Post once; the id travels as client_msg_id and in the metadata."""
        arguments: dict[str, Any] = {
            **_body(channel, message),
            "metadata": {"event_type": METADATA, "event_payload": {"id": post_id}},
            "client_msg_id": post_id,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        answer = await self._call("chat.postMessage", arguments)
        return str(answer["ts"])

    async def find_post(self, *, channel: str, thread_ts: str | None, post_id: str, since: datetime) -> str | None:
        """Look for our own message by its metadata."""

        def ours(found: Mapping[str, Any]) -> bool:
            return bool((found.get("metadata") or {}).get("event_payload", {}).get("id") == post_id)

        return await self._find(ours, channel=channel, thread_ts=thread_ts, since=since)

    async def find_file(self, *, channel: str, thread_ts: str | None, name: str, since: datetime) -> str | None:
        """Look for the message that shares a file of that name."""

        def shares(found: Mapping[str, Any]) -> bool:
            return any(file.get("name") == name for file in found.get("files") or [])

        return await self._find(shares, channel=channel, thread_ts=thread_ts, since=since)

    async def _find(
        self, wanted: Callable[[Mapping[str, Any]], bool], *, channel: str, thread_ts: str | None, since: datetime
    ) -> str | None:
        arguments: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
        if thread_ts:
            arguments["ts"] = thread_ts
        else:
            arguments["oldest"] = f"{since.timestamp():.6f}"
        method = "conversations.replies" if thread_ts else "conversations.history"
        for _page in range(SEARCH_PAGES):
            answer = await self._call(method, arguments, query=True)
            for found in answer.get("messages") or []:
                if wanted(found):
                    return str(found["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            arguments["cursor"] = cursor
        return None

    async def update(self, *, channel: str, ts: str, message: Message) -> None:
        """Replace a message of ours."""
        await self._call("chat.update", {**_body(channel, message), "ts": ts})

    async def permalink(self, *, channel: str, ts: str) -> str:
        """Return the address of a message."""
        answer = await self._call("chat.getPermalink", {"channel": channel, "message_ts": ts}, query=True)
        return str(answer["permalink"])

    async def ephemeral(self, *, channel: str, user: str, message: Message, thread_ts: str | None = None) -> None:
        """Say something to one person in a channel."""
        arguments = {**_body(channel, message), "user": user}
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        await self._call("chat.postEphemeral", arguments)

    async def respond(self, *, response_url: str, message: Message, replace: bool) -> None:
        """Answer through a response_url; NotFoundError if it is used up or expired."""
        url = urlsplit(response_url)
        if (url.scheme, url.netloc) != (self._hooks.scheme, self._hooks.netloc):
            raise DataError("response_url がSlackのものではありません", system=LABEL)
        body = {"text": message.text, "blocks": message.blocks, "replace_original": replace}
        if not replace:
            body["response_type"] = "ephemeral"
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
                session.post(response_url, json=body, allow_redirects=False) as answer,
            ):
                if answer.status == 429:
                    raise _rate(answer.headers, self._clock.now())
                if answer.status >= 500:
                    raise OutcomeUnknownError("Slackが応答しません", system=LABEL)
                if answer.status != 200:
                    raise NotFoundError("response_url は使えなくなっています", system=LABEL)
        except aiohttp.ClientConnectorError as error:
            raise NotSentError("Slackにつながりません", system=LABEL) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise OutcomeUnknownError("Slackの返事が届きません", system=LABEL) from error

    async def download(self, url: str, *, limit: int) -> bytes:
        """Return a shared file, with our token, from Slack's own hosts only; DataError beyond `limit` bytes."""
        if urlsplit(url).netloc not in self._file_hosts:
            raise DataError("ファイルのアドレスがSlackのものではありません", system=LABEL)
        headers = {"Authorization": f"Bearer {self._client.token}"}
        content = b""
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
                session.get(url, headers=headers, allow_redirects=False) as answer,
            ):
                if answer.status == 429:
                    raise _rate(answer.headers, self._clock.now())
                if answer.status >= 500:
                    raise NotSentError("Slackがファイルを渡しません", system=LABEL)
                if answer.status != 200:
                    # To a sign-in page: the app lacks files:read, or cannot see the channel.
                    raise DataError("Slackのファイルを開けません（files:read の許可を確かめてください）", system=LABEL)
                while len(content) <= limit and (more := await answer.content.read(limit + 1 - len(content))):
                    content += more
        except aiohttp.ClientConnectorError as error:
            raise NotSentError("Slackにつながりません", system=LABEL) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotSentError("Slackのファイルが届きません", system=LABEL) from error
        if len(content) > limit:
            raise DataError("ファイルが大きすぎます", system=LABEL)
        return content

    async def publish_home(self, *, user: str, view: dict[str, Any]) -> None:
        """Show somebody's App Home."""
        await self._call("views.publish", {"user_id": user, "view": view})

    async def open_dm(self, user: str) -> str:
        """Return the channel of our direct messages with a person; nothing is said there yet."""
        answer = await self._call("conversations.open", {"users": user})
        return str(answer["channel"]["id"])

    async def upload(self, *, channel: str, files: Sequence[Upload], thread_ts: str | None, words: str) -> None:
        """Share files in one message. Only the last of the three steps shows anything."""
        shared = []
        for file in files:
            ticket = await self._call(
                "files.getUploadURLExternal",
                {
                    "filename": file.name,
                    "length": len(file.content),
                    **({"alt_txt": file.alt_text} if file.alt_text else {}),
                },
                query=True,
            )
            await self._send_bytes(str(ticket["upload_url"]), file)
            shared.append({"id": str(ticket["file_id"]), "title": file.title})
        arguments: dict[str, Any] = {"files": shared, "channel_id": channel, "initial_comment": words}
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        await self._call("files.completeUploadExternal", arguments)

    async def _send_bytes(self, url: str, file: Upload) -> None:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
                session.post(url, data=file.content, allow_redirects=False) as answer,
            ):
                if answer.status == 429:
                    raise _rate(answer.headers, self._clock.now())
                if answer.status != 200:
                    raise OutcomeUnknownError(f"Slackがファイルを受け取りません（{answer.status}）", system=LABEL)
        except aiohttp.ClientConnectorError as error:
            raise NotSentError("Slackにつながりません", system=LABEL) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise OutcomeUnknownError("Slackの返事が届きません", system=LABEL) from error

    async def open_view(self, *, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal; within 3 seconds of the press, once."""
        await self._call("views.open", {"trigger_id": trigger_id, "view": view})

    async def group_members(self, group_id: str) -> Sequence[str]:
        """Return the members of a user group."""
        answer = await self._call("usergroups.users.list", {"usergroup": group_id}, query=True)
        return [str(user) for user in answer["users"]]

    async def user_locale(self, user: str) -> str:
        """Return a person's locale, e.g. "ja-JP"; empty if Slack does not say."""
        answer = await self._call("users.info", {"user": user, "include_locale": True}, query=True)
        return str(answer["user"].get("locale") or "")

    async def history(self, *, channel: str, oldest: str, latest: str, cursor: str, limit: int) -> HistoryPage:
        """Read one page; RateError says when the next may be read."""
        arguments: dict[str, Any] = {
            "channel": channel,
            "oldest": oldest,
            "latest": latest,
            "inclusive": True,
            "limit": limit,
        }
        if cursor:
            arguments["cursor"] = cursor
        return _page(await self._call("conversations.history", arguments, query=True))

    async def replies(self, *, channel: str, ts: str, oldest: str, cursor: str, limit: int) -> HistoryPage:
        """Read one page of a thread; RateError says when the next may be read."""
        arguments: dict[str, Any] = {"channel": channel, "ts": ts, "oldest": oldest, "inclusive": True, "limit": limit}
        if cursor:
            arguments["cursor"] = cursor
        try:
            return _page(await self._call("conversations.replies", arguments, query=True))
        except DataError as error:
            if error.fields == ("thread_not_found",):
                return HistoryPage(())
            raise

    async def identity(self) -> tuple[str, str]:
        """Return (team id, our bot user id)."""
        answer = await self._call("auth.test", {})
        return str(answer["team_id"]), str(answer["user_id"])

    async def channel_name(self, channel: str) -> str:
        """Return a channel's name; NotFoundError if we cannot see it."""
        answer = await self._call("conversations.info", {"channel": channel}, query=True)
        if not answer["channel"].get("is_member", True):
            raise NotFoundError("チャンネルに招待されていません", system=LABEL)
        return str(answer["channel"].get("name", channel))

    async def scopes(self) -> frozenset[str]:
        """Return the scopes the bot token has."""
        response = await self._client.api_call("auth.test")
        return frozenset(part.strip() for part in (response.headers.get("x-oauth-scopes") or "").split(",") if part)

    async def _call(self, method: str, arguments: dict[str, Any], *, query: bool = False) -> Mapping[str, Any]:
        try:
            if query:
                flat = {
                    key: str(value).lower() if isinstance(value, bool) else value for key, value in arguments.items()
                }
                response = await self._client.api_call(method, http_verb="GET", params=flat)
            else:
                response = await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise self._mapped(method, error) from error
        except aiohttp.ClientConnectorError as error:
            raise NotSentError("Slackにつながりません", system=LABEL) from error
        except (aiohttp.ClientError, TimeoutError, json.JSONDecodeError) as error:
            raise OutcomeUnknownError("Slackの返事が届きません", system=LABEL) from error
        data = response.data
        assert isinstance(data, dict)
        return data

    def _mapped(self, method: str, error: SlackApiError) -> IntegrationError:
        response = error.response
        status = response.status_code
        data = response.data if isinstance(response.data, dict) else {}
        code = str(data.get("error", ""))
        if status == 429 or code == "ratelimited":
            return _rate(response.headers, self._clock.now())
        if status >= 500 or not code:
            return OutcomeUnknownError(f"Slackが応答しません（{status}）", system=LABEL)
        if code in AUTHORISATION:
            return AuthorisationError(f"Slackが接続を拒否しました（{code}）", system=LABEL)
        details = "; ".join((data.get("response_metadata") or {}).get("messages") or [])
        if code in ("duplicate_message_not_found", "duplicate_channel_not_found", "internal_error", "fatal_error"):
            return OutcomeUnknownError(f"Slack: {code}", system=LABEL)
        return DataError(f"Slack {method}: {code} {details}".strip(), fields=(code,), system=LABEL)


def _page(answer: Mapping[str, Any]) -> HistoryPage:
    following = (answer.get("response_metadata") or {}).get("next_cursor") or ""
    return HistoryPage(answer["messages"], str(following))


def _body(channel: str, message: Message) -> dict[str, Any]:
    return {"channel": channel, "text": message.text, "blocks": message.blocks}


def _rate(headers: Mapping[str, str], now: datetime) -> RateError:
    seconds = next((value for key, value in headers.items() if key.lower() == "retry-after"), "1")
    wait = float(seconds) if str(seconds).replace(".", "", 1).isdigit() else 1.0
    return RateError("Slackの呼び出し上限です", retry_at=now.astimezone(UTC) + timedelta(seconds=wait), system=LABEL)

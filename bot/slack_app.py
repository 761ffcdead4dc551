"""Bolt, set up so that no order can be lost in it.

`process_before_response=True`: Slack is answered only after the listener has committed (the default answers first).
`authorize` is ours: Bolt's default calls auth.test inside the first request and, when that fails, answers 200 without
running the listener.
"""

import logging
import ssl

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import register
from bot.listeners.opener import ViewOpener
from bot.services import Services

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 30
LOGGER = "slack_bolt"  # quietened by `bot.logs`: Bolt logs whole payloads
NO_RETRIES: list[AsyncRetryHandler] = []  # the default sends chat.postMessage again after a dropped connection


def web_client(token: str, api_url: str, *, context: ssl.SSLContext | None = None) -> AsyncWebClient:
    """Return a Web API client that sends every request once."""
    return AsyncWebClient(
        token=token, base_url=api_url, timeout=TIMEOUT_SECONDS, retry_handlers=NO_RETRIES, ssl=context
    )


def create_slack_app(
    services: Services, *, client: AsyncWebClient, signing_secret: str | None, opener: ViewOpener
) -> AsyncApp:
    """Return the Bolt app with every listener."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    app = AsyncApp(
        name="seikyu",  # without one Bolt looks through every loaded module for its caller: a tenth of a second
        logger=logging.getLogger(LOGGER),
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=signing_secret is not None,
        ignoring_self_events_enabled=False,  # needs our user id, which Slack may not have told yet; we look ourselves
    )
    register(app, services, opener)

    @app.error
    async def failed(error: Exception, body: dict[str, object]) -> None:
        # Raised again: the answer is then 500 and Slack delivers the event once more.
        log.error("slack.listener_failed", type=body.get("type"), event_id=body.get("event_id"), exc_info=error)
        raise error

    return app

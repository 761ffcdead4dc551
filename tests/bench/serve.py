"""A process to measure: the bot's reception of Slack, or a Bolt app that does nothing (the control).

`python -m tests.bench.serve {bot,worker,noop} {http,socket} DATABASE_URL SLACK_URL [--work]` prints its port when it is
ready. `bot` is the web process, with a worker in it if told so; `worker` is a worker process.
"""

import asyncio
import contextlib
import logging
import socket
import sys

import structlog
import uvicorn
from cryptography.fernet import Fernet
from pydantic import SecretStr
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bootstrap import Parts, build
from bot.logs import configure_logs
from bot.policy import Policy
from bot.process import serving, working
from bot.settings import Settings
from bot.slack_app import web_client
from bot.socket_mode import SocketMode
from tests.bench.slack_end import APP_TOKEN, CHANNEL, SECRET, TEAM

KEY = Fernet.generate_key().decode()


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def silence() -> None:
    """Log nothing: what goes wrong here is meant to (no accounting system is connected), and writing it takes time."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def parts(database_url: str, slack_url: str, transport: str, port: int) -> Parts:
    """Return the bot as it would be composed for this workspace."""
    settings = Settings(
        _env_file=None,
        database_url=database_url,
        secret_key=SecretStr(KEY),
        slack_bot_token=SecretStr("xoxb-bench"),
        slack_signing_secret=SecretStr(SECRET) if transport == "http" else None,
        slack_app_token=SecretStr(APP_TOKEN) if transport == "socket" else None,
        slack_team_id=TEAM,
        slack_api_url=f"{slack_url}/api/",
        slack_hooks_url=slack_url,
        freee_company_id="1",
        freee_client_id="bench",
        freee_client_secret=SecretStr("bench"),
        freee_api_url="http://127.0.0.1:9",
        freee_auth_url="http://127.0.0.1:9",
        slack_seconds_per_message=0,
        port=port,
    )
    policy = Policy.model_validate(
        {
            "channels": {"sales": [CHANNEL], "finance": CHANNEL, "alerts": CHANNEL},
            "billing": {"registration_number": "T7123456789012"},
        }
    )
    return build(settings, policy=policy)


async def serve_bot(transport: str, database_url: str, slack_url: str, *, work: bool) -> None:
    """Serve as the bot does."""
    port = free_port()
    made = parts(database_url, slack_url, transport, port)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(serving(made, with_worker=False))
        if work:
            await stack.enter_async_context(working(made))
        print(port, flush=True)
        await asyncio.to_thread(sys.stdin.read)  # until whoever started us closes it
    await made.close()


async def serve_worker(database_url: str, slack_url: str) -> None:
    """Work as a worker process does."""
    made = parts(database_url, slack_url, "http", 0)
    async with working(made):
        print(0, flush=True)
        await asyncio.to_thread(sys.stdin.read)
    await made.close()


async def serve_noop(transport: str, slack_url: str) -> None:
    """Serve a Bolt app whose listener does nothing, set up as ours is."""

    async def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="xoxb-bench")

    client = web_client("xoxb-bench", f"{slack_url}/api/")
    app = AsyncApp(
        client=client,
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,
    )

    @app.event("message")
    async def message() -> None:
        pass

    async def team() -> str:
        return TEAM

    if transport == "socket":
        sockets = SocketMode(app, client, app_token=APP_TOKEN, team_id=team)
        await sockets.start()
        print(0, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await sockets.stop()
        return
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    port = free_port()
    web = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    server = uvicorn.Server(
        uvicorn.Config(web, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")
    )
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn offers no event
        await asyncio.sleep(0.01)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await task


if __name__ == "__main__":
    configure_logs(quiet=True)
    silence()
    kind, transport, database_url, slack_url = sys.argv[1:5]
    if kind == "bot":
        asyncio.run(serve_bot(transport, database_url, slack_url, work="--work" in sys.argv))
    elif kind == "worker":
        asyncio.run(serve_worker(database_url, slack_url))
    else:
        asyncio.run(serve_noop(transport, slack_url))

"""The stand-in for Slack as one ASGI app: Web API, response_urls, files, the page."""

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import PurePosixPath

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.clock import Clock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.slack import page_api, response_urls
from sandbox.slack.core import ApiError, Core
from sandbox.slack.courier import Courier
from sandbox.slack.keeping import kept, restore
from sandbox.slack.limits import Limits
from sandbox.slack.settings import SlackSettings
from sandbox.slack.socket_mode import SocketHub
from sandbox.slack.state import State
from sandbox.slack.web_api import endpoint
from sandbox.slack.workspace import SlackWorkspace


def create_app(
    settings: SlackSettings | None = None, clock: Clock | None = None, faults: Faults | None = None
) -> Starlette:
    """Build a workspace with one app: a SlackWorkspace in `app.state.workspace`, beside `clock` and `faults`."""
    settings, clock, faults = settings or SlackSettings(), clock or Clock(), faults or Faults()
    state = State(clock)
    core = Core(
        settings=settings,
        clock=clock,
        state=state,
        courier=Courier(state, settings),
        limits=Limits(settings, clock),
        sockets=SocketHub(state, settings),
        base_url=lambda: str(settings.public_url or getattr(app.state, "base_url", "http://127.0.0.1:8800")),
    )

    core.courier.socket = core.sockets.send

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with kept(state, settings.state_file):
            try:
                yield
            finally:
                await core.courier.close()
                await core.sockets.close()

    workspace = SlackWorkspace(core)
    if settings.state_file is not None:
        restore(state, settings.state_file)
    app = Starlette(
        routes=[*_routes(core), *page_api.routes(workspace)],
        middleware=[Middleware(FaultMiddleware, faults=faults, clock=clock)],
        lifespan=lifespan,
    )
    app.state.workspace, app.state.clock, app.state.faults = workspace, clock, faults
    return app


def _routes(core: Core) -> list[BaseRoute]:
    async def api(request: Request) -> Response:
        return await endpoint.answer(core, request)

    async def respond(request: Request) -> Response:
        return _respond(core, request.path_params["token"], await request.body())

    async def upload(request: Request) -> Response:
        return _upload(core, request.path_params["file"], await request.body())

    async def download(request: Request) -> Response:
        return _download(core, request)

    return [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/actions/{team}/{token}", respond, methods=["POST"]),
        Route("/commands/{team}/{token}", respond, methods=["POST"]),
        Route("/upload/v1/{file}", upload, methods=["POST"]),
        Route("/files-pri/{name:path}", download),
        Route("/signin", lambda _: HTMLResponse("<!doctype html><title>Sign in | Slack</title>")),
    ]


def _respond(core: Core, token: str, body: bytes) -> Response:
    try:
        value = json.loads(body)
    except ValueError:
        return PlainTextResponse("invalid_payload", 400)
    try:
        response_urls.use(core, token, value if isinstance(value, dict) else {})
    except ApiError as error:
        gone = error.code in ("expired_url", "used_url", "invalid_url")
        return JSONResponse({"ok": False, "error": error.code}, 404 if gone else 400)
    return JSONResponse({"ok": True})


def _upload(core: Core, file: str, body: bytes) -> Response:
    row = core.state.files.get(file)
    if row is None or row.complete:
        return PlainTextResponse("not found", 404)
    row.content = body
    return PlainTextResponse(f"OK - {len(body)}")


def _download(core: Core, request: Request) -> Response:
    """A private file. Without a token Slack sends people (and careless programs) to a sign-in page, with status 200."""
    path = PurePosixPath(request.path_params["name"])
    row = core.state.files.get(path.parts[0].partition("-")[2])
    authorised = request.headers.get("authorization") == f"Bearer {core.settings.bot_token}"
    if not authorised or "files:read" not in core.settings.bot_scopes:
        return RedirectResponse("/signin", 302)
    if row is None or not row.complete:
        return PlainTextResponse("not found", 404)
    return Response(row.content, media_type=row.mimetype)

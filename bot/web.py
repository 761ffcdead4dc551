"""The ASGI app: Slack's requests, the accounting system's consent page coming back, and the health of the process."""

import secrets
from datetime import timedelta
from typing import Protocol

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.guard import Guard
from bot.socket_mode import SocketMode
from bot.worker import Worker
from integrations.errors import IntegrationError
from storage.database import Database
from storage.repositories import learned

log = structlog.get_logger(__name__)

STATE_LIFE = timedelta(minutes=10)
SILENT_SECONDS = 30  # a worker that has not looked for work for so long is stuck


class Consent(Protocol):
    """The accounting system's OAuth, as far as the browser sees it."""

    def authorise_url(self, state: str, *, verifier: str | None = None) -> str:
        """Return where a person gives consent."""
        ...

    async def exchange_code(self, code: str, *, verifier: str | None = None) -> None:
        """Turn the returned code into a stored token pair."""
        ...


class Web:
    """Routes and what they need."""

    def __init__(
        self,
        *,
        slack: AsyncApp | None,
        guard: Guard,
        database: Database,
        clock: Clock,
        consent: Consent | None,
        consent_scope: str,
        worker: Worker | None,
        socket: SocketMode | None = None,
    ) -> None:
        """`slack` is None where Slack comes by `socket`; `worker` is None in a process that only listens."""
        self._handler = AsyncSlackRequestHandler(slack) if slack else None
        self._guard, self._database, self._clock = guard, database, clock
        self._consent, self._scope, self._worker, self._socket = consent, consent_scope, worker, socket

    def app(self) -> Starlette:
        """Return the ASGI app."""
        routes = [
            Route("/livez", self._live),
            Route("/readyz", self._ready),
            Route("/connect", self._connect),
            Route("/connect/callback", self._connected),
        ]
        if self._handler:
            routes.append(Route("/slack/events", self._slack, methods=["POST"]))
        app = Starlette(routes=routes)
        app.router.redirect_slashes = False  # an address that is not ours is not found, whatever its end
        return app

    async def _slack(self, request: Request) -> Response:
        assert self._handler is not None
        refusal = await self._guard.refuse(request)
        return refusal if refusal is not None else await self._handler.handle(request)

    async def _live(self, request: Request) -> Response:
        del request
        return PlainTextResponse("ok")

    async def _ready(self, request: Request) -> Response:
        del request
        problems = []
        try:
            await self._database.transact(learned.set_value, "ready", "", now=self._clock.now())
        except Exception:
            log.exception("ready.database")
            problems.append("database")
        if self._worker is not None:
            tick = self._worker.last_tick
            if tick is None or (self._clock.now() - tick).total_seconds() > SILENT_SECONDS:
                problems.append("worker")
        if self._socket is not None and not self._socket.connected:
            problems.append("slack")
        return JSONResponse({"ready": not problems, "problems": problems}, status_code=503 if problems else 200)

    async def _connect(self, request: Request) -> Response:
        """Send an administrator to the consent page; the state comes back with the code and works once."""
        del request
        if self._consent is None:
            return PlainTextResponse("not configured", status_code=404)
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        await self._database.transact(learned.set_value, f"oauth_state:{state}", verifier, now=self._clock.now())
        return RedirectResponse(self._consent.authorise_url(state, verifier=verifier), status_code=302)

    async def _connected(self, request: Request) -> Response:
        if self._consent is None:
            return PlainTextResponse("not configured", status_code=404)
        name = f"oauth_state:{request.query_params.get('state', '')}"
        verifier = await self._database.transact(learned.take, name, now=self._clock.now(), life=STATE_LIFE)
        code = request.query_params.get("code")
        if verifier is None or not code:
            return _page("接続できませんでした", "もう一度はじめからやり直してください。", 400)
        try:
            await self._consent.exchange_code(code, verifier=verifier)
        except IntegrationError as error:
            return _page("接続できませんでした", error.message, 502)
        return _page("接続しました", "このページは閉じてかまいません。止まっていた処理は自動で続きます。", 200)


def _page(title: str, text: str, status: int) -> Response:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    html = f"<!doctype html><html lang=ja><meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>{safe}</p>"
    return HTMLResponse(html, status_code=status)

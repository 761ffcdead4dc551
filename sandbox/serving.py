"""Runs a stand-in under uvicorn, in this process: on a free port for tests, on a fixed one for the demo."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.faults import RESET


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever started us."""
        yield


@contextlib.asynccontextmanager
async def running(app: Starlette, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` until the block ends; yields its base URL, without a slash at the end.

    The URL is also left in `app.state.base_url`, because a stand-in hands out links to itself.
    """
    # With the protocol named, asyncio sets TCP_NODELAY; without, every answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    url = f"http://{host}:{listener.getsockname()[1]}"
    app.state.base_url = url
    config = uvicorn.Config(
        _breakable(app), log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=1
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if serving.done():
                await serving
                raise RuntimeError("the stand-in stopped while starting")
            await asyncio.sleep(0.002)
        yield url
    finally:
        server.should_exit = True
        await serving
        listener.close()


async def serve(app: Starlette, host: str, port: int) -> None:
    """Serve until cancelled."""
    async with running(app, host=host, port=port):
        await asyncio.Event().wait()


def _breakable(app: ASGIApp) -> ASGIApp:
    """Offer the application a way to break its connection: uvicorn's `send` belongs to the object that holds it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if isinstance(transport, asyncio.Transport):

            async def reset(flush: bool) -> None:
                if flush:
                    transport.close()
                else:
                    transport.abort()
                # connection_lost must have run before uvicorn looks for an answer, or it would complain of none.
                for _ in range(3):
                    await asyncio.sleep(0)

            scope.setdefault("extensions", {})[RESET] = reset
        await app(scope, receive, send)

    return wrapped

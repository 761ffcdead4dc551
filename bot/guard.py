"""In front of Bolt: what is not a fresh, signed request of our workspace ends here and leaves no trace in the store."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
MAX_BODY = 1 << 20
MAX_AGE_SECONDS = 300


class Guard:
    """Checks one request before anything reads it."""

    def __init__(
        self,
        secrets: Sequence[str],
        team_id: Callable[[], Awaitable[str | None]],
        now: Callable[[], float] = time.time,
    ) -> None:
        """`secrets`: the signing secret, and the one before it while it is rotated. `team_id`: ours, once known."""
        self._secrets = [secret.encode() for secret in secrets]
        self._team_id = team_id
        self._now = now

    async def refuse(self, request: Request) -> Response | None:
        """Return the refusal (400, 401 or 413), None for a request Bolt may see."""
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            return PlainTextResponse("", status_code=413 if length.isdigit() else 400)
        body = await request.body()
        if not self._signed(request, body):
            return PlainTextResponse("", status_code=401)
        payload = _payload(request, body)
        if payload is None:
            return PlainTextResponse("", status_code=400)
        if payload.get("type") == "url_verification" or payload.get("ssl_check"):
            return None
        theirs = _team(payload)
        if theirs is None:
            return PlainTextResponse("", status_code=400)
        ours = await self._team_id()
        return PlainTextResponse("", status_code=401) if ours is not None and theirs != ours else None

    def _signed(self, request: Request, body: bytes) -> bool:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not TIMESTAMP.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
            return False
        if abs(self._now() - int(stamp)) > MAX_AGE_SECONDS:
            return False
        base = b"v0:" + stamp.encode() + b":" + body
        return any(
            hmac.compare_digest("v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest(), signature)
            for secret in self._secrets
        )


def _payload(request: Request, body: bytes) -> dict[str, Any] | None:
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            value = json.loads(body)
        else:
            form = {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
            value = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or nested without end
        return None
    return value if isinstance(value, dict) and value else None


def _team(payload: dict[str, Any]) -> str | None:
    team = payload.get("team_id")
    if not team and isinstance(payload.get("team"), dict):
        team = payload["team"].get("id")
    return str(team) if team else None

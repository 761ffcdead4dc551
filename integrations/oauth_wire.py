"""What goes over the wire to a token endpoint (RFC 6749 §4.1.3, §5, §6; RFC 7636) and what its answers mean."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import quote_plus, urlencode

from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    IntegrationError,
    OutcomeUnknownError,
    RateError,
)
from integrations.http import Answer
from integrations.oauth_store import TokenPair


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """An app registered with a provider."""

    system: str  # what people read: "freee"
    authorise_url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    client_auth: Literal["post", "basic"] = "post"
    authorise_extra: Mapping[str, str] = field(default_factory=dict)
    # A key of the token answer and the value it must have if it is there: the company the person has chosen.
    bound: tuple[str, str] | None = None

    @property
    def who(self) -> str:
        """Return who can reconnect, in words."""
        return f"{self.system}の管理者"


def challenge(verifier: str) -> str:
    """Return the S256 code challenge of a verifier (RFC 7636 §4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def token_request(app: OAuthApp, form: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of a request to the token endpoint."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    fields = dict(form)
    if app.client_auth == "basic":
        pair = f"{quote_plus(app.client_id)}:{quote_plus(app.client_secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
    else:
        fields |= {"client_id": app.client_id, "client_secret": app.client_secret}
    return urlencode(fields).encode("ascii"), headers


def read_pair(app: OAuthApp, answer: Answer, now: datetime) -> TokenPair:
    """Return the pair of a 200 answer; ChangedApiError if a token or its life is missing.

    An answer without a refresh token is an error too: it would end the connection unnoticed, hours later.
    """
    body = answer.json()
    if not isinstance(body, dict):
        raise _changed(app, answer)
    access, refresh, life = body.get("access_token"), body.get("refresh_token"), body.get("expires_in")
    if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
        raise _changed(app, answer)
    if not isinstance(life, int) or isinstance(life, bool) or life <= 0:
        raise _changed(app, answer)
    return TokenPair(access=access, refresh=refresh, issued_at=now, expires_at=now + timedelta(seconds=life))


def check_bound(app: OAuthApp, answer: Answer) -> None:
    """Raise AuthorisationError if the tokens are for another company than the configured one."""
    if app.bound is None:
        return
    key, expected = app.bound
    chosen = answer.json().get(key)
    if chosen is not None and str(chosen) != expected:
        raise AuthorisationError(
            f"{app.system}で別の事業所（{chosen}）が選ばれました。設定の事業所（{expected}）を選んで接続してください。",
            system=app.system,
            request_id=answer.request_id,
        )


class ClientRefusedError(AuthorisationError):
    """The app's own id or secret is wrong: settings must be corrected, the tokens are still good."""


def refusal(app: OAuthApp, answer: Answer, *, retry_at: datetime) -> IntegrationError:
    """Return what a token answer other than 200 means.

    400, 401, 403 and 429 are definite refusals that spend nothing; all else leaves open whether the token was spent.
    """
    system, request_id = app.system, answer.request_id
    if answer.status == 429:
        message = f"{system}の認可サーバーが混み合っています。"
        return RateError(message, retry_at=retry_at, system=system, request_id=request_id)
    if answer.status not in (400, 401, 403):
        message = f"{system}の認可サーバーが応答できませんでした（HTTP {answer.status}）。"
        return OutcomeUnknownError(message, system=system, request_id=request_id)
    code = _error_code(answer)
    if code == "invalid_client":
        message = f"{system}のClient IDまたはClient Secretが正しくありません。設定を確認してください。"
        return ClientRefusedError(message, system=system, request_id=request_id)
    message = f"{system}が認可を拒否しました（{code}）。{app.who}が接続し直してください。"
    return AuthorisationError(message, system=system, request_id=request_id)


def _error_code(answer: Answer) -> str:
    try:
        body: Any = answer.json()
    except ChangedApiError:
        return f"HTTP {answer.status}"
    found = (body.get("error") or body.get("code")) if isinstance(body, dict) else None
    return str(found or f"HTTP {answer.status}")


def _changed(app: OAuthApp, answer: Answer) -> ChangedApiError:
    return ChangedApiError(
        f"{app.system}の認可サーバーの応答が公開仕様と違います。", system=app.system, request_id=answer.request_id
    )

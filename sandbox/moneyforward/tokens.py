"""Codes and tokens of api.biz.moneyforward.com: an hour of access, 540 days of refresh, each refresh token once."""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Literal
from urllib.parse import unquote_plus

from sandbox.clock import Clock
from sandbox.freee.shelf import Shelf
from sandbox.moneyforward.errors import ApiError, forbidden, unauthorised
from sandbox.moneyforward.records import Json
from sandbox.moneyforward.settings import READ_SCOPE, WRITE_SCOPE, MoneyForwardSettings

DAY_SECONDS = 86_400
SCOPES = frozenset({READ_SCOPE, WRITE_SCOPE})


class OAuthError(Exception):
    """A refusal of the token endpoint: `error` as in RFC 6749."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(error)
        self.status = status
        self.body: Json = {"error": error, "error_description": description}


@dataclass(slots=True)
class _Code:
    redirect_uri: str
    expires: float
    challenge: str | None
    scope: str


@dataclass(slots=True)
class _Token:
    """An access or refresh token; times in seconds since 1970. `pair` is the other one of the two."""

    value: str
    kind: Literal["access", "refresh"]
    scope: str
    pair: str
    expires: float
    used: bool = False
    dead: bool = False


class TokenDesk:
    """Issues and checks codes and tokens of the one app the stand-in knows."""

    def __init__(self, settings: MoneyForwardSettings, clock: Clock, shelf: Shelf) -> None:
        self._settings, self._clock, self._shelf = settings, clock, shelf
        self._codes: dict[str, _Code] = {}
        self._tokens = {row["value"]: _Token(**row) for row in shelf.all("token")}
        self.refreshes = 0  # successful ones
        self.refused_refreshes = 0

    def mint(self, scope: str = f"{READ_SCOPE} {WRITE_SCOPE}") -> Json:
        """Issue a pair without a person's consent and return it as the token endpoint would."""
        return self._issue(scope)

    def revoke_all(self) -> None:
        """Take back every token, as when a person removes the app."""
        for token in self._tokens.values():
            token.dead = True
            self._save(token)

    def expire_access_tokens(self) -> None:
        """Let every access token run out now; refresh tokens stay good."""
        for token in self._tokens.values():
            if token.kind == "access":
                token.expires = min(token.expires, self._clock.timestamp())
                self._save(token)

    def problem(self, query: dict[str, str]) -> str | None:
        """Return why consent may not be asked for: app, redirect, flow, scope or PKCE method."""
        if query.get("response_type") != "code":
            return "response_type には code を指定してください。"
        if query.get("client_id") != self._settings.client_id:
            return "client_id が登録された内容と一致しません。"
        if query.get("redirect_uri") not in self._settings.redirect_uris:
            return "redirect_uri が登録された内容と一致しません。"
        wanted = query.get("scope", "").split()
        if not wanted or not set(wanted) <= SCOPES:
            return "scope が不正です。"
        if query.get("code_challenge") and query.get("code_challenge_method") != "S256":
            return "code_challenge_method には S256 を指定してください。"
        return None

    def code(self, redirect_uri: str, challenge: str | None, scope: str) -> str:
        """Issue a code that works once, with the same redirect (and PKCE verifier)."""
        value = secrets.token_urlsafe(24)
        self._codes[value] = _Code(
            redirect_uri, self._clock.timestamp() + self._settings.code_seconds, challenge, scope
        )
        return value

    def exchange(self, form: dict[str, str], authorization: str | None) -> Json:
        """Answer the token endpoint's form; `OAuthError` if it is refused."""
        if not self._is_client(form, authorization):
            raise OAuthError(401, "invalid_client", "Client authentication failed.")
        match form.get("grant_type"):
            case "authorization_code":
                return self._from_code(form)
            case "refresh_token":
                return self._from_refresh(form.get("refresh_token", ""))
        raise OAuthError(400, "unsupported_grant_type", "grant_type is not supported.")

    def app_of(self, authorization: str | None, *, writes: bool) -> str | ApiError:
        """Return the app behind an Authorization header, or the refusal to answer."""
        scheme, _, value = (authorization or "").partition(" ")
        token = self._tokens.get(value.strip()) if scheme.lower() == "bearer" else None
        if token is None or token.kind != "access" or token.dead or token.expires <= self._clock.timestamp():
            return unauthorised()
        if writes and WRITE_SCOPE not in token.scope.split():
            return forbidden()
        return self._settings.client_id

    def _is_client(self, form: dict[str, str], authorization: str | None) -> bool:
        """Return whether app and secret came the one way that was registered."""
        expected = (self._settings.client_id, self._settings.client_secret)
        if self._settings.client_auth == "post":
            return authorization is None and (form.get("client_id"), form.get("client_secret")) == expected
        scheme, _, value = (authorization or "").partition(" ")
        if scheme.lower() != "basic" or "client_secret" in form:
            return False
        try:
            user, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except ValueError:
            return False
        return (unquote_plus(user), unquote_plus(secret)) == expected

    def _from_code(self, form: dict[str, str]) -> Json:
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.expires <= self._clock.timestamp() or code.redirect_uri != form.get("redirect_uri"):
            raise _invalid_grant()
        if code.challenge is not None:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != code.challenge:
                raise _invalid_grant()
        return self._issue(code.scope)

    def _from_refresh(self, value: str) -> Json:
        token = self._tokens.get(value)
        now = self._clock.timestamp()
        if token is None or token.kind != "refresh" or token.used or token.dead or token.expires <= now:
            self.refused_refreshes += 1
            raise _invalid_grant()
        token.used = True
        self._save(token)
        if self._settings.refresh_kills_access:
            self._tokens[token.pair].dead = True
            self._save(self._tokens[token.pair])
        self.refreshes += 1
        return self._issue(token.scope)

    def _issue(self, scope: str) -> Json:
        now = self._clock.timestamp()
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        seconds = self._settings.access_token_seconds
        for token in (
            _Token(access, "access", scope, refresh, now + seconds),
            _Token(refresh, "refresh", scope, access, now + self._settings.refresh_token_days * DAY_SECONDS),
        ):
            self._tokens[token.value] = token
            self._save(token)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": seconds,
            "refresh_token": refresh,
            "scope": scope,
        }

    def _save(self, token: _Token) -> None:
        if self._shelf.in_use:
            self._shelf.put("token", token.value, asdict(token))


def _invalid_grant() -> OAuthError:
    return OAuthError(400, "invalid_grant", "The provided authorization grant is invalid, expired or used.")

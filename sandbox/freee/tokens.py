"""Codes and tokens: what freee's authorisation server issues, and what it takes back."""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Literal

from sandbox.clock import Clock
from sandbox.freee.errors import ApiError, unauthorised
from sandbox.freee.records import Json
from sandbox.freee.settings import FreeeSettings
from sandbox.freee.shelf import Shelf

DAY_SECONDS = 86_400


class OAuthError(Exception):
    """A refusal of the token endpoint: `error` as in RFC 6749. freee answers 401 to a used-up grant."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(error)
        self.status = status
        self.body: Json = {"error": error, "error_description": description}


@dataclass(slots=True)
class _Code:
    client_id: str
    redirect_uri: str
    expires: float
    challenge: str | None


@dataclass(slots=True)
class _Token:
    """An access or refresh token; times in seconds since 1970. `pair` is the other one of the two."""

    value: str
    kind: Literal["access", "refresh"]
    client_id: str
    pair: str
    expires: float
    used: bool = False  # a refresh token works once
    dead: Literal["", "refreshed", "revoked"] = ""


class TokenDesk:
    """Issues and checks codes and tokens of the one app the stand-in knows."""

    def __init__(self, settings: FreeeSettings, clock: Clock, shelf: Shelf) -> None:
        self._settings, self._clock, self._shelf = settings, clock, shelf
        self._codes: dict[str, _Code] = {}
        self._tokens = {row["value"]: _Token(**row) for row in shelf.all("token")}
        self.refreshes = 0  # successful ones
        self.refused_refreshes = 0

    def mint(self) -> Json:
        """Issue a pair without a person's consent and return it as the token endpoint would."""
        return self._issue(self._settings.client_id)

    def revoke_all(self) -> None:
        """Take back every token, as when a person removes the app in freee."""
        for token in self._tokens.values():
            token.dead = "revoked"
            self._save(token)

    def expire_access_tokens(self) -> None:
        """Let every access token run out now; refresh tokens stay good."""
        for token in self._tokens.values():
            if token.kind == "access":
                token.expires = min(token.expires, self._clock.timestamp())
                self._save(token)

    def known_redirect(self, client_id: str, redirect_uri: str) -> bool:
        """Return whether consent may be asked for: the app is known and the redirect is exactly a registered one."""
        return client_id == self._settings.client_id and redirect_uri in self._settings.redirect_uris

    def code(self, client_id: str, redirect_uri: str, challenge: str | None) -> str:
        """Issue a code that works once, for ten minutes, with the same redirect (and PKCE verifier, S256)."""
        value = secrets.token_urlsafe(24)
        expires = self._clock.timestamp() + self._settings.code_seconds
        self._codes[value] = _Code(client_id, redirect_uri, expires, challenge)
        return value

    def exchange(self, form: dict[str, str]) -> Json:
        """Answer the token endpoint's form; `OAuthError` if it is refused."""
        client = (form.get("client_id", ""), form.get("client_secret", ""))
        if client != (self._settings.client_id, self._settings.client_secret):
            raise OAuthError(401, "invalid_client", "クライアントの認証に失敗しました。")
        match form.get("grant_type"):
            case "authorization_code":
                return self._from_code(form)
            case "refresh_token":
                return self._from_refresh(form.get("refresh_token", ""), client[0])
        raise OAuthError(400, "unsupported_grant_type", "grant_type が不正です。")

    def app_of(self, authorization: str | None) -> str | ApiError:
        """Return the app (client id) behind an Authorization header, or the 401 to answer."""
        scheme, _, value = (authorization or "").partition(" ")
        token = self._tokens.get(value.strip()) if scheme.lower() == "bearer" else None
        if token is None or token.kind != "access" or token.dead == "revoked":
            return unauthorised("re_authorization_required")
        if token.dead or token.expires <= self._clock.timestamp():
            return unauthorised("expired_access_token")
        return token.client_id

    def _from_code(self, form: dict[str, str]) -> Json:
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.expires <= self._clock.timestamp() or code.redirect_uri != form.get("redirect_uri"):
            raise _invalid_grant()
        if code.challenge is not None:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != code.challenge:
                raise _invalid_grant()
        return self._issue(code.client_id)

    def _from_refresh(self, value: str, client_id: str) -> Json:
        token = self._tokens.get(value)
        now = self._clock.timestamp()
        if token is None or token.kind != "refresh" or token.used or token.dead or token.expires <= now:
            self.refused_refreshes += 1
            raise _invalid_grant()
        token.used = True
        self._save(token)
        if self._settings.refresh_kills_access:
            old = self._tokens[token.pair]
            old.dead = old.dead or "refreshed"
            self._save(old)
        self.refreshes += 1
        return self._issue(client_id)

    def _issue(self, client_id: str) -> Json:
        now = self._clock.timestamp()
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        seconds = self._settings.access_token_seconds
        lifetime = self._settings.refresh_token_days * DAY_SECONDS
        for token in (
            _Token(access, "access", client_id, refresh, now + seconds),
            _Token(refresh, "refresh", client_id, access, now + lifetime),
        ):
            self._tokens[token.value] = token
            self._save(token)
        return {
            "access_token": access,
            "token_type": "bearer",
            "expires_in": seconds,
            "refresh_token": refresh,
            "scope": "read write",
            "created_at": int(now),
            "company_id": self._settings.company_id,
            "external_cid": str(self._settings.company_id),
        }

    def _save(self, token: _Token) -> None:
        if self._shelf.in_use:
            self._shelf.put("token", token.value, asdict(token))


def _invalid_grant() -> OAuthError:
    return OAuthError(
        401, "invalid_grant", "認可コードまたはリフレッシュトークンが無効、期限切れ、または使用済みです。"
    )

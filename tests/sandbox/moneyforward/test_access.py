"""Authorisation and limits: one registered way for the secret, single-use refresh tokens, three calls a second."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.moneyforward import MoneyForwardSettings
from sandbox.moneyforward.settings import READ_SCOPE, WRITE_SCOPE
from tests.sandbox.moneyforward.harness import CREATE, Played, playing

APP = MoneyForwardSettings()
REDIRECT = APP.redirect_uris[0]
BASIC = httpx.BasicAuth(APP.client_id, APP.client_secret)
ASK = {
    "response_type": "code",
    "client_id": APP.client_id,
    "redirect_uri": REDIRECT,
    "scope": f"{READ_SCOPE} {WRITE_SCOPE}",
    "state": "s1",
}


async def token(mf: Played, form: dict[str, str], auth: httpx.Auth | None = BASIC) -> httpx.Response:
    transport = httpx.ASGITransport(mf.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://mf.test", auth=auth) as http:
        return await http.post("/token", data=form)


async def refresh(mf: Played, value: str) -> httpx.Response:
    return await token(mf, {"grant_type": "refresh_token", "refresh_token": value})


async def status(mf: Played, access: str) -> int:
    return (await mf.http.get("/api/v3/office", headers={"Authorization": f"Bearer {access}"})).status_code


async def test_consent_gives_a_code_that_works_once_and_holds_its_verifier() -> None:
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    async with playing() as mf:
        asked = ASK | {"code_challenge": challenge, "code_challenge_method": "S256"}
        assert "5018-5904" in (await mf.http.get("/authorize", params=asked)).text
        for given, expected in (("w" * 43, 400), (verifier, 200)):
            allowed = await mf.http.post("/authorize", data={**asked, "decision": "allow"})
            back = parse_qs(urlsplit(allowed.headers["location"]).query)
            assert back["state"] == ["s1"]
            form = {"grant_type": "authorization_code", "code": back["code"][0], "redirect_uri": REDIRECT}
            answer = await token(mf, {**form, "code_verifier": given})
            assert answer.status_code == expected
            assert (await token(mf, {**form, "code_verifier": given})).json()["error"] == "invalid_grant"
        assert answer.json()["expires_in"] == 3600
        assert await status(mf, answer.json()["access_token"]) == 200


async def test_refusing_goes_back_without_a_code() -> None:
    async with playing() as mf:
        answer = await mf.http.post("/authorize", data={**ASK, "decision": "deny"})
        assert parse_qs(urlsplit(answer.headers["location"]).query) == {"error": ["access_denied"], "state": ["s1"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"},
        {"redirect_uri": REDIRECT + "/"},
        {"client_id": "x"},
        {"scope": "mfc/accounting/journal.write"},
        {"scope": ""},
        {"code_challenge": "abc", "code_challenge_method": "plain"},
    ],
)
async def test_any_other_redirect_app_or_scope_is_refused_without_redirecting(wrong: dict[str, str]) -> None:
    async with playing() as mf:
        assert (await mf.http.get("/authorize", params=ASK | wrong)).status_code == 400
        assert (await mf.http.post("/authorize", data=ASK | wrong | {"decision": "allow"})).status_code == 400


async def test_a_refresh_token_works_once() -> None:
    async with playing() as mf:
        first = mf.office.tokens.mint()
        second = (await refresh(mf, first["refresh_token"])).json()
        again = await refresh(mf, first["refresh_token"])
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        assert (await refresh(mf, second["refresh_token"])).status_code == 200
        assert (mf.office.tokens.refreshes, mf.office.tokens.refused_refreshes) == (2, 1)


@pytest.mark.parametrize("registered", ["basic", "post"])
async def test_the_secret_comes_the_registered_way_or_not_at_all(registered: str) -> None:
    async with playing(client_auth=registered) as mf:
        form = {"grant_type": "refresh_token", "refresh_token": mf.office.tokens.mint()["refresh_token"]}
        secret = {"client_id": APP.client_id, "client_secret": APP.client_secret}
        ways = {"basic": (form, BASIC), "post": (form | secret, None)}
        for way in ("post" if registered == "basic" else "basic", registered):
            answer = await token(mf, *ways[way])
            assert answer.status_code == (200 if way == registered else 401)
            assert answer.json().get("error") == (None if way == registered else "invalid_client")


async def test_access_lasts_an_hour_and_refresh_540_days() -> None:
    async with playing() as mf:
        pair, other = mf.office.tokens.mint(), mf.office.tokens.mint()
        mf.clock.advance(3_599)
        assert await status(mf, pair["access_token"]) == 200
        mf.clock.advance(1)
        assert await status(mf, pair["access_token"]) == 401
        mf.clock.advance(540 * 86_400)
        assert (await refresh(mf, other["refresh_token"])).status_code == 400


@pytest.mark.parametrize(("kills", "expected"), [(False, 200), (True, 401)])
async def test_a_refresh_may_or_may_not_kill_the_old_access_token(kills: bool, expected: int) -> None:
    async with playing(refresh_kills_access=kills) as mf:
        old = mf.office.tokens.mint()
        assert (await refresh(mf, old["refresh_token"])).status_code == 200
        assert await status(mf, old["access_token"]) == expected


async def test_reading_rights_do_not_write_and_lost_rights_do_nothing() -> None:
    async with playing() as mf:
        reader = mf.office.tokens.mint(READ_SCOPE)["access_token"]
        headers = {"Authorization": f"Bearer {reader}"}
        assert await status(mf, reader) == 200
        assert (await mf.http.post(CREATE, json=mf.bill(), headers=headers)).status_code == 403
        mf.office.denied = True
        assert (await mf.get("/office")).status_code == 403
        mf.office.tokens.revoke_all()
        assert (await mf.get("/office")).status_code == 401


@pytest.mark.parametrize(("settings", "header"), [({}, "1"), ({"tells_when": False}, None)])
async def test_the_fourth_call_of_a_second_is_refused(settings: dict[str, Any], header: str | None) -> None:
    async with playing(per_second=3, **settings) as mf:
        answers = [await mf.get("/office") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[3].headers.get("retry-after") == header
        mf.clock.advance(0.5)
        assert (await mf.get("/office")).status_code == 429
        mf.clock.advance(0.5)
        assert (await mf.get("/office")).status_code == 200
        assert mf.office.limits.refused == 2

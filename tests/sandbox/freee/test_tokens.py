"""Authorisation as freee does it: exact redirects, codes and refresh tokens that work once, 6 hours, 90 days."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.freee import FreeeSettings
from tests.sandbox.freee.harness import COMPANY, Played, playing

APP = FreeeSettings()
REDIRECT = APP.redirect_uris[0]
CLIENT = {"client_id": APP.client_id, "client_secret": APP.client_secret}
ASK = {"response_type": "code", "client_id": APP.client_id, "redirect_uri": REDIRECT, "state": "s1"}


async def refresh(freee: Played, token: str, **more: str) -> httpx.Response:
    form = {"grant_type": "refresh_token", "refresh_token": token, **CLIENT, **more}
    return await freee.http.post("/public_api/token", data=form)


async def status(freee: Played, access_token: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {access_token}"}
    answer = await freee.http.get("/iv/invoices", params={"company_id": COMPANY}, headers=headers)
    return answer.status_code, answer.json().get("code", "")


async def test_consent_gives_a_code_that_works_once() -> None:
    async with playing() as freee:
        page = await freee.http.get("/public_api/authorize", params=ASK)
        assert page.status_code == 200
        assert "許可する" in page.text
        allowed = await freee.http.post("/public_api/authorize", data={**ASK, "decision": "allow"})
        back = urlsplit(allowed.headers["location"])
        assert allowed.headers["location"].startswith(REDIRECT + "?")
        answer = parse_qs(back.query)
        assert answer["state"] == ["s1"]
        form = {"grant_type": "authorization_code", "code": answer["code"][0], "redirect_uri": REDIRECT, **CLIENT}
        issued = (await freee.http.post("/public_api/token", data=form)).json()
        assert (issued["expires_in"], issued["token_type"], issued["company_id"]) == (21_600, "bearer", COMPANY)
        assert await status(freee, issued["access_token"]) == (200, "")
        again = await freee.http.post("/public_api/token", data=form)
        assert (again.status_code, again.json()["error"]) == (401, "invalid_grant")


async def test_refusing_goes_back_with_an_error_and_without_a_code() -> None:
    async with playing() as freee:
        answer = await freee.http.post("/public_api/authorize", data={**ASK, "decision": "deny"})
        assert parse_qs(urlsplit(answer.headers["location"]).query) == {"error": ["access_denied"], "state": ["s1"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": REDIRECT + "/"},
        {"redirect_uri": REDIRECT + "?x=1"},
        {"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"},
        {"redirect_uri": "http://evil.example/callback"},
        {"client_id": "somebody"},
        {"response_type": "token"},
    ],
)
async def test_any_other_redirect_app_or_flow_is_refused_without_redirecting(wrong: dict[str, str]) -> None:
    async with playing() as freee:
        assert (await freee.http.get("/public_api/authorize", params=ASK | wrong)).status_code == 400
        if "response_type" not in wrong:
            answer = await freee.http.post("/public_api/authorize", data=ASK | wrong | {"decision": "allow"})
            assert answer.status_code == 400


async def test_pkce_binds_the_code_to_its_verifier() -> None:
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    async with playing() as freee:
        for given, expected in (("w" * 43, 401), (verifier, 200)):
            code = freee.office.tokens.code(APP.client_id, REDIRECT, challenge)
            form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, **CLIENT}
            answer = await freee.http.post("/public_api/token", data={**form, "code_verifier": given})
            assert answer.status_code == expected


async def test_a_refresh_token_works_once() -> None:
    async with playing() as freee:
        first = freee.office.tokens.mint()
        second = (await refresh(freee, first["refresh_token"])).json()
        again = await refresh(freee, first["refresh_token"])
        assert (again.status_code, again.json()["error"]) == (401, "invalid_grant")
        assert (await refresh(freee, second["refresh_token"])).status_code == 200
        assert (freee.office.tokens.refreshes, freee.office.tokens.refused_refreshes) == (2, 1)


@pytest.mark.parametrize(("kills", "expected"), [(False, (200, "")), (True, (401, "expired_access_token"))])
async def test_a_refresh_may_or_may_not_kill_the_old_access_token(kills: bool, expected: tuple[int, str]) -> None:
    async with playing(refresh_kills_access=kills) as freee:
        old = freee.office.tokens.mint()
        assert (await refresh(freee, old["refresh_token"])).status_code == 200
        assert await status(freee, old["access_token"]) == expected


async def test_access_lasts_six_hours_and_refresh_ninety_days() -> None:
    async with playing() as freee:
        pair, other = freee.office.tokens.mint(), freee.office.tokens.mint()
        freee.clock.advance(21_599)
        assert (await status(freee, pair["access_token"]))[0] == 200
        freee.clock.advance(1)
        assert await status(freee, pair["access_token"]) == (401, "expired_access_token")
        assert (await refresh(freee, pair["refresh_token"])).status_code == 200
        freee.clock.advance(90 * 86_400)
        assert (await refresh(freee, other["refresh_token"])).status_code == 401


async def test_what_else_is_answered_with_401_and_a_code() -> None:
    async with playing() as freee:
        pair = freee.office.tokens.mint()
        assert await status(freee, "nonsense") == (401, "re_authorization_required")
        assert await status(freee, pair["refresh_token"]) == (401, "re_authorization_required")
        headers = {"Authorization": f"Bearer {pair['access_token']}"}
        other = await freee.http.get("/api/1/partners", params={"company_id": 7}, headers=headers)
        assert (other.status_code, other.json()["code"]) == (401, "company_not_found")
        freee.office.denied = "user_do_not_have_permission"
        assert await status(freee, pair["access_token"]) == (401, "user_do_not_have_permission")
        freee.office.denied = None
        freee.office.tokens.revoke_all()
        assert await status(freee, pair["access_token"]) == (401, "re_authorization_required")
        assert (await refresh(freee, pair["refresh_token"])).status_code == 401


async def test_a_wrong_secret_does_not_burn_the_refresh_token() -> None:
    async with playing() as freee:
        pair = freee.office.tokens.mint()
        answer = await refresh(freee, pair["refresh_token"], client_secret="wrong")
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert (await refresh(freee, pair["refresh_token"])).status_code == 200


async def test_tests_can_let_access_run_out_without_moving_the_clock() -> None:
    async with playing() as freee:
        pair = freee.office.tokens.mint()
        freee.office.tokens.expire_access_tokens()
        assert await status(freee, pair["access_token"]) == (401, "expired_access_token")
        assert (await refresh(freee, pair["refresh_token"])).status_code == 200

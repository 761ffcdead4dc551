"""The connection to freee: renewed in time; when it is lost people are told how to mend it, and work goes on."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from storage.models import OAuthToken
from tests.town import ORDER, Town, connect


def reconnect_alerts(t: Town) -> list[str]:
    return [text for text in t.alerts_posted() if t.say("alert.what.authorisation", system="freee") in text]


async def lost(t: Town) -> str:
    """Take the app's authorisation back in freee, then approve."""
    ts = await t.post(ORDER)
    t.office.tokens.revoke_all()
    await t.press(t.suzuki, ts, ids.APPROVE)
    return ts


async def test_an_expired_token_is_renewed_and_the_invoice_is_made(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office.tokens.expire_access_tokens()
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(30)
    assert len(t.invoices()) == 1
    assert t.office.tokens.refreshes == 1
    assert reconnect_alerts(t) == []


async def test_it_is_renewed_by_the_clock_long_before_it_expires(t: Town) -> None:
    await t.until("2026-11-24T14:42")  # a quarter of six hours is left
    assert t.office.tokens.refreshes == 1
    (token,) = await t.rows(OAuthToken)
    assert token.version == 2


async def test_over_a_quiet_weekend_the_connection_stays(t: Town) -> None:
    await t.through(60 * 3600, step=12 * 3600)
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.town(freee={"refresh_kills_access": True})
async def test_it_does_not_matter_whether_a_renewal_kills_the_old_token(t: Town) -> None:
    await t.until("2026-11-24T14:42")
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_when_freee_took_the_authorisation_back_the_alert_gives_the_link_to_reconnect(t: Town) -> None:
    await lost(t)
    (alert,) = reconnect_alerts(t)
    assert t.parts.services.reconnect_url in alert
    assert t.say("alert.safe.authorisation") in alert


async def test_many_orders_that_wait_for_it_are_one_alert(t: Town) -> None:
    await lost(t)
    for count in (2, 3, 4):
        ts = await t.post(ORDER.replace("12", str(count)))
        await t.press(t.suzuki, ts, ids.APPROVE)
    await t.through(1800, step=600)
    assert len(reconnect_alerts(t)) == 1


async def test_after_reconnecting_the_work_goes_on_by_itself(t: Town) -> None:
    ts = await lost(t)
    assert await t.status(ts) is DealStatus.CONFIRMED
    assert t.invoices() == []
    await connect(t.parts, t.office, t.clock)
    await t.work()
    assert len(t.invoices()) == 1
    assert await t.status(ts) is DealStatus.INVOICED


async def test_a_refresh_token_that_was_used_up_is_a_lost_connection_not_a_crash(t: Town) -> None:
    t.office.tokens.expire_access_tokens()
    for token in t.office.tokens._tokens.values():
        token.used = True
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(reconnect_alerts(t)) == 1
    await connect(t.parts, t.office, t.clock)
    await t.work()
    assert len(t.invoices()) == 1


async def test_a_renewal_whose_answer_was_lost_is_not_repeated_and_a_person_reconnects(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office.tokens.expire_access_tokens()
    t.office_faults.add("POST /public_api/token", "lost_after")
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.through(1800, step=600)
    assert t.office.tokens.refreshes == 1
    assert t.office.tokens.refused_refreshes == 0
    assert len(reconnect_alerts(t)) == 1


async def test_missing_permissions_are_told_in_words_of_their_own(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office.denied = "user_do_not_have_permission"
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert "権限" in "".join(t.alerts_posted())
    t.office.denied = None
    await t.later(601)
    assert await t.status(ts) is DealStatus.INVOICED


async def test_tokens_are_stored_encrypted(t: Town) -> None:
    (token,) = await t.rows(OAuthToken)
    for value in t.office.tokens._tokens:
        assert value.encode() not in token.secret


# --- connecting by the browser


async def consent(t: Town, http: httpx.AsyncClient) -> httpx.Response:
    """Click through from our page over freee's consent page back to ours."""
    start = await http.get(f"{t.bot_url}/connect")
    assert start.status_code == 302
    query = {name: values[0] for name, values in parse_qs(urlsplit(start.headers["location"]).query).items()}
    answer = await http.post(
        f"{t.parts.settings.freee_auth_url}/public_api/authorize", data={**query, "decision": "allow"}
    )
    return await http.get(answer.headers["location"].replace(t.parts.settings.public_url, t.bot_url))


CALLBACK = {"redirect_uris": ("http://127.0.0.1:8080/connect/callback",)}


@pytest.mark.town(freee=CALLBACK)
async def test_an_administrator_connects_by_the_browser_and_waiting_work_goes_on(t: Town) -> None:
    ts = await lost(t)
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await consent(t, http)
    assert answer.status_code == 200
    assert "接続しました" in answer.text
    await t.work()
    assert await t.status(ts) is DealStatus.INVOICED


@pytest.mark.town(freee=CALLBACK)
async def test_a_returned_code_works_once_and_only_with_its_own_state(t: Town) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        first = await consent(t, http)
        again = await http.get(str(first.url))
        forged = await http.get(f"{t.bot_url}/connect/callback", params={"code": "x", "state": "made-up"})
    assert [first.status_code, again.status_code, forged.status_code] == [200, 400, 400]


@pytest.mark.town(freee=CALLBACK)
async def test_a_state_older_than_ten_minutes_is_refused(t: Town) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        start = await http.get(f"{t.bot_url}/connect")
        state = parse_qs(urlsplit(start.headers["location"]).query)["state"][0]
        t.clock.advance(601)
        answer = await http.get(f"{t.bot_url}/connect/callback", params={"code": "x", "state": state})
    assert answer.status_code == 400


@pytest.mark.town(freee=CALLBACK)
async def test_a_person_who_does_not_allow_it_reads_that_nothing_was_connected(t: Town) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        start = await http.get(f"{t.bot_url}/connect")
        state = parse_qs(urlsplit(start.headers["location"]).query)["state"][0]
        answer = await http.get(f"{t.bot_url}/connect/callback", params={"error": "access_denied", "state": state})
    assert answer.status_code == 400
    assert "接続できませんでした" in answer.text


@pytest.mark.town(freee=CALLBACK)
async def test_a_code_that_freee_refuses_is_told_and_stores_nothing(t: Town) -> None:
    before = (await t.rows(OAuthToken))[0].version
    async with httpx.AsyncClient(trust_env=False) as http:
        start = await http.get(f"{t.bot_url}/connect")
        state = parse_qs(urlsplit(start.headers["location"]).query)["state"][0]
        answer = await http.get(f"{t.bot_url}/connect/callback", params={"code": "<b>bad</b>", "state": state})
    assert answer.status_code == 502
    assert "<b>" not in answer.text
    assert (await t.rows(OAuthToken))[0].version == before


async def test_nothing_of_a_day_without_connection_is_lost(t: Town) -> None:
    stamps = [await lost(t)]
    for count in (2, 3):
        ts = await t.post(ORDER.replace("12", str(count)))
        await t.press(t.suzuki, ts, ids.APPROVE)
        stamps.append(ts)
    await t.until(t.clock.now() + timedelta(days=1))
    await connect(t.parts, t.office, t.clock)
    await t.work()
    assert len(t.invoices()) == 3
    assert {await t.status(ts) for ts in stamps} == {DealStatus.INVOICED}

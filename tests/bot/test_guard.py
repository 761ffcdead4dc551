"""What is not a fresh, signed request of our workspace gets 400, 401 or 413 and leaves no row."""

import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr

from sandbox.slack.courier import sign
from storage.models import Deal, Job, SlackEvent
from tests.town import ORDER, Town

SECRET = "sandbox-signing-secret"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def event(t: Town, **changes: Any) -> dict[str, Any]:
    """An order's event as Slack would send it, with some parts changed."""
    inner = {"type": "message", "channel": t.sales, "user": t.tanaka, "text": ORDER, "ts": "1795482000.000100"}
    whole = {"type": "event_callback", "team_id": t.slack.settings.team_id, "event_id": "Ev1", "event": inner}
    return {**whole, **changes}


async def send(
    t: Town,
    body: str | bytes,
    *,
    kind: str = JSON,
    secret: str = SECRET,
    at: float | str | None = None,
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
) -> int:
    """Send a body signed with a secret at a moment; return the status."""
    stamp = str(int(time.time())) if at is None else str(int(at)) if isinstance(at, float) else at
    raw = body if isinstance(body, bytes) else body.encode()
    own = {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": "v0="
        + hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), raw), "sha256").hexdigest(),
        **(headers or {}),
    }
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.request(
            method,
            f"{t.bot_url}/slack/events",
            content=raw,
            headers=[(k.encode(), v.encode()) for k, v in own.items()],
        )
    return answer.status_code


async def rows(t: Town) -> int:
    await t.work()
    return len(await t.rows(SlackEvent)) + len(await t.rows(Deal)) + len(await t.rows(Job))


@pytest.fixture(autouse=True)
async def _nothing_is_left(request: pytest.FixtureRequest, t: Town) -> Any:
    before = await rows(t)
    yield
    if "refused" in request.node.name:
        assert await rows(t) == before


async def test_a_signed_event_of_our_workspace_is_taken(t: Town) -> None:
    assert await send(t, json.dumps(event(t))) == 200
    await t.work()
    assert len(await t.rows(Deal)) == 1


async def test_refused_unsigned_or_wrongly_signed(t: Town) -> None:
    for headers in (
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v1=" + "0" * 64},
        {"x-slack-signature": "v0=" + "é" * 64},
        {"x-slack-signature": "nonsense"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "abc"},
        {"x-slack-request-timestamp": "１７９５４８２０００"},
        {"x-slack-request-timestamp": "9" * 40},
        {"x-slack-request-timestamp": "-1"},
    ):
        assert (headers, await send(t, json.dumps(event(t)), headers=headers)) == (headers, 401)


async def test_refused_signed_with_another_secret(t: Town) -> None:
    assert await send(t, json.dumps(event(t)), secret="somebody-elses") == 401


async def test_refused_signed_for_another_body(t: Town) -> None:
    stamp = str(int(time.time()))
    signature = sign(SECRET, stamp, json.dumps(event(t, event_id="Ev2")))
    assert await send(t, json.dumps(event(t)), headers={"x-slack-signature": signature}) == 401


async def test_refused_too_old_or_from_the_future(t: Town) -> None:
    for seconds in (-301, -86_400, 302, 86_400):
        assert (seconds, await send(t, json.dumps(event(t)), at=time.time() + seconds)) == (seconds, 401)


async def test_a_clock_that_is_a_little_off_is_borne(t: Town) -> None:
    for seconds in (-290, 290):
        assert await send(t, json.dumps(event(t)), at=time.time() + seconds) == 200


async def test_a_recording_played_again_within_its_minutes_changes_nothing(t: Town) -> None:
    body = json.dumps(event(t))
    assert await send(t, body) == 200
    before = await rows(t)
    for _ in range(3):
        assert await send(t, body) == 200
    assert await rows(t) == before


async def test_refused_malformed(t: Town) -> None:
    bodies: list[tuple[str | bytes, str]] = [
        ("", JSON),
        ("{", JSON),
        ("[]", JSON),
        ("null", JSON),
        ('"text"', JSON),
        ("{}", JSON),
        ('{"type": "event_callback"}', JSON),
        (b"\xff\xfe\x00", JSON),
        ("payload=not-json", FORM),
        ("payload=[]", FORM),
        (b"payload=%FF%FE", FORM),
        ("", FORM),
        ("[" * 20_000, JSON),
        ("a=b", "multipart/form-data"),
    ]
    for body, kind in bodies:
        assert (body[:80], await send(t, body, kind=kind)) == (body[:80], 400)


async def test_refused_of_another_workspace(t: Town) -> None:
    assert await send(t, json.dumps(event(t, team_id="T0OTHER0000"))) == 401
    payload = {"type": "block_actions", "team": {"id": "T0OTHER0000"}, "user": {"id": "U1"}, "actions": []}
    assert await send(t, urlencode({"payload": json.dumps(payload)}), kind=FORM) == 401
    assert await send(t, urlencode({"command": "/unpaid", "team_id": "T0OTHER0000"}), kind=FORM) == 401


async def test_refused_too_big(t: Town) -> None:
    assert await send(t, json.dumps(event(t, padding="x" * (1 << 20)))) == 413


async def test_refused_without_a_length(t: Town) -> None:
    async def parts() -> Any:
        yield json.dumps(event(t)).encode()

    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{t.bot_url}/slack/events", content=parts())
    assert answer.status_code == 400


async def test_refused_other_methods(t: Town) -> None:
    for method in ("GET", "PUT", "DELETE", "HEAD"):
        assert await send(t, "", method=method) == 405


async def test_refused_other_paths(t: Town) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for path in ("/", "/slack", "/slack/events/", "/admin", "/slack/install"):
            assert (await http.post(f"{t.bot_url}{path}")).status_code == 404


async def test_the_answer_to_a_refusal_says_nothing(t: Town) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{t.bot_url}/slack/events", content=b"{}")
    assert (answer.status_code, answer.content) == (401, b"")


async def test_slack_may_check_the_address(t: Town) -> None:
    assert await t.slack.verify_url()


@pytest.mark.town(settings={"slack_signing_secret_previous": SecretStr("the-one-before")})
async def test_while_the_secret_is_rotated_both_are_taken(t: Town) -> None:
    assert await send(t, json.dumps(event(t)), secret="the-one-before") == 200
    assert await send(t, json.dumps(event(t, event_id="Ev2")), secret=SECRET) == 200
    assert await send(t, json.dumps(event(t, event_id="Ev3")), secret="another") == 401


@pytest.mark.town(looked=False)
async def test_orders_are_taken_before_slack_could_tell_which_workspace_is_ours(t: Town) -> None:
    assert t.parts.team_id is None
    assert await send(t, json.dumps(event(t))) == 200


@pytest.mark.town(settings={"slack_team_id": "T0SEIKYU00"}, looked=False)
async def test_a_workspace_that_is_set_is_held_from_the_first_request_on(t: Town) -> None:
    assert await send(t, json.dumps(event(t, team_id="T0OTHER0000"))) == 401


async def test_a_workspace_that_was_learnt_is_held_in_this_process_too(t: Town) -> None:
    assert await send(t, json.dumps(event(t, team_id="T0OTHER0000"))) == 401


async def test_an_action_nobody_knows_is_acknowledged_and_does_nothing(t: Town) -> None:
    payload = {
        "type": "block_actions",
        "team": {"id": t.slack.settings.team_id},
        "user": {"id": t.suzuki, "team_id": t.slack.settings.team_id},
        "actions": [{"action_id": "unknown", "value": "{", "block_id": "b", "type": "button"}],
    }
    assert await send(t, urlencode({"payload": json.dumps(payload)}), kind=FORM) == 200


async def test_a_button_whose_value_is_not_ours_changes_nothing(t: Town) -> None:
    for value in ("", "{", "[]", '{"d": 1}', '{"d": "x", "v": "many"}', '{"v": 1}'):
        assert await press_with(t, value) in (200, 400)
    await t.work()
    assert t.invoices() == []


async def press_with(t: Town, value: str) -> int:
    payload = {
        "type": "block_actions",
        "team": {"id": t.slack.settings.team_id},
        "user": {"id": t.suzuki, "team_id": t.slack.settings.team_id},
        "channel": {"id": t.sales},
        "actions": [
            {"action_id": "deal_approve", "value": value, "block_id": "b", "type": "button", "action_ts": "1.1"}
        ],
    }
    return await send(t, urlencode({"payload": json.dumps(payload)}), kind=FORM)

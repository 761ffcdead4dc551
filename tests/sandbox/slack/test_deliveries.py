"""Three seconds, three retries, and bad luck within Slack's rules."""

import asyncio
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response

from tests.sandbox.slack.conftest import Heard, Scene


def refusing(times: int, **headers: str) -> Any:
    """An app that answers 500 so many times, then 200."""
    left = [times]

    def answer(_: Heard) -> Response:
        left[0] -= 1
        return Response(status_code=500, headers=headers) if left[0] >= 0 else Response()

    return answer


async def retries(scene: Scene) -> list[tuple[str | None, str | None]]:
    await scene.slack.settle()
    return [(h.headers.get("x-slack-retry-num"), h.headers.get("x-slack-retry-reason")) for h in scene.listener.heard]


async def test_an_event_is_repeated_at_once_after_a_minute_and_after_five(scene: Scene) -> None:
    scene.listener.answer = refusing(99)
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert await retries(scene) == [(None, None), ("1", "http_error")]
    scene.clock.advance(59)
    assert len(await retries(scene)) == 2
    scene.clock.advance(1)
    await asyncio.sleep(0.02)
    assert (await retries(scene))[2:] == [("2", "http_error")]
    scene.clock.advance(300)
    await asyncio.sleep(0.02)
    assert (await retries(scene))[3:] == [("3", "http_error")]
    scene.clock.advance(86_400)
    await asyncio.sleep(0.02)
    assert len(await retries(scene)) == 4
    assert len({h.payload["event_id"] for h in scene.listener.heard}) == 1


async def test_a_repetition_stops_when_it_is_acknowledged_or_declined(scene: Scene) -> None:
    scene.listener.answer = refusing(1)
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert len(await retries(scene)) == 2
    scene.listener.heard.clear()
    scene.listener.answer = refusing(9, **{"x-slack-no-retry": "1"})
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert len(await retries(scene)) == 1


async def test_an_app_that_is_away_or_slow_counts_as_failed(scene: Scene) -> None:
    url = scene.settings.request_url
    scene.settings.request_url = "http://127.0.0.1:9/nobody"
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    scene.settings.request_url = url
    scene.settings.ack_timeout = 0.0
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    reasons = [d.error for d in scene.slack.deliveries if d.retry == 0]
    assert reasons == ["connection_failed", "http_timeout"]


async def test_delayed_events_go_on_hourly(scene: Scene) -> None:
    scene.settings.delayed_events = True
    scene.listener.answer = refusing(5)
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    for seconds in (60, 300, 3600, 3600, 3600):
        await scene.slack.settle()
        scene.clock.advance(seconds)
        await asyncio.sleep(0.02)
    assert len(await retries(scene)) == 6


async def test_copies_at_the_same_moment(scene: Scene) -> None:
    scene.slack.adversary.copies = 3
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert len(scene.listener.heard) == 3
    assert len({h.payload["event_id"] for h in scene.listener.heard}) == 1


async def test_an_answer_may_be_lost_though_the_work_was_done(scene: Scene) -> None:
    scene.slack.adversary.lost_answers = 1
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert await retries(scene) == [(None, None), ("1", "http_timeout")]


async def test_events_out_of_order(scene: Scene) -> None:
    scene.slack.adversary.reorder = 5
    sent = [await scene.slack.post_message(scene.sales, scene.orders, f"受注 {n}") for n in range(5)]
    await scene.slack.settle()
    heard = [h.event["ts"] for h in scene.listener.heard]
    assert sorted(heard) == sent
    assert heard != sent


async def test_a_recorded_request_can_be_replayed(scene: Scene) -> None:
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    await scene.slack.replay(scene.slack.deliveries[0])
    first, second = scene.listener.heard
    assert first.body == second.body
    assert first.headers["x-slack-signature"] == second.headers["x-slack-signature"]


async def test_the_url_is_verified_by_its_challenge(scene: Scene) -> None:
    scene.listener.answer = lambda heard: JSONResponse({"challenge": heard.payload["challenge"]})
    assert await scene.slack.verify_url()
    scene.listener.answer = lambda _: PlainTextResponse("hello")
    assert not await scene.slack.verify_url()


async def test_nothing_is_repeated_while_nobody_said_where_the_app_is(scene: Scene) -> None:
    scene.settings.request_url = None
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert [d.error for d in scene.slack.deliveries] == ["no_request_url"]

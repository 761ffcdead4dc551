"""The clock and the faults that every stand-in shares."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.serving import running

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


def test_a_stopped_clock_moves_only_when_told() -> None:
    clock = Clock(NOON, scale=0)
    assert clock.now() == NOON
    clock.advance(90)
    assert clock.now() == NOON + timedelta(seconds=90)
    clock.set(NOON - timedelta(days=1))
    assert clock.now() == NOON - timedelta(days=1)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Clock(datetime(2026, 4, 1))  # noqa: DTZ001


async def test_a_sleeper_wakes_when_the_clock_is_moved_past_its_time() -> None:
    clock = Clock(NOON, scale=0)
    sleeper = asyncio.create_task(clock.sleep(300))
    await asyncio.sleep(0)
    clock.advance(299)
    await asyncio.sleep(0.01)
    assert not sleeper.done()
    clock.advance(1)
    await asyncio.wait_for(sleeper, 30)


async def test_a_fast_clock_wakes_sleepers_by_itself() -> None:
    await asyncio.wait_for(Clock(NOON, scale=10_000).sleep(60), 30)


class Counter:
    def __init__(self) -> None:
        self.clock, self.faults, self.done = Clock(NOON, scale=0), Faults(seed=1), 0
        self.app = Starlette(
            routes=[Route("/work", self.work, methods=["POST"])],
            middleware=[Middleware(FaultMiddleware, faults=self.faults, clock=self.clock)],
        )

    async def work(self, request: Request) -> JSONResponse:
        assert await request.body() == b"x" * 10
        self.done += 1
        return JSONResponse({"done": self.done, "padding": "y" * 50})


async def _post(url: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        return await client.post(f"{url}/work", content=b"x" * 10)


@pytest.mark.parametrize(("kind", "done"), [("lost_before", 0), ("lost_after", 1), ("half_body", 1), ("late", 0)])
async def test_a_broken_connection_tells_the_client_nothing(kind, done) -> None:  # type: ignore[no-untyped-def]
    counter = Counter()
    counter.faults.add("POST /work", kind, delay=60)
    async with running(counter.app) as url:
        with pytest.raises(httpx.TransportError):
            await _post(url)
        assert counter.done == done
        assert (await _post(url)).json()["done"] == done + 1
    assert counter.faults.played == [("POST", "/work", kind)]


async def test_a_late_request_lands_when_its_time_has_come() -> None:
    counter = Counter()
    counter.faults.add("POST /work", "late", delay=60)
    async with running(counter.app) as url:
        with pytest.raises(httpx.TransportError):
            await _post(url)
        await asyncio.sleep(0.01)
        counter.clock.advance(60)
        await asyncio.sleep(0.01)
        assert counter.done == 1


async def test_a_status_can_be_answered_with_or_without_the_work_done() -> None:
    counter = Counter()
    counter.faults.add("* /wor?", "status", status=429, headers={"Retry-After": "3"}, body={"error": "no"})
    counter.faults.add("/work", "status", status=502, done=True)
    async with running(counter.app) as url:
        first, second = await _post(url), await _post(url)
    assert (first.status_code, first.headers["retry-after"], first.json()) == (429, "3", {"error": "no"})
    assert (second.status_code, counter.done) == (502, 1)


async def test_slow_and_unreadable_answers() -> None:
    counter = Counter()
    counter.clock.scale = 1000
    counter.faults.add("POST /work", "slow", delay=20)
    counter.faults.add("POST /work", "bad_json", skip=1)
    async with running(counter.app) as url:
        assert (await _post(url)).json()["done"] == 1
        assert (await _post(url)).json()["done"] == 2
        with pytest.raises(ValueError):
            (await _post(url)).json()


def test_dice_fall_the_same_for_the_same_seed() -> None:
    def throws(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("POST /work", "lost_before", probability=0.5)
        return [faults.draw("POST", "/work") is not None for _ in range(50)]

    assert throws(7) == throws(7)
    assert 10 < sum(throws(7)) < 40

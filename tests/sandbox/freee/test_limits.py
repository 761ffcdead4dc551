"""Calls are counted per company and app: 30 a minute and 1,500 an hour on /iv, 3,000 a day on everything."""

from typing import Any

import pytest

from tests.sandbox.freee.harness import COMPANY, Played, playing

REAL: dict[str, Any] = {"per_minute": 30, "per_hour": 1_500, "per_day": 3_000}


async def call(freee: Played, path: str = "/iv/invoices") -> int:
    return (await freee.get(path)).status_code


async def test_the_31st_call_of_a_minute_is_refused_until_the_reset_time() -> None:
    async with playing(**REAL) as freee:
        assert [await call(freee) for _ in range(31)] == [200] * 30 + [429]
        answer = await freee.get("/iv/invoices")
        assert answer.json()["meta"] == {
            "limit": 30,
            "period": 60,
            "remaining": 0,
            "reset": "2026-11-24T03:01:00.000000Z",
        }
        assert answer.headers["x-ratelimit-remaining-minute"] == "0"
        assert answer.headers["x-ratelimit-reset-minute"] == "2026-11-24T03:01:00.000000Z"
        freee.clock.advance(60)
        assert await call(freee) == 200
        assert freee.office.limits.refused == 2


async def test_the_headers_count_down_all_three_windows() -> None:
    async with playing(**REAL) as freee:
        await call(freee, "/api/1/partners")
        headers = (await freee.get("/iv/invoices")).headers
        shown = {name: headers[name] for name in headers if name.startswith("x-ratelimit")}
        assert shown == {
            "x-ratelimit-limit": "1500",
            "x-ratelimit-remaining": "1499",
            "x-ratelimit-reset": "2026-11-24T04:00:00.000000Z",
            "x-ratelimit-limit-minute": "30",
            "x-ratelimit-remaining-minute": "29",
            "x-ratelimit-reset-minute": "2026-11-24T03:01:00.000000Z",
            "x-ratelimit-limit-day": "3000",
            "x-ratelimit-remaining-day": "2998",
            "x-ratelimit-reset-day": "2026-11-25T00:00:00.000000Z",
        }


async def test_excess_may_also_be_a_403_that_lasts_ten_minutes_on_everything() -> None:
    async with playing(**REAL, excess_answer="403") as freee:
        assert [await call(freee) for _ in range(31)] == [200] * 30 + [403]
        assert await call(freee, "/api/1/partners") == 403
        freee.clock.advance(599)
        assert await call(freee) == 403
        freee.clock.advance(1)
        assert await call(freee) == 200


async def test_the_hour_and_the_day_are_counted_as_well() -> None:
    async with playing(per_minute=30, per_hour=50, per_day=70) as freee:

        async def some(number: int) -> list[int]:
            freee.clock.advance(60)
            return [await call(freee) for _ in range(number)]

        assert await some(30) == [200] * 30
        assert await some(21) == [200] * 20 + [429]
        freee.clock.advance(3600)
        assert await some(21) == [200] * 20 + [429]
        assert await call(freee, "/api/1/partners") == 429


async def test_accounting_has_no_minute() -> None:
    async with playing(**REAL) as freee:
        assert {await call(freee, "/api/1/partners") for _ in range(100)} == {200}
        answer = await freee.get("/api/1/partners")
        assert not [name for name in answer.headers if name.startswith("x-ratelimit")]
        assert len(answer.headers["x-freee-request-id"]) == 36


@pytest.mark.parametrize(("windows", "second"), [("fixed", [200] * 30), ("sliding", [429] * 30)])
async def test_windows_start_on_the_minute_or_slide(windows: str, second: list[int]) -> None:
    async with playing(**REAL, windows=windows) as freee:
        freee.clock.advance(50)
        assert [await call(freee) for _ in range(30)] == [200] * 30
        freee.clock.advance(20)
        assert [await call(freee) for _ in range(30)] == second
        freee.clock.advance(50)
        assert await call(freee) == 200


async def test_who_is_not_authorised_uses_up_nothing() -> None:
    async with playing(**REAL) as freee:
        headers = {"Authorization": "Bearer nonsense"}
        for _ in range(40):
            await freee.http.get("/iv/invoices", params={"company_id": COMPANY}, headers=headers)
        assert await call(freee) == 200

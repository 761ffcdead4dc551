"""The weekly picture in the finance channel, its figures as CSV under it, last week's error; and /forecast."""

from typing import Any

import pytest

from bot.blocks import ids
from domain.forecast import Source
from storage.models import CashForecast, Invoice
from tests.town import ORDER, Cast, Town, words

pytestmark = [pytest.mark.town(past=True), pytest.mark.slow]

MONDAY, NEXT_MONDAY = "2026-11-30T09:05", "2026-12-07T09:05"


def weekly(_: Cast) -> dict[str, Any]:
    return {"clock": {"forecast_weekday": "mon"}}


def shared(t: Town) -> list[Any]:
    return [message for message in t.slack.messages(t.finance) if message.files]


def file_of(t: Town, message: Any, number: int = 0) -> Any:
    return t.slack.state.files[message.files[number]]


@pytest.mark.town(policy=weekly)
async def test_on_monday_morning_the_picture_is_posted_with_its_figures_as_csv_in_the_thread(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert shared(t) == []
    await t.until(MONDAY)
    picture = next(message for message in shared(t) if message.thread_ts is None)
    png = file_of(t, picture)
    assert png.name == "forecast-2026-11-30.png"
    assert png.content.startswith(b"\x89PNG")
    assert len(png.content) > 20_000
    assert t.say("forecast.no_error") in picture.text
    (under,) = t.slack.thread(t.finance, picture.ts)[1:]
    weeks, aging = (file_of(t, under, number).content.decode("utf-8-sig") for number in (0, 1))
    assert weeks.splitlines()[0].startswith(t.say("forecast.column.week"))
    assert len(weeks.splitlines()) == 9
    assert aging.splitlines()[1].startswith("期日前,")
    given = [call.arguments for call in t.slack.calls if call.method == "files.getUploadURLExternal"]
    assert "1〜30日" in given[0]["alt_txt"]


@pytest.mark.town(policy=weekly)
async def test_the_picture_comes_once_a_week_and_says_how_far_the_last_was_off(t: Town) -> None:
    await t.until(MONDAY)
    await t.until("2026-12-01T09:05")
    await t.until("2026-12-02T15:00")
    assert len(shared(t)) == 1
    expected = next(row for row in await t.rows(CashForecast) if str(row.week) == "2026-11-30")
    late = next(row for row in await t.rows(Invoice) if row.open and row.booked and row.residual in (None, row.total))
    t.office.mark_paid(int(late.external_id))
    await t.until(NEXT_MONDAY)
    text = [message.text for message in shared(t) if message.thread_ts is None][-1]
    total = expected.due + expected.promised + expected.ordered
    assert f"¥{total:,}" in text
    assert f"¥{late.total:,}" in text


@pytest.mark.town(policy=weekly)
async def test_a_lost_answer_to_an_upload_is_looked_for_and_not_repeated(t: Town) -> None:
    t.slack_faults.add("POST /api/files.completeUploadExternal", "lost_after", times=1)
    await t.until(MONDAY)
    await t.later(30)
    assert len([message for message in shared(t) if message.thread_ts is None]) == 1


@pytest.mark.town(policy=weekly)
async def test_a_week_that_begins_with_a_holiday_has_its_picture_on_the_next_business_day(t: Town) -> None:
    await t.until("2027-01-11T09:05")  # 成人の日
    assert shared(t) == []
    await t.until("2027-01-12T09:05")
    assert file_of(t, shared(t)[0]).name == "forecast-2027-01-11.png"


async def test_forecast_answers_with_the_landing_of_the_month_beside_what_came(t: Town) -> None:
    await t.slack.command(t.suzuki, t.finance, ids.COMMAND_FORECAST)
    (shown,) = [words(message.blocks) for message in t.slack.ephemerals(t.suzuki)]
    for key in ("forecast.received", "forecast.landing", f"forecast.source.{Source.DUE}"):
        assert t.say(key) in shown

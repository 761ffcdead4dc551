"""Observe mode: reports are read, the alerts channel hears what would have been done, and nothing is made anywhere."""

from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import ids
from bot.jobs.handlers import HANDLERS
from bot.worker import Worker
from tests.town import ORDER, Town

OBSERVE: dict[str, Any] = {"reading": {"observe": True}}
pytestmark = [pytest.mark.both_systems, pytest.mark.town(policy=OBSERVE)]


def switch_off(t: Town) -> None:
    """Let another worker go on with the mode off, as after an administrator's change and a new start."""
    reading = t.parts.policy.reading.model_copy(update={"observe": False})
    services = replace(t.parts.services, policy=t.parts.policy.model_copy(update={"reading": reading}))
    t.parts.worker = Worker(services, HANDLERS)


async def test_a_report_is_only_told_of_with_what_its_card_would_have_asked(t: Town) -> None:
    ready = await t.post(ORDER)
    unclear = await t.post("【受注報告】\n会社名：さくら\n商品：保守\n金額：100,000円")
    lacking = await t.post("【受注報告】\n会社名：株式会社サンプル商事")
    await t.post("おはようございます")
    assert [t.cards(ts) for ts in (ready, unclear, lacking)] == [[], [], []]
    assert await t.deals() == []
    first, second, third = t.alerts_posted()
    assert "株式会社サンプル商事　¥396,000" in first
    assert "2026-12-31" in first
    assert t.say("field.tax_entry") in second
    assert t.say("field.partner") in second
    assert t.say("hint.missing.items") in third
    assert t.invoices() == []


async def test_forms_and_edits_make_nothing_either(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("12", "13"))
    await t.slack.command(t.tanaka, t.sales, ids.COMMAND_ORDER)
    form = {ids.PARTNER: "株式会社サンプル商事", ids.LINES: "保守 | 1 | 100,000", ids.TAX_ENTRY: "out"}
    view = await t.submit(t.tanaka, form)
    assert t.say("tell.observing") in str(view.errors)
    assert await t.deals() == []
    assert len(t.alerts_posted()) == 1


async def test_when_it_is_switched_off_the_bot_starts_from_then(t: Town) -> None:
    before = await t.post(ORDER)
    switch_off(t)
    await t.slack.edit_message(t.tanaka, t.sales, before, ORDER.replace("12", "13"))
    await t.work()
    assert await t.deals() == []
    ts = await t.post(ORDER)
    assert [deal.message_ts for deal in await t.deals()] == [ts]

"""The home tab of both roles: sales see their own and what waits for them, accountants the office and its switches."""

from typing import Any

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from storage.models import Evidence, Invoice
from tests.town import ORDER, Cast, Town, words

UNCLEAR = "【受注報告】\n会社名：株式会社サンプル商事\n商品：初期設定\n金額：50,000円\n担当：田中"
LATE_MORNING = "2027-01-05T09:00"


def with_people(people: Cast) -> dict[str, Any]:
    return {"people": {"田中": people.tanaka}}


pytestmark = pytest.mark.town(policy=with_people, past=True)


async def home(t: Town, user: str) -> Any:
    await t.slack.open_home(user)
    await t.work()
    return t.slack.home(user)


async def shown(t: Town, user: str) -> str:
    return words((await home(t, user)).body["blocks"])


def accessories(view: Any) -> list[Any]:
    return [block["accessory"] for block in view.body["blocks"] if "accessory" in block]


async def choose(t: Town, user: str, action: str) -> None:
    """Choose an entry of the first menu on the tab."""
    view = t.slack.home(user)
    menu = next(one for one in accessories(view) if one["type"] == "overflow")
    value = next(option["value"] for option in menu["options"] if action in option["value"])
    await t.slack.click_view(user, view.id, menu["action_id"], value=value)
    await t.work()


async def test_sales_see_their_own_deals_by_state_and_what_waits_for_them(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.post(UNCLEAR)
    await t.post(ORDER.replace("担当：田中", f"担当：<@{t.ito}>"))
    text = await shown(t, t.tanaka)
    assert t.say("home.sum", count=1, total="¥396,000") in text  # invoiced; the other's is not mine
    assert t.say("status.invoiced") in text
    assert t.say("home.asks", fields=t.say("field.tax_entry")) in text
    for theirs in ("home.aging", "home.switches", "home.waiting_list"):
        assert t.say(theirs) not in text


async def test_sales_answer_a_late_invoice_from_their_tab(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.until(LATE_MORNING)
    assert "¥396,000" in await shown(t, t.tanaka)
    await choose(t, t.tanaka, ids.REMIND_PROMISE)
    await t.submit(t.tanaka, {ids.PROMISED_DAY: "2027-01-15"})
    assert "2027-01-15" in words(t.slack.home(t.tanaka).body["blocks"])


async def test_accountants_see_what_waits_the_unpaid_by_age_and_how_fresh_it_is(t: Town) -> None:
    await t.post(ORDER)
    text = await shown(t, t.suzuki)
    assert t.say("home.waiting_list") in text
    assert "株式会社サンプル商事　¥396,000" in text
    for number in range(5):
        assert t.say(f"aging.{number}") in text
    assert t.parts.services.accounting.label in text


async def test_a_failure_stands_on_the_accountants_tab_and_runs_again_from_there(t: Town) -> None:
    t.office_faults.add("GET /iv/invoices", "bad_json", times=4)
    await t.until("2026-11-24T11:07")
    for _ in range(6):
        await t.later(600)
    view = await home(t, t.suzuki)
    (again,) = [one for one in accessories(view) if one.get("action_id") == ids.RERUN]
    assert t.say("home.failures") in words(view.body["blocks"])
    t.office_faults.clear()
    await t.slack.click_view(t.suzuki, view.id, again["action_id"])
    await t.work()
    assert t.say("home.failures") not in words(t.slack.home(t.suzuki).body["blocks"])


async def flip(t: Town, user: str, name: str) -> None:
    view = t.slack.home(user)
    await t.slack.click_view(user, view.id, f"{ids.SWITCH}:{name}")
    await t.work()


async def test_an_approver_switches_creating_off_and_on_at_once(t: Town) -> None:
    await home(t, t.suzuki)
    await flip(t, t.suzuki, "issue")
    assert t.say("switch.off", label=t.say("switch.issue")) in words(t.slack.home(t.suzuki).body["blocks"])
    ts = await t.post(ORDER)
    await t.press(t.ito, ts, ids.APPROVE)
    assert t.say("tell.switched_off") in t.told(t.ito)[-1]
    assert (t.papers(), await t.status(ts)) == ([], DealStatus.PROPOSED)
    await flip(t, t.suzuki, "issue")
    await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.papers()) == 1
    kinds = [(entry.actor, entry.detail["on"]) for entry in await t.rows(Evidence) if entry.kind == "switch"]
    assert kinds == [(t.suzuki, False), (t.suzuki, True)]


async def test_reminders_and_posts_rest_while_they_are_switched_off(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await home(t, t.suzuki)
    await flip(t, t.suzuki, "reminders")
    await flip(t, t.suzuki, "posts")
    before = len(t.slack.messages(t.finance))
    await t.until(LATE_MORNING)
    dm = await t.slack.direct_message(t.tanaka)
    assert t.slack.messages(dm) == []
    assert len(t.slack.messages(t.finance)) == before
    await flip(t, t.suzuki, "reminders")
    await t.until("2027-01-06T09:00")
    (message,) = t.slack.messages(dm)
    assert t.say("reminder.tone.first") in words(message.blocks)


async def test_nobody_else_has_the_switches(t: Town) -> None:
    view = await home(t, t.tanaka)
    assert [one for one in accessories(view) if ids.SWITCH in one["action_id"]] == []
    (invoice, *_) = await t.rows(Invoice)
    assert invoice.number not in words(view.body["blocks"])

"""Who may press 請求書を作成, checked at the press; and what happens when two do."""

from datetime import timedelta

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from tests.town import ORDER, Cast, Town

pytestmark = pytest.mark.both_systems


def by_group(cast: Cast) -> dict[str, object]:
    return {"approval": {"groups": [cast.group]}}


def four_eyes(cast: Cast) -> dict[str, object]:
    return {"approval": {"users": [cast.suzuki, cast.ito], "four_eyes": True}}


def amounts(cast: Cast) -> dict[str, object]:
    rule = {"from_yen": 1_000_000, "users": [cast.ito]}
    return {"approval": {"users": [cast.suzuki, cast.ito], "amounts": [rule]}}


def amounts_by_group(cast: Cast) -> dict[str, object]:
    rule = {"from_yen": 1_000_000, "groups": [cast.group]}
    return {"approval": {"users": [cast.suzuki, cast.ito], "amounts": [rule]}}


async def refused(t: Town, user: str, ts: str) -> str:
    """Press as somebody who may not; return what they were told. Nothing else may have happened."""
    await t.press(user, ts, ids.APPROVE)
    assert await t.status(ts) is DealStatus.PROPOSED
    assert t.invoices() == []
    assert ids.APPROVE in t.buttons(ts)
    return t.told(user)[-1]


# --- by name


async def test_somebody_who_is_no_approver_is_refused_and_told_whom_to_ask(t: Town) -> None:
    ts = await t.post(ORDER)
    told = await refused(t, t.tanaka, ts)
    assert f"<@{t.suzuki}>" in told
    assert f"<@{t.ito}>" in told


async def test_nobody_else_hears_of_a_refused_press(t: Town) -> None:
    ts = await t.post(ORDER)
    await refused(t, t.tanaka, ts)
    assert len(t.cards(ts)) == 1
    assert t.told(t.suzuki) == []


@pytest.mark.town(policy={"approval": {}})
async def test_without_any_approver_nobody_may(t: Town) -> None:
    ts = await t.post(ORDER)
    await refused(t, t.suzuki, ts)


# --- by user group


@pytest.mark.town(policy=by_group)
async def test_members_of_the_approver_group_may(t: Town) -> None:
    ts = await t.post(ORDER)
    assert f"<!subteam^{t.group}>" in await refused(t, t.suzuki, ts)
    await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.town(policy=by_group)
async def test_a_new_member_may_within_five_minutes_and_one_who_left_may_not(t: Town) -> None:
    t.slack.state.usergroups[t.group].users = [t.suzuki]
    await t.until("2026-11-24T10:05")
    ts = await t.post(ORDER)
    await refused(t, t.ito, ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.town(policy=by_group)
async def test_a_stale_list_of_members_lets_nobody_approve_and_says_so(t: Town) -> None:
    ts = await t.post(ORDER)
    t.slack_faults.add("* /api/usergroups.*", "status", times=None, probability=1.0, status=503)
    await t.through(65 * 60, step=300)
    told = await refused(t, t.ito, ts)
    assert told == t.say("tell.stale", age=told.split("（")[1].split("分")[0])
    t.slack_faults.clear()
    await t.until(t.clock.now() + timedelta(minutes=10))
    await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.town(policy=by_group, looked=False)
async def test_a_list_that_was_never_read_lets_nobody_approve(t: Town) -> None:
    t.slack_faults.add("* /api/usergroups.*", "lost_before", times=None, probability=1.0)
    await t.tick()
    ts = await t.post(ORDER)
    await refused(t, t.ito, ts)


# --- rules


@pytest.mark.town(policy=four_eyes)
async def test_with_four_eyes_nobody_approves_what_they_reported(t: Town) -> None:
    ts = await t.post(ORDER, user=t.suzuki)
    assert await refused(t, t.suzuki, ts) == t.say("tell.four_eyes")
    await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_without_that_rule_an_approver_may_approve_an_own_report(t: Town) -> None:
    ts = await t.post(ORDER, user=t.suzuki)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.parametrize(("price", "may"), [("75,757", True), ("75,758", False)], ids=["999,992 yen", "1,000,005 yen"])
@pytest.mark.town(policy=amounts)
async def test_large_amounts_need_the_named_approver(t: Town, price: str, may: bool) -> None:
    ts = await t.post(ORDER.replace("30,000", price))
    if may:
        await t.press(t.suzuki, ts, ids.APPROVE)
    else:
        told = await refused(t, t.suzuki, ts)
        assert "¥1,000,000" in told
        assert f"<@{t.ito}>" in told
        await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.town(policy=amounts_by_group)
async def test_large_amounts_may_be_for_a_group(t: Town) -> None:
    ts = await t.post(ORDER.replace("30,000", "100,000"))
    await refused(t, t.suzuki, ts)
    await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_a_person_of_another_company_in_a_shared_channel_is_refused(t: Town) -> None:
    guest = await t.slack.add_user("guest", real_name="社外 太郎", team_id="T0OTHER0000")
    t.slack.state.channel(t.sales).members.append(guest)
    ts = await t.post(ORDER)
    assert await refused(t, guest, ts) == t.say("tell.external")
    for action in (ids.EDIT, ids.REJECT):
        await t.press(guest, ts, action)
        assert t.slack.views_open_for(guest) == []
        assert t.told(guest)[-1] == t.say("tell.external")


# --- once


async def test_the_second_of_two_approvers_is_told_who_was_first(t: Town) -> None:
    ts = await t.post(ORDER)
    card = t.card(ts)
    await t.slack.click(t.suzuki, t.sales, card.ts, ids.APPROVE)
    await t.slack.click(t.ito, t.sales, card.ts, ids.APPROVE)
    await t.work()
    assert len(t.invoices()) == 1
    assert t.told(t.ito) == [t.say("tell.first", user=f"<@{t.suzuki}>", time="11/24 10:00")]
    assert t.told(t.suzuki) == []


async def test_one_person_pressing_twice_makes_one_invoice(t: Town) -> None:
    ts = await t.post(ORDER)
    for _ in range(2):
        await t.slack.click(t.suzuki, t.sales, t.card(ts).ts, ids.APPROVE)
    await t.work()
    assert len(t.invoices()) == 1


async def test_the_same_press_delivered_again_does_nothing(t: Town) -> None:
    ts = await t.post(ORDER)
    pressed = await t.press(t.suzuki, ts, ids.APPROVE)
    again = await t.slack.replay(pressed)
    await t.work()
    assert again.status == 200
    assert len(t.invoices()) == 1
    assert (await t.evidence(ts)).count("status:confirmed") == 1


async def test_a_button_of_an_older_version_is_refused_and_the_card_is_drawn_anew(t: Town) -> None:
    ts = await t.post(ORDER)
    old = t.card(ts).blocks
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("12", "24"))
    await t.work()
    t.card(ts).blocks = old  # somebody's screen has not followed yet
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.told(t.suzuki) == [t.say("tell.changed")]
    assert await t.status(ts) is DealStatus.PROPOSED
    assert t.invoices() == []


async def test_a_button_of_a_rejected_card_says_so(t: Town) -> None:
    ts = await t.post(ORDER)
    old = t.card(ts).blocks
    await t.press(t.suzuki, ts, ids.REJECT)
    await t.submit(t.suzuki, {ids.REASON: "重複"})
    t.card(ts).blocks = old
    await t.press(t.ito, ts, ids.APPROVE)
    assert t.told(t.ito) == [t.say("tell.closed", status=t.say("status.rejected"))]
    assert t.invoices() == []


async def test_a_button_whose_deal_is_not_there_any_more_changes_nothing(t: Town) -> None:
    ts = await t.post(ORDER)
    card = t.card(ts)
    deal = await t.deal(ts)
    card.blocks = [
        {
            **block,
            "elements": [
                {**e, "value": e["value"].replace(deal.id, "0" * 26)} if "value" in e else e for e in block["elements"]
            ],
        }
        if block["type"] == "actions"
        else block
        for block in card.blocks
    ]
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.told(t.suzuki) == [t.say("tell.changed")]
    assert t.invoices() == []


async def test_an_approval_is_bound_to_the_very_content_that_was_shown(t: Town) -> None:
    """A press whose hash is another content's is refused, even at the right version."""
    ts = await t.post(ORDER)
    card = t.card(ts)
    deal = await t.deal(ts)
    for block in card.blocks:
        for element in block.get("elements", []):
            if "value" in element:
                element["value"] = element["value"].replace(deal.content_sha256, "0" * 64)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.told(t.suzuki) == [t.say("tell.changed")]
    assert t.invoices() == []

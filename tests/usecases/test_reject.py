"""却下 with a reason, and taking it back."""

from bot.blocks import ids
from domain.deal import DealStatus
from tests.town import ORDER, Town


async def rejected(t: Town, reason: str = "単価が見積書と違います") -> str:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.REJECT)
    await t.submit(t.suzuki, {ids.REASON: reason})
    return ts


async def test_a_rejection_closes_the_deal_and_the_card_says_why_and_who(t: Town) -> None:
    ts = await rejected(t)
    assert await t.status(ts) is DealStatus.REJECTED
    shown = t.shown(ts)
    assert "単価が見積書と違います" in shown
    assert f"<@{t.suzuki}>" in shown
    assert t.say("status.rejected") in shown
    assert ids.APPROVE not in t.buttons(ts)
    assert "status:rejected" in await t.evidence(ts)


async def test_a_reason_must_be_given(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.REJECT)
    view = await t.submit(t.suzuki, {ids.REASON: "　 "})
    assert view.errors == {ids.REASON: t.say("error.reason")}
    assert await t.status(ts) is DealStatus.PROPOSED


async def test_a_reason_stays_plain_text(t: Town) -> None:
    ts = await rejected(t, "<!channel> <https://evil.example|見積>")
    assert "<!channel>" not in str(t.card(ts).blocks)


async def test_a_rejection_can_be_taken_back(t: Town) -> None:
    ts = await rejected(t)
    await t.press(t.suzuki, ts, ids.UNDO_REJECT)
    assert await t.status(ts) is DealStatus.PROPOSED
    assert ids.APPROVE in t.buttons(ts)
    assert "単価が見積書と違います" not in t.shown(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_taking_it_back_twice_is_taking_it_back_once(t: Town) -> None:
    ts = await rejected(t)
    card = t.card(ts)
    for user in (t.suzuki, t.ito):
        await t.slack.click(user, t.sales, card.ts, ids.UNDO_REJECT)
    await t.work()
    assert await t.status(ts) is DealStatus.PROPOSED
    assert t.told(t.ito) == [t.say("tell.changed")]


async def test_a_deal_approved_while_the_form_was_open_is_not_rejected(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.REJECT)
    await t.press(t.ito, ts, ids.APPROVE)
    view = await t.submit(t.suzuki, {ids.REASON: "違います"})
    assert view.errors == {ids.REASON: t.say("tell.closed", status=t.say("status.invoiced"))}
    assert len(t.invoices()) == 1


async def test_a_deal_changed_while_the_form_was_open_is_not_rejected(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.REJECT)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("12", "24"))
    await t.work()
    view = await t.submit(t.suzuki, {ids.REASON: "違います"})
    assert view.errors == {ids.REASON: t.say("tell.changed")}
    assert await t.status(ts) is DealStatus.PROPOSED

"""One sale reported twice, or invoiced by hand already: shown side by side and asked, never merged, never guessed."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from tests.town import ORDER, Town, tuned

LINE = {"description": "クラウド保守サービス", "quantity": 12, "unit_price": "30000", "tax_rate": 10}


def by_hand(t: Town, **fields: object) -> object:
    partner = t.office.partners.by_name("株式会社サンプル商事")
    return t.office.create_by_hand(partner.id, [LINE], **fields)


async def test_a_second_report_of_the_same_sale_is_asked_about_before_it_can_be_approved(t: Town) -> None:
    await t.post(ORDER)
    second = await t.post(ORDER, user=t.ito)
    assert t.say("card.duplicate") in t.shown(second)
    assert ids.APPROVE not in t.buttons(second)
    assert ids.NOT_DUPLICATE in t.buttons(second)


async def test_both_stand_side_by_side_with_who_reported_them_and_a_link_to_the_other_post(t: Town) -> None:
    first = await t.post(ORDER)
    second = await t.post(ORDER.replace("クラウド保守サービス", "保守（クラウド）"), user=t.ito)
    (sides,) = [block["fields"] for block in t.card(second).blocks if "duplicate:" in block.get("block_id", "")]
    this, other = (side["text"] for side in sides)
    assert "保守（クラウド） 12" in this
    assert f"<@{t.ito}>" in this
    assert "クラウド保守サービス 12" in other
    assert f"<@{t.tanaka}>" in other
    assert t.say("status.proposed") in other
    assert f"/archives/{t.sales}/p{first.replace('.', '')}" in other


async def test_the_first_report_stays_as_it_is(t: Town) -> None:
    first = await t.post(ORDER)
    await t.post(ORDER, user=t.ito)
    await t.press(t.suzuki, first, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_a_person_says_that_it_is_another_sale_and_it_is_invoiced(t: Town) -> None:
    first, second = await t.post(ORDER), await t.post(ORDER)
    await t.press(t.suzuki, first, ids.APPROVE)
    await t.press(t.suzuki, second, ids.NOT_DUPLICATE)
    await t.press(t.suzuki, second, ids.APPROVE)
    assert len(t.invoices()) == 2
    assert "not_duplicate" in await t.evidence(second)


async def test_another_amount_or_another_partner_is_no_duplicate(t: Town) -> None:
    await t.post(ORDER)
    for text in (ORDER.replace("12", "13"), ORDER.replace("株式会社サンプル商事", "アクメ工業株式会社")):
        ts = await t.post(text)
        assert ids.APPROVE in t.buttons(ts)


async def test_the_same_order_a_month_later_is_no_duplicate(t: Town) -> None:
    await t.post(ORDER)
    await t.until("2026-12-24T10:00")
    ts = await t.post(ORDER)
    assert ids.APPROVE in t.buttons(ts)


async def test_a_rejected_report_is_no_duplicate(t: Town) -> None:
    first = await t.post(ORDER)
    await t.press(t.suzuki, first, ids.REJECT)
    await t.submit(t.suzuki, {ids.REASON: "やり直し"})
    second = await t.post(ORDER)
    assert ids.APPROVE in t.buttons(second)


async def test_an_invoice_made_by_hand_in_freee_that_we_know_of_is_asked_about_on_the_card(t: Town) -> None:
    invoice = by_hand(t)
    await t.until("2026-11-24T11:08")  # the hourly look
    ts = await t.post(ORDER)
    assert invoice.number in t.shown(ts)  # type: ignore[attr-defined]
    assert ids.APPROVE not in t.buttons(ts)
    await t.press(t.suzuki, ts, ids.NOT_DUPLICATE)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_one_made_by_hand_just_before_the_press_stops_the_creation_and_is_asked_about(t: Town) -> None:
    ts = await t.post(ORDER)
    invoice = by_hand(t)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.office.calls("POST", "/iv/invoices") == 0
    assert await t.status(ts) is DealStatus.PROPOSED
    assert invoice.number in t.shown(ts)  # type: ignore[attr-defined]
    await t.press(t.suzuki, ts, ids.NOT_DUPLICATE)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_a_cancelled_one_made_by_hand_disturbs_nobody(t: Town) -> None:
    invoice = by_hand(t)
    t.office.cancel_by_hand(invoice.id)  # type: ignore[attr-defined]
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


@pytest.mark.town(policy={"reading": {"duplicate_days": 3}})
async def test_one_made_by_hand_far_away_in_time_is_another_invoice(t: Town) -> None:
    by_hand(t, billing_date="2026-10-30", payment_date="2026-11-30")
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_a_look_made_for_another_order_just_before_does_not_count(t: Town) -> None:
    own, other = await t.post(ORDER), await t.post(ORDER.replace("株式会社サンプル商事", "アクメ工業株式会社"))
    await t.press(t.suzuki, other, ids.APPROVE)
    by_hand(t)
    await t.later(1)
    await t.press(t.suzuki, own, ids.APPROVE)
    assert len(t.invoices()) == 1
    assert await t.status(own) is DealStatus.PROPOSED


SITTING = ("株式会社サンプル商事", "アクメ工業株式会社", "東都電機株式会社", "さくら食品株式会社", "有限会社みどり造園")


async def sit(t: Town, *names: str) -> None:
    """Approve one order of each partner, one right after the other."""
    cards = [await t.post(ORDER.replace("株式会社サンプル商事", name)) for name in names]
    for ts in cards:
        await t.press(t.suzuki, ts, ids.APPROVE)


def looks(t: Town) -> list[int]:
    """Return of how many partners each list was that was asked for look-alikes."""
    lists = [one for one in t.office.exchanges if (one.method, one.path) == ("GET", "/iv/invoices")]
    return [len(one.query["partner_ids"].split(",")) for one in lists if "partner_ids" in one.query]


@pytest.mark.town(tuning=tuned(look_share_seconds=30))
async def test_orders_approved_one_after_the_other_share_a_look_made_after_their_presses(t: Town) -> None:
    await sit(t, *SITTING[:4])
    assert len(t.invoices()) == 2, "the first waited for nobody, the last completed a call"
    assert looks(t) == [1, 3]
    await t.later(10)
    assert len(t.invoices()) == 4
    assert looks(t) == [1, 3]


@pytest.mark.town(tuning=tuned(look_share_seconds=30))
async def test_no_order_waits_longer_than_half_a_minute_for_others(t: Town) -> None:
    await sit(t, *SITTING[:2])
    assert len(t.invoices()) == 1
    await t.through(30, step=10)
    assert len(t.invoices()) == 2
    assert looks(t) == [1, 1]


@pytest.mark.town(tuning=tuned(look_share_seconds=30))
async def test_of_many_orders_at_once_the_whole_list_is_read_where_it_is_shorter(t: Town) -> None:
    cards = [await t.post(ORDER.replace("株式会社サンプル商事", name)) for name in SITTING]
    for ts in cards:
        await t.slack.click(t.suzuki, t.sales, t.card(ts).ts, ids.APPROVE)
    await t.work()
    assert len(t.invoices()) == 5
    assert looks(t) == []


@pytest.mark.town(tuning=tuned(look_share_seconds=30))
async def test_where_the_whole_list_could_not_be_read_each_call_gets_some_orders_on(t: Town) -> None:
    cards = [await t.post(ORDER.replace("株式会社サンプル商事", name)) for name in SITTING]
    for ts in cards:
        await t.slack.click(t.suzuki, t.sales, t.card(ts).ts, ids.APPROVE)
    t.office_faults.add("GET /iv/invoices", "lost_before")
    await t.through(60, step=10)
    assert len(t.invoices()) == 5
    assert max(looks(t)) == 3

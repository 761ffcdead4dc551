"""What freee says of an invoice is seen within the hour, and the deal and its card follow."""

from datetime import timedelta

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from tests.town import ORDER, Town

LINE = {"description": "利用料", "quantity": 1, "unit_price": "1000", "tax_rate": 10}


async def issued(t: Town) -> str:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    return ts


async def next_look(t: Town) -> None:
    now = t.clock.now()
    await t.until(now.replace(minute=7, second=1) + timedelta(hours=1 if now.minute >= 7 else 0))


async def test_sent_then_paid_the_deal_follows_and_the_card_says_so(t: Town) -> None:
    ts = await issued(t)
    (invoice,) = t.invoices()
    t.office.mark_sent(invoice.id)
    await next_look(t)
    assert await t.status(ts) is DealStatus.AWAITING_PAYMENT
    assert t.say("status.awaiting_payment") in t.shown(ts)
    t.office.mark_paid(invoice.id)
    await next_look(t)
    assert await t.status(ts) is DealStatus.PAID
    assert t.say("status.paid") in t.shown(ts)
    assert len(t.cards(ts)) == 1


async def test_paid_without_having_been_marked_as_sent_is_paid_all_the_same(t: Town) -> None:
    ts = await issued(t)
    t.office.mark_paid(t.invoices()[0].id)
    await next_look(t)
    assert await t.status(ts) is DealStatus.PAID


async def test_a_part_payment_leaves_it_open(t: Town) -> None:
    ts = await issued(t)
    t.office.mark_sent(t.invoices()[0].id)
    t.office.mark_partial(t.invoices()[0].id, 100_000)
    await next_look(t)
    assert await t.status(ts) is DealStatus.AWAITING_PAYMENT


async def test_a_payment_taken_back_in_freee_opens_it_again(t: Town) -> None:
    ts = await issued(t)
    (invoice,) = t.invoices()
    t.office.mark_sent(invoice.id)
    t.office.mark_paid(invoice.id)
    await next_look(t)
    invoice.payment_status = "unsettled"
    t.office.invoices.changed(invoice)
    await next_look(t)
    assert await t.status(ts) is DealStatus.AWAITING_PAYMENT
    assert (await t.mirror(invoice.number)).open


async def test_an_invoice_cancelled_in_freee_cancels_the_deal(t: Town) -> None:
    ts = await issued(t)
    t.office.cancel_by_hand(t.invoices()[0].id)
    await next_look(t)
    assert await t.status(ts) is DealStatus.CANCELLED
    assert t.say("card.title.cancelled") in t.shown(ts)
    assert not (await t.mirror(t.invoices()[0].number)).open


async def test_the_card_stops_asking_for_the_entry_once_it_is_booked(t: Town) -> None:
    ts = await issued(t)
    label = t.parts.services.accounting.label
    assert t.say("card.not_booked", system=label) in t.shown(ts)
    t.office.register_deal(t.invoices()[0].id)
    await next_look(t)
    assert t.say("card.not_booked", system=label) not in t.shown(ts)


async def test_every_change_of_state_is_evidence(t: Town) -> None:
    ts = await issued(t)
    t.office.mark_paid(t.invoices()[0].id)
    await next_look(t)
    assert (await t.evidence(ts))[-1] == "status:paid"


async def test_nothing_new_in_freee_redraws_nothing(t: Town) -> None:
    await issued(t)
    await next_look(t)
    before = len(t.slack.calls)
    await next_look(t)
    assert [call.method for call in t.slack.calls[before:] if call.method.startswith("chat.")] == []


async def test_one_list_page_serves_a_hundred_invoices(t: Town) -> None:
    partner = t.office.partners.by_name("さくら食堂")
    for _ in range(90):
        t.office.create_by_hand(partner.id, [LINE], billing_date="2026-11-01", payment_date="2026-12-31")
    before = t.office.calls("GET", "/iv/invoices")
    await next_look(t)
    assert t.office.calls("GET", "/iv/invoices") == before + 1


async def test_invoices_that_left_the_list_are_looked_at_by_due_date_where_that_is_cheaper(t: Town) -> None:
    partner = t.office.partners.by_name("さくら食堂")
    made = [
        t.office.create_by_hand(partner.id, [LINE], billing_date="2026-11-01", payment_date="2026-12-31")
        for _ in range(20)
    ]
    await next_look(t)
    for invoice in made:
        t.office.mark_paid(invoice.id)
    singles = [e for e in t.office.exchanges if e.path.startswith("/iv/invoices/")]
    before = t.office.calls("GET", "/iv/invoices")
    await next_look(t)
    assert t.office.calls("GET", "/iv/invoices") == before + 2
    assert [e for e in t.office.exchanges if e.path.startswith("/iv/invoices/")] == singles
    for invoice in made:
        assert not (await t.mirror(invoice.number)).open


async def test_an_invoice_made_by_hand_is_in_the_lists_too(t: Town) -> None:
    partner = t.office.partners.by_name("さくら食堂")
    invoice = t.office.create_by_hand(partner.id, [LINE], billing_date="2026-11-01", payment_date="2026-12-31")
    await next_look(t)
    mirror = await t.mirror(invoice.number)
    assert (mirror.open, mirror.total, mirror.deal_id) == (True, 1_100, None)


async def test_a_look_that_fails_is_made_up_for(t: Town) -> None:
    ts = await issued(t)
    t.office.mark_paid(t.invoices()[0].id)
    t.office_faults.add("GET /iv/invoices", "status", times=2, status=500)
    await next_look(t)
    assert await t.status(ts) is DealStatus.INVOICED
    await t.through(120, step=20)
    assert await t.status(ts) is DealStatus.PAID


@pytest.mark.town(freee={"list_lag_seconds": 300})
async def test_an_invoice_that_freee_does_not_list_yet_is_not_taken_for_paid(t: Town) -> None:
    await t.until("2026-11-24T10:06:30")
    ts = await issued(t)
    await t.until("2026-11-24T10:07:01")
    assert await t.status(ts) is DealStatus.INVOICED

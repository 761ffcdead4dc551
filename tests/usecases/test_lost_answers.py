"""freee's answer got lost: look before repeating, wait until nothing is under way, then once more, then a person."""

from typing import Any

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.invoice import IntentState
from tests.town import ORDER, Town

CREATE = "POST /iv/invoices"
SETTLE = 900
LINE = {"description": "クラウド保守サービス", "quantity": 12, "unit_price": "30000", "tax_rate": 10}


async def approved(t: Town, *kinds: Any) -> str:
    """Post and approve; the creations meet these faults, one after another."""
    ts = await t.post(ORDER)
    for kind in kinds:
        t.office_faults.add(CREATE, kind, status=503)
    await t.press(t.suzuki, ts, ids.APPROVE)
    return ts


async def undecided(t: Town) -> str:
    """Bring a deal to where only a person can decide: nothing is there, and it was tried twice."""
    ts = await approved(t, "lost_before", "lost_before")
    await t.through(2 * SETTLE + 60, step=300)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    return ts


def posted(t: Town) -> int:
    return len([1 for method, path, _ in t.office_faults.played if (method, path) == ("POST", "/iv/invoices")]) + (
        t.office.calls("POST", "/iv/invoices")
    )


# --- the answer was lost, the invoice is there


@pytest.mark.parametrize("kind", ["lost_after", "half_body", "bad_json"])
async def test_an_invoice_whose_answer_was_lost_is_found_and_not_made_again(t: Town, kind: str) -> None:
    ts = await approved(t, kind)
    assert (await t.intent(ts)).state == IntentState.UNKNOWN
    await t.later(6)
    assert await t.status(ts) is DealStatus.INVOICED
    assert len(t.invoices()) == 1
    assert t.invoices()[0].number in t.shown(ts)


async def test_meanwhile_the_card_says_that_it_is_being_found_out_and_until_when(t: Town) -> None:
    ts = await approved(t, "lost_after")
    system = t.parts.services.accounting.label
    assert t.say("card.unknown_outcome", system=system, time="10:15") in t.shown(ts)
    assert t.buttons(ts) == []


async def test_an_error_of_freees_side_is_an_open_question_too(t: Town) -> None:
    ts = await approved(t, "status")
    assert (await t.intent(ts)).state == IntentState.UNKNOWN
    assert "outcome_unknown" in await t.evidence(ts)


@pytest.mark.town(freee={"list_lag_seconds": 100})
async def test_an_invoice_that_freee_lists_late_is_found_by_a_later_look(t: Town) -> None:
    ts = await approved(t, "lost_after")
    await t.later(6)
    assert (await t.intent(ts)).state == IntentState.UNKNOWN
    await t.through(120, step=30)
    assert await t.status(ts) is DealStatus.INVOICED
    assert len(t.invoices()) == 1


async def test_a_request_that_lands_minutes_later_is_found_and_not_repeated(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office_faults.add(CREATE, "late", delay=500)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.through(SETTLE + 60, step=100)
    assert await t.status(ts) is DealStatus.INVOICED
    assert len(t.invoices()) == 1
    assert posted(t) == 2  # once played, once landed: the same request


async def test_an_invoice_somebody_moved_to_another_day_meanwhile_is_found(t: Town) -> None:
    ts = await approved(t, "lost_after")
    t.office.edit_by_hand(t.invoices()[0].id, billing_date="2026-11-30")
    await t.later(6)
    assert await t.status(ts) is DealStatus.INVOICED
    assert "請求日" in (await t.intent(ts)).flags


# --- nothing is there


async def test_nothing_is_sent_again_before_the_settle_time_is_over(t: Town) -> None:
    await approved(t, "lost_before")
    await t.through(SETTLE - 10, step=89)
    assert posted(t) == 1
    assert t.invoices() == []


async def test_what_is_proven_not_to_be_there_is_sent_once_more_with_the_same_bytes(t: Town) -> None:
    ts = await approved(t, "lost_before")
    frozen = (await t.intent(ts)).frozen
    await t.through(SETTLE + 10, step=100)
    assert len(t.invoices()) == 1
    assert (await t.intent(ts)).frozen == frozen
    assert await t.status(ts) is DealStatus.INVOICED
    assert "proven_absent" in await t.evidence(ts)


@pytest.mark.town(policy={"auto_repost": 0})
async def test_a_company_may_have_a_person_decide_at_once(t: Town) -> None:
    ts = await approved(t, "lost_before")
    await t.through(SETTLE + 10, step=100)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    assert t.invoices() == []


async def test_look_ups_that_fail_prove_nothing(t: Town) -> None:
    ts = await approved(t, "lost_before")
    t.office_faults.add("GET /iv/invoices", "lost_before", times=None, probability=1.0)
    await t.through(2 * SETTLE, step=300)
    assert posted(t) == 1
    t.office_faults.clear()
    await t.through(SETTLE, step=300)
    assert await t.status(ts) is DealStatus.INVOICED
    assert len(t.invoices()) == 1


# --- a person decides


async def test_after_a_second_loss_a_person_is_asked_with_what_to_look_for(t: Town) -> None:
    ts = await undecided(t)
    shown = t.shown(ts)
    assert (await t.intent(ts)).token in shown
    assert "株式会社サンプル商事" in shown
    assert t.buttons(ts) == [ids.OUTCOME_FOUND, ids.OUTCOME_RETRY, ids.OUTCOME_GIVE_UP]
    assert any(t.say("alert.what.outcome") in alert for alert in t.alerts_posted())


async def test_nothing_happens_until_somebody_answers(t: Town) -> None:
    ts = await undecided(t)
    await t.through(6 * 3600, step=3600)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    assert posted(t) == 2


async def test_not_there_sends_the_same_request_again(t: Town) -> None:
    ts = await undecided(t)
    await t.press(t.suzuki, ts, ids.OUTCOME_RETRY)
    assert len(t.invoices()) == 1
    assert await t.status(ts) is DealStatus.INVOICED
    assert "decided:not_there" in await t.evidence(ts)
    assert (await t.intent(ts)).decided_by == t.suzuki


async def test_give_up_brings_the_deal_back_and_a_new_approval_is_a_new_request(t: Town) -> None:
    ts = await undecided(t)
    first = await t.intent(ts)
    await t.press(t.suzuki, ts, ids.OUTCOME_GIVE_UP)
    assert await t.status(ts) is DealStatus.PROPOSED
    await t.press(t.ito, ts, ids.APPROVE)
    second = await t.intent(ts)
    assert second.revision == first.revision + 1
    assert second.token != first.token
    assert len(t.invoices()) == 1


async def test_two_people_cannot_decide_differently(t: Town) -> None:
    ts = await undecided(t)
    card = t.card(ts)
    await t.slack.click(t.suzuki, t.sales, card.ts, ids.OUTCOME_RETRY)
    await t.slack.click(t.ito, t.sales, card.ts, ids.OUTCOME_GIVE_UP)
    await t.work()
    assert len(t.invoices()) == 1
    assert await t.status(ts) is DealStatus.INVOICED
    assert t.told(t.ito) == [t.say("tell.changed")]


async def test_only_approvers_decide(t: Town) -> None:
    ts = await undecided(t)
    for action in (ids.OUTCOME_RETRY, ids.OUTCOME_GIVE_UP, ids.OUTCOME_FOUND):
        await t.press(t.tanaka, ts, action)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    assert t.slack.views_open_for(t.tanaka) == []
    assert len(t.told(t.tanaka)) == 3


async def found(t: Town, ts: str, number: str) -> None:
    await t.press(t.suzuki, ts, ids.OUTCOME_FOUND)
    await t.submit(t.suzuki, {ids.NUMBER: number})


def by_hand(t: Town, price: str = "30000", partner: str = "株式会社サンプル商事") -> Any:
    line = {**LINE, "unit_price": price}
    return t.office.create_by_hand(
        t.office.partners.by_name(partner).id, [line], billing_date="2026-11-24", payment_date="2026-12-31"
    )


async def test_found_ties_the_invoice_by_its_number(t: Town) -> None:
    ts = await undecided(t)
    invoice = by_hand(t)
    await found(t, ts, invoice.number)
    assert await t.status(ts) is DealStatus.INVOICED
    assert invoice.number in t.shown(ts)
    assert "decided:found" in await t.evidence(ts)
    assert posted(t) == 2


async def test_a_tied_invoice_is_followed_like_any_other(t: Town) -> None:
    ts = await undecided(t)
    invoice = by_hand(t)
    await found(t, ts, invoice.number)
    t.office.mark_paid(invoice.id)
    await t.until("2026-11-24T12:08")
    assert await t.status(ts) is DealStatus.PAID


@pytest.mark.parametrize("number", ["INV-9999999999", "なし"])
async def test_a_number_that_is_not_there_is_told_and_nothing_is_tied(t: Town, number: str) -> None:
    ts = await undecided(t)
    before = len(t.cards(ts))
    await found(t, ts, number)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    assert t.say("error.number") in t.shown(ts)
    assert len(t.cards(ts)) == before + 1


async def test_an_invoice_of_another_amount_is_not_tied(t: Town) -> None:
    ts = await undecided(t)
    invoice = by_hand(t, price="1")
    await found(t, ts, invoice.number)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    assert t.say("error.number_amount") in t.shown(ts)


async def test_an_invoice_of_another_order_is_not_tied(t: Town) -> None:
    ts = await undecided(t)
    other = await t.post(ORDER)
    await t.press(t.suzuki, other, ids.NOT_DUPLICATE)
    await t.press(t.suzuki, other, ids.APPROVE)
    await found(t, ts, t.invoices()[0].number)
    assert (await t.intent(ts)).state == IntentState.HUMAN
    assert (await t.mirror(t.invoices()[0].number)).deal_id == (await t.deal(other)).id


# --- two are there


async def test_two_invoices_with_one_token_are_an_incident_people_hear_of(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (first,) = t.invoices()
    t.office.create_by_hand(
        first.partner_id, [LINE], memo=first.head["memo"], billing_date="2026-11-24", payment_date="2026-12-31"
    )
    await t.until("2026-11-24T11:08")
    (alert,) = [text for text in t.alerts_posted() if t.say("alert.what.double") in text]
    assert first.number in alert


async def test_one_that_lands_after_the_request_was_given_up_is_an_incident_too(t: Town) -> None:
    ts = await undecided(t)
    token = (await t.intent(ts)).token
    await t.press(t.suzuki, ts, ids.OUTCOME_GIVE_UP)
    await t.press(t.suzuki, ts, ids.APPROVE)
    by_hand(t)
    t.office.edit_by_hand(max(invoice.id for invoice in t.office.invoices), memo=token)
    await t.until("2026-11-24T12:08")
    assert any(t.say("alert.what.double") in text for text in t.alerts_posted())


# --- nothing freee says can be read


async def test_answers_nobody_can_read_are_told_once_and_the_order_goes_on_by_itself_when_they_can(t: Town) -> None:
    ts = await approved(t, "bad_json")
    t.office_faults.add("GET /iv/invoices", "bad_json", probability=1)
    await t.through(3 * 3600, step=300)
    assert (await t.intent(ts)).state == IntentState.UNKNOWN
    told = [alert for alert in t.alerts_posted() if t.say("alert.safe.changed_api") in alert]
    assert len([alert for alert in told if t.say("alert.work.issue") in alert]) == 1
    t.office_faults.clear()
    await t.through(3600, step=300)
    assert await t.status(ts) is DealStatus.INVOICED
    assert len(t.invoices()) == 1

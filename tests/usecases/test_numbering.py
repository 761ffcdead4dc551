"""Who numbers invoices is not in freee's API: it is set, or learnt from the first refusal."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from storage.models import Learned
from tests.town import ORDER, Town

MANUAL = {"numbering": "manual"}


async def issued(t: Town, text: str = ORDER) -> str:
    ts = await t.post(text)
    await t.press(t.suzuki, ts, ids.APPROVE)
    return ts


async def learnt(t: Town) -> str | None:
    return next((row.value for row in await t.rows(Learned) if row.name == "numbering:freee"), None)


async def test_where_freee_numbers_nothing_need_be_learnt(t: Town) -> None:
    await issued(t)
    assert t.office.calls("POST", "/iv/invoices") == 1
    assert t.invoices()[0].number.startswith("INV-")


@pytest.mark.town(freee=MANUAL)
async def test_a_company_that_numbers_by_hand_is_learnt_from_the_refusal_and_the_invoice_is_made(t: Town) -> None:
    ts = await issued(t)
    assert await t.status(ts) is DealStatus.INVOICED
    assert await learnt(t) == "manual"
    assert t.office.calls("POST", "/iv/invoices") == 2
    assert len(t.invoices()) == 1


@pytest.mark.town(freee=MANUAL)
async def test_what_was_learnt_saves_the_next_refusal(t: Town) -> None:
    await issued(t)
    await issued(t, ORDER.replace("12", "3"))
    assert t.office.calls("POST", "/iv/invoices") == 3
    assert len(t.invoices()) == 2


@pytest.mark.town(freee=MANUAL)
async def test_numbers_we_give_are_all_different_and_the_card_shows_them(t: Town) -> None:
    first, second = await issued(t), await issued(t, ORDER.replace("12", "3"))
    numbers = {invoice.number for invoice in t.invoices()}
    assert len(numbers) == 2
    assert (await t.intent(first)).number in t.shown(first)
    assert (await t.intent(second)).number in t.shown(second)


@pytest.mark.town(freee=MANUAL)
async def test_the_refusal_it_was_learnt_from_is_no_attempt_and_no_alert(t: Town) -> None:
    ts = await issued(t)
    assert (await t.intent(ts)).attempts == 1
    assert t.alerts_posted() == []


@pytest.mark.town(freee=MANUAL, policy={"billing": {"numbering": "manual", "registration_number": "T7123456789012"}})
async def test_a_setting_needs_no_lesson(t: Town) -> None:
    await issued(t)
    assert t.office.calls("POST", "/iv/invoices") == 1
    assert len(t.invoices()) == 1


async def test_a_company_that_changes_its_mode_in_freee_is_learnt_anew(t: Town) -> None:
    await issued(t)
    object.__setattr__(t.office.settings, "numbering", "manual")
    ts = await issued(t, ORDER.replace("12", "3"))
    assert await t.status(ts) is DealStatus.INVOICED
    object.__setattr__(t.office.settings, "numbering", "automatic")
    ts = await issued(t, ORDER.replace("12", "5"))
    assert await t.status(ts) is DealStatus.INVOICED
    assert await learnt(t) == "automatic"
    assert len(t.invoices()) == 3

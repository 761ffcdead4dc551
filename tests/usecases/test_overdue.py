"""Every business morning the finance channel hears what is past its due date: one message, a table, owner named."""

from typing import Any

import pytest

from bot.blocks import ids
from tests.town import ORDER, Town, still_due, words

pytestmark = pytest.mark.town(past=True)


def posts(t: Town) -> list[Any]:
    return [message for message in t.slack.messages(t.finance) if t.say("overdue.title") in words(message.blocks)]


async def morning(t: Town, day: str) -> list[Any]:
    """Come to 09:00 of a day and return what was posted by it."""
    before = len(posts(t))
    await t.until(f"{day}T09:00:01")
    return posts(t)[before:]


async def test_on_a_business_morning_what_is_late_is_posted_once_with_the_sum(t: Town) -> None:
    (message,) = await morning(t, "2026-11-25")
    shown = words(message.blocks)
    late = [i for i in t.office.invoices if i.payment_status != "settled" and i.payment_date < "2026-11-25"]
    total = sum(still_due(t, invoice) for invoice in late)
    assert f"¥{total:,}" in shown
    for invoice in late:
        assert invoice.number in shown
    assert "髙橋製作所株式会社" not in shown  # due in a few days


async def test_the_table_gives_partner_amount_due_date_days_late_and_owner(t: Town) -> None:
    ts = await t.post(ORDER.replace("担当：田中", f"担当：<@{t.tanaka}>"))
    await t.press(t.suzuki, ts, ids.APPROVE)
    (message,) = await morning(t, "2027-01-04")
    table = next(block for block in message.blocks if block["type"] == "table")
    row = next(row for row in table["rows"] if t.invoices()[0].number in words(row))
    shown = words(row)
    for fact in ("株式会社サンプル商事", "¥396,000", "2026-12-31", t.say("late.days", days=4), f"<@{t.tanaka}>"):
        assert fact in shown


async def test_nobody_is_called_to_the_channel_by_it(t: Town) -> None:
    (message,) = await morning(t, "2026-11-25")
    for call in ("<!channel>", "<!here>", "<!everyone>"):
        assert call not in str(message.blocks) + message.text


@pytest.mark.parametrize(
    "day",
    ["2026-11-28", "2026-11-29", "2027-01-01", "2027-01-11", "2027-05-03"],
    ids=["Saturday", "Sunday", "New Year", "Coming of Age Day", "Constitution Day"],
)
async def test_weekends_and_holidays_are_quiet(t: Town, day: str) -> None:
    assert await morning(t, day) == []


@pytest.mark.town(policy={"clock": {"quiet_weekends": False}})
async def test_a_company_may_want_it_on_weekends_too(t: Town) -> None:
    assert len(await morning(t, "2026-11-28")) == 1


async def test_several_replicas_and_ticks_post_it_once(t: Town) -> None:
    await t.until("2026-11-25T09:00:01")
    count = len(posts(t))
    for _ in range(5):
        await t.tick()
    assert len(posts(t)) == count


async def test_after_a_week_off_only_the_present_morning_is_posted(t: Town) -> None:
    assert len(await morning(t, "2026-12-02")) == 1


async def test_a_machine_that_wakes_in_the_afternoon_still_posts_that_day(t: Town) -> None:
    before = len(posts(t))
    await t.until("2026-11-25T15:30")
    assert len(posts(t)) == before + 1


@pytest.mark.town(policy={"clock": {"overdue_post": "07:45"}})
async def test_the_hour_is_the_companys(t: Town) -> None:
    before = len(posts(t))
    await t.until("2026-11-25T07:44:59")
    assert len(posts(t)) == before
    await t.until("2026-11-25T07:45:01")
    assert len(posts(t)) == before + 1


async def test_nothing_late_posts_nothing(t: Town) -> None:
    for invoice in list(t.office.invoices):
        t.office.mark_paid(invoice.id)
    await t.until("2026-11-24T11:08")
    assert await morning(t, "2026-11-25") == []


@pytest.mark.town(policy=lambda cast: {"channels": {"sales": [cast.sales], "alerts": cast.alerts}})
async def test_without_a_finance_channel_it_is_posted_nowhere(t: Town) -> None:
    await t.until("2026-11-25T09:00:01")
    assert posts(t) == []


async def test_what_was_paid_is_not_in_the_next_post(t: Town) -> None:
    late = next(i for i in t.office.invoices if i.partner["name"] == "有限会社みどり造園")
    (first,) = await morning(t, "2026-11-25")
    assert late.number in words(first.blocks)
    t.office.mark_paid(late.id)
    await t.until("2026-11-25T10:08")
    (second,) = await morning(t, "2026-11-26")
    assert late.number not in words(second.blocks)


async def test_when_freee_could_not_be_asked_the_post_says_how_old_its_knowledge_is(t: Town) -> None:
    t.office_faults.add("GET /iv/invoices", "lost_before", times=None, probability=1.0)
    (message,) = await morning(t, "2026-11-25")
    assert ":warning:" in words(message.blocks)


async def test_a_long_list_is_cut_and_says_where_the_rest_is(t: Town) -> None:
    partner = t.office.partners.by_name("さくら食堂")
    line = {"description": "利用料", "quantity": 1, "unit_price": "1000", "tax_rate": 10}
    for _ in range(40):
        t.office.create_by_hand(partner.id, [line], billing_date="2026-10-01", payment_date="2026-11-10")
    await t.until("2026-11-24T11:08")
    (message,) = await morning(t, "2026-11-25")
    table = next(block for block in message.blocks if block["type"] == "table")
    assert len(table["rows"]) == 21
    assert "/unpaid" in words(message.blocks)

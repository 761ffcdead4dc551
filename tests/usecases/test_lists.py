"""/unpaid, /deal and the home tab: answered from what is stored, within Slack's limits."""

from typing import Any

import pytest

from bot.blocks import ids
from tests.town import ORDER, Town, still_due, words

pytestmark = pytest.mark.town(past=True)

LINE = {"description": "利用料", "quantity": 1, "unit_price": "1000", "tax_rate": 10}


async def unpaid(t: Town, text: str = "") -> Any:
    await t.slack.command(t.suzuki, t.sales, ids.COMMAND_UNPAID, text)
    return t.slack.ephemerals(t.suzuki)[-1]


async def deal(t: Town, text: str) -> str:
    await t.slack.command(t.suzuki, t.sales, ids.COMMAND_DEAL, text)
    message = t.slack.ephemerals(t.suzuki)[-1]
    return f"{message.text}\n{words(message.blocks)}"


def table(message: Any) -> list[list[str]]:
    block = next(block for block in message.blocks if block["type"] == "table")
    return [[words(cell) for cell in row] for row in block["rows"]]


async def many(t: Town, count: int) -> None:
    """So many unpaid invoices of one partner, due one after another."""
    partner = t.office.partners.by_name("さくら食堂")
    for number in range(count):
        t.office.create_by_hand(
            partner.id,
            [LINE],
            billing_date="2026-11-01",
            payment_date=f"2027-{number // 28 + 1:02}-{number % 28 + 1:02}",
        )
    await t.until("2026-11-24T11:08")


# --- /unpaid


async def test_unpaid_lists_amount_due_date_and_days_late_the_most_overdue_first(t: Town) -> None:
    message = await unpaid(t)
    head, *rows = table(message)
    assert head == [t.say(f"column.{name}") for name in ("partner", "amount", "due", "late", "owner", "number")]
    assert [row[0] for row in rows] == [
        "有限会社みどり造園",
        "アクメ工業株式会社",
        "NEXT FRONTIER株式会社",
        "東都電機株式会社",
        "合同会社ブルースカイ",
        "髙橋製作所株式会社",
    ]
    assert rows[0][1:4] == ["¥148,500", rows[0][2], t.say("late.days", days=33)]
    assert rows[0][2].startswith("2026-10-22")
    assert rows[-1][3] == t.say("late.before", days=6)


async def test_unpaid_sums_what_is_open_and_says_how_fresh_it_is(t: Town) -> None:
    shown = words((await unpaid(t)).blocks)
    total = sum(still_due(t, invoice) for invoice in t.office.invoices if invoice.payment_status != "settled")
    assert f"¥{total:,}" in shown
    assert t.parts.services.accounting.label in shown


async def test_only_the_person_who_asked_sees_the_answer(t: Town) -> None:
    message = await unpaid(t)
    assert message.only_for == t.suzuki
    assert t.slack.ephemerals(t.tanaka) == []
    assert t.slack.messages(t.sales) == []


async def test_unpaid_can_be_narrowed_to_a_partner_or_a_number(t: Town) -> None:
    assert [row[0] for row in table(await unpaid(t, "アクメ"))[1:]] == ["アクメ工業株式会社"]
    number = table(await unpaid(t, "アクメ"))[1][5]
    assert [row[0] for row in table(await unpaid(t, number))[1:]] == ["アクメ工業株式会社"]


async def test_nothing_unpaid_is_said_plainly(t: Town) -> None:
    message = await unpaid(t, "どこにもない")
    assert t.say("unpaid.none_for", text="どこにもない") in message.text


@pytest.mark.parametrize("text", ["%", "_", "' OR 1=1 --", "<!channel>", "株式会社" * 200], ids=str.__len__)
async def test_odd_searches_find_nothing_and_break_nothing(t: Town, text: str) -> None:
    message = await unpaid(t, text)
    assert not any(block["type"] == "table" for block in message.blocks)
    assert "<!channel>" not in words(message.blocks)


async def test_long_lists_are_turned_page_by_page_in_the_same_message(t: Town) -> None:
    await many(t, 45)
    first = await unpaid(t, "さくら食堂")
    assert len(table(first)) == 21
    names = [
        element["action_id"] for block in first.blocks if block["type"] == "actions" for element in block["elements"]
    ]
    assert f"{ids.UNPAID_PAGE}:next" in names
    assert f"{ids.UNPAID_PAGE}:previous" not in names
    seen = [row[5] for row in table(first)[1:]]
    for expected in (20, 5):
        await t.slack.click(t.suzuki, t.sales, first.ts, f"{ids.UNPAID_PAGE}:next")
        await t.work()
        page = t.slack.ephemerals(t.suzuki)[-1]
        assert page.ts == first.ts
        assert len(table(page)) == expected + 1
        seen += [row[5] for row in table(page)[1:]]
    assert len(set(seen)) == 45
    assert f"{ids.UNPAID_PAGE}:next" not in str(page.blocks)
    await t.slack.click(t.suzuki, t.sales, first.ts, f"{ids.UNPAID_PAGE}:previous")
    await t.work()
    assert len(table(t.slack.ephemerals(t.suzuki)[-1])) == 21


async def test_a_list_on_the_screen_of_somebody_who_is_of_another_company_by_now_is_not_turned(t: Town) -> None:
    await many(t, 45)
    first = await unpaid(t, "さくら食堂")
    t.slack.state.user(t.suzuki).team_id = "T0OTHER0000"
    await t.slack.click(t.suzuki, t.sales, first.ts, f"{ids.UNPAID_PAGE}:next")
    await t.work()
    assert t.told(t.suzuki)[-1] == t.say("tell.external")
    assert "さくら食堂" not in words(t.slack.ephemerals(t.suzuki)[-1].blocks)


async def test_our_invoice_is_listed_with_its_owner_until_it_is_paid(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.invoices()
    row = next(row for row in table(await unpaid(t)) if invoice.number in row[5])
    assert row[0] == "株式会社サンプル商事"
    assert "田中" in row[4]
    t.office.mark_paid(invoice.id)
    await t.until("2026-11-24T11:08")
    assert invoice.number not in str(table(await unpaid(t)))


async def test_a_person_who_cannot_wait_has_payments_looked_at_now(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    message = await unpaid(t, "サンプル商事")
    t.clock.advance(60)
    t.office.mark_paid(t.invoices()[0].id)
    await t.slack.click(t.suzuki, t.sales, message.ts, f"{ids.CHECK_PAYMENTS}:unpaid")
    await t.work()
    assert t.say("unpaid.none_for", text="サンプル商事") in t.slack.ephemerals(t.suzuki)[-1].text


async def test_answers_to_commands_make_no_call(t: Town) -> None:
    calls, exchanges = len(t.slack.calls), len(t.office.exchanges)
    await unpaid(t)
    await deal(t, "アクメ")
    assert (len(t.slack.calls), len(t.office.exchanges)) == (calls, exchanges)


# --- /deal


async def test_deal_tells_whether_it_was_invoiced_and_paid(t: Town) -> None:
    paid = next(invoice for invoice in t.office.invoices if invoice.partner["name"] == "アクメ工業株式会社")
    t.office.mark_paid(paid.id)
    await t.until("2026-11-24T11:08")
    shown = await deal(t, "アクメ")
    assert paid.number in shown
    assert t.say("deal.paid", day="2026-11-24")[:8] in shown
    shown = await deal(t, "みどり造園")
    assert "¥148,500" in shown
    assert t.say("deal.unpaid", late=t.say("late.days", days=33)) in shown


async def test_deal_finds_an_invoice_by_its_number(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    number = t.invoices()[0].number
    shown = await deal(t, number)
    assert number in shown
    assert "¥396,000" in shown
    assert "2026-12-31" in shown


async def test_deal_tells_of_orders_that_are_not_invoiced_yet(t: Town) -> None:
    await t.post(ORDER.replace("株式会社サンプル商事", "さくら食堂"))
    shown = await deal(t, "さくら食堂")
    assert t.say("status.proposed") in shown
    assert "¥396,000" in shown


async def test_deal_tells_of_cancelled_invoices(t: Town) -> None:
    invoice = next(i for i in t.office.invoices if i.partner["name"] == "アクメ工業株式会社")
    t.office.cancel_by_hand(invoice.id)
    await t.until("2026-11-24T11:08")
    assert t.say("deal.cancelled") in await deal(t, "アクメ")


async def test_deal_that_finds_nothing_says_what_can_be_asked(t: Town) -> None:
    assert t.say("deal.none", text="どこにもない") in await deal(t, "どこにもない")


async def test_deal_without_words_says_how_it_is_used(t: Town) -> None:
    assert t.say("deal.usage") in await deal(t, " ")


# --- home


async def test_the_home_tab_tells_what_waits_what_is_open_and_what_is_late(t: Town) -> None:
    await t.post(ORDER)
    await t.slack.open_home(t.suzuki)
    await t.work()
    home = t.slack.home(t.suzuki)
    assert home is not None
    shown = words(home.body["blocks"])
    assert t.say("home.count", count=1) in shown
    open_ones = [invoice for invoice in t.office.invoices if invoice.payment_status != "settled"]
    total = sum(still_due(t, invoice) for invoice in open_ones)
    assert t.say("home.sum", count=len(open_ones), total=f"¥{total:,}") in shown
    assert "有限会社みどり造園" in shown
    assert t.say("home.aging") in shown


async def test_the_home_tab_is_drawn_anew_when_payments_were_checked_at_a_press(t: Town) -> None:
    await t.slack.open_home(t.suzuki)
    await t.work()
    home = t.slack.home(t.suzuki)
    assert home is not None
    late = next(i for i in t.office.invoices if i.partner["name"] == "有限会社みどり造園")
    t.clock.advance(60)
    t.office.mark_paid(late.id)
    await t.slack.click_view(t.suzuki, home.id, f"{ids.CHECK_PAYMENTS}:home")
    await t.work()
    home = t.slack.home(t.suzuki)
    assert home is not None
    assert "有限会社みどり造園" not in words(home.body["blocks"])


async def test_people_read_in_their_own_language_once_it_is_known(t: Town) -> None:
    guest = await t.slack.add_user("kate", real_name="Kate", locale="en-US")
    t.slack.state.channel(t.sales).members.append(guest)
    for _ in range(2):  # the first answer is in the company's language while the reader's is asked for
        await t.slack.command(guest, t.sales, ids.COMMAND_UNPAID)
        await t.work()
    first, second = t.slack.ephemerals(guest)
    assert t.say("unpaid.title") in words(first.blocks)
    assert t.parts.services.texts.other("en-US")("unpaid.title") in words(second.blocks)

"""Whom the invoice goes to: by exact name, by a spelling a person confirmed, else the card asks."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.order import DealContent
from storage.models import Partner, PartnerAlias
from storage.repositories import deals
from tests.town import ORDER, Town

NEW = "株式会社はじめまして"


def order_for(name: str) -> str:
    return ORDER.replace("株式会社サンプル商事", name)


async def content(t: Town, ts: str) -> DealContent:
    return deals.content_of(await t.deal(ts))


@pytest.mark.parametrize(
    "written",
    ["株式会社サンプル商事", "㈱サンプル商事", "（株）サンプル商事", "株式会社　サンプル商事", "株式会社ｻﾝﾌﾟﾙ商事"],
    ids=["exact", "one sign", "brackets", "blank", "half width"],
)
async def test_a_spelling_that_can_only_mean_one_partner_is_taken(t: Town, written: str) -> None:
    ts = await t.post(order_for(written))
    assert (await content(t, ts)).partner_label == "株式会社サンプル商事"


async def test_a_name_that_may_mean_several_partners_is_asked_with_candidates(t: Town) -> None:
    ts = await t.post(order_for("さくら"))
    doubt = (await content(t, ts)).doubts["partner"]
    assert {choice.label for choice in doubt.choices} >= {"さくら食品株式会社", "さくら食堂"}
    assert ids.APPROVE not in t.buttons(ts)


async def test_a_similar_name_is_never_taken_by_itself(t: Town) -> None:
    ts = await t.post(order_for("株式会社サンプル商会"))
    found = await content(t, ts)
    assert found.partner_id is None
    assert "partner" in found.doubts


async def test_a_pressed_candidate_becomes_the_partner_and_its_spelling_is_learnt(t: Town) -> None:
    ts = await t.post(order_for("さくら"))
    doubt = (await content(t, ts)).doubts["partner"]
    number = [choice.label for choice in doubt.choices].index("さくら食品株式会社")
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:partner:{number}")
    assert (await content(t, ts)).partner_label == "さくら食品株式会社"
    (alias,) = await t.rows(PartnerAlias)
    assert (alias.written, alias.confirmed_by) == ("さくら", t.suzuki)
    again = await t.post(order_for("さくら").replace("12", "5"))
    assert (await content(t, again)).partner_label == "さくら食品株式会社"
    assert "partner" not in (await content(t, again)).doubts


async def test_a_later_confirmation_replaces_an_earlier_one(t: Town) -> None:
    for name in ("さくら食品株式会社", "さくら食堂"):
        ts = await t.post(order_for("さくら").replace("12", str(len(name))))
        await t.press(t.suzuki, ts, ids.EDIT)
        await t.submit(t.suzuki, {ids.PARTNER: name, ids.PARTNER_NEW: ""})
        assert (await content(t, ts)).partner_label == name
    (alias,) = await t.rows(PartnerAlias)
    partner = next(row for row in await t.rows(Partner) if row.external_id == alias.partner_id)
    assert partner.name == "さくら食堂"


async def test_an_unknown_partner_is_asked_and_created_in_freee_once_a_person_says_so(t: Town) -> None:
    ts = await t.post(order_for(NEW))
    assert ids.APPROVE not in t.buttons(ts)
    assert NEW in t.shown(ts)
    await t.press(t.suzuki, ts, ids.NEW_PARTNER)
    assert t.office.partners.by_name(NEW) is None  # not before the approval
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.invoices()
    assert invoice.partner["name"] == NEW
    assert t.office.calls("POST", "/api/1/partners") == 1


async def test_two_orders_of_one_new_partner_create_it_once(t: Town) -> None:
    first = await t.post(order_for(NEW))
    second = await t.post(order_for(NEW).replace("12", "3"))
    for ts in (first, second):
        await t.press(t.suzuki, ts, ids.NEW_PARTNER)
    for ts in (first, second):
        await t.press(t.suzuki, ts, ids.APPROVE)
    assert [invoice.partner["name"] for invoice in t.invoices()] == [NEW, NEW]
    assert len({invoice.partner_id for invoice in t.invoices()}) == 1
    assert t.office.calls("POST", "/api/1/partners") == 1


async def test_a_new_partner_whose_creation_got_no_answer_is_found_and_not_created_twice(t: Town) -> None:
    ts = await t.post(order_for(NEW))
    await t.press(t.suzuki, ts, ids.NEW_PARTNER)
    t.office_faults.add("POST /api/1/partners", "lost_after")
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.through(120, step=30)
    (invoice,) = t.invoices()
    assert invoice.partner["name"] == NEW
    assert sum(partner.name == NEW for partner in t.office.partners) == 1


async def test_a_partner_somebody_entered_in_freee_meanwhile_is_used_and_not_created(t: Town) -> None:
    ts = await t.post(order_for(NEW))
    await t.press(t.suzuki, ts, ids.NEW_PARTNER)
    entered = t.office.add_partner(NEW)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.invoices()
    assert invoice.partner_id == entered.id
    assert t.office.calls("POST", "/api/1/partners") == 0


async def test_a_name_taken_by_an_archived_partner_is_told_in_freees_words_and_nothing_is_made(t: Town) -> None:
    ts = await t.post(order_for(NEW))
    await t.press(t.suzuki, ts, ids.NEW_PARTNER)
    t.office.partners.archive(t.office.add_partner(NEW))
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.invoices() == []
    assert await t.status(ts) is DealStatus.PROPOSED
    assert "すでに存在します" in t.shown(ts)


async def test_the_spelling_of_a_new_partner_is_known_afterwards(t: Town) -> None:
    ts = await t.post(order_for(NEW))
    await t.press(t.suzuki, ts, ids.NEW_PARTNER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    again = await t.post(order_for(NEW).replace("12", "3"))
    assert (await content(t, again)).partner_label == NEW


async def test_partners_entered_in_freee_are_known_within_an_hour(t: Town) -> None:
    t.office.add_partner(NEW)
    await t.until("2026-11-24T11:00")
    ts = await t.post(order_for(NEW))
    assert (await content(t, ts)).partner_label == NEW


async def test_while_a_card_waits_for_a_partner_the_next_half_hour_knows_it(t: Town) -> None:
    await t.post(order_for("株式会社そのほか"))
    t.office.add_partner(NEW)
    await t.until("2026-11-24T10:30")
    ts = await t.post(order_for(NEW))
    assert (await content(t, ts)).partner_label == NEW


async def test_a_partner_archived_in_freee_is_not_offered_any_more_the_next_day(t: Town) -> None:
    t.office.partners.archive(t.office.partners.by_name("さくら食堂"))
    await t.until("2026-11-25T10:15")
    ts = await t.post(order_for("さくら食堂"))
    assert "partner" in (await content(t, ts)).doubts


async def test_every_page_of_partners_is_read(t: Town) -> None:
    for number in range(3_100):
        t.office.add_partner(f"株式会社第{number}商会")
    await t.until("2026-11-25T10:15")
    assert len(await t.rows(Partner)) == 3_112


async def test_a_delta_asks_only_for_what_changed_since_the_day_before(t: Town) -> None:
    await t.until("2026-11-24T11:00")
    last = [exchange for exchange in t.office.exchanges if exchange.path == "/api/1/partners"][-1]
    assert last.query["start_update_date"] == "2026-11-23"


# --- terms and dates of a partner


async def test_the_due_date_follows_from_the_partners_own_terms_in_freee_with_the_reason(t: Town) -> None:
    """髙橋製作所 closes at the end of the month and pays on the 10th of the month after next."""
    ts = await t.post(order_for("髙橋製作所株式会社").replace("支払条件：月末締め翌月末払い\n", ""))
    found = await content(t, ts)
    assert str(found.due_date) == "2027-01-10"
    assert "会計システムの取引先設定" in found.due_reason
    assert "2027-01-10" in t.shown(ts)


async def test_terms_in_the_report_win_over_the_partners(t: Town) -> None:
    ts = await t.post(order_for("髙橋製作所株式会社"))
    assert str((await content(t, ts)).due_date) == "2026-12-31"


async def test_without_terms_anywhere_the_companys_default_holds_and_is_named(t: Town) -> None:
    ts = await t.post(order_for("有限会社みどり造園").replace("支払条件：月末締め翌月末払い\n", ""))
    found = await content(t, ts)
    assert str(found.due_date) == "2026-12-31"
    assert "標準の支払条件" in found.due_reason


@pytest.mark.town(
    policy={
        "partners": [
            {
                "name": "有限会社みどり造園",
                "rule": "month_end",
                "terms": {"type": "net", "net_days": 30, "from": "invoice"},
            }
        ]
    }
)
async def test_a_partners_own_rule_in_the_settings_dates_the_invoice(t: Town) -> None:
    ts = await t.post(order_for("有限会社みどり造園").replace("支払条件：月末締め翌月末払い\n", ""))
    found = await content(t, ts)
    assert (str(found.billing_date), str(found.due_date)) == ("2026-11-30", "2026-12-30")
    assert "取引先ごとの設定" in found.due_reason


@pytest.mark.town(policy={"billing": {"rule": "closing_day", "closing_day": 20}})
async def test_a_closing_day_dates_the_invoice(t: Town) -> None:
    ts = await t.post(ORDER)
    assert str((await content(t, ts)).billing_date) == "2026-12-20"


async def test_choosing_another_partner_brings_that_partners_terms(t: Town) -> None:
    ts = await t.post(order_for("さくら").replace("支払条件：月末締め翌月末払い\n", ""))
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.PARTNER: "髙橋製作所株式会社", ids.PARTNER_NEW: ""})
    assert str((await content(t, ts)).due_date) == "2027-01-10"


async def test_a_partner_is_read_once_and_not_for_every_order(t: Town) -> None:
    for count in (1, 2, 3):
        await t.post(ORDER.replace("12", str(count)))
    details = [e for e in t.office.exchanges if e.method == "GET" and e.path.startswith("/api/1/partners/")]
    assert len(details) == 1

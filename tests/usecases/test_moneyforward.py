"""What only a system with departments, deleting and no cancelling brings: on the card, in the sync, in the evidence."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.invoice import IntentState
from tests.town import ORDER, Town

SEVERAL = ORDER.replace("株式会社サンプル商事", "東都電機株式会社")
pytestmark = pytest.mark.town(accounting="moneyforward")
many = pytest.mark.town(moneyforward={"several_departments": True})


def departments(t: Town, name: str) -> list[str]:
    (partner,) = (one for one in t.office.partners if one.name == name)
    return [department["id"] for department in partner.departments]


@many
async def test_a_partner_with_several_departments_is_asked_about_and_the_chosen_one_is_addressed(t: Town) -> None:
    ts = await t.post(SEVERAL)
    assert "どの部門に宛てますか？" in t.shown(ts)
    assert ids.APPROVE not in t.buttons(ts)
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:department:1")
    assert ids.APPROVE in t.buttons(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (billing,) = t.invoices()
    assert billing.department_id == departments(t, "東都電機株式会社")[1]


async def test_a_department_added_since_then_gives_the_deal_back_with_those_of_today_as_choices(t: Town) -> None:
    ts = await t.post(ORDER)
    partner = next(one for one in t.office.partners if one.name == "株式会社サンプル商事")
    new = t.office.partners.add_department(partner, {"person_dept": "大阪支店"}, t.office.now())
    t.office.partners.get(partner.id).departments.pop(0)
    t.office.partners.add_department(partner, {"person_dept": "名古屋支店"}, t.office.now())
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert await t.status(ts) is DealStatus.PROPOSED
    assert t.papers() == []
    assert "大阪支店" in t.shown(ts)
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:department:0")
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [billing.department_id for billing in t.invoices()] == [new["id"]]


@many
async def test_a_partner_without_any_department_waits_for_a_person_and_says_what_to_do(t: Town) -> None:
    ts = await t.post(ORDER.replace("株式会社サンプル商事", "一般社団法人まちづくり研究会"))
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert await t.status(ts) is DealStatus.PROPOSED
    assert "部門を1つ登録してください" in t.shown(ts)


@pytest.mark.parametrize("moment", ["2026-11-24T11:08", "2026-11-25T04:08"])
async def test_an_invoice_a_person_deleted_cancels_its_deal_and_is_told(t: Town, moment: str) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (paper,) = t.papers()
    t.books.withdraw(paper.id)
    await t.until(moment)
    assert await t.status(ts) is DealStatus.CANCELLED
    assert (await t.intent(ts)).state == IntentState.CANCELLED
    assert f"請求書 {paper.number} が削除されました" in t.shown(ts)
    assert any("削除されました" in told for told in t.alerts_posted())
    assert not (await t.mirror(paper.number)).open


async def test_the_hourly_look_reads_what_was_billed_lately_and_the_nightly_one_everything(t: Town) -> None:
    old = t.books.by_hand("さくら食堂", price=1_000, billed="2025-01-31", due="2025-02-28")
    await t.until("2026-11-25T04:08")
    assert (await t.mirror(old.number)).open
    before = len(t.office.exchanges)
    await t.until("2026-11-25T05:08")
    lists = [e for e in list(t.office.exchanges)[before:] if e.path == "/api/v3/billings"]
    assert lists
    assert all(e.query["range_key"] == "billing_date" and e.query["from"] >= "2026-08-01" for e in lists)
    t.books.pay(old.id)
    await t.until("2026-11-25T06:08")
    assert not (await t.mirror(old.number)).open  # looked at by itself


async def test_what_money_forward_made_otherwise_stays_flagged_after_the_look_up_found_it(t: Town) -> None:
    ts = await t.post(ORDER)
    made = t.office.create_billing

    def otherwise(body: object, **ways: object) -> object:
        billing = made(body, **ways)
        billing.head["title"] = "別の件名"
        return billing

    t.office.create_billing = otherwise
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(6)
    assert await t.status(ts) is DealStatus.INVOICED
    assert "件名" in (await t.intent(ts)).flags
    assert "件名" in t.shown(ts)
    await t.until("2026-11-24T11:08")
    assert "件名" in (await t.intent(ts)).flags


async def test_a_memo_that_was_dropped_is_flagged_and_the_deal_follows_all_the_same(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (billing,) = t.invoices()
    t.office.edit_by_hand(billing.id, memo="")
    t.office.mark_paid(billing.id)
    await t.until("2026-11-24T11:08")
    assert await t.status(ts) is DealStatus.PAID
    assert "メモの目印" in (await t.intent(ts)).flags


@pytest.mark.town(policy={"billing": {"holiday_shift": "next"}})
async def test_the_partners_own_rule_for_bank_holidays_wins_over_ours(t: Town) -> None:
    partner = next(one for one in t.office.partners if one.name == "アクメ工業株式会社")
    partner.deadline = {"due_month": "next_month", "due_date": 19, "contingency_day": "move_to_earlier_day"}
    text = ORDER.replace("支払条件：月末締め翌月末払い\n", "").replace("株式会社サンプル商事", "アクメ工業株式会社")
    ts = await t.post(text)
    await t.work()
    assert str((await t.deal(ts)).content["due_date"]) == "2026-12-18"  # the 19th is a Saturday

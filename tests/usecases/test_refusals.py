"""freee refuses, or answers something else than was approved: the card says why, and people hear of it."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.invoice import IntentState
from tests.town import ORDER, Town

CREATE = "POST /iv/invoices"


def refuse(t: Town, message: str, times: int = 1) -> None:
    body = {"status_code": 400, "errors": [{"type": "validation", "messages": [message]}]}
    t.office_faults.add(CREATE, "status", times=times, status=400, body=body)


async def refused(t: Town, message: str = "件名は70文字以内で入力してください。") -> str:
    ts = await t.post(ORDER)
    refuse(t, message)
    await t.press(t.suzuki, ts, ids.APPROVE)
    return ts


async def test_the_card_says_why_freee_refused_and_that_nothing_was_made(t: Town) -> None:
    ts = await refused(t)
    assert await t.status(ts) is DealStatus.PROPOSED
    assert "件名は70文字以内で入力してください。" in t.shown(ts)
    assert t.buttons(ts) == [ids.APPROVE, ids.EDIT, ids.REJECT]
    assert t.invoices() == []


async def test_the_alerts_channel_hears_which_order_what_happened_what_is_safe_and_what_to_do(t: Town) -> None:
    await refused(t)
    (alert,) = t.alerts_posted()
    for fact in ("株式会社サンプル商事", "¥396,000", "件名は70文字以内で入力してください。"):
        assert fact in alert
    assert t.say("alert.safe.data") in alert
    assert t.say("alert.do.data") in alert


async def test_fixed_and_approved_again_it_is_made(t: Town) -> None:
    ts = await refused(t)
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.SUBJECT: "保守"})
    assert "件名は70文字以内で入力してください。" not in t.shown(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [invoice.head["subject"] for invoice in t.invoices()] == ["保守"]


async def test_approved_again_unchanged_it_is_tried_again(t: Town) -> None:
    ts = await refused(t)
    t.clock.advance(60)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1
    assert await t.status(ts) is DealStatus.INVOICED


async def test_refused_twice_is_said_twice(t: Town) -> None:
    ts = await refused(t)
    refuse(t, "取引先が存在しません。")
    t.clock.advance(60)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert "取引先が存在しません。" in t.shown(ts)
    assert t.invoices() == []


async def test_the_real_freees_refusal_of_a_partner_that_was_archived_is_shown(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office.partners.archive(t.office.partners.by_name("株式会社サンプル商事"))
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert "取引先が存在しません。" in t.shown(ts)
    assert await t.status(ts) is DealStatus.PROPOSED


async def test_words_of_freee_stay_plain_text(t: Town) -> None:
    ts = await refused(t, "<!channel> <https://evil.example|不正>")
    assert "<!channel>" not in str(t.card(ts).blocks) + str(t.slack.messages(t.alerts)[-1].blocks)


@pytest.mark.parametrize("status", [401, 403, 404, 409])
async def test_every_refusal_leaves_a_deal_that_can_go_on(t: Town, status: int) -> None:
    ts = await t.post(ORDER)
    t.office_faults.add(CREATE, "status", status=status, body={"message": "だめです"})
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.invoices() == []
    await t.through(2_400, step=120)
    if await t.status(ts) is DealStatus.PROPOSED:
        await t.press(t.suzuki, ts, ids.APPROVE)
        await t.through(600, step=120)
    assert len(t.invoices()) == 1


# --- before anything is sent


@pytest.mark.town(policy={"billing": {"registration_number": ""}})
async def test_without_a_registration_number_of_ones_own_invoices_are_made_all_the_same(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_a_rate_that_was_not_in_force_on_the_day_stops_the_approval(t: Town) -> None:
    """The reduced rate of 8 % began on 2019-10-01."""
    ts = await t.post(
        "【受注報告】\n会社名：さくら食品株式会社\n商品：玄米\n金額：10,000円（税抜、軽減税率8%）\n受注日：2019/9/1"
    )
    assert ids.APPROVE not in t.buttons(ts)
    assert "税率" in t.shown(ts)


# --- something else came out than was approved


async def test_an_invoice_that_differs_from_what_was_approved_is_flagged_on_the_card_and_told(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office_faults.add(CREATE, "lost_after")
    await t.press(t.suzuki, ts, ids.APPROVE)
    t.office.edit_by_hand(
        t.invoices()[0].id,
        lines=[{"description": "保守", "quantity": 1, "unit_price": "350000", "tax_rate": 10}],
        payment_date="2027-01-31",
    )
    await t.later(6)
    assert (await t.intent(ts)).state in (IntentState.CREATED, IntentState.VERIFIED)
    shown = t.shown(ts)
    assert "合計（円）: 承認 396000 / 会計 385000" in shown
    assert "支払期限" in (await t.intent(ts)).flags
    (alert,) = [text for text in t.alerts_posted() if t.say("alert.what.mismatch") in text]
    assert "396000" in alert
    assert "flagged" in await t.evidence(ts)


async def test_a_change_made_in_freee_after_the_creation_is_flagged_when_it_is_seen(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    t.office.edit_by_hand(t.invoices()[0].id, payment_date="2027-01-31")
    await t.until("2026-11-24T11:08")
    assert "支払期限" in t.shown(ts)
    assert any(t.say("alert.what.mismatch") in text for text in t.alerts_posted())


async def test_an_equal_invoice_is_verified_silently(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.until("2026-11-24T11:08")
    intent = await t.intent(ts)
    assert (intent.state, intent.flags) == (IntentState.VERIFIED, "")
    assert t.alerts_posted() == []


# --- accounts


ACCOUNTS = [
    {"item": "^保守", "account_item_id": "601", "tax_code": "129"},
    {"partner": "サンプル", "account_item_id": "602"},
    {"account_item_id": "603"},
]


@pytest.mark.parametrize(
    ("item", "partner", "account", "tax_code"),
    [
        ("保守サービス", "株式会社サンプル商事", 601, 129),
        ("研修", "株式会社サンプル商事", 602, None),
        ("研修", "アクメ工業株式会社", 603, None),
    ],
    ids=["by item", "by partner", "otherwise"],
)
@pytest.mark.town(policy={"accounts": ACCOUNTS})
async def test_account_item_and_tax_code_of_the_draft_entry_come_from_the_table(
    t: Town, item: str, partner: str, account: int, tax_code: int | None
) -> None:
    ts = await t.post(f"【受注報告】\n会社名：{partner}\n商品：{item}\n金額：100,000円（税抜）")
    await t.press(t.suzuki, ts, ids.APPROVE)
    sent = [e.request_json for e in t.office.exchanges if (e.method, e.path) == ("POST", "/iv/invoices")]
    (line,) = sent[0]["lines"]
    assert line["account_item_id"] == account
    assert line.get("tax_code") == tax_code

"""修正: a modal that is checked field by field; wrong fields are said in it, and nothing is changed."""

from typing import Any

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.order import DealContent
from storage.repositories import deals
from tests.town import ORDER, Town


async def content(t: Town, ts: str) -> DealContent:
    return deals.content_of(await t.deal(ts))


async def opened(t: Town, text: str = ORDER) -> str:
    ts = await t.post(text)
    await t.press(t.suzuki, ts, ids.EDIT)
    return ts


def initial(view: Any, block_id: str) -> Any:
    element = next(block["element"] for block in view.body["blocks"] if block["block_id"] == block_id)
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


# --- what stands in it


async def test_the_form_is_filled_with_the_deal_as_it_is(t: Town) -> None:
    await opened(t)
    view = t.view(t.suzuki)
    assert initial(view, ids.PARTNER)["text"]["text"] == "株式会社サンプル商事"
    assert initial(view, ids.LINES) == "クラウド保守サービス | 12 | 30,000 | 10"
    assert initial(view, ids.TAX_ENTRY)["value"] == "out"
    assert initial(view, ids.ORDER_DATE) == "2026-11-24"
    assert initial(view, ids.DUE_DATE) == "2026-12-31"


async def test_saving_it_unchanged_changes_no_figure(t: Town) -> None:
    ts = await opened(t)
    before = await content(t, ts)
    await t.submit(t.suzuki)
    after = await content(t, ts)
    same = ("partner_id", "lines", "tax_entry", "billing_date", "due_date", "subject")
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert t.slack.views_open_for(t.suzuki) == []


async def test_partners_are_found_by_part_of_their_name_or_kana(t: Town) -> None:
    await opened(t)
    view = t.view(t.suzuki)
    for typed in ("さくら", "サクラ"):
        found = await t.slack.suggest(t.suzuki, typed, ids.PARTNER, view_id=view.id)
        assert {option["text"]["text"] for option in found} == {"さくら食品株式会社", "さくら食堂"}
    assert await t.slack.suggest(t.suzuki, "%", ids.PARTNER, view_id=view.id) == []


# --- saving


async def test_a_correction_is_saved_shown_and_signed(t: Town) -> None:
    ts = await opened(t)
    await t.submit(
        t.suzuki,
        {
            ids.LINES: "クラウド保守サービス | 12か月 | 28,000 | 10\n初期設定 | 1式 | 50,000 | 10",
            ids.DUE_DATE: "2027-01-15",
            ids.SUBJECT: "保守サービス一式",
            ids.NOTE: "注文書番号 A-17",
        },
    )
    assert await t.total(ts) == 424_600
    shown = t.shown(ts)
    for fact in ("¥424,600", "初期設定", "2027-01-15", f"<@{t.suzuki}>"):
        assert fact in shown
    assert (await t.deal(ts)).edited_by == t.suzuki
    assert "edited" in await t.evidence(ts)


async def test_what_was_corrected_is_what_stands_on_the_invoice(t: Town) -> None:
    ts = await opened(t)
    await t.submit(t.suzuki, {ids.LINES: "研修 | 2日 | 150,000 | 10", ids.SUBJECT: "研修", ids.NOTE: "注文書番号 A-17"})
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.invoices()
    (line,) = invoice.lines
    assert (line["description"], float(line["quantity"]), line["unit"]) == ("研修", 2.0, "日")
    assert invoice.head["subject"] == "研修"
    assert invoice.head["invoice_note"] == "注文書番号 A-17"
    assert invoice.amounts["total_amount"] == 330_000


async def test_a_date_that_was_not_touched_goes_on_following_from_the_others(t: Town) -> None:
    ts = await opened(t, ORDER.replace("支払条件：月末締め翌月末払い\n", ""))
    await t.submit(t.suzuki, {ids.ORDER_DATE: "2026-12-01", ids.BILLING_DATE: "2026-12-01"})
    assert str((await content(t, ts)).due_date) == "2027-01-31"


async def test_a_date_a_person_set_stays_without_a_computed_reason(t: Town) -> None:
    ts = await opened(t)
    await t.submit(t.suzuki, {ids.DUE_DATE: "2027-02-28"})
    found = await content(t, ts)
    assert (str(found.due_date), found.due_reason) == ("2027-02-28", "")


async def test_a_new_partner_can_be_named_in_the_form(t: Town) -> None:
    ts = await opened(t)
    await t.submit(t.suzuki, {ids.PARTNER: None, ids.PARTNER_NEW: "株式会社はじめまして"})
    found = await content(t, ts)
    assert (found.partner_id, found.partner_name, found.create_partner) == (None, "株式会社はじめまして", True)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [invoice.partner["name"] for invoice in t.invoices()] == ["株式会社はじめまして"]


async def test_a_person_who_saved_has_answered_every_doubt(t: Town) -> None:
    ts = await opened(t, ORDER.replace("（税抜）", "") + "\n合計：999円")
    await t.submit(t.suzuki, {ids.LINES: "保守 | 12 | 30,000 | 10", ids.TAX_ENTRY: "out"})
    assert (await content(t, ts)).doubts == {}
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [invoice.amounts["total_amount"] for invoice in t.invoices()] == [396_000]


async def test_a_mixed_report_keeps_its_reduced_rate_through_the_form(t: Town) -> None:
    ts = await opened(t)
    await t.submit(t.suzuki, {ids.LINES: "玄米 | 10 | 3,800 | 8軽\n配送料 | 1 | 800 | 10"})
    await t.press(t.suzuki, ts, ids.EDIT)
    assert initial(t.view(t.suzuki), ids.LINES) == "玄米 | 10 | 3,800 | 8軽\n配送料 | 1 | 800 | 10"
    await t.submit(t.suzuki)
    assert await t.total(ts) == 41_040 + 880


# --- what is wrong is said under its field


@pytest.mark.parametrize(
    ("values", "field", "key", "named"),
    [
        ({ids.LINES: "保守 12 30000"}, ids.LINES, "error.lines.shape", {"line": 1}),
        ({ids.LINES: "保守 | 1 | 9\n研修 | 多数 | 9"}, ids.LINES, "error.lines.quantity", {"line": 2, "value": "多数"}),
        ({ids.LINES: "保守 | 1 | 時価"}, ids.LINES, "error.lines.price", {"line": 1, "value": "時価"}),
        ({ids.LINES: "保守 | 1 | 100 | 5"}, ids.LINES, "error.lines.rate", {"line": 1}),
        ({ids.LINES: "\n".join(f"品{n} | 1 | 100" for n in range(101))}, ids.LINES, "error.lines.many", {"limit": 100}),
        ({ids.LINES: "返金 | 1 | -5,000"}, ids.LINES, "error.total", {}),
        ({ids.LINES: "保守 | 99999999 | 99,999"}, ids.LINES, "error.total", {}),
        ({ids.DUE_DATE: "2026-11-01"}, ids.DUE_DATE, "error.due", {}),
        ({ids.ORDER_DATE: "2016-11-24"}, ids.ORDER_DATE, "error.date_far", {}),
        ({ids.BILLING_DATE: "2062-11-24", ids.DUE_DATE: "2062-12-31"}, ids.BILLING_DATE, "error.date_far", {}),
        ({ids.PARTNER: None}, ids.PARTNER, "error.partner", {}),
        ({ids.PARTNER_NEW: "株式会社はじめまして"}, ids.PARTNER_NEW, "error.partner_both", {}),
    ],
    ids=[
        "no bars", "quantity", "price", "rate", "too many lines", "negative total", "absurd total", "due before billed",
        "ten years ago", "far future", "no partner", "two partners",
    ],
)  # fmt: skip
async def test_a_wrong_field_is_said_under_it_and_nothing_changes(
    t: Town, values: dict[str, Any], field: str, key: str, named: dict[str, object]
) -> None:
    ts = await opened(t)
    before = await t.deal(ts)
    view = await t.submit(t.suzuki, values)
    assert view.errors[field] == t.say(key, **named)
    assert t.slack.views_open_for(t.suzuki) == [view]
    after = await t.deal(ts)
    assert (after.version, after.content_sha256, after.edited_by) == (before.version, before.content_sha256, None)


async def test_several_wrong_fields_are_said_at_once(t: Town) -> None:
    await opened(t)
    view = await t.submit(t.suzuki, {ids.LINES: "保守", ids.PARTNER: None, ids.ORDER_DATE: "1999-01-01"})
    assert set(view.errors) == {ids.LINES, ids.PARTNER, ids.ORDER_DATE}


async def test_a_form_corrected_after_its_errors_is_saved(t: Town) -> None:
    ts = await opened(t)
    await t.submit(t.suzuki, {ids.LINES: "保守"})
    await t.submit(t.suzuki, {ids.LINES: "保守 | 1 | 1,000"})
    assert await t.total(ts) == 1_100


# --- in between


async def test_somebody_elses_change_in_between_is_told_and_not_overwritten(t: Town) -> None:
    ts = await opened(t)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("12", "24"))
    await t.work()
    view = await t.submit(t.suzuki, {ids.LINES: "保守 | 1 | 1,000"})
    assert t.say("error.changed") in view.errors.values()
    assert await t.total(ts) == 792_000


async def test_a_deal_approved_in_between_is_not_changed_any_more(t: Town) -> None:
    ts = await opened(t)
    await t.press(t.ito, ts, ids.APPROVE)
    view = await t.submit(t.suzuki, {ids.LINES: "保守 | 1 | 1,000"})
    assert t.say("error.changed") in view.errors.values()
    assert [invoice.amounts["total_amount"] for invoice in t.invoices()] == [396_000]


async def test_the_button_of_an_older_card_opens_no_form(t: Town) -> None:
    ts = await t.post(ORDER)
    old = t.card(ts).blocks
    await t.press(t.ito, ts, ids.APPROVE)
    t.card(ts).blocks = old
    await t.press(t.suzuki, ts, ids.EDIT)
    assert t.slack.views_open_for(t.suzuki) == []
    assert t.told(t.suzuki) == [t.say("tell.closed", status=t.say("status.invoiced"))]


async def test_an_edit_brings_back_the_need_for_approval_of_exactly_the_new_content(t: Town) -> None:
    ts = await t.post(ORDER)
    old = t.card(ts).blocks
    await t.press(t.ito, ts, ids.EDIT)
    await t.submit(t.ito, {ids.LINES: "保守 | 1 | 1,000"})
    t.card(ts).blocks = old
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert await t.status(ts) is DealStatus.PROPOSED
    assert t.invoices() == []

"""Billings: made whole, told in text and Japanese words, changed only where the real one changes them."""

from typing import Any

import pytest

from tests.sandbox.moneyforward.harness import API, CREATE, item, playing


async def test_a_billing_is_told_in_text_slashed_days_and_words() -> None:
    async with playing() as mf:
        made = await mf.create(memo="印", tag_names=["bot"])
        assert (made["total_price"], made["subtotal_of_ten_percent_excise"]) == ("110000.0", "100000.0")
        assert made["excise_price_of_ten_percent"] == "10000.0"
        assert (made["billing_date"], made["due_date"], made["sales_date"]) == ("2026/11/30", "2026/12/31", None)
        assert (made["payment_status"], made["email_status"], made["posting_status"]) == ("未設定", "未送信", "未郵送")
        assert (made["billing_number"], made["registration_code"]) == ("MF-000001", "T7123456789012")
        assert (made["items"][0]["price"], made["items"][0]["quantity"]) == ("100000.0", "1.0")
        assert made["partner_id"] == mf.partner.id
        assert len(made["id"]) == 22
        assert (await mf.get(f"/billings/{made['id']}")).json() == made
        assert (await mf.listed())["data"] == [made]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"department_id": ...}, "department_id"),
        ({"department_id": "somewhere"}, "Partner department not found"),
        ({"billing_date": ...}, "billing_date"),
        ({"billing_date": "2026-02-30"}, "billing_date"),
        ({"due_date": ...}, "Due date"),
        ({"title": "あ" * 201}, "title"),
        ({"memo": "あ" * 451}, "memo"),
        ({"billing_number": "1" * 31}, "billing_number"),
        ({"items": [item("あ", 1, 1, "one_percent")]}, "excise"),
        ({"items": [{"name": "あ", "price": 1, "quantity": 1}]}, "excise"),
        ({"items": [item("あ", 1, 10**10 + 1)]}, "price"),
        ({"items": [item("あ", 1, 1) | {"price": "1"}]}, "price"),
        ({"tittle": "misspelt"}, "tittle"),
    ],
)
@pytest.mark.parametrize("settings", [{}, {"refusal_status": 400, "error_items": "strings"}])
async def test_what_cannot_stand_is_refused(changes: dict[str, Any], said: str, settings: dict[str, Any]) -> None:
    async with playing(**settings) as mf:
        answer = await mf.http.post(CREATE, json=mf.bill(**changes))
        assert answer.status_code == settings.get("refusal_status", 422)
        assert set(answer.json()) == {"code", "message", "errors"}
        assert said in answer.json()["message"]
        assert len(mf.office.billings) == 0


async def test_a_wrapper_around_a_new_billing_is_refused_and_around_a_change_ignored() -> None:
    async with playing() as mf:
        assert (await mf.http.post(CREATE, json={"billing": mf.bill()})).status_code == 422
        made = await mf.create()
        path = f"/billings/{made['id']}"
        answer = await mf.put(path, {"billing": {"title": "無視される"}})
        assert (answer.status_code, answer.json()["title"]) == (200, "11月分")
        answer = await mf.put(path, {"items": [], "partner_id": "x", "title": "直した"})
        assert (answer.json()["title"], len(answer.json()["items"])) == ("直した", 1)
        assert answer.json()["partner_id"] == mf.partner.id
        assert (await mf.http.patch(API + path, json={"title": "x"})).status_code == 404
        assert (await mf.put(path, {"title": ""})).status_code == 422


async def test_lines_are_deleted_and_added_never_changed() -> None:
    async with playing() as mf:
        made = await mf.create()
        path = f"{API}/billings/{made['id']}/items"
        added = await mf.http.post(path, json=item("玄米", 3, 333, "eight_percent_as_reduced_tax_rate"))
        assert added.status_code == 201
        assert (await mf.http.put(f"{path}/{added.json()['id']}", json={"price": 1})).status_code == 404
        assert (await mf.http.get(f"{path}/{added.json()['id']}")).json() == added.json()
        shown = (await mf.get(f"/billings/{made['id']}")).json()
        assert shown["total_price"] == "111078.0"
        assert shown["excise_price_of_eight_percent_as_reduced_tax_rate"] == "79.0"
        assert (await mf.http.delete(f"{path}/{made['items'][0]['id']}")).status_code == 204
        assert [row["name"] for row in (await mf.http.get(path)).json()["data"]] == ["玄米"]


async def test_the_payment_status_is_written_as_a_digit_and_read_as_a_word() -> None:
    async with playing() as mf:
        made = await mf.create()
        path = f"/billings/{made['id']}/payment_status"
        for code, word in (("1", "未入金"), ("2", "入金済み"), ("0", "未設定")):
            assert (await mf.put(path, {"payment_status": code})).status_code == 200
            assert (await mf.get(f"/billings/{made['id']}")).json()["payment_status"] == word
        for wrong in (2, "3", "入金済み"):
            assert (await mf.put(path, {"payment_status": wrong})).status_code == 422


async def test_a_deleted_billing_leaves_nothing() -> None:
    async with playing() as mf:
        made = await mf.create()
        assert (await mf.http.delete(f"{API}/billings/{made['id']}")).status_code == 204
        assert (await mf.get(f"/billings/{made['id']}")).status_code == 404
        assert (await mf.listed())["pagination"]["total_count"] == 0
        locked = await mf.create()
        mf.office.lock(locked["id"])
        assert (await mf.http.delete(f"{API}/billings/{locked['id']}")).status_code == 422


async def test_a_due_date_may_come_from_the_partner() -> None:
    async with playing() as mf:
        deadline = {"due_month": "next_month", "due_date": -1, "contingency_day": "keep_as_is"}
        assert (await mf.put(f"/partners/{mf.partner.id}", {"payment_deadline_setting": deadline})).status_code == 200
        assert (await mf.create(billing_date="2027-01-31", due_date=...))["due_date"] == "2027/02/28"


async def test_a_master_item_names_the_line() -> None:
    async with playing() as mf:
        master = (await mf.http.post(f"{API}/items", json=item("保守（標準）", 1, 5000, code="A-1"))).json()
        line = {"item_id": master["id"], "name": "別の名前", "price": 6000}
        made = await mf.create(items=[line])
        assert (made["items"][0]["name"], made["total_price"]) == ("保守（標準）", "6600.0")
        assert (await mf.get("/items")).json()["data"] == [master]


async def test_the_legacy_form_takes_no_lines() -> None:
    async with playing() as mf:
        assert (await mf.http.post(f"{API}/billings", json=mf.bill())).status_code == 422
        made = (await mf.http.post(f"{API}/billings", json=mf.bill(items=...))).json()
        assert (made["use_invoice_template"], made["total_price"]) == (False, "0.0")


@pytest.mark.parametrize(
    ("settings", "tax"),
    [
        ({}, "31.0"),
        ({"rounding_consumption_tax": "round_up"}, "32.0"),
        ({"rounding_consumption_tax": "round_off"}, "32.0"),
        ({"consumption_tax_display_type": "internal"}, "28.0"),
    ],
)
async def test_tax_is_rounded_once_per_rate_as_the_office_chose(settings: dict[str, Any], tax: str) -> None:
    async with playing(**settings) as mf:
        made = await mf.create(items=[item("あ", 1, 105)] * 3)
        assert made["excise_price"] == tax
        chosen = {"rounding": "round_down", "rounding_consumption_tax": "round_down"}
        assert made["config"] == chosen | {"consumption_tax_display_type": "external"} | settings

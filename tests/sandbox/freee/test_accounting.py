"""会計: partners, entries with payments, bank lines."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.sandbox.freee.harness import COMPANY, Played, item, playing

TERMS = {"cutoff_day": 32, "additional_months": 1, "fixed_day": 32}
WALLET = {"from_walletable_type": "bank_account", "from_walletable_id": 91_001}


async def names(freee: Played, **query: Any) -> list[str]:
    return [row["name"] for row in (await freee.get("/api/1/partners", **query)).json()["partners"]]


def messages(answer: httpx.Response) -> list[str]:
    return [text for error in answer.json()["errors"] for text in error["messages"]]


async def test_a_partner_name_is_unique() -> None:
    async with playing() as freee:
        answer = await freee.post("/api/1/partners", name="株式会社サンプル商事")
        assert answer.status_code == 400
        assert messages(answer) == ["不正なリクエストです。", "名前はすでに存在します。"]


@pytest.mark.parametrize(("blocks", "expected"), [(True, 400), (False, 201)])
async def test_an_archived_partner_is_not_listed_and_may_still_block_its_name(blocks: bool, expected: int) -> None:
    async with playing(archived_name_blocks=blocks) as freee:
        freee.office.partners.archive(freee.partner)
        assert await names(freee) == []
        assert (await freee.get(f"/api/1/partners/{freee.partner.id}")).status_code == 404
        assert (await freee.http.post("/iv/invoices", json=freee.bill())).status_code == 400
        assert (await freee.post("/api/1/partners", name="株式会社サンプル商事")).status_code == expected


async def test_a_code_is_demanded_or_refused_by_the_setting() -> None:
    async with playing(use_partner_code=True) as freee:
        assert "Codeを入力してください。" in messages(await freee.post("/api/1/partners", name="新規"))
        assert (await freee.post("/api/1/partners", name="新規", code="C-0001")).status_code == 400
        made = (await freee.post("/api/1/partners", name="新規", code="C-0002")).json()["partner"]
        assert made["code"] == "C-0002"
        assert (await freee.create(partner_id=..., partner_code="C-0002"))["partner_code"] == "C-0002"
    async with playing() as freee:
        assert (await freee.post("/api/1/partners", name="新規", code="C-0002")).status_code == 400
        assert (await freee.post("/api/1/partners", name="新規")).json()["partner"]["code"] is None


async def test_upsert_by_code_creates_then_changes_only_what_is_given() -> None:
    path = "/api/1/partners/upsert_by_code"
    async with playing(use_partner_code=True) as freee:
        given = {"name": "有限会社みどり造園", "invoice_payment_term_attributes": TERMS, "name_kana": "ミドリゾウエン"}
        made = await freee.put(path, code="CRM-1", partner=given)
        assert made.status_code == 201
        changed = await freee.put(path, code="CRM-1", partner={"name": "株式会社みどり造園"})
        assert changed.status_code == 200
        partner = changed.json()["partner"]
        assert (partner["id"], partner["name_kana"]) == (made.json()["partner"]["id"], "ミドリゾウエン")
        assert partner["invoice_payment_term_attributes"] == TERMS
        cleared = await freee.put(
            path, code="CRM-1", partner={"name": "株式会社みどり造園", "invoice_payment_term_attributes": None}
        )
        assert "invoice_payment_term_attributes" not in cleared.json()["partner"]
        inner = await freee.put(path, code="CRM-1", partner={"name": "x", "code": "y"})
        assert inner.status_code == 400
    async with playing() as freee:
        assert (await freee.put(path, code="CRM-1", partner={"name": "x"})).status_code == 400


async def test_keywords_match_in_part_and_all_of_them() -> None:
    async with playing() as freee:
        freee.office.add_partner(
            "アクメ工業株式会社", name_kana="アクメコウギョウ", long_name="アクメ工業株式会社 大阪支店"
        )
        freee.office.add_partner("ACME Japan", shortcut1="acm")
        assert await names(freee, keyword="アクメ") == ["アクメ工業株式会社"]
        assert await names(freee, keyword="コウギョウ　大阪") == ["アクメ工業株式会社"]
        assert await names(freee, keyword="acme") == ["ACME Japan"]
        assert await names(freee, keyword="アクメ acme") == []
        assert len(await names(freee)) == 3
        assert await names(freee, limit=1, offset=1) == ["アクメ工業株式会社"]


async def test_partners_are_narrowed_by_the_japanese_day_of_their_last_change() -> None:
    async with playing() as freee:
        freee.clock.advance(12 * 3600)  # midnight in Tokyo, still the 24th in UTC
        freee.login()
        freee.office.add_partner("翌日の取引先")
        assert await names(freee, start_update_date="2026-11-25") == ["翌日の取引先"]
        assert await names(freee, end_update_date="2026-11-24") == ["株式会社サンプル商事"]


async def test_terms_are_told_of_a_single_partner_and_ignored_on_small_plans() -> None:
    for plan, expected in ((True, TERMS), (False, None)):
        async with playing(payment_terms=plan) as freee:
            made = (await freee.post("/api/1/partners", name="新規", invoice_payment_term_attributes=TERMS)).json()
            assert made["partner"].get("invoice_payment_term_attributes") == expected
            rows = (await freee.get("/api/1/partners")).json()["partners"]
            assert all("invoice_payment_term_attributes" not in row for row in rows)


async def test_payments_settle_the_entry_and_the_invoice() -> None:
    async with playing() as freee:
        made = await freee.create()
        deal = freee.office.register_deal(made["id"])
        path = f"/api/1/deals/{deal.id}/payments"
        part = await freee.post(path, date="2026-12-25", amount=100_000, **WALLET)
        assert part.status_code == 201
        shown = part.json()["deal"]
        assert (shown["amount"], shown["due_amount"], shown["status"]) == (110_000, 10_000, "unsettled")
        assert (await freee.listed())[0]["payment_status"] == "unsettled"
        assert (await freee.post(path, date="2026-12-25", amount=10_001, **WALLET)).status_code == 400
        assert (await freee.post(path, date="2026-12-28", amount=10_000, **WALLET)).status_code == 201
        row = (await freee.listed())[0]
        assert (row["payment_status"], row["deal_status"], row["deal_id"]) == ("settled", "registered", deal.id)
        payment = shown["payments"][0]["id"]
        changed = await freee.put(f"{path}/{payment}", date="2026-12-26", amount=90_000, **WALLET)
        assert changed.json()["deal"]["due_amount"] == 10_000
        assert (await freee.delete(f"{path}/{payment}")).status_code == 204
        assert (await freee.get(f"/api/1/deals/{deal.id}")).json()["deal"]["due_amount"] == 100_000
        assert (await freee.listed())[0]["payment_status"] == "unsettled"


async def test_an_entry_shows_rates_and_withheld_tax() -> None:
    async with playing() as freee:
        lines = [item("原稿料", 1, "100000", withholding=True), item("米", 1, "1000", 8, reduced_tax_rate=True)]
        made = await freee.create(lines=lines)
        deal = freee.office.register_deal(made["id"])
        shown = (await freee.get(f"/api/1/deals/{deal.id}")).json()["deal"]
        assert [(d["tax_code"], d["amount"], d["entry_side"]) for d in shown["details"]] == [
            (129, 110_000, "credit"),
            (156, 1_080, "credit"),
            (0, -10_210, "debit"),
        ]
        assert shown["amount"] == made["total_amount"] == 100_870
        assert shown["ref_number"] == made["invoice_number"]


async def test_own_entries_can_be_booked_and_found() -> None:
    detail = {"tax_code": 129, "account_item_id": 81_001, "amount": 11_000}
    body = {"issue_date": "2026-11-30", "due_date": "2026-12-31", "type": "income", "details": [detail]}
    async with playing() as freee:
        made = await freee.post("/api/1/deals", partner_id=freee.partner.id, **body)
        assert made.status_code == 201
        deal = made.json()["deal"]
        assert (deal["due_amount"], deal["details"][0]["vat"]) == (11_000, 1_000)
        for query in ({"status": "unsettled"}, {"partner_id": freee.partner.id}, {"start_due_date": "2026-12-31"}):
            found = (await freee.get("/api/1/deals", **query)).json()
            assert ([row["id"] for row in found["deals"]], found["meta"]["total_count"]) == ([deal["id"]], 1), query
        assert (await freee.get("/api/1/deals", type="expense")).json()["deals"] == []
        bad = {**body, "details": [{**detail, "account_item_id": 1}]}
        assert (await freee.post("/api/1/deals", **bad)).status_code == 400
        assert (await freee.delete(f"/api/1/deals/{deal['id']}")).status_code == 204


async def test_a_payment_by_api_does_not_use_up_the_bank_line_but_a_person_does() -> None:
    async with playing() as freee:
        office, made = freee.office, await freee.create()
        line = office.add_bank_line(date(2026, 11, 20), 120_000, "ﾌﾘｺﾐ ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ")
        deal = office.register_deal(made["id"])
        await freee.post(f"/api/1/deals/{deal.id}/payments", date="2026-11-20", amount=50_000, **WALLET)
        shown = (await freee.get(f"/api/1/wallet_txns/{line.id}")).json()["wallet_txn"]
        assert (shown["status"], shown["due_amount"], shown["description"]) == (1, 120_000, "ﾌﾘｺﾐ ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ")
        office.book_bank_line(line.id, made["id"])
        shown = (await freee.get(f"/api/1/wallet_txns/{line.id}")).json()["wallet_txn"]
        assert (shown["status"], shown["due_amount"]) == (4, 60_000)
        assert (await freee.listed())[0]["payment_status"] == "settled"


async def test_bank_lines_are_filtered_and_the_wallet_counts_only_whole() -> None:
    async with playing() as freee:
        base = {"walletable_id": 91_001, "walletable_type": "bank_account", "date": "2026-11-20"}
        made = await freee.post("/api/1/wallet_txns", entry_side="income", amount=500, **base)
        assert (made.status_code, made.json()["wallet_txn"]["balance"]) == (201, None)
        await freee.post("/api/1/wallet_txns", entry_side="expense", amount=110, **{**base, "date": "2026-11-21"})

        async def amounts(**query: Any) -> list[int]:
            return [row["amount"] for row in (await freee.get("/api/1/wallet_txns", **query)).json()["wallet_txns"]]

        assert await amounts() == [110, 500]
        assert await amounts(entry_side="income") == [500]
        assert await amounts(start_date="2026-11-21") == [110]
        assert await amounts(walletable_type="wallet") == [110, 500]
        assert await amounts(walletable_type="wallet", walletable_id=91_002) == []
        assert (
            await freee.post("/api/1/wallet_txns", entry_side="income", amount=1, **{**base, "walletable_id": 5})
        ).status_code == 400


async def test_the_company_and_its_masters() -> None:
    async with playing() as freee:
        assert (await freee.http.get("/api/1/companies")).json()["companies"][0]["id"] == COMPANY
        plain = (await freee.http.get(f"/api/1/companies/{COMPANY}")).json()["company"]
        assert "walletables" not in plain
        full = (await freee.http.get(f"/api/1/companies/{COMPANY}", params={"details": "true"})).json()["company"]
        assert {"account_items", "tax_codes", "partners", "walletables"} <= set(full)
        taxes = (await freee.http.get(f"/api/1/taxes/companies/{COMPANY}")).json()["taxes"]
        assert {row["code"] for row in taxes} == {0, 101, 129, 156}
        assert (await freee.get("/api/1/account_items")).json()["account_items"][0]["name"] == "売上高"
        rows = (await freee.get("/api/1/walletables", with_balance="true")).json()["walletables"]
        assert rows[0]["type"] == "bank_account"


async def test_what_is_not_there_is_not_found_and_another_company_is_refused() -> None:
    async with playing(use_partner_code=True) as freee:
        missing = ("deals/41000009", "wallet_txns/51000009", "partners/21000009", "nothing", "partners/x", "deals/0")
        for path in missing:
            assert (await freee.get(f"/api/1/{path}")).status_code == 404, path
        for path in ("companies/7", "taxes/companies/7"):
            answer = await freee.http.get(f"/api/1/{path}")
            assert (answer.status_code, answer.json()["code"]) == (401, "company_not_found")
        made = await freee.create()
        deal = freee.office.register_deal(made["id"])
        payment = f"/api/1/deals/{deal.id}/payments/71000009"
        assert (await freee.put(payment, date="2026-12-25", amount=1, **WALLET)).status_code == 404
        assert (await freee.delete(payment)).status_code == 404
        assert (await freee.delete(f"/api/1/deals/{deal.id}")).status_code == 204
        assert (await freee.listed())[0]["deal_status"] == "unregistered"
        detail = {"tax_code": 129, "account_item_id": 81_001, "amount": 10}
        entry: dict[str, Any] = {"issue_date": "2026-11-30", "type": "income", "details": [detail]}
        changes: list[dict[str, Any]] = [
            {"partner_id": 5},
            {"partner_id": freee.partner.id, "partner_code": "C-0001"},
            {"details": []},
            {"details": [{**detail, "account_item_code": "x"}]},
            {"payments": [{"date": "2026-11-30", "amount": 11, **WALLET}]},
        ]
        for wrong in changes:
            assert (await freee.post("/api/1/deals", **{**entry, **wrong})).status_code == 400, wrong
        assert (await freee.post("/api/1/deals", **entry, partner_code="C-0001")).status_code == 201
        future = {"walletable_id": 91_001, "walletable_type": "bank_account", "date": "2026-11-25"}
        assert (await freee.post("/api/1/wallet_txns", entry_side="income", amount=1, **future)).status_code == 400


async def test_masters_are_narrowed_by_query() -> None:
    async with playing() as freee:
        taxes = f"/api/1/taxes/companies/{COMPANY}"
        found = (await freee.http.get(taxes, params={"display_category": "tax_r8"})).json()["taxes"]
        assert [row["code"] for row in found] == [156]
        assert (await freee.http.get(taxes, params={"available": "false"})).json()["taxes"] == []
        wallets = await freee.get("/api/1/walletables", with_sync_status="true", with_last_synced_at="true")
        assert [row["sync_status"] for row in wallets.json()["walletables"]] == ["disabled", "unsupported"]
        later = (await freee.get("/api/1/walletables", start_update_date="2026-01-01")).json()
        assert later["walletables"] == []
        assert (await freee.get("/api/1/deals", start_renew_date="2026-01-01")).json()["meta"]["total_count"] == 0

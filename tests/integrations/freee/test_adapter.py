"""What only freee does: huge pages of partners, lists that never end, answers that contradict the request."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.invoice import Numbering
from integrations.accounting.base import InvoiceQuery
from integrations.accounting.freee import adapter
from integrations.errors import AuthorisationError, ChangedApiError, DataError
from tests.contract.accounting_bench import Bench, draft
from tests.contract.freee_bench import open_freee


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with open_freee() as bench:
        yield bench


async def test_partners_come_in_pages_of_three_thousand(bench: Bench) -> None:
    for number in range(3000):
        bench.hands.add_partner(f"取引先{number}")
    pages = [len(page) async for page in bench.system.partners()]
    assert pages == [3000, 1]


async def test_a_list_that_never_ends_is_no_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "MAX_PAGES", 2)
    bench.hands.write_invoices(bench.partner_id, 200)
    with pytest.raises(ChangedApiError, match="請求書一覧が終わりません"):
        await bench.system.find_by_token(draft(bench.partner_id))
    monkeypatch.setattr(adapter, "MAX_PARTNER_PAGES", 0)
    with pytest.raises(ChangedApiError, match="取引先一覧が終わりません"):
        _ = [page async for page in bench.system.partners()]


async def test_a_cancellation_that_did_not_happen_is_not_believed(bench: Bench) -> None:
    issued = await bench.system.send(bench.system.freeze(draft(bench.partner_id), numbering=Numbering.AUTOMATIC))
    body = {"invoice": {"id": int(issued.external_id), "cancel_status": "uncanceled"}}
    bench.faults.add("PUT /iv/invoices/*", "status", status=200, body=body)
    with pytest.raises(ChangedApiError):
        await bench.system.cancel(issued.external_id)


@pytest.mark.parametrize("code", ["user_do_not_have_permission", "freee_plan_limit", "company_not_found"])
async def test_a_401_that_no_token_cures_refreshes_nothing(bench: Bench, code: str) -> None:
    bench.faults.add("GET *", "status", status=401, body={"message": "m", "code": code})
    with pytest.raises(AuthorisationError, match=code):
        await bench.system.company()
    assert bench.hands.refreshes() == 0


async def test_a_new_token_that_is_refused_too_is_not_renewed_for_ever(bench: Bench) -> None:
    body = {"message": "m", "code": "expired_access_token"}
    bench.faults.add("GET *", "status", status=401, body=body, times=2)
    with pytest.raises(AuthorisationError, match="expired_access_token"):
        await bench.system.company()
    assert bench.hands.refreshes() == 1


async def test_a_company_with_partner_codes_leaves_new_partners_to_a_person() -> None:
    async with open_freee(use_partner_code=True) as bench:
        with pytest.raises(DataError, match="Code") as refused:
            await bench.system.create_partner("株式会社あたらしい")
        assert refused.value.kind == "data"


async def test_the_limits_of_the_two_products_are_not_mixed_up(bench: Bench) -> None:
    await bench.system.company()
    assert bench.budget.remaining == {}
    _ = [page async for page in bench.system.invoices(InvoiceQuery())]
    assert set(bench.budget.remaining) == set(bench.budget.resets) == {"minute", "hour", "day"}
    headers: dict[str, Any] = {"X-RateLimit-Remaining": "1", "X-RateLimit-Remaining-Day": "7"}
    answer = {"company": {"id": 1, "name": None, "display_name": None}}
    bench.faults.add("GET /api/*", "status", status=200, body=answer, headers=headers)
    before = bench.budget.remaining["hour"]
    assert (await bench.system.company()).name == ""
    assert (bench.budget.remaining["hour"], bench.budget.remaining["day"]) == (before, 7)

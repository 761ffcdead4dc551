"""What only Money Forward does: three calls a second, departments, deleted billings, changes that are ignored."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.invoice import Numbering, PaymentStatus, differences
from domain.tax import Rounding
from integrations.accounting.base import InvoiceQuery, Purpose
from integrations.accounting.moneyforward import adapter
from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    DataError,
    IntegrationError,
    NoAnswerError,
    NotFoundError,
    OutcomeUnknownError,
    RateError,
)
from tests.contract.accounting_bench import Bench, line
from tests.contract.moneyforward_bench import MoneyForwardHands, open_moneyforward

CREATE = MoneyForwardHands.create
AUTO = Numbering.AUTOMATIC


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with open_moneyforward() as bench:
        yield bench


def office(bench: Bench) -> Any:
    assert isinstance(bench.hands, MoneyForwardHands)
    return bench.hands.office


async def send(bench: Bench, **changes: Any) -> Any:
    return await bench.system.send(bench.system.freeze(bench.draft(**changes), numbering=AUTO))


# --- departments ------------------------------------------------------------------------------------------------------


async def test_the_only_department_is_taken_and_several_are_asked(bench: Bench) -> None:
    partner = office(bench).add_partner(
        "アクメ工業株式会社", departments=[{"person_dept": "購買部"}, {"person_dept": "経理部"}]
    )
    with pytest.raises(DataError, match="部門が2つ") as asked:
        await bench.system.department(partner.id)
    assert asked.value.fields == ("department",)
    record = await bench.system.partner(partner.id)
    assert [name for _, name in record.departments] == ["購買部", "経理部"]
    second = record.departments[1][0]
    assert await bench.system.department(partner.id, second) == second
    issued = await send(bench, partner_id=partner.id, department_id=second)
    assert issued.partner_id == partner.id


async def test_a_partner_without_departments_says_what_to_do(bench: Bench) -> None:
    partner = office(bench).add_partner("一般社団法人まちづくり研究会", departments=[])
    with pytest.raises(DataError, match="部門を1つ登録"):
        await bench.system.department(partner.id)


async def test_a_department_that_is_gone_is_refused_and_nothing_is_made(bench: Bench) -> None:
    with pytest.raises(DataError, match="部門を選び直して") as refused:
        await send(bench, department_id="goneDepartmentOfOld")
    assert refused.value.fields == ("department",)
    assert bench.hands.invoices_made() == 0


@pytest.mark.parametrize("lists", [True, False])
async def test_departments_are_found_wherever_they_are_told(lists: bool) -> None:
    async with open_moneyforward(lists_departments=lists) as bench:
        found = await bench.system.find_partner("株式会社サンプル")
        assert found is not None
        assert [name for _, name in found.departments] == ["経理部"]


async def test_a_new_partner_gets_a_department_and_is_read_back() -> None:
    async with open_moneyforward(connection={"new_department": "経理ご担当者"}) as bench:
        made = await bench.system.create_partner("合同会社あたらしい")
        assert [name for _, name in made.departments] == ["経理ご担当者"]
        assert (await send(bench, partner_id=made.external_id)).partner_name == "合同会社あたらしい"
        with pytest.raises(DataError, match="100文字"):
            await bench.system.create_partner("あ" * 101)


async def test_two_partners_of_one_name_are_asked_about(bench: Bench) -> None:
    office(bench).add_partner("株式会社サンプル")
    with pytest.raises(DataError, match="2件") as asked:
        await bench.system.find_partner("株式会社サンプル")
    assert asked.value.fields == ("partner",)


async def test_a_comma_in_a_name_does_not_split_it(bench: Bench) -> None:
    wanted = bench.hands.add_partner("Smith, Jones 株式会社")
    found = await bench.system.find_partner("Smith, Jones 株式会社")
    assert found is not None
    assert found.external_id == wanted


# --- reading back -----------------------------------------------------------------------------------------------------


async def test_every_invoice_is_read_back_by_its_id(bench: Bench) -> None:
    await send(bench)
    calls = [(one.method, one.path.removeprefix("/api/v3").rsplit("/", 1)[0]) for one in bench.exchanges]
    assert calls == [("GET", ""), ("POST", ""), ("GET", "/billings")]
    await send(bench, serial=2)
    assert [one.method for one in bench.exchanges[3:]] == ["POST", "GET"], "whose office it is, is asked once"


async def test_an_invoice_that_stands_otherwise_is_told_and_found_by_its_token(bench: Bench) -> None:
    await send(bench, serial=2)
    status, body = bench.hands.last_answer()
    body["items"][0]["price"] = "99999.0"
    wanted = bench.draft()
    bench.faults.add("GET /api/v3/billings/*", "status", status=200, body=body)
    with pytest.raises(ChangedApiError, match="明細1行目の単価") as told:
        await bench.system.send(bench.system.freeze(wanted, numbering=AUTO))
    assert "メモ" in told.value.message, "it is another invoice altogether"
    assert len(await bench.system.find_by_token(wanted)) == 1
    assert status == 201


@pytest.mark.parametrize("fault", [{"kind": "lost_before"}, {"kind": "status", "status": 503}, {"kind": "bad_json"}])
async def test_an_invoice_that_cannot_be_read_back_now_is_known_all_the_same(
    bench: Bench, fault: dict[str, Any]
) -> None:
    wanted = bench.draft()
    bench.faults.add("GET /api/v3/billings/*", **fault)
    issued = await bench.system.send(bench.system.freeze(wanted, numbering=AUTO))
    assert differences(wanted, issued) == ()
    assert bench.hands.invoices_made() == 1


async def test_a_memo_that_was_dropped_does_not_lose_the_invoice(bench: Bench) -> None:
    await send(bench, serial=2)
    _, body = bench.hands.last_answer()
    bench.faults.add("GET /api/v3/billings/*", "status", status=200, body=body | {"memo": None})
    issued = await send(bench)
    assert (issued.external_id, issued.token) == (body["id"], None)


async def test_a_payment_that_was_ignored_is_not_believed(bench: Bench) -> None:
    issued = await send(bench)
    _, body = bench.hands.last_answer()
    bench.faults.add("PUT /api/v3/billings/*", "status", status=200, body=body)
    with pytest.raises(ChangedApiError, match="入金状態"):
        await bench.system.set_payment_status(issued.external_id, PaymentStatus.PAID)
    with pytest.raises(DataError):
        await bench.system.set_payment_status(issued.external_id, PaymentStatus.FAILED)


# --- lists ------------------------------------------------------------------------------------------------------------


async def test_a_deleted_billing_is_not_found(bench: Bench) -> None:
    wanted = bench.draft()
    issued = await send(bench)
    office(bench).delete_by_hand(issued.external_id)
    with pytest.raises(NotFoundError, match="削除"):
        await bench.system.invoice(issued.external_id)
    assert await bench.system.find_by_token(wanted) == []


async def test_suppliers_billings_are_not_ours(bench: Bench) -> None:
    row = {"name": "仕入", "quantity": 1, "price": 1000, "excise": "ten_percent"}
    office(bench).receive(bench.partner_id, [row])
    issued = await send(bench)
    pages = [page async for page in bench.system.invoices(InvoiceQuery(payment_status=PaymentStatus.UNPAID))]
    assert [one.external_id for page in pages for one in page.invoices] == [issued.external_id]


async def test_a_list_that_changes_while_it_is_read_is_read_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = bench.draft()
    issued = await send(bench)
    bench.hands.write_invoices(bench.partner_id, 150)
    newest = list(office(bench).billings)[-1].id
    client = bench.system._client  # type: ignore[attr-defined]  # between two pages there is no other way in
    plain, asked = client.billings, []

    async def billings(filters: Any, *, page: int, **more: Any) -> Any:
        asked.append(page)
        if len(asked) == 2:
            office(bench).delete_by_hand(newest)
        return await plain(filters, page=page, **more)

    monkeypatch.setattr(client, "billings", billings)
    assert [one.external_id for one in await bench.system.find_by_token(wanted)] == [issued.external_id]
    assert asked == [1, 2, 1, 2]


async def test_a_list_that_never_stands_still_or_never_ends_is_no_answer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"data": [], "pagination": {"total_count": 1, "total_pages": 1, "per_page": 100, "current_page": 1}}
    bench.faults.add(bench.hands.listing, "status", status=200, body=body, times=3)
    with pytest.raises(NoAnswerError, match="変わり続け"):
        await bench.system.find_by_token(bench.draft())
    bench.faults.clear()
    monkeypatch.setattr(adapter, "MAX_PAGES", 1)
    bench.hands.write_invoices(bench.partner_id, 101)
    for number in range(100):
        bench.hands.add_partner(f"取引先{number}")
    with pytest.raises(ChangedApiError, match="請求書一覧が終わりません"):
        await bench.system.find_by_token(bench.draft())
    with pytest.raises(ChangedApiError, match="取引先一覧が終わりません"):
        _ = [page async for page in bench.system.partners()]


async def test_an_order_of_the_list_does_not_matter() -> None:
    async with open_moneyforward(list_order="oldest_first") as bench:
        first, second = await send(bench), await send(bench)
        found = await bench.system.find_by_token(bench.draft())
        assert [one.external_id for one in found] == [first.external_id, second.external_id]


# --- limits and access ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tells", [True, False])
async def test_reads_wait_their_turn(tells: bool) -> None:
    async with open_moneyforward(calls=3, tells_when=tells) as bench:
        before = bench.clock.now()
        bench.hands.write_invoices(bench.partner_id, 650)
        seen = [len(page.invoices) async for page in bench.system.invoices(InvoiceQuery())]
        assert sum(seen) == 650
        assert office(bench).limits.refused == 2
        assert 2 <= (bench.clock.now() - before).total_seconds() <= 5


async def test_a_long_wait_is_told_instead_of_waited(bench: Bench) -> None:
    bench.faults.add(bench.hands.listing, "status", status=429, headers={"Retry-After": "60"})
    with pytest.raises(RateError) as refused:
        _ = [page async for page in bench.system.invoices(InvoiceQuery())]
    assert refused.value.retry_at is not None
    assert (refused.value.retry_at - bench.clock.now()).total_seconds() == 60


async def test_a_write_that_came_too_often_is_told_and_nothing_was_made(bench: Bench) -> None:
    bench.faults.add(CREATE, "status", status=429, body=b"")
    with pytest.raises(RateError):
        await send(bench)
    assert len([one for one in bench.exchanges if one.method == "POST"]) == 1
    assert bench.hands.invoices_made() == 0


async def test_our_own_budget_is_waited_for_if_that_is_near(bench: Bench) -> None:
    soon = bench.clock.now().timestamp() + 1.5
    await bench.budget.blocked_until(bench.clock.now().fromtimestamp(soon, bench.clock.now().tzinfo))
    assert (await send(bench)).number


async def test_another_office_than_ours_gets_nothing(bench: Bench) -> None:
    other = bench.another_session(company_id="1111-2222")
    with pytest.raises(AuthorisationError, match="別の事業者"):
        await other.system.company()
    with pytest.raises(AuthorisationError, match="5018-5904"):
        await other.system.create_partner("株式会社どこか")
    same = bench.another_session(company_id="50185904")
    assert (await same.system.company()).name == "株式会社見本商店"


@pytest.mark.parametrize("way", ["basic", "post"])
async def test_the_secret_is_sent_the_way_the_app_is_registered(way: str) -> None:
    async with open_moneyforward(client_auth=way) as bench:
        bench.hands.expire_tokens()
        assert (await bench.system.company()).name
        assert bench.hands.refreshes() == 1


async def test_a_wrong_way_of_sending_the_secret_is_told_and_burns_no_token() -> None:
    async with open_moneyforward(client_auth="post") as bench:
        wrong = bench.another_session(client_auth="basic")
        bench.hands.expire_tokens()
        with pytest.raises(AuthorisationError, match="Client Secret"):
            await wrong.system.company()
        assert (await bench.system.company()).name


async def test_a_lost_permission_asks_for_a_person(bench: Bench) -> None:
    office(bench).denied = True
    with pytest.raises(AuthorisationError, match="アプリ連携"):
        await bench.system.company()
    assert bench.hands.refreshes() == 0


async def test_a_401_that_no_token_cures_is_not_renewed_for_ever(bench: Bench) -> None:
    bench.faults.add("GET /api/*", "status", status=401, body={"code": "401"}, times=2)
    with pytest.raises(AuthorisationError, match="新しいトークンでも"):
        await bench.system.company()
    assert bench.hands.refreshes() == 1


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", [{}, {"refusal_status": 400}, {"error_items": "strings"}])
async def test_a_refusal_is_definite_whatever_its_form(behaviour: dict[str, Any]) -> None:
    async with open_moneyforward(repeated_number="refused", **behaviour) as bench:
        frozen = bench.system.freeze(bench.draft(), numbering=Numbering.MANUAL)
        await bench.system.send(frozen)
        with pytest.raises(DataError, match="Billing number has already been taken"):
            await bench.system.send(frozen)
        assert bench.hands.invoices_made() == 1


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b"<html>", DataError),
        (422, {"message": "Validation failed: billing_number is invalid", "errors": ["x"]}, DataError),
        (403, {"message": "plan"}, AuthorisationError),
        (404, {}, NotFoundError),
        (418, {"errors": "?"}, ChangedApiError),
        (302, b"", ChangedApiError),
        (500, {"message": "m"}, OutcomeUnknownError),
    ],
)
async def test_each_answer_has_its_meaning(bench: Bench, status: int, body: Any, error: type[IntegrationError]) -> None:
    bench.faults.add(CREATE, "status", status=status, body=body)
    with pytest.raises(error) as told:
        await send(bench)
    assert type(told.value) is error
    if status == 422 and isinstance(told.value, DataError):
        assert told.value.fields == ("billing_number",)


# --- what a person should know ----------------------------------------------------------------------------------------


async def test_settings_that_do_not_fit_the_office_are_said() -> None:
    ways: dict[str, Any] = {"rounding_consumption_tax": "round_up", "consumption_tax_display_type": "internal"}
    async with open_moneyforward(rounding=Rounding.HALF_UP, connection={"rounding": "floor"}, **ways) as bench:
        assert [text for text in await bench.system.advice() if "最初の請求書" in text]
        bench.hands.write_invoices(bench.partner_id, 1)
        advice = "".join(await bench.system.advice())
        for word in ("明細の端数処理は「四捨五入」", "消費税の端数処理は「切り上げ」", "外税"):
            assert word in advice
        assert len(bench.exchanges) == 2


async def test_another_rounding_in_the_office_shows_in_the_figures() -> None:
    async with open_moneyforward(rounding_consumption_tax="round_up") as bench:
        wanted = bench.draft(line("105"), line("105"), line("105"))
        issued = await bench.system.send(bench.system.freeze(wanted, numbering=AUTO))
        assert differences(wanted, issued) == ("消費税（円）: 承認 31 / 会計 32", "合計（円）: 承認 346 / 会計 347")
        assert bench.rounding is Rounding.FLOOR


async def test_purposes_are_told_to_the_budget(bench: Bench) -> None:
    await bench.system.find_by_token(bench.draft())
    await bench.system.find_partner("株式会社サンプル")
    assert bench.budget.taken == [(Purpose.LOOKUP, "invoice.list"), (Purpose.PERSON, "partner.list")]

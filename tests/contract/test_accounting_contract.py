"""What every accounting system must do, whichever it is. A new provider inherits it all through its row in PROVIDERS.

`desk` is any provider; `bench` is one behind a wire, which can break, refuse and expire. What systems can do
differently is asked of `capabilities`, and both answers are tested.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

import pytest

from domain.invoice import InvoiceDraft, InvoiceLine, IssuedInvoice, Numbering, PaymentStatus, differences
from domain.tax import Rounding, TaxEntry
from domain.terms import Day
from integrations.accounting.base import InvoiceQuery, Purpose
from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    DataError,
    DuplicateError,
    NoAnswerError,
    NotFoundError,
    NotSentError,
    NumberingError,
    OutcomeUnknownError,
    RateError,
)
from tests.contract.accounting_bench import DAY, DUE, Bench, Desk, closed_port, line, totals
from tests.contract.providers import PROVIDERS, WIRED


class Opener(Protocol):
    async def __call__(self, **behaviour: Any) -> Desk: ...


class BenchOpener(Protocol):
    async def __call__(self, **behaviour: Any) -> Bench: ...


@pytest.fixture(params=sorted(PROVIDERS))
async def opened(request: pytest.FixtureRequest) -> AsyncIterator[Opener]:
    """Open the provider's desk; at the end everything it said and was told must fit the published contract."""
    desks: list[Desk] = []
    async with AsyncExitStack() as stack:

        async def open_desk(**behaviour: Any) -> Desk:
            desk = await stack.enter_async_context(PROVIDERS[request.param].desk(**behaviour))
            desks.append(desk)
            return desk

        yield open_desk
        for desk in desks:
            assert desk.hands.contract_breaches() == []


@pytest.fixture(params=sorted(WIRED))
async def wired(request: pytest.FixtureRequest) -> AsyncIterator[BenchOpener]:
    """Open the provider's bench, if it has a wire."""
    benches: list[Bench] = []
    async with AsyncExitStack() as stack:

        async def open_bench(**behaviour: Any) -> Bench:
            bench = await stack.enter_async_context(WIRED[request.param](**behaviour))
            benches.append(bench)
            return bench

        yield open_bench
        for bench in benches:
            assert bench.hands.contract_breaches() == []


@pytest.fixture
async def desk(opened: Opener) -> Desk:
    return await opened()


@pytest.fixture
async def bench(wired: BenchOpener) -> Bench:
    return await wired()


async def issue(desk: Desk, wanted: InvoiceDraft, numbering: Numbering = Numbering.AUTOMATIC) -> IssuedInvoice:
    return await desk.system.send(desk.system.freeze(wanted, numbering=numbering))


async def listed(desk: Desk, query: InvoiceQuery) -> list[IssuedInvoice]:
    return [issued async for page in desk.system.invoices(query) for issued in page.invoices]


# --- making an invoice ------------------------------------------------------------------------------------------------


async def test_the_invoice_that_stands_is_the_one_that_was_approved(desk: Desk) -> None:
    wanted = desk.draft(line("100000"), line("5000", quantity="2.5"))
    issued = await issue(desk, wanted)
    assert differences(wanted, issued) == ()
    assert issued.token == wanted.token
    assert issued.number
    assert (issued.subject, issued.partner_name) == ("11月分ご請求", "株式会社サンプル")
    assert (issued.payment_status, issued.sent, issued.cancelled) == (PaymentStatus.UNPAID, False, False)
    assert desk.system.invoice_url(issued) == issued.url
    assert await desk.system.invoice(issued.external_id) == issued


async def test_freezing_is_pure_and_the_same_draft_gives_the_same_bytes(desk: Desk) -> None:
    wanted = desk.draft()
    first = desk.system.freeze(wanted, numbering=Numbering.AUTOMATIC)
    assert first == desk.system.freeze(wanted, numbering=Numbering.AUTOMATIC)
    assert first != desk.system.freeze(desk.draft(serial=2), numbering=Numbering.AUTOMATIC)
    assert desk.budget.taken == []


async def test_in_manual_numbering_the_number_is_the_tokens_alone(opened: Opener) -> None:
    desk = await opened(numbering=Numbering.MANUAL)
    wanted = desk.draft()
    issued = await issue(desk, wanted, Numbering.MANUAL)
    assert issued.number in wanted.token
    other = desk.draft(serial=2)
    assert issued.number not in other.token
    assert issued.number != (await issue(desk, other, Numbering.MANUAL)).number
    assert [found.external_id for found in await desk.system.find_by_token(wanted)] == [issued.external_id]


@pytest.mark.parametrize("company", list(Numbering))
async def test_the_wrong_numbering_mode_is_told_and_nothing_is_made(opened: Opener, company: Numbering) -> None:
    desk = await opened(numbering=company)
    assumed = Numbering.MANUAL if company is Numbering.AUTOMATIC else Numbering.AUTOMATIC
    if desk.system.capabilities.number_optional:
        assert (await issue(desk, desk.draft(), assumed)).number
        return
    with pytest.raises(NumberingError) as refused:
        await issue(desk, desk.draft(), assumed)
    assert refused.value.needs_number is (company is Numbering.MANUAL)
    assert desk.hands.invoices_made() == 0


async def test_a_refusal_names_what_to_correct_in_the_other_sides_words(desk: Desk) -> None:
    with pytest.raises(DataError, match="取引先"):
        await issue(desk, desk.draft(partner_id="999999999"))
    assert desk.hands.invoices_made() == 0


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (line("100000", percent=1), "税率"),
        (line("100000", percent=10, reduced=True), "軽減税率"),
        (line("0.1234"), "単価"),
        (line("100", quantity="0.0001"), "数量"),
        (line("100").model_copy(update={"description": "あ" * 1001}), "品名"),
        (line("100").model_copy(update={"description": ""}), "品名"),
    ],
)
async def test_what_the_system_cannot_hold_is_refused_before_anything_is_sent(
    desk: Desk, broken: InvoiceLine, named: str
) -> None:
    wanted = desk.draft().model_copy(update={"lines": (line("1"), broken)})
    with pytest.raises(DataError, match=f"明細2行目の{named}"):
        desk.system.freeze(wanted, numbering=Numbering.AUTOMATIC)


# --- the yen ----------------------------------------------------------------------------------------------------------

MIXED = (line("1080", percent=8, reduced=True), line("999"), line("333", percent=8), line("500", percent=0))
CASES = {
    "105 three times": (line("105"), line("105"), line("105")),
    "333 three times at 8 %": (line("333", percent=8, reduced=True),) * 3,
    "all rates": MIXED,
    "a discount": (line("100005"), line("-3333")),
    "a discount below a whole rate": (line("100000"), line("-777", percent=8, reduced=True)),
    "a credit": (line("-105"), line("-105"), line("-105")),
    "fractions of a yen": (line("33.333", quantity="3"), line("0.5", quantity="3"), line("10.999", quantity="7.777")),
    "one yen": (line("1"),),
    "a hundred lines": tuple(line(str(1000 + number)) for number in range(100)),
}


@pytest.mark.parametrize("entry", list(TaxEntry))
@pytest.mark.parametrize("rounding", list(Rounding))
async def test_our_tax_is_theirs_to_the_yen(opened: Opener, entry: TaxEntry, rounding: Rounding) -> None:
    desk = await opened(rounding=rounding)
    if entry not in desk.system.capabilities.tax_entries:
        with pytest.raises(DataError, match="税込"):
            desk.system.freeze(desk.draft(entry=entry), numbering=Numbering.AUTOMATIC)
        return
    for serial, (case, lines) in enumerate(CASES.items()):
        wanted = desk.draft(*lines, entry=entry, serial=serial)
        issued = await issue(desk, wanted)
        assert differences(wanted, issued) == (), case
        ours = [part for part in totals(lines, entry, rounding).per_rate if part.gross]
        assert list(issued.per_rate) == ours, case


@pytest.mark.parametrize("rounding", list(Rounding))
async def test_another_rounding_than_the_companys_is_refused_or_said(opened: Opener, rounding: Rounding) -> None:
    desk = await opened(rounding=Rounding.HALF_UP)
    wanted = desk.draft(line("105"), line("105"), line("105"), rounding=rounding)
    if rounding is not Rounding.HALF_UP and not desk.system.capabilities.chooses_rounding:
        with pytest.raises(DataError, match="端数処理"):
            desk.system.freeze(wanted, numbering=Numbering.AUTOMATIC)
        return
    assert differences(wanted, await issue(desk, wanted)) == ()


@pytest.mark.parametrize("rounding", list(Rounding))
async def test_our_tax_is_theirs_for_any_order(opened: Opener, rounding: Rounding) -> None:
    desk = await opened(rounding=rounding)
    dice = random.Random(f"20261130 {rounding}")
    rates = [(10, False), (8, True), (8, False), (0, False)]
    for serial in range(30):
        entry = dice.choice(sorted(desk.system.capabilities.tax_entries))
        lines = []
        for _ in range(dice.randint(1, 6)):
            percent, reduced = dice.choice(rates)
            price = Decimal(dice.randint(-99_999, 999_999)).scaleb(-dice.randint(0, 3))
            quantity = Decimal(dice.randint(1, 99_999)).scaleb(-dice.randint(0, 3))
            lines.append(line(str(price), percent=percent, quantity=str(quantity), reduced=reduced))
        wanted = desk.draft(*lines, entry=entry, serial=serial)
        assert differences(wanted, await issue(desk, wanted)) == (), lines


# --- finding it again -------------------------------------------------------------------------------------------------


async def test_the_token_finds_the_invoice_among_all_pages(desk: Desk) -> None:
    wanted = desk.draft()
    issued = await issue(desk, wanted)
    desk.hands.write_invoices(desk.partner_id, 230)
    found = await desk.system.find_by_token(wanted)
    assert [one.external_id for one in found] == [issued.external_id]
    looked_up = [purpose for purpose, kind in desk.budget.taken if kind == "invoice.list"]
    assert looked_up == [Purpose.LOOKUP] * (3 if isinstance(desk, Bench) else 0)


async def test_an_order_never_sent_is_not_found(desk: Desk) -> None:
    await issue(desk, desk.draft(serial=1))
    assert await desk.system.find_by_token(desk.draft(serial=2)) == []


async def test_a_cancelled_invoice_is_found_by_its_token_and_says_so(desk: Desk) -> None:
    wanted = desk.draft()
    issued = await issue(desk, wanted)
    if not desk.system.capabilities.cancels:
        with pytest.raises(DataError):
            await desk.system.cancel(issued.external_id)
        assert await desk.system.find_by_token(wanted) == [issued]
        return
    await desk.system.cancel(issued.external_id)
    assert [one.cancelled for one in await desk.system.find_by_token(wanted)] == [True]
    assert (await desk.system.invoice(issued.external_id)).cancelled
    assert await listed(desk, InvoiceQuery(include_cancelled=False)) == []


async def test_two_invoices_with_one_token_are_both_told(desk: Desk) -> None:
    wanted = desk.draft()
    first, second = await issue(desk, wanted), await issue(desk, wanted)
    found = await desk.system.find_by_token(wanted)
    assert [one.external_id for one in found] == [first.external_id, second.external_id]


async def test_the_token_is_found_under_what_a_person_wrote_above_it(desk: Desk) -> None:
    wanted = desk.draft()
    issued = await issue(desk, wanted)
    desk.hands.change_memo(issued.external_id, f"経理メモ: 電話確認済み\n{issued.memo}")
    assert [one.external_id for one in await desk.system.find_by_token(wanted)] == [issued.external_id]


async def test_the_token_is_found_after_a_person_moved_the_invoice_to_another_day(desk: Desk) -> None:
    wanted = desk.draft()
    issued = await issue(desk, wanted)
    desk.hands.move(issued.external_id, DAY + timedelta(days=1))
    assert [one.external_id for one in await desk.system.find_by_token(wanted)] == [issued.external_id]


async def test_an_unknown_invoice_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        await desk.system.invoice("1999999999")
    with pytest.raises(DataError):
        await desk.system.invoice("../partners")


# --- the list ---------------------------------------------------------------------------------------------------------


async def test_the_list_comes_in_pages_and_says_which_is_the_last(desk: Desk) -> None:
    desk.hands.write_invoices(desk.partner_id, 200)
    pages = [page async for page in desk.system.invoices(InvoiceQuery(billing_from=DAY, billing_to=DAY))]
    assert len({one.external_id for page in pages for one in page.invoices}) == 200
    assert [page.last for page in pages][-1] is True
    assert not any(page.last for page in pages[:-1])


async def test_only_the_very_last_page_over_many_partners_says_so(desk: Desk) -> None:
    partners = [desk.hands.add_partner(f"取引先{number}") for number in range(5)]
    for partner_id in partners:
        desk.hands.write_invoices(partner_id, 1)
    pages = [page async for page in desk.system.invoices(InvoiceQuery(partner_ids=tuple(partners)))]
    assert sum(len(page.invoices) for page in pages) == 5
    assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]


async def test_the_list_is_narrowed_by_partner_dates_and_payment(desk: Desk) -> None:
    others = [desk.hands.add_partner(f"取引先{number}") for number in range(4)]
    mine = await issue(desk, desk.draft(serial=1))
    theirs = [await issue(desk, desk.draft(partner_id=other, serial=2 + index)) for index, other in enumerate(others)]
    desk.hands.mark_paid(mine.external_id)

    async def ids(**query: Any) -> set[str]:
        return {one.external_id for one in await listed(desk, InvoiceQuery(**query))}

    everything = {mine.external_id, *(one.external_id for one in theirs)}
    assert await ids() == everything
    assert await ids(partner_ids=(desk.partner_id,)) == {mine.external_id}
    assert await ids(partner_ids=(desk.partner_id, *others)) == everything
    assert await ids(payment_status=PaymentStatus.PAID) == {mine.external_id}
    assert await ids(payment_status=PaymentStatus.UNPAID) == everything - {mine.external_id}
    assert await ids(due_from=DUE, due_to=DUE) == everything
    assert await ids(due_from=DUE + timedelta(days=1)) == set()
    assert await ids(billing_from=DAY, billing_to=DAY) == everything
    assert await ids(billing_to=DAY - timedelta(days=1)) == set()


async def test_sent_booked_and_paid_are_told(desk: Desk) -> None:
    issued = await issue(desk, desk.draft())
    if desk.system.capabilities.reports_booking:
        assert (issued.booked, issued.entry_id) == (False, None)
        desk.hands.book(issued.external_id)
        booked = await desk.system.invoice(issued.external_id)
        assert booked.booked
        assert booked.entry_id
    if desk.system.capabilities.reports_sent:
        desk.hands.mark_sent(issued.external_id)
        assert (await desk.system.invoice(issued.external_id)).sent
    desk.hands.mark_paid(issued.external_id)
    assert [one.payment_status for one in await listed(desk, InvoiceQuery())] == [PaymentStatus.PAID]


async def test_a_payment_is_written_and_read_back_where_that_can_be_done(desk: Desk) -> None:
    issued = await issue(desk, desk.draft())
    for status in (PaymentStatus.PAID, PaymentStatus.UNPAID):
        if desk.system.capabilities.writes_payment:
            assert (await desk.system.set_payment_status(issued.external_id, status)).payment_status is status
            assert (await desk.system.invoice(issued.external_id)).payment_status is status
        else:
            with pytest.raises(DataError):
                await desk.system.set_payment_status(issued.external_id, status)


# --- partners ---------------------------------------------------------------------------------------------------------


async def test_a_partner_is_created_once(desk: Desk) -> None:
    made = await desk.system.create_partner("合同会社あたらしい")
    assert made.name == "合同会社あたらしい"
    with pytest.raises(DuplicateError):
        await desk.system.create_partner("合同会社あたらしい")
    assert await desk.system.find_partner("合同会社あたらしい") == made


async def test_a_partner_is_found_by_its_whole_name_in_either_width(desk: Desk) -> None:
    wanted = desk.hands.add_partner("株式会社ABC商店")
    desk.hands.add_partner("株式会社ABC商店 大阪支店")
    for written in ("株式会社ABC商店", "株式会社ＡＢＣ商店", " 株式会社ABC商店 "):
        found = await desk.system.find_partner(written)
        assert found is not None
        assert found.external_id == wanted
    assert await desk.system.find_partner("ABC商店") is None
    assert await desk.system.find_partner("株式会社どこにもない") is None


async def test_all_partners_come_and_then_only_those_that_changed(desk: Desk) -> None:
    for number in range(60):
        desk.hands.add_partner(f"取引先{number:02}")
    names = [one.name async for page in desk.system.partners() for one in page]
    assert len(names) == len(set(names)) == 61
    desk.clock.advance(2 * 86_400)
    desk.hands.add_partner("株式会社きょう")
    since = desk.clock.now().date()
    changed = [one.name async for page in desk.system.partners(updated_since=since) for one in page]
    assert changed == ["株式会社きょう"]


@pytest.mark.parametrize(
    ("kept", "terms"),
    [
        ((32, 1, 32), (1, "EOM")),
        ((20, 2, 10), (2, 10)),
        (None, None),
    ],
)
async def test_payment_terms_are_read(
    desk: Desk, kept: tuple[int, int, int] | None, terms: tuple[int, Day] | None
) -> None:
    partner_id = desk.hands.add_partner("株式会社しめび", terms=kept)
    read = (await desk.system.partner(partner_id)).terms
    if not desk.system.capabilities.payment_terms or terms is None:
        assert read is None
        return
    assert read is not None
    assert (read.months, read.day) == terms


async def test_company_and_layouts_are_told(desk: Desk) -> None:
    assert (await desk.system.company()).external_id == desk.settings["company_id"]
    assert (await desk.system.company()).name
    layouts = await desk.system.templates()
    assert bool(layouts) is desk.system.capabilities.layouts
    if not layouts:
        with pytest.raises(DataError):
            desk.system.freeze(desk.draft(), numbering=Numbering.AUTOMATIC, template_id="1")
        return
    chosen = desk.system.freeze(desk.draft(), numbering=Numbering.AUTOMATIC, template_id=layouts[0][0])
    assert (await desk.system.send(chosen)).number


async def test_an_invoice_is_addressed_as_the_system_needs_it(desk: Desk) -> None:
    found = await desk.system.department(desk.partner_id)
    assert found == desk.hands.department(desk.partner_id)
    assert await desk.system.department(desk.partner_id, found) == found
    if not desk.system.capabilities.departments:
        assert found is None
        return
    with pytest.raises(DataError) as asked:
        await desk.system.department(desk.partner_id, "somebody-elses")
    assert asked.value.fields == ("department",)
    with pytest.raises(DataError) as missing:
        desk.system.freeze(desk.draft(department_id=None), numbering=Numbering.AUTOMATIC)
    assert missing.value.fields == ("department",)


async def test_what_does_not_fit_our_settings_is_said_in_words(desk: Desk) -> None:
    await issue(desk, desk.draft())
    assert list(await desk.system.advice()) == []


# --- whose books --------------------------------------------------------------------------------------------------


async def test_an_approval_for_another_company_is_not_sent(bench: Bench) -> None:
    frozen = bench.system.freeze(bench.draft(), numbering=Numbering.AUTOMATIC)
    other = bench.another_session(company_id="42424242")
    with pytest.raises((DataError, AuthorisationError), match="事業所"):
        await other.system.send(frozen)
    assert not [one for one in bench.exchanges if one.method == "POST"]
    assert bench.hands.invoices_made() == 0


# --- when the wire breaks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["lost_after", "half_body"])
async def test_a_lost_answer_is_an_unknown_outcome_and_the_look_up_finds_the_invoice(bench: Bench, kind: Any) -> None:
    wanted = bench.draft()
    bench.faults.add(bench.hands.create, kind)
    with pytest.raises(OutcomeUnknownError):
        await issue(bench, wanted)
    assert [one.token for one in await bench.system.find_by_token(wanted)] == [wanted.token]
    assert bench.hands.invoices_made() == 1


async def test_a_request_lost_on_the_way_is_an_unknown_outcome_and_is_not_repeated(bench: Bench) -> None:
    wanted = bench.draft()
    bench.faults.add(bench.hands.create, "lost_before")
    with pytest.raises(OutcomeUnknownError):
        await issue(bench, wanted)
    assert await bench.system.find_by_token(wanted) == []
    assert [kind for _, kind in bench.budget.taken].count("invoice.create") == 1


@pytest.mark.parametrize(("status", "done"), [(500, True), (502, False), (503, True), (504, False)])
async def test_a_server_error_leaves_the_outcome_unknown(bench: Bench, status: int, done: bool) -> None:
    wanted = bench.draft()
    bench.faults.add(bench.hands.create, "status", status=status, body=b"<html>", done=done)
    with pytest.raises(OutcomeUnknownError):
        await issue(bench, wanted)
    assert len(await bench.system.find_by_token(wanted)) == done


async def test_an_unreadable_success_is_a_changed_api_and_the_look_up_finds_the_invoice(bench: Bench) -> None:
    wanted = bench.draft()
    bench.faults.add(bench.hands.create, "bad_json")
    with pytest.raises(ChangedApiError):
        await issue(bench, wanted)
    assert len(await bench.system.find_by_token(wanted)) == 1


async def test_an_answer_that_lands_late_is_found_after_it_has_landed(bench: Bench) -> None:
    wanted = bench.draft()
    bench.faults.add(bench.hands.create, "late", delay=60)
    with pytest.raises(OutcomeUnknownError):
        await issue(bench, wanted)
    assert await bench.system.find_by_token(wanted) == []
    bench.clock.advance(60)
    async with asyncio.timeout(5):
        while not await bench.system.find_by_token(wanted):
            pass
    assert bench.hands.invoices_made() == 1


async def test_a_refused_connection_means_nothing_was_sent(bench: Bench) -> None:
    nobody = bench.another_session(api_url=closed_port())
    frozen = nobody.system.freeze(bench.draft(), numbering=Numbering.AUTOMATIC)
    with pytest.raises(NotSentError):
        await nobody.system.send(frozen)
    assert bench.hands.invoices_made() == 0


@pytest.mark.parametrize("fault", [{"kind": "lost_before"}, {"kind": "status", "status": 502}])
async def test_a_read_without_answer_may_simply_be_asked_again(bench: Bench, fault: dict[str, Any]) -> None:
    bench.faults.add(bench.hands.listing, **fault)
    with pytest.raises(NoAnswerError):
        await listed(bench, InvoiceQuery())
    assert await listed(bench, InvoiceQuery()) == []


async def test_every_call_is_told_with_the_other_sides_request_id(bench: Bench) -> None:
    await bench.system.company()
    told = bench.exchanges[-1]
    assert (told.method, told.status) == ("GET", 200)
    assert bool(told.request_id) is bench.hands.tells_request_id


# --- limits -----------------------------------------------------------------------------------------------------------


async def test_too_many_calls_wait_until_the_moment_the_answer_names(wired: BenchOpener) -> None:
    bench = await wired(calls=2)
    await issue(bench, bench.draft(serial=2))
    bench.clock.advance(60)
    await listed(bench, InvoiceQuery())
    await listed(bench, InvoiceQuery())
    assert bench.budget.remaining.get("minute") == (0 if bench.hands.tells_remaining else None)
    with pytest.raises(RateError) as refused:
        await issue(bench, bench.draft())
    assert refused.value.retry_at is not None
    assert bench.clock.now() < refused.value.retry_at <= bench.clock.now() + timedelta(minutes=1)
    assert bench.budget.stopped_until == refused.value.retry_at
    bench.clock.set(refused.value.retry_at)
    assert (await issue(bench, bench.draft())).number
    assert bench.hands.invoices_made() == 2


@pytest.mark.parametrize("name", [name for name, row in PROVIDERS.items() if row.throttles])
async def test_a_throttle_is_not_taken_for_a_missing_permission(name: str) -> None:
    async with WIRED[name](calls=1, throttles=True) as bench:
        await throttled(bench)


async def throttled(bench: Bench) -> None:
    await listed(bench, InvoiceQuery())
    with pytest.raises(RateError) as refused:
        await issue(bench, bench.draft())
    assert refused.value.retry_at == bench.clock.now() + timedelta(minutes=10)
    asked = len(bench.exchanges)
    with pytest.raises(RateError):
        await listed(bench, InvoiceQuery())
    assert len(bench.exchanges) == asked
    bench.clock.advance(601)
    assert (await issue(bench, bench.draft())).number


async def test_an_exhausted_budget_sends_nothing(bench: Bench) -> None:
    await bench.budget.blocked_until(bench.clock.now() + timedelta(minutes=1))
    with pytest.raises(RateError):
        await issue(bench, bench.draft())
    assert bench.exchanges == []


# --- authorisation ----------------------------------------------------------------------------------------------------


async def test_a_token_is_refreshed_before_it_ends(bench: Bench) -> None:
    assert bench.store.record is not None
    first = bench.store.record
    bench.clock.set(first.expires_at - (first.expires_at - first.issued_at) / 4 - timedelta(seconds=1))
    await bench.system.company()
    assert bench.hands.refreshes() == 0
    bench.clock.advance(1)
    await bench.system.company()
    assert bench.hands.refreshes() == 1
    assert bench.store.record.version == 2


async def test_a_connection_nobody_uses_is_kept_alive_without_a_call_too_many(bench: Bench) -> None:
    assert bench.store.record is not None
    await bench.system.keep_alive(Purpose.BULK)
    assert bench.exchanges == []
    bench.clock.set(bench.store.record.expires_at)
    await bench.system.keep_alive(Purpose.BULK)
    assert bench.hands.refreshes() == 1
    assert len(bench.exchanges) == 1


async def test_a_token_that_is_called_expired_is_renewed_and_a_read_goes_on(bench: Bench) -> None:
    bench.hands.expire_tokens()
    assert await listed(bench, InvoiceQuery()) == []
    assert bench.hands.refreshes() == 1


async def test_an_expired_token_at_sending_makes_nothing_and_the_next_try_succeeds(bench: Bench) -> None:
    await issue(bench, bench.draft(serial=2))
    wanted = bench.draft()
    bench.hands.expire_tokens()
    with pytest.raises(NotSentError):
        await issue(bench, wanted)
    assert bench.hands.invoices_made() == 1
    await issue(bench, wanted)
    assert (bench.hands.invoices_made(), bench.hands.refreshes()) == (2, 1)


@pytest.mark.parametrize("kills", [False, True])
async def test_sessions_that_refresh_at_once_refresh_once(wired: BenchOpener, kills: bool) -> None:
    bench = await wired(refresh_kills_access=kills)
    sessions = [bench.connected, *(bench.another_session() for _ in range(3))]
    bench.hands.expire_tokens()
    names = await asyncio.gather(*(one.system.company() for one in sessions for _ in range(5)))
    assert len(names) == 20
    assert bench.hands.refreshes() == 1
    assert bench.store.reasons == []


async def test_a_token_another_process_has_renewed_is_read_from_the_store(bench: Bench) -> None:
    second = bench.another_session()
    await second.system.company()
    bench.hands.expire_tokens()
    await bench.system.company()
    await second.system.company()
    assert bench.hands.refreshes() == 1


async def test_a_revoked_connection_says_who_must_reconnect(bench: Bench) -> None:
    bench.hands.revoke_tokens()
    with pytest.raises(AuthorisationError, match="接続し直して"):
        await issue(bench, bench.draft())
    assert bench.store.record is not None
    assert bench.store.record.needs_reauthorisation
    assert bench.hands.refreshes() == 0


async def test_a_refresh_that_is_refused_says_who_must_reconnect(bench: Bench) -> None:
    assert bench.store.record is not None
    bench.hands.revoke_tokens()
    bench.clock.set(bench.store.record.expires_at)
    with pytest.raises(AuthorisationError, match="接続し直して"):
        await bench.system.company()
    assert bench.store.record.needs_reauthorisation


async def test_a_refresh_without_answer_is_never_repeated_and_the_old_token_still_serves(bench: Bench) -> None:
    assert bench.store.record is not None
    bench.faults.add(bench.hands.token, "lost_after")
    life = bench.store.record.expires_at - bench.store.record.issued_at
    bench.clock.set(bench.store.record.expires_at - life / 8)
    for _ in range(3):
        assert (await bench.system.company()).name
    assert len([one for one in bench.exchanges if one.method == "POST"]) == 1
    assert bench.store.record.needs_reauthorisation
    bench.clock.set(bench.store.record.expires_at)
    with pytest.raises(AuthorisationError, match="接続し直して"):
        await bench.system.company()
    assert len([one for one in bench.exchanges if one.method == "POST"]) == 1


async def test_a_person_connects_and_the_work_goes_on(bench: Bench) -> None:
    bench.hands.revoke_tokens()
    with pytest.raises(AuthorisationError):
        await bench.system.company()
    url = bench.connected.oauth.authorise_url("state-1", verifier="v" * 43)
    assert bench.settings["client_id"] in url
    assert "state=state-1" in url
    assert bench.settings["client_secret"] not in url
    code = bench.hands.consent(url)
    await bench.connected.oauth.exchange_code(code, verifier="v" * 43)
    assert (await issue(bench, bench.draft())).number
    with pytest.raises(AuthorisationError):
        await bench.connected.oauth.exchange_code(code, verifier="v" * 43)
    assert (await bench.system.company()).name


# --- changed answers --------------------------------------------------------------------------------------------------


async def answered_with(bench: Bench, change: Any) -> None:
    """Let the next creation be answered with a real answer that `change` has altered in place."""
    await issue(bench, bench.draft())
    status, body = bench.hands.last_answer()
    change(body)
    bench.faults.add(bench.hands.create, "status", status=status, body=body)


def find(body: Any, key: str) -> dict[str, Any]:
    """Return the object that holds `key`, wherever it is."""
    if isinstance(body, dict):
        if key in body:
            return body
        for value in body.values():
            if found := find(value, key):
                return found
    return {}


async def test_unknown_fields_in_an_answer_are_ignored(bench: Bench) -> None:
    def add(body: dict[str, Any]) -> None:
        body["meta"] = {"new": 1}
        find(body, "memo")["brand_new_field"] = {"anything": [1, 2]}

    await answered_with(bench, add)
    assert (await issue(bench, bench.draft())).number


async def test_a_missing_required_field_is_a_changed_api_named_by_its_field(bench: Bench) -> None:
    await answered_with(bench, lambda body: find(body, "memo").pop("memo"))
    with pytest.raises(ChangedApiError, match="memo"):
        await issue(bench, bench.draft())


async def test_an_answer_of_another_form_is_a_changed_api(bench: Bench) -> None:
    bench.faults.add(bench.hands.listing, "status", status=200, body=b"[]")
    with pytest.raises(ChangedApiError):
        await listed(bench, InvoiceQuery())
    bench.faults.add(bench.hands.listing, "status", status=302, headers={"location": "https://example.com/"})
    with pytest.raises(ChangedApiError):
        await listed(bench, InvoiceQuery())

"""What the accounting side of every system must do: entries with what is due, bank lines, payments."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, timedelta
from typing import Protocol

import pytest

from domain.invoice import Numbering
from integrations.accounting.books import Books, FeedHealth, FeedLine, LineState
from integrations.errors import DataError, NotFoundError, OutcomeUnknownError
from tests.contract.accounting_bench import DAY, DUE, Bench, line
from tests.contract.freee_bench import FreeeHands
from tests.contract.providers import WIRED


class BookHands(Protocol):
    """What a person and a bank do there."""

    def pay(self, invoice_id: str, amount: int) -> None: ...
    def bank(self, day: date, amount: int, text: str) -> str: ...
    def book_line(self, line_id: str, invoice_id: str) -> None: ...


class FreeeBookHands(FreeeHands):
    """Hands on freee会計."""

    payments = "POST /api/1/deals/*/payments"

    def pay(self, invoice_id: str, amount: int) -> None:
        self.office.mark_partial(int(invoice_id), amount)

    def bank(self, day: date, amount: int, text: str) -> str:
        return str(self.office.add_bank_line(day, amount, text).id)

    def book_line(self, line_id: str, invoice_id: str) -> None:
        self.office.book_bank_line(int(line_id), int(invoice_id))


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """freee; other systems follow when they have books."""
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(WIRED["freee"]())
        assert isinstance(made.hands, FreeeHands)
        made.hands = FreeeBookHands(made.hands.office)
        yield made
        assert made.hands.contract_breaches() == []


def books_of(bench: Bench) -> Books:
    assert bench.system.capabilities.books
    assert bench.connected.books is not None
    return bench.connected.books


def hands_of(bench: Bench) -> FreeeBookHands:
    assert isinstance(bench.hands, FreeeBookHands)
    return bench.hands


async def booked(bench: Bench, price: str = "100000") -> tuple[str, str]:
    """Return (invoice id, entry id) of a new invoice whose entry a person has booked."""
    draft = bench.draft(line(price), serial=len(bench.exchanges) + 1)
    issued = await bench.system.send(bench.system.freeze(draft, numbering=Numbering.AUTOMATIC))
    bench.hands.book(issued.external_id)
    entry_id = (await bench.system.invoice(issued.external_id)).entry_id
    assert entry_id is not None
    return issued.external_id, entry_id


async def lines_of(books: Books, wallet_id: str, **narrowed: object) -> list[FeedLine]:
    return [one async for page in books.bank_lines(wallet_id, **narrowed) for one in page]  # type: ignore[arg-type]


async def test_what_is_due_falls_with_every_payment(bench: Bench) -> None:
    books = books_of(bench)
    invoice_id, entry_id = await booked(bench)
    first = await books.entry(entry_id)
    assert (first.amount, first.residual, first.payments, first.settled) == (110_000, 110_000, (), False)
    hands_of(bench).pay(invoice_id, 30_000)
    second = await books.entry(entry_id)
    assert (second.residual, [payment.amount for payment in second.payments]) == (80_000, [30_000])
    hands_of(bench).pay(invoice_id, 80_000)
    assert (await books.entry(entry_id)).settled


async def test_open_entries_are_all_that_is_due(bench: Bench) -> None:
    books = books_of(bench)
    (invoice_id, entry_id), (_, other) = await booked(bench), await booked(bench, "5000")
    hands_of(bench).pay(invoice_id, 110_000)
    found = [entry async for page in books.open_entries() for entry in page]
    assert [(entry.external_id, entry.residual) for entry in found] == [(other, 5_500)]
    assert [entry async for page in books.open_entries(due_to=DUE - timedelta(days=1)) for entry in page] == []
    assert entry_id not in {entry.external_id for entry in found}


async def test_an_entry_that_is_gone_is_not_found(bench: Bench) -> None:
    invoice_id, entry_id = await booked(bench)
    await bench.system.cancel(invoice_id)
    with pytest.raises(NotFoundError):
        await books_of(bench).entry(entry_id)


async def test_bank_lines_come_once_each_with_what_became_of_them(bench: Bench) -> None:
    books, hands = books_of(bench), hands_of(bench)
    (wallet,) = await books.wallets()
    assert wallet.health in FeedHealth
    invoice_id, _ = await booked(bench)
    today = bench.clock.now().date()
    for count in range(105):
        hands.bank(today - timedelta(days=count % 3), 1_000 + count, f"振込 ｶ)ｻﾝﾌﾟﾙ{count}")
    whole = hands.bank(today, 110_000, "振込 ｶ)ｻﾝﾌﾟﾙ")
    over = hands.bank(today, 500_000, "振込 ｶ)ｻﾝﾌﾟﾙ")
    hands.book_line(whole, invoice_id)
    found = await lines_of(books, wallet.external_id)
    assert len({one.external_id for one in found}) == len(found) == 107
    by_id = {one.external_id: one for one in found}
    assert (by_id[whole].state, by_id[whole].unbooked) == (LineState.BOOKED, 0)
    assert (by_id[over].state, by_id[over].unbooked, by_id[over].text) == (LineState.OPEN, 500_000, "振込 ｶ)ｻﾝﾌﾟﾙ")
    assert len(await lines_of(books, wallet.external_id, since=today)) == 37
    newest = await anext(aiter(books.bank_lines(wallet.external_id, newest_first=True)))
    assert newest[0].external_id == over


async def test_a_payment_is_booked_once_and_the_bank_line_stays_open(bench: Bench) -> None:
    books, hands = books_of(bench), hands_of(bench)
    (wallet,) = await books.wallets()
    _, entry_id = await booked(bench)
    line_id = hands.bank(bench.clock.now().date(), 110_000, "振込 ｶ)ｻﾝﾌﾟﾙ")
    entry = await books.record_payment(entry_id, day=DAY, amount=60_000, wallet_id=wallet.external_id)
    assert (entry.residual, [(one.day, one.amount) for one in entry.payments]) == (50_000, [(DAY, 60_000)])
    (left,) = await lines_of(books, wallet.external_id)
    assert (left.external_id, left.state) == (line_id, LineState.OPEN)
    with pytest.raises(DataError):
        await books.record_payment(entry_id, day=DAY, amount=50_001, wallet_id=wallet.external_id)


async def test_a_lost_answer_is_not_repeated_and_the_entry_tells(bench: Bench) -> None:
    books = books_of(bench)
    (wallet,) = await books.wallets()
    _, entry_id = await booked(bench)
    bench.faults.add(hands_of(bench).payments, "lost_after")
    with pytest.raises(OutcomeUnknownError):
        await books.record_payment(entry_id, day=DAY, amount=110_000, wallet_id=wallet.external_id)
    entry = await books.entry(entry_id)
    assert [payment.amount for payment in entry.payments] == [110_000]


def test_links_lead_to_where_a_person_books(bench: Bench) -> None:
    books = books_of(bench)
    assert books.entry_url("41").endswith("/deals#deal_id=41")
    assert books.line_url("51").endswith("/wallet_txns/stream/51")

"""Ten years of paid invoices cost no call: only what is open is read. The times are in `tests.bench.growth`."""

from tests.bench.growth import compared
from tests.postgres import chosen_store


async def test_a_history_of_paid_invoices_adds_no_call_to_the_payment_sync() -> None:
    few, many = await compared(chosen_store(), 10, 2_000, opened=120)
    assert few.calls == many.calls == 2  # pages of a hundred open invoices
    assert set(many.seconds) == {"payment sync", "overdue scan"}

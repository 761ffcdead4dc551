from itertools import pairwise, product

import pytest

from domain.deal import NEXT, DealStatus, IllegalMoveError, move, status_after_payment
from domain.invoice import PaymentStatus

S = DealStatus
LIFE = [S.PROPOSED, S.CONFIRMED, S.INVOICED, S.AWAITING_PAYMENT, S.PAID]
# While an invoice stands in the accounting system, only that system's word changes the deal.
WITH_INVOICE = {S.INVOICED, S.AWAITING_PAYMENT, S.PAID}


def test_a_deal_goes_from_report_to_money() -> None:
    for current, following in pairwise(LIFE):
        assert move(current, following) is following


def test_every_status_has_its_row() -> None:
    assert set(NEXT) == set(DealStatus)


@pytest.mark.parametrize("status", DealStatus)
def test_no_status_follows_itself(status: DealStatus) -> None:
    with pytest.raises(IllegalMoveError) as caught:
        move(status, status)
    assert (caught.value.current, caught.value.to) == (status, status)


def test_no_invoice_without_an_approval() -> None:
    assert {status for status, following in NEXT.items() if S.INVOICED in following} == {
        S.CONFIRMED,
        S.AWAITING_PAYMENT,
        S.PAID,
    }
    assert {status for status, following in NEXT.items() if S.CONFIRMED in following} == {S.PROPOSED}


@pytest.mark.parametrize("status", sorted(WITH_INVOICE))
def test_a_deal_with_an_invoice_cannot_be_approved_again(status: DealStatus) -> None:
    reachable, new = {status}, {status}
    while new:
        new = set().union(*(NEXT[one] for one in new)) - reachable
        reachable |= new
    assert reachable.isdisjoint({S.PROPOSED, S.CONFIRMED})


@pytest.mark.parametrize("status", [S.CANCELLED, S.SUPERSEDED])
def test_what_is_over_stays_over(status: DealStatus) -> None:
    assert NEXT[status] == frozenset()


@pytest.mark.parametrize(
    ("current", "payment", "sent", "cancelled", "after"),
    [
        (S.INVOICED, PaymentStatus.UNPAID, False, False, S.INVOICED),
        (S.INVOICED, PaymentStatus.UNPAID, True, False, S.AWAITING_PAYMENT),
        (S.INVOICED, PaymentStatus.PAID, False, False, S.PAID),
        (S.INVOICED, PaymentStatus.PAID, True, True, S.CANCELLED),
        # A person said it was sent: the accounting system's flag does not take that back.
        (S.AWAITING_PAYMENT, PaymentStatus.UNPAID, False, False, S.AWAITING_PAYMENT),
        (S.AWAITING_PAYMENT, PaymentStatus.FAILED, True, False, S.AWAITING_PAYMENT),
        # A payment booked by mistake was taken back.
        (S.PAID, PaymentStatus.UNPAID, True, False, S.AWAITING_PAYMENT),
        (S.PAID, PaymentStatus.UNPAID, False, False, S.INVOICED),
    ],
)
def test_the_accounting_system_says_how_far_the_money_is(
    current: DealStatus, payment: PaymentStatus, sent: bool, cancelled: bool, after: DealStatus
) -> None:
    assert status_after_payment(current, payment, sent=sent, cancelled=cancelled) is after


@pytest.mark.parametrize("current", DealStatus)
def test_whatever_the_accounting_system_says_the_move_is_legal(current: DealStatus) -> None:
    for payment, sent, cancelled in product(PaymentStatus, (False, True), (False, True)):
        after = status_after_payment(current, payment, sent=sent, cancelled=cancelled)
        assert after is current or (current in WITH_INVOICE and move(current, after) is after)

"""The life of a deal: which state may follow which. The one table; `storage.repositories.deals` is its one writer."""

from enum import StrEnum

from domain.invoice import PaymentStatus


class DealStatus(StrEnum):
    """States of a deal, in the order of its life."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"  # approved, invoice not made yet
    INVOICED = "invoiced"
    AWAITING_PAYMENT = "awaiting_payment"  # the accounting system, or a person, says it was sent
    PAID = "paid"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


NEXT: dict[DealStatus, frozenset[DealStatus]] = {
    DealStatus.PROPOSED: frozenset(
        {DealStatus.CONFIRMED, DealStatus.REJECTED, DealStatus.CANCELLED, DealStatus.SUPERSEDED}
    ),
    # Back to proposed: the accounting system refused the data, or a person took the approval back in time.
    DealStatus.CONFIRMED: frozenset({DealStatus.INVOICED, DealStatus.PROPOSED, DealStatus.CANCELLED}),
    DealStatus.INVOICED: frozenset({DealStatus.AWAITING_PAYMENT, DealStatus.PAID, DealStatus.CANCELLED}),
    # A payment booked by mistake is taken back in the accounting system.
    DealStatus.AWAITING_PAYMENT: frozenset({DealStatus.PAID, DealStatus.CANCELLED, DealStatus.INVOICED}),
    DealStatus.PAID: frozenset({DealStatus.AWAITING_PAYMENT, DealStatus.INVOICED, DealStatus.CANCELLED}),
    # 却下の取り消し: rejecting was a mistake; and a deleted post that is posted again is a new deal.
    DealStatus.REJECTED: frozenset({DealStatus.PROPOSED}),
    DealStatus.CANCELLED: frozenset(),
    DealStatus.SUPERSEDED: frozenset(),
}


class IllegalMoveError(Exception):
    """The deal cannot go from its state to that one."""

    def __init__(self, current: DealStatus, to: DealStatus) -> None:
        """Keep both states for the message."""
        super().__init__(f"{current} -> {to}")
        self.current = current
        self.to = to


def move(current: DealStatus, to: DealStatus) -> DealStatus:
    """Return `to` if it may follow `current`; raise IllegalMoveError otherwise."""
    if to not in NEXT[current]:
        raise IllegalMoveError(current, to)
    return to


def status_after_payment(current: DealStatus, payment: PaymentStatus, *, sent: bool, cancelled: bool) -> DealStatus:
    """Return the state a deal has when the accounting system tells these facts of its invoice."""
    if current not in (DealStatus.INVOICED, DealStatus.AWAITING_PAYMENT, DealStatus.PAID):
        return current
    if cancelled:
        return DealStatus.CANCELLED
    if payment is PaymentStatus.PAID:
        return DealStatus.PAID
    if sent or current is DealStatus.AWAITING_PAYMENT:
        return DealStatus.AWAITING_PAYMENT
    return DealStatus.INVOICED

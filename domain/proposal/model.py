"""What a proposal is made with: the partners as matched, what is agreed with them, what a company assumes."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.tax import Rounding
from domain.terms import BillingRule, Day, HolidayShift, PaymentTerms


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as matched: its id in the accounting system, and what that calls it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PartnerMatch:
    """What the index says of a written name."""

    partner: Partner | None
    suggestions: tuple[Partner, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How dates follow from an order, for one partner; `terms_from` says where the terms came from."""

    rule: BillingRule
    closing_day: Day | None
    terms: PaymentTerms
    terms_from: str
    shift: HolidayShift = HolidayShift.NONE


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a company assumes where a message says nothing."""

    tax_percent: int
    subject: str
    rules: Callable[[str | None], Rules]  # partner id -> rules
    rounding: Rounding = Rounding.FLOOR

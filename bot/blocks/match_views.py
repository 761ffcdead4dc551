"""What the card of a bank line is drawn from: plain values, no tables."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One invoice in a suggestion, and what of the money goes to it."""

    number: str
    partner: str
    url: str
    due_date: date | None
    residual: int
    paid: int
    fee: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One way to read the amount. `kinds`: what a person may call it, the likeliest first."""

    rows: tuple[ShareRow, ...]
    kinds: tuple[str, ...]
    reason: str
    excess: int = 0


@dataclass(frozen=True, slots=True)
class MatchView:
    """A bank line with what it may pay, or with what a person said it pays."""

    match_id: str
    version: int
    state: str
    day: date
    amount: int
    payer: str
    account: str
    system: str
    age: str
    certain: bool = False
    doubt: str = ""
    suggestions: tuple[SuggestionRow, ...] = ()
    chosen: SuggestionRow | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    booked: bool = False  # the books have the line
    set_aside: bool = False
    recordable: bool = False  # the payment can be recorded by API, and nobody books it again
    place_url: str = ""  # where a person books it
    error: str = ""
    told: bool = False  # an owner has heard of the money

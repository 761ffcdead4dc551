"""What blocks are drawn from: plain values, no tables."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.deal import DealStatus
from domain.forecast import Error, Week
from domain.order import DealContent


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another deal that may be the same sale."""

    total: int | None
    order_date: date | None
    status: DealStatus
    reporter: str = ""
    lines: str = ""  # what was sold, in short
    link: str = ""


def summary_of(content: DealContent) -> str:
    """Return what was sold, in one short text."""
    lines = [
        f"{line.description} {line.quantity.normalize():f}{line.unit}" if line.quantity != 1 else line.description
        for line in content.lines[:3]
    ]
    return "、".join(lines) + (" ほか" if len(content.lines) > 3 else "")


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An invoice in the accounting system that did not come from us and looks like this deal."""

    number: str
    billing_date: date
    url: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A deal as its card shows it."""

    deal_id: str
    version: int
    status: DealStatus
    content: DealContent
    sha256: str
    system: str
    blockers: dict[str, str] = field(default_factory=dict)
    reporter: str = ""
    edited_by: str | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    closed_by: str | None = None
    closed_reason: str | None = None
    notice: str | None = None
    duplicates: tuple[Duplicate, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    number: str | None = None
    url: str | None = None
    flags: str = ""
    refused: str = ""
    token: str = ""
    sent: bool = False
    booked: bool = True
    lacks: tuple[str, ...] = ()  # what the accounting system does not tell, by the name of its capability
    ahead: int = 0
    eta: datetime | None = None
    unknown_until: datetime | None = None
    human: bool = False
    payments: tuple[str, ...] = ()  # what is known of money that came, in words


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list."""

    number: str
    partner: str
    total: int
    billing_date: date
    due_date: date | None
    owner: str | None
    url: str
    paid: bool = False
    paid_on: date | None = None
    cancelled: bool = False
    residual: int | None = None  # yen still due where a part has come; None: all of it, or nobody knows
    invoice_id: int = 0
    subject: str = ""
    promised: date | None = None
    checking_until: date | None = None
    disputed: bool = False
    arrived: bool = False  # a bank line seems to pay it; the books do not show it yet

    @property
    def owed(self) -> int:
        """Return the yen that are still to come."""
        return self.total if self.residual is None else self.residual


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal without an invoice in a list."""

    partner: str
    total: int | None
    order_date: date | None
    status: DealStatus


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A written name that clicks taught, and the partner it means."""

    alias_id: int
    partner_id: str
    written: str
    partner: str  # empty: not among the partners now
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """An open invoice as somebody who collects sees it. `residual` and `total` in yen."""

    invoice_id: int
    number: str
    partner: str
    subject: str
    total: int
    residual: int
    due_date: date | None
    url: str
    owner: str | None = None
    settled: bool = False
    promised: date | None = None
    broken: bool = False  # the promised day is over
    checking_until: date | None = None
    disputed: bool = False
    arrived: bool = False  # a bank line seems to pay it; the books do not show it yet
    said_by: str | None = None
    said_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReminderView:
    """One reminder in a message: the invoice, what is said of it, and whether it still asks for something."""

    row: CollectionRow
    words: str
    over: bool = False  # a later reminder has taken its place


@dataclass(frozen=True, slots=True)
class Aging:
    """Yen and invoices in one bucket of lateness."""

    label: str
    late: bool
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class CashView:
    """What is expected and what came. Yen; `disputed` is left out of the weeks."""

    today: date
    weeks: tuple[Week, ...]
    aging: tuple[Aging, ...]
    received: int  # this month so far
    rest: int  # still expected this month
    landing: int
    due_this_month: int  # of what is open, by due date
    disputed: int
    last_week: Error | None  # what was expected of last week, and what came

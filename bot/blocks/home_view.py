"""What the home tab is drawn from: plain values, no tables. Pairs are (count, yen)."""

from dataclasses import dataclass, field
from datetime import date

from bot.blocks.views import Aging, CollectionRow
from domain.deal import DealStatus

Sum = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WaitingDeal:
    """A deal that waits for somebody. `asks`: text keys of the fields nobody knows yet."""

    partner: str
    total: int | None
    posted_on: date
    channel: str
    reporter: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Work that stands still. `job_id`: it can be run again; None: only a card's buttons help."""

    work: str  # text key suffix
    words: str
    since: date
    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class Mine:
    """A salesperson's own: sums by status, what waits for them, what is late."""

    by_status: dict[DealStatus, Sum]
    paid: Sum  # this month
    waiting: tuple[WaitingDeal, ...] = ()
    late: tuple[CollectionRow, ...] = ()
    late_sum: Sum = (0, 0)


@dataclass(frozen=True, slots=True)
class Office:
    """What accountants look after."""

    waiting_count: int
    waiting: tuple[WaitingDeal, ...]
    unpaid: Sum
    overdue: Sum
    aging: tuple[Aging, ...]
    late: tuple[CollectionRow, ...]
    failures: tuple[Failure, ...] = ()
    switches: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HomeView:
    """A home tab: everybody's own, and for accountants the office's."""

    today: date
    system: str
    age: str
    stale: bool
    mine: Mine
    office: Office | None = None

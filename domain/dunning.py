"""督促: which level of reminder an invoice has reached, and whether it may be told now. Pure: facts in, decision out.

Kill Bill splits its overdue handling the same way (facts, a pure decision, an effectful application); what is added
here is what its users and those of ERPNext and Invoice Ninja miss: every level once for ever, catch-up after downtime
without a flood, residual amounts, promises, and silence while nobody can know whether the money has arrived.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import assert_never

from domain.business_day import add_business_days, is_business_day, next_business_day, previous_business_day

PROMISE = "promise"  # prefix of the key under which a broken promise is told


class Wait(StrEnum):
    """Why nothing is told although there would be something to tell."""

    DISPUTE = "dispute"  # 係争中: until a person takes it back
    CHECKING = "checking"  # 確認中: until a day
    PROMISED = "promised"  # 入金予定日: until it has passed
    ARRIVED = "arrived"  # money came that seems to pay it: until the books say so or a person says it does not
    CLOSED = "closed"  # holiday or quiet hours: until the next business morning
    STALE = "stale"  # nobody knows whether the money has arrived


@dataclass(frozen=True, slots=True)
class Level:
    """One step. `days` from the due date, negative before it; counted in business days if `business`."""

    name: str
    days: int
    business: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """When people may be disturbed on a business day: from `start` until before `end`, Japan's time."""

    start: time = time(9, 0)
    end: time = time(18, 0)


@dataclass(frozen=True, slots=True)
class Promise:
    """入金予定日 as somebody registered it. `id` is unique for ever: each promise breaks once."""

    id: str
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one invoice. `residual`: yen still owed; `settled`: paid, credited or cancelled."""

    due: date | None
    residual: int
    settled: bool = False
    promise: Promise | None = None
    disputed: bool = False
    checking_until: date | None = None  # on this day it may be told again
    arrived: bool = False  # a bank line pays it in full, as a person said or the matcher is certain; not booked yet


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How new our picture of payments is, in Japan's time. `feed_at`: the accounting system's own bank feed.

    `feed_at` is None where there is no feed to wait for. `sync_limit`: older than that is stale;
    `feed_limit_days`: so many business days the feed may lag.
    """

    synced_at: datetime | None
    feed_at: datetime | None = None
    sync_limit: timedelta = timedelta(hours=6)
    feed_limit_days: int = 2


class StaleSource(StrEnum):
    """What is too old to remind anybody."""

    NEVER = "never"  # payments were never read
    SYNC = "sync"  # our reading of the accounting system
    FEED = "feed"  # its own bank feed


@dataclass(frozen=True, slots=True)
class Stale:
    """What is too old, and how old it is."""

    source: StaleSource
    age: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do: tell `level` (if any), and never tell `skipped`. `wait` and `reason` (Japanese) say why not now."""

    level: str | None = None
    skipped: tuple[str, ...] = ()
    wait: Wait | None = None
    reason: str = ""


def due_levels(
    facts: Facts, levels: Sequence[Level], told: Set[str], *, now: datetime, hours: Hours, knowledge: Knowledge
) -> Decision:
    """Decide for one invoice. `told`: keys that were told or skipped before; `now` in Japan's time.

    At most one key is told: the latest level reached. Earlier ones that were missed are skipped, so a machine that
    was down for a month accuses nobody five times. A broken promise (`promise:<id>`) stands for every level reached.
    """
    today = now.date()
    if facts.due is None:
        return Decision(reason="支払期限がないため督促しません")
    if facts.settled or facts.residual <= 0:
        return Decision(reason="入金済み、取消、または残高がありません")
    level, skipped, reason = _pending(facts, facts.due, levels, told, today)
    if level is None:
        return Decision(skipped=skipped, reason=reason)
    wait, why = _wait(facts, facts.due, now, hours, knowledge, before_due=today <= grace_day(facts.due))
    if wait is not None:
        return Decision(wait=wait, reason=why)
    return Decision(level, skipped, reason=reason)


def grace_day(day: date) -> date:
    """Return the last day on which a payment due on `day` is in time: banks move it off their holidays (民法142条)."""
    return day if is_business_day(day) else next_business_day(day)


def trigger_day(level: Level, due: date) -> date:
    """Return the business day on which a level is reached.

    Days after the due date count from the day a payment could arrive; a notice before it comes early, not late.
    """
    if level.days < 0:
        day = add_business_days(due, level.days) if level.business else due + timedelta(days=level.days)
        return day if is_business_day(day) else previous_business_day(day)
    base = grace_day(due)
    day = add_business_days(base, level.days) if level.business else base + timedelta(days=level.days)
    return grace_day(day)


def next_opening(now: datetime, hours: Hours) -> datetime:
    """Return the next moment people may be disturbed; `now` itself if they may be now."""
    if is_open(now, hours):
        return now
    day = now.date()
    if not is_business_day(day) or now.time() >= hours.start:
        day = next_business_day(day)
    return datetime.combine(day, hours.start, tzinfo=now.tzinfo)


def is_open(now: datetime, hours: Hours) -> bool:
    """Return whether people may be disturbed."""
    return is_business_day(now.date()) and hours.start <= now.time() < hours.end


def stale(knowledge: Knowledge, now: datetime) -> Stale | None:
    """Return what of our picture of payments is too old to remind anybody, None if nothing is."""
    if knowledge.synced_at is None:
        return Stale(StaleSource.NEVER)
    age = now - knowledge.synced_at
    if age > knowledge.sync_limit:
        return Stale(StaleSource.SYNC, age)
    feed_at = knowledge.feed_at
    if feed_at is not None and add_business_days(feed_at.date(), knowledge.feed_limit_days) < now.date():
        return Stale(StaleSource.FEED, now - feed_at)
    return None


def staleness(knowledge: Knowledge, now: datetime) -> str | None:
    """Return the same in Japanese, as a decision's reason."""
    found = stale(knowledge, now)
    if found is None:
        return None
    match found.source:
        case StaleSource.NEVER:
            return "入金をまだ一度も確認していません"
        case StaleSource.SYNC:
            return f"入金の確認が{_age(found.age)}前です"
        case StaleSource.FEED:
            return f"口座同期が{_age(found.age)}前です"
        case _:
            assert_never(found.source)


def broken(promise: Promise, due: date, today: date) -> bool:
    """Return whether the promised day is over, and the due date with it: an early promise that slips breaks nothing."""
    return today > grace_day(max(promise.day, due))


def _pending(
    facts: Facts, due: date, levels: Sequence[Level], told: Set[str], today: date
) -> tuple[str | None, tuple[str, ...], str]:
    ordered = sorted(levels, key=lambda level: (trigger_day(level, due), level.days))
    reached = [level for level in ordered if trigger_day(level, due) <= today]
    last_told = max((index for index, level in enumerate(ordered) if level.name in told), default=-1)
    # What comes before a level that was told has had its time, also after the due date was moved.
    passed = [level.name for level in ordered[: last_told + 1] if level.name not in told]
    new = reached[last_told + 1 :]
    late = today > grace_day(due)
    alive = [level for level in new if level.days >= 0 or not late]
    passed += [level.name for level in new if level not in alive]
    promise = facts.promise
    if promise is not None and broken(promise, due, today) and f"{PROMISE}:{promise.id}" not in told:
        return f"{PROMISE}:{promise.id}", (*passed, *(level.name for level in alive)), "入金予定日を過ぎました"
    if not alive:
        return None, tuple(passed), "次の段階はまだ先です"
    *earlier, level = alive
    passed += [other.name for other in earlier]
    day = trigger_day(level, due)
    return level.name, tuple(passed), f"支払期限 {due} の段階「{level.name}」（{day}）になりました"


def _wait(
    facts: Facts, due: date, now: datetime, hours: Hours, knowledge: Knowledge, *, before_due: bool
) -> tuple[Wait | None, str]:
    today = now.date()
    if facts.disputed:
        return Wait.DISPUTE, "係争中です"
    if facts.checking_until is not None and today < facts.checking_until:
        return Wait.CHECKING, f"{facts.checking_until} まで確認中です"
    if facts.promise is not None and not broken(facts.promise, due, today):
        return Wait.PROMISED, f"{facts.promise.day} に入金予定です"
    if facts.arrived:
        return Wait.ARRIVED, "入金の明細があり、消込を待っています"
    if not is_open(now, hours):
        return Wait.CLOSED, f"{next_opening(now, hours):%Y-%m-%d %H:%M} まで待ちます"
    old = staleness(knowledge, now)
    if old is not None:
        return Wait.STALE, old
    if before_due:
        return None, ""
    # A picture taken on the last day itself does not show what arrived that afternoon.
    decisive = grace_day(due if facts.promise is None else max(due, facts.promise.day))
    for seen, name in ((knowledge.synced_at, "入金の確認"), (knowledge.feed_at, "口座同期")):
        if seen is not None and seen.date() <= decisive:
            return Wait.STALE, f"{decisive} より後の{name}がまだありません"
    return None, ""


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24}日" if hours >= 48 else f"{hours}時間"

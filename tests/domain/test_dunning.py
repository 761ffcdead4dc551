"""Reminders: one per level for ever, none too early, none on stale knowledge, none in people's quiet hours."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.business_day import is_business_day
from domain.dunning import (
    Decision,
    Facts,
    Hours,
    Knowledge,
    Level,
    Promise,
    Wait,
    broken,
    due_levels,
    grace_day,
    is_open,
    next_opening,
    staleness,
    trigger_day,
)

TOKYO = ZoneInfo("Asia/Tokyo")
DUE = date(2026, 11, 25)  # a Wednesday
BEFORE = Level("before", -3)
FIRST, SECOND, THIRD = Level("first", 1), Level("second", 7), Level("third", 30)
LEVELS = (BEFORE, FIRST, SECOND, THIRD)
HOURS = Hours()
OWED = Facts(DUE, 110_000)


def at(day: date, clock: str = "10:00") -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=TOKYO)


def fresh(now: datetime) -> Knowledge:
    return Knowledge(now - timedelta(minutes=30), now - timedelta(minutes=90))


def decide(
    facts: Facts = OWED,
    told: Iterable[str] = (),
    *,
    day: date,
    clock: str = "10:00",
    knowledge: Knowledge | None = None,
    levels: tuple[Level, ...] = LEVELS,
) -> Decision:
    now = at(day, clock)
    return due_levels(facts, levels, frozenset(told), now=now, hours=HOURS, knowledge=knowledge or fresh(now))


# --- when a level is reached


@pytest.mark.parametrize(
    ("level", "due", "expected"),
    [
        (FIRST, DUE, date(2026, 11, 26)),
        (Level("x", 0), DUE, DUE),
        (Level("x", 3), DUE, date(2026, 11, 30)),  # Saturday: told on Monday
        (FIRST, date(2026, 11, 28), date(2026, 12, 1)),  # due on a Saturday: Monday's transfer is in time
        (FIRST, date(2026, 12, 31), date(2027, 1, 5)),  # banks are closed until 01-03, and that is a Sunday
        (BEFORE, DUE, date(2026, 11, 20)),  # Sunday: told before it, not after
        (Level("x", -3, business=True), DUE, date(2026, 11, 19)),  # 11-23 is a holiday
        (Level("x", 3, business=True), DUE, date(2026, 11, 30)),
        (Level("x", 2, business=True), date(2026, 11, 22), date(2026, 11, 26)),
    ],
)
def test_a_level_is_reached_on_a_business_day(level: Level, due: date, expected: date) -> None:
    assert trigger_day(level, due) == expected


def test_each_level_is_told_when_its_day_comes_and_not_again() -> None:
    assert decide(day=DUE).level == "before"
    assert decide(told=["before"], day=DUE).level is None
    assert decide(told=["before"], day=date(2026, 11, 26)).level == "first"
    assert decide(told=["before", "first"], day=date(2026, 11, 27)) == Decision(reason="次の段階はまだ先です")
    assert decide(told=["before", "first"], day=date(2026, 12, 2)).level == "second"


def test_after_downtime_only_the_latest_level_is_told_and_the_missed_ones_never() -> None:
    decision = decide(day=date(2027, 1, 29))
    assert (decision.level, set(decision.skipped)) == ("third", {"before", "first", "second"})
    assert decide(told=["third"], day=date(2027, 1, 29)) == Decision(
        skipped=("before", "first", "second"), reason="次の段階はまだ先です"
    )


def test_a_notice_before_the_due_date_is_not_told_after_it() -> None:
    decision = decide(day=date(2026, 11, 26), levels=(BEFORE, SECOND))
    assert (decision.level, decision.skipped) == (None, ("before",))


def test_a_due_date_that_moves_repeats_nothing() -> None:
    later = replace(OWED, due=date(2026, 12, 25))
    assert decide(later, ["first", "second"], day=date(2026, 12, 28)).level is None
    assert decide(later, ["first"], day=date(2027, 1, 4)).level == "second"


def test_nothing_is_told_of_what_is_settled_or_has_no_due_date() -> None:
    late = date(2027, 1, 29)
    for facts in (replace(OWED, settled=True), replace(OWED, residual=0), replace(OWED, due=None)):
        decision = decide(facts, day=late)
        assert decision.level is None
        assert decision.skipped == ()
        assert decision.reason


# --- what people said


def test_a_promise_pauses_and_when_it_breaks_it_is_told_once_for_all_levels_reached() -> None:
    promised = replace(OWED, promise=Promise("7", date(2026, 12, 3)))
    waiting = decide(promised, ["before"], day=date(2026, 12, 3))
    assert (waiting.level, waiting.wait, waiting.reason) == (None, Wait.PROMISED, "2026-12-03 に入金予定です")
    told = decide(promised, ["before"], day=date(2026, 12, 4))
    assert (told.level, told.skipped) == ("promise:7", ("first", "second"))
    assert decide(promised, ["before", "promise:7", "first", "second"], day=date(2026, 12, 7)).level is None
    assert decide(promised, ["promise:7", "second"], day=date(2026, 12, 25)).level == "third"


def test_a_promise_for_a_holiday_breaks_after_the_next_business_day() -> None:
    promise = Promise("1", date(2026, 12, 5))  # Saturday
    assert not broken(promise, DUE, date(2026, 12, 7))
    assert broken(promise, DUE, date(2026, 12, 8))


def test_a_promise_before_the_due_date_breaks_only_with_the_due_date() -> None:
    early = replace(OWED, promise=Promise("1", date(2026, 11, 10)))
    assert decide(early, day=DUE).wait is Wait.PROMISED
    assert decide(early, day=date(2026, 11, 26)).level == "promise:1"


def test_disputes_wait_for_a_person_and_checks_for_a_day() -> None:
    late = date(2026, 12, 2)
    assert decide(replace(OWED, disputed=True), day=late).wait is Wait.DISPUTE
    checking = replace(OWED, checking_until=date(2026, 12, 4))
    assert decide(checking, day=late).wait is Wait.CHECKING
    assert decide(checking, day=date(2026, 12, 4)).level == "second"


# --- when people may be disturbed


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at(date(2026, 11, 26), "09:00"), at(date(2026, 11, 26), "09:00")),
        (at(date(2026, 11, 26), "08:59"), at(date(2026, 11, 26), "09:00")),
        (at(date(2026, 11, 26), "18:00"), at(date(2026, 11, 27), "09:00")),
        (at(date(2026, 11, 27), "23:00"), at(date(2026, 11, 30), "09:00")),
        (at(date(2026, 12, 30), "20:00"), at(date(2027, 1, 4), "09:00")),
        (at(date(2026, 11, 29), "10:00"), at(date(2026, 11, 30), "09:00")),
    ],
)
def test_nobody_is_disturbed_in_quiet_hours_or_on_holidays(moment: datetime, opening: datetime) -> None:
    assert next_opening(moment, HOURS) == opening
    assert is_open(opening, HOURS)
    assert is_open(moment, HOURS) == (moment == opening)


def test_a_level_reached_in_quiet_hours_says_when_it_will_be_told() -> None:
    decision = decide(day=date(2026, 11, 27), clock="19:30")
    assert (decision.level, decision.wait) == (None, Wait.CLOSED)
    assert "2026-11-30 09:00" in decision.reason


# --- what nobody can know


@pytest.mark.parametrize(
    ("synced_hours", "feed_hours", "says"),
    [
        (None, None, "入金をまだ一度も確認していません"),
        (7, None, "入金の確認が7時間前です"),
        (72, None, "入金の確認が3日前です"),
        (1, 24 * 5, "口座同期が5日前です"),
        (1, 24, None),
        (1, None, None),
    ],
)
def test_reminders_wait_while_our_picture_of_payments_is_old(
    synced_hours: int | None, feed_hours: int | None, says: str | None
) -> None:
    now = at(date(2026, 12, 4))
    synced, feed = (now - timedelta(hours=hours) if hours else None for hours in (synced_hours, feed_hours))
    knowledge = Knowledge(synced, feed)
    assert staleness(knowledge, now) == says
    decision = decide(told=["first"], day=now.date(), knowledge=knowledge)
    assert (decision.wait, decision.reason if decision.wait else None) == (Wait.STALE if says else None, says)


def test_a_look_on_the_due_date_itself_does_not_show_who_is_late() -> None:
    now = at(date(2026, 11, 26))
    yesterday = now.replace(hour=23, minute=59) - timedelta(days=1)
    synced = Knowledge(yesterday, None, sync_limit=timedelta(days=1))
    assert decide(day=now.date(), knowledge=synced).wait is Wait.STALE
    behind = decide(day=now.date(), knowledge=Knowledge(now, yesterday))
    assert (behind.wait, behind.reason) == (Wait.STALE, "2026-11-25 より後の口座同期がまだありません")
    early = decide(day=DUE, knowledge=Knowledge(at(DUE, "09:00"), at(DUE, "01:00")))
    assert early.level == "before"  # nobody is accused by a notice that comes in time


# --- any life of an invoice


moves = st.lists(
    st.tuples(
        st.integers(0, 12),  # days that pass
        st.sampled_from(["look", "down", "promise", "dispute", "settle_dispute", "check", "due", "stale"]),
        st.integers(-5, 20),
    ),
    max_size=25,
)


@settings(max_examples=120, deadline=None)
@given(moves=moves, offset=st.integers(0, 40), clock=st.sampled_from(["00:00", "08:59", "09:00", "17:59", "18:00"]))
def test_whatever_happens_no_key_is_told_twice_and_none_at_a_wrong_time(
    moves: list[tuple[int, str, int]], offset: int, clock: str
) -> None:
    day, facts, promises = DUE - timedelta(days=10), replace(OWED, due=DUE + timedelta(days=offset)), 0
    told: set[str] = set()
    for passed, what, number in moves:
        day += timedelta(days=passed)
        now = at(day, clock)
        if what == "promise":
            promises += 1
            facts = replace(facts, promise=Promise(str(promises), day + timedelta(days=abs(number))))
        elif what == "due":
            facts = replace(facts, due=(facts.due or DUE) + timedelta(days=number))
        elif what == "check":
            facts = replace(facts, checking_until=day + timedelta(days=abs(number)))
        else:
            facts = replace(facts, disputed=what == "dispute" or (facts.disputed and what != "settle_dispute"))
        knowledge = Knowledge(now - timedelta(days=3)) if what == "stale" else fresh(now)
        decision = due_levels(facts, LEVELS, told, now=now, hours=HOURS, knowledge=knowledge)
        new = {*decision.skipped, *([decision.level] if decision.level else [])}
        assert not new & told
        assert len(new) == len(decision.skipped) + bool(decision.level)
        if decision.level:
            _check(decision.level, facts, now, stale=what == "stale")
        assert decision.reason
        told |= new


def _check(level: str, facts: Facts, now: datetime, *, stale: bool) -> None:
    today, due = now.date(), facts.due
    assert due is not None
    assert not stale
    assert not facts.disputed
    assert facts.checking_until is None or today >= facts.checking_until
    assert is_business_day(today)
    assert HOURS.start <= now.time() < HOURS.end
    if level == "before":
        assert today <= grace_day(due)
    else:
        assert today > grace_day(due)
    assert facts.promise is None or today > grace_day(facts.promise.day) or level == "before"


@settings(max_examples=100, deadline=None)
@given(offset=st.integers(0, 400), down=st.lists(st.booleans(), min_size=120, max_size=120))
def test_every_invoice_nobody_pays_reaches_the_last_level_whatever_was_missed(offset: int, down: list[bool]) -> None:
    facts = replace(OWED, due=DUE + timedelta(days=offset))
    assert facts.due is not None
    told: list[str] = []
    skipped: set[str] = set()
    for number, asleep in enumerate(down):
        day = facts.due - timedelta(days=10) + timedelta(days=number)
        if not asleep and is_business_day(day):
            now = at(day)
            decision = due_levels(facts, LEVELS, {*told, *skipped}, now=now, hours=HOURS, knowledge=fresh(now))
            skipped |= set(decision.skipped)
            told += [decision.level] if decision.level else []
    assert len(told) == len(set(told))
    assert not set(told) & skipped
    last_days = [facts.due + timedelta(days=number - 10) for number, asleep in enumerate(down) if not asleep]
    if any(day >= trigger_day(THIRD, facts.due) and is_business_day(day) for day in last_days):
        assert told[-1] == "third"
        assert {*told, *skipped} == {"before", "first", "second", "third"}


def test_money_that_seems_to_be_there_is_waited_for() -> None:
    late = DUE + timedelta(days=1)
    waiting = decide(replace(OWED, arrived=True), day=late)
    assert (waiting.level, waiting.wait) == (None, Wait.ARRIVED)
    assert decide(OWED, day=late).level == "first"

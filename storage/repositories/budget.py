"""One budget of calls, shared by every process: exact sliding counts, corrected by what the answers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, delete, func, select, text
from sqlmodel import Session, col

from storage.models import ApiCall, BudgetState
from storage.repositories.upsert import put

BLOCKED = "blocked"
BUDGET_LOCK = 5_315_013


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` calls in `seconds`; of these, `reserve` are kept for look-ups and people."""

    name: str
    seconds: int
    limit: int
    reserve: int


class _Told(NamedTuple):
    remaining: int  # calls, at that moment
    at: datetime
    resets_at: datetime


def take(
    session: Session,
    scope: str,
    *,
    windows: Sequence[Window],
    kind: str,
    purpose: str,
    may_use_reserve: bool,
    now: datetime,
) -> datetime | None:
    """Count one call and return None, or count nothing and return when it may be made."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(:key, hashtext(:scope))"), {"key": BUDGET_LOCK, "scope": scope}
        )
    wait = free_at(session, scope, windows=windows, may_use_reserve=may_use_reserve, now=now)
    if wait is None:
        session.add(ApiCall(scope=scope, at=now, kind=kind, purpose=purpose))
    return wait


def free_at(
    session: Session, scope: str, *, windows: Sequence[Window], may_use_reserve: bool, now: datetime
) -> datetime | None:
    """Return None if a call may be made now, else when."""
    states = {state.window: state for state in _states(session, scope)}
    begins = [now - timedelta(seconds=window.seconds) for window in windows]
    told = [_told(states.get(window.name), now) for window in windows]
    counts = _counts(session, scope, [*begins, *(answer.at for answer in told if answer is not None)])
    blocked = states.get(BLOCKED)
    moments = [blocked.resets_at if blocked and blocked.resets_at and blocked.resets_at > now else None]
    for window, begin, answer in zip(windows, begins, told, strict=True):
        room = window.limit - (0 if may_use_reserve else window.reserve)
        if counts[begin] >= room:
            moments.append(_leaves(session, scope, window, counts[begin] - room, now))
        elif answer is not None and answer.remaining - counts[answer.at] <= window.limit - room:
            moments.append(answer.resets_at)
    return max((moment for moment in moments if moment is not None), default=None)


def observe(
    session: Session, scope: str, *, remaining: dict[str, int], resets: dict[str, datetime], now: datetime
) -> None:
    """Learn what an answer's headers say of each window."""
    for window, left in remaining.items():
        put(
            session,
            BudgetState,
            ["scope", "window"],
            {
                "scope": scope,
                "window": window,
                "remaining": left,
                "observed_at": now,
                "resets_at": resets.get(window),
            },
        )


def block(session: Session, scope: str, *, until: datetime, now: datetime) -> None:
    """Stop all calls until then."""
    put(
        session,
        BudgetState,
        ["scope", "window"],
        {"scope": scope, "window": BLOCKED, "remaining": 0, "observed_at": now, "resets_at": until},
    )


def used(session: Session, scope: str, *, since: datetime) -> dict[str, int]:
    """Return calls by kind since a moment."""
    rows = session.execute(
        select(col(ApiCall.kind), func.count())
        .where(col(ApiCall.scope) == scope, col(ApiCall.at) > since)
        .group_by(ApiCall.kind)
    ).all()
    return {kind: int(number) for kind, number in rows}


def prune(session: Session, *, before: datetime) -> None:
    """Forget calls older than any window or report needs."""
    session.execute(delete(ApiCall).where(col(ApiCall.at) < before))


def _states(session: Session, scope: str) -> Sequence[BudgetState]:
    return session.execute(select(BudgetState).where(col(BudgetState.scope) == scope)).scalars().all()


def _told(state: BudgetState | None, now: datetime) -> _Told | None:
    """Return what the last answer said of a window, if that is not over yet."""
    if state is None or state.remaining is None or state.resets_at is None or state.resets_at <= now:
        return None
    return _Told(state.remaining, state.observed_at, state.resets_at)


def _counts(session: Session, scope: str, moments: Sequence[datetime]) -> dict[datetime, int]:
    """Return how many calls there were since each moment; one statement, since it is asked before every call."""
    since = [func.count(case((col(ApiCall.at) > moment, 1))) for moment in moments]
    row = session.execute(select(*since).where(col(ApiCall.scope) == scope, col(ApiCall.at) > min(moments))).one()
    return dict(zip(moments, map(int, row), strict=True))


def _leaves(session: Session, scope: str, window: Window, beyond: int, now: datetime) -> datetime:
    """Return when the call leaves the window that must do so before there is room again."""
    length = timedelta(seconds=window.seconds)
    calls = select(col(ApiCall.at)).where(col(ApiCall.scope) == scope, col(ApiCall.at) > now - length)
    at = session.execute(calls.order_by(col(ApiCall.at)).offset(beyond).limit(1)).scalar()
    if at is None:  # the window is smaller than what is kept: there is never room
        at = session.execute(calls.order_by(col(ApiCall.at).desc()).limit(1)).scalar()
    return (at or now) + length

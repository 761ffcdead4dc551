"""One budget of calls, shared by every process: exact sliding counts, corrected by what the answers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
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
    wait = _blocked(session, scope, now)
    for window in windows:
        room = window.limit - (0 if may_use_reserve else window.reserve)
        moment = _free_at(session, scope, window, room, now)
        if moment is not None:
            wait = max(wait, moment) if wait else moment
    return wait


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


def _blocked(session: Session, scope: str, now: datetime) -> datetime | None:
    row = session.get(BudgetState, (scope, BLOCKED))
    return row.resets_at if row and row.resets_at and row.resets_at > now else None


def _free_at(session: Session, scope: str, window: Window, room: int, now: datetime) -> datetime | None:
    since = now - timedelta(seconds=window.seconds)
    calls = select(col(ApiCall.at)).where(col(ApiCall.scope) == scope, col(ApiCall.at) > since)
    count = int(session.execute(select(func.count()).select_from(calls.subquery())).scalar_one())
    if count >= room:
        # The call that must leave the window before there is room again.
        oldest = session.execute(
            calls.order_by(col(ApiCall.at)).offset(count - room).limit(1)
            if room > 0
            else calls.order_by(col(ApiCall.at).desc()).limit(1)
        ).scalar()
        return (oldest or now) + timedelta(seconds=window.seconds)
    state = session.get(BudgetState, (scope, window.name))
    if state is None or state.remaining is None or state.resets_at is None or state.resets_at <= now:
        return None
    since_answer = int(
        session.execute(
            select(func.count()).where(col(ApiCall.scope) == scope, col(ApiCall.at) > state.observed_at)
        ).scalar_one()
    )
    reserve = window.limit - room
    return state.resets_at if state.remaining - since_answer <= reserve else None

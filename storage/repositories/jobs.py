"""Durable work: enqueue, lease, finish. The callers' transactions decide when it counts.

The statements every job needs are built once and run with parameters: building one costs more than running it.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Update, and_, bindparam, func, or_, select, text, update
from sqlmodel import Session, col

from storage.models import Job
from storage.models.base import Moment, table_of
from storage.repositories.upsert import insert_each_once, insert_once

OPEN = (col(Job.finished_at).is_(None),)
LEASED = ("id", "kind", "key", "payload", "epoch", "attempts", "created_at")
FAILING_ATTEMPTS = 3  # from the third on, somebody was told
WAKE = "wake"  # session.info: somebody should look for work after the commit


class LeaseLostError(Exception):
    """Another worker has taken this job: whatever this one still wants to write is refused."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in the hands of one worker."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    epoch: int
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job to be added."""

    kind: str
    key: str
    payload: dict[str, Any]
    lane: str | None


def enqueue(
    session: Session,
    kind: str,
    key: str,
    payload: dict[str, Any] | None = None,
    *,
    now: datetime,
    run_at: datetime | None = None,
    lane: str | None = None,
) -> bool:
    """Add a job unless (kind, key) was ever asked for. Return whether it is new."""
    new = insert_once(session, Job, _ready(kind, key, payload, now=now, run_at=run_at, lane=lane))
    if new:
        session.info[WAKE] = True
    return new


def enqueue_each(session: Session, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """Add jobs like `enqueue`, due now, in one statement; in a lane they are done in this order."""
    rows = [_ready(job.kind, job.key, job.payload, now=now, run_at=None, lane=job.lane) for job in wanted]
    if insert_each_once(session, Job, rows, key=("kind", "key")):
        session.info[WAKE] = True


def _ready(
    kind: str,
    key: str,
    payload: dict[str, Any] | None,
    *,
    now: datetime,
    run_at: datetime | None,
    lane: str | None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "key": key,
        "lane": lane,
        "payload": payload or {},
        "state": "ready",
        "run_at": run_at or now,
        "epoch": 0,
        "attempts": 0,
        "created_at": now,
    }


def lease(session: Session, *, owner: str, now: datetime, seconds: float) -> Lease | None:
    """Take the next due job, or one whose worker went silent; None if nothing is due."""
    row = session.execute(
        TAKE_NEXT, {"now": now, "new_owner": owner, "lease_end": now + timedelta(seconds=seconds)}
    ).first()
    return None if row is None else Lease(*row)


def _take_next() -> Update:
    """Return the statement of `lease`: building it anew each time would cost more than running it."""
    job, ahead, table = JOBS.alias("j"), JOBS.alias("k"), JOBS  # the table, not the model: the ORM need not look on
    waits = select(ahead.c.id).where(ahead.c.lane == job.c.lane, ahead.c.finished_at.is_(None), ahead.c.id < job.c.id)
    choice = (
        select(job.c.id)
        .where(
            job.c.finished_at.is_(None),
            job.c.run_at <= bindparam("now", type_=Moment),
            or_(job.c.lane.is_(None), ~waits.exists()),
        )
        .order_by(job.c.run_at, job.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(table)
        .where(table.c.id == choice.scalar_subquery())
        .values(
            state="running",
            owner=bindparam("new_owner"),
            run_at=bindparam("lease_end", type_=Moment),
            epoch=table.c.epoch + 1,
        )
        .returning(*(table.c[name] for name in LEASED))
    )


JOBS = table_of(Job)
TAKE_NEXT = _take_next()
HELD = (JOBS.c.id == bindparam("held_id"), JOBS.c.epoch == bindparam("held_epoch"), JOBS.c.finished_at.is_(None))
HOLD = select(JOBS.c.id).where(*HELD).with_for_update()
FAILURES = "attempts"  # the one column that is added to


def hold(session: Session, lease: Lease) -> None:
    """Raise LeaseLostError unless the lease is still ours: call it first in every fenced transaction."""
    if session.execute(HOLD, _held(lease)).first() is None:
        raise LeaseLostError(lease.key)


def extend(session: Session, lease: Lease, *, now: datetime, seconds: float) -> None:
    """Keep a long job; raise LeaseLostError if it is too late."""
    _settle(session, lease, run_at=now + timedelta(seconds=seconds))


def finish(session: Session, lease: Lease, *, now: datetime) -> None:
    """Mark a job done. Nobody is woken for the next of its lane: whoever finishes a job looks for another."""
    _settle(session, lease, state="done", finished_at=now, error=None, error_kind=None)


def postpone(
    session: Session,
    lease: Lease,
    *,
    run_at: datetime,
    error_kind: str | None,
    error: str | None,
    failed: bool,
    note: dict[str, Any] | None = None,
) -> None:
    """Give a job back for later. `failed` counts an attempt; waiting for one's turn does not.

    `note` is added to the payload: what the next run must know.
    """
    _settle(
        session,
        lease,
        **({"payload": {**lease.payload, **note}} if note else {}),
        state="ready",
        run_at=run_at,
        error_kind=error_kind,
        error=error,
        attempts=1 if failed else 0,
    )


def bury(session: Session, lease: Lease, *, now: datetime, error_kind: str, error: str) -> None:
    """Give a job up until a person runs it again."""
    _settle(session, lease, state="dead", finished_at=now, error_kind=error_kind, error=error)


def revive(session: Session, job_id: int, *, now: datetime) -> Job | None:
    """Run a dead job again, or a waiting one at once. Return it, None if it is not waiting any more."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None or job.state == "done":
        return None
    if job.state == "running" and job.run_at > now:
        return job
    job.state, job.run_at, job.finished_at, job.attempts = "ready", now, None, 0
    session.add(job)
    session.info[WAKE] = True
    return job


def revive_by_error(session: Session, error_kind: str, *, now: datetime) -> int:
    """Let everything that waits because of this kind of error run now."""
    result = session.execute(
        update(Job)
        .where(col(Job.error_kind) == error_kind, col(Job.state).in_(("ready", "dead")))
        .values(state="ready", run_at=now, finished_at=None, attempts=0, error_kind=None)
    )
    session.info[WAKE] = True
    return cast("CursorResult[Any]", result).rowcount


def take_back(session: Session, *, now: datetime) -> int:
    """Free every leased job at once: only for a process that knows it is alone and has just started."""
    result = session.execute(
        update(Job).where(col(Job.state) == "running", col(Job.finished_at).is_(None)).values(state="ready", run_at=now)
    )
    return cast("CursorResult[Any]", result).rowcount


def next_due(session: Session) -> datetime | None:
    """Return when the next unfinished job is due."""
    return session.execute(select(func.min(col(Job.run_at))).where(col(Job.finished_at).is_(None))).scalar()


def waiting(session: Session, kind: str) -> int:
    """Return how many jobs of a kind are unfinished."""
    return int(
        session.execute(select(func.count()).where(col(Job.kind) == kind, col(Job.finished_at).is_(None))).scalar_one()
    )


def in_trouble(session: Session, *, limit: int) -> Sequence[Job]:
    """Return the newest jobs that were given up, or go on failing, and wait for somebody."""
    failing = and_(*OPEN, col(Job.attempts) >= FAILING_ATTEMPTS, col(Job.error_kind).is_not(None))
    return list(
        session.execute(
            select(Job).where(or_(col(Job.state) == "dead", failing)).order_by(col(Job.id).desc()).limit(limit)
        ).scalars()
    )


def in_lane(session: Session, lane: str) -> bool:
    """Return whether a lane has unfinished work."""
    return session.execute(select(col(Job.id)).where(col(Job.lane) == lane, *OPEN).limit(1)).first() is not None


def waits_in_lane(session: Session, lane: str) -> bool:
    """Return whether a lane has work that nobody has begun: what it looks at will be looked at later than now."""
    begun = col(Job.epoch) > 0
    return session.execute(select(col(Job.id)).where(col(Job.lane) == lane, ~begun, *OPEN).limit(1)).first() is not None


def prune(session: Session, *, before: datetime) -> None:
    """Forget finished jobs that ended before that moment; their keys are long past any redelivery."""
    session.execute(text("DELETE FROM job WHERE state = 'done' AND finished_at < :before").bindparams(before=before))


def _settle(session: Session, lease: Lease, **values: Any) -> None:
    names = tuple(values)
    result = session.execute(_settling(names), {**_held(lease), **{f"new_{name}": values[name] for name in names}})
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise LeaseLostError(lease.key)


@functools.cache
def _settling(names: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(f"new_{name}", type_=JOBS.c[name].type) for name in names}
    if FAILURES in values:
        values[FAILURES] = JOBS.c[FAILURES] + values[FAILURES]
    return update(JOBS).where(*HELD).values(values)


def _held(lease: Lease) -> dict[str, Any]:
    return {"held_id": lease.id, "held_epoch": lease.epoch}

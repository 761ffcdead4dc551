"""The lease loop: take a due job, run it, settle it. Any number of these may run, in any number of processes."""

import asyncio
import contextlib
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlmodel import Session

from bot.failures import Later, describe
from bot.services import Last, Services
from bot.usecases.raise_alert import raise_alert
from integrations.errors import IntegrationError, RateError
from storage.errors import StoreUnavailableError
from storage.repositories import jobs
from storage.repositories.jobs import Lease, LeaseLostError

log = structlog.get_logger(__name__)

Handler = Callable[[Services, Lease], Awaitable[Last | None]]
"""Does one job; may leave its last transaction to be carried out with the job's end."""

IDLE_SECONDS = 1.0  # how often one loop looks by itself: what was put off becomes due, and a call may be missed
# Network trouble shorter than a few minutes heals by itself and disturbs nobody; one garbled answer is no changed API.
ALERT_AT_ATTEMPT = {"": 4, "changed_api": 3}
CHANGED_WAITS = 6  # times the longest wait, an hour: calls are scarce, and this heals when a person has acted
GIVE_UP_DATA = ("data", "duplicate")  # repeating the same request gets the same answer
GIVE_UP_INTERNAL = 5
AUTHORISATION_WAIT = timedelta(minutes=10)


class Worker:
    """Runs jobs with a number of concurrent tasks until stopped."""

    def __init__(self, services: Services, handlers: Mapping[str, Handler], *, tasks: int = 8) -> None:
        """Nothing runs until `run`."""
        self._services = services
        self._handlers = handlers
        self._tasks = tasks
        self._name = f"worker-{uuid4().hex[:8]}"
        self._bell = Bell()
        self._stopping = False
        self.last_tick: datetime | None = None

    async def run(self) -> None:
        """Work until `stop`; a job in hand is finished first."""
        loop = asyncio.get_running_loop()
        self._services.database.on_work(lambda: _from_thread(loop, self._bell.ring))
        looking = asyncio.create_task(self._look_now_and_then())
        await asyncio.gather(*(self._loop() for _ in range(self._tasks)))
        looking.cancel()

    def stop(self) -> None:
        """Let the loops end after the job each has in hand."""
        self._stopping = True
        self._bell.ring_all()

    async def run_due(self, *, limit: int = 100_000) -> int:
        """Run everything that is due now, one by one, and return how many; for tests and commands."""
        lease = await self._take()
        for count in range(limit):
            if lease is None:
                return count
            lease = await self._run(lease) or await self._take()
        raise RuntimeError("work does not come to an end")

    async def _look_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(IDLE_SECONDS)
            self._bell.ring()

    async def _loop(self) -> None:
        following: Lease | None = None
        while following is not None or not self._stopping:
            rings = self._bell.rings
            try:
                lease, following = following or await self._take(), None
                if lease is not None:
                    following = await self._run(lease)
                    continue
            except StoreUnavailableError:
                log.warning("worker.store_unavailable")
            except Exception:
                log.exception("worker.loop_failed")
                await asyncio.sleep(IDLE_SECONDS)
            await self._bell.wait(rings)

    async def _take(self) -> Lease | None:
        services = self._services
        now = services.clock.now()
        self.last_tick = now
        return await services.database.transact(
            jobs.lease, owner=self._name, now=now, seconds=services.tuning.lease_seconds
        )

    async def _finish(self, lease: Lease, last: Last | None) -> Lease | None:
        """Settle a job; return the next one, taken in the same transaction."""
        self.last_tick = self._services.clock.now()
        return await self._services.database.transact(self._end, lease, last, now=self.last_tick)

    def _end(self, session: Session, lease: Lease, last: Last | None, *, now: datetime) -> Lease | None:
        jobs.finish(session, lease, now=now)  # first: where the lease is lost, nothing of this counts
        following = None
        if not self._stopping:
            following = jobs.lease(session, owner=self._name, now=now, seconds=self._services.tuning.lease_seconds)
        if last is not None:
            last(session)  # at the end, for it may hold what other processes wait for
        return following

    async def _run(self, lease: Lease) -> Lease | None:
        """Run one job and settle it; return the next one if it was taken along with the end of this."""
        self._bell.ring()  # where one job was there may be more: one sleeper after the other gets up
        with structlog.contextvars.bound_contextvars(job=lease.kind, key=lease.key, attempt=lease.attempts):
            return await self._run_bound(lease)

    async def _run_bound(self, lease: Lease) -> Lease | None:
        services = self._services
        handler = self._handlers.get(lease.kind)
        try:
            if handler is None:
                raise LookupError(f"no handler for {lease.kind}")
            last = await handler(services, lease)
            return await self._finish(lease, last)
        except LeaseLostError:
            log.warning("job.lease_lost")
        except StoreUnavailableError:
            # Not the job's fault, and no failure counts: it is taken up again, at the latest when its lease ends.
            log.warning("job.store_unavailable")
            now = services.clock.now()
            await self._settle(lease, lambda session: _wait(session, lease, Later(now)))
        except Later as later:
            wait = later
            await self._settle(lease, lambda session: _wait(session, lease, wait))
        except IntegrationError as error:
            log.warning("job.failed", error_kind=error.kind, error=error.message, request_id=error.request_id)
            refused = error
            await self._settle(lease, lambda session: self._after_error(session, lease, refused.kind, refused))
        except Exception as error:
            log.exception("job.crashed")
            caught = error
            await self._settle(lease, lambda session: self._after_error(session, lease, "internal", caught))
        return None

    async def _settle(self, lease: Lease, function: Callable[[Session], None]) -> None:
        try:
            await self._services.database.transact(function)
        except LeaseLostError:
            log.warning("job.lease_lost")

    def _rest(self, kind: str, attempts: int) -> timedelta:
        """Return how long a job rests after so many failures that may heal."""
        waits = self._services.tuning.retry_seconds
        if kind == "authorisation":
            return AUTHORISATION_WAIT
        if kind == "changed_api" and attempts >= ALERT_AT_ATTEMPT[kind]:
            # It never dies of that: what was begun comes to its end by itself once the answers can be read again.
            return CHANGED_WAITS * timedelta(seconds=waits[-1])
        return timedelta(seconds=waits[min(attempts, len(waits)) - 1])

    def _after_error(self, session: Session, lease: Lease, kind: str, error: Exception) -> None:
        now = self._services.clock.now()
        words = error.message if isinstance(error, IntegrationError) else _last_line(error)
        if isinstance(error, RateError):
            jobs.postpone(
                session,
                lease,
                run_at=error.retry_at or now + timedelta(seconds=60),
                error_kind="rate",
                error=words,
                failed=False,
            )
            return
        attempts = lease.attempts + 1
        if kind in GIVE_UP_DATA or (kind == "internal" and attempts >= GIVE_UP_INTERNAL):
            jobs.bury(session, lease, now=now, error_kind=kind, error=words)
        else:
            run_at = now + self._rest(kind, attempts)
            jobs.postpone(session, lease, run_at=run_at, error_kind=kind, error=words, failed=True)
            if kind != "authorisation" and attempts != ALERT_AT_ATTEMPT.get(kind, ALERT_AT_ATTEMPT[""]):
                return
        raise_alert(
            session,
            services=self._services,
            alert=describe(lease, kind=kind, words=words, system=getattr(error, "system", "")),
            job_id=lease.id,
            now=now,
        )


def _wait(session: Session, lease: Lease, later: Later) -> None:
    jobs.postpone(
        session,
        lease,
        run_at=later.run_at,
        error_kind=None,
        error=str(later) or None,
        failed=False,
        note=later.note,
    )


class Bell:
    """Wakes sleeping loops, one for each ring, so that one job does not make all of them look at once."""

    def __init__(self) -> None:
        """Nobody sleeps yet."""
        self.rings = 0
        self._sleepers: deque[asyncio.Future[None]] = deque()

    def ring(self) -> None:
        """Wake one sleeper, if there is one."""
        self.rings += 1
        while self._sleepers:
            sleeper = self._sleepers.popleft()
            if not sleeper.done():
                sleeper.set_result(None)
                return

    def ring_all(self) -> None:
        """Wake everybody."""
        for _ in range(len(self._sleepers) + 1):
            self.ring()

    async def wait(self, rings: int) -> None:
        """Sleep until a ring later than the first `rings`."""
        if self.rings != rings:
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append(sleeper)
        await sleeper


def _from_thread(loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there to wake
        loop.call_soon_threadsafe(ring)


def _last_line(error: Exception) -> str:
    return traceback.format_exception_only(error)[-1].strip()[:500]

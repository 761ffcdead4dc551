"""How a job ends: what it stores last and its end count together, and nothing else waits for it."""

from functools import partial

from sqlmodel import Session

from bot.services import Services
from bot.worker import Last, Worker
from storage.repositories import jobs, learned
from storage.repositories.jobs import Lease
from tests.town import Town


async def test_what_a_job_stores_last_counts_with_its_end_or_not_at_all(t: Town) -> None:
    tries: list[str] = []

    async def stores(services: Services, lease: Lease) -> Last:
        def last(session: Session) -> None:
            tries.append(lease.key)
            learned.set_value(session, "kept", "yes", now=services.clock.now())
            if len(tries) == 1:
                raise RuntimeError("the disk is full")

        return last

    async def follows(services: Services, lease: Lease) -> None:
        tries.append(lease.key)

    t.parts.worker = Worker(t.parts.services, {"stores": stores, "follows": follows})
    for kind in ("stores", "follows"):
        await t.parts.database.transact(jobs.enqueue, kind, kind, now=t.clock.now())
    kept = partial(t.parts.database.read, learned.get, "kept")

    await t.work()
    assert tries == ["stores", "follows"]  # the next one was taken in the transaction that failed, and is free again
    assert await kept() is None
    assert [job.kind for job in await t.open_jobs() if job.kind in ("stores", "follows")] == ["stores"]

    await t.later(3_600)
    assert tries == ["stores", "follows", "stores"]
    assert await kept() == "yes"
    assert [job.kind for job in await t.open_jobs() if job.kind in ("stores", "follows")] == []

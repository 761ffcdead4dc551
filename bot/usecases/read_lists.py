"""Reading long lists under a small budget: page by page, each once, going on where the budget or a crash stopped it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from bot.failures import Later
from bot.services import Services
from domain.invoice import IssuedInvoice
from integrations.accounting.base import AccountingSystem, InvoicePage, InvoiceQuery, Purpose
from integrations.errors import RateError
from storage.repositories import jobs
from storage.repositories.jobs import Lease

NOTE = "read"
DONE = -1

Page = TypeVar("Page")
Taker = Callable[[Sequence[IssuedInvoice]], Awaitable[None]]


class Lists:
    """The lists one job reads. What it has come to stands in the job's payload whenever the budget makes it wait.

    Without that, a list of more pages than the budget has calls a minute would be begun again for ever.
    """

    def __init__(self, services: Services, lease: Lease) -> None:
        """Go on where an earlier run of the job had to stop."""
        self._services, self._lease = services, lease
        self.state: dict[str, Any] = dict(lease.payload.get(NOTE) or {})

    @property
    def began(self) -> datetime:
        """When the job first began to read: what no page shows after that has left the lists."""
        now: str = self.state.setdefault("began", self._services.clock.now().isoformat())
        return datetime.fromisoformat(now)

    async def read(self, name: str, system: AccountingSystem, query: InvoiceQuery, take: Taker) -> None:
        """Hand every page of a list to `take`, unless that was done before. `name` tells the job's lists apart."""

        def pages(first: int) -> AsyncIterator[InvoicePage]:
            return system.invoices(replace(query, first_page=first), purpose=Purpose.BULK)

        await self.each(name, pages, lambda found: take(found.invoices))

    async def each(
        self, name: str, pages: Callable[[int], AsyncIterator[Page]], take: Callable[[Page], Awaitable[None]]
    ) -> None:
        """Hand to `take` what `pages` yields after so many pages, as `read` does for lists of invoices."""
        page = int(self.state.get(name, 0))
        if page == DONE:
            return
        try:
            async for found in pages(page):
                await take(found)
                await self._keep()
                page += 1
                self.state[name] = page
        except RateError as full:
            raise self.later(full) from full
        self.state[name] = DONE

    async def _keep(self) -> None:
        # A long list on a slow day takes longer than a lease.
        services = self._services
        seconds = services.tuning.lease_seconds
        await services.database.transact(jobs.extend, self._lease, now=services.clock.now(), seconds=seconds)

    def later(self, full: RateError) -> Later:
        """Return what makes the job go on when there are calls again."""
        return Later(full.retry_at or self._services.clock.now(), full.message, note={NOTE: self.state})

"""The partner index in memory, rebuilt when the stored partners or confirmed spellings have changed."""

import asyncio

from sqlmodel import Session

from domain.partner_index import PartnerIndex
from storage.database import Database
from storage.repositories import learned, partners


class PartnerDirectory:
    """Gives the current index of one accounting system's partners."""

    def __init__(self, database: Database, provider: str) -> None:
        """Nothing is read until the first use."""
        self._database = database
        self._provider = provider
        self._stamp: str | None = None
        self._index = PartnerIndex.build([])
        self._lock = asyncio.Lock()

    async def index(self) -> PartnerIndex:
        """Return the index as of the last change."""
        stamp = await self._database.read(learned.get, partners.CHANGED)
        if stamp != self._stamp:
            async with self._lock:
                if stamp != self._stamp:
                    self._index = await self._database.read(_build, self._provider)
                    self._stamp = stamp
        return self._index


def _build(session: Session, provider: str) -> PartnerIndex:
    index = PartnerIndex.build([])
    for partner in partners.available(session, provider):
        others = [name for name in (partner.long_name, partner.kana) if name]
        index.add(partner.external_id, partner.name, other_names=others)
    for alias in partners.aliases(session, provider):
        index.add_alias(alias.written, alias.partner_id)
    return index

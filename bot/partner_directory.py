"""The partner index in memory, rebuilt when the stored partners or confirmed spellings have changed."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session

from domain.partner_index import PartnerIndex
from storage.database import Database
from storage.models import Partner, PartnerAlias
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
    rows, aliases = partners.available(session, provider), partners.aliases(session, provider)
    shared = _shared(rows, aliases)
    further: dict[str, list[str]] = defaultdict(list)
    for alias in aliases:
        if alias.key in shared:  # one more name of its partner: two partners with one name are asked about
            further[alias.partner_id].append(alias.written)
    for partner in rows:
        others = [name for name in (partner.long_name, partner.kana, *further[partner.external_id]) if name]
        index.add(partner.external_id, partner.name, other_names=others)
    for alias in aliases:
        if alias.key not in shared:
            index.add_alias(alias.written, alias.partner_id)
    return index


def _shared(rows: Sequence[Partner], aliases: Sequence[PartnerAlias]) -> set[str]:
    """Return the keys that were learnt for one partner and are another's own name."""
    learnt = {alias.key: alias.partner_id for alias in aliases}
    return {row.key for row in rows if learnt.get(row.key, row.external_id) != row.external_id}

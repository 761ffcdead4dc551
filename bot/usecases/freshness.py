"""How old our knowledge of payments is: said wherever a payment is spoken of, and wherever one is missed."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.services import Services
from bot.texts import Texts
from bot.usecases.rhythm import QUIET_HOURS, at_work
from integrations.accounting.books import FeedHealth, Wallet
from storage.repositories import learned

STALE = timedelta(hours=3)  # the sync's own rhythm in office hours, missed twice
QUIET_STALE = timedelta(hours=QUIET_HOURS, minutes=30)  # and at its slowest
SYNCED = "payments_synced"  # learnt: when the last reading of unpaid invoices began
FEEDS = "feeds"  # learnt: the bank accounts and when their lines last came
FILES = "bank_file"  # learnt: when a bank file was last taken in


@dataclass(frozen=True, slots=True)
class Feed:
    """One bank account: when its lines last came, and whether they still come by themselves."""

    name: str
    health: FeedHealth
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """What we knew when. `file_at`: the last bank file, for companies without a feed."""

    synced_at: datetime | None
    now: datetime
    feeds: tuple[Feed, ...] = ()
    file_at: datetime | None = None

    def words(self, texts: Texts) -> str:
        """Return the ages in words: that of the sync, and that of the bank lines where there are any."""
        bank = self.bank_words(texts)
        return f"{self._age(texts, self.synced_at)}{texts('fresh.bank', age=bank) if bank else ''}"

    def bank_words(self, texts: Texts) -> str:
        """Return how old the bank lines are; empty where none ever come."""
        parts = [
            texts("fresh.failing", name=feed.name, age=self._age(texts, feed.synced_at))
            if feed.health is FeedHealth.FAILS
            else texts("fresh.feed", name=feed.name, age=self._age(texts, feed.synced_at))
            for feed in self.feeds
            if feed.health is not FeedHealth.NONE
        ]
        if self.file_at is not None:
            parts.append(texts("fresh.file", age=self._age(texts, self.file_at)))
        return texts("fresh.and").join(parts)

    def _age(self, texts: Texts, moment: datetime | None) -> str:
        if moment is None:
            return texts("unpaid.never")
        minutes = int((self.now - moment).total_seconds() // 60)
        if minutes < 1:
            return texts("unpaid.now")
        if minutes < 120:
            return texts("unpaid.minutes", minutes=minutes)
        hours = minutes // 60
        return texts("unpaid.hours", hours=hours) if hours < 48 else texts("fresh.days", days=hours // 24)

    @property
    def stale(self) -> bool:
        """Return whether somebody may have paid without our knowing: the sync is old, or a feed has stopped."""
        limit = STALE if at_work(self.now - STALE) else QUIET_STALE
        return self.synced_at is None or self.now - self.synced_at > limit or self.failing

    @property
    def failing(self) -> bool:
        """Return whether a bank's connection must be renewed by a person."""
        return any(feed.health is FeedHealth.FAILS for feed in self.feeds)


def freshness(session: Session, services: Services, now: datetime) -> Freshness:
    """Return what is known now."""
    provider = services.accounting.name
    return Freshness(
        synced_at=learned.learned_at(session, f"{SYNCED}:{provider}"),
        now=now,
        feeds=known_feeds(session, provider),
        file_at=learned.learned_at(session, FILES),
    )


def keep_feeds(session: Session, provider: str, wallets: list[Wallet], *, now: datetime) -> None:
    """Keep what the books say of their bank accounts."""
    rows = [
        {
            "id": wallet.external_id,
            "name": wallet.name,
            "health": wallet.health,
            "synced_at": wallet.synced_at.isoformat() if wallet.synced_at else None,
        }
        for wallet in wallets
    ]
    learned.set_value(session, f"{FEEDS}:{provider}", json.dumps(rows, ensure_ascii=False), now=now)


def known_feeds(session: Session, provider: str) -> tuple[Feed, ...]:
    """Return the bank accounts as last read."""
    return tuple(
        Feed(
            row["name"],
            FeedHealth(row["health"]),
            datetime.fromisoformat(row["synced_at"]) if row["synced_at"] else None,
        )
        for row in _rows(session, provider)
    )


def feed_at(session: Session, provider: str) -> datetime | None:
    """Return until when all bank lines are known; None if no feed says so."""
    known = [feed.synced_at for feed in known_feeds(session, provider) if feed.health is not FeedHealth.NONE]
    return min((moment for moment in known if moment is not None), default=None)


def wallet_ids(session: Session, provider: str) -> list[str]:
    """Return the ids of the bank accounts in the books."""
    return [row["id"] for row in _rows(session, provider)]


def _rows(session: Session, provider: str) -> list[dict[str, str]]:
    value = learned.get(session, f"{FEEDS}:{provider}")
    return json.loads(value) if value else []

"""The append-only chain of what was done. Every entry carries the hash of the one before it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, select, text
from sqlmodel import Session, col

from domain.evidence import canonical_json, chain_hash
from storage.models import Evidence
from storage.models.base import table_of

# Any fixed number: appends of concurrent transactions queue for it, or two would follow the same entry.
CHAIN_LOCK = 5_315_012
GENESIS = ""
COVERED = ("seq", "at", "actor", "deal_id", "kind", "detail")  # what an entry's hash covers
CHAIN = table_of(Evidence)
ADD = insert(CHAIN)
END = "chain_end"  # session.info: number and hash of the last entry, while a transaction keeps others from adding one
LAST = select(CHAIN.c.seq, CHAIN.c.hash).order_by(CHAIN.c.seq.desc()).limit(1)


def append(
    session: Session, *, at: datetime, actor: str, kind: str, deal_id: str | None = None, detail: dict[str, Any]
) -> str:
    """Add an entry and return its hash. `actor` is a Slack user id, "worker" or "clock"."""
    if END not in session.info and session.get_bind().dialect.name == "postgresql":  # on SQLite there is one writer
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    session.flush()
    last, previous = session.info.get(END) or _end_of_chain(session)
    entry = {"seq": last + 1, "at": at, "actor": actor, "deal_id": deal_id, "kind": kind, "detail": detail}
    own = chain_hash(previous, _body(entry))
    session.execute(ADD, {**entry, "hash": own})
    session.info[END] = entry["seq"], own
    return own


def _end_of_chain(session: Session) -> tuple[int, str]:
    """Return number and hash of the last entry."""
    last = session.execute(LAST).first()
    return (last[0], last[1]) if last else (0, GENESIS)


@event.listens_for(Session, "after_transaction_end")
def _forget_end(session: Session, _transaction: object) -> None:
    session.info.pop(END, None)  # committed: others may add; rolled back, be it to a savepoint: it never was


def body_of(entry: Evidence) -> bytes:
    """Return the bytes an entry's hash covers."""
    return _body({name: getattr(entry, name) for name in COVERED})


def verify(session: Session) -> int | None:
    """Return the number of the first entry whose hash does not follow, None if the chain holds."""
    previous = GENESIS
    entry: Evidence
    for entry in session.execute(select(Evidence).order_by(col(Evidence.seq))).scalars():
        if chain_hash(previous, body_of(entry)) != entry.hash:
            return entry.seq
        previous = entry.hash
    return None


def of_deal(session: Session, deal_id: str) -> list[Evidence]:
    """Return what was done to a deal, oldest first."""
    return list(
        session.execute(select(Evidence).where(col(Evidence.deal_id) == deal_id).order_by(col(Evidence.seq))).scalars()
    )


def _body(entry: Mapping[str, Any]) -> bytes:
    return canonical_json({**entry, "at": entry["at"].isoformat()})

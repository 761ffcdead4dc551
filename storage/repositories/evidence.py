"""The append-only chain of what was done. Every entry carries the hash of the one before it."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select, text
from sqlmodel import Session, col

from domain.evidence import canonical_json, chain_hash
from storage.models import Evidence

# Any fixed number: appends of concurrent transactions queue for it, or two would follow the same entry.
CHAIN_LOCK = 5_315_012
GENESIS = ""
ADD = insert(cast("Table", cast("Any", Evidence).__table__))
LAST = select(col(Evidence.seq), col(Evidence.hash)).order_by(col(Evidence.seq).desc()).limit(1)


def append(
    session: Session, *, at: datetime, actor: str, kind: str, deal_id: str | None = None, detail: dict[str, Any]
) -> str:
    """Add an entry and return its hash. `actor` is a Slack user id, "worker" or "clock"."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    session.flush()
    last = session.execute(LAST).first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    entry = Evidence(seq=seq, at=at, actor=actor, deal_id=deal_id, kind=kind, detail=detail, hash="")
    entry.hash = chain_hash(previous, body_of(entry))
    session.execute(ADD, entry.model_dump())
    return entry.hash


def body_of(entry: Evidence) -> bytes:
    """Return the bytes an entry's hash covers."""
    return canonical_json(
        {
            "seq": entry.seq,
            "at": entry.at.isoformat(),
            "actor": entry.actor,
            "deal_id": entry.deal_id,
            "kind": entry.kind,
            "detail": entry.detail,
        }
    )


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

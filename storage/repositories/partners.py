"""Partners and confirmed spellings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlmodel import Session, col

from storage.models import Partner, PartnerAlias
from storage.repositories import learned
from storage.repositories.upsert import put

CHANGED = "partners_changed"  # learnt counter: an index in memory older than this is rebuilt


def remember(session: Session, rows: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """Keep partners as the accounting system tells them. Return how many."""
    count = 0
    for row in rows:
        put(session, Partner, ["provider", "external_id"], {**row, "seen_at": now})
        count += 1
    if count:
        touch(session, now=now)
    return count


def touch(session: Session, *, now: datetime) -> None:
    """Say that partners or aliases have changed."""
    learned.set_value(session, CHANGED, now.isoformat(), now=now)


def find(session: Session, provider: str, external_id: str) -> Partner | None:
    """Return a partner by the accounting system's id."""
    return session.execute(
        select(Partner).where(col(Partner.provider) == provider, col(Partner.external_id) == external_id)
    ).scalar_one_or_none()


def search(session: Session, provider: str, text: str, *, limit: int) -> Sequence[Partner]:
    """Return available partners whose name, key, kana or code contains the text."""
    return list(
        session.execute(
            select(Partner)
            .where(
                col(Partner.provider) == provider,
                col(Partner.available).is_(True),
                col(Partner.name).contains(text, autoescape=True)
                | col(Partner.key).contains(text, autoescape=True)
                | col(Partner.kana).contains(text, autoescape=True)
                | (col(Partner.code) == text),
            )
            .order_by(func.length(Partner.name), col(Partner.name))
            .limit(limit)
        ).scalars()
    )


def available(session: Session, provider: str) -> Sequence[Partner]:
    """Return all partners that can be invoiced."""
    return list(
        session.execute(
            select(Partner).where(col(Partner.provider) == provider, col(Partner.available).is_(True))
        ).scalars()
    )


def count(session: Session, provider: str) -> int:
    """Return how many partners are known."""
    return int(session.execute(select(func.count()).where(col(Partner.provider) == provider)).scalar_one())


def aliases(session: Session, provider: str) -> Sequence[PartnerAlias]:
    """Return every confirmed spelling, newest first."""
    return list(
        session.execute(
            select(PartnerAlias).where(col(PartnerAlias.provider) == provider).order_by(col(PartnerAlias.id).desc())
        ).scalars()
    )


def learn_alias(
    session: Session,
    *,
    provider: str,
    key: str,
    written: str,
    partner_id: str,
    confirmed_by: str,
    deal_id: str | None,
    now: datetime,
) -> None:
    """Keep a spelling a person confirmed; a later confirmation replaces an earlier one."""
    put(
        session,
        PartnerAlias,
        ["provider", "key"],
        {
            "provider": provider,
            "key": key,
            "written": written,
            "partner_id": partner_id,
            "confirmed_by": confirmed_by,
            "deal_id": deal_id,
            "created_at": now,
        },
    )
    touch(session, now=now)


def forget_alias(session: Session, alias_id: int, *, now: datetime) -> None:
    """Remove a confirmed spelling."""
    session.execute(delete(PartnerAlias).where(col(PartnerAlias.id) == alias_id))
    touch(session, now=now)


def retire_unseen(session: Session, provider: str, *, before: datetime, now: datetime) -> None:
    """Mark partners that a full reading did not show as not available: archived or deleted there."""
    result = session.execute(
        update(Partner)
        .where(col(Partner.provider) == provider, col(Partner.available).is_(True), col(Partner.seen_at) < before)
        .values(available=False)
    )
    if cast("CursorResult[Any]", result).rowcount:
        touch(session, now=now)

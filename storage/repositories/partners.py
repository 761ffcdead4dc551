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


def alias(session: Session, alias_id: int) -> PartnerAlias | None:
    """Return a confirmed spelling."""
    return session.get(PartnerAlias, alias_id)


def aliases_page(
    session: Session, provider: str, text: str, *, limit: int, offset: int
) -> Sequence[tuple[PartnerAlias, str | None]]:
    """Return confirmed spellings with the partner's name, newest first; `text` is part of either name."""
    rows = session.execute(
        _matching(select(PartnerAlias, col(Partner.name)), provider, text)
        .order_by(col(PartnerAlias.created_at).desc(), col(PartnerAlias.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1]) for row in rows]


def count_aliases(session: Session, provider: str, text: str) -> int:
    """Return how many confirmed spellings `aliases_page` has for the text."""
    return int(session.execute(_matching(select(func.count(col(PartnerAlias.id))), provider, text)).scalar_one())


def _matching(statement: Any, provider: str, text: str) -> Any:
    same = (col(Partner.provider) == col(PartnerAlias.provider)) & (
        col(Partner.external_id) == col(PartnerAlias.partner_id)
    )
    found = statement.select_from(PartnerAlias).outerjoin(Partner, same).where(col(PartnerAlias.provider) == provider)
    if text:
        written, name = (col(column).contains(text, autoescape=True) for column in (PartnerAlias.written, Partner.name))
        found = found.where(written | name)
    return found


def is_anothers_name(session: Session, provider: str, key: str, partner_id: str) -> bool:
    """Return whether another available partner than this one has the key as its own name's."""
    wanted = (
        col(Partner.provider) == provider,
        col(Partner.key) == key,
        col(Partner.external_id) != partner_id,
        col(Partner.available).is_(True),
    )
    return session.execute(select(col(Partner.id)).where(*wanted).limit(1)).first() is not None


def forget_alias(session: Session, key: str, *, now: datetime) -> None:
    """Remove a confirmed spelling, also what a former accounting system has of it: it would be carried over again."""
    session.execute(delete(PartnerAlias).where(col(PartnerAlias.key) == key))
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

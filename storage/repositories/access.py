"""Token pairs of other systems and members of approver groups."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from storage.models import ApproverGroup, OAuthToken
from storage.repositories.upsert import put

REFRESH_TIMEOUT = timedelta(minutes=5)


def token(session: Session, provider: str, company_id: str) -> OAuthToken | None:
    """Return the stored pair of a company."""
    return session.get(OAuthToken, (provider, company_id))


def claim_refresh(session: Session, provider: str, company_id: str, *, version: int, now: datetime) -> bool:
    """Let one process refresh this version. False: somebody else does, or the pair has moved on."""
    row = _locked(session, provider, company_id)
    if row is None or row.version != version:
        return False
    busy = row.refreshing_since is not None and row.refreshing_version == version
    if busy and row.refreshing_since is not None and row.refreshing_since > now - REFRESH_TIMEOUT:
        return False
    row.refreshing_since, row.refreshing_version = now, version
    return True


def save_pair(
    session: Session, provider: str, company_id: str, *, secret: bytes, expires_at: datetime, now: datetime
) -> int:
    """Store a new pair and return its version; the one before is kept."""
    row = _locked(session, provider, company_id)
    version = row.version + 1 if row else 1
    put(
        session,
        OAuthToken,
        ["provider", "company_id"],
        {
            "provider": provider,
            "company_id": company_id,
            "version": version,
            "secret": secret,
            "previous": row.secret if row else None,
            "expires_at": expires_at,
            "issued_at": now,
            "refreshing_since": None,
            "refreshing_version": None,
            "problem": None,
        },
    )
    if row is not None:
        session.expire(row)
    return version


def set_problem(session: Session, provider: str, company_id: str, *, version: int, problem: str) -> None:
    """Say why a person must reconnect; a newer pair is left alone."""
    row = _locked(session, provider, company_id)
    if row is not None and row.version == version:
        row.problem, row.refreshing_since = problem, None


def _locked(session: Session, provider: str, company_id: str) -> OAuthToken | None:
    return session.execute(
        select(OAuthToken)
        .where(col(OAuthToken.provider) == provider, col(OAuthToken.company_id) == company_id)
        .with_for_update()
    ).scalar_one_or_none()


def group(session: Session, group_id: str) -> ApproverGroup | None:
    """Return the members of a user group as last read."""
    return session.get(ApproverGroup, group_id)


def save_group(session: Session, group_id: str, members: list[str], *, now: datetime) -> None:
    """Keep the members of a user group."""
    put(session, ApproverGroup, ["group_id"], {"group_id": group_id, "members": members, "refreshed_at": now})

"""Token pairs of other systems and members of approver groups."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.models import ApproverGroup, OAuthToken
from storage.repositories.upsert import put


def token(session: Session, provider: str, company_id: str) -> OAuthToken | None:
    """Return the stored pair of a company."""
    return session.get(OAuthToken, (provider, company_id))


def claim_refresh(session: Session, provider: str, company_id: str, *, version: int, now: datetime) -> bool:
    """Let one process refresh this version. False: somebody else does, or the pair has moved on."""
    row = _locked(session, provider, company_id)
    if row is None or row.version != version or row.problem is not None or row.refreshing_since is not None:
        return False
    row.refreshing_since, row.refreshing_version = now, version
    return True


def release_refresh(session: Session, provider: str, company_id: str, *, version: int) -> None:
    """Give the claim back: the refresh was certainly not carried out."""
    row = _locked(session, provider, company_id)
    if row is not None and row.version == version:
        row.refreshing_since = row.refreshing_version = None


def save_pair(
    session: Session,
    provider: str,
    company_id: str,
    *,
    after: int,
    secret: bytes,
    expires_at: datetime,
    issued_at: datetime,
) -> bool:
    """Store the pair that follows version `after` (0: there was none); a pair that has moved on is left alone."""
    row = _locked(session, provider, company_id)
    if (row.version if row else 0) != after:
        return False
    version = after + 1
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
            "issued_at": issued_at,
            "refreshing_since": None,
            "refreshing_version": None,
            "problem": None,
        },
    )
    if row is not None:
        session.expire(row)
    return True


def set_problem(session: Session, provider: str, company_id: str, *, version: int, problem: str) -> None:
    """Say why a person must reconnect; a newer pair is left alone."""
    row = _locked(session, provider, company_id)
    if row is not None and row.version == version:
        row.problem, row.refreshing_since, row.refreshing_version = problem, None, None


def _locked(session: Session, provider: str, company_id: str) -> OAuthToken | None:
    return session.execute(
        select(OAuthToken)
        .where(col(OAuthToken.provider) == provider, col(OAuthToken.company_id) == company_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def group(session: Session, group_id: str) -> ApproverGroup | None:
    """Return the members of a user group as last read."""
    return session.get(ApproverGroup, group_id)


def save_group(session: Session, group_id: str, members: list[str], *, now: datetime) -> None:
    """Keep the members of a user group."""
    put(session, ApproverGroup, ["group_id"], {"group_id": group_id, "members": members, "refreshed_at": now})

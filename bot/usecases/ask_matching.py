"""Ask for undecided bank lines to be matched (again): new lines came, or what is owed has changed."""

from datetime import datetime

from sqlmodel import Session

from storage.repositories import jobs

MATCH = "match_payments"


def want_matching(session: Session, *, key: str, now: datetime) -> None:
    """Ask for it; requests that wait run one after another, never at once."""
    jobs.enqueue(session, MATCH, key, now=now, lane=MATCH)

"""What a failed job means to the people who read the alerts channel: what happened, what is safe, what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.repositories.jobs import Lease


class Later(Exception):  # noqa: N818 - not an error: the job waits for its turn
    """The job goes on at that moment; this is not a failure. `note` is added to the payload for the next run."""

    def __init__(self, run_at: datetime, reason: str = "", *, note: dict[str, Any] | None = None) -> None:
        """`run_at` is aware UTC."""
        super().__init__(reason)
        self.run_at = run_at
        self.note = note


@dataclass(frozen=True, slots=True)
class Alert:
    """A failure in terms of text keys; `bot.texts` has the words."""

    key: str  # same failure, same key: told once
    work: str  # text key suffix of what was being done
    kind: str  # text key suffix of the kind of failure
    words: str  # what the other system said
    system: str = ""
    deal_id: str | None = None


def describe(lease: Lease, *, kind: str, words: str, system: str) -> Alert:
    """Return the alert for a job that failed."""
    shared = kind == "authorisation"  # one lost connection stops many jobs: say it once
    return Alert(
        key=f"{kind}:{system}" if shared else f"job:{lease.id}:{lease.epoch}",
        work=lease.kind,
        kind=kind,
        words=words,
        system=system,
        deal_id=lease.payload.get("deal_id"),
    )

"""Evidence: who did what, to which deal, with what answer - in a chain in which no link can change unnoticed.

Each link's hash covers the link before it (SHA-256 over the previous hash and the canonical JSON of the body), so an
edit, a removal or a reordering is seen. Cutting off the end leaves a shorter, unbroken chain: that shows only
against a head kept elsewhere (the daily one posted to Slack). Support for 電子帳簿保存法, not a legal timestamp.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that happened. `at` is aware; `actor`: a Slack user id or a job's name; `detail`: JSON-like."""

    seq: int
    at: datetime
    actor: str
    deal_id: str | None
    kind: str
    detail: Mapping[str, object]

    def body(self) -> bytes:
        """Return the bytes its hash covers: every field."""
        return canonical_json(
            {
                "seq": self.seq,
                "at": self.at,
                "actor": self.actor,
                "deal_id": self.deal_id,
                "kind": self.kind,
                "detail": self.detail,
            }
        )


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence as it is stored: with the hash before it and its own, both hexadecimal."""

    evidence: Evidence
    prev_hash: str
    hash: str


def canonical_json(value: object) -> bytes:
    r"""Return the one JSON text of a value: sorted keys, no spaces, ASCII with \u escapes.

    Takes None, bool, int, str, date, aware datetime (written in UTC), Decimal (its own digits, as a string), lists,
    tuples and mappings with string keys. TypeError for all else, floats above all: no money passes through one.
    What was read back from the text gives the same bytes again.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            if value.tzinfo is None:
                raise TypeError("a datetime without a time zone is no point in time")
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("canonical JSON has string keys only")
            return {key: _plain(item) for key, item in value.items()}
        case _:
            raise TypeError(f"canonical JSON has no form for {type(value).__name__}")


def chain_hash(prev: str, body: bytes) -> str:
    """Return the hash of a link: SHA-256, in hexadecimal, of the previous hash (GENESIS for the first) and the body."""
    return hashlib.sha256(prev.encode("ascii") + b"\n" + body).hexdigest()


def link(evidence: Evidence, prev: str = GENESIS) -> Link:
    """Return the evidence as the next link after the one whose hash is `prev`."""
    return Link(evidence, prev, chain_hash(prev, evidence.body()))


def verify_chain(links: Iterable[Link], start: str = GENESIS) -> int | None:
    """Return the index of the first broken link, or None if all hold. `start`: the hash before the first link given."""
    prev, last_seq = start, None
    for index, item in enumerate(links):
        in_order = last_seq is None or item.evidence.seq > last_seq
        if not in_order or item.prev_hash != prev or item.hash != chain_hash(prev, item.evidence.body()):
            return index
        prev, last_seq = item.hash, item.evidence.seq
    return None

"""What a bank's file says, whatever its form."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


class BankFileError(Exception):
    """The file cannot be used at all; the message (Japanese) says why and what to do."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """Money that came in. `row`: record or line of the file, from 1. `identity`: the same in every file that has it."""

    row: int
    day: date
    amount: int
    payer: str
    account: str
    balance: int | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that may be money and could not be read; never dropped in silence."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as read. `paid_out`: rows of money going out, which nobody asks about here."""

    form: str  # 全銀 | CSV
    lines: tuple[FileLine, ...]
    unread: tuple[Unread, ...] = ()
    paid_out: int = 0

    @property
    def total(self) -> int:
        """Return the yen that came in."""
        return sum(line.amount for line in self.lines)


def identified(lines: Iterable[FileLine]) -> tuple[FileLine, ...]:
    """Give each line its identity: account, day, amount, payer, and which of its equals of that day it is.

    So a transfer counts once however often and in whatever selection the file comes, and two equal transfers of a day
    count twice. Files that do not name their account are told apart by the balance after each line.
    """
    seen: Counter[str] = Counter()
    done = []
    for line in lines:
        payer = "".join(unicodedata.normalize("NFKC", line.payer).split()).upper()
        parts = [line.account, line.day.isoformat(), str(line.amount), payer]
        if not line.account and line.balance is not None:
            parts.append(str(line.balance))
        what = "\n".join(parts)
        digest = hashlib.sha256(f"{what}\n{seen[what]}".encode()).hexdigest()
        seen[what] += 1
        done.append(replace(line, identity=digest[:40]))
    return tuple(done)

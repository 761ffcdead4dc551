"""Bank lines, their matches, confirmed payers, and what is still due on invoices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from storage.models import BankLineRow, Invoice, PayerAlias, PaymentMatch
from storage.repositories.upsert import insert_once

FILE = "file"
CHUNK = 500  # bound parameters of one statement
DECIDED = ("confirmed", "recording", "recorded", "unknown")


def feed_source(provider: str) -> str:
    """Return the source of lines that an accounting system's feed brings."""
    return f"feed:{provider}"


# --- bank lines -------------------------------------------------------------------------------------------------------


def keep_line(session: Session, values: Mapping[str, Any], *, now: datetime) -> tuple[bool, PaymentMatch | None]:
    """Keep a bank line once; of one that is known only what the feed says is taken over.

    `values`: source, external_id, account, day, amount, unbooked, payer, state. Return whether the line is new, and its
    match if the books have just settled or reopened it: the card must say so.
    """
    if insert_once(session, BankLineRow, {**values, "seen_at": now, "created_at": now}):
        return True, None
    line = session.execute(
        select(BankLineRow)
        .where(col(BankLineRow.source) == values["source"], col(BankLineRow.external_id) == values["external_id"])
        .with_for_update()
    ).scalar_one()
    line.seen_at = now
    if (line.unbooked, values["state"]) == (values["unbooked"], line.state) or line.source == FILE:
        return False, None
    line.unbooked = values["unbooked"]
    match = match_of(session, line.id or 0)
    if values["state"] != "open":
        return False, _over_there(line, match, values["state"])
    if line.state == "booked":  # taken back there
        line.state = "open" if match is None or match.state in ("proposed", "booked") else "matched"
        if match is not None and match.state == "booked":
            match.state, match.version, match.chosen = "proposed", match.version + 1, None
        return False, match
    return False, None


def _over_there(line: BankLineRow, match: PaymentMatch | None, state: str) -> PaymentMatch | None:
    """Take over that the books are done with a line; what a person said here stays as it was said."""
    if line.state == state:
        return None
    line.state = state
    if match is not None and match.state == "proposed":
        match.state = "booked"
    if match is not None:
        match.version += 1
    return match


def known_lines(session: Session, source: str, external_ids: Sequence[str]) -> set[str]:
    """Return which of these ids we have already."""
    known: set[str] = set()
    for start in range(0, len(external_ids), CHUNK):
        known.update(
            session.execute(
                select(col(BankLineRow.external_id)).where(
                    col(BankLineRow.source) == source,
                    col(BankLineRow.external_id).in_(external_ids[start : start + CHUNK]),
                )
            ).scalars()
        )
    return known


def open_lines(session: Session, *, limit: int = 5_000) -> Sequence[BankLineRow]:
    """Return the lines nobody has decided on, the oldest first."""
    return list(
        session.execute(
            select(BankLineRow)
            .where(col(BankLineRow.state) == "open")
            .order_by(col(BankLineRow.day), col(BankLineRow.id))
            .limit(limit)
        ).scalars()
    )


def oldest_open_day(session: Session, source: str) -> date | None:
    """Return the day of the oldest undecided line of a source."""
    return session.execute(
        select(func.min(col(BankLineRow.day))).where(
            col(BankLineRow.state) == "open", col(BankLineRow.source) == source
        )
    ).scalar()


def locked_line(session: Session, line_id: int) -> BankLineRow:
    """Return a line for change."""
    line: BankLineRow = session.execute(
        select(BankLineRow).where(col(BankLineRow.id) == line_id).with_for_update()
    ).scalar_one()
    return line


def newest_line_at(session: Session, source: str) -> datetime | None:
    """Return when a line of this source was last added."""
    return session.execute(
        select(func.max(col(BankLineRow.created_at))).where(col(BankLineRow.source) == source)
    ).scalar()


# --- matches ----------------------------------------------------------------------------------------------------------


def match_of(session: Session, line_id: int) -> PaymentMatch | None:
    """Return the match of a line."""
    return session.execute(select(PaymentMatch).where(col(PaymentMatch.line_id) == line_id)).scalar_one_or_none()


def locked_match(session: Session, match_id: str) -> PaymentMatch | None:
    """Return a match for change; a second press waits for the first."""
    return session.execute(
        select(PaymentMatch).where(col(PaymentMatch.id) == match_id).with_for_update()
    ).scalar_one_or_none()


def decided_invoices(session: Session) -> set[str]:
    """Return the ids of invoices that a person's match settles and whose payment the books do not show yet."""
    rows = session.execute(
        select(col(PaymentMatch.chosen))
        .join(BankLineRow, col(BankLineRow.id) == col(PaymentMatch.line_id))
        .where(col(PaymentMatch.state).in_(DECIDED), col(BankLineRow.state) == "matched")
    ).scalars()
    return {
        share["invoice_id"] for chosen in rows if chosen and chosen["kind"] != "partial" for share in chosen["shares"]
    }


def arrived_invoices(session: Session) -> set[str]:
    """Return the ids of invoices for which the money seems to be there, in full, though the books do not show it yet.

    A person said so, or the matcher is certain and nobody has answered yet.
    """
    rows = session.execute(
        select(col(PaymentMatch.suggestions))
        .join(BankLineRow, col(BankLineRow.id) == col(PaymentMatch.line_id))
        .where(
            col(PaymentMatch.state) == "proposed", col(PaymentMatch.certain).is_(True), col(BankLineRow.state) == "open"
        )
    ).scalars()
    found = decided_invoices(session)
    for suggestions in rows:
        best = suggestions[0] if suggestions else None
        if best and best["kind"] != "partial":
            found |= {share["invoice_id"] for share in best["shares"]}
    return found


def matches_for(session: Session, invoice_ids: Iterable[str]) -> Sequence[tuple[PaymentMatch, BankLineRow]]:
    """Return the decided matches, with their lines, that pay one of these invoices and are not booked yet."""
    wanted = set(invoice_ids)
    rows = session.execute(
        select(PaymentMatch, BankLineRow)
        .join(BankLineRow, col(BankLineRow.id) == col(PaymentMatch.line_id))
        .where(col(PaymentMatch.state).in_(DECIDED), col(BankLineRow.state) == "matched")
    ).all()
    return [
        (match, line)
        for match, line in rows
        if match.chosen and wanted & {share["invoice_id"] for share in match.chosen["shares"]}
    ]


def settled_matches(session: Session, provider: str) -> list[PaymentMatch]:
    """Close the lines a person matched whose invoices the books all show as settled. Return their matches."""
    done: list[PaymentMatch] = []
    rows = session.execute(
        select(PaymentMatch, BankLineRow)
        .join(BankLineRow, col(BankLineRow.id) == col(PaymentMatch.line_id))
        .where(col(PaymentMatch.state).in_(("confirmed", "recorded", "unknown")), col(BankLineRow.state) == "matched")
        .with_for_update()
    ).all()
    for match, line in rows:
        ids = [share["invoice_id"] for share in (match.chosen or {}).get("shares", [])]
        still = session.execute(
            select(func.count()).where(
                col(Invoice.provider) == provider, col(Invoice.external_id).in_(ids), col(Invoice.open).is_(True)
            )
        ).scalar_one()
        if ids and not still:
            line.state = "booked"
            match.version += 1
            done.append(match)
    return done


def undecided(session: Session) -> dict[int, PaymentMatch]:
    """Return line id -> match for everything that waits for a person."""
    rows = session.execute(select(PaymentMatch).where(col(PaymentMatch.state) == "proposed")).scalars()
    return {match.line_id: match for match in rows}


def waiting(session: Session) -> tuple[int, int]:
    """Return (count, yen) of undecided lines with a match."""
    count, total = session.execute(
        select(func.count(), func.coalesce(func.sum(col(BankLineRow.amount)), 0))
        .join(PaymentMatch, col(PaymentMatch.line_id) == col(BankLineRow.id))
        .where(col(PaymentMatch.state) == "proposed", col(BankLineRow.state) == "open")
    ).one()
    return int(count), int(total)


def unmatched(session: Session, *, before: datetime, limit: int) -> tuple[int, int, Sequence[BankLineRow]]:
    """Return (count, yen, the newest few) of open lines, known since before then, for which nothing can be proposed."""
    lonely = (
        col(BankLineRow.state) == "open",
        col(BankLineRow.created_at) < before,
        col(PaymentMatch.id).is_(None),
    )
    count, total = session.execute(
        select(func.count(), func.coalesce(func.sum(col(BankLineRow.amount)), 0))
        .select_from(BankLineRow)
        .join(PaymentMatch, col(PaymentMatch.line_id) == col(BankLineRow.id), isouter=True)
        .where(*lonely)
    ).one()
    rows = session.execute(
        select(BankLineRow)
        .join(PaymentMatch, col(PaymentMatch.line_id) == col(BankLineRow.id), isouter=True)
        .where(*lonely)
        .order_by(col(BankLineRow.day).desc(), col(BankLineRow.id).desc())
        .limit(limit)
    ).scalars()
    return int(count), int(total), list(rows)


# --- payers -----------------------------------------------------------------------------------------------------------


def payers(session: Session, provider: str) -> Sequence[PayerAlias]:
    """Return every confirmed payer."""
    return list(session.execute(select(PayerAlias).where(col(PayerAlias.provider) == provider)).scalars())


def learn_payer(
    session: Session, *, provider: str, key: str, written: str, partner_id: str, confirmed_by: str, now: datetime
) -> bool:
    """Keep that a person confirmed this payer for this partner. Return whether it is news."""
    return insert_once(
        session,
        PayerAlias,
        {
            "provider": provider,
            "key": key,
            "written": written,
            "partner_id": partner_id,
            "confirmed_by": confirmed_by,
            "created_at": now,
        },
    )


def forget_payer(session: Session, *, provider: str, key: str, partner_id: str) -> None:
    """Forget a payer whose confirmation was taken back."""
    session.execute(
        delete(PayerAlias).where(
            col(PayerAlias.provider) == provider, col(PayerAlias.key) == key, col(PayerAlias.partner_id) == partner_id
        )
    )


# --- what is due ------------------------------------------------------------------------------------------------------


def open_invoices(session: Session, provider: str) -> Sequence[Invoice]:
    """Return the invoices that money can come for."""
    return list(
        session.execute(
            select(Invoice).where(
                col(Invoice.provider) == provider, col(Invoice.open).is_(True), col(Invoice.cancelled).is_(False)
            )
        ).scalars()
    )


def set_residuals(session: Session, provider: str, due: Mapping[str, int]) -> list[tuple[Invoice, int | None]]:
    """Keep what is due per entry id. Return the invoices for which that changed, each with what was due before."""
    changed: list[tuple[Invoice, int | None]] = []
    ids = list(due)
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(
            select(Invoice).where(
                col(Invoice.provider) == provider, col(Invoice.entry_id).in_(ids[start : start + CHUNK])
            )
        ).scalars()
        for invoice in rows:
            residual = due[invoice.entry_id or ""]
            if invoice.residual != residual:
                changed.append((invoice, invoice.residual))
                invoice.residual = residual
    return changed


def unbooked_invoices(
    session: Session, provider: str, *, seen_before: datetime, limit: int
) -> tuple[int, Sequence[Invoice]]:
    """Return (count, the oldest few) of open invoices whose accounting entry nobody has booked."""
    lacking = (
        col(Invoice.provider) == provider,
        col(Invoice.open).is_(True),
        col(Invoice.booked).is_(False),
        col(Invoice.billing_date) <= (seen_before + timedelta(hours=9)).date(),
    )
    count = session.execute(select(func.count()).where(*lacking)).scalar_one()
    rows = session.execute(
        select(Invoice).where(*lacking).order_by(col(Invoice.billing_date), col(Invoice.id)).limit(limit)
    ).scalars()
    return int(count), list(rows)

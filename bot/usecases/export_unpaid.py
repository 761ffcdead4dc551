"""The unpaid invoices as CSV, sent to whoever asked for it and to nobody else."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.blocks.parts import day
from bot.blocks.views import InvoiceRow
from bot.clock import tokyo_day
from bot.services import Services, Upload
from bot.texts import Texts
from bot.usecases.direct_message import channel_of
from bot.usecases.know_reader import reader_texts
from bot.usecases.list_invoices import unpaid_rows, which_invoices
from domain.aging import days_late
from domain.csv_text import csv_bytes
from storage.repositories import jobs
from storage.repositories.jobs import Lease

EXPORT = "export_unpaid"
MOST = 10_000
COLUMNS = (
    "partner",
    "number",
    "subject",
    "total",
    "amount",
    "billing",
    "due",
    "days_late",
    "promised",
    "state",
    "owner",
)


def request_export(session: Session, *, key: str, user: str, text: str, now: datetime) -> None:
    """Ask for the list of what `text` means, as a file in the person's direct messages."""
    jobs.enqueue(session, EXPORT, key, {"user": user, "text": text}, now=now)


async def export_unpaid(services: Services, lease: Lease) -> None:
    """Job `export_unpaid`: make the file and share it. Asked for again, it comes again: it is harmless twice."""
    user, now = lease.payload["user"], services.clock.now()
    today, texts = tokyo_day(now), await reader_texts(services, user)
    which = which_invoices(services.policy, lease.payload["text"], user=user, today=today)
    rows = await services.database.read(unpaid_rows, which, today=today, limit=MOST)
    name = f"unpaid-{today}.csv"
    file = Upload(name, name, csv_bytes(csv_rows(texts, rows, today)))
    words = texts("unpaid.csv_words", count=len(rows), day=day(today))
    await services.chat.upload(channel=await channel_of(services, user), files=(file,), thread_ts=None, words=words)


def csv_rows(texts: Texts, rows: Sequence[InvoiceRow], today: date) -> list[list[object]]:
    """Return head and rows of the file; yen are numbers, dates are as people write them."""
    table: list[list[object]] = [[texts(f"column.{name}") for name in COLUMNS]]
    table += [
        [
            row.partner,
            row.number,
            row.subject,
            row.total,
            row.owed,
            day(row.billing_date),
            day(row.due_date, ""),
            max(0, days_late(row.due_date, today)) if row.due_date else None,
            day(row.promised, ""),
            _standing(texts, row),
            row.owner,
        ]
        for row in rows
    ]
    return table


def _standing(texts: Texts, row: InvoiceRow) -> str:
    if row.arrived:
        return texts("csv.arrived")
    if row.disputed:
        return texts("csv.disputed")
    return texts("csv.checking") if row.checking_until else ""

"""move-database on many deals: how long it takes, and an equality found by other means than the command's own."""

import hashlib
import io
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import Engine, Table, func, insert, select
from sqlmodel import Session

from bot.move_database import move_database
from domain.evidence import chain_hash
from domain.order import DealContent
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.models import Deal, Evidence, Intent, Invoice, Job, OrderReport, SlackEvent, SlackPost, metadata
from storage.repositories import evidence
from tests.bench.registry import Options, Row, benchmark
from tests.postgres import running_server

DAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
BATCH = 5_000
TEXT = (
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守サービス 😀 髙﨑\n数量：12\n単価：30,000円（税抜）"
)


@benchmark("move")
def move(options: Options) -> list[Row]:
    """Everything that many deals leave behind: posts, deals, evidence, jobs, requests, invoices."""
    deals = 100_000 if options.full else 10_000
    with tempfile.TemporaryDirectory() as folder, running_server({}) as postgres:
        source = f"sqlite:///{folder}/seikyu.sqlite3"
        _live(source, deals)
        with postgres.database(migrated=False) as target:
            began = time.perf_counter()
            counts = move_database(source, target, progress=io.StringIO())
            seconds = time.perf_counter() - began
            different = _different(source, target)
            broken = _broken_chain(target)
        with postgres.database() as bare:
            control = _bare_copy(source, bare)
    rows = sum(counts.values())
    assert counts["deal"] == deals
    return [
        Row(f"move-database, {deals:,} deals", seconds, "s", control, "COPY alone, nothing verified"),
        Row("rows moved and verified a second", rows / seconds, "rows/s", rows / control, "COPY alone"),
        Row("rows moved", rows, "rows"),
        Row("tables that differ afterwards (hash of every row)", different, "tables", target="= 0", met=different == 0),
        Row("breaks in the chain of evidence on PostgreSQL", broken, "breaks", target="= 0", met=broken == 0),
    ]


def _live(url: str, deals: int) -> None:
    engine = make_engine(url)
    upgrade(engine)
    previous = ""
    with engine.begin() as connection:
        for start in range(0, deals, BATCH):
            tables: dict[Any, list[dict[str, Any]]] = {}
            for number in range(start, min(start + BATCH, deals)):
                for model, row in _life(number):
                    if model is Evidence:
                        row["hash"] = previous = chain_hash(previous, evidence.body_of(Evidence(**row, hash="")))
                    tables.setdefault(model, []).append(row)
            for model, rows in tables.items():
                connection.execute(insert(model), rows)
    engine.dispose()


def _life(number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the rows of one order that was reported, approved, invoiced and paid."""
    at = DAY + timedelta(minutes=number)
    ts, deal, total = f"{at.timestamp():.0f}.{number % 1_000_000:06}", f"01J{number:023}", 396_000 + number
    content = DealContent(partner_name="株式会社サンプル商事", note=f"{number}件目 😀").model_dump(mode="json")
    event = {"type": "message", "channel": "C1", "user": "U1", "text": TEXT, "ts": ts}
    yield SlackEvent, {
        "team_id": "T1", "event_id": f"Ev{number}", "kind": "slack.message", "about": f"C1:{ts}:",
        "body": event, "received_at": at,
    }  # fmt: skip
    yield OrderReport, {
        "id": f"01R{number:023}", "row_version": 1, "team_id": "T1", "channel": "C1", "ts": ts, "author": "U1",
        "text": TEXT, "posted_at": at, "edited_ts": "", "deleted": False, "source": "message",
    }  # fmt: skip
    yield Deal, {
        "id": deal, "row_version": 3, "report_id": f"01R{number:023}", "team_id": "T1", "channel": "C1",
        "message_ts": ts, "position": 0, "revision": 0, "version": 3, "status": "paid", "content": content,
        "content_sha256": hashlib.sha256(deal.encode()).hexdigest(), "partner_id": str(number % 300),
        "partner_label": "株式会社サンプル商事", "total": total, "order_date": date(2026, 1, 5), "owner": "U1",
        "reporter": "U1", "approved_by": "U2", "approved_at": at, "duplicate_ok": False, "created_at": at,
        "updated_at": at,
    }  # fmt: skip
    for step, kind in enumerate(("proposed", "approved", "invoiced")):
        yield Evidence, {
            "seq": 3 * number + step + 1, "at": at, "actor": "U2", "deal_id": deal, "kind": kind,
            "detail": {"total": total, "text": TEXT},
        }  # fmt: skip
    for kind in ("slack.message", "card", "issue"):
        yield Job, {
            "kind": kind, "key": f"{deal}:{kind}", "lane": f"card:{deal}", "payload": {"deal_id": deal},
            "state": "done", "run_at": at, "epoch": 1, "attempts": 0, "created_at": at, "finished_at": at,
        }  # fmt: skip
    yield Intent, {
        "id": f"01I{number:023}", "row_version": 4, "deal_id": deal, "revision": 0, "provider": "freee",
        "token": f"k{number}", "state": "verified", "draft": content, "frozen": json.dumps(content).encode(),
        "frozen_sha256": "0" * 64, "attempts": 1, "lookups": 0, "epoch": 1, "posted_at": at,
        "external_id": str(number), "number": f"INV-{number:010}", "flags": "", "error": "", "created_at": at,
        "updated_at": at,
    }  # fmt: skip
    yield Invoice, {
        "provider": "freee", "external_id": str(number), "number": f"INV-{number:010}",
        "partner_id": str(number % 300), "partner_name": "株式会社サンプル商事", "subject": "", "url": "",
        "billing_date": date(2026, 1, 31), "due_date": date(2026, 2, 28), "total": total, "subtotal": total - 1,
        "tax": 1, "withheld": 0, "payment_status": "settled", "sent": True, "cancelled": False, "booked": True,
        "open": False, "token": f"k{number}", "deal_id": deal, "seen_at": at, "paid_seen_at": at,
    }  # fmt: skip
    yield SlackPost, {
        "id": f"01P{number:023}", "key": f"card:{deal}", "channel": "C1", "thread_ts": ts, "ts": f"{ts}1",
        "attempted": True, "content_hash": "0" * 64, "created_at": at,
    }  # fmt: skip


def _different(source: str, target: str) -> int:
    """Return how many tables do not hold the same rows: a sum of hashes, whatever their order."""
    here, there = make_engine(source, read_only=True), make_engine(target, read_only=True)
    try:
        tables = [table for table in metadata.sorted_tables if table.name != "commit_mark"]
        return sum(_sum(here, table) != _sum(there, table) for table in tables)
    finally:
        here.dispose()
        there.dispose()


def _sum(engine: Engine, table: Table) -> tuple[int, int]:
    total = number = 0
    with engine.connect() as connection:
        for row in connection.execute(select(table).execution_options(yield_per=1_000)):
            plain = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True)
            total += int.from_bytes(hashlib.sha256(plain.encode()).digest()[:16])
            number += 1
    return total, number


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | dict | list) else repr(value)


def _broken_chain(target: str) -> int:
    engine = make_engine(target, read_only=True)
    try:
        with Session(engine) as session:
            return 0 if evidence.verify(session) is None else 1
    finally:
        engine.dispose()


def _bare_copy(source: str, target: str) -> float:
    """Return the seconds of the least that could be done: the same rows by COPY, with indexes, without a look."""
    here, there = make_engine(source, read_only=True), make_engine(target)
    began = time.perf_counter()
    try:
        with here.connect() as reading, there.begin() as writing:
            driver = writing.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            driver.execute("SET LOCAL statement_timeout = 0")  # one COPY for a whole table takes its minutes
            for table in metadata.sorted_tables:
                names = ", ".join(f'"{column.name}"' for column in table.columns)
                if not reading.execute(select(func.count()).select_from(table)).scalar_one():
                    continue
                with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                    for row in reading.execute(select(table).execution_options(yield_per=1_000)):
                        copy.write_row([json.dumps(v) if isinstance(v, dict | list) else v for v in row])
        return time.perf_counter() - began
    finally:
        here.dispose()
        there.dispose()

"""`read-orders`: try the reader on past messages. JSON lines in, JSON lines out; nothing is stored or sent."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.clock import TOKYO
from domain.csv_text import decoded, table_of
from domain.partner_index import PartnerIndex
from domain.reading import read_orders


def run_read_orders(file: Path, partners: Path | None, out: TextIO) -> int:
    """Read lines {"id", "text", "posted_at"} and print {"id", "orders"} for each. ValueError names a bad line."""
    index = load_partners(partners) if partners else None
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                message = json.loads(line)
                text, posted_at = message["text"], _moment(message["posted_at"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{file}:{number}: {error}") from error
            orders = [order.as_json() for order in read_orders(text, posted_at, index).orders]
            out.write(json.dumps({"id": message.get("id"), "orders": orders}, ensure_ascii=False) + "\n")
    return 0


def load_partners(file: Path) -> PartnerIndex:
    """Return the index of a CSV file with the columns partner_id and name; more columns are ignored."""
    return PartnerIndex.build(partner_rows(file))


def partner_rows(file: Path) -> Iterator[tuple[str, str]]:
    """Yield (partner_id, name) of every row that has both. ValueError names what is wrong with the file."""
    try:
        rows = table_of(decoded(file.read_bytes()))
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not {"partner_id", "name"} <= set(head):
        raise ValueError(f"{file}: partner_id と name の列が必要です")
    columns = head.index("partner_id"), head.index("name")
    for row in rows[1:]:
        partner_id, name = (row[at].strip() if at < len(row) else "" for at in columns)
        if partner_id and name:
            yield partner_id, name


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=TOKYO) if moment.tzinfo is None else moment.astimezone(TOKYO)

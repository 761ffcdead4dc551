"""The CSV provider under the accounting contract suite: hands are a person with a spreadsheet."""

import contextlib
import csv
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

from domain.invoice import Numbering
from domain.tax import Rounding
from sandbox.clock import Clock
from tests.contract.accounting_bench import DAY, NOON, Desk, RecordingBudget
from tests.contract.csv_provider import INVOICE_COLUMNS, PARTNER_COLUMNS, CsvBooks, append, rows


class CsvHands:
    """Edits the files."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        self._partners, self._invoices, self._today = folder / "partners.csv", folder / "invoices.csv", today

    def add_partner(self, name: str, *, terms: tuple[int, int, int] | None = None) -> str:
        row = {"name": name, "updated_on": self._today().isoformat()}
        return append(self._partners, PARTNER_COLUMNS, row)["id"]

    def archive_partner(self, partner_id: str) -> None:
        self._edit(partner_id, name="")

    def department(self, partner_id: str) -> str | None:
        return None

    def write_invoices(self, partner_id: str, count: int) -> None:
        day = DAY.isoformat()
        row = {"partner_id": partner_id, "subject": "手書き", "billing_date": day, "due_date": day, "number": ""}
        row |= {"subtotal": "1000", "tax": "100", "total": "1100", "per_rate": "[]", "lines": "1"}
        for _ in range(count):
            append(self._invoices, INVOICE_COLUMNS, row | {"memo": "", "payment": "未入金", "sent": ""})

    def invoices_made(self) -> int:
        return len(list(rows(self._invoices)))

    def mark_sent(self, invoice_id: str) -> None:
        self._edit(invoice_id, sent="送付済み")

    def mark_paid(self, invoice_id: str) -> None:
        self._edit(invoice_id, payment="入金済み")

    def book(self, invoice_id: str) -> None:
        raise AssertionError("a CSV file tells no booking")

    def change_memo(self, invoice_id: str, memo: str) -> None:
        self._edit(invoice_id, memo=memo)

    def move(self, invoice_id: str, day: date) -> None:
        self._edit(invoice_id, billing_date=day.isoformat())

    def contract_breaches(self) -> list[str]:
        return []

    def _edit(self, row_id: str, **changes: str) -> None:
        changed = [row | changes if row["id"] == row_id else row for row in rows(self._invoices)]
        with self._invoices.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, INVOICE_COLUMNS)
            writer.writeheader()
            writer.writerows(changed)


@contextlib.asynccontextmanager
async def open_csv(
    *, numbering: Numbering = Numbering.AUTOMATIC, rounding: Rounding = Rounding.FLOOR
) -> AsyncIterator[Desk]:
    """Keep books in a folder of their own."""
    del numbering  # a number may always be given or left out
    clock = Clock(NOON, scale=0.0)
    with tempfile.TemporaryDirectory() as name:

        def today() -> date:
            return clock.now().date()

        hands = CsvHands(Path(name), today)
        settings = {"company_id": "株式会社見本商店"}
        yield Desk(
            name="csv",
            settings=settings,
            clock=clock,
            hands=hands,
            budget=RecordingBudget(clock.now),
            system=CsvBooks(Path(name), settings["company_id"], today),
            partner_id=hands.add_partner("株式会社サンプル"),
            rounding=rounding,
        )

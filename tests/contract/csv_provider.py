"""A minimal accounting system: two CSV files in a folder. Built from docs/add-an-accounting-system.md, to try the page.

partners.csv holds who may be billed, invoices.csv one row per invoice. People open both in a spreadsheet and may write
入金済み into `payment` and 送付済み into `sent`.
"""

import csv
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.evidence import canonical_json
from domain.invoice import InvoiceDraft, InvoiceLine, IssuedInvoice, Numbering, PaymentStatus
from domain.tax import TaxedAmount, TaxRate, line_amount, tax_totals
from integrations.accounting.base import Capabilities, Company, InvoicePage, InvoiceQuery, PartnerRecord, Purpose
from integrations.accounting.wire import folded, unsendable
from integrations.errors import ChangedApiError, DataError, DuplicateError, NotFoundError

LABEL = "CSVファイル"
PARTNER_COLUMNS = ("id", "name", "updated_on")
INVOICE_COLUMNS = (
    *("id", "number", "partner_id", "subject", "billing_date", "due_date", "subtotal", "tax", "total", "per_rate"),
    *("lines", "memo", "payment", "sent"),
)
RATES = ((10, False), (8, True), (8, False), (0, False))
NAMES = {"description": "品名", "quantity": "数量", "unit_price": "単価"}


class _Line(BaseModel):
    """What a line must be to be printed."""

    model_config = ConfigDict(from_attributes=True)
    description: str = Field(min_length=1, max_length=255)
    quantity: Decimal = Field(decimal_places=3)
    unit_price: Decimal = Field(decimal_places=3)


class _Lines(BaseModel):
    lines: tuple[_Line, ...]


class CsvBooks:
    """`AccountingSystem` on a folder. Ids are row numbers as text."""

    name = "csv"
    label = LABEL
    capabilities = Capabilities(
        numbering_known=False,
        accepts_number=True,
        reports_sent=True,
        reports_booking=False,
        reports_partial=False,
        cancels=False,
        payment_terms=False,
        departments=False,
        account_items=False,
        unpaid_filter=False,
        layouts=False,
        number_optional=True,
    )

    def __init__(self, folder: Path, company: str, today: Callable[[], date]) -> None:
        """`today` tells the day, for updated_on."""
        self._partners, self._invoices = folder / "partners.csv", folder / "invoices.csv"
        self._company, self._today = company, today

    async def company(self) -> Company:
        """Return the company named in the settings."""
        return Company(self._company, self._company)

    async def partners(self, *, updated_since: date | None = None) -> AsyncIterator[Sequence[PartnerRecord]]:
        """Yield all in one page."""
        records = [_partner(row) for row in rows(self._partners)]
        yield [one for one in records if updated_since is None or (one.updated_on or updated_since) >= updated_since]

    async def partner(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> PartnerRecord:
        """Return one partner."""
        return _partner(_one(self._partners, external_id))

    async def create_partner(self, name: str) -> PartnerRecord:
        """Add a row."""
        if await self.find_partner(name) is not None:
            raise DuplicateError(f"取引先「{name}」は既にあります。", fields=("name",), system=LABEL)
        row = {"name": name, "updated_on": self._today().isoformat()}
        return _partner(append(self._partners, PARTNER_COLUMNS, row))

    async def find_partner(self, name: str) -> PartnerRecord | None:
        """Return the partner of that name."""
        return next((_partner(row) for row in rows(self._partners) if folded(row["name"]) == folded(name)), None)

    async def department(
        self, partner_id: str, chosen: str | None = None, *, purpose: Purpose = Purpose.BULK
    ) -> str | None:
        """Return None: there are no departments."""
        return None

    def freeze(self, draft: InvoiceDraft, *, numbering: Numbering, template_id: str | None = None) -> bytes:
        """Return the row to come, as JSON."""
        if template_id is not None:
            raise DataError("CSVに帳票テンプレートはありません。", fields=("template_id",), system=LABEL)
        try:
            _Lines.model_validate({"lines": draft.lines}, from_attributes=True)
        except ValidationError as error:
            raise unsendable(error, NAMES, LABEL) from None
        for row, line in enumerate(draft.lines, start=1):
            if (line.tax_percent, line.reduced) not in RATES:
                what = "軽減税率" if line.reduced else "税率"
                raise DataError(f"{LABEL}に送れない値があります: 明細{row}行目の{what}", system=LABEL)
        return canonical_json(
            {
                "number": draft.token if numbering is Numbering.MANUAL else "",
                "partner_id": draft.partner_id,
                "subject": draft.subject,
                "billing_date": draft.billing_date.isoformat(),
                "due_date": draft.due_date.isoformat(),
                "subtotal": str(draft.subtotal),
                "tax": str(draft.tax),
                "total": str(draft.total),
                "per_rate": json.dumps([_rate(part) for part in _per_rate(draft) if part.gross]),
                "lines": str(len(draft.lines)),
                "memo": draft.memo(),
                "payment": "未入金",
                "sent": "",
            }
        )

    async def send(self, frozen: bytes) -> IssuedInvoice:
        """Append the row; it is on the disk when this returns."""
        row = json.loads(frozen)
        self._name_of(row["partner_id"])
        return self._issued(append(self._invoices, INVOICE_COLUMNS, row))

    async def find_by_token(self, draft: InvoiceDraft) -> Sequence[IssuedInvoice]:
        """Return every row whose memo carries the token."""
        return [self._issued(row) for row in rows(self._invoices) if draft.token in row["memo"]]

    async def invoice(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> IssuedInvoice:
        """Return one row."""
        return self._issued(_one(self._invoices, external_id))

    async def invoices(self, query: InvoiceQuery, *, purpose: Purpose = Purpose.BULK) -> AsyncIterator[InvoicePage]:
        """Yield all in one page."""
        told = (self._issued(row) for row in rows(self._invoices))
        yield InvoicePage(tuple(one for one in told if _wanted(query, one)), last=True)

    async def cancel(self, external_id: str) -> None:
        """Refuse: rows are never taken back."""
        raise DataError("CSVの請求書は取り消せません。", system=LABEL)

    async def set_payment_status(self, external_id: str, status: PaymentStatus) -> IssuedInvoice:
        """Refuse: people write payments into the file."""
        raise DataError("入金はCSVファイルに直接書いてください。", system=LABEL)

    def invoice_url(self, issued: IssuedInvoice) -> str:
        """Return the file."""
        return issued.url

    async def templates(self) -> Sequence[tuple[str, str]]:
        """Return nothing."""
        return ()

    async def advice(self) -> Sequence[str]:
        """Return nothing."""
        return ()

    async def keep_alive(self, purpose: Purpose) -> None:
        """Do nothing: files need no token."""

    async def close(self) -> None:
        """Do nothing: files are closed after each use."""

    def _name_of(self, partner_id: str) -> str:
        found = next((row["name"] for row in rows(self._partners) if row["id"] == partner_id), None)
        if found is None:
            raise DataError("取引先がpartners.csvにありません。", fields=("partner_id",), system=LABEL)
        return found

    def _issued(self, row: Mapping[str, str]) -> IssuedInvoice:
        try:
            return IssuedInvoice(
                external_id=row["id"],
                number=row["number"] or f"CSV-{int(row['id']):05}",
                partner_id=row["partner_id"],
                partner_name=self._name_of(row["partner_id"]),
                subject=row["subject"],
                billing_date=date.fromisoformat(row["billing_date"]),
                due_date=date.fromisoformat(row["due_date"]),
                total=int(row["total"]),
                subtotal=int(row["subtotal"]),
                tax=int(row["tax"]),
                per_rate=tuple(_taxed(part) for part in json.loads(row["per_rate"])),
                memo=row["memo"],
                payment_status={"入金済み": PaymentStatus.PAID, "未入金": PaymentStatus.UNPAID}[row["payment"]],
                sent=row["sent"] == "送付済み",
                url=self._invoices.resolve().as_uri(),
                line_count=int(row["lines"]),
            )
        except (KeyError, ValueError, TypeError) as error:
            raise ChangedApiError(f"invoices.csvの{row.get('id')}行目が読めません: {error}", system=LABEL) from error


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a file; a file that is not there yet has none."""
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def append(path: Path, columns: Sequence[str], row: Mapping[str, Any]) -> dict[str, str]:
    """Write one row with the next id, and wait until the disk has it."""
    whole = {"id": str(sum(1 for _ in rows(path)) + 1), **row}
    fresh = not path.exists()
    with path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        if fresh:
            writer.writeheader()
        writer.writerow(whole)
        file.flush()
        os.fsync(file.fileno())
    return whole


def _one(path: Path, external_id: str) -> dict[str, str]:
    if not external_id.isdigit():
        raise DataError(f"行の番号ではありません: {external_id}", fields=("id",), system=LABEL)
    for row in rows(path):
        if row["id"] == external_id:
            return row
    raise NotFoundError(f"{path.name}に{external_id}行目がありません。", system=LABEL)


def _partner(row: Mapping[str, str]) -> PartnerRecord:
    return PartnerRecord(row["id"], row["name"], updated_on=date.fromisoformat(row["updated_on"]))


def _per_rate(draft: InvoiceDraft) -> Sequence[TaxedAmount]:
    def amount(line: InvoiceLine) -> int:
        return line_amount(line.quantity, line.unit_price, draft.rounding)

    lines = ((amount(line), TaxRate(line.tax_percent, line.reduced)) for line in draft.lines)
    return tax_totals(lines, draft.tax_entry, draft.rounding).per_rate


def _rate(part: TaxedAmount) -> list[int]:
    return [part.rate.percent, int(part.rate.reduced), part.net, part.tax]


def _taxed(part: Sequence[int]) -> TaxedAmount:
    percent, reduced, net, tax = part
    return TaxedAmount(TaxRate(percent, bool(reduced)), net, tax, net + tax)


def _wanted(query: InvoiceQuery, one: IssuedInvoice) -> bool:
    due = one.due_date or date.min
    return (
        (not query.partner_ids or one.partner_id in query.partner_ids)
        and (query.payment_status is None or one.payment_status is query.payment_status)
        and (query.billing_from or date.min) <= one.billing_date <= (query.billing_to or date.max)
        and (query.due_from or date.min) <= due <= (query.due_to or date.max)
    )

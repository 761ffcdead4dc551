"""The invoices of the company, indexed so that a filter over 100,000 of them stays fast."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from sandbox.freee.records import Invoice, Json
from sandbox.freee.settings import FreeeSettings
from sandbox.freee.shelf import Shelf

FIRST_ID, FIRST_LINE = 31_000_001, 61_000_001
LAST_DAY = "9999-12-31"
Filter = Callable[[Invoice], bool]


class _Days:
    """Invoice ids by day. Ranges are inclusive."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, int]] = []

    def add(self, day: str, invoice_id: int) -> None:
        insort(self._rows, (day, invoice_id))

    def remove(self, day: str, invoice_id: int) -> None:
        del self._rows[bisect_left(self._rows, (day, invoice_id))]

    def between(self, first: str, last: str) -> list[int]:
        start, stop = bisect_left(self._rows, (first, 0)), bisect_right(self._rows, (last, 1 << 62))
        return [invoice_id for _, invoice_id in self._rows[start:stop]]

    def count(self, first: str, last: str) -> int:
        return bisect_right(self._rows, (last, 1 << 62)) - bisect_left(self._rows, (first, 0))


class InvoiceBook:
    """All invoices by id. After changing an invoice outside, call `changed`."""

    def __init__(self, settings: FreeeSettings, shelf: Shelf) -> None:
        self._settings, self._shelf = settings, shelf
        self._by_id: dict[int, Invoice] = {}
        self._by_number: defaultdict[str, set[int]] = defaultdict(set)
        self._by_partner: defaultdict[int, set[int]] = defaultdict(set)
        self._by_status: defaultdict[str, set[int]] = defaultdict(set)
        self._billing, self._payment = _Days(), _Days()
        self._keys: dict[int, tuple[str, int, tuple[str, ...], str, str | None]] = {}
        for row in shelf.all("invoice"):
            self._index(Invoice(**row))
        self._next_id = max(self._by_id, default=FIRST_ID - 1) + 1
        self._next_line = max((line["id"] for i in self for line in i.lines), default=FIRST_LINE - 1) + 1

    def __iter__(self) -> Iterator[Invoice]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, invoice_id: int) -> Invoice | None:
        """Return an invoice, cancelled or not."""
        return self._by_id.get(invoice_id)

    def new_ids(self, lines: int) -> tuple[int, list[int]]:
        """Return the id for the next invoice and for its lines."""
        invoice_id = self._next_id
        self._next_id += 1
        return invoice_id, self.new_line_ids(lines)

    def new_line_ids(self, lines: int) -> list[int]:
        """Return ids for lines: freee gives new ones whenever lines are written."""
        first = self._next_line
        self._next_line += lines
        return list(range(first, first + lines))

    def next_number(self) -> str:
        """Return the number that automatic numbering gives to the next invoice: one after the highest so far."""
        prefix, digits = self._settings.number_prefix, self._settings.number_digits
        return f"{prefix}{len(self._by_id) + 1:0{digits}d}"

    def add(self, invoice: Invoice) -> None:
        """Enter a new invoice."""
        self._index(invoice)
        self._save(invoice)

    def changed(self, invoice: Invoice) -> None:
        """Bring the indexes up to date after a change."""
        self._forget(invoice.id)
        self._index(invoice)
        self._save(invoice)

    def unpaid(self, partner_id: int) -> list[Invoice]:
        """Return a partner's invoices that are neither settled nor cancelled."""
        ids = self._by_partner[partner_id] & self._by_status["payment unsettled"] & self._by_status["uncanceled"]
        return [self._by_id[invoice_id] for invoice_id in sorted(ids)]

    def search(self, query: Json, now: float) -> list[Invoice]:
        """Return one page of GET /iv/invoices at a time in seconds since 1970; what is too new is not listed yet."""
        newest = now - self._settings.list_lag_seconds
        filters = _filters(query)
        found = (i for i in self._ordered(query) if i.created <= newest and all(fits(i) for fits in filters))
        offset = query.get("offset", 0)
        return list(islice(found, offset, offset + query.get("limit", 20)))

    def _ordered(self, query: Json) -> Iterable[Invoice]:
        """Return a superset of the answer in list order: from the narrowest index, or everything, read lazily."""
        backwards = self._settings.list_order == "newest_first"
        ids = self._narrowest(query)
        if ids is None:
            return reversed(self._by_id.values()) if backwards else self._by_id.values()
        return (self._by_id[invoice_id] for invoice_id in sorted(ids, reverse=backwards))

    def _narrowest(self, query: Json) -> Collection[int] | None:
        sets: list[Collection[int]] = []
        if "invoice_number" in query:
            sets.append(self._by_number.get(query["invoice_number"], ()))
        if "partner_ids" in query:
            sets.append([i for partner in _ids(query["partner_ids"]) for i in self._by_partner.get(partner, ())])
        statuses = ("payment_status", "sending_status", "deal_status", "cancel_status")
        sets += [self._by_status.get(_word(name, query[name]), ()) for name in statuses if name in query]
        best = min(sets, key=len, default=None)
        most = len(self) // 4 if best is None else len(best)
        for days, name in ((self._billing, "billing"), (self._payment, "payment")):
            first, last = query.get(f"start_{name}_date", ""), query.get(f"end_{name}_date", LAST_DAY)
            if (first or last != LAST_DAY) and days.count(first, last) < most:
                best = days.between(first, last)
                most = len(best)
        return best if best is not None and len(best) <= len(self) // 4 + 100 else None

    def _index(self, invoice: Invoice) -> None:
        words = tuple(
            _word(name, getattr(invoice, name))
            for name in ("payment_status", "sending_status", "deal_status", "cancel_status")
        )
        key = (invoice.number, invoice.partner_id, words, invoice.billing_date, invoice.payment_date)
        self._by_id[invoice.id], self._keys[invoice.id] = invoice, key
        self._by_number[key[0]].add(invoice.id)
        self._by_partner[key[1]].add(invoice.id)
        for word in words:
            self._by_status[word].add(invoice.id)
        self._billing.add(key[3], invoice.id)
        if key[4] is not None:
            self._payment.add(key[4], invoice.id)

    def _forget(self, invoice_id: int) -> None:
        number, partner, words, billing, payment = self._keys.pop(invoice_id)
        self._by_number[number].discard(invoice_id)
        self._by_partner[partner].discard(invoice_id)
        for word in words:
            self._by_status[word].discard(invoice_id)
        self._billing.remove(billing, invoice_id)
        if payment is not None:
            self._payment.remove(payment, invoice_id)

    def _save(self, invoice: Invoice) -> None:
        if self._shelf.in_use:
            self._shelf.put("invoice", invoice.id, asdict(invoice))


def _word(name: str, value: str) -> str:
    # "canceled" is a word of two statuses.
    return f"payment {value}" if name == "payment_status" else value


def _ids(text: str) -> set[int]:
    return {int(part) for part in text.split(",")}


def _filters(query: Json) -> list[Filter]:
    """Return one test per filter that is given: a page far down a long list must not cost a test per row and name."""
    statuses = ("payment_status", "deal_status", "sending_status", "cancel_status")
    tests = [_equal(name, query[name]) for name in statuses if name in query]
    if "invoice_number" in query:
        tests.append(_equal("number", query["invoice_number"]))
    if "subject" in query:
        # Whether the subject is compared whole or in part is not documented; here in part.
        tests.append(lambda invoice: query["subject"] in invoice.head["subject"])
    if "partner_ids" in query:
        partners = _ids(query["partner_ids"])
        tests.append(lambda invoice: invoice.partner_id in partners)
    tests += [
        _within(name, query.get(f"start_{name}", ""), query.get(f"end_{name}", LAST_DAY))
        for name in ("billing_date", "payment_date")
        if {f"start_{name}", f"end_{name}"} & set(query)
    ]
    return tests


def _equal(name: str, value: str) -> Filter:
    return lambda invoice: bool(getattr(invoice, name) == value)


def _within(name: str, first: str, last: str) -> Filter:
    # An invoice without a due date is in no range of due dates.
    return lambda invoice: (day := getattr(invoice, name)) is not None and first <= day <= last

"""The billings (請求書) of the office."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from sandbox.freee.shelf import Shelf
from sandbox.moneyforward.errors import not_found
from sandbox.moneyforward.records import Billing, Json, make_id
from sandbox.moneyforward.settings import JST, MoneyForwardSettings


class BillingBook:
    """All billings by id. After changing one outside, call `changed`."""

    def __init__(self, settings: MoneyForwardSettings, shelf: Shelf) -> None:
        self._settings, self._shelf = settings, shelf
        self._by_id: dict[str, Billing] = {}
        self._by_partner: defaultdict[str, dict[str, Billing]] = defaultdict(dict)
        for billing in sorted((Billing(**row) for row in shelf.all("billing")), key=lambda one: one.serial):
            self._index(billing)
        self._serial = max((billing.serial for billing in self), default=0)
        self._lines = sum(len(billing.items) for billing in self)

    def __iter__(self) -> Iterator[Billing]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, billing_id: str) -> Billing:
        """Return a billing; 404 if there is none (any more)."""
        found = self._by_id.get(billing_id)
        if found is None:
            raise not_found()
        return found

    def has_number(self, number: str) -> bool:
        """Return whether a billing has that number."""
        return any(billing.number == number for billing in self)

    def next_serial(self) -> int:
        """Return the serial of the next billing."""
        self._serial += 1
        return self._serial

    def line_id(self) -> str:
        """Return the id of the next line."""
        self._lines += 1
        return make_id("line", self._lines)

    def add(self, billing: Billing) -> None:
        """Enter a new billing."""
        self._index(billing)
        self._save(billing)

    def changed(self, billing: Billing, now: float) -> None:
        """Note a change."""
        billing.updated = now
        self._save(billing)

    def delete(self, billing: Billing) -> None:
        """Delete a billing for good: there is no cancelling."""
        del self._by_id[billing.id]
        del self._by_partner[billing.partner_id][billing.id]
        self._shelf.drop("billing", billing.id)

    def search(self, query: Json, now: float) -> list[Billing]:
        """Return every billing a query names, in list order; what is too new is not listed yet."""
        newest = now - self._settings.list_lag_seconds
        source: Iterable[Billing] = self
        if "partner_id" in query:
            source = self._by_partner.get(query["partner_id"], {}).values()
        found = [billing for billing in source if billing.created <= newest and _matches(billing, query)]
        return found[::-1] if self._settings.list_order == "newest_first" else found

    def _index(self, billing: Billing) -> None:
        self._by_id[billing.id] = billing
        self._by_partner[billing.partner_id][billing.id] = billing

    def _save(self, billing: Billing) -> None:
        if self._shelf.in_use:
            self._shelf.put("billing", billing.id, asdict(billing))


def day_of(billing: Billing, key: str) -> str:
    """Return the day (yyyy-mm-dd, Japan's) that a range_key is about; "" if the billing has none."""
    if key in ("created_at", "updated_at"):
        seconds = billing.created if key == "created_at" else billing.updated
        return datetime.fromtimestamp(seconds, JST).date().isoformat()
    return str(billing.head.get(key) or "")


def _matches(billing: Billing, query: Json) -> bool:
    if "range_key" in query:
        day = day_of(billing, query["range_key"])
        if not day or not query.get("from", "") <= day <= query.get("to", "9999-12-31"):
            return False
    if "q" in query:
        # With q the narrower filters are not looked at; what else q looks into is open (not the memo, as far as known).
        q = query["q"]
        return bool(q == billing.partner_name or q in billing.head.get("title", ""))
    tags = [tag.strip() for tag in query.get("tags", "").split(",") if tag.strip()]
    return (
        query.get("document_number", billing.number) == billing.number  # open: whole or in part
        and query.get("partner_name", "") in billing.partner_name
        and all(tag in billing.head.get("tag_names", []) for tag in tags)
        and query.get("status", "") in ("", "ロック中" if billing.locked else "未ロック")
    )

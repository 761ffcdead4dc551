"""The partners (取引先) of the company."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sandbox.freee.errors import bad_request
from sandbox.freee.records import Json, Partner
from sandbox.freee.settings import FreeeSettings
from sandbox.freee.shelf import Shelf

FIRST_ID = 21_000_001
TERMS = ("payment_term_attributes", "invoice_payment_term_attributes")
PAID_PLAN = (*TERMS, "payer_walletable_id", "transfer_fee_handling_side")
SEARCHED = ("long_name", "name_kana", "shortcut1", "shortcut2")
PARTLY_CHANGED = ("address_attributes", "partner_bank_account_attributes", "partner_doc_setting_attributes")


class PartnerBook:
    """All partners by id, unique by name and, where codes are in use, by code."""

    def __init__(self, settings: FreeeSettings, shelf: Shelf) -> None:
        self._settings, self._shelf = settings, shelf
        self._by_id: dict[int, Partner] = {}
        self._by_name: dict[str, Partner] = {}
        self._by_code: dict[str, Partner] = {}
        for row in shelf.all("partner"):
            self._index(Partner(**row))
        self._next_id = max(self._by_id, default=FIRST_ID - 1) + 1

    def __iter__(self) -> Iterator[Partner]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, partner_id: int) -> Partner | None:
        """Return a partner, archived or not."""
        return self._by_id.get(partner_id)

    def by_code(self, code: str) -> Partner | None:
        """Return the partner with exactly that code."""
        return self._by_code.get(code)

    def by_name(self, name: str) -> Partner | None:
        """Return the partner with exactly that name."""
        return self._by_name.get(name)

    def add(self, name: str, code: str | None, data: Json, today: str) -> Partner:
        """Create a partner; 400 if the name or the code is taken."""
        self._refuse_taken(None, name, code)
        partner = Partner(self._next_id, name, code, today, {})
        self._next_id += 1
        self._merge(partner, data)
        self._index(partner)
        self._save(partner)
        return partner

    def change(self, partner: Partner, changes: Json, today: str) -> None:
        """Overwrite the given attributes and leave the others; 400 if the new name is taken."""
        name = changes.get("name", partner.name)
        self._refuse_taken(partner, name, None)
        if self._by_name.get(partner.name) is partner:
            del self._by_name[partner.name]
        partner.name, partner.update_date = name, today
        partner.available = changes.get("available", partner.available)
        self._merge(partner, {k: v for k, v in changes.items() if k not in {"name", "available", "company_id"}})
        self._index(partner)
        self._save(partner)

    def archive(self, partner: Partner) -> None:
        """Take a partner out of every list, as a person does in freee."""
        partner.archived = True
        self._save(partner)

    def search(self, query: Json) -> list[Partner]:
        """Return a page of the partners that are not archived; every word of `keyword` must occur somewhere."""
        words = re.split(r"[ \u3000\t]+", query.get("keyword", "").strip(" \u3000\t").casefold())
        since, until = query.get("start_update_date", ""), query.get("end_update_date", "9999-12-31")
        found = [
            partner
            for partner in self._by_id.values()
            if not partner.archived
            and since <= partner.update_date <= until
            and all(any(word in text for text in self._texts(partner)) for word in words)
        ]
        offset = query.get("offset", 0)
        return found[offset : offset + query.get("limit", 50)]

    def view(self, partner: Partner, *, single: bool) -> Json:
        """Return what the API shows. Payment terms are only in the answer about a single partner."""
        shown: Json = {
            "id": partner.id,
            "code": partner.code if self._settings.use_partner_code else None,
            "company_id": self._settings.company_id,
            "name": partner.name,
            "update_date": partner.update_date,
            "available": partner.available,
        }
        optional = (*SEARCHED, "org_code", "default_title", "phone", "contact_name", "email")
        shown |= {name: partner.data.get(name) for name in (*optional, "invoice_registration_number")}
        shown["country_code"] = partner.data.get("country_code", "JP")
        shown["qualified_invoice_issuer"] = partner.data.get("qualified_invoice_issuer", False)
        shown |= {name: partner.data[name] for name in PARTLY_CHANGED if name in partner.data}
        if self._settings.payment_terms:
            shown["payer_walletable_id"] = partner.data.get("payer_walletable_id")
            shown["transfer_fee_handling_side"] = partner.data.get("transfer_fee_handling_side", "payer")
            if single:
                shown |= {name: partner.data[name] for name in TERMS if name in partner.data}
        return shown

    def _texts(self, partner: Partner) -> list[str]:
        texts: list[Any] = [partner.name, partner.code, *(partner.data.get(name) for name in SEARCHED)]
        return [str(text).casefold() for text in texts if text]

    def _refuse_taken(self, own: Partner | None, name: str, code: str | None) -> None:
        holder = self._by_name.get(name)
        if holder is not None and holder is not own and (not holder.archived or self._settings.archived_name_blocks):
            raise bad_request("accounting", ["名前はすでに存在します。"])
        if code is not None and code in self._by_code:
            raise bad_request("accounting", ["Codeはすでに存在します。"])

    def _merge(self, partner: Partner, data: Json) -> None:
        for name, value in data.items():
            if name in PAID_PLAN and not self._settings.payment_terms:
                continue
            if name in TERMS and value is None:
                partner.data.pop(name, None)
            elif name in PARTLY_CHANGED:
                partner.data[name] = partner.data.get(name, {}) | value
            elif name == "invoice_registration_number" and value:
                partner.data[name] = value if value.startswith("T") else f"T{value}"
            else:
                partner.data[name] = value
        bank = partner.data.get("partner_bank_account_attributes")
        if bank is not None and not bank.get("account_type"):
            bank["account_type"] = "ordinary"

    def _index(self, partner: Partner) -> None:
        self._by_id[partner.id] = partner
        self._by_name[partner.name] = partner
        if partner.code is not None:
            self._by_code[partner.code] = partner

    def _save(self, partner: Partner) -> None:
        if self._shelf.in_use:
            self._shelf.put("partner", partner.id, asdict(partner))

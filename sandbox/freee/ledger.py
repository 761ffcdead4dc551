"""The accounting side of the company: entries (freee's 取引) with their payments, wallets and bank lines."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sandbox.freee.errors import bad_request
from sandbox.freee.records import BankLine, Deal, Json
from sandbox.freee.settings import FreeeSettings
from sandbox.freee.shelf import Shelf

# 取引 41…, its lines 42…, payments 71…, bank lines 51…: numbers that cannot be mistaken for one another in a test.
FIRST_DEAL, FIRST_DETAIL, FIRST_PAYMENT, FIRST_LINE = 41_000_001, 42_000_001, 71_000_001, 51_000_001
SALES, RECEIVABLE, PREPAID_TAX, PRIVATE = 81_001, 81_002, 81_003, 81_004
ACCOUNT_ITEMS = {SALES: "売上高", RECEIVABLE: "売掛金", PREPAID_TAX: "仮払法人税等", PRIVATE: "役員借入金"}
TAX_CODES = {  # code -> (name, Japanese name, display category, rate in %)
    0: ("non_taxable", "対象外", None, 0),
    129: ("sales_with_tax_10", "課税売上10%", "tax_10", 10),
    101: ("sales_with_tax_8", "課税売上8%", "tax_8", 8),
    156: ("sales_with_tax_reduced_8", "課税売上8%（軽）", "tax_r8", 8),
}
TAX_CODE_OF = {"10": 129, "8": 101, "8_reduced": 156, "0": 0}
BANK, CASH = 91_001, 91_002
WALLETABLES = {BANK: ("bank_account", "見本銀行 普通 1234567"), CASH: ("wallet", "現金")}


class Ledger:
    """Deals, payments and bank lines by id."""

    def __init__(self, settings: FreeeSettings, shelf: Shelf) -> None:
        self._settings, self._shelf = settings, shelf
        self.synced_at: str | None = None  # when the bank's lines last came by themselves (ISO 8601)
        self.sync_status = "disabled"
        self._deals = {row["id"]: Deal(**row) for row in shelf.all("deal")}
        self._lines = {row["id"]: BankLine(**row) for row in shelf.all("bank_line")}
        deals = self._deals.values()
        self._next_deal = max(self._deals, default=FIRST_DEAL - 1) + 1
        self._next_line = max(self._lines, default=FIRST_LINE - 1) + 1
        self._next_detail = max((d["id"] for deal in deals for d in deal.details), default=FIRST_DETAIL - 1) + 1
        self._next_payment = max((p["id"] for deal in deals for p in deal.payments), default=FIRST_PAYMENT - 1) + 1

    @property
    def deals(self) -> Iterator[Deal]:
        return iter(self._deals.values())

    @property
    def bank_lines(self) -> Iterator[BankLine]:
        return iter(self._lines.values())

    def deal(self, deal_id: int) -> Deal | None:
        """Return an entry."""
        return self._deals.get(deal_id)

    def bank_line(self, line_id: int) -> BankLine | None:
        """Return a bank line."""
        return self._lines.get(line_id)

    def add_deal(self, head: Json, details: list[Json], payments: list[Json], **more: Any) -> Deal:
        """Book an entry; 400 for account items, tax codes or wallets that do not exist."""
        wrong = [
            f"{name} {detail[name]} は存在しません。"
            for detail in details
            for name, known in (("account_item_id", ACCOUNT_ITEMS), ("tax_code", TAX_CODES))
            if detail[name] not in known
        ]
        if wrong:
            raise bad_request("accounting", wrong)
        for payment in payments:
            self._refuse_wallet(payment)
        income = head["type"] == "income"
        rows = [self._detail(detail, income) for detail in details]
        deal = Deal(
            id=self._next_deal,
            issue_date=head["issue_date"],
            due_date=head.get("due_date"),
            type=head["type"],
            partner_id=head.get("partner_id"),
            partner_code=head.get("partner_code"),
            ref_number=head.get("ref_number"),
            details=rows,
            **more,
        )
        if sum(payment["amount"] for payment in payments) > deal.amount:
            raise bad_request("accounting", ["支払金額が取引金額を超えています。"])
        self._next_deal += 1
        deal.payments = [self._payment(payment) for payment in payments]
        self._deals[deal.id] = deal
        self.save(deal)
        return deal

    def drop_deal(self, deal: Deal) -> None:
        """Delete an entry and its payments."""
        del self._deals[deal.id]
        self._shelf.drop("deal", deal.id)

    def add_payment(self, deal: Deal, payment: Json) -> None:
        """Settle a part or all of an entry; 400 beyond what is due."""
        self._refuse_wallet(payment)
        if payment["amount"] > deal.due_amount:
            raise bad_request("accounting", ["支払金額が支払残額を超えています。"])
        deal.payments.append(self._payment(payment))
        self.save(deal)

    def change_payment(self, deal: Deal, payment_id: int, payment: Json) -> bool:
        """Overwrite a payment; False if the entry has none with that id."""
        self._refuse_wallet(payment)
        old = next((row for row in deal.payments if row["id"] == payment_id), None)
        if old is None:
            return False
        if payment["amount"] > deal.due_amount + old["amount"]:
            raise bad_request("accounting", ["支払金額が支払残額を超えています。"])
        old |= {name: payment[name] for name in _PAYMENT_FIELDS}
        self.save(deal)
        return True

    def drop_payment(self, deal: Deal, payment_id: int) -> bool:
        """Delete a payment; False if the entry has none with that id."""
        kept = [row for row in deal.payments if row["id"] != payment_id]
        found = len(kept) < len(deal.payments)
        deal.payments = kept
        self.save(deal)
        return found

    def add_bank_line(self, line: Json, created: float) -> BankLine:
        """Enter a bank line that waits to be booked; 400 for a wallet that does not exist."""
        if WALLETABLES.get(line["walletable_id"], ("",))[0] != line["walletable_type"]:
            raise bad_request("accounting", ["口座が存在しません。"])
        entered = BankLine(
            id=self._next_line,
            date=line["date"],
            amount=line["amount"],
            due_amount=line["amount"],
            balance=line.get("balance"),
            entry_side=line["entry_side"],
            walletable_type=line["walletable_type"],
            walletable_id=line["walletable_id"],
            description=line.get("description", ""),
            created=created,
        )
        self._next_line += 1
        self._lines[entered.id] = entered
        self.save_line(entered)
        return entered

    def search_deals(self, query: Json) -> tuple[int, list[Deal]]:
        """Return (how many match, one page of them), newest first."""
        # +更新 is not played, so no entry has a renewal date.
        if "start_renew_date" in query or "end_renew_date" in query:
            return 0, []
        found = [deal for deal in reversed(self._deals.values()) if _deal_matches(deal, query)]
        offset = query.get("offset", 0)
        return len(found), found[offset : offset + query.get("limit", 20)]

    def search_bank_lines(self, query: Json) -> list[BankLine]:
        """Return one page of bank lines. walletable_type and walletable_id count only together."""
        wallet = (query.get("walletable_type"), query.get("walletable_id"))
        first, last = query.get("start_date", ""), query.get("end_date", "9999-12-31")
        found = [
            line
            for line in self._lines.values()
            if first <= line.date <= last
            and query.get("entry_side", line.entry_side) == line.entry_side
            and (None in wallet or wallet == (line.walletable_type, line.walletable_id))
        ]
        by_creation = "sort_type" in query
        found.sort(key=lambda line: (line.created if by_creation else 0, line.date, line.id), reverse=True)
        offset = query.get("offset", 0)
        return found[offset : offset + query.get("limit", 20)]

    def save(self, deal: Deal) -> None:
        """Keep a changed entry."""
        if self._shelf.in_use:
            self._shelf.put("deal", deal.id, asdict(deal))

    def save_line(self, line: BankLine) -> None:
        """Keep a changed bank line."""
        if self._shelf.in_use:
            self._shelf.put("bank_line", line.id, asdict(line))

    def _detail(self, detail: Json, income: bool) -> Json:
        row = dict(detail)
        rate = TAX_CODES[row["tax_code"]][3]
        row["id"], self._next_detail = self._next_detail, self._next_detail + 1
        row.setdefault("vat", int(row["amount"] * rate / (100 + rate)))
        plus = income == (row["amount"] >= 0)
        row["entry_side"] = "credit" if plus else "debit"
        return row

    def _payment(self, payment: Json) -> Json:
        row = {"id": self._next_payment} | {name: payment[name] for name in _PAYMENT_FIELDS}
        self._next_payment += 1
        return row

    def _refuse_wallet(self, payment: Json) -> None:
        kind, wallet = payment["from_walletable_type"], payment["from_walletable_id"]
        known = wallet in ACCOUNT_ITEMS if kind == "private_account_item" else WALLETABLES.get(wallet, ("",))[0] == kind
        if not known:
            raise bad_request("accounting", ["口座が存在しません。"])


_PAYMENT_FIELDS = ("date", "from_walletable_type", "from_walletable_id", "amount")


def _deal_matches(deal: Deal, query: Json) -> bool:
    due = deal.due_date
    items = {detail["account_item_id"] for detail in deal.details}
    return (
        query.get("partner_id", deal.partner_id) == deal.partner_id
        and query.get("partner_code", deal.partner_code) == deal.partner_code
        and ("account_item_id" not in query or query["account_item_id"] in items)
        and query.get("status", deal.status) == deal.status
        and query.get("type", deal.type) == deal.type
        and query.get("start_issue_date", "") <= deal.issue_date <= query.get("end_issue_date", "9999-12-31")
        and ("start_due_date" not in query or (due is not None and due >= query["start_due_date"]))
        and ("end_due_date" not in query or (due is not None and due <= query["end_due_date"]))
    )

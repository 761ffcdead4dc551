"""The company inside the stand-in: what the API changes, and what a person does by hand in freee."""

import re
from collections import deque
from collections.abc import Sequence
from datetime import date
from typing import Any

from sandbox.clock import Clock
from sandbox.freee.amounts import totals
from sandbox.freee.errors import bad_request, not_found
from sandbox.freee.invoices import InvoiceBook
from sandbox.freee.iv_rules import check_invoice
from sandbox.freee.ledger import BANK, Ledger
from sandbox.freee.limits import Limits
from sandbox.freee.partners import PartnerBook
from sandbox.freee.records import BankLine, Deal, Exchange, Invoice, Json, Partner
from sandbox.freee.settings import JST, FreeeSettings
from sandbox.freee.shelf import Shelf
from sandbox.freee.tokens import TokenDesk
from sandbox.freee.writing import as_request, entry_lines, header, numbered

# The bot's own mark in the memo. Restated here on purpose: a judge does not ask the judged what to look for.
TOKEN = re.compile(r"S2F-[0-9A-HJKMNP-TV-Z]{26}-[0-9]{1,3}-[0-9a-f]{8}")
HAND_WRITTEN: Json = {
    "tax_entry_method": "out",
    "tax_fraction": "omit",
    "withholding_tax_entry_method": "out",
    "partner_title": "御中",
}


class FreeeOffice:
    """State of one company. The API goes through it; tests and the page use the methods under "by hand"."""

    def __init__(self, settings: FreeeSettings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self._shelf = Shelf(settings.state_file)
        self.partners = PartnerBook(settings, self._shelf)
        self.invoices = InvoiceBook(settings, self._shelf)
        self.ledger = Ledger(settings, self._shelf)
        self.tokens = TokenDesk(settings, clock, self._shelf)
        self.limits = Limits(settings, clock)
        self.exchanges: deque[Exchange] = deque(maxlen=settings.keep_exchanges)
        self.denied: str | None = None  # one of errors.UNAUTHORISED: every call is answered 401 with it

    def today(self) -> date:
        """Return the day in Japan."""
        return self.clock.now().astimezone(JST).date()

    def close(self) -> None:
        """Close the state file."""
        self._shelf.close()

    # --- what the API does

    def create_invoice(self, body: Json, *, by_hand: bool = False) -> Invoice:
        """Write an invoice from a checked request body; 400 if the partner or the template does not exist."""
        partner = self._partner_of(body)
        head = self._head(body, partner)
        invoice_id, line_ids = self.invoices.new_ids(len(body["lines"]))
        lines = numbered(body["lines"], line_ids, head)
        invoice = Invoice(
            id=invoice_id,
            number=body.get("invoice_number") or self.invoices.next_number(),
            created=self.clock.timestamp(),
            head=head,
            lines=lines,
            amounts=totals(head, lines, self.settings.unused_rate_amount),
            partner={"id": partner.id, "code": partner.code, "name": partner.name},
            by_hand=by_hand,
        )
        self.invoices.add(invoice)
        return invoice

    def update_invoice(self, invoice: Invoice, body: Json) -> None:
        """Overwrite an invoice with a checked request body. What the body leaves out stays as it was."""
        if invoice.cancel_status == "canceled":
            raise bad_request("iv", ["取消済みの請求書は更新できません。"])
        partner = self._partner_of(body)
        kept = {} if partner.id != invoice.partner_id else invoice.head
        head = self._head({**kept, **body}, partner)
        lines = numbered(body["lines"], self.invoices.new_line_ids(len(body["lines"])), head)
        invoice.head, invoice.lines = head, lines
        invoice.amounts = totals(head, lines, self.settings.unused_rate_amount)
        invoice.partner = {"id": partner.id, "code": partner.code, "name": partner.name}
        invoice.number = body.get("invoice_number") or invoice.number
        self.invoices.changed(invoice)

    def cancel(self, invoice: Invoice) -> None:
        """Cancel an invoice (取消). The entry tied to it is deleted with its payments."""
        deal = self.ledger.deal(invoice.deal_id) if invoice.deal_id is not None else None
        if deal is not None:
            self.ledger.drop_deal(deal)
        invoice.deal_id, invoice.payment_status, invoice.cancel_status = None, "unsettled", "canceled"
        self.invoices.changed(invoice)

    def uncancel(self, invoice: Invoice) -> None:
        """Take a cancellation back. The entry that was deleted does not come back."""
        invoice.cancel_status = "uncanceled"
        self.invoices.changed(invoice)

    def settle_from(self, deal: Deal) -> None:
        """Let the invoice of an entry show whether the entry is paid."""
        invoice = self.invoices.get(deal.invoice_id) if deal.invoice_id is not None else None
        if invoice is not None and invoice.payment_status != deal.status:
            invoice.payment_status = deal.status
            self.invoices.changed(invoice)

    # --- by hand

    def add_partner(self, name: str, code: str | None = None, **data: Any) -> Partner:
        """Enter a partner; `data` as in POST /api/1/partners (name_kana, invoice_payment_term_attributes, …)."""
        return self.partners.add(name, code, data, self.today().isoformat())

    def create_by_hand(self, partner_id: int, lines: Sequence[Json], **fields: Any) -> Invoice:
        """Write an invoice as a person does in freee: without our token, listed at once like any other."""
        body: Json = {"company_id": self.settings.company_id, "billing_date": self.today().isoformat()}
        body |= HAND_WRITTEN | {"partner_id": partner_id, "lines": list(lines)} | fields
        self._refuse_wrong(body)
        return self.create_invoice(body, by_hand=True)

    def edit_by_hand(self, invoice_id: int, **changes: Any) -> Invoice:
        """Change header fields (subject, memo, payment_date, …) or `lines` of an invoice."""
        invoice = self.invoice(invoice_id)
        body = as_request(invoice, self.settings) | changes
        self._refuse_wrong(body)
        self.update_invoice(invoice, body)
        return invoice

    def cancel_by_hand(self, invoice_id: int) -> None:
        """Cancel an invoice on freee's page."""
        self.cancel(self.invoice(invoice_id))

    def mark_sent(self, invoice_id: int) -> None:
        """Note that the invoice was sent (送付済み)."""
        invoice = self.invoice(invoice_id)
        invoice.sending_status = "sent"
        self.invoices.changed(invoice)

    def register_deal(self, invoice_id: int) -> Deal:
        """Book the entry of an invoice (取引を登録), or return the one it has."""
        invoice = self.invoice(invoice_id)
        if invoice.cancel_status == "canceled":
            raise bad_request("iv", ["取消済みの請求書です。"])
        booked = self.ledger.deal(invoice.deal_id) if invoice.deal_id is not None else None
        if booked is not None:
            return booked
        head = {
            "type": "income",
            "issue_date": invoice.head["issue_date"],
            "due_date": invoice.payment_date,
            "partner_id": invoice.partner_id,
            "partner_code": invoice.partner["code"],
            "ref_number": invoice.number,
        }
        deal = self.ledger.add_deal(head, entry_lines(invoice), [], origin="freee請求書", invoice_id=invoice.id)
        invoice.deal_id = deal.id
        self.invoices.changed(invoice)
        return deal

    def mark_paid(self, invoice_id: int, on: date | None = None) -> Deal:
        """Record that all that is due came in on a day (default: today); books the entry first if need be."""
        deal = self.register_deal(invoice_id)
        return self.mark_partial(invoice_id, deal.due_amount, on) if deal.due_amount > 0 else deal

    def mark_partial(self, invoice_id: int, amount: int, on: date | None = None) -> Deal:
        """Record that some yen came in on a day (default: today)."""
        if amount <= 0:
            raise bad_request("iv", ["入金額は1円以上で指定してください。"])
        deal = self.register_deal(invoice_id)
        day = (on or self.today()).isoformat()
        wallet = {"from_walletable_type": "bank_account", "from_walletable_id": BANK}
        self.ledger.add_payment(deal, {"date": day, "amount": amount, **wallet})
        self.settle_from(deal)
        return deal

    def add_bank_line(self, on: date, amount: int, description: str, *, entry_side: str = "income") -> BankLine:
        """Let a line arrive from the bank; `description` is what the bank prints, such as ﾌﾘｺﾐ ｶ)ｻﾝﾌﾟﾙ."""
        line = {"date": on.isoformat(), "amount": amount, "description": description, "entry_side": entry_side}
        wallet = {"walletable_type": "bank_account", "walletable_id": BANK}
        return self.ledger.add_bank_line(line | wallet, self.clock.timestamp())

    def sync_feed(self) -> None:
        """Let the bank's feed have brought everything just now."""
        self.ledger.synced_at = self.clock.now().astimezone(JST).isoformat(timespec="seconds")
        self.ledger.sync_status = "success"

    def break_feed(self) -> None:
        """Let the feed's consent at the bank have run out; what it last brought stays."""
        self.ledger.sync_status = "token_refresh_error"

    def book_bank_line(self, line_id: int, invoice_id: int) -> None:
        """Settle an invoice from a bank line, as 自動で経理 does; uses up of the line what the invoice needs."""
        line, deal = self.ledger.bank_line(line_id), self.register_deal(invoice_id)
        if line is None:
            raise not_found("accounting")
        amount = min(line.due_amount, deal.due_amount)
        self.mark_partial(invoice_id, amount, date.fromisoformat(line.date))
        line.due_amount -= amount
        line.status = 4 if line.due_amount else 2
        self.ledger.save_line(line)

    def invoice(self, invoice_id: int) -> Invoice:
        """Return an invoice; 404 if there is none."""
        found = self.invoices.get(invoice_id)
        if found is None:
            raise not_found("iv")
        return found

    # --- what tests ask

    def per_token(self) -> dict[str, list[Invoice]]:
        """Return the invoices that carry each of the bot's tokens, cancelled ones too."""
        found: dict[str, list[Invoice]] = {}
        for invoice in self.invoices:
            for token in TOKEN.findall(invoice.head["memo"])[-1:]:
                found.setdefault(token, []).append(invoice)
        return found

    def duplicates(self) -> dict[str, list[Invoice]]:
        """Return the tokens that stand in more than one invoice: there must never be any."""
        return {token: invoices for token, invoices in self.per_token().items() if len(invoices) > 1}

    def calls(self, method: str, path: str) -> int:
        """Return how often an API path was called (with whatever answer)."""
        return sum(e.method == method and e.path == path for e in self.exchanges)

    # --- parts

    def _refuse_wrong(self, body: Json) -> None:
        wrong = check_invoice(body, self.settings)
        if wrong:
            raise bad_request("iv", wrong)

    def _partner_of(self, body: Json) -> Partner:
        if "partner_id" in body:
            partner = self.partners.get(body["partner_id"])
        else:
            partner = self.partners.by_code(body.get("partner_code", ""))
        if partner is None or partner.archived:
            raise bad_request("iv", ["取引先が存在しません。"])
        if body.get("template_id", 1) != 1:
            raise bad_request("iv", ["帳票テンプレートが存在しません。"])
        return partner

    def _head(self, body: Json, partner: Partner) -> Json:
        head = header(body, partner, self.settings)
        if not head.get("include_amount_brought_forward"):
            head.pop("amount_brought_forward", None)
        elif "amount_brought_forward" not in head:
            unpaid = self.invoices.unpaid(partner.id)
            head["amount_brought_forward"] = int(sum(invoice.amounts["total_amount"] for invoice in unpaid))
        return head

"""The office inside the stand-in: what the API changes, and what a person does by hand in Money Forward."""

import re
from calendar import monthrange
from collections import deque
from collections.abc import Sequence
from datetime import date
from typing import Any

from sandbox.clock import Clock
from sandbox.freee.rules import check_object
from sandbox.freee.shelf import Shelf
from sandbox.moneyforward import rules
from sandbox.moneyforward.amounts import totals
from sandbox.moneyforward.billings import BillingBook
from sandbox.moneyforward.errors import refused
from sandbox.moneyforward.limits import Limits
from sandbox.moneyforward.partners import PartnerBook
from sandbox.moneyforward.records import Billing, Exchange, Item, Json, Partner, make_id
from sandbox.moneyforward.settings import JST, MoneyForwardSettings
from sandbox.moneyforward.tokens import TokenDesk

# The bot's own mark in the memo. Restated here on purpose: a judge does not ask the judged what to look for.
TOKEN = re.compile(r"S2F-[0-9A-HJKMNP-TV-Z]{26}-[0-9]{1,3}-[0-9a-f]{8}")
NO_DEPARTMENT = "Partner department not found"  # the words people have seen


class MoneyForwardOffice:
    """State of one office. The API goes through it; tests and the page use the methods under "by hand"."""

    def __init__(self, settings: MoneyForwardSettings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self._shelf = Shelf(settings.state_file)
        self.partners = PartnerBook(settings, self._shelf)
        self.billings = BillingBook(settings, self._shelf)
        self.items = {row["id"]: Item(**row) for row in self._shelf.all("item")}
        self.tokens = TokenDesk(settings, clock, self._shelf)
        self.limits = Limits(settings, clock)
        self.exchanges: deque[Exchange] = deque(maxlen=settings.keep_exchanges)
        self.denied = False  # the person behind the tokens lost アプリ連携: every call is answered 403

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self.clock.timestamp()

    def today(self) -> date:
        """Return the day in Japan."""
        return self.clock.now().astimezone(JST).date()

    def close(self) -> None:
        """Close the state file."""
        self._shelf.close()

    # --- what the API does

    def create_billing(self, body: Json, *, by_hand: bool = False, template: bool = True) -> Billing:
        """Write a billing from a checked body; refused without such a department or without any due date."""
        partner = self.partners.of_department(body["department_id"])
        if partner is None:
            raise self.refusal(NO_DEPARTMENT)
        due = body.get("due_date") or self._deadline(partner, date.fromisoformat(body["billing_date"]))
        if due is None:
            raise self.refusal("Due date can't be blank")
        number = body.get("billing_number") or ""
        if number and self.settings.repeated_number == "refused" and self.billings.has_number(number):
            raise self.refusal("Billing number has already been taken")
        lines = [self.line(line) for line in body.get("items", [])]
        serial, now = self.billings.next_serial(), self.now()
        head = {name: body[name] for name in rules.CHANGED_BILLING if name in body} | {"due_date": due}
        billing = Billing(
            id=make_id("billing", serial),
            serial=serial,
            number=number or f"{self.settings.number_prefix}{serial:0{self.settings.number_digits}d}",
            partner_id=partner.id,
            partner_name=partner.name,
            department_id=body["department_id"],
            head=head,
            items=lines,
            amounts=totals(lines, self.settings),
            created=now,
            updated=now,
            by_hand=by_hand,
            template=template,
        )
        self.billings.add(billing)
        return billing

    def update_billing(self, billing: Billing, body: object) -> None:
        """Take the fields the API knows and ignore the rest: a wrapper, items and partner_id change nothing."""
        if not isinstance(body, dict):
            return
        known = {name: value for name, value in body.items() if name in rules.CHANGED_BILLING}
        wrong = check_object(known, rules.CHANGED_BILLING)
        if wrong:
            raise self.refusal(*wrong)
        self.refuse_locked(billing)
        if "department_id" in known:
            partner = self.partners.of_department(known["department_id"])
            if partner is None or partner.id != billing.partner_id:
                raise self.refusal(NO_DEPARTMENT)
            billing.department_id = known["department_id"]
        billing.number = known.pop("billing_number", billing.number)
        billing.head |= known
        self.billings.changed(billing, self.now())

    def set_payment(self, billing: Billing, code: str) -> None:
        """Note the payment status: "0" 未設定, "1" 未入金, "2" 入金済み."""
        billing.payment = code
        self.billings.changed(billing, self.now())

    def set_lines(self, billing: Billing, lines: list[Json]) -> None:
        """Replace a billing's lines; its amounts follow."""
        billing.items, billing.amounts = lines, totals(lines, self.settings)
        self.billings.changed(billing, self.now())

    def line(self, body: Json) -> Json:
        """Return a new line from a checked body: a master item's name wins over a given one."""
        data = {"price": 0, "quantity": 1, **body}
        if "item_id" in body:
            item = self.items.get(body["item_id"])
            if item is None:
                raise self.refusal("Item not found")
            data = {**item.data, **body, "name": item.data["name"]}
            data |= {name: body.get(name, item.data.get(name, 0)) for name in ("price", "quantity")}
        return data | {"id": self.billings.line_id(), "price": str(data["price"]), "quantity": str(data["quantity"])}

    def add_item(self, body: Json) -> Item:
        """Enter an item into the master."""
        serial = len(self.items) + 1
        item = Item(make_id("item", serial), serial, body, self.now())
        self.items[item.id] = item
        if self._shelf.in_use:
            self._shelf.put("item", item.id, {"id": item.id, "serial": serial, "data": body, "created": item.created})
        return item

    def refuse_locked(self, billing: Billing) -> None:
        """Refuse to change a locked billing, if locking means that."""
        if billing.locked and self.settings.locked_refuses:
            raise self.refusal("Billing is locked")

    def refusal(self, *wrong: str) -> Exception:
        """Return the refusal of a body."""
        return refused(self.settings, list(wrong))

    # --- by hand

    def add_partner(
        self, name: str, *, departments: Sequence[Json] = ({"person_dept": "経理部"},), **data: Any
    ) -> Partner:
        """Enter a partner; `data` as in POST /partners."""
        return self.partners.add({"name": name, "departments": list(departments), **data}, self.now())

    def create_by_hand(self, partner_id: str, items: Sequence[Json], **fields: Any) -> Billing:
        """Write a billing as a person does on the screen: without our token, listed like any other."""
        partner = self.partners.get(partner_id)
        body: Json = {"department_id": partner.departments[0]["id"], "billing_date": self.today().isoformat()}
        body |= {"due_date": body["billing_date"], "items": list(items)} | fields
        wrong = check_object(body, rules.NEW_BILLING) or rules.check_lines(body["items"])
        if wrong:
            raise self.refusal(*wrong)
        return self.create_billing(body, by_hand=True)

    def edit_by_hand(self, billing_id: str, **changes: Any) -> Billing:
        """Change header fields (title, memo, due_date, …) or `items` of a billing, locked or not."""
        billing = self.billings.get(billing_id)
        lines = changes.pop("items", None)
        billing.head |= changes
        if lines is not None:
            self.set_lines(billing, [self.line(line) for line in lines])
        self.billings.changed(billing, self.now())
        return billing

    def mark_sent(self, billing_id: str, *, by_post: bool = False) -> None:
        """Note that the billing was mailed (送付済み) or posted (郵送済み)."""
        billing = self.billings.get(billing_id)
        if by_post:
            billing.posting_status = "郵送済み"
        else:
            billing.email_status = "送付済み"
        self.billings.changed(billing, self.now())

    def mark_paid(self, billing_id: str, code: str = "2") -> None:
        """Set the payment status on the screen: 入金済み, or another code."""
        self.set_payment(self.billings.get(billing_id), code)

    def lock(self, billing_id: str, *, locked: bool = True) -> None:
        """Lock a billing (ロック中), or unlock it."""
        billing = self.billings.get(billing_id)
        billing.locked = locked
        self.billings.changed(billing, self.now())

    def delete_by_hand(self, billing_id: str) -> None:
        """Delete a billing on the screen: nothing of it stays."""
        self.billings.delete(self.billings.get(billing_id))

    def receive(self, partner_id: str, items: Sequence[Json], **fields: Any) -> Billing:
        """Let a supplier's billing arrive in the same list: 受信, 未払い. It is not one of ours."""
        billing = self.create_by_hand(partner_id, items, **fields)
        billing.email_status, billing.payment = "受信", "3"
        self.billings.changed(billing, self.now())
        return billing

    # --- what tests ask

    def per_token(self) -> dict[str, list[Billing]]:
        """Return the billings that carry each of the bot's tokens."""
        found: dict[str, list[Billing]] = {}
        for billing in self.billings:
            for token in TOKEN.findall(billing.head.get("memo", ""))[-1:]:
                found.setdefault(token, []).append(billing)
        return found

    def duplicates(self) -> dict[str, list[Billing]]:
        """Return the tokens that stand in more than one billing: there must never be any."""
        return {token: billings for token, billings in self.per_token().items() if len(billings) > 1}

    def calls(self, method: str, path: str) -> int:
        """Return how often an API path was called (with whatever answer)."""
        return sum(e.method == method and e.path == path for e in self.exchanges)

    def _deadline(self, partner: Partner, billed: date) -> str | None:
        """Return the due date that the partner's deadline gives; holidays are not moved here."""
        if partner.deadline is None:
            return None
        later = rules.MONTHS.index(partner.deadline["due_month"])
        year, month = divmod(billed.year * 12 + billed.month - 1 + later, 12)
        last = monthrange(year, month + 1)[1]
        wanted = partner.deadline["due_date"]
        return date(year, month + 1, last if wanted == -1 else min(wanted, last)).isoformat()

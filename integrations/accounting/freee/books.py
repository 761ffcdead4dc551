"""freee会計 as books: 取引 with what is due, 口座 with the age of their feed, 口座明細, 支払行.

What the published API (2026-08-21) cannot do: tie a bank line to an entry. The endpoint announced for 2026-10-26
(`/wallet_txns/{id}/reconcile`) is for plan-limited apps and its fields are published nowhere we could read, so
`reconciles` stays off and a person books the line in freee (自動で経理).
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from integrations.accounting.base import Purpose
from integrations.accounting.books import Entry, EntryPayment, FeedHealth, FeedLine, LineState, Wallet
from integrations.accounting.freee import schemas
from integrations.accounting.freee.client import FreeeClient, Query
from integrations.errors import ChangedApiError

LABEL = "freee会計"
MAX_PAGES = 500
_STATES = {1: LineState.OPEN, 2: LineState.BOOKED, 3: LineState.IGNORED, 4: LineState.PART, 6: LineState.IGNORED}
_HEALTH = {
    "success": FeedHealth.WORKS,
    "syncing": FeedHealth.WORKS,
    "token_refresh_error": FeedHealth.FAILS,
    "other_error": FeedHealth.FAILS,
}


class FreeeBooks:
    """`Books` on freee会計. Ids are freee's numbers as text. Shares the client, and so the budget, with `Freee`."""

    label = LABEL
    records_payments = True
    reconciles = False

    def __init__(self, client: FreeeClient, app_url: str) -> None:
        """`app_url`: where people work, for links."""
        self._client, self._app_url = client, app_url

    async def open_entries(
        self, *, due_to: date | None = None, first_page: int = 0, purpose: Purpose = Purpose.BULK
    ) -> AsyncIterator[Sequence[Entry]]:
        """Yield unsettled income entries, 100 a page."""
        query: dict[str, str | int] = {"type": "income", "status": "unsettled"}
        if due_to is not None:
            query["end_due_date"] = due_to.isoformat()
        for page in range(first_page, MAX_PAGES):
            found = await self._client.deals(query, offset=page * schemas.PAGE, purpose=purpose)
            yield [_entry(deal) for deal in found]
            if len(found) < schemas.PAGE:
                return
        raise ChangedApiError("freeeの取引一覧が終わりません。", system=LABEL)

    async def entry(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> Entry:
        """Return one entry; NotFoundError if it was deleted."""
        return _entry(await self._client.deal(external_id, purpose))

    async def wallets(self) -> Sequence[Wallet]:
        """Return the bank accounts."""
        found = await self._client.walletables(Purpose.BULK)
        return [
            Wallet(
                external_id=str(wallet.id),
                name=wallet.name,
                health=_HEALTH.get(wallet.sync_status or "", FeedHealth.NONE),
                synced_at=wallet.last_synced_at,
            )
            for wallet in found
            if wallet.type == "bank_account"
        ]

    async def bank_lines(
        self, wallet_id: str, *, since: date | None = None, newest_first: bool = False
    ) -> AsyncIterator[Sequence[FeedLine]]:
        """Yield income lines, 100 a page; by day of the transfer unless `newest_first` (day of entry)."""
        query: Query = {
            "walletable_type": "bank_account",  # freee ignores either of the two without the other
            "walletable_id": int(wallet_id),
            "entry_side": "income",
            **({"start_date": since.isoformat()} if since else {}),
            **({"sort_type": "created_at_desc"} if newest_first else {}),
        }
        for page in range(MAX_PAGES):
            found = await self._client.wallet_txns(query, offset=page * schemas.PAGE, purpose=Purpose.BULK)
            yield [_line(txn) for txn in found if txn.entry_side == "income"]
            if len(found) < schemas.PAGE:
                return
        raise ChangedApiError("freeeの口座明細一覧が終わりません。", system=LABEL)

    async def record_payment(self, entry_id: str, *, day: date, amount: int, wallet_id: str) -> Entry:
        """Book a payment once."""
        return _entry(await self._client.create_payment(entry_id, day=day, amount=amount, wallet_id=wallet_id))

    def entry_url(self, entry_id: str) -> str:
        """Return the entry's page (the address freee's own freee-mcp gives)."""
        return f"{self._app_url}/deals#deal_id={entry_id}"

    def line_url(self, line_id: str | None) -> str:
        """Return 自動で経理, on this line if there is one."""
        return f"{self._app_url}/wallet_txns/stream/{line_id}" if line_id else f"{self._app_url}/wallet_txns/stream"


def _entry(deal: schemas.Deal) -> Entry:
    return Entry(
        external_id=str(deal.id),
        amount=deal.amount,
        residual=deal.due_amount,
        due_date=deal.due_date,
        payments=tuple(
            EntryPayment(
                external_id=str(payment.id),
                day=payment.date,
                amount=payment.amount,
                wallet_id=None if payment.from_walletable_id is None else str(payment.from_walletable_id),
            )
            for payment in deal.payments
        ),
    )


def _line(txn: schemas.WalletTxn) -> FeedLine:
    state = _STATES.get(txn.status)
    if state is None:
        raise ChangedApiError(f"freeeの口座明細に知らない状態があります（{txn.status}）。", system=LABEL)
    return FeedLine(
        external_id=str(txn.id),
        wallet_id=str(txn.walletable_id),
        day=txn.date,
        amount=txn.amount,
        unbooked=txn.due_amount,
        text=txn.description,
        state=state,
        balance=txn.balance,
    )

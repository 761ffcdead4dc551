"""One method per freee endpoint.

Every call is counted in the budget, sent once, taught from (what is left), and its refusal named or its answer checked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.evidence import canonical_json
from integrations.accounting.base import CallBudget, Purpose
from integrations.accounting.freee import limits, refusals, schemas
from integrations.accounting.freee.connection import LABEL, FreeeConnection
from integrations.accounting.wire import read, to_bytes
from integrations.errors import DataError, NotSentError, RateError
from integrations.http import Answer, Http
from integrations.oauth import Access, OAuthSession

Query = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class _Call:
    """One request. `once`: on a connection of its own and never sent again, not even after a definite 401."""

    method: str
    path: str
    kind: str  # what the budget counts it as
    purpose: Purpose
    query: Query | None = None
    body: bytes | None = None
    once: bool = False


class FreeeClient:
    """The endpoints we use. Every method may raise `integrations.errors.*`."""

    def __init__(
        self,
        connection: FreeeConnection,
        http: Http,
        oauth: OAuthSession,
        budget: CallBudget,
        clock: Callable[[], datetime],
    ) -> None:
        """`clock` returns aware UTC."""
        self._connection, self._http, self._oauth, self._budget, self._clock = connection, http, oauth, budget, clock

    # --- freee請求書 (/iv) ------------------------------------------------------------------------------------------

    async def create_invoice(self, frozen: bytes, *, number_given: bool) -> schemas.InvoiceDetail:
        """POST /invoices, once, on a connection of its own. NumberingError tells the other numbering mode."""
        try:
            answer = await self._send(
                _Call("POST", "/iv/invoices", "invoice.create", Purpose.BULK, body=frozen, once=True)
            )
        except DataError as error:
            raise refusals.numbering(error, number_given=number_given) from error
        return read(schemas.InvoiceAnswer, answer, LABEL).invoice

    async def invoice(self, invoice_id: str, purpose: Purpose) -> schemas.InvoiceDetail:
        """GET /invoices/{id}."""
        answer = await self._get(f"/iv/invoices/{_id(invoice_id)}", "invoice.get", purpose)
        return read(schemas.InvoiceAnswer, answer, LABEL).invoice

    async def invoices(self, query: Query, *, offset: int, purpose: Purpose) -> tuple[schemas.InvoiceEntry, ...]:
        """GET /invoices: one page of 100."""
        paged = {**query, "limit": schemas.PAGE, "offset": offset}
        answer = await self._get("/iv/invoices", "invoice.list", purpose, paged)
        return read(schemas.InvoiceListAnswer, answer, LABEL).invoices

    async def cancel_invoice(self, invoice_id: str) -> schemas.CancelledInvoice:
        """PUT /invoices/{id}/cancel. freee deletes the accounting entry tied to it as well."""
        body = canonical_json({"company_id": self._connection.company_id})
        path = f"/iv/invoices/{_id(invoice_id)}/cancel"
        answer = await self._send(_Call("PUT", path, "invoice.cancel", Purpose.PERSON, body=body))
        return read(schemas.CancelAnswer, answer, LABEL).invoice

    async def templates(self) -> tuple[schemas.Template, ...]:
        """GET /invoices/templates."""
        answer = await self._get("/iv/invoices/templates", "template.list", Purpose.PERSON)
        return read(schemas.TemplateListAnswer, answer, LABEL).templates

    # --- freee会計 (/api/1) -----------------------------------------------------------------------------------------

    async def company(self) -> schemas.CompanyDetail:
        """GET /companies/{id}."""
        path = f"/api/1/companies/{self._connection.company_id}"
        answer = await self._send(_Call("GET", path, "company.get", Purpose.PERSON))
        return read(schemas.CompanyAnswer, answer, LABEL).company

    async def partners(
        self, *, offset: int = 0, since: date | None = None, keyword: str | None = None, purpose: Purpose
    ) -> tuple[schemas.Partner, ...]:
        """GET /partners: one page of 3,000, archived ones left out. Payment terms are not in lists."""
        query: dict[str, str | int] = {"limit": schemas.PARTNER_PAGE, "offset": offset}
        if since is not None:
            query["start_update_date"] = since.isoformat()
        if keyword is not None:
            query["keyword"] = keyword
        answer = await self._get("/api/1/partners", "partner.list", purpose, query)
        return read(schemas.PartnerListAnswer, answer, LABEL).partners

    async def partner(self, partner_id: str, purpose: Purpose) -> schemas.Partner:
        """GET /partners/{id}, with its payment terms."""
        answer = await self._get(f"/api/1/partners/{_id(partner_id)}", "partner.get", purpose)
        return read(schemas.PartnerAnswer, answer, LABEL).partner

    async def create_partner(self, name: str) -> schemas.Partner:
        """POST /partners. DuplicateError if the name is taken."""
        body = canonical_json({"company_id": self._connection.company_id, "name": name})
        try:
            answer = await self._send(_Call("POST", "/api/1/partners", "partner.create", Purpose.BULK, body=body))
        except DataError as error:
            raise refusals.duplicate(error) from error
        return read(schemas.PartnerAnswer, answer, LABEL).partner

    async def deals(self, query: Query, *, offset: int, purpose: Purpose) -> tuple[schemas.Deal, ...]:
        """GET /deals: one page of 100, newest first."""
        paged = {**query, "limit": schemas.PAGE, "offset": offset}
        return read(schemas.DealListAnswer, await self._get("/api/1/deals", "deal.list", purpose, paged), LABEL).deals

    async def deal(self, deal_id: str, purpose: Purpose) -> schemas.Deal:
        """GET /deals/{id}."""
        answer = await self._get(f"/api/1/deals/{_id(deal_id)}", "deal.get", purpose)
        return read(schemas.DealAnswer, answer, LABEL).deal

    async def create_payment(self, deal_id: str, *, day: date, amount: int, wallet_id: str) -> schemas.Deal:
        """POST /deals/{id}/payments, once. The bank line is not used up by it."""
        request = schemas.PaymentRequest(
            company_id=self._connection.company_id, date=day, from_walletable_id=int(_id(wallet_id)), amount=amount
        )
        path = f"/api/1/deals/{_id(deal_id)}/payments"
        call = _Call("POST", path, "payment.create", Purpose.PERSON, body=to_bytes(request), once=True)
        return read(schemas.DealAnswer, await self._send(call), LABEL).deal

    async def walletables(self, purpose: Purpose) -> tuple[schemas.Walletable, ...]:
        """GET /walletables, with when each was last synchronised."""
        query = {"with_last_synced_at": "true", "with_sync_status": "true"}
        answer = await self._get("/api/1/walletables", "walletable.list", purpose, query)
        return read(schemas.WalletableListAnswer, answer, LABEL).walletables

    async def wallet_txns(self, query: Query, *, offset: int, purpose: Purpose) -> tuple[schemas.WalletTxn, ...]:
        """GET /wallet_txns: one page of 100."""
        paged = {**query, "limit": schemas.PAGE, "offset": offset}
        answer = await self._get("/api/1/wallet_txns", "wallet_txn.list", purpose, paged)
        return read(schemas.WalletTxnListAnswer, answer, LABEL).wallet_txns

    # --- every call -----------------------------------------------------------------------------------------------

    async def _get(self, path: str, kind: str, purpose: Purpose, query: Query | None = None) -> Answer:
        whole = {"company_id": self._connection.company_id, **(query or {})}
        return await self._send(_Call("GET", path, kind, purpose, whole))

    async def _send(self, call: _Call) -> Answer:
        """Return a successful answer. An expired token is renewed and the call made again, unless it is `once`."""
        access = await self._oauth.access()
        answer = await self._exchange(access, call)
        if answer.status == 401:
            access = await self._after_401(access, answer)
            if call.once:
                # 401 is a definite refusal: nothing was made. Sending again is the caller's to decide and record.
                message = "freeeの認可を更新しました。もう一度送信します。"
                raise NotSentError(message, system=LABEL, request_id=answer.request_id)
            answer = await self._exchange(access, call)
        if answer.status in (200, 201):
            return answer
        if answer.status == 401:
            raise refusals.unauthorised(answer, refusals.code_401(answer))
        error = refusals.refusal(answer, writes=call.method != "GET", now=self._clock())
        if isinstance(error, RateError) and error.retry_at is not None:
            await self._budget.blocked_until(error.retry_at)
        raise error

    async def _exchange(self, access: Access, call: _Call) -> Answer:
        await self._budget.take(call.purpose, call.kind)
        headers = {"Authorization": f"Bearer {access.token}", "Accept": "application/json"}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        url = f"{self._connection.api_url}{call.path}"
        answer = await self._http.request(
            call.method, url, params=call.query, content=call.body, headers=headers, fresh=call.once
        )
        remaining = limits.remaining(answer.headers)
        if not call.path.startswith("/iv/"):
            # In 会計 the plain header counts single endpoints; only the day is shared with freee請求書.
            remaining = {window: left for window, left in remaining.items() if window == "day"}
        if remaining:
            await self._budget.observe(remaining, limits.resets(answer.headers))
        return answer

    async def _after_401(self, access: Access, answer: Answer) -> Access:
        """Return another token, or raise AuthorisationError with who must do what."""
        code = refusals.code_401(answer)
        if code == refusals.EXPIRED:
            return await self._oauth.renewed(access)
        if code in refusals.REVOKED:
            return await self._oauth.rejected(access, f"freeeが接続を拒否しました（{code}）")
        raise refusals.unauthorised(answer, code)


def _id(value: str) -> str:
    """Return an id that may stand in a path; DataError otherwise."""
    if not (value.isascii() and value.isdigit()):
        raise DataError(f"freeeのIDではありません: {value}", fields=("id",), system=LABEL)
    return value

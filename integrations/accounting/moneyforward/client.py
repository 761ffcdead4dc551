"""One method per endpoint of クラウド請求書 API v3.

Every call is counted in the budget and sent once, and its refusal named or its answer checked. Three calls a second are
so few, and the wait so short, that reads wait here; a write is refused to its caller, who records that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from integrations.accounting.base import CallBudget, Purpose
from integrations.accounting.moneyforward import refusals, schemas
from integrations.accounting.moneyforward.connection import API, LABEL, MoneyForwardConnection
from integrations.accounting.wire import read, to_bytes
from integrations.errors import AuthorisationError, DataError, NotSentError, RateError
from integrations.http import Answer, Http
from integrations.oauth import Access, OAuthSession

Query = Mapping[str, str | int]
Sleep = Callable[[float], Awaitable[None]]
PATIENCE = 5.0  # seconds that a call may wait for its turn
TURNS = 4  # how often a read is asked again after a 429


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

    @property
    def writes(self) -> bool:
        return self.method != "GET"


class MoneyForwardClient:
    """The endpoints we use. Every method may raise `integrations.errors.*`."""

    def __init__(
        self,
        connection: MoneyForwardConnection,
        http: Http,
        oauth: OAuthSession,
        budget: CallBudget,
        clock: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`clock` returns aware UTC."""
        self._connection, self._http, self._oauth = connection, http, oauth
        self._budget, self._clock, self._sleep = budget, clock, sleep
        self._office_of: int | None = None  # the version of the token pair whose office has been looked at

    async def office(self) -> schemas.Office:
        """GET /office; AuthorisationError if somebody connected another office than the configured one."""
        answer = await self._send(_Call("GET", "/office", "office.get", Purpose.PERSON))
        office = read(schemas.Office, answer, LABEL)
        if _bare(office.office_code) != _bare(self._connection.company_id):
            message = (
                f"マネーフォワードで別の事業者「{office.name}」（{office.office_code}）に接続しています。"
                f"設定の事業所（事業者番号 {self._connection.company_id}）で接続し直してください。"
            )
            raise AuthorisationError(message, system=LABEL, request_id=answer.request_id)
        return office

    # --- billings -------------------------------------------------------------------------------------------------

    async def create_billing(self, frozen: bytes) -> schemas.Billing:
        """POST /invoice_template_billings, once, on a connection of its own."""
        path = "/invoice_template_billings"
        answer = await self._send(_Call("POST", path, "invoice.create", Purpose.BULK, body=frozen, once=True))
        return read(schemas.Billing, answer, LABEL)

    async def billing(self, billing_id: str, purpose: Purpose) -> schemas.Billing:
        """GET /billings/{id}."""
        answer = await self._send(_Call("GET", f"/billings/{_id(billing_id)}", "invoice.get", purpose))
        return read(schemas.Billing, answer, LABEL)

    async def billings(
        self, filters: Query, *, page: int, purpose: Purpose, size: int = schemas.PAGE
    ) -> schemas.BillingList:
        """GET /billings: one page, from 1."""
        query = {**filters, "page": page, "per_page": size}
        answer = await self._send(_Call("GET", "/billings", "invoice.list", purpose, query))
        return read(schemas.BillingList, answer, LABEL)

    async def set_payment_status(self, billing_id: str, request: schemas.PaymentRequest) -> None:
        """PUT /billings/{id}/payment_status. What it answers says little: a wrong body is answered 200 as well."""
        path = f"/billings/{_id(billing_id)}/payment_status"
        await self._send(_Call("PUT", path, "invoice.payment", Purpose.PERSON, body=to_bytes(request)))

    # --- partners -------------------------------------------------------------------------------------------------

    async def partners(self, *, page: int, name: str | None = None, purpose: Purpose) -> schemas.PartnerList:
        """GET /partners: one page, from 1; `name` finds parts of names."""
        query: dict[str, str | int] = {"page": page, "per_page": schemas.PAGE}
        if name is not None:
            query["name"] = name
        answer = await self._send(_Call("GET", "/partners", "partner.list", purpose, query))
        return read(schemas.PartnerList, answer, LABEL)

    async def partner(self, partner_id: str, purpose: Purpose) -> schemas.Partner:
        """GET /partners/{id}."""
        answer = await self._send(_Call("GET", f"/partners/{_id(partner_id)}", "partner.get", purpose))
        return read(schemas.Partner, answer, LABEL)

    async def departments(self, partner_id: str, *, page: int, purpose: Purpose) -> schemas.DepartmentList:
        """GET /partners/{id}/departments: one page, from 1."""
        path = f"/partners/{_id(partner_id)}/departments"
        query = {"page": page, "per_page": schemas.PAGE}
        answer = await self._send(_Call("GET", path, "partner.departments", purpose, query))
        return read(schemas.DepartmentList, answer, LABEL)

    async def create_partner(self, request: schemas.PartnerRequest) -> schemas.Partner:
        """POST /partners with its department."""
        call = _Call("POST", "/partners", "partner.create", Purpose.BULK, body=to_bytes(request))
        return read(schemas.Partner, await self._send(call), LABEL)

    # --- every call -----------------------------------------------------------------------------------------------

    async def _send(self, call: _Call) -> Answer:
        """Return a successful answer; a read that came too often waits its turn and is asked again."""
        if call.writes:
            await self._same_office()
        for turn in range(TURNS):
            try:
                return await self._ask(call)
            except RateError as error:
                wait = _seconds(error, self._clock())
                if call.writes or turn == TURNS - 1 or wait is None or wait > PATIENCE:
                    raise
                await self._sleep(wait)
        raise AssertionError("the last turn raises")

    async def _ask(self, call: _Call) -> Answer:
        access = await self._oauth.access()
        answer = await self._exchange(access, call)
        if answer.status == 401:
            # Why is not told; only a new token can show whether the old one had merely expired.
            access = await self._oauth.renewed(access)
            if call.once:
                message = "マネーフォワードの認可を更新しました。もう一度送信します。"
                raise NotSentError(message, system=LABEL, request_id=answer.request_id)
            answer = await self._exchange(access, call)
        if answer.status in (200, 201, 204):
            return answer
        if answer.status == 401:
            raise refusals.unauthorised(answer)
        error = refusals.refusal(answer, writes=call.writes, now=self._clock())
        if isinstance(error, RateError) and error.retry_at is not None:
            await self._budget.blocked_until(error.retry_at)
        raise error

    async def _exchange(self, access: Access, call: _Call) -> Answer:
        await self._take(call)
        headers = {"Authorization": f"Bearer {access.token}", "Accept": "application/json"}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        url = f"{self._connection.api_url}{API}{call.path}"
        return await self._http.request(
            call.method, url, params=call.query, content=call.body, headers=headers, fresh=call.once
        )

    async def _take(self, call: _Call) -> None:
        """Count the call; wait for its turn if that is near. Nothing has been sent yet, so writes may wait as well."""
        waited = 0.0
        while True:
            try:
                return await self._budget.take(call.purpose, call.kind)
            except RateError as error:
                wait = _seconds(error, self._clock())
                if wait is None or waited + wait > PATIENCE:
                    raise
                waited += wait
                await self._sleep(wait)

    async def _same_office(self) -> None:
        """Look once per token pair whose books these are: the office is chosen by a person, and no answer tells it."""
        if (await self._oauth.access()).version != self._office_of:
            await self.office()
            self._office_of = (await self._oauth.access()).version


def _seconds(error: RateError, now: datetime) -> float | None:
    """Return how long to wait, a moment at least; None if nobody said."""
    return None if error.retry_at is None else max((error.retry_at - now).total_seconds(), 0.05)


def _bare(code: str) -> str:
    return code.replace("-", "").strip()


def _id(value: str) -> str:
    """Return an id as it stands in a path (URL-safe base64); DataError for anything else."""
    if not value or not all(sign.isascii() and (sign.isalnum() or sign in "-_=") for sign in value):
        raise DataError(f"マネーフォワードのIDではありません: {value}", fields=("id",), system=LABEL)
    return quote(value, safe="")

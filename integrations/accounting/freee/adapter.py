"""freee請求書 and freee会計 as an accounting system."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta

from domain.invoice import InvoiceDraft, IssuedInvoice, Numbering, PaymentStatus
from integrations.accounting.base import Capabilities, Company, InvoicePage, InvoiceQuery, PartnerRecord, Purpose
from integrations.accounting.freee import convert, schemas
from integrations.accounting.freee.client import FreeeClient
from integrations.accounting.freee.connection import LABEL, FreeeConnection
from integrations.accounting.wire import folded
from integrations.errors import ChangedApiError, DataError
from integrations.http import Http
from integrations.oauth import OAuthSession

# A list that does not end: 50,000 invoices or 300,000 partners are no answer to any question asked here.
MAX_PAGES = 500
MAX_PARTNER_PAGES = 100
LOOK_AROUND = timedelta(days=31)


class Freee:
    """`AccountingSystem` on freee. Ids are freee's numbers as text."""

    name = "freee"
    label = LABEL
    capabilities = Capabilities(
        numbering_known=False,
        accepts_number=True,
        reports_sent=True,
        reports_booking=True,
        reports_partial=False,  # the residual stands in the accounting entry only
        cancels=True,
        payment_terms=True,
        departments=False,
        account_items=True,
        unpaid_filter=True,
        partners_a_list=schemas.PARTNER_IDS,
        books=True,
    )

    def __init__(self, connection: FreeeConnection, client: FreeeClient, http: Http, oauth: OAuthSession) -> None:
        """Own `http` and `oauth`: `close` closes them."""
        self._connection, self._client, self._http, self._oauth = connection, client, http, oauth

    # --- company and partners -------------------------------------------------------------------------------------

    async def company(self) -> Company:
        """Return the connected company. Its registration number is not in the API."""
        company = await self._client.company()
        return Company(external_id=str(company.id), name=company.display_name or company.name or "")

    async def partners(self, *, updated_since: date | None = None) -> AsyncIterator[Sequence[PartnerRecord]]:
        """Yield partners, 3,000 a page, without their terms (lists do not hold them; see `partner`)."""
        for page in range(MAX_PARTNER_PAGES):
            found = await self._client.partners(
                offset=page * schemas.PARTNER_PAGE, since=updated_since, purpose=Purpose.BULK
            )
            yield [convert.partner_record(partner) for partner in found]
            if len(found) < schemas.PARTNER_PAGE:
                return
        raise _endless("取引先")

    async def partner(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> PartnerRecord:
        """Return one partner with its payment terms; NotFoundError if there is none."""
        return convert.partner_record(await self._client.partner(external_id, purpose))

    async def create_partner(self, name: str) -> PartnerRecord:
        """Create a partner. DataError if the company uses partner codes: freee then wants one from a person."""
        return convert.partner_record(await self._client.create_partner(name))

    async def find_partner(self, name: str) -> PartnerRecord | None:
        """Return the partner of that name, an available one first. freee searches parts of names, so we compare."""
        wanted = folded(name)
        for keyword in dict.fromkeys((name, wanted)):
            found = await self._client.partners(keyword=keyword, purpose=Purpose.PERSON)
            same = [partner for partner in found if folded(partner.name) == wanted]
            if same:
                return convert.partner_record(min(same, key=lambda partner: (not partner.available, partner.id)))
        return None

    async def department(
        self, partner_id: str, chosen: str | None = None, *, purpose: Purpose = Purpose.BULK
    ) -> str | None:
        """Return None: freee addresses partners."""
        del partner_id, chosen, purpose
        return None

    # --- invoices -------------------------------------------------------------------------------------------------

    def freeze(self, draft: InvoiceDraft, *, numbering: Numbering, template_id: str | None = None) -> bytes:
        """Return the bytes to post; DataError if freee could not take the draft."""
        return convert.request_bytes(
            draft, company_id=self._connection.company_id, numbering=numbering, template_id=template_id
        )

    async def send(self, frozen: bytes) -> IssuedInvoice:
        """Post frozen bytes once. If the token had expired it is renewed and NotSentError raised: nothing was made."""
        request = json.loads(frozen)
        if request["company_id"] != self._connection.company_id:
            raise DataError("承認後に接続先の事業所が変わっています。", fields=("company_id",), system=LABEL)
        detail = await self._client.create_invoice(frozen, number_given="invoice_number" in request)
        return convert.issued_detail(detail)

    async def find_by_token(self, draft: InvoiceDraft) -> Sequence[IssuedInvoice]:
        """Return the partner's invoices around the draft's day that carry its token, oldest first.

        The memo is in the list but cannot be filtered, and a number is no key (freee lets it repeat): so by memo.
        Around, because somebody may have moved the date since; one partner's two months are seldom a second page.
        """
        query = InvoiceQuery(
            partner_ids=(draft.partner_id,),
            billing_from=draft.billing_date - LOOK_AROUND,
            billing_to=draft.billing_date + LOOK_AROUND,
        )
        found: dict[int, IssuedInvoice] = {}
        async for page in self.invoices(query, purpose=Purpose.LOOKUP):
            for issued in page.invoices:
                if draft.token in issued.memo:
                    found[int(issued.external_id)] = issued
        return [found[number] for number in sorted(found)]

    async def invoice(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> IssuedInvoice:
        """Return one invoice."""
        return convert.issued_detail(await self._client.invoice(external_id, purpose))

    async def invoices(self, query: InvoiceQuery, *, purpose: Purpose = Purpose.BULK) -> AsyncIterator[InvoicePage]:
        """Yield pages of 100; more than three partners are asked for in threes. ChangedApiError if it never ends."""
        ids = query.partner_ids
        groups = [ids[start : start + schemas.PARTNER_IDS] for start in range(0, len(ids), schemas.PARTNER_IDS)] or [()]
        for group in groups:
            filters = convert.list_query(query, group)
            for page in range(query.first_page if group is groups[0] else 0, MAX_PAGES):
                found = await self._client.invoices(filters, offset=page * schemas.PAGE, purpose=purpose)
                full = len(found) >= schemas.PAGE
                yield InvoicePage(
                    invoices=tuple(convert.issued_entry(entry) for entry in found),
                    last=not full and group is groups[-1],
                )
                if not full:
                    break
            else:
                raise _endless("請求書")

    async def cancel(self, external_id: str) -> None:
        """Cancel an invoice; freee deletes the accounting entry tied to it."""
        cancelled = await self._client.cancel_invoice(external_id)
        if cancelled.cancel_status != "canceled":
            raise ChangedApiError("freeeが請求書を取り消しませんでした。", system=LABEL)

    async def set_payment_status(self, external_id: str, status: PaymentStatus) -> IssuedInvoice:
        """Refuse: in freee a payment is part of the accounting entry, not of the invoice."""
        del external_id, status
        raise DataError("freeeの入金は請求書ではなく取引に記録します。", system=LABEL)

    def invoice_url(self, issued: IssuedInvoice) -> str:
        """Return the page of the invoice in freee."""
        return issued.url

    async def templates(self) -> Sequence[tuple[str, str]]:
        """Return the layouts."""
        return [(str(template.id), template.name) for template in await self._client.templates()]

    async def advice(self) -> Sequence[str]:
        """Return nothing: the request itself says how freee shall round."""
        return ()

    async def keep_alive(self, purpose: Purpose) -> None:
        """Renew the token if a quarter of its life or less is left. `purpose` is idle: freee counts no such calls."""
        del purpose
        await self._oauth.access()

    async def close(self) -> None:
        """Let a token refresh finish, then release connections."""
        await self._oauth.close()
        await self._http.close()


def _endless(what: str) -> ChangedApiError:
    return ChangedApiError(f"freeeの{what}一覧が終わりません。", system=LABEL)

"""Money Forward クラウド請求書 as an accounting system."""

import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta

from domain.invoice import InvoiceDraft, IssuedInvoice, Numbering, PaymentStatus
from domain.tax import TaxEntry
from integrations.accounting.base import Capabilities, Company, InvoicePage, InvoiceQuery, PartnerRecord, Purpose
from integrations.accounting.moneyforward import convert, schemas
from integrations.accounting.moneyforward.client import MoneyForwardClient
from integrations.accounting.moneyforward.connection import LABEL, MoneyForwardConnection
from integrations.accounting.wire import folded
from integrations.errors import (
    AlteredError,
    ChangedApiError,
    DataError,
    DuplicateError,
    IntegrationError,
    NoAnswerError,
)
from integrations.http import Http
from integrations.oauth import OAuthSession

MAX_PAGES = 500
LOOK_AROUND = timedelta(days=31)
READINGS = 3  # how often a list that changes under our eyes is read anew


class MoneyForward:
    """`AccountingSystem` on クラウド請求書. Ids are Money Forward's texts."""

    name = "moneyforward"
    label = LABEL
    capabilities = Capabilities(
        numbering_known=False,
        accepts_number=True,
        reports_sent=True,
        reports_booking=False,
        reports_partial=False,
        cancels=False,  # only deleting, which leaves nothing of what was issued
        payment_terms=True,
        departments=True,
        account_items=False,
        unpaid_filter=False,
        layouts=False,
        tax_entries=frozenset({TaxEntry.OUT}),
        chooses_rounding=False,
        number_optional=True,
        writes_payment=True,
        deletes=True,
    )

    def __init__(
        self, connection: MoneyForwardConnection, client: MoneyForwardClient, http: Http, oauth: OAuthSession
    ) -> None:
        """Own `http` and `oauth`: `close` closes them."""
        self._connection, self._client, self._http, self._oauth = connection, client, http, oauth

    # --- company and partners -------------------------------------------------------------------------------------

    async def company(self) -> Company:
        """Return the connected office by its 事業者番号; AuthorisationError if it is not the configured one."""
        office = await self._client.office()
        return Company(office.office_code, office.name, office.registration_code or None)

    async def partners(self, *, updated_since: date | None = None) -> AsyncIterator[Sequence[PartnerRecord]]:
        """Yield partners, 100 a page. The list cannot be narrowed by day, so a delta is compared here."""
        async for page in self._partner_pages(None, Purpose.BULK):
            records = [convert.partner_record(partner) for partner in page]
            yield [one for one in records if updated_since is None or _changed_since(one, updated_since)]

    async def partner(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> PartnerRecord:
        """Return one partner with its departments; NotFoundError if there is none."""
        return convert.partner_record(await self._whole(await self._client.partner(external_id, purpose), purpose))

    async def create_partner(self, name: str) -> PartnerRecord:
        """Create a partner with one department, and read it back. DuplicateError if one has the name already.

        Whether Money Forward itself refuses a repeated name is not known, so we look first.
        """
        if await self._named(name):
            raise DuplicateError(f"取引先「{name}」は既にあります。", fields=("name",), system=LABEL)
        department = schemas.DepartmentRequest(person_dept=self._connection.new_department[:35])
        if not 0 < len(name) <= 100:
            raise DataError("取引先名は100文字までです。", fields=("name",), system=LABEL)
        made = await self._client.create_partner(schemas.PartnerRequest(name=name, departments=(department,)))
        stands = await self.partner(made.id)
        if stands.name != name or not stands.departments:
            message = f"マネーフォワードが取引先を別の内容で登録しました: {stands.name}"
            raise ChangedApiError(message, system=LABEL)
        return stands

    async def find_partner(self, name: str) -> PartnerRecord | None:
        """Return the partner of that name, with its departments. Names may repeat: then a person must say which."""
        same = await self._named(name)
        if len(same) > 1:
            message = f"マネーフォワードに「{folded(name)}」が{len(same)}件あります。どれか選んでください。"
            raise DataError(message, fields=("partner",), system=LABEL)
        return convert.partner_record(await self._whole(same[0], Purpose.PERSON)) if same else None

    async def department(
        self, partner_id: str, chosen: str | None = None, *, purpose: Purpose = Purpose.BULK
    ) -> str | None:
        """Return the chosen department if the partner still has it, else its only one; DataError asks a person."""
        known = (await self.partner(partner_id, purpose=purpose)).departments
        ids = [identity for identity, _ in known]
        if chosen is not None and chosen in ids:
            return chosen
        if len(ids) == 1 and chosen is None:
            return ids[0]
        if not ids:
            message = "取引先に部門がありません。マネーフォワードの取引先に部門を1つ登録してください。"
        elif chosen is not None:
            message = "選ばれた部門が取引先にありません。部門を選び直してください。"
        else:
            message = f"取引先に部門が{len(ids)}つあります。請求先の部門を選んでください。"
        raise DataError(message, fields=("department",), system=LABEL)

    # --- invoices -------------------------------------------------------------------------------------------------

    def freeze(self, draft: InvoiceDraft, *, numbering: Numbering, template_id: str | None = None) -> bytes:
        """Return the bytes to post; DataError if Money Forward could not take the draft, or a layout is asked for."""
        if template_id is not None:
            message = "マネーフォワードのAPIでは帳票テンプレートを指定できません。設定から外してください。"
            raise DataError(message, fields=("template_id",), system=LABEL)
        return convert.request_bytes(draft, self._connection, numbering)

    async def send(self, frozen: bytes) -> IssuedInvoice:
        """Post frozen bytes once and read back what stands. If the token had expired, NotSentError: nothing was made.

        AlteredError if it stands otherwise than asked for: its memo carries our token, so a look-up finds it.
        """
        request = json.loads(frozen)
        billing = await self._client.create_billing(frozen)
        # If it cannot be read back now: it was made, the answer says how, and the lists verify it later.
        with contextlib.suppress(IntegrationError):
            billing = await self._client.billing(billing.id, Purpose.BULK)
        changed = convert.altered(request, billing)
        told = convert.issued(billing, self._connection)
        # Without a token in the memo no look-up would find it: then its id must not be lost.
        if changed and told.token is not None:
            message = f"マネーフォワードが請求書を別の内容で作成しました: {'、'.join(changed)}"
            raise AlteredError(message, system=LABEL)
        return told

    async def find_by_token(self, draft: InvoiceDraft) -> Sequence[IssuedInvoice]:
        """Return the partner's invoices around the draft's day that carry its token, oldest first.

        The memo can be read but not searched. A list that changes while it is read could hide one, so it is read anew.
        """
        query = InvoiceQuery(billing_from=draft.billing_date - LOOK_AROUND, billing_to=draft.billing_date + LOOK_AROUND)
        filters = convert.list_query(query, draft.partner_id)
        found = [billing for billing in await self._whole_list(filters) if draft.token in billing.memo]
        found.sort(key=lambda billing: (billing.created_at, billing.billing_number, billing.id))
        return [convert.issued(billing, self._connection) for billing in found]

    async def invoice(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> IssuedInvoice:
        """Return one invoice; NotFoundError if there is none, or not any more."""
        return convert.issued(await self._client.billing(external_id, purpose), self._connection)

    async def invoices(self, query: InvoiceQuery, *, purpose: Purpose = Purpose.BULK) -> AsyncIterator[InvoicePage]:
        """Yield pages of up to 100, partner by partner. What the list cannot narrow is left out here."""
        partner_ids: Sequence[str | None] = query.partner_ids or (None,)
        for partner_id in partner_ids:
            filters = convert.list_query(query, partner_id)
            first = query.first_page + 1 if partner_id is partner_ids[0] else 1
            for number in range(first, MAX_PAGES + 1):
                page = await self._client.billings(filters, page=number, purpose=purpose)
                ours = [one for one in page.data if not convert.is_suppliers(one)]
                told = [convert.issued(billing, self._connection) for billing in ours]
                done = number >= page.pagination.total_pages
                yield InvoicePage(
                    invoices=tuple(one for one in told if convert.wanted(query, one)),
                    last=done and partner_id is partner_ids[-1],
                )
                if done:
                    break
            else:
                raise _endless("請求書")

    async def cancel(self, external_id: str) -> None:
        """Refuse: there is no cancelling, and deleting would leave nothing of what was issued."""
        del external_id
        message = "マネーフォワードの請求書はAPIで取り消せません。マネーフォワードの画面で処理してください。"
        raise DataError(message, system=LABEL)

    async def set_payment_status(self, external_id: str, status: PaymentStatus) -> IssuedInvoice:
        """Write 未入金 or 入金済み and read it back; ChangedApiError if it did not take."""
        code = convert.WRITE_PAYMENT.get(status)
        if code is None:
            raise DataError("マネーフォワードにこの入金状態はありません。", fields=("payment_status",), system=LABEL)
        await self._client.set_payment_status(
            external_id, schemas.PaymentRequest.model_validate({"payment_status": code})
        )
        stands = await self.invoice(external_id, purpose=Purpose.PERSON)
        if stands.payment_status is not status:
            raise ChangedApiError("マネーフォワードが入金状態を変えませんでした。", system=LABEL)
        return stands

    def invoice_url(self, issued: IssuedInvoice) -> str:
        """Return the page of the invoice in Money Forward."""
        return issued.url

    async def templates(self) -> Sequence[tuple[str, str]]:
        """Return nothing: the API knows no layouts."""
        return ()

    async def advice(self) -> Sequence[str]:
        """Compare how the office rounds and shows tax, which every billing tells, with our settings."""
        page = await self._client.billings({}, page=1, purpose=Purpose.PERSON, size=1)
        config = page.data[0].config if page.data else None
        if config is None:
            return ("端数処理の設定は、最初の請求書ができるまで確かめられません。",)
        found = []
        for what, word in (("明細", config.rounding), ("消費税", config.rounding_consumption_tax)):
            ours, said = convert.ROUNDING_WORDS.get(word, (None, word))
            if ours is not self._connection.rounding:
                found.append(
                    f"マネーフォワードの{what}の端数処理は「{said}」です。設定 MONEYFORWARD_ROUNDING と違います。"
                )
        if config.consumption_tax_display_type != "external":
            found.append(
                "マネーフォワードの消費税の表示が「外税」ではありません。金額が合わないため外税にしてください。"
            )
        return tuple(found)

    async def keep_alive(self, purpose: Purpose) -> None:
        """Renew the token if a quarter of its life or less is left. `purpose` is idle: no such call is counted."""
        del purpose
        await self._oauth.access()

    async def close(self) -> None:
        """Let a token refresh finish, then release connections."""
        await self._oauth.close()
        await self._http.close()

    # --- parts ----------------------------------------------------------------------------------------------------

    async def _partner_pages(self, name: str | None, purpose: Purpose) -> AsyncIterator[Sequence[schemas.Partner]]:
        for number in range(1, MAX_PAGES + 1):
            page = await self._client.partners(page=number, name=name, purpose=purpose)
            yield page.data
            if number >= page.pagination.total_pages:
                return
        raise _endless("取引先")

    async def _named(self, name: str) -> list[schemas.Partner]:
        """Return the partners of exactly that name. The list finds parts, and takes a comma for several names."""
        found: dict[str, schemas.Partner] = {}
        for keyword in dict.fromkeys((name.strip(), folded(name))):
            async for page in self._partner_pages(max(keyword.split(","), key=len), Purpose.PERSON):
                found |= {partner.id: partner for partner in page if folded(partner.name) == folded(name)}
            if found:
                break
        return list(found.values())

    async def _whole(self, partner: schemas.Partner, purpose: Purpose) -> schemas.Partner:
        """Return a partner with its departments, which an answer may lack."""
        if partner.departments is not None:
            return partner
        found: list[schemas.Department] = []
        for number in range(1, MAX_PAGES + 1):
            page = await self._client.departments(partner.id, page=number, purpose=purpose)
            found += page.data
            if number >= page.pagination.total_pages:
                return partner.model_copy(update={"departments": tuple(found)})
        raise _endless("部門")

    async def _whole_list(self, filters: dict[str, str | int]) -> list[schemas.Billing]:
        """Return all pages, read while nothing came or went; NoAnswerError if that never holds."""
        for _ in range(READINGS):
            found: dict[str, schemas.Billing] = {}
            counts = set()
            for number in range(1, MAX_PAGES + 1):
                page = await self._client.billings(filters, page=number, purpose=Purpose.LOOKUP)
                found |= {billing.id: billing for billing in page.data}
                counts.add(page.pagination.total_count)
                if number >= page.pagination.total_pages:
                    break
            else:
                raise _endless("請求書")
            if counts == {len(found)}:
                return list(found.values())
        raise NoAnswerError("マネーフォワードの一覧が読んでいる間に変わり続けました。", system=LABEL)


def _changed_since(partner: PartnerRecord, day: date) -> bool:
    return partner.updated_on is None or partner.updated_on >= day


def _endless(what: str) -> ChangedApiError:
    return ChangedApiError(f"マネーフォワードの{what}一覧が終わりません。", system=LABEL)

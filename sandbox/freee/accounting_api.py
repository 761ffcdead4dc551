"""freee会計: the /api/1 endpoints that a billing bot needs."""

from datetime import date

from sandbox.freee import accounting_rules as rules
from sandbox.freee.company import account_item_views, company_row, company_view, tax_views, walletable_views
from sandbox.freee.errors import bad_request, not_found, unauthorised
from sandbox.freee.gate import Call, Endpoint
from sandbox.freee.records import BankLine, Deal, Json, Partner
from sandbox.freee.views import bank_line_view, deal_view

Answer = tuple[int, Json | None]


def _companies(call: Call) -> Answer:
    return 200, {"companies": [company_row(call.office.settings)]}


def _company(call: Call) -> Answer:
    if call.ids["id"] != call.office.settings.company_id:
        raise unauthorised("company_not_found")
    return 200, {"company": company_view(call.office, call.query)}


def _account_items(call: Call) -> Answer:
    return 200, {"account_items": account_item_views(call.query)}


def _taxes(call: Call) -> Answer:
    if call.ids["company_id"] != call.office.settings.company_id:
        raise unauthorised("company_not_found")
    return 200, {"taxes": tax_views(call.query)}


def _walletables(call: Call) -> Answer:
    return 200, {"walletables": walletable_views(call.office.ledger, call.query), "meta": {"up_to_date": True}}


# --- partners


def _partner(call: Call) -> Partner:
    partner = call.office.partners.get(call.ids["id"])
    if partner is None or partner.archived:
        raise not_found("accounting")
    return partner


def _shown(call: Call, partner: Partner) -> Json:
    return {"partner": call.office.partners.view(partner, single=True)}


def _list_partners(call: Call) -> Answer:
    book = call.office.partners
    return 200, {"partners": [book.view(partner, single=False) for partner in book.search(call.query)]}


def _show_partner(call: Call) -> Answer:
    return 200, _shown(call, _partner(call))


def _create_partner(call: Call) -> Answer:
    data = {name: value for name, value in call.body.items() if name not in {"company_id", "name", "code"}}
    return 201, _shown(call, call.office.add_partner(call.body["name"], call.body.get("code"), **data))


def _update_partner(call: Call) -> Answer:
    partner = _partner(call)
    call.office.partners.change(partner, call.body, call.office.today().isoformat())
    return 200, _shown(call, partner)


def _upsert_partner(call: Call) -> Answer:
    office, code, data = call.office, call.body["code"], dict(call.body["partner"])
    if not office.settings.use_partner_code:
        raise bad_request("accounting", ["取引先コードを使用しない設定のため、利用できません。"])
    partner = office.partners.by_code(code)
    if partner is not None:
        office.partners.change(partner, data, office.today().isoformat())
        return 200, _shown(call, partner)
    data.pop("available", None)
    return 201, _shown(call, office.add_partner(data.pop("name"), code, **data))


# --- deals and payments


def _deal(call: Call) -> Deal:
    deal = call.office.ledger.deal(call.ids["id"])
    if deal is None:
        raise not_found("accounting")
    return deal


def _deal_answer(call: Call, status: int, deal: Deal) -> Answer:
    call.office.settle_from(deal)
    return status, {"deal": deal_view(deal, call.office.settings, in_list=False)}


def _list_deals(call: Call) -> Answer:
    total, found = call.office.ledger.search_deals(call.query)
    rows = [deal_view(deal, call.office.settings, in_list=True) for deal in found]
    return 200, {"deals": rows, "meta": {"total_count": total}}


def _show_deal(call: Call) -> Answer:
    return _deal_answer(call, 200, _deal(call))


def _create_deal(call: Call) -> Answer:
    office, body = call.office, dict(call.body)
    partner = None
    if "partner_id" in body or "partner_code" in body:
        by_id = "partner_id" in body
        partner = office.partners.get(body["partner_id"]) if by_id else office.partners.by_code(body["partner_code"])
        if partner is None:
            raise bad_request("accounting", ["取引先が存在しません。"])
        body |= {"partner_id": partner.id, "partner_code": partner.code}
    deal = office.ledger.add_deal(body, body["details"], body.get("payments", []), origin="API")
    return _deal_answer(call, 201, deal)


def _delete_deal(call: Call) -> Answer:
    deal = _deal(call)
    invoice = call.office.invoices.get(deal.invoice_id) if deal.invoice_id is not None else None
    call.office.ledger.drop_deal(deal)
    if invoice is not None:
        invoice.deal_id, invoice.payment_status = None, "unsettled"
        call.office.invoices.changed(invoice)
    return 204, None


def _create_payment(call: Call) -> Answer:
    deal = _deal(call)
    call.office.ledger.add_payment(deal, call.body)
    return _deal_answer(call, 201, deal)


def _update_payment(call: Call) -> Answer:
    deal = _deal(call)
    if not call.office.ledger.change_payment(deal, call.ids["payment_id"], call.body):
        raise not_found("accounting")
    return _deal_answer(call, 200, deal)


def _delete_payment(call: Call) -> Answer:
    deal = _deal(call)
    if not call.office.ledger.drop_payment(deal, call.ids["payment_id"]):
        raise not_found("accounting")
    call.office.settle_from(deal)
    return 204, None


# --- bank lines


def _bank_line(call: Call, status: int, line: BankLine) -> Answer:
    return status, {"wallet_txn": bank_line_view(line, call.office.settings)}


def _list_bank_lines(call: Call) -> Answer:
    found = call.office.ledger.search_bank_lines(call.query)
    return 200, {"wallet_txns": [bank_line_view(line, call.office.settings) for line in found]}


def _show_bank_line(call: Call) -> Answer:
    line = call.office.ledger.bank_line(call.ids["id"])
    if line is None:
        raise not_found("accounting")
    return _bank_line(call, 200, line)


def _create_bank_line(call: Call) -> Answer:
    if date.fromisoformat(call.body["date"]) > call.office.today():
        raise bad_request("accounting", ["未来の日付の明細は登録できません。"])
    return _bank_line(call, 201, call.office.ledger.add_bank_line(call.body, call.office.clock.timestamp()))


def _plan_limited(call: Call) -> Answer:
    # Announced for 2026-10-26 for plan-limited apps; the fields are not public, so nothing more is played.
    raise unauthorised("not_available_plan_limited_app")


PLAN_LIMITED = ("reconcile", "create_deal", "create_transfer", "create_private_deal", "ignore", "reset")

ENDPOINTS = [
    Endpoint("GET", "/companies", _companies),
    Endpoint("GET", "/companies/{id}", _company, rules.COMPANY_SHOW),
    Endpoint("GET", "/account_items", _account_items, rules.ACCOUNT_ITEM_LIST),
    Endpoint("GET", "/taxes/companies/{company_id}", _taxes, rules.TAX_LIST),
    Endpoint("GET", "/walletables", _walletables, rules.WALLETABLE_LIST),
    Endpoint("GET", "/partners", _list_partners, rules.PARTNER_LIST),
    Endpoint("POST", "/partners", _create_partner, {}, rules.check_new_partner),
    Endpoint("PUT", "/partners/upsert_by_code", _upsert_partner, {}, rules.UPSERT_PARTNER),
    Endpoint("GET", "/partners/{id}", _show_partner, rules.COMPANY_QUERY),
    Endpoint("PUT", "/partners/{id}", _update_partner, {}, rules.CHANGED_PARTNER),
    Endpoint("GET", "/deals", _list_deals, rules.DEAL_LIST),
    Endpoint("POST", "/deals", _create_deal, {}, rules.check_deal),
    Endpoint("GET", "/deals/{id}", _show_deal, rules.DEAL_SHOW),
    Endpoint("DELETE", "/deals/{id}", _delete_deal, rules.COMPANY_QUERY),
    Endpoint("POST", "/deals/{id}/payments", _create_payment, {}, rules.PAYMENT),
    Endpoint("PUT", "/deals/{id}/payments/{payment_id}", _update_payment, {}, rules.PAYMENT),
    Endpoint("DELETE", "/deals/{id}/payments/{payment_id}", _delete_payment, rules.COMPANY_QUERY),
    Endpoint("GET", "/wallet_txns", _list_bank_lines, rules.BANK_LINE_LIST),
    Endpoint("POST", "/wallet_txns", _create_bank_line, {}, rules.BANK_LINE),
    Endpoint("GET", "/wallet_txns/{id}", _show_bank_line, rules.COMPANY_QUERY),
    *(Endpoint("POST", f"/wallet_txns/{{id}}/{word}", _plan_limited) for word in PLAN_LIMITED),
]

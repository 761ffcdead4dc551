"""freee請求書: /iv/invoices."""

from sandbox.freee import iv_rules as rules
from sandbox.freee.errors import not_found
from sandbox.freee.gate import Call, Endpoint
from sandbox.freee.records import Invoice, Json
from sandbox.freee.rules import INT32
from sandbox.freee.views import TEMPLATE_ID, TEMPLATE_NAME, listed, single, written


def _invoice(call: Call) -> Invoice:
    if call.ids["id"] > INT32:
        raise not_found("iv")
    return call.office.invoice(call.ids["id"])


def _templates(call: Call) -> tuple[int, Json]:
    return 200, {"templates": [{"id": TEMPLATE_ID, "name": TEMPLATE_NAME}]}


def _list(call: Call) -> tuple[int, Json]:
    office = call.office
    found = office.invoices.search(call.query, office.clock.timestamp())
    return 200, {"invoices": [listed(invoice, office.settings, call.base_url) for invoice in found]}


def _create(call: Call) -> tuple[int, Json]:
    invoice = call.office.create_invoice(call.body)
    return 201, {"invoice": written(invoice, call.office.settings, call.base_url)}


def _show(call: Call) -> tuple[int, Json]:
    return 200, {"invoice": single(_invoice(call), call.office.settings, call.base_url)}


def _update(call: Call) -> tuple[int, Json]:
    invoice = _invoice(call)
    call.office.update_invoice(invoice, call.body)
    return 200, {"invoice": written(invoice, call.office.settings, call.base_url)}


def _cancel(call: Call) -> tuple[int, Json]:
    invoice = _invoice(call)
    call.office.cancel(invoice)
    return 200, {"invoice": {"id": invoice.id, "cancel_status": invoice.cancel_status}}


def _uncancel(call: Call) -> tuple[int, Json]:
    invoice = _invoice(call)
    call.office.uncancel(invoice)
    return 200, {"invoice": {"id": invoice.id, "cancel_status": invoice.cancel_status}}


ENDPOINTS = [
    Endpoint("GET", "/invoices/templates", _templates, rules.COMPANY_QUERY),
    Endpoint("GET", "/invoices", _list, rules.LIST_QUERY),
    Endpoint("POST", "/invoices", _create, {}, rules.check_invoice),
    Endpoint("GET", "/invoices/{id}", _show, rules.COMPANY_QUERY),
    Endpoint("PUT", "/invoices/{id}", _update, {}, rules.check_invoice),
    Endpoint("PUT", "/invoices/{id}/cancel", _cancel, {}, rules.COMPANY_BODY),
    Endpoint("PUT", "/invoices/{id}/uncancel", _uncancel, {}, rules.COMPANY_BODY),
]

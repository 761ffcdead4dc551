"""クラウド請求書 API v3: the endpoints of the facts, quotes and sent histories left out."""

from sandbox.moneyforward import rules, views
from sandbox.moneyforward.errors import not_found
from sandbox.moneyforward.gate import Call, Endpoint
from sandbox.moneyforward.records import Billing, Json


def _office(call: Call) -> tuple[int, Json]:
    return 200, views.office_view(call.office.settings, call.office.now())


# --- partners and items


def _partners(call: Call) -> tuple[int, Json]:
    found = call.office.partners.search(call.query)
    return 200, views.paged(found, call.query, lambda one: views.partner_view(one, call.office.settings, single=False))


def _partner(call: Call) -> tuple[int, Json]:
    return 200, views.partner_view(call.office.partners.get(call.ids["id"]), call.office.settings, single=True)


def _create_partner(call: Call) -> tuple[int, Json]:
    partner = call.office.partners.add(call.body, call.office.now())
    return 201, views.partner_view(partner, call.office.settings, single=True)


def _update_partner(call: Call) -> tuple[int, Json]:
    partner = call.office.partners.get(call.ids["id"])
    call.office.partners.change(partner, call.body, call.office.now())
    return 200, views.partner_view(partner, call.office.settings, single=True)


def _delete_partner(call: Call) -> tuple[int, None]:
    call.office.partners.delete(call.office.partners.get(call.ids["id"]))
    return 204, None


def _departments(call: Call) -> tuple[int, Json]:
    return 200, views.paged(call.office.partners.get(call.ids["id"]).departments, call.query, views.department_view)


def _create_department(call: Call) -> tuple[int, Json]:
    partner = call.office.partners.get(call.ids["id"])
    return 201, views.department_view(call.office.partners.add_department(partner, call.body, call.office.now()))


def _items(call: Call) -> tuple[int, Json]:
    return 200, views.paged(list(call.office.items.values()), call.query, views.item_view)


def _create_item(call: Call) -> tuple[int, Json]:
    return 201, views.item_view(call.office.add_item(call.body))


# --- billings


def _billing(call: Call) -> Billing:
    return call.office.billings.get(call.ids["id"])


def _shown(call: Call, billing: Billing) -> Json:
    return views.billing_view(billing, call.office.settings, call.base_url)


def _billings(call: Call) -> tuple[int, Json]:
    wrong = rules.check_range(call.query)
    if wrong:
        raise call.office.refusal(*wrong)
    found = call.office.billings.search(call.query, call.office.now())
    return 200, views.paged(found, call.query, lambda one: _shown(call, one))


def _create(call: Call) -> tuple[int, Json]:
    wrong = rules.check_lines(call.body.get("items", []))
    if wrong:
        raise call.office.refusal(*wrong)
    return 201, _shown(call, call.office.create_billing(call.body))


def _create_legacy(call: Call) -> tuple[int, Json]:
    return 201, _shown(call, call.office.create_billing(call.body, template=False))


def _show(call: Call) -> tuple[int, Json]:
    return 200, _shown(call, _billing(call))


def _update(call: Call) -> tuple[int, Json]:
    billing = _billing(call)
    call.office.update_billing(billing, call.body)
    return 200, _shown(call, billing)


def _delete(call: Call) -> tuple[int, None]:
    billing = _billing(call)
    call.office.refuse_locked(billing)
    call.office.billings.delete(billing)
    return 204, None


def _set_payment(call: Call) -> tuple[int, Json]:
    billing = _billing(call)
    call.office.set_payment(billing, call.body["payment_status"])
    return 200, _shown(call, billing)


def _line(call: Call) -> tuple[Billing, Json]:
    billing = _billing(call)
    for line in billing.items:
        if line["id"] == call.ids["item_id"]:
            return billing, line
    raise not_found()


def _lines(call: Call) -> tuple[int, Json]:
    billing = _billing(call)
    return 200, views.paged(billing.items, call.query, lambda line: views.line_view(line, billing))


def _add_line(call: Call) -> tuple[int, Json]:
    billing = _billing(call)
    wrong = rules.check_lines([call.body])
    if wrong:
        raise call.office.refusal(*wrong)
    call.office.refuse_locked(billing)
    line = call.office.line(call.body)
    call.office.set_lines(billing, [*billing.items, line])
    return 201, views.line_view(line, billing)


def _show_line(call: Call) -> tuple[int, Json]:
    billing, line = _line(call)
    return 200, views.line_view(line, billing)


def _delete_line(call: Call) -> tuple[int, None]:
    billing, line = _line(call)
    call.office.refuse_locked(billing)
    call.office.set_lines(billing, [other for other in billing.items if other is not line])
    return 204, None


ENDPOINTS = [
    Endpoint("GET", "/office", _office),
    Endpoint("GET", "/partners", _partners, rules.PARTNER_QUERY),
    Endpoint("POST", "/partners", _create_partner, body=rules.NEW_PARTNER),
    Endpoint("GET", "/partners/{id}", _partner),
    Endpoint("PUT", "/partners/{id}", _update_partner, body=rules.CHANGED_PARTNER),
    Endpoint("DELETE", "/partners/{id}", _delete_partner),
    Endpoint("GET", "/partners/{id}/departments", _departments, rules.PAGING),
    Endpoint("POST", "/partners/{id}/departments", _create_department, body=rules.DEPARTMENT),
    Endpoint("GET", "/items", _items, rules.PAGING),
    Endpoint("POST", "/items", _create_item, body=rules.NEW_ITEM),
    Endpoint("GET", "/billings", _billings, rules.BILLING_QUERY),
    Endpoint("POST", "/billings", _create_legacy, body=rules.LEGACY_BILLING),
    Endpoint("POST", "/invoice_template_billings", _create, body=rules.NEW_BILLING),
    Endpoint("GET", "/billings/{id}", _show),
    Endpoint("PUT", "/billings/{id}", _update, takes_any=True),
    Endpoint("DELETE", "/billings/{id}", _delete),
    Endpoint("GET", "/billings/{id}/items", _lines, rules.PAGING),
    Endpoint("POST", "/billings/{id}/items", _add_line, body=rules.LINE),
    Endpoint("GET", "/billings/{id}/items/{item_id}", _show_line),
    Endpoint("DELETE", "/billings/{id}/items/{item_id}", _delete_line),
    Endpoint("PUT", "/billings/{id}/payment_status", _set_payment, body=rules.PAYMENT),
]

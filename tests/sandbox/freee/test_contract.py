"""The stand-in and freee's published schema agree: on what may be asked, and on what is answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.freee_contract import FreeeContract, shared_contract
from tests.sandbox.freee.harness import COMPANY, Played, item, playing

Body = dict[str, Any]
LONG = "長" * 4001
# What a JSON value of each kind is not.
WRONG_TYPE: dict[str, list[Any]] = {
    "integer": ["1", 1.5, True, [], {}],
    "number": ["1", True, []],
    "string": [1, True, [], {}],
    "boolean": ["true", 1, 0],
    "array": ["x", {}, 1],
    "object": ["x", [], 1],
}


@pytest.fixture
def contract() -> FreeeContract:
    found = shared_contract()
    if found is None:
        pytest.skip("freee's published OpenAPI files are not here (SEIKYU_SPECS)")
    return found


def spoilt(schema: Body, good: Any) -> Iterator[Any]:
    """Yield values that a (reference-free, converted) schema refuses, each wrong in one way."""
    kind = schema.get("type", "")
    kinds: list[str] = kind if isinstance(kind, list) else [kind]
    for value in WRONG_TYPE.get(kinds[0], []):
        yield value
    if "null" not in kinds:
        yield None
    if "enum" in schema:
        yield "そのような値はない" if kinds[0] == "string" else 99
    if "minimum" in schema:
        yield schema["minimum"] - 1
    if "maximum" in schema and abs(schema["maximum"]) < 2**62:  # floats cannot tell beyond
        yield schema["maximum"] + 1
    if schema.get("minLength"):
        yield "あ" * (schema["minLength"] - 1)
    if "maxLength" in schema:
        yield "9" * (schema["maxLength"] + 1)
    if "pattern" in schema:
        yield "!"
    if schema.get("format") == "date":
        yield from ("2026-02-30", "2026/11/30", "26-1-1", "２０２６-11-30")
    if kinds[0] == "object" and isinstance(good, dict):
        for name in schema.get("required", []):
            yield {key: value for key, value in good.items() if key != name}
        for name, part in schema.get("properties", {}).items():
            for value in spoilt(part, good.get(name)):
                yield {**good, name: value}
    if kinds[0] == "array" and isinstance(good, list) and good:
        for value in spoilt(schema["items"], good[0]):
            yield [value, *good[1:]]


def bodies(freee: Played, deal: int, payment: int) -> list[tuple[str, str, Body]]:
    """Return a good body for every endpoint that takes one."""
    wallet = {"from_walletable_type": "bank_account", "from_walletable_id": 91_001}
    paid = {"company_id": COMPANY, "date": "2026-12-28", "amount": 100, **wallet}
    detail = {"tax_code": 129, "account_item_id": 81_001, "amount": 1000}
    booked = {"company_id": COMPANY, "issue_date": "2026-11-30", "type": "income", "details": [detail]}
    line = {"entry_side": "income", "amount": 1000, "date": "2026-11-20", "company_id": COMPANY}
    terms = {"cutoff_day": 32, "additional_months": 1, "fixed_day": 32}
    address = {"zipcode": "100-0000", "prefecture_code": 12, "street_name1": "千代田区", "street_name2": "見本ビル"}
    attributes: Body = {"invoice_payment_term_attributes": terms, "payment_term_attributes": terms}
    attributes |= {"address_attributes": address, "partner_doc_setting_attributes": {"sending_method": "email"}}
    attributes |= {"partner_bank_account_attributes": {"bank_name": "見本銀行", "account_number": "1"}}
    named = {"name": "新しい取引先", "name_kana": "アタラシイトリヒキサキ", **attributes}
    return [
        ("POST", "/iv/invoices", freee.bill()),
        ("PUT", "/iv/invoices/31000001", freee.bill()),
        ("POST", "/api/1/partners", {"company_id": COMPANY, "code": "X-1", **named}),
        ("PUT", f"/api/1/partners/{freee.partner.id}", {"company_id": COMPANY, **named, "name": "改名"}),
        ("PUT", "/api/1/partners/upsert_by_code", {"company_id": COMPANY, "code": "X-2", "partner": {"name": "別名"}}),
        ("POST", "/api/1/deals", {**booked, "payments": [{k: v for k, v in paid.items() if k != "company_id"}]}),
        ("POST", f"/api/1/deals/{deal}/payments", paid),
        ("PUT", f"/api/1/deals/{deal}/payments/{payment}", paid),
        ("POST", "/api/1/wallet_txns", {**line, "walletable_id": 91_001, "walletable_type": "bank_account"}),
        ("PUT", "/iv/invoices/31000001/cancel", {"company_id": COMPANY}),
        ("PUT", "/iv/invoices/31000001/uncancel", {"company_id": COMPANY}),
    ]


async def test_what_the_schema_refuses_the_stand_in_refuses(contract: FreeeContract) -> None:
    tried = 0
    async with playing(use_partner_code=True) as freee:
        await freee.create()
        deal = freee.office.register_deal(31_000_001)
        payment = freee.office.mark_partial(31_000_001, 1000).payments[0]["id"]
        for method, path, good in bodies(freee, deal.id, payment):
            assert contract.check_request(method, path, {}, good) == []
            for bad in spoilt(contract.body_schema(method, path), good):
                assert contract.agree(method, path, bad), f"{method} {path}: the compiled schema is another: {bad}"
                if not contract.check_request(method, path, {}, bad):
                    continue  # such as a value under a name that the endpoint leaves free
                answer = await freee.http.request(method, path, json=bad)
                assert 400 <= answer.status_code < 500, f"{method} {path} took {bad}"
                tried += 1
            assert (await freee.http.request(method, path, json=good)).status_code < 300, (method, path)
    assert tried > 900


async def test_query_values_that_the_schema_refuses_are_refused(contract: FreeeContract) -> None:
    paths: tuple[str, ...] = (
        "/iv/invoices",
        "/iv/invoices/templates",
        "/iv/invoices/31000001",
        "/api/1/partners",
        "/api/1/deals",
    )
    paths += ("/api/1/wallet_txns", "/api/1/walletables", "/api/1/account_items", f"/api/1/companies/{COMPANY}")
    values = ("x", "-1", "0", "101", "3001", "1.5", "2026-02-30", "2026/11/30", "a,b", "LONG" * 64)
    tried = 0
    async with playing() as freee:
        await freee.create()
        for path in paths:
            for name in contract.query_names("GET", path):
                for value in values:
                    query = {"company_id": str(COMPANY), name: value}
                    if path.startswith("/api/1/companies/"):
                        query.pop("company_id")
                    if contract.check_request("GET", path, query, None):
                        answer = await freee.http.get(path, params=query)
                        assert 400 <= answer.status_code < 500, f"{path} took {query}"
                        tried += 1
            misspelt = await freee.get(path, start_bill_date="2026-01-01")
            assert misspelt.status_code == 400
    assert tried > 150


def test_the_checker_sees_what_is_wrong(contract: FreeeContract) -> None:
    invoice = {"id": 1, "cancel_status": "canceled"}

    def answer(status: int, json: Any) -> list[str]:
        return contract.check_response("PUT", "/iv/invoices/1/cancel", status, json)

    assert answer(200, {"invoice": invoice}) == []
    assert answer(200, {"invoice": {**invoice, "cancel_status": "cancelled"}})
    assert answer(200, {"invoice": {**invoice, "id": "1"}})
    assert answer(200, {"invoice": {"id": 1}})
    assert answer(200, {"invoice": {**invoice, "surprise": 1}})
    assert answer(201, {"invoice": invoice}) == ["PUT /iv/invoices/{id}/cancel: status 201 is not documented"]
    assert answer(429, {"status_code": 429})
    assert contract.check_request("PUT", "/iv/invoices/1/cancel", {}, {"company_id": 1}) == []
    assert contract.check_request("PUT", "/iv/invoices/1/cancel", {}, {"company_id": 1, "x": 1})
    assert contract.check_request("PUT", "/iv/invoices/0/cancel", {}, {"company_id": 1})
    assert contract.check_request("GET", "/iv/invoices", {"company_id": "1", "limit": "101"}, None)
    assert contract.check_request("GET", "/iv/invoices", {}, None)
    assert contract.check_request("DELETE", "/iv/invoices/1", {}, None)
    assert any(line.startswith("PUT    /iv/invoices/{id}/cancel: ") for line in contract.report())


RULES_IN_WORDS: dict[str, Body] = {
    "both partner_id and partner_code": {"partner_code": "C-0001"},
    "neither partner_id nor partner_code": {"partner_id": ...},
    "no such partner": {"partner_id": 999},
    "no lines": {"lines": []},
    "reduced rate at 10 %": {"lines": [item("米", 1, "100", 10, reduced_tax_rate=True)]},
    "item without quantity": {"lines": [{"description": "a", "unit_price": "1", "tax_rate": 10}]},
    "item without rate": {"lines": [{"description": "a", "unit_price": "1", "quantity": 1}]},
    "text line with a price": {"lines": [{"type": "text", "description": "注", "unit_price": "1"}]},
    "text line without text": {"lines": [{"type": "text"}]},
    "price of sign only": {"lines": [item("a", 1, "-")]},
    "price with a separator": {"lines": [item("a", 1, "1,000")]},
    "four decimals": {"lines": [item("a", 0.1234, "1")]},
    "eleven tags": {"lines": [item("a", 1, "1", tag_ids=list(range(11)))]},
    "brought forward without asking for it": {"amount_brought_forward": 1},
    "card without the service": {"payment_type": "card"},
    "bank account for a transfer": {"partner_bank_account": "x"},
    "no such template": {"template_id": 9},
}


@pytest.mark.parametrize("changes", RULES_IN_WORDS.values(), ids=list(RULES_IN_WORDS))
async def test_rules_that_only_the_descriptions_state(changes: Body) -> None:
    async with playing(use_partner_code=True) as freee:
        answer = await freee.http.post("/iv/invoices", json=freee.bill(**changes))
        assert answer.status_code == 400, answer.text
        assert answer.json()["errors"][0]["messages"]
        assert len(freee.office.invoices) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"company_id": NaN}', b"\xff"])
async def test_a_body_that_is_not_a_json_object_is_refused(body: bytes) -> None:
    async with playing() as freee:
        headers = {"content-type": "application/json"}
        assert (await freee.http.post("/iv/invoices", content=body, headers=headers)).status_code == 400
        assert (await freee.http.post("/iv/invoices", data={"company_id": "1"})).status_code == 400


async def test_every_answer_has_exactly_the_fields_of_the_schema(contract: FreeeContract) -> None:
    async with playing(use_partner_code=True) as freee:
        made = await freee.create(lines=[item("a", 1.5, "10.5"), {"type": "text", "description": "以上"}])
        await freee.listed()
        for path in (f"/iv/invoices/{made['id']}", "/iv/invoices/templates"):
            assert (await freee.get(path)).status_code == 200
        show, listed, write = ((method, path) for method, path in SHOWN)
        shown = (await freee.get(f"/iv/invoices/{made['id']}")).json()["invoice"]
        assert set(shown) == contract.answer_names(*show, "invoice")
        assert set((await freee.listed())[0]) == contract.answer_names(*listed, "invoices")
        assert set(made) == contract.answer_names(*write, "invoice")


SHOWN = (("GET", "/iv/invoices/1"), ("GET", "/iv/invoices"), ("POST", "/iv/invoices"))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
LINES = st.one_of(
    st.fixed_dictionaries({"type": st.just("text"), "description": TEXT}),
    st.fixed_dictionaries(
        {
            "quantity": st.integers(-99_999_999, 99_999_999).map(lambda n: n / 1000),
            "unit_price": st.from_regex(r"-?[0-9]{1,9}(\.[0-9]{1,3})?", fullmatch=True).filter(str.isascii),
            "tax_rate": st.sampled_from([0, 8, 10]),
        },
        optional={"description": TEXT, "unit": TEXT, "withholding": st.booleans(), "sales_date": st.just("2026-11-01")},
    ),
)
WORDS = st.sampled_from(["omit", "round_up", "round"])
SIDES = st.sampled_from(["in", "out"])


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(LINES, min_size=1, max_size=5),
    required=st.fixed_dictionaries(
        {"tax_fraction": WORDS, "tax_entry_method": SIDES, "withholding_tax_entry_method": SIDES}
    ),
    optional=st.fixed_dictionaries(
        {},
        optional={
            "subject": TEXT,
            "memo": TEXT,
            "invoice_note": st.just("") | TEXT,
            "line_amount_fraction": st.none() | WORDS,
            "branch_no": st.integers(0, 99),
            "partner_title": st.sampled_from(["御中", "様", "(空白)", "（空白）"]),
            "partner_address_zipcode": st.sampled_from(["100-0001", "1000001"]),
            "partner_sending_method": st.sampled_from(["email", None]),
        },
    ),
)
async def test_any_request_that_is_right_is_taken_and_answered_rightly(
    lines: list[Body], required: Body, optional: Body
) -> None:
    async with playing() as freee:
        made = await freee.create(lines=lines, **required, **optional)
        shown = (await freee.get(f"/iv/invoices/{made['id']}")).json()["invoice"]
        assert {name: made[name] for name in shown if name in made and name != "lines"}.items() <= shown.items()
        assert made["amount_including_tax"] == made["amount_excluding_tax"] + made["amount_tax"]
        assert made["total_amount"] == made["amount_including_tax"] - (made["amount_withholding_tax"] or 0)


async def test_reconciling_by_api_is_kept_for_plan_limited_apps() -> None:
    async with playing() as freee:
        answer = await freee.post("/api/1/wallet_txns/51000001/reconcile")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_available_plan_limited_app")

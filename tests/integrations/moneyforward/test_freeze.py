"""The bytes that are posted: what Money Forward can hold goes through unchanged, what it cannot is held in words."""

import json
from decimal import Decimal
from typing import Any

import pytest

from domain.invoice import InvoiceDraft, Numbering, find_token, make_token
from domain.tax import Rounding
from integrations.accounting.moneyforward.connection import MoneyForwardConnection
from integrations.accounting.moneyforward.convert import memo_of, number_of, request_bytes
from integrations.errors import DataError
from tests.contract.accounting_bench import draft, line

SETTINGS = {"company_id": "5018-5904", "client_id": "id", "client_secret": "secret"}


def connection(**changes: str) -> MoneyForwardConnection:
    return MoneyForwardConnection.from_settings(SETTINGS | changes)


def frozen(wanted: InvoiceDraft, numbering: Numbering = Numbering.AUTOMATIC, **changes: str) -> dict[str, Any]:
    body = request_bytes(wanted, connection(**changes), numbering)
    return dict(json.loads(body, parse_float=Decimal))


def addressed(*lines: Any, **changes: Any) -> InvoiceDraft:
    return draft("partner", *lines, department_id="department", **changes)


def test_the_body_holds_what_was_approved_and_nothing_else() -> None:
    wanted = addressed(line("33.333", quantity="2.5"), line("1080", percent=8, reduced=True))
    assert frozen(wanted) == {
        "department_id": "department",
        "billing_date": "2026-11-30",
        "due_date": "2026-12-31",
        "title": "11月分ご請求",
        "memo": f"受注報告より作成\n{wanted.token}",
        "items": [
            {
                "name": "システム保守（11月分）",
                "quantity": Decimal("2.5"),
                "unit": "式",
                "price": Decimal("33.333"),
                "excise": "ten_percent",
            },
            {
                "name": "システム保守（11月分）",
                "quantity": 1,
                "unit": "式",
                "price": 1080,
                "excise": "eight_percent_as_reduced_tax_rate",
            },
        ],
    }


@pytest.mark.parametrize(
    ("percent", "reduced", "excise"),
    [
        (10, False, "ten_percent"),
        (8, True, "eight_percent_as_reduced_tax_rate"),
        (8, False, "eight_percent"),
        (5, False, "five_percent"),
    ],
)
def test_each_rate_has_its_own_word(percent: int, reduced: bool, excise: str) -> None:
    body = frozen(addressed(line("100", percent=percent, reduced=reduced)))
    assert body["items"][0]["excise"] == excise


@pytest.mark.parametrize(("percent", "reduced"), [(1, True), (1, False), (3, False), (10, True), (0, True)])
def test_a_rate_without_a_word_is_held_and_named(percent: int, reduced: bool) -> None:
    with pytest.raises(DataError, match="明細2行目の") as held:
        frozen(addressed(line("1"), line("1", percent=percent, reduced=reduced)), zero_excise="untaxable")
    assert held.value.fields == ("items[1].excise",)


def test_what_no_tax_means_is_decided_by_a_person() -> None:
    untaxed = addressed(line("100", percent=0))
    with pytest.raises(DataError, match="不課税・非課税・免税"):
        frozen(untaxed)
    for word in ("untaxable", "non_taxable", "tax_exemption"):
        assert frozen(untaxed, zero_excise=word)["items"][0]["excise"] == word


def test_the_longest_memo_keeps_its_token() -> None:
    token = make_token("01JD" + "0" * 22, 999, "secret")
    wanted = addressed(memo_text="あ" * 5000, token=token)
    assert len(memo_of(wanted)) == 450
    assert find_token(frozen(wanted)["memo"]) == token
    assert memo_of(wanted.model_copy(update={"memo_text": ""})) == token


def test_the_number_is_deal_and_revision_and_fits() -> None:
    numbers = {number_of(make_token("01JD" + "0" * 22, revision, "secret")) for revision in (1, 2, 999)}
    assert numbers == {"01JD" + "0" * 22 + f"-{revision}" for revision in (1, 2, 999)}
    assert max(map(len, numbers)) == 30
    assert "billing_number" not in frozen(addressed())
    assert frozen(addressed(), Numbering.MANUAL)["billing_number"] in numbers | {number_of(addressed().token)}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"note": "あ" * 2001}, "備考"),
        ({"department_id": ""}, "部門"),
        ({"lines": ()}, "明細"),
        ({"lines": (line("100000000000"),)}, "単価"),
        ({"lines": (line("1").model_copy(update={"unit": "あ" * 21}),)}, "単位"),
        ({"lines": (line("1").model_copy(update={"description": "あ" * 451}),)}, "品名"),
    ],
)
def test_what_is_too_long_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(DataError, match=named):
        frozen(addressed().model_copy(update=changes))


def test_a_title_is_cut_and_tags_are_put_on() -> None:
    body = frozen(addressed(subject="あ" * 300), tags="bot, 受注 ,")
    assert len(body["title"]) == 200
    assert body["tag_names"] == ["bot", "受注"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"company_id": ""}, "missing settings: company_id"),
        ({"client_auth": "jwt"}, "client_auth must be basic or post"),
        ({"rounding": "down"}, "rounding must be one of floor, ceil, half_up"),
        ({"zero_excise": "zero"}, "zero_excise must be one of"),
    ],
)
def test_wrong_settings_are_named(changes: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        connection(**changes)


def test_settings_have_defaults_and_the_secret_does_not_show() -> None:
    plain = connection(client_auth="CLIENT_SECRET_POST", rounding="half_up")
    assert (plain.client_auth, plain.rounding) == ("post", Rounding.HALF_UP)
    assert (plain.api_url, plain.auth_url) == ("https://invoice.moneyforward.com", "https://api.biz.moneyforward.com")
    assert "secret" not in repr(plain).replace("client_secret", "")

"""The stand-in plays what the facts say, and every endpoint it leaves out is left out by name."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.moneyforward import MoneyForwardSettings
from sandbox.moneyforward.amounts import PERCENT
from sandbox.moneyforward.api import ENDPOINTS
from sandbox.moneyforward.rules import RANGE_KEYS
from sandbox.moneyforward.views import PAYMENT_WORDS
from tests.sandbox.moneyforward.harness import playing

ROOT = Path(__file__).parents[3]
NOT_PLAYED = {
    ("PUT", "/office/registration_code"),  # set on the screen
    ("GET", "/quotes"),
    ("POST", "/quotes"),
    ("PUT", "/quotes/{id}/order_status"),
    ("POST", "/quotes/{id}/convert_to_billing"),
    ("POST", "/quotes/{id}/posting"),
    ("GET", "/sent_histories"),
}


@pytest.fixture
def facts() -> dict[str, Any]:
    places = [Path(text) for text in (os.environ.get("SEIKYU_SPECS"),) if text] + [ROOT.parent / "shared" / "specs"]
    for place in places:
        path = place / "moneyforward" / "mf-invoice-v3.facts.yaml"
        if path.is_file():
            return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
    pytest.skip("the facts are not here: set SEIKYU_SPECS to the folder that holds moneyforward/")


def test_the_endpoints_are_those_of_the_facts(facts: dict[str, Any]) -> None:
    known = {(row["m"], row["p"]) for row in facts["endpoints"]}
    played = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    assert played == known - NOT_PLAYED
    assert known >= NOT_PLAYED


def test_words_and_times_are_those_of_the_facts(facts: dict[str, Any]) -> None:
    settings = MoneyForwardSettings()
    assert list(PERCENT) == facts["excise"]
    assert settings.access_token_seconds == facts["oauth"]["access_token_seconds"]
    assert settings.refresh_token_days == facts["oauth"]["refresh_token_days"]
    assert settings.per_second == facts["rate_limit"]["per_second"]
    listing = next(row for row in facts["endpoints"] if (row["m"], row["p"]) == ("GET", "/billings"))
    assert list(RANGE_KEYS) == listing["range_key"]
    payment = next(row for row in facts["endpoints"] if row["p"] == "/billings/{id}/payment_status")
    assert all(word in payment["note"] for word in PAYMENT_WORDS.values())


async def test_a_billing_has_the_fields_of_the_facts(facts: dict[str, Any]) -> None:
    async with playing() as mf:
        made = await mf.create()
        missing = set(facts["billing_fields"]) - set(made)
        # Named by one client and missing in another's live answer: nobody may need them.
        assert missing == {"partner_name_suffix", "partner_detail"}

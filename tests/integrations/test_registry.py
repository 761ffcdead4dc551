"""From a word in the settings to a connected system."""

import pytest

from integrations.accounting.freee.connection import API_URL, FreeeConnection
from integrations.accounting.registry import BUILDERS, LIMITS, Surroundings, connect
from integrations.oauth_store import InMemoryTokenStore
from sandbox.clock import Clock
from tests.contract.accounting_bench import RecordingBudget
from tests.contract.providers import PROVIDERS, WIRED

SETTINGS = {"company_id": "1", "client_id": "id", "client_secret": "se/cret"}


def around() -> Surroundings:
    return Surroundings(InMemoryTokenStore(), RecordingBudget(Clock().now))


async def test_a_known_name_gives_its_system() -> None:
    connected = connect("freee", SETTINGS, around())
    assert (connected.system.name, connected.system.label) == ("freee", "freee請求書")
    assert connected.oauth.authorise_url("s").startswith("https://accounts.secure.freee.co.jp/public_api/authorize?")
    await connected.system.close()


def test_an_unknown_name_tells_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown accounting system 'fre'; known: freee, moneyforward"):
        connect("fre", SETTINGS, around())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"company_id": ""}, "missing settings: company_id"),
        ({"client_id": "", "client_secret": ""}, "missing settings: client_id, client_secret"),
        ({"company_id": "１"}, "company_id must be a number"),
        ({"api_url": "http://api.example.com"}, "not an https address"),
    ],
)
def test_wrong_settings_are_named(changes: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        connect("freee", SETTINGS | changes, around())


def test_addresses_have_defaults_and_the_secret_does_not_show() -> None:
    connection = FreeeConnection.from_settings(SETTINGS | {"api_url": ""})
    assert connection.api_url == API_URL
    assert "se/cret" not in repr(connection)


def test_every_provider_is_under_the_contract_suite() -> None:
    assert set(BUILDERS) == set(WIRED)
    assert set(PROVIDERS) - set(WIRED) == {"csv"}, "the one of the docs, which no settings can choose"
    assert set(LIMITS) == set(BUILDERS)

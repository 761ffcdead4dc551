"""Lost answers leave what they must leave behind, and a demo keeps its state over restarts."""

import asyncio
from pathlib import Path

import httpx
import pytest

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee import FreeeSettings, create_app
from sandbox.serving import running
from tests.sandbox.freee.harness import NOON, item, playing


async def test_a_lost_request_did_nothing_and_a_lost_answer_did_its_work() -> None:
    async with playing() as freee:
        freee.faults.add("POST /iv/invoices", "lost_before")
        freee.faults.add("POST /iv/invoices", "lost_after")
        async with running(freee.app) as url, httpx.AsyncClient(base_url=url, headers=freee.http.headers) as http:
            for count in (0, 1):
                with pytest.raises(httpx.TransportError):
                    await http.post("/iv/invoices", json=freee.bill(memo="印"))
                assert len(freee.office.invoices) == count
            assert (await freee.listed(partner_ids=str(freee.partner.id)))[0]["memo"] == "印"


async def test_a_late_request_lands_when_its_time_comes() -> None:
    async with playing() as freee:
        freee.faults.add("POST /iv/invoices", "late", delay=30)
        async with running(freee.app) as url, httpx.AsyncClient(base_url=url, headers=freee.http.headers) as http:
            with pytest.raises(httpx.TransportError):
                await http.post("/iv/invoices", json=freee.bill())
            freee.clock.advance(29)
            assert len(freee.office.invoices) == 0
            freee.clock.advance(1)
            async with asyncio.timeout(30):
                while not len(freee.office.invoices):  # noqa: ASYNC110 - the book has no event to wait for
                    await asyncio.sleep(0)
            assert (await freee.listed())[0]["invoice_number"] == "INV-0000000001"


async def test_a_lost_refresh_answer_has_burnt_the_token() -> None:
    async with playing() as freee:
        pair = freee.office.tokens.mint()
        settings = freee.office.settings
        form = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
        form |= {"client_id": settings.client_id, "client_secret": settings.client_secret}
        freee.faults.add("POST /public_api/token", "lost_after")
        with pytest.raises(ConnectionResetError):
            await freee.http.post("/public_api/token", data=form)
        assert (await freee.http.post("/public_api/token", data=form)).status_code == 401


def test_state_outlives_a_restart(tmp_path: Path) -> None:
    settings = FreeeSettings(state_file=tmp_path / "freee.sqlite")
    clock = Clock(NOON, scale=0.0)
    office = create_app(settings, clock, Faults()).state.office
    partner = office.add_partner("株式会社サンプル商事", name_kana="サンプルショウジ")
    first = office.create_by_hand(partner.id, [item("保守", 1, "100000")], memo="印")
    office.mark_partial(first.id, 1000)
    line = office.add_bank_line(office.today(), 500, "ﾌﾘｺﾐ")
    token = office.tokens.mint()
    office.close()

    again = create_app(settings, clock, Faults()).state.office
    assert again.partners.by_name("株式会社サンプル商事").data["name_kana"] == "サンプルショウジ"
    assert again.invoice(first.id) == first
    assert again.ledger.deal(first.deal_id).due_amount == 109_000
    assert again.ledger.bank_line(line.id) == line
    assert again.tokens.app_of(f"Bearer {token['access_token']}") == settings.client_id
    second = again.create_by_hand(partner.id, [item("保守", 1, "1")])
    assert (second.number, second.id) == ("INV-0000000002", first.id + 1)
    assert second.lines[0]["id"] == first.lines[0]["id"] + 1
    again.close()

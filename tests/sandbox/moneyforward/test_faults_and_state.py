"""Lost answers leave what they must leave behind, a demo keeps its state, and doubles are shouted about."""

from pathlib import Path

import httpx
import pytest

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.moneyforward import MoneyForwardSettings, create_app
from sandbox.serving import running
from tests.sandbox.moneyforward.harness import CREATE, NOON, item, playing


async def test_a_lost_request_did_nothing_and_a_lost_answer_did_its_work() -> None:
    async with playing() as mf:
        mf.faults.add(f"POST {CREATE}", "lost_before")
        mf.faults.add(f"POST {CREATE}", "lost_after")
        async with running(mf.app) as url, httpx.AsyncClient(base_url=url, headers=mf.http.headers) as http:
            for count in (0, 1):
                with pytest.raises(httpx.TransportError):
                    await http.post(CREATE, json=mf.bill(memo="印"))
                assert len(mf.office.billings) == count


def test_state_outlives_a_restart(tmp_path: Path) -> None:
    settings, clock = MoneyForwardSettings(state_file=tmp_path / "mf.sqlite"), Clock(NOON, scale=0.0)
    office = create_app(settings, clock, Faults()).state.office
    partners = [office.add_partner(f"取引先{number}") for number in range(12)]
    first = office.create_by_hand(partners[0].id, [item("保守", 1, 100000)], memo="印")
    office.mark_paid(first.id)
    office.add_item(item("品目", 1, 1))
    token = office.tokens.mint()
    office.close()

    again = create_app(settings, clock, Faults()).state.office
    assert list(again.partners) == partners
    assert again.billings.get(first.id) == first
    assert again.items == office.items
    assert again.tokens.app_of(f"Bearer {token['access_token']}", writes=True) == settings.client_id
    second = again.create_by_hand(partners[0].id, [item("保守", 1, 1)])
    assert (second.number, second.items[0]["id"] == first.items[0]["id"]) == ("MF-000002", False)
    again.delete_by_hand(first.id)
    again.close()
    assert len(create_app(settings, clock, Faults()).state.office.billings) == 1


async def test_doubles_of_the_bots_mark_are_told() -> None:
    async with playing() as mf:
        for memo in (
            "S2F-01JD3X0Q4Y8Z7W6V5T4S3R2Q1P-1-0123abcd",
            "手書き",
            "S2F-01JD3X0Q4Y8Z7W6V5T4S3R2Q1P-1-0123abcd",
        ):
            await mf.create(memo=memo)
        assert [len(billings) for billings in mf.office.duplicates().values()] == [2]
        assert "同じ受注の請求書が複数あります" in (await mf.http.get("/")).text

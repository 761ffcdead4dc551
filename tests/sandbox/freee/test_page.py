"""The accountant's page: what stands in the books can be seen, and every button does what it says."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee import FreeeOffice, FreeeSettings, create_app
from sandbox.freee.demo_data import PARTNERS, seed
from tests.sandbox.freee.harness import NOON, item, playing


class _Outline(HTMLParser):
    """Collects addresses and checks that tags close."""

    VOID = ("meta", "input", "br", "link", "img")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


async def home(http: httpx.AsyncClient) -> str:
    answer = await http.get("/")
    assert answer.status_code == 200
    outline = _Outline(answer.text)
    assert outline.open == []
    assert all(address.startswith("/") for address in outline.addresses), "nothing comes from elsewhere"
    return answer.text


def cell(html: str, testid: str) -> str:
    found = re.search(rf'data-testid="{testid}"[^>]*>([^<]*)<', html)
    assert found, testid
    return found[1]


async def test_buttons_do_what_a_person_does_in_freee() -> None:
    async with playing() as freee:
        made = await freee.create()
        own = f"/hand/invoices/{made['id']}"
        html = await home(freee.http)
        assert "freee（このパソコンの中の見本）" in html
        assert cell(html, f"total-{made['id']}") == cell(html, f"due-{made['id']}") == "110,000"
        for action in ("sent", "deal"):
            assert (await freee.http.post(f"{own}/{action}")).status_code == 303
        assert (await freee.http.post(f"{own}/partial", data={"amount": "10000"})).status_code == 303
        html = await home(freee.http)
        assert cell(html, f"sending_status-{made['id']}") == "送付済み"
        assert cell(html, f"deal_status-{made['id']}") == "取引登録済み"
        assert (cell(html, f"due-{made['id']}"), cell(html, f"payment_status-{made['id']}")) == ("100,000", "決済待ち")
        await freee.http.post(f"{own}/paid")
        assert cell(await home(freee.http), f"payment_status-{made['id']}") == "決済済み"
        await freee.http.post(f"{own}/cancel")
        assert cell(await home(freee.http), f"cancel_status-{made['id']}") == "取消済み"
        await freee.http.post(f"{own}/uncancel")
        assert cell(await home(freee.http), f"deal_status-{made['id']}") == "取引未登録"


async def test_forms_add_partners_invoices_and_bank_lines() -> None:
    async with playing() as freee:
        http, office = freee.http, freee.office
        await http.post("/hand/partners", data={"name": "<b>悪戯</b>", "name_kana": "イタズラ"})
        assert "<b>悪戯</b>" not in await home(http)
        again = await http.post("/hand/partners", data={"name": "<b>悪戯</b>"})
        assert (again.status_code, "名前はすでに存在します。" in again.text) == (400, True)
        partner = office.partners.by_name("<b>悪戯</b>")
        assert partner is not None
        form = {"partner_id": str(partner.id), "subject": "手書き", "amount": "3000", "payment_date": "2026-12-31"}
        assert (await http.post("/hand/invoices", data=form)).status_code == 303
        invoice = next(iter(office.invoices))
        assert (invoice.by_hand, invoice.amounts["total_amount"]) == (True, 3_300)
        await http.post("/hand/bank-lines", data={"date": "2026-11-24", "amount": "3300", "description": "ﾌﾘｺﾐ"})
        line = next(office.ledger.bank_lines)
        assert cell(await home(http), f"bank-line-status-{line.id}") == "消込待ち"
        await http.post(f"/hand/bank-lines/{line.id}/book", data={"invoice_id": str(invoice.id)})
        assert cell(await home(http), f"bank-line-status-{line.id}") == "消込済み"
        assert invoice.payment_status == "settled"
        await http.post(f"/hand/partners/{partner.id}/archive")
        assert f"partner-{partner.id}" not in await home(http)
        bad = await http.post("/hand/bank-lines", data={"date": "x", "amount": "1", "description": "y"})
        assert (bad.status_code, cell(bad.text, "message")) == (400, "入力内容を確認してください。")


async def test_the_printed_invoice_says_all_that_the_law_asks_for() -> None:
    async with playing() as freee:
        lines = [
            item("米", 3, "333", 8, reduced_tax_rate=True),
            item("配送", 1, "1000"),
            {"type": "text", "description": "以上"},
        ]
        made = await freee.create(lines=lines, memo="印S2F")
        answer = await freee.http.get(made["report_url"])
        html = answer.text
        assert answer.status_code == 200
        assert _Outline(html).open == []
        for text in (
            "株式会社見本商店",
            "T7123456789012",
            "2026-11-30",
            "株式会社サンプル商事",
            "米 ※",
            "以上",
            "2026-12-31",
        ):
            assert text in html, text
        assert re.search(r'sheet-rate-8_reduced">.*?999.*?79.*?1,078', html)
        assert re.search(r'sheet-rate-10">.*?1,000.*?100.*?1,100', html)
        assert cell(html, "sheet-total") == "2,178"
        await freee.http.post(f"/hand/invoices/{made['id']}/edit", data={"subject": "直した", "payment_date": ""})
        assert "直した" in (await freee.http.get(made["report_url"])).text
        assert (await freee.http.get("/reports/invoices/5")).status_code == 404


async def test_another_site_cannot_press_the_buttons() -> None:
    async with playing() as freee:
        made = await freee.create()
        path = f"/hand/invoices/{made['id']}/cancel"
        answer = await freee.http.post(path, headers={"origin": "http://evil.example"})
        assert (answer.status_code, (await freee.listed())[0]["cancel_status"]) == (403, "uncanceled")
        assert (await freee.http.post(path, headers={"origin": "http://freee.test"})).status_code == 303


async def test_a_doubled_order_is_shouted_about() -> None:
    async with playing() as freee:
        assert "duplicates" not in await home(freee.http)
        for _ in range(2):
            await freee.create(memo="S2F-01JD3X0Q4Y8Z7W6V5T4S3R2Q1P-1-0123abcd")
        assert "同じ受注の請求書が複数あります" in await home(freee.http)


@pytest.mark.parametrize("settings", [{}, {"numbering": "manual"}, {"use_partner_code": True}])
async def test_the_demo_starts_with_something_to_remind_of(settings: dict[str, Any]) -> None:
    app = create_app(FreeeSettings(**settings), Clock(NOON, scale=0.0), Faults())
    office: FreeeOffice = app.state.office
    assert len(seed(office, office.today())) == 8
    assert seed(office, office.today()) == [], "never over books that are in use"
    assert len(office.partners) == len(PARTNERS)
    yesterday = {"payment_status": "unsettled", "end_payment_date": "2026-11-23"}
    overdue = office.invoices.search(yesterday, office.clock.timestamp())
    assert len({invoice.payment_date for invoice in overdue}) == len(overdue) == 5
    assert [i.partner["name"] for i in office.invoices if i.deal_id is None] == ["NEXT FRONTIER株式会社"]
    assert sum(i.payment_status == "settled" for i in office.invoices) == 2
    assert len(list(office.ledger.bank_lines)) == 3
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://freee.test") as http:
        assert "髙橋製作所株式会社" in await home(http)

"""The accountant's page: what stands in the office can be seen, and every button does what it says."""

import re
from datetime import date

from sandbox.freee.demo_data import PARTNERS
from sandbox.moneyforward import MoneyForwardOffice
from sandbox.moneyforward.demo_data import NONE, seed
from tests.sandbox.moneyforward.harness import item, playing


def cell(html: str, testid: str) -> str:
    found = re.search(rf'data-testid="{re.escape(testid)}"[^>]*>([^<]*)<', html)
    assert found, testid
    return found[1]


async def test_buttons_do_what_a_person_does() -> None:
    async with playing() as mf:
        made = await mf.create(memo="印S2F")
        own = f"/hand/billings/{made['id']}"
        for action in ("sent", "paid", "lock"):
            assert (await mf.http.post(f"{own}/{action}")).status_code == 303
        html = (await mf.http.get("/")).text
        assert cell(html, f"email_status-{made['id']}") == "送付済み"
        assert cell(html, f"payment_status-{made['id']}") == "入金済み"
        assert cell(html, f"locked-{made['id']}") == "ロック中"
        assert cell(html, f"total-{made['id']}") == "110,000"
        await mf.http.post(f"{own}/unpaid")
        assert (await mf.get(f"/billings/{made['id']}")).json()["payment_status"] == "未入金"
        sheet = (await mf.http.get(f"/billings/{made['id']}/edit")).text
        assert (cell(sheet, "sheet-memo"), cell(sheet, "sheet-total")) == ("印S2F", "110,000")
        await mf.http.post(f"{own}/edit", data={"title": "直した", "due_date": "2027-01-31"})
        assert "直した" in (await mf.http.get(f"/billings/{made['id']}/edit")).text
        await mf.http.post(f"{own}/delete")
        assert (await mf.http.get(f"/billings/{made['id']}/edit")).status_code == 404


async def test_forms_add_partners_departments_and_billings() -> None:
    async with playing() as mf:
        await mf.http.post("/hand/partners", data={"name": "<b>悪戯</b>", "person_dept": "総務"})
        partner = list(mf.office.partners)[-1]
        await mf.http.post(f"/hand/partners/{partner.id}/departments", data={"person_dept": "経理"})
        html = (await mf.http.get("/")).text
        assert "<b>悪戯</b>" not in html
        assert cell(html, f"departments-{partner.id}") == "総務、経理"
        form = {"partner_id": partner.id, "title": "手書き", "amount": "3000", "due_date": "2026-12-31"}
        assert (await mf.http.post("/hand/billings", data=form)).status_code == 303
        billing = next(iter(mf.office.billings))
        assert (billing.by_hand, billing.amounts["total_price"]) == (True, 3_300)
        bad = await mf.http.post("/hand/billings", data=form | {"amount": "x"})
        assert (bad.status_code, cell(bad.text, "message")) == (400, "入力内容を確認してください。")


async def test_another_site_cannot_press_the_buttons() -> None:
    async with playing() as mf:
        made = await mf.create()
        answer = await mf.http.post(f"/hand/billings/{made['id']}/delete", headers={"origin": "http://evil.example"})
        assert (answer.status_code, len(mf.office.billings)) == (403, 1)


async def test_the_demo_starts_with_something_to_remind_of_and_something_to_ask() -> None:
    async with playing() as mf:
        assert seed(mf.office, date(2026, 11, 24)) == [], "not over an office that is in use"
        office = MoneyForwardOffice(mf.office.settings, mf.clock)
        billings = seed(office, date(2026, 11, 24))
        assert len(office.partners) == len(PARTNERS)
        assert len(billings) == 8
        unpaid = [one for one in billings if one.payment in ("0", "1") and one.head["due_date"] < "2026-11-24"]
        assert len(unpaid) == 5
        counts = {partner.name: len(partner.departments) for partner in office.partners}
        assert (counts["東都電機株式会社"], counts[NONE[0]], counts["株式会社サンプル商事"]) == (3, 0, 1)


async def test_a_suppliers_billing_is_not_one_of_ours() -> None:
    async with playing() as mf:
        mf.office.receive(mf.partner.id, [item("仕入", 1, 100)])
        row = (await mf.listed())["data"][0]
        assert (row["email_status"], row["payment_status"]) == ("受信", "未払い")

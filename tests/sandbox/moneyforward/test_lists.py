"""Lists: a hundred a page at most, ranges only with a key, q instead of the narrower filters."""

from tests.sandbox.moneyforward.harness import item, playing


async def test_pages_count_from_one_and_tell_how_many_there_are() -> None:
    async with playing() as mf:
        for _ in range(5):
            await mf.create()
        first = await mf.listed(per_page=2)
        assert first["pagination"] == {"total_count": 5, "total_pages": 3, "per_page": 2, "current_page": 1}
        numbers = [number for page in (1, 2, 3, 4) for number in await mf.numbers(per_page=2, page=page)]
        assert numbers == [f"MF-{number:06}" for number in (5, 4, 3, 2, 1)]
        assert (await mf.get("/billings", per_page=101)).status_code == 422
        assert (await mf.get("/billings", page=0)).status_code == 422


async def test_a_range_needs_its_key_and_both_ends_belong_to_it() -> None:
    async with playing() as mf:
        await mf.create(billing_date="2026-11-30", due_date="2026-12-31")
        await mf.create(billing_date="2026-12-01", due_date="2026-12-31")
        assert (await mf.get("/billings", **{"from": "2026-11-30", "to": "2026-11-30"})).status_code == 422
        day = {"range_key": "billing_date", "from": "2026-11-30", "to": "2026-11-30"}
        assert await mf.numbers(**day) == ["MF-000001"]
        assert len(await mf.numbers(range_key="due_date", **{"from": "2026-12-31"})) == 2
        assert await mf.numbers(range_key="sales_date", **{"from": "2000-01-01"}) == []
        assert len(await mf.numbers(range_key="created_at", **{"from": "2026-11-24", "to": "2026-11-24"})) == 2
        assert (await mf.get("/billings", range_key="paid_on")).status_code == 422


async def test_filters_and_q() -> None:
    async with playing() as mf:
        other = mf.office.add_partner("アクメ工業株式会社")
        await mf.create(title="保守", tag_names=["bot", "11月"], memo="S2F-印")
        mf.office.create_by_hand(other.id, [item("あ", 1, 1)], title="導入支援")
        assert await mf.numbers(partner_id=mf.partner.id) == ["MF-000001"]
        assert await mf.numbers(document_number="MF-000002") == ["MF-000002"]
        assert await mf.numbers(partner_name="アクメ") == ["MF-000002"]
        assert await mf.numbers(tags="bot, 11月") == ["MF-000001"]
        assert await mf.numbers(q="アクメ工業株式会社") == ["MF-000002"]
        assert await mf.numbers(q="保守", document_number="MF-000002") == ["MF-000001"]
        assert await mf.numbers(q="S2F-印") == []


async def test_a_new_billing_may_be_listed_late() -> None:
    async with playing(list_lag_seconds=5) as mf:
        made = await mf.create()
        assert await mf.numbers() == []
        assert (await mf.get(f"/billings/{made['id']}")).status_code == 200
        mf.clock.advance(5)
        assert await mf.numbers() == ["MF-000001"]


async def test_partners_are_found_by_parts_of_their_name_and_hold_departments() -> None:
    async with playing() as mf:
        other = mf.office.add_partner(
            "アクメ工業株式会社", departments=[{"person_dept": "購買部"}, {"person_dept": "経理部"}]
        )
        found = (await mf.get("/partners", name="アクメ")).json()["data"]
        assert [row["name"] for row in found] == ["アクメ工業株式会社"]
        assert [row["person_dept"] for row in found[0]["departments"]] == ["購買部", "経理部"]
        assert len((await mf.get("/partners", name="アクメ,サンプル")).json()["data"]) == 2
        shown = (await mf.get(f"/partners/{other.id}/departments")).json()
        assert shown["pagination"]["total_count"] == 2
        added = await mf.http.post(f"/api/v3/partners/{other.id}/departments", json={"person_dept": "大阪"})
        assert added.status_code == 201
        empty = await mf.http.post(f"/api/v3/partners/{other.id}/departments", json={"person_dept": ""})
        assert empty.status_code == 422


async def test_partner_lists_may_lack_departments() -> None:
    async with playing(lists_departments=False) as mf:
        assert "departments" not in (await mf.get("/partners")).json()["data"][0]
        assert "departments" in (await mf.get(f"/partners/{mf.partner.id}")).json()


async def test_partners_may_repeat_a_name() -> None:
    body = {"name": "株式会社サンプル商事"}
    async with playing() as mf:
        assert (await mf.http.post("/api/v3/partners", json=body)).status_code == 201
    async with playing(repeated_partner="refused") as mf:
        assert (await mf.http.post("/api/v3/partners", json=body)).status_code == 422

"""A small company's office to start a demo with: the partners of the freee demo, some with several departments."""

from datetime import date, timedelta

from sandbox.freee.demo_data import END_OF_MONTH
from sandbox.freee.demo_data import PARTNERS as SAME_TOWN
from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.records import Billing, Json
from sandbox.moneyforward.rules import MONTHS

SEVERAL = {"アクメ工業株式会社": ("購買部", "経理部"), "東都電機株式会社": ("本社", "大阪支店", "名古屋支店")}
NONE = ("一般社団法人まちづくり研究会",)  # a person has to add its department first


def seed(office: MoneyForwardOffice, today: date, *, past: bool = True) -> list[Billing]:
    """Fill an empty office with partners, and if it has a past eight billings; return the billings.

    Does nothing, and returns nothing, if there are partners already (a demo that was restarted).
    """
    if len(office.partners):
        return []
    for number, (name, kana, _, terms) in enumerate(SAME_TOWN, start=1):
        departments = () if name in NONE else SEVERAL.get(name, ("経理部",))
        office.add_partner(
            name,
            departments=[
                {"person_dept": department, "email": f"keiri{number}@example.jp"} for department in departments
            ],
            code=f"C-{number:04}",
            name_kana=kana,
            name_suffix="御中",
            **({"payment_deadline_setting": _deadline(terms)} if terms else {}),
        )
    return _billings(office, today) if past else []


def _deadline(terms: Json) -> Json:
    day = -1 if terms["fixed_day"] == END_OF_MONTH else terms["fixed_day"]
    return {"due_month": MONTHS[terms["additional_months"]], "due_date": day, "contingency_day": "keep_as_is"}


def _billings(office: MoneyForwardOffice, today: date) -> list[Billing]:
    ids = {partner.name: partner.id for partner in office.partners}

    def made(name: str, days: int, title: str, *items: Json) -> Billing:
        due = today - timedelta(days=days)
        billed = due - timedelta(days=31)
        return office.create_by_hand(
            ids[name], items, title=title, billing_date=billed.isoformat(), due_date=due.isoformat()
        )

    paid = made("株式会社サンプル商事", 40, "保守料（先々月分）", _item("システム保守", 1, 100_000))
    rice = _item("玄米 10kg", 20, 3_800, "eight_percent_as_reduced_tax_rate", "袋")
    paid_food = made("さくら食品株式会社", 12, "納品分", rice, _item("配送料", 1, 8_000))
    very_late = made("有限会社みどり造園", 33, "植栽管理システム利用料", _item("利用料", 3, 45_000, unit="か月"))
    late = made("アクメ工業株式会社", 8, "生産管理ツール導入", _item("導入支援", 1, 480_000), _item("研修", 2, 60_000))
    just_late = made("合同会社ブルースカイ", 1, "サイト制作", _item("制作一式", 1, 350_000))
    unset = made("東都電機株式会社", 3, "点検作業", _item("点検", 4, 55_000, unit="回"))
    coming = made("髙橋製作所株式会社", -6, "部品図面データ化", _item("データ化", 120, 1_200, unit="枚"))
    not_sent = made("NEXT FRONTIER株式会社", 5, "調査レポート", _item("調査", 1, 220_000))

    for billing in (paid, paid_food, very_late, late, just_late, unset, coming):
        office.mark_sent(billing.id)
    for billing in (very_late, late, just_late, coming):
        office.mark_paid(billing.id, "1")
    for billing in (paid, paid_food):
        office.mark_paid(billing.id)
    office.lock(paid.id)
    return [paid, paid_food, very_late, late, just_late, unset, coming, not_sent]


def _item(name: str, quantity: int, price: int, excise: str = "ten_percent", unit: str = "式") -> Json:
    return {"name": name, "quantity": quantity, "price": price, "unit": unit, "excise": excise}

"""A small company's books to start a demo with: invented partners, and invoices in every state a reminder cares for."""

from datetime import date, timedelta
from typing import Any

from sandbox.freee.office import FreeeOffice
from sandbox.freee.records import Invoice, Json

END_OF_MONTH = 32  # freee's word for the last day
TWO_LAST_DAYS = {"cutoff_day": END_OF_MONTH, "additional_months": 1, "fixed_day": END_OF_MONTH}
# name, kana, long name (None: as the name), payment terms (None: not set)
PARTNERS: tuple[tuple[str, str, str | None, Json | None], ...] = (
    ("株式会社サンプル商事", "カブシキガイシャサンプルショウジ", None, TWO_LAST_DAYS),
    ("アクメ工業株式会社", "アクメコウギョウカブシキガイシャ", None, TWO_LAST_DAYS),
    ("有限会社みどり造園", "ユウゲンガイシャミドリゾウエン", None, None),
    (
        "合同会社ブルースカイ",
        "ゴウドウガイシャブルースカイ",
        None,
        {"cutoff_day": 20, "additional_months": 1, "fixed_day": 20},
    ),
    ("東都電機株式会社", "トウトデンキカブシキガイシャ", None, TWO_LAST_DAYS),
    (
        "髙橋製作所株式会社",
        "タカハシセイサクショカブシキガイシャ",
        None,
        {"cutoff_day": END_OF_MONTH, "additional_months": 2, "fixed_day": 10},
    ),
    ("㈱北斗物流", "ホクトブツリュウ", "株式会社北斗物流", TWO_LAST_DAYS),
    ("一般社団法人まちづくり研究会", "イッパンシャダンホウジンマチヅクリケンキュウカイ", None, None),
    ("さくら食品株式会社", "サクラショクヒンカブシキガイシャ", None, TWO_LAST_DAYS),
    ("さくら食堂", "サクラショクドウ", "株式会社さくら食堂", None),
    ("デザイン事務所ひなた", "デザインジムショヒナタ", None, None),
    ("NEXT FRONTIER株式会社", "ネクストフロンティアカブシキガイシャ", None, TWO_LAST_DAYS),
)


def seed(office: FreeeOffice, today: date, *, past: bool = True) -> list[Invoice]:
    """Fill an empty office with partners and, with a `past`, eight invoices and three bank lines; return the invoices.

    Does nothing, and returns nothing, if there are partners already (a demo that was restarted).
    """
    if len(office.partners):
        return []
    for number, (name, kana, long_name, terms) in enumerate(PARTNERS, start=1):
        data: dict[str, Any] = {"name_kana": kana, "org_code": 1, "default_title": "御中"}
        data |= {"long_name": long_name or name, "email": f"keiri{number}@example.jp"}
        data |= {"invoice_payment_term_attributes": terms} if terms else {}
        office.add_partner(name, f"C-{number:04}" if office.settings.use_partner_code else None, **data)
    return _invoices(office, today) if past else []


def _invoices(office: FreeeOffice, today: date) -> list[Invoice]:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def made(name: str, due: date, subject: str, *lines: Json) -> Invoice:
        partner = office.partners.by_name(name)
        assert partner is not None, name
        fields = {"billing_date": (due - timedelta(days=31)).isoformat(), "payment_date": due.isoformat()}
        if office.settings.numbering == "manual":
            fields["invoice_number"] = office.invoices.next_number()
        return office.create_by_hand(partner.id, lines, subject=subject, **fields)

    paid = made("株式会社サンプル商事", ago(40), "保守料（先々月分）", _item("システム保守", 1, 100_000))
    rice = _item("玄米 10kg", 20, 3_800, 8, unit="袋", reduced_tax_rate=True)
    paid_food = made("さくら食品株式会社", ago(12), "納品分", rice, _item("配送料", 1, 8_000))
    very_late = made("有限会社みどり造園", ago(33), "植栽管理システム利用料", _item("利用料", 3, 45_000, unit="か月"))
    late = made(
        "アクメ工業株式会社", ago(8), "生産管理ツール導入", _item("導入支援", 1, 480_000), _item("研修", 2, 60_000)
    )
    just_late = made("合同会社ブルースカイ", ago(1), "サイト制作", _item("制作一式", 1, 350_000))
    part_paid = made("東都電機株式会社", ago(3), "点検作業", _item("点検", 4, 55_000, unit="回"))
    coming = made(
        "髙橋製作所株式会社", today + timedelta(days=6), "部品図面データ化", _item("データ化", 120, 1_200, unit="枚")
    )
    not_booked = made("NEXT FRONTIER株式会社", ago(5), "調査レポート", _item("調査", 1, 220_000))

    for invoice in (paid, paid_food, very_late, late, just_late, part_paid, coming):
        office.mark_sent(invoice.id)
        office.register_deal(invoice.id)
    office.mark_sent(not_booked.id)  # nobody has booked its entry: payments cannot be tied to it
    office.mark_paid(paid.id, ago(40))
    office.mark_paid(paid_food.id, ago(12))
    office.mark_partial(part_paid.id, 120_000, ago(3))
    _bank_lines(office, today, late)
    return [paid, paid_food, very_late, late, just_late, part_paid, coming, not_booked]


def _bank_lines(office: FreeeOffice, today: date, late: Invoice) -> None:
    yesterday = today - timedelta(days=1)
    # One that fits to the yen, one short of a transfer fee, one that no invoice explains.
    office.add_bank_line(yesterday, int(late.amounts["total_amount"]), "ﾌﾘｺﾐ ｱｸﾒｺｳｷﾞﾖｳ(ｶ")
    office.add_bank_line(yesterday, 148_500 - 440, "ﾌﾘｺﾐ ﾕ)ﾐﾄﾞﾘｿﾞｳｴﾝ")
    office.add_bank_line(yesterday, 33_000, "ﾌﾘｺﾐ ﾔﾏﾀﾞ ﾀﾛｳ")


def _item(description: str, quantity: float, price: int, rate: int = 10, **more: Any) -> Json:
    line = {"description": description, "quantity": quantity, "unit_price": str(price), "tax_rate": rate}
    return line | more

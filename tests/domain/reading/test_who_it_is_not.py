"""Names a post gives so that they are not confused, people of the customer, and the parts firms play beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from domain.reading import Order
from tests.domain.reading.by_rules import read_orders

_POSTED = datetime.fromisoformat("2026-06-10T10:00:00+09:00")
_GOODS = "研磨加工 10個 @4,000 税別"


def _only(text: str) -> Order:
    orders = read_orders(text, _POSTED, None).orders
    assert len(orders) == 1
    return orders[0]


def _accepted(order: Order, field: str) -> object:
    read: dict[str, Any] = order.as_json()
    return read[field] if read["confidence"].get(field) != "ask" else "asked"


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("南部工業さんではなく北部工業株式会社さんからです、受注。", "北部工業株式会社"),
        ("マルヤさんといっても株式会社マルヤじゃなくてマルヤ物産株式会社さんから受注！", "マルヤ物産株式会社"),
        ("白川農園さんやのうて、株式会社白川農産さんから受注や。", "株式会社白川農産"),
        ("受注先：株式会社南野工業ではなく、南野工業株式会社", "南野工業株式会社"),
        (
            "受注。施主は医療法人あおば会さん、請求先は元請の株式会社甲建設…ではなく、株式会社乙建設です。",
            "株式会社乙建設",
        ),
        ("株式会社大洋機器さまから注文書いただきました。※大陽機器さんではないです。", "株式会社大洋機器"),
        ("株式会社大洋機器様から受注。大陽機械さんとは資本関係なしです。", "株式会社大洋機器"),
    ],
)
def test_a_name_that_is_denied_is_not_the_customer(text: str, partner: str) -> None:
    assert _accepted(_only(f"{text}\n{_GOODS}"), "partner_name") == partner


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        (
            "受注。広告代理店のアドテラス株式会社経由（請求はアドテラス宛、広告主は株式会社花パン）。",
            "アドテラス株式会社",
        ),
        (
            "受注。株式会社アイランド横町様経由で、エンドは医療法人ひまわり会様。請求先も横町さんです。",
            "株式会社アイランド横町",
        ),
        (
            "受注。使用者は医療法人ひかり会、リース会社は東日本信用リース株式会社。請求書は信用リースさん宛に。",
            "東日本信用リース株式会社",
        ),
        (
            "受注です。お客様は有限会社つくし印刷様ですが、契約はオリオンリース株式会社になります。",
            "オリオンリース株式会社",
        ),
        ("商社の山城機材株式会社様から受注、最終ユーザーは川原製紙株式会社様です。", "山城機材株式会社"),
        ("株式会社グリーン光学様から受注。仲介は港貿易株式会社さん、手数料は別途。", "株式会社グリーン光学"),
        ("富士見市立南中学校様より受注。請求先は富士見市教育委員会です。", "富士見市教育委員会"),
        ("取引先は有限会社花ごよみさんです（㈱花ごよみフーズではありません）。受注。", "有限会社花ごよみ"),
        ("Won! 三洋テクニカ（株）from Nagoya. 受注", "三洋テクニカ（株）"),
        ("株式会社ミタニさん（株式会社ミタニ建設さんの子会社）から受注。", "株式会社ミタニ"),
        ("株式会社朝日堂本社購買さんから受注。", "株式会社朝日堂"),
        ("発注元：JV幹事 大成興業株式会社\n受注。", "大成興業株式会社"),
        (
            "ビル管理の株式会社キョウエイ様を通じて、テナントの有限会社ラメールさんから受注。請求はテナント直です。",
            "有限会社ラメール",
        ),
        ("株式会社朝日堂さんから受注。うちは株式会社ミモザ工房名義で契約。", "株式会社朝日堂"),
        ("弊社（株式会社トーラス）と株式会社朝日堂の間で、契約を締結。", "株式会社朝日堂"),
    ],
)
def test_who_is_billed_is_told_by_the_parts_the_firms_play(text: str, partner: str) -> None:
    assert _accepted(_only(f"{text}\n{_GOODS}"), "partner_name") == partner


@pytest.mark.parametrize(
    "text",
    [
        "株式会社オオタニさん（総務・三枝様）から受注。",
        "株式会社オオタニ様から受注。窓口は先代の大谷恒一様です。",
        "株式会社オオタニ様から受注。立ち会いは先方の設備係・根津さん。",
        "Closed won\nCustomer: 株式会社オオタニ\nBuyer: Ms. Lim",
    ],
)
def test_people_of_the_customer_put_its_name_in_no_doubt(text: str) -> None:
    assert _accepted(_only(f"{text}\n{_GOODS}"), "partner_name") == "株式会社オオタニ"


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ミタニさん（株式会社ミタニ建設さんの並び）から受注。",
        "株式会社仲田建材様から受注。窓口は株式会社仲田運輸さんです。",
    ],
)
def test_a_second_firm_by_its_full_name_is_asked(text: str) -> None:
    assert _accepted(_only(f"{text}\n{_GOODS}"), "partner_name") == "asked"


def test_firms_that_differ_by_one_character_are_two_customers() -> None:
    text = "2社受注です。\n【1】株式会社ノーザンラボズ\n 撮影 2日×￥140,000 税別\n"
    text += "【2】株式会社ノーザンラボ\n 解析 ￥360,000 税別"
    names = [order.as_json()["partner_name"] for order in read_orders(text, _POSTED, None).orders]
    assert names == ["株式会社ノーザンラボズ", "株式会社ノーザンラボ"]


def test_a_forwarded_order_is_addressed_to_us_and_signed_by_the_customer() -> None:
    order = _only(
        "受注です。以下転送します。\n---------- Forwarded message ----------\nFrom: 購買部 山際\n件名: 注文書送付の件\n"
        "株式会社ふぶき機工　御中\n下記のとおり注文いたします。\n品名：チップソー\n"
        "数量：80枚\n単価：4,300円（税別）\n株式会社ノコギリ製作所"
    )
    assert _accepted(order, "partner_name") == "株式会社ノコギリ製作所"


@pytest.mark.parametrize("name", ["居酒屋とり匠", "寿司処ひさご", "美容室マリー", "喫茶ひまわり"])
def test_a_shop_is_known_by_the_word_for_its_trade(name: str) -> None:
    assert _accepted(_only(f"{name}さんから受注。{_GOODS}"), "partner_name") == name


def test_a_shops_keeper_is_no_shop() -> None:
    assert _accepted(_only(f"カフェ店長さんから受注。{_GOODS}"), "partner_name") == "asked"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("発注者：株式会社オオタニ\n受注者：株式会社浜野設備（弊社）\n{}", None),
        ("発注者：株式会社オオタニ\n受注者：浜野設備(株)\n{}", None),
        ("発注者：株式会社オオタニ\n受注者：（株）浜野設備 大阪支店　古川\n{}", "古川"),
        ("本日分です。株式会社オオタニ {} 受注", None),
        ("国分です。株式会社オオタニ {} 受注", "国分"),
        ("受注です。株式会社オオタニ {}\n\n--\n第一営業部 主任\n堀内 健", "堀内 健"),
        ("受注です。株式会社オオタニ {}\n\n長谷川 修\n名古屋営業所", "長谷川 修"),
        ("Closed won: 株式会社オオタニ {}\n\nTom\nSales Dept.", "Tom"),
        ("Closed won: 株式会社オオタニ {}\n– Maya Ogata, Gift Sales", "Maya Ogata"),
        ("Closed won: 株式会社オオタニ {}\nKen Yamane / Sales", "Ken Yamane"),
        ("受注です。株式会社オオタニ {}\n担当営業：第一G・三ツ谷", "三ツ谷"),
        ("施工管理はうちの北見ですが、営業担当は丸茂です。受注、株式会社オオタニ {}", "丸茂"),
        ("Won! 株式会社オオタニ {}. Net 30 from invoice. — Rina Kudo, West Sales Team", "Rina Kudo"),
        ("受注です。株式会社オオタニ {}\n良いお年を　サカイ", "サカイ"),
        ("受注です。株式会社オオタニ {}\n御園生 拝", "御園生"),
    ],
)
def test_who_of_ours_stands_by_the_firm_or_the_office(text: str, owner: str | None) -> None:
    assert _accepted(_only(text.format(_GOODS)), "owner") == owner


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("出発 7/24　お支払期日 7月10日", "payment_due_date", "2026-07-10"),
        ("受注日：2026/6/7　初荷：7/1", "order_date", "2026-06-07"),
        ("signed on 6/8, payment by 7/31\ncc <@U0BOSS001>", "payment_due_date", "2026-07-31"),
        ("PO received from Kite Robotics, Inc. yesterday.", "order_date", "2026-06-09"),
    ],
)
def test_each_day_has_its_own_word(text: str, field: str, value: str) -> None:
    assert _accepted(_only(f"株式会社オオタニ様より受注\n{_GOODS}\n{text}"), field) == value


def test_a_line_about_the_orders_above_holds_for_each() -> None:
    text = (
        ":white_check_mark: 株式会社オオタニ　プランA 216万（税抜）\n"
        ":white_check_mark: 株式会社コタニ　プランB 36万（税抜）\n"
        ":x: 株式会社ナカタニ　プランB 36万　失注\n上の2件、本日サインいただきました"
    )
    days = [order.as_json()["order_date"] for order in read_orders(text, _POSTED, None).orders]
    assert days == ["2026-06-10", "2026-06-10"]


def test_paid_at_the_end_of_the_next_month_in_a_row_of_fields() -> None:
    order = _only("決定→株式会社オオタニ／LED袖看板／38万＋税／翌月末払／担当大塚")
    assert _accepted(order, "payment_terms") == {"type": "closing", "close": None, "months": 1, "day": "EOM"}

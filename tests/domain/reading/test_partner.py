"""Who is invoiced: the 請求先 before the customer, never the end user, the referrer or ourselves."""

from __future__ import annotations

import pytest

from domain.partner_index import PartnerIndex
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

GOODS = "Web制作 100万円(税抜)"
NAMES = [
    ("株式会社ミドリ様より{}受注しました", "株式会社ミドリ"),
    ("ミドリ商事株式会社様 {} 受注", "ミドリ商事株式会社"),
    ("（株）ミドリ様 {} 受注", "（株）ミドリ"),
    ("㈱ミドリ御中 {} 受注", "㈱ミドリ"),
    ("本日、株式会社ミドリさんから{}受注", "株式会社ミドリ"),
    ("先週金曜に緑川電機株式会社様と契約。{}", "緑川電機株式会社"),
    ("ミドリ様から{}を受注しました", "ミドリ"),
    ("会社名：ミドリ商事株式会社 大阪支店\n商品：Web制作\n金額：100万円（税抜）", "ミドリ商事株式会社"),
    ("会社名：株式会社ミドリ 情報システム部 田中様\n商品：Web制作\n金額：100万円（税抜）", "株式会社ミドリ"),
    ("株式会社ミドリの田中様から{}受注", "株式会社ミドリ"),
    ("医療法人社団みどり会様 {} 受注", "医療法人社団みどり会"),
    ("一般社団法人みどり協会様 {} 受注", "一般社団法人みどり協会"),
    ("Midori Co., Ltd.様 {} 受注", "Midori Co., Ltd."),
    ("PO received from Midori Holdings Inc. for {}", "Midori Holdings Inc."),
    ("株式会社みらい様 {} 受注", "株式会社みらい"),
    ("株式会社ひだまりの里様 {} 受注", "株式会社ひだまりの里"),
    ("取引先：株式会社ミドリ（東京）\n商品：Web制作\n金額：100万円（税抜）", "株式会社ミドリ"),
    ("エンドユーザー：青山病院\n請求先：株式会社ミドリ\n{} 受注", "株式会社ミドリ"),
    ("青山病院様向け{}を株式会社ミドリ様から受注", "株式会社ミドリ"),
    ("紹介元：青山商会株式会社\n会社名：株式会社ミドリ\n{} 受注", "株式会社ミドリ"),
    ("青山商会株式会社様のご紹介で株式会社ミドリ様から{}受注", "株式会社ミドリ"),
    ("会社名：株式会社ミドリ\n納品先：青山倉庫株式会社\n商品：Web制作\n金額：100万円（税抜）", "株式会社ミドリ"),
    ("株式会社ミドリ様 {} 受注。請求は青山商会株式会社宛てにお願いします", "青山商会株式会社"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_the_company_to_be_invoiced(text: str, name: str) -> None:
    [order] = read_orders(text.format(GOODS), POSTED).orders
    assert order.partner_name == name


def test_our_own_company_is_no_partner() -> None:
    text = "弊社株式会社ジブンは株式会社ミドリ様よりWeb制作 100万円(税抜)を受注しました"
    [order] = read_orders(text, POSTED, own_company=["株式会社ジブン"]).orders
    assert order.partner_name == "株式会社ミドリ"


def test_two_customers_without_a_word_on_who_pays_are_asked() -> None:
    text = "株式会社ミドリ様、株式会社アオイ様の共同案件 Web制作 100万円(税抜) 受注"
    [order] = read_orders(text, POSTED).orders
    assert order.confidence["partner_name"] == "ask"
    assert {c.value for c in order.candidates["partner_name"]} == {"株式会社ミドリ", "株式会社アオイ"}


@pytest.fixture
def index() -> PartnerIndex:
    return PartnerIndex.build(
        [("P1", "株式会社ミドリ商事"), ("P2", "アオイ工業株式会社"), ("P3", "株式会社アカネ"), ("P4", "アカネ株式会社")]
    )


@pytest.mark.parametrize(
    ("name", "partner_id"),
    [
        ("㈱ミドリ商事", "P1"),
        ("ミドリ商事", "P1"),
        ("株式会社ミドリ商店", None),
        ("アカネ", None),
        ("合同会社ミドリ商事", None),
        ("アオイ工業", "P2"),
    ],
)
def test_the_partner_id_is_exact_or_asked(index: PartnerIndex, name: str, partner_id: str | None) -> None:
    [order] = read_orders(f"会社名：{name}\n商品：Web制作\n金額：100万円（税抜）\n受注", POSTED, index).orders
    assert order.partner_id == partner_id
    if partner_id is None:
        assert order.confidence["partner_id"] == "ask"
        assert order.candidates["partner_id"]


def test_a_known_partner_is_found_in_prose_without_any_honorific(index: PartnerIndex) -> None:
    [order] = read_orders("やった！アオイ工業 研磨機 90万円(税抜) 受注しました", POSTED, index).orders
    assert (order.partner_name, order.partner_id) == ("アオイ工業", "P2")


def test_an_unknown_partner_has_no_id(index: PartnerIndex) -> None:
    [order] = read_orders("会社名：ZZZ\n商品：Web制作\n金額：100万円（税抜）\n受注", POSTED, index).orders
    assert order.partner_id is None
    assert order.reasons["partner_id"] == "取引先マスタにありません"

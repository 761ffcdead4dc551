"""Which of several companies is invoiced: parents, head offices, short names, and names that prose cuts wrongly."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-03T10:00:00+09:00")
GOODS = "\n自動釣銭機 2台 単価480,000円（税別）"


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("受注です。クレイン食堂様（請求は運営会社の株式会社クレイン商事様宛）", "株式会社クレイン商事"),
        ("受注：みなと薬局さん。請求は本部の有限会社みなとメディカルへお願いします", "有限会社みなとメディカル"),
        ("成約！ 旅館つるや様。請求書は旅館ではなく株式会社つるや観光に出してください", "株式会社つるや観光"),
        ("受注です！請求先は親会社の「大和田産業株式会社」様、使うのは大和田フーズ様です", "大和田産業株式会社"),
        (
            "注文書が届きました。ひかり整骨院様、ただし注文も請求もひかりケア株式会社さんです（整骨院には請求しない）",
            "ひかりケア株式会社",
        ),
        ("受注。お客様は株式会社かもめ運輸様。請求は子会社の株式会社かもめリース様へ。", "株式会社かもめリース"),
        ("受注：みなと薬局さん。請求は商社の丸北産業さん経由です", "丸北産業"),
        ("受注です\n契約先：親会社の(株)いずみ堂", "(株)いずみ堂"),
    ],
)
def test_the_one_that_is_billed(text: str, partner: str) -> None:
    (order,) = read_orders(text + GOODS, POSTED).orders
    assert (order.partner_name, order.confidence["partner_name"]) == (partner, "accepted")


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        (
            "ユーザーは山城食品さん、契約相手は株式会社アスナロ商会さん（アスナロさんに請求）。受注しました",
            "株式会社アスナロ商会",
        ),
        ("アスナロ商会さんのご紹介で、北星病院様より受注。アスナロさんへの紹介料は別途。", "北星病院"),
        ("学校法人青葉学園様より受注。学園様の購買経由ですが請求は学園宛で", "学校法人青葉学園"),
        ("受注しました。個人でやってる花屋さん「フローラ岬」さんから", "フローラ岬"),
    ],
)
def test_a_short_name_is_the_company_meant(text: str, partner: str) -> None:
    (order,) = read_orders(text + GOODS, POSTED).orders
    assert (order.partner_name, order.confidence["partner_name"]) == (partner, "accepted")


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        (
            "九州ロジスティクスパートナーズ福岡営業所の設備管理グループ・有馬課長から発注書をいただきました！",
            "九州ロジスティクスパートナーズ",
        ),
        ("三河屋醸造の岡崎工場 生産課の戸塚様から発注いただきました", "三河屋醸造"),
        ("若葉自転車店から注文もらいました", "若葉自転車店"),
        ("株式会社ヒノキ舎 大手町支店の佐伯様より受注。請求は支店ではなく本社宛にお願いします", "株式会社ヒノキ舎"),
    ],
)
def test_branches_groups_and_people_are_cut_off(text: str, partner: str) -> None:
    (order,) = read_orders(text + GOODS, POSTED).orders
    assert (order.partner_name, order.confidence["partner_name"]) == (partner, "accepted")


@pytest.mark.parametrize("text", ["個人でやってる花屋さんから注文もらいました", "駅前の加盟店から注文もらいました"])
def test_a_kind_of_shop_is_not_accepted_as_a_name(text: str) -> None:
    for order in read_orders(text + GOODS, POSTED).orders:
        assert order.confidence["partner_name"] == "ask"

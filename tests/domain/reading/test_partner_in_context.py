"""The company's name among what leads up to it: bullets, ordinals, places, rivals, people of the company."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from domain.reading import Confidence
from tests.domain.reading.by_rules import read_orders

TOKYO = timezone(timedelta(hours=9))
GOODS = "\nスチール棚 3台 @24,000 計72,000円(税別)\n月末締め翌月末払い\n"
WON = "、スチール棚3台 72,000円（税別）で受注しました。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("受注しました。\n◆マルヨシ精工株式会社" + GOODS, "マルヨシ精工株式会社"),
        ("受注しました。\n〔A〕三日月食堂様" + GOODS, "三日月食堂"),
        ("≪1≫丸三製粉株式会社様" + WON, "丸三製粉株式会社"),
        ("もう一件の丸三製粉株式会社様" + WON, "丸三製粉株式会社"),
        ("あと隣町の三日月食堂さん" + WON, "三日月食堂"),
        ("函館の北星水産さん" + WON, "北星水産"),
        ("毎度の丸安青果さん" + WON, "丸安青果"),
        ("日の出製麺さん" + WON, "日の出製麺"),
        ("次世代システムズ様より" + WON, "次世代システムズ"),
        ("割烹 花むら様より" + WON, "割烹 花むら"),
        ("小料理 ふじ さんから" + WON, "小料理 ふじ"),
        ("Café Lumière 様より" + WON, "Café Lumière"),
        ("客先：スナック 灯" + GOODS + "受注です", "スナック 灯"),
        ("客先：株式会社みどり屋 駅前店" + GOODS + "受注です", "株式会社みどり屋"),
        ("白山神社様より" + WON, "白山神社"),
        ("受注 / 丸三販売 / スチール棚3台 / 72,000円 税別", "丸三販売"),
        (
            "丸進システムズさんの牙城だった北沢計器さん、ついに受注しました！棚3台 72,000円（税別）",
            "北沢計器",
        ),
        ("丸進システムズから乗り換えの北沢計器さま" + WON, "北沢計器"),
        (
            "北沢グループ様、初取引です！受注。\n実際の契約主体は北沢ロジ株式会社。" + GOODS,
            "北沢ロジ株式会社",
        ),
        (
            "三日月食堂さん（運営：株式会社三日月ダイニング、請求もこちら）" + GOODS + "受注日 7/10",
            "株式会社三日月ダイニング",
        ),
        ("受注です。\n発注元（＝請求先）: 株式会社里美フーズ 本部" + GOODS, "株式会社里美フーズ"),
        ("Northwind Traders Ltd. 向け輸出分、本日PO届きました。" + GOODS, "Northwind Traders Ltd."),
        (
            "浄念寺様の棚3台 72,000円（税別）、今日契約書に印鑑いただきました。檀家総代の森下様が窓口です。",
            "浄念寺",
        ),
        (
            "「正式にお願いします」（みつば法律事務所 弁護士 三橋様）\n受注です。" + GOODS,
            "みつば法律事務所",
        ),
        (
            (
                "受注です。担当は小笠原です。\n&gt; 株式会社ノースポート　小笠原様\n&gt; 下記発注いたします。\n"
                "&gt; 棚 3台 @24,000円 税別\n&gt; ―――\n&gt; 株式会社北沢計器\n&gt; 購買部　三枝 千尋"
            ),
            "株式会社北沢計器",
        ),
    ],
)
def test_the_name_is_cut_out_of_what_leads_up_to_it(text: str, name: str) -> None:
    (order,) = read_orders(text, datetime(2026, 7, 15, 10, tzinfo=TOKYO)).orders
    assert order.partner_name == name
    assert order.confidence["partner_name"] is Confidence.ACCEPTED


def test_whom_the_bill_goes_to_stands_above_whose_name_is_on_the_paper() -> None:
    (order,) = read_orders(
        "券売機の件、発注いただきました！\n発注書の名義は㈲はまかぜ食堂さんですが、"
        "請求書は親会社の白浜観光株式会社（経理 島本様）宛てでお願いします。\n"
        "券売機 2台、計740,000円＋税",
        datetime(2026, 7, 15, 10, tzinfo=TOKYO),
    ).orders
    assert order.partner_name == "白浜観光株式会社"


@pytest.mark.parametrize("courtesy", ["さん向け", "様向け", "さん宛"])
def test_whom_goods_are_meant_for_is_named_without_courtesy(courtesy: str) -> None:
    text = f"決まりました。株式会社ツバキ急送{courtesy}、反射ベスト 12着×3,000円、税別。担当 末次"
    (order,) = read_orders(text, datetime(2026, 7, 15, 10, tzinfo=TOKYO)).orders
    assert order.partner_name == "株式会社ツバキ急送"

"""Posts with customer, goods and price that report no order: what tells them apart stands in no single word."""

from __future__ import annotations

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

RECORD = "顧客：株式会社ナダ商会\n商品：シュレッダー 4台\n単価：31,000円（税別）\n支払：月末締め翌月末\n担当：桂\n"
BLANK_FORMS = [
    "■取引先：\n■品名：プリンター\n■単価：45,000円（税別）\n■数量：　台\n■受注日：　/\n■担当：三田",
    "お客様名：\n商品：浄水器\n台数・単価：　台 × 4,800円（税抜）\n受注日：2026/ /\n担当：浜口\nあとで埋めます",
    "受注先：\n品名：\n数量：\n単価：\n受注日：\n担当：",
]
GO_BACK = [
    "取引先：有限会社ミネ園\n品目：送風機\n数量：-3台\n単価：22,000円（税抜）\n金額：-66,000円\n日付：2026/5/12\n担当：沢井",
    "得意先：株式会社ウラベ\n伝票：売上戻り\nワイン 赤 ▲24本 @1,500 ▲36,000\n税抜計 ▲36,000\n担当：児島",
]
TELLING = [
    "株式会社ナダ商会様\n空調機 190万円（税別）\n月末締め翌月末\nここまで話したので、あとは奥様の一声だけです！ 桂",
    "株式会社ナダ商会さんが乗ってくれたら、台車6台 @18,000 税別、翌月末払い。当たるといいなあ。桂",
    "Nada Foods Ltd. asked for 12 tablets at ¥39,000 each (excl. tax), net 30. They meet Dec 3, I'll know after that.",
    "株式会社ナダ商会様、プリンタ3台 @52,000（税別）、翌月末払い、先週サインもらってたのに…。桂",
    "部長、株式会社ナダ商会様の台車6台 @18,000（税別）で決裁お願いします。粗利22%、月末締め翌月末です。桂",
]
UNDER_A_CONDITION = [
    "ナダ商会様、勤怠アプリの利用を開始！\n期間：5/1〜5/30（無料）\n本契約に移行された場合は月額400円/ID・税別\n担当：桂",
    "ナダ商会さんの台車（6台、@18,000税抜）、注文書がありません。これって受注に上げていいんですか？ 待つべき？ 桂",
]
KNOWN = [
    "納期変更のお知らせ\n受注済みの K-201 株式会社ナダ商会様\n台車 6台 @18,000 税抜108,000円\n納品 5/20 → 5/27 担当 桂",
    "住所変更のご連絡です。株式会社ナダ商会様\n現契約：清掃 月額60,000円（税別）、月末締め翌月末。担当 桂",
    "減額の申し入れがあり、下記で合意。\n株式会社ナダ商会様 清掃 90,000円→80,000円（税別） 6月分から\n担当 桂",
    "5/1にご契約いただいた株式会社ナダ商会様のクラウド（30ID @900税別）ですが、ID数が25に減ります。6月請求分から。桂",
]
SAID = [
    "ナダ商会さん 会員証 250枚 @92（税別）\n口頭でOKもらいました。ただ役員会の承認がまだ、通ったら報告します。桂",
    "先日のナダ商会様の注文ですが、数量が10→12ケースでした。@4,500税別。請求は5/31。担当 桂",
    "ナダ商会様から「検討しますので一度お時間をください」と返信。POSレジ 4台 @248,000（税別）、月末締め翌月末。桂",
    RECORD + "受注日：2026/5/4\n→5/9 他社製品に変更のため取り下げ",
    "〈検討案件〉株式会社ナダ商会｜冷蔵庫 2台｜@380,000 税別｜月末締め翌月末｜担当 桂",
    "本日の入金\n株式会社ナダ商会 352,000円（税込）足場レンタル 4月分 担当：桂",
]
STATES = ["先方都合により契約破棄", "クーリングオフで契約解除のお申し出あり", "社内で比較中", "先方が辞退"]
INSTRUCTIONS = [
    "こんな感じで書いてね\n" + RECORD + "受注日：5/1",
    "受注処理について\n受注日は必ず入れてください。\n（記入の仕方）株式会社ナダ商会様／台車3台／@30,000税別／月末締め翌月末／桂",
]


@pytest.mark.parametrize("text", BLANK_FORMS + GO_BACK + TELLING + UNDER_A_CONDITION + KNOWN + INSTRUCTIONS + SAID)
def test_no_order_for_all_its_customer_goods_and_price(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize("state", STATES)
def test_a_record_that_names_its_end_is_no_order(state: str) -> None:
    assert read_orders(RECORD + "契約日：2026/5/1\nステータス：" + state, POSTED).orders == ()


@pytest.mark.parametrize("text", TELLING[:3])
def test_a_story_about_goods_and_price_asks_a_person(text: str) -> None:
    assert read_orders(text, POSTED).intent == "maybe"


@pytest.mark.parametrize(
    "text",
    [
        RECORD,
        RECORD.replace("単価：31,000円", "数量：\n単価：31,000円"),
        RECORD + "値引：▲4,000円",
        RECORD + "いくら：124,000円\nどれだけ：4台",
        "ナダ商会様から害虫駆除（一式 68,000円税別）、正式にお受けしました。5/20実施、翌月末払い。担当 桂",
        "株式会社ナダ商会様に選んでいただきました！ 台車6台 @18,000（税別）、月末締め翌月末。担当 桂",
        "株式会社ナダ商会様と合意に至りました。基幹システム改修 一式 5,800,000円（税別）、検収後30日以内払い。桂",
        "株式会社ナダ商会様より下記承りました。\n台車 6台 @18,000 108,000円\n税別、5/31請求、翌月末払い。担当 桂",
    ],
)
def test_an_order_stays_one(text: str) -> None:
    assert len(read_orders(text, POSTED).orders) == 1


def test_a_question_about_something_else_leaves_the_order_accepted() -> None:
    text = (
        "ナダ商会様、注文書が届きました！\n台車 6台 @18,000（税別）\nところで保証書って有料でしたっけ？急ぎません。\n桂"
    )
    (order,) = read_orders(text, POSTED).orders
    assert order.confidence["partner_name"] == "accepted"

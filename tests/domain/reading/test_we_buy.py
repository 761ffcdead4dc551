"""Posts of the office that buys: a contract and a price stand there, and nobody sold anything."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-02T09:30:00+09:00")


@pytest.mark.parametrize(
    "text",
    [
        "工場の電力を東亜エナジーさんに切り替えました。月額210,000円（税別）で契約済みです。",
        "営業部用タブレット 8台、量販の電器屋さんから購入。社内用です。@54,000円（税込）契約はせず買い切り。",
        "業務委託契約を締結しました。委託先：合同会社ペンギン編集、記事 月8本×15,000円、契約日6/1。",
        "倉庫の契約が決まりました。南港ロジさん、月額160,000円、8/1から。物流課",
        "求人サイトと契約しました。4週間 320,000円（税別）。担当：人事 若宮",
        "新しい複合機のリース契約を締結しました。オフィス東さん、月額17,000円×60ヶ月。",
        "社用スマホを12台契約しました。月額3,500円/台、24ヶ月。キャリアは北星モバイルさんです。",
        "I've ordered 15 chairs from Office Plaza, JPY 22,000 each. Contract signed.",
    ],
)
def test_what_the_office_buys_is_no_order(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("東亜エナジー様、弊社の保守に切り替えていただきました。月額210,000円×12ヶ月（税別）。", "東亜エナジー"),
        ("広告代理店の株式会社メディア南様から受注です。動画制作 3本 @180,000円（税別）", "株式会社メディア南"),
        ("南港ロジ様、稟議が下りたとのことで棚 20台 @42,000円（税別）をご発注いただきました。", "南港ロジ"),
        ("社員用ロッカー 20台 @31,000円（税別）、コスモ商会様より受注。", "コスモ商会"),
    ],
)
def test_what_others_buy_of_us_is_one(text: str, partner: str) -> None:
    (order,) = read_orders(text, POSTED).orders
    assert order.partner_name == partner

"""Records that look like an order in every row and tell of something else: a change, a list of sums, a question."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-02T09:30:00+09:00")


@pytest.mark.parametrize(
    "text",
    [
        "【注文内容変更】\n受注番号：881\nお客様：若草工芸\n変更項目：納期\n変更前：6/20\n変更後：6/27",
        "契約の修正です。\n客先：若草工芸\n品名：桐箱\n単価：880円→860円\nほかは変更ありません",
        "6月受注（速報）\n若草工芸様 1,240,000円\n港町製函様 386,000円\n計 1,626,000円",
        "【請求書発行依頼】\n会社名：若草工芸\n内容：桐箱 300個\n金額：264,000円（税別）\n受注時に報告済みです",
        "教えてください：若草工芸様の桐箱300個、880円は税抜ですか？受注日は6/1だったと思います。",
        "株式会社港町製函　化粧箱 500個 @310円（税別）→他社決定",
        "受注済みの若草工芸様（桐箱300個・264,000円）、納品が6/18に決まりました。",
        "5/28受注の若草工芸様（桐箱300個、264,000円税別）の注文書PDFを保管しました。",
        "検査成績書の再発行依頼です。港町製函様、化粧箱500個（155,000円、2024年受注）。",
    ],
)
def test_a_record_of_something_else_is_no_order(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        "【訂正】受注報告の単価が違っていました。再掲します。\n会社名：若草工芸\n品名：桐箱\n数量：300個\n単価：860円（税抜）\n受注日：6/1",
        "6月受注（速報）\n若草工芸様：桐箱300個 @880円（税別）",
        "お客様：若草工芸\n品名：桐箱\n数量：300個\n単価：880円（税抜）\n状態：注文書受領済み",
    ],
)
def test_the_record_of_an_order_is_one(text: str) -> None:
    (order,) = read_orders(text, POSTED).orders
    assert order.partner_name == "若草工芸"


@pytest.mark.parametrize(
    "text",
    [
        "受注報告ありがとうございます。若草工芸様の桐箱300個（@880円）ですね。登録しておきます。",
        "今朝の受注報告はフライングでした。港町製函様 化粧箱500個 @310円、まだ契約前です。",
        "代理店の西日本商会さんが、若草工芸様から包装機2台を受注しました。金額は1,240,000円です。",
        "子会社の受注案件です。港町製函様 内装工事 2,100,000円（税別）、当社の計上はなしです。",
        "受注しました！と言いたいところですが、返事は明日です。若草工芸様、桐箱300個 @880円（税別）",
        "請求漏れがありました。若草工芸様 4月受注分 桐箱100個 @880円（税別）。今月請求します。",
        "来期の契約更新対象：若草工芸様 月22,000円×12ヶ月、港町製函様 年間保守180,000円（税別）。",
        "商談の結果\n・若草工芸：桐箱300個 26万円 → 注文書を出してもらえることに\n・港町製函：化粧箱 15万円 → 検討",
    ],
)
def test_what_is_answered_withdrawn_or_won_by_others_is_no_order(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()

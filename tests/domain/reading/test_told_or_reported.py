"""What is told and not reported, what must happen first, what we buy: a card is made for none of these."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 9, 15, 10, tzinfo=ZoneInfo("Asia/Tokyo"))

TOLD = [
    # a memory
    "2016年に株式会社北浜精機様から受注した際の単価が残っていました。\nベアリング 300個 @420円（税別）",
    "5年前の今日、有限会社つるや様より看板 3枚 90,000円（税込）をご契約いただきました、と手帳にありました",
    # a joke
    "【速報】北浜精機様 月面基地 1棟 9,900,000円 受注！！\n（うそです）",
    "株式会社つるや様から のれん500枚 @8,000円 ご注文いただきました！！……四月一日でした",
    # an exercise
    "今日のお題です。次の文から単価と数量を抜き出してください。\n「北浜精機様より軸受40個（@3,500円・税抜）のご注文を頂戴しました」",
    "「北浜精機様、軸受40個14万円でご成約！」と書ける日を夢見て今日も電話します",
    # an old record
    "過去ログを見ていたら、株式会社つるや様 看板 60枚 @3,900 受注（2018/5/14）が出てきました。",
    # nothing is paid
    "つるやさんに観葉植物を1ヶ月無料でお貸しすることになりました。14鉢（通常月額6,800円/鉢）。覚書締結済みです。",
    "北浜精機様で温度計10台の実証実験が始まります。契約書も交わしました。機器は無償貸与（定価 1台32,000円）です。",
    # something must happen first
    "株式会社つるや様の改装一式 3,800,000円（税別）、融資の審査結果が出てからのご契約になります。",
    "北浜精機様の軸受40個 140,000円（税別）、やると言ってくださいました。受注登録はまだしません。",
    "助成金の採択が条件ですが、つるや様の看板8枚 462,400円（税別）で契約がまとまりました。",
    # we are the customer
    "営業車の入れ替え、稟議おりました\nコンパクト 3台 月額36,300円（税込）×60回\nリース会社：東湾オートリース株式会社",
    "FYI we signed with Harbor Cloud K.K. for hosting: 12 months, JPY 98,000 per month, invoiced to us quarterly.",
    "保守を今年も株式会社つるやさんにお任せします。年間480,000円（税別）、契約書は押印して返送済み。",
    "Our team picked Northgate Legal LLP as counsel: JPY 300,000 per month, 12 months, letter signed today.",
    # money for an order known before
    "請求書送付のご連絡\n宛先：株式会社つるや様\n内容：看板3枚 4/17受注分\n請求額：99,000円（税込）\n期日：6/30",
    "納期回答：株式会社つるや様の看板2台（2,360,000円税別・8/30受注分）は10/8着予定です。",
    # lost to others
    "Closed lost: Fernhill K.K., labeling software 15 seats at ¥12,000. They signed with a competitor on Jul 9.",
    (
        "本日の結果（全敗）\n1. 北浜精機　軸受 40個 140,000円　→ 予算つかず来期へ\n"
        "2. 株式会社つるや　看板 3枚 90,000円　→ 競合がPO受領"
    ),
]

ORDERED = [
    "エイプリルフールみたいな話ですが、株式会社つるや様から のれん300枚 @2,750円（税込）のご注文をいただきました！",
    "株式会社つるや様、融資も無事に下りて本日ご契約いただきました。改装一式 3,800,000円（税別）",
    "5年前に一度お断りされた北浜精機様、今日ついに軸受 40個 140,000円（税別）をご契約いただきました！",
    "株式会社つるや様より看板3枚 90,000円（税別）を受注。注文書が届いてから納品の手配をします。",
    "実証実験を経て北浜精機様に本契約をいただきました。温度計 40台 @32,000円（税別）",
    "We signed Midori Estate K.K. today: annual maintenance, JPY 1,200,000 excl. tax.",
    "株式会社つるや様よりご発注（9/11付注文書）。看板8台 712,000円（税別）、9月末請求。",
    "北浜精機さま、無垢材の天板のご発注（受領日 9/10）。3枚、1枚145,000円税抜です。",
    "見積日：2026/8/20\n受注日：2026/9/9\n顧客：株式会社つるや\n製品：看板\n台数：35\n単価：39,800円（税抜）",
    "株式会社つるや様の社員旅行を受注しました。28名 @16,500円（税込）",
]


@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_makes_no_card(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize("text", ORDERED)
def test_what_only_sounds_like_it_is_an_order(text: str) -> None:
    assert len(read_orders(text, POSTED).orders) == 1


def test_goods_that_were_declined_are_no_part_of_the_order_and_no_doubt_about_it() -> None:
    text = (
        "社会福祉法人みなみ会様より車椅子15台（@23,100円・税込）のご注文を頂戴しました。\n"
        "なお同時にお話ししていた歩行器2台（@138,000）は来年度見送りとのことでした。"
    )
    (order,) = read_orders(text, POSTED).orders
    assert (order.total, len(order.items)) == (346500, 1)
    assert order.confidence["total"] == "accepted"


@pytest.mark.parametrize(
    "remark",
    [
        "※版下修正2点（@28,000）は次回に回すそうです",
        "一緒にご提案していた照明6台（@22,000）は今回は不要とのことでした。",
        "もう1件お話ししていた足場 2式 310,000円は保留です。",
        "画用紙100冊（@450）については見本を見てから決めたいとのことで今回は入っていません。",
    ],
)
def test_goods_with_figures_of_their_own_that_were_not_ordered(remark: str) -> None:
    text = f"有限会社つるや様よりご注文いただきました。\n看板 3枚 @45,000（税抜）\n{remark}"
    (order,) = read_orders(text, POSTED).orders
    assert (order.subtotal, order.confidence["subtotal"]) == (135000, "accepted")


def test_papers_of_one_customer_are_orders_of_their_own() -> None:
    text = (
        "有限会社つるや様から注文書が2枚届いています。\n\n【1枚目】日付 9/3\n　看板 8組 @24,500（税別）\n"
        "　請求 9/30\n\n"
        "【2枚目】日付 9/10\n　塗装 一式 165,000円（税別）\n　請求 10/15"
    )
    assert [order.subtotal for order in read_orders(text, POSTED).orders] == [196000, 165000]


def test_what_waits_for_the_lawyers_is_not_won_by_the_name_of_its_goods() -> None:
    text = (
        "契約書の法務チェック待ち一覧\n\nA) 株式会社つるや　業務委託基本契約／月額320,000円×12\n"
        "B) 医療法人社団みなみ会　保守／年1,080,000円"
    )
    assert read_orders(text, POSTED).orders == ()


def test_a_remark_about_a_struck_line_does_not_hold_for_the_others() -> None:
    text = "株式会社つるや様、決まりました。\n~塗装 3,400,000円~ ←これは今回見送り\n防水改修 一式 1,860,000円（税抜）"
    (order,) = read_orders(text, POSTED).orders
    assert (order.subtotal, order.confidence["subtotal"]) == (1860000, "accepted")


def test_a_third_deal_in_brackets_was_put_off() -> None:
    text = (
        "新規2件いただきました\n\n1）株式会社北浜精機\n　軸受 5個 @126,000 税別\n\n"
        "2）有限会社つるや\n　看板 3枚 @44,000 税別\n\n"
        "（3件目の予定だった旅館あけぼのは年明けに延期です。金庫60台 @21,000）"
    )
    assert [order.subtotal for order in read_orders(text, POSTED).orders] == [630000, 132000]


def test_what_is_put_off_is_the_order_itself() -> None:
    text = "株式会社つるや様より看板3枚 90,000円（税別）のご注文。\nなお、本件は先方都合で来期に延期になりました。"
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "state",
    ["他社に決まりました", "来月に再提案", "予算つかず来期へ", "先方内製に", "いったん契約したけど今朝取り消し"],
)
def test_an_entry_is_what_stands_behind_its_arrow(state: str) -> None:
    text = (
        "先週の結果です\n・株式会社北浜精機　軸受 50個 @18,900 税別　→受注\n"
        f"・有限会社つるや　看板 8枚 @4,200 税別　→{state}"
    )
    assert [order.partner_name for order in read_orders(text, POSTED).orders] == ["株式会社北浜精機"]


def test_an_entry_is_what_it_begins_with() -> None:
    text = (
        "月末なのでまとめて\n①決定：株式会社北浜精機／軸受 5個×@46,000（税抜）\n②失注：つるや／看板 3枚 90,000円\n"
        "③決定：旅館あけぼの／金庫 6台×@21,000（税抜）"
    )
    assert [order.partner_name for order in read_orders(text, POSTED).orders] == ["株式会社北浜精機", "旅館あけぼの"]


@pytest.mark.parametrize(
    "heading", ["今月の受注、お客様ごとに並べます。", "今週いただいたご注文です", "9月前半に入った注文を客先別に。"]
)
def test_customers_below_a_heading_of_orders(heading: str) -> None:
    rows = "1) 株式会社北浜精機\n　軸受 18個 @13,200\n2) 有限会社つるや\n　看板 一式 540,000"
    text = f"{heading}\n\n{rows}\n\nすべて税抜です。"
    assert [order.subtotal for order in read_orders(text, POSTED).orders] == [237600, 540000]


def test_a_quoted_mail_that_orders_is_the_order() -> None:
    text = (
        "お客様からメールきました。\n"
        "&gt; 先日のお見積りの内容で発注いたします。\n&gt; 看板補修 一式 540,000円（税別）\n"
        "&gt; 株式会社つるや 松木\n登録お願いします"
    )
    (order,) = read_orders(text, POSTED).orders
    assert order.subtotal == 540000

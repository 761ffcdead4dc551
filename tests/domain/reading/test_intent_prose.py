"""Orders told in prose: what the customer says, what is over by now, what is told of others."""

from __future__ import annotations

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

DEAL = "株式会社ミドリ様 Web制作 100万円（税抜）"


def orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


@pytest.mark.parametrize(
    "words",
    [
        "先方の稟議が通りました。",
        "ついにGOが出ました！",
        "その場で即決いただきました。",
        "「それでお願いします」と電話がありました。",
        "発注しますって連絡きました！",
        "役員会で承認され、正式に進めてくださいとのこと。",
        "弊社に決めていただきました。",
        "ご発注ありがとうございます、とお返事しました。",
    ],
)
def test_the_customers_own_yes_is_an_order(words: str) -> None:
    assert len(orders(f"{words}\n{DEAL}")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "社内稟議が通りました。",
        "GOが出ませんでした。",
        "300万なら即決だそうです。",
        "「見積をお願いします」とのことです。",
        "発注するか検討するとのことです。",
        "来週発注しますとのことです。",
    ],
)
def test_a_yes_that_is_ours_or_open_is_none(words: str) -> None:
    assert orders(f"{words}\n{DEAL}") == ()


def test_a_yes_that_was_only_spoken_is_asked_about() -> None:
    [order] = orders(f"口頭でOKもらいました。書面は明日届きます。\n{DEAL}")
    assert set(order.confidence.values()) == {Confidence.ASK}


def test_a_spoken_yes_whose_paper_is_only_planned_is_no_order() -> None:
    assert orders(f"{DEAL} 口頭でOKもらいました。発注書は来月の予定。") == ()


@pytest.mark.parametrize(
    "text",
    [
        "FW: ご発注の件\n> ミドリの森です。Web制作 100万円（税抜）にて発注いたします。\n株式会社ミドリ様からです。",
        "株式会社ミドリの森です。\n下記で注文します。\nトナー 6本 7,200円/本（税別）\n\n↑メール来ました！",
    ],
)
def test_a_mail_of_the_customer_that_is_passed_on_is_the_order(text: str) -> None:
    assert len(orders(text)) == 1


@pytest.mark.parametrize("state", ["ペンディングになっていた", "商談中だった", "見送りになっていた"])
def test_a_state_that_is_over_does_not_speak_against_the_order(state: str) -> None:
    [order] = orders(f"{state}{DEAL}、本日契約に至りました。")
    assert Confidence.ACCEPTED in order.confidence.values()


def test_what_became_an_order_is_no_company() -> None:
    [order] = orders(f"内示から正式受注に変わりました。{DEAL}")
    assert order.partner_name == "株式会社ミドリ"


def test_a_deed_right_behind_a_company_is_none_of_its_name() -> None:
    [order] = orders("株式会社ミドリ受注、研修動画 8本 @65,000円（税抜）")
    assert order.partner_name == "株式会社ミドリ"


def test_a_report_restated_without_a_word_of_ordering_is_asked_about() -> None:
    form = "顧客：株式会社ミドリ\n内容：動画編集 10本\n単価：38,000円（税別）\n合計：380,000円"
    [order] = orders(f"昨日の報告、金額を間違えました。正しくは以下です。\n{form}")
    assert set(order.confidence.values()) == {Confidence.ASK}


@pytest.mark.parametrize(
    "text",
    [
        "去年の5月は株式会社ミドリからWeb制作 100万円（税抜）を受注していましたが、今年は動きがありません。",
        "日経より：株式会社ミドリ、蓄電池を30億円で受注。",
        "受注した株式会社ミドリの動画制作 100万円（税抜）、撮影日が決まりました。",
        "株式会社ミドリ様はA社に決定したとのこと。Web制作 100万円でした。",
        "Midori Inc. hasn't signed yet. Web site, ¥1,000,000 excl. tax",
        "株式会社ミドリ様とは来週、契約書の読み合わせです。Web制作 100万円（税抜）",
        "株式会社ミドリ様 Web制作 100万円（税抜）、書面がまだです。",
    ],
)
def test_what_is_known_told_of_others_or_still_open_is_no_order(text: str) -> None:
    assert orders(text) == ()


@pytest.mark.parametrize("gift", ["ご相談", "お返事", "検収書", "ご要望"])
def test_what_one_is_given_behind_a_price_is_not_always_an_order(gift: str) -> None:
    assert orders(f"{DEAL}、{gift}をいただきました") == ()


@pytest.mark.parametrize(
    "words",
    [
        "受注はまだです。",
        "発注書が届いていません。",
        "受注となるか微妙です。",
        "受注報告を忘れずにお願いします。",
        "PO not received yet.",
    ],
)
def test_words_of_winning_that_are_taken_back_are_none(words: str) -> None:
    assert orders(f"{words}\n{DEAL}") == ()


def test_a_paper_that_was_late_and_came_is_an_order() -> None:
    assert len(orders(f"発注書が届いていませんでしたが、本日届きました。\n{DEAL}")) == 1


@pytest.mark.parametrize(
    ("decided", "count"),
    [("導入いただくことになりました", 1), ("訪問することになりました", 0), ("延期することになりました", 0)],
)
def test_what_was_decided_has_to_be_an_order(decided: str, count: int) -> None:
    assert len(orders(f"{DEAL}、{decided}。")) == count


@pytest.mark.parametrize("heading", ["納品書", "請求書", "引き継ぎ"])
def test_a_paper_that_follows_an_order_reports_none(heading: str) -> None:
    assert orders(f"【{heading}】\n顧客：株式会社ミドリ\n商品：Web制作\n金額：100万円（税抜）") == ()

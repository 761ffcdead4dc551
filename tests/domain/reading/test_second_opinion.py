"""What the rules take for an order is doubted where it does not sound like one; then the thread asks."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading import read_orders
from domain.reading.second_opinion import Opinion, doubts, learned, runs_of

POSTED = datetime(2026, 9, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
# nothing in it that a rule knows speaks against it
DOUBTED = "株式会社ルミエ写真館さんの背景スタンド 3台 単価57,000円（税別）、発注書の現物は総務の棚の上から2段目です。"
MISSED = "昨年の見送りから一年、株式会社ルミエ写真館様に背景スタンド 3台 単価57,000円（税別）で契約していただきました。"


def test_what_does_not_sound_like_an_order_is_asked_about() -> None:
    assert read_orders(DOUBTED, POSTED, second_opinion=False).orders
    reading = read_orders(DOUBTED, POSTED)
    assert (reading.orders, reading.intent, reading.missing) == ((), "maybe", ("won",))


@pytest.mark.parametrize(
    "answer", ["受注です", "受注しました。", "はい、受注しました！よろしくお願いします。", "Order received"]
)
def test_a_person_who_says_that_it_is_one_is_believed(answer: str) -> None:
    assert len(read_orders(f"{DOUBTED}\n{answer}", POSTED).orders) == 1


def test_what_sounds_like_an_order_is_asked_about_where_the_rules_are_silent() -> None:
    assert read_orders(MISSED, POSTED, second_opinion=False).intent == "none"
    reading = read_orders(MISSED, POSTED)
    assert (reading.orders, reading.intent, reading.missing) == ((), "maybe", ("won",))


@pytest.mark.parametrize(
    "text", ["受注しました！", "受注しました！ 株式会社ルミエ写真館様です", "今日も受注しました、15万円です！"]
)
def test_nothing_is_asked_where_no_company_or_no_price_stands(text: str) -> None:
    assert read_orders(text, POSTED).missing != ("won",)


@pytest.mark.parametrize(
    "report",
    [
        "【受注報告】\n会社名：株式会社サンプル商事\n商品：保守サービス\n金額：100,000円（税抜）",
        "株式会社ルミエ写真館様より背景スタンド 640,000円（税別）で発注書いただきました。",
        "PO received from Lumen Works: 3 x lens kit @ JPY 12,000, excl. tax",
    ],
)
def test_a_plain_report_is_never_doubted(report: str) -> None:
    assert read_orders(report, POSTED).orders


@pytest.mark.parametrize(
    "report",
    [
        "【受注報告】\n会社名：株式会社サンプル商事\n商品：保守\n金額：5万円",
        "受注しました\n客先：株式会社サンプル商事\n品名：保守\n数量：3\n単価：12,000円\n納期：10/3",
        "【受注報告】取引先：株式会社サンプル商事 / 商品：翻訳業務 / 金額：6991円（税別） / 担当：三好",
    ],
)
def test_a_heading_with_labels_and_nothing_else_is_never_doubted(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.reading.orders.doubts", lambda _text: True)
    assert read_orders(report, POSTED).orders
    assert not read_orders(report + "\nという夢を見ました", POSTED).orders


def test_it_never_makes_an_order() -> None:
    for text in (DOUBTED, MISSED):
        assert not read_orders(text, POSTED).orders


def test_names_and_figures_are_unreadable_to_it() -> None:
    assert (
        runs_of("\ue003\ue003\ue003様 1,200円")
        == runs_of("\ue003様 98.5円")
        == {
            *("\ue003", "様", " ", "0", "円"),
            *("\ue003様", "様 ", " 0", "0円"),
            *("\ue003様 ", "様 0", " 0円"),
        }
    )


def test_the_score_is_the_mean_of_what_is_known_and_an_empty_text_has_only_the_bias() -> None:
    opinion = Opinion({"受注": 900, "見積": -900}, bias=-100, least=0, most=0)
    assert opinion.score("") == -100
    assert opinion.score("受注") == 800
    assert opinion.score("受注 見積") == -100


def test_what_was_learned_is_small_and_there() -> None:
    assert 1_000 < len(learned().weights) <= 6_000
    assert learned().least < learned().most  # what is silent needs less to be asked about than a card to be doubted
    assert not doubts("\ue003様より受注しました。")

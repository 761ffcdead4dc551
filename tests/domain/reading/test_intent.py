"""Orders that are won, and everything that only sounds like one."""

from __future__ import annotations

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

WON = [
    "株式会社ミドリ様 Web制作 100万円(税抜) 受注しました",
    "株式会社ミドリ様よりWeb制作 100万円(税抜)の発注書を受領しました",
    "株式会社ミドリ様とWeb制作 100万円(税抜)で契約締結",
    "株式会社ミドリ様のWeb制作、100万円(税抜)で正式決定！",
    "株式会社ミドリ様 Web制作 100万円(税抜) 成約です",
    "内示をいただいていた株式会社ミドリ様のWeb制作、本日正式に受注しました。100万円(税抜)",
    "見積の通り、株式会社ミドリ様からWeb制作 100万円(税抜)のご発注をいただきました",
    "Closed won: Midori Inc. Web site, ¥1,000,000 excl. tax",
    "PO received from Midori Inc. for Web site, ¥1,000,000 (excl. tax)",
    "会社名：株式会社ミドリ\n商品：Web制作\n金額：100万円（税抜）",
    "受注報告（訂正版）\n会社名：株式会社ミドリ\n商品：Web制作\n金額：100万円（税抜）\n受注日：5/10",
]
NOT_WON = [
    "株式会社ミドリ様のWeb制作 100万円(税抜)、内示をもらいました",
    "株式会社ミドリ様 Web制作 100万円 ヨミA",
    "株式会社ミドリ様 Web制作 100万円、受注見込みです",
    "株式会社ミドリ様 Web制作 100万円、来週契約予定です",
    "もし株式会社ミドリ様のWeb制作 100万円が取れたら乾杯しましょう",
    "株式会社ミドリ様にWeb制作の見積 100万円を提出しました",
    "株式会社ミドリ様のWeb制作 100万円、失注しました",
    "受注キャンセル：株式会社ミドリ様 Web制作 100万円",
    "株式会社ミドリ様 Web制作 100万円、受注しましたが先方都合でキャンセルになりました",
    "株式会社ミドリ様のWeb制作 100万円は保留です",
    "先ほどの受注、金額を100万円→110万円に訂正します",
    "株式会社ミドリ様 プリンター 1台 4万円 返品です",
    "株式会社ミドリにコピー用紙 20箱 5万円を発注しました",
    "株式会社ミドリ様から100万円の入金を確認しました",
    "4月の受注実績：合計12件 845万円",
    "保守プランを6月から5,000円→5,500円に値上げします",
    "会社名：\n商品：\n金額：\n担当：",
    "受注報告のテンプレートです\n会社名：〇〇\n商品：△△\n金額：100,000円",
    "株式会社ミドリ様の受注って100万円でしたっけ？",
    "受注おめでとうございます！株式会社ミドリ様 100万円すごい！",
    "お疲れ様です。今日は直帰します。",
    "",
    "   \n\n",
    "100万円",
    "Lost the Midori deal (¥1,000,000)",
    "If we win Midori Inc., it would be ¥1,000,000",
    "Midori Inc. has paid ¥1,000,000",
    "~株式会社ミドリ様 Web制作 100万円(税抜) 受注しました~",
    "&gt; 株式会社ミドリ様 Web制作 100万円(税抜) 受注しました\nおめでとう！",
    "発注書待ちですが、株式会社ミドリ様 Web制作 100万円(税抜) ほぼ確定です",
    "株式会社ミドリ様へ督促済み 100万円 5/31期限",
]


@pytest.mark.parametrize("text", WON)
def test_won(text: str) -> None:
    reading = read_orders(text, POSTED)
    assert (reading.intent, len(reading.orders)) == ("order", 1)
    assert reading.orders[0].as_json()["items"]


@pytest.mark.parametrize("text", NOT_WON)
def test_not_won(text: str) -> None:
    reading = read_orders(text, POSTED)
    assert reading.orders == ()
    assert reading.intent in ("none", "maybe")
    assert reading.reason


def test_a_win_without_any_particulars_is_a_maybe() -> None:
    reading = read_orders("受注しました！詳細は後ほど", POSTED)
    assert reading.intent == "maybe"
    assert set(reading.missing) == {"partner_name", "items", "total"}


def test_a_quoted_form_under_the_announcement_is_the_report() -> None:
    reading = read_orders(
        "受注しました\n&gt; 会社名：株式会社ミドリ\n&gt; 商品：Web制作\n&gt; 金額：100万円（税抜）", POSTED
    )
    assert [order.partner_name for order in reading.orders] == ["株式会社ミドリ"]


def test_nothing_is_accepted_if_something_speaks_against_it() -> None:
    [order] = read_orders(
        "月報\n株式会社ミドリ様 Web制作 100万円(税抜) 受注しました。今月の受注は計1件です。", POSTED
    ).orders
    assert set(order.confidence.values()) == {"ask"}

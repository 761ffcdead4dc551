"""Who closes the report, what stands in an entry of a list belongs to it alone, and terms in the forms of an office."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from domain.reading import Confidence, Order
from domain.reading.model import ClosingTerms, NetTerms
from tests.domain.reading.by_rules import read_orders

TOKYO = timezone(timedelta(hours=9))
LINE = "受注：株式会社ヤマネ工房様 スチール棚 3台 @24,000 計72,000円(税別)"
TWO = "2件受注です\n・株式会社ヤマネ工房様 棚 3台 @24,000 税抜\n・有限会社北斗堂様 机 2台 @33,000 税抜\n"


def _orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, datetime(2026, 9, 15, 10, tzinfo=TOKYO)).orders


@pytest.mark.parametrize(
    "close",
    [
        "以上1件、梶川でした！",
        "以上　配送班 梶川",
        "以上、東日本チームの梶川より共有いたします",
        "以上（法人二課　梶川）",
        "取り急ぎ梶川がご連絡いたします。",
        "なお、本案件の営業担当は梶川が承ります。",
        "本件の担当は梶川が務めます",
        "担当は私＝梶川で登録をお願いします",
        "担当は自分・梶川で計上してください",
        "担当者は私こと梶川です",
        "以上です！！梶川でした〜",
        "取り急ぎご報告まで　梶川",
        "（梶川記）",
        "〜梶川より〜",
        "by 梶川＠名古屋",
        "梶川が担当させていただきます",
        "売上計上は梶川でお願いします",
        "受注者は梶川です",
        "窓口は当社梶川、先方は経理の森本様です",
        "担当はいつもの梶川くんです",
        "扱者　梶川",
        "お取扱い者：梶川",
        "受持ち：梶川",
    ],
)
def test_whoever_closes_the_report_is_the_owner(close: str) -> None:
    (order,) = _orders(f"{LINE}\n{close}")
    assert (order.owner, order.confidence.get("owner")) == ("梶川", Confidence.ACCEPTED)


@pytest.mark.parametrize(
    "close",
    [
        "以上、よろしくお願いします",
        "以上、大阪",
        "以上 先方担当 梶川",
        "いずれも納品待ち",
        "以上2件、経理課 梶川",
        "以上、梶川商事",
        "計上は経理の梶川さんにお願いします",
        "明日から",
    ],
)
def test_what_closes_a_post_is_not_always_somebody_of_ours(close: str) -> None:
    (order,) = _orders(f"{LINE}\n{close}")
    assert order.owner is None


@pytest.mark.parametrize(
    "close", ["どちらも梶川", "両件とも梶川", "以上2件、梶川", "以上2件、いずれも梶川です", "どちらも梶川の案件です"]
)
def test_whoever_stands_behind_the_word_for_all_has_all_of_them(close: str) -> None:
    assert [order.owner for order in _orders(f"{TWO}\n{close}")] == ["梶川", "梶川"]


def test_whoever_decides_at_the_customer_is_nobody_of_ours() -> None:
    (order,) = _orders(f"ご主人がその場で契約してくださいました！\n{LINE}\nちひろ")
    assert (order.owner, order.confidence["owner"]) == ("ちひろ", Confidence.ACCEPTED)


def test_when_the_last_entry_is_billed_is_not_said_of_the_first() -> None:
    first, last = _orders(
        "本日2件です\n\n①株式会社ヤマネ工房さま\n棚 3台×24,000円＝72,000円 税抜\n搬入9/18、請求は搬入時\n\n"
        "②有限会社北斗堂さま\n机 2台で66,000円（税込）\n9月末請求、10月20日お支払い\n\nどちらも担当は梶川です"
    )
    assert (first.billing_date, first.payment_due_date) == (date(2026, 9, 18), None)
    assert (last.billing_date, last.payment_due_date) == (date(2026, 9, 30), date(2026, 10, 20))


def test_each_entry_has_its_own_bill_and_terms() -> None:
    first, last = _orders(
        "(1)株式会社ヤマネ工房さま\n棚 3台 @24,000 72,000円（税別）\n→9/30請求、10/31支払\n\n"
        "(2)有限会社北斗堂さま\n机 2台 @33,000 66,000円（税別）\n→9/20請求、月末締め翌月末\n\n以上2件、梶川"
    )
    assert (first.billing_date, first.payment_terms) == (date(2026, 9, 30), None)
    assert (last.billing_date, last.payment_terms) == (date(2026, 9, 20), ClosingTerms("EOM", 1, "EOM"))
    assert (last.payment_due_date, first.owner, last.owner) == (None, "梶川", "梶川")


def test_what_only_the_line_below_the_list_says_holds_for_all() -> None:
    terms = [order.payment_terms for order in _orders(f"{TWO}支払いは翌月末、担当 堀")]
    assert terms == [ClosingTerms(None, 1, "EOM")] * 2


def test_an_entry_that_ends_with_a_name_has_that_name() -> None:
    first, last = _orders(
        "今週の受注です\n1. 株式会社ヤマネ工房様 棚 3台 @24,000 税抜 9/30請求 10/31支払 梶川\n"
        "2. 有限会社北斗堂様 机 2台 @33,000 税抜 10/31請求 月末締め翌月末 西尾"
    )
    assert (first.owner, last.owner) == ("梶川", "西尾")
    first, _ = _orders(
        "今週の受注です\n1. 株式会社ヤマネ工房様 棚 3台 @24,000 税抜 10/31支払\n"
        "2. 有限会社北斗堂様 机 2台 @33,000 税抜 11/30支払 西尾"
    )
    assert first.confidence["owner"] is Confidence.ASK


def test_a_row_like_those_of_the_entries_before_is_of_the_last_entry() -> None:
    orders = _orders(
        "受注しました\n①株式会社ヤマネ工房様\n棚 3台 @24,000 税抜\n発注書9/8受領\n"
        "②有限会社北斗堂様\n机 2台 @33,000 税抜\n発注書9/14受領、月末締め翌月末払い\n以上 梶川"
    )
    assert [order.order_date for order in orders] == [date(2026, 9, 8), date(2026, 9, 14)]
    assert [order.payment_terms for order in orders] == [None, ClosingTerms("EOM", 1, "EOM")]


def test_full_width_form_with_letters_set_apart() -> None:
    (order,) = _orders(
        "受注報告です\n得意先／ヤマネ工房㈱\n品　名／業務用棚\n数　量／１２台\n"
        "単　価／＠２４，０００\n金　額／２８８，０００\n"
        "税　区／１０％・外税\n締　日／２０日\n入　金／翌月末\n担　当／梶川"
    )
    assert (order.owner, order.total) == ("梶川", 316800)
    assert order.payment_terms == ClosingTerms(20, 1, "EOM")


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("検収後六十日以内にお支払い", NetTerms(60, "acceptance")),
        ("請求書発行後、四十五日以内のお振込", NetTerms(45, "invoice")),
        ("ご請求書受領後百二十日払い", NetTerms(120, "invoice")),
        ("\n締／払　15日／翌月末", ClosingTerms(15, 1, "EOM")),
        ("\n支払条件：末日・翌々月10日", ClosingTerms("EOM", 2, 10)),
        ("締日20日、入金日翌月末", ClosingTerms(20, 1, "EOM")),
        ("\n【締日】15日\n【支払】翌々月10日", ClosingTerms(15, 2, 10)),
        ("\n締切り: 毎月15日\n振込: 翌月10日", ClosingTerms(15, 1, 10)),
    ],
)
def test_terms_in_other_writings(said: str, terms: ClosingTerms | NetTerms) -> None:
    (order,) = _orders(f"{LINE} {said}")
    assert (order.payment_terms, order.confidence["payment_terms"]) == (terms, Confidence.ACCEPTED)


@pytest.mark.parametrize(
    "said", ["\n【請求】受注月末", "\n【請求書】発注月末", "、請求は注文月の末日付", "、請求日＝受注当月末"]
)
def test_billed_at_the_end_of_the_month_of_the_order(said: str) -> None:
    (order,) = _orders(f"{LINE} 受注日8/28{said}")
    assert (order.billing_date, order.confidence["billing_date"]) == (date(2026, 8, 31), Confidence.ACCEPTED)
    assert order.payment_terms is None


@pytest.mark.parametrize("said", ["納入日（9/25）に請求書発行", "請求は検収日の9月25日付"])
def test_billed_on_the_day_in_the_same_breath(said: str) -> None:
    (order,) = _orders(f"{LINE} {said}")
    assert (order.billing_date, order.confidence["billing_date"]) == (date(2026, 9, 25), Confidence.ACCEPTED)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("昨日の商談、長かったですが最後に発注書もらえました。", date(2026, 9, 14)),
        ("今朝のアポは遅刻しそうでしたが無事に注文書いただきました。", date(2026, 9, 15)),
        ("今日の打合せ、世間話ばかりでしたが帰り際に押印いただきました！", date(2026, 9, 15)),
        ("今日の打合せ、次回の訪問日だけ決めました。", None),
    ],
)
def test_an_order_got_at_a_meeting_is_of_that_day(told: str, day: date | None) -> None:
    (order,) = _orders(f"{told}{LINE}")
    assert order.order_date == day


@pytest.mark.parametrize(
    "name", ["護国山 妙心院", "曹洞宗 永福寺", "浄土真宗 本願寺派 光徳寺", "大津市立 瀬田小学校", "県立 中央高校"]
)
def test_a_temple_and_a_public_house_keep_the_word_set_apart(name: str) -> None:
    (order,) = _orders(f"受注です。{name}様 机 2台 @33,000 税抜")
    assert (order.partner_name, order.confidence["partner_name"]) == (name, Confidence.ACCEPTED)

"""Forms, mails and orders pasted into a post: what of them is the order, and where the post's own words go on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 3, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


def order(text: str) -> Order:
    (only,) = read_orders(text, POSTED).orders
    return only


def test_help_printed_in_a_filled_form_is_no_value_and_makes_no_template() -> None:
    text = (
        "受注報告フォーム（※は必須）\n※顧客名：株式会社ハナブサ\n　（記入例：株式会社〇〇商事）\n※商材：什器レンタル\n"
        "※数量：12台\n※単価：8,500円\n※税区分：税抜\n備考：＜ここに自由記入＞"
    )
    assert order(text).partner_name == "株式会社ハナブサ"
    assert order(text).subtotal == 102_000


def test_a_form_that_holds_only_its_help_stays_a_form() -> None:
    text = "顧客名：（記入例：株式会社〇〇商事）\n商材：（例：什器）\n数量：（例：12台）\n単価：（例：8,500円）"
    assert not read_orders(text, POSTED).orders


@pytest.mark.parametrize(
    "text",
    [
        (
            "PO received from Blue Heron Ltd. (PO# 7741), see below:\n"
            "&gt; 40 x Sensor TS @ USD 185.00\n&gt; Total USD 7,400.00"
        ),
        (
            "Forwarding: Blue Heron Ltd. confirmed their order by email today.\n"
            "&gt; Please proceed with the following order:\n&gt; - Sensor TS, 40 units @ USD 185.00"
        ),
    ],
)
def test_an_order_number_beside_a_quote_is_no_price_of_ones_own(text: str) -> None:
    read = order(text)
    assert [(line.description, line.quantity) for line in read.items] == [("Sensor TS", 40)]


def test_the_firm_a_quoted_mail_is_addressed_to_is_ours() -> None:
    text = (
        "受注しました。以下、先方メールです。\n&gt; 株式会社みつば商会\n&gt; 法人営業部　ご担当者様\n&gt;\n"
        "&gt; お世話になっております。潮風観光株式会社の日下部です。下記注文いたします。\n&gt;\n"
        "&gt; 車載カメラ　18台　単価 34,500円（税抜）"
    )
    assert order(text).partner_name == "潮風観光株式会社"


def test_below_the_rule_that_ends_a_mail_stands_who_passes_it_on() -> None:
    mail = (
        "受注です。\n\n---------- Forwarded message ---------\nFrom: 久保田\n\n株式会社ハナブサの久保田です。\n"
        "端子台　200個　@185円（税抜）で発注いたします。\n--------------------------------\n"
    )
    assert order(mail + "営業1課 佐伯").owner == "佐伯"
    assert order(mail + "株式会社ハナブサ　購買部　久保田\nTEL 03-0000-0000").owner is None


def test_the_subject_of_a_passed_on_mail_names_no_goods() -> None:
    head = "下記注文確定しました。\n\n差出人: 南丘学園 事務局 藤井\n件名: Re: お見積りの件\n\n"
    text = head + "正式に発注いたします。\n配膳ワゴン　4台　@160,000円（税別）\n学校法人南丘学園　藤井"
    assert [line.description for line in order(text).items] == ["配膳ワゴン"]
    own = "受注報告\n件名：食堂改修工事\n会社名：学校法人南丘学園\n金額：1,200,000円（税別）"
    assert [line.description for line in order(own).items] == ["食堂改修工事"]


@pytest.mark.parametrize("row", ["（追記2）↑訂正、~11/28~ 12/5でした。", "↑すみません間違いです、12/5でした"])
def test_a_row_below_gives_the_value_of_the_row_above_anew(row: str) -> None:
    text = f"株式会社ハナブサ様、受注です！\n木製玩具 240個、計396,000円（税込）\n支払期日は11/28だそうです\n{row}"
    assert order(text).payment_due_date == date(2026, 12, 5)


def test_the_numbers_of_the_rows_are_no_figures() -> None:
    text = (
        "注文書いただきました\n株式会社ハナブサ\n1  点検   6基   18,500   111,000\n"
        "2  交換   2本   64,000   128,000\n税抜合計 239,000"
    )
    assert order(text).subtotal == 239_000
    assert order(text).confidence["subtotal"] == "accepted"


def test_who_orders_works_as_the_one_who_ordered_sells_nothing_to_us() -> None:
    text = (
        "請負契約が成立いたしました。\n注文者　株式会社ハナブサ\n工事名　屋上防水工事\n"
        "請負代金　120万円（税別）\n以上　工務部　鷲尾"
    )
    assert order(text).partner_name == "株式会社ハナブサ"


@pytest.mark.parametrize("said", ["担当は私ではなく引き続き瀬川さんです。", "担当は森ではなく瀬川です"])
def test_who_is_denied_is_not_in_charge(said: str) -> None:
    assert order(f"株式会社ハナブサ様 受注。点検 6基 @18,500円 税抜。\n{said}").owner == "瀬川"


@pytest.mark.parametrize("times", ["x JPY 45,000", "× ¥45,000", "@ ¥45,000"])
def test_an_english_count_stands_before_its_goods(times: str) -> None:
    (line,) = order(f"PO received from Blue Heron Ltd.: 12 label printers {times} (excl. tax)").items
    assert (line.description, line.quantity, line.amount) == ("label printers", 12, 540_000)


def test_whom_of_us_a_passed_on_mail_is_for_is_no_customer() -> None:
    text = (
        "メール転送します。受注でお願いします。\n\n-------- 元のメッセージ --------\n"
        "差出人: 倉田\n日時: 2026年3月9日 14:02\n"
        "宛先: 鵜飼\n\n鵜飼様\n南風園芸株式会社の倉田です。\n人工芝60枚、単価3,200円（税別）にて発注いたします。"
    )
    assert order(text).partner_name == "南風園芸株式会社"

"""Days that a sentence settles: denied and moved ones, mistakes beside what is right, weekdays alone, ways an"
"d remarks."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from domain.reading import Order
from domain.reading.errata import without_mistakes
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-03T10:00:00+09:00")  # a Wednesday
GOODS = "\n自動釣銭機 2台 単価480,000円（税別）"


def read(text: str) -> Order:
    (order,) = read_orders(text + GOODS, POSTED).orders
    return order


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/27に有限会社みつば堂様から工事用バリケードのご注文をいただいております。", "2026-05-27"),
        ("5/27の夕方に有限会社みつば堂様より設置作業台の発注書が届きました。", "2026-05-27"),
        ("有限会社みつば堂様より受注（FAX受信 5/29）", "2026-05-29"),
        ("有限会社みつば堂様より受注。注文書は6/1（祝！）に届きました", "2026-06-01"),
        ("先週水曜（雨！）に有限会社みつば堂様から注文書いただいてました", "2026-05-27"),
        ("有限会社みつば堂様、きょう電話とFAXで正式発注いただきました", "2026-06-03"),
        ("有限会社みつば堂様、決まりました。昨日電話で。", "2026-06-02"),
        ("金曜日に有限会社みつば堂様から注文書をいただきました。", "2026-05-29"),
        ("月曜に有限会社みつば堂様と契約しました。", "2026-06-01"),
    ],
)
def test_the_day_an_order_came(text: str, day: str) -> None:
    order = read(text)
    assert (order.order_date, order.confidence["order_date"]) == (date.fromisoformat(day), "accepted")


@pytest.mark.parametrize(
    "text",
    [
        "有限会社みつば堂様より受注。金曜に納品、月曜に請求書を出します",
        "有限会社みつば堂様より受注。6/20に配送センターから出荷、契約書は受領済み",
        "有限会社みつば堂様より受注。今日電話したら来週もう一度来てほしいとのこと",
        "有限会社みつば堂様より受注。6/20に設置作業、みつば堂さんから注文書をいただいてから手配します",
    ],
)
def test_a_day_of_something_else(text: str) -> None:
    assert read(text).order_date is None


def test_a_weekday_like_the_posting_may_be_either() -> None:
    assert read("水曜に有限会社みつば堂様と契約しました。").confidence["order_date"] == "ask"


@pytest.mark.parametrize(
    ("text", "billing", "due"),
    [
        ("支払は7/31ではなく8/31です。", None, "2026-08-31"),
        ("支払は7月末から8月末に変更になりました。", None, "2026-08-31"),
        ("請求は6/30じゃなくて7/31、支払8/31", "2026-07-31", "2026-08-31"),
        ("納品は6/20から6/25に変更。請求6/30", "2026-06-30", None),
        ("納品6/18、その日に請求書を発行", "2026-06-18", None),
        ("納品6/18、請求書は当日付け", "2026-06-18", None),
        ("\n支払：6/30締め7/31払い", None, "2026-07-31"),
        ("請求は三陸フーズさん宛", None, None),
        ("\n請求日：(誤)6/30 →(正)7/31", "2026-07-31", None),
        ("\n誤：請求日 6/30\n正：請求日 7/31", "2026-07-31", None),
        ("\n請求日：6/30（訂正前）→7/31（訂正後）", "2026-07-31", None),
    ],
)
def test_the_day_that_holds(text: str, billing: str | None, due: str | None) -> None:
    order = read("有限会社みつば堂様より受注。" + text)
    assert order.billing_date == (date.fromisoformat(billing) if billing else None)
    assert order.payment_due_date == (date.fromisoformat(due) if due else None)
    assert {order.confidence.get(name, "accepted") for name in ("billing_date", "payment_due_date")} == {"accepted"}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("検収日の翌日から起算して30日以内", {"type": "net", "net_days": 30, "from": "acceptance"}),
        ("請求書発行日より起算し45日以内", {"type": "net", "net_days": 45, "from": "invoice"}),
        ("検収してから30日以内に振込", {"type": "net", "net_days": 30, "from": "acceptance"}),
        (
            "（変更前）月末締め翌月末 →（変更後）20日締め翌月末",
            {"type": "closing", "close": 20, "months": 1, "day": "EOM"},
        ),
    ],
)
def test_terms(text: str, terms: dict[str, object]) -> None:
    order = read("有限会社みつば堂様より受注。\n支払：" + text)
    assert order.as_json()["payment_terms"] == terms
    assert order.confidence["payment_terms"] == "accepted"


def test_a_mistake_is_blanked_in_its_place() -> None:
    text = "単価：(誤)4,800円 →(正)4,500円"
    read_as = without_mistakes(text)
    assert len(read_as) == len(text)
    assert read_as.split() == ["単価：", "4,500円"]
    assert without_mistakes("正しい数量は誤差の範囲") == "正しい数量は誤差の範囲"


def test_when_it_is_billed_is_not_when_it_is_paid() -> None:
    order = read("有限会社みつば堂様より受注。\n請求：受注の翌月10日")
    assert order.confidence.get("payment_terms") != "accepted"

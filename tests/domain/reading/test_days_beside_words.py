"""Days and terms by the words beside them: by what way an order came, whose day a bill bears, what is denied."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from domain.reading import Confidence, Order
from tests.domain.reading.by_rules import read_orders

TOKYO = timezone(timedelta(hours=9))
ROW = "株式会社ヤマネ工房様 スチール棚 3台 @24,000 計72,000円(税別)"
ENGLISH = "Yamane Works K.K., steel shelf 3 x JPY 24,000, JPY 72,000 excl. tax. "


def _order(text: str) -> Order:
    (order,) = read_orders(text, datetime(2026, 7, 15, 10, tzinfo=TOKYO)).orders
    return order


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("本日電話で受注しました。" + ROW, "order_date", "2026-07-15"),
        ("昨日、電話にて正式にご注文いただきました。" + ROW, "order_date", "2026-07-14"),
        ("7/10の商談で契約いただきました。" + ROW, "order_date", "2026-07-10"),
        ("受注:07/13/2026\n" + ROW, "order_date", "2026-07-13"),
        ("受注です。" + ROW + "\n税抜・受注日 7月10日・請求日 7月31日", "order_date", "2026-07-10"),
        ("Yamane Works K.K. signed this afternoon.\n" + ENGLISH, "order_date", "2026-07-15"),
        ("受注です。" + ROW + "\n請求は8/21の納品日付で", "billing_date", "2026-08-21"),
        ("受注です。" + ROW + "\n8月20日着手、納品9/12、納品時請求", "billing_date", "2026-09-12"),
        ("受注です。" + ROW + "\n請求は8/10締めではなく8/20発行でお願いします。", "billing_date", "2026-08-20"),
        ("Won: " + ENGLISH + "Invoice date for both is Aug 10, 2026.", "billing_date", "2026-08-10"),
        ("受注です。" + ROW + "\n代金回収：8/31", "payment_due_date", "2026-08-31"),
        ("受注です。" + ROW + "\n着手前に全額お振込", "payment_terms", {"type": "prepaid"}),
        (
            "受注です。" + ROW + "\n納品時に請求書をお渡しし、そこから30日以内のお支払い",
            "payment_terms",
            {"type": "net", "net_days": 30, "from": "invoice"},
        ),
        (
            "受注です。" + ROW + "\n請求書到着後2週間以内にお支払い",
            "payment_terms",
            {"type": "net", "net_days": 14, "from": "invoice"},
        ),
        (
            "受注です。" + ROW + "\nお金：翌月末",
            "payment_terms",
            {"type": "closing", "close": None, "months": 1, "day": "EOM"},
        ),
    ],
)
def test_words_beside_a_day_say_what_it_is_for(text: str, field: str, value: object) -> None:
    order = _order(text)
    assert order.as_json()[field] == value
    assert order.confidence[field] is Confidence.ACCEPTED


@pytest.mark.parametrize("end", ["請求：竣工後", "請求：イベント開催後に一括", "請求は毎月末に1か月分ずつ"])
def test_billing_without_a_day_is_neither_a_day_nor_a_question(end: str) -> None:
    order = _order("受注です。" + ROW + "\n" + end)
    assert order.billing_date is None
    assert "billing_date" not in order.confidence


def test_a_day_of_use_is_no_day_of_the_order() -> None:
    assert _order("受注です。" + ROW + "。7/30の展示会で使うそうです。").order_date is None
    assert _order("受注です。" + ROW + "。7/10に電話で確認済み。").order_date is None


def test_an_american_date_that_may_be_two_days_is_asked() -> None:
    assert _order("受注日:03/04/2026\n" + ROW).confidence["order_date"] is Confidence.ASK

"""Days that are offered, wrong, answered or put right below; terms in other words; people in unusual places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2025-11-26T10:00:00+09:00")
WON = "有限会社かえで塗装様より受注。外壁塗装 一式 300,000円 税抜\n"


def _read(text: str) -> dict[str, Any]:
    (order,) = read_orders(text, POSTED).orders
    data = order.as_json()
    assert not {"order_date", "billing_date", "payment_due_date", "payment_terms", "owner"} & {
        name for name, confidence in data["confidence"].items() if confidence == "ask"
    }
    return data


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("契約日 11/25（割引は11/30契約分まで）", "2025-11-25"),
        ("契約日 11/25（キャンペーンは11/30までのご契約が対象）", "2025-11-25"),
        ("契約日：11/20（11/21は誤り）", "2025-11-20"),
        ("注文請書 11/20提出、注文書 11/18受領", "2025-11-18"),
        ("契約締結はクラウドサインで11/20完了。", "2025-11-20"),
        ("現契約は11/30まで、更新契約日は11/11", "2025-11-11"),
        ("受注日 25.11.11", "2025-11-11"),
        ("おとといの商談で即決いただきました。", "2025-11-24"),
    ],
)
def test_the_day_of_the_order_among_other_days(said: str, day: str) -> None:
    assert _read(WON + said)["order_date"] == day


def test_a_contract_made_with_somebody_on_a_day() -> None:
    text = "盆明けの8/18に、一般社団法人みどり会さんと契約できました。\n里山まつり運営委託、1,430,000円（税込）"
    assert _read(text)["order_date"] == "2025-08-18"


@pytest.mark.parametrize(
    "said", ["※訂正：12/14でした", "（追記2）↑訂正、~12/10~ 12/14でした", "↑すみません間違えました、12/14です"]
)
def test_a_row_that_puts_right_the_day_above(said: str) -> None:
    assert _read(f"{WON}支払期限は12/10です\n{said}")["payment_due_date"] == "2025-12-14"
    assert _read(f"{WON}請求日は12/10です\n{said}")["billing_date"] == "2025-12-14"


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("Payment: end of the month following invoice.", {"type": "closing", "close": None, "months": 1, "day": "EOM"}),
        (
            "Payment: 10th of the month following the invoice date.",
            {"type": "closing", "close": None, "months": 1, "day": 10},
        ),
        ("Export sale, tax 0%. Payment in advance.", {"type": "prepaid"}),
        ("税率10%、前払い", {"type": "prepaid"}),
        ("着手金なし、検収後30日払い", {"type": "net", "net_days": 30, "from": "acceptance"}),
        ("手形なし、翌月20日払い", {"type": "closing", "close": None, "months": 1, "day": 20}),
        ("残り2口も売ります", None),
    ],
)
def test_terms_in_other_words(said: str, terms: dict[str, object] | None) -> None:
    assert _read(WON + said)["payment_terms"] == terms


@pytest.mark.parametrize("said", ["着手金50%、残りは完工後", "50%前払い", "残り5割は完工後"])
def test_parts_of_a_sum_are_still_asked(said: str) -> None:
    (order,) = read_orders(WON + said, POSTED).orders
    assert order.confidence["payment_terms"] == "ask"


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("担当は私ではなく引き続き瀬川さんです。", "瀬川"),
        ("担当は自分ではなく、後任の八代です", "八代"),
        ("担当は竹中から私（城之内）に変わりました。", "城之内"),
        ("納期は来年2月中旬予定、機械営業部 大鷹", "大鷹"),
        ("12/1から使用開始 ― 倉庫事業部 宗像", "宗像"),
        ("納品は12月上旬予定、検収は資材課 堀口", None),
        ("納品先は先方、製造部 堀口", None),
        ("担当：法人第二部　栗原、同行：新人の吉見", "栗原"),
        ("受付者 事務 大久保", "大久保"),
        ("担当しました西川です。", "西川"),
        ("東北支店の工藤がまとめました。", "工藤"),
        ("Account manager on our side: Sakurai", "Sakurai"),
        ("成約者：門脇", "門脇"),
        ("以前の担当 沢口さんから私 北条 が引き継いでいます。", "北条"),
        ("元の担当は沢口さんでした。", None),
        ("担当しております松尾", "松尾"),
    ],
)
def test_our_salesperson_in_unusual_places(said: str, owner: str | None) -> None:
    assert _read(WON + said)["owner"] == owner

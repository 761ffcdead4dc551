"""Days of a report or of our answer, errands about a bill, and orders of others or of another year."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-05-20T10:00:00+09:00")
GOODS = "保冷車のレンタル 12台×3,000円（税別）"


def read(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


@pytest.mark.parametrize(
    "said",
    [
        "昨日付で注文請書を返送済みの案件を登録お願いします。",
        "受注しました。5/18に請書を送付済みです。",
        "受注です。本日、注文請書をお渡ししました。",
    ],
)
def test_the_day_of_our_answer_is_no_day_of_the_order(said: str) -> None:
    (order,) = read(f"{said}客先は株式会社ヤマセ運輸。{GOODS}")
    assert order.order_date is None


def test_the_day_of_a_reports_heading_is_asked_about() -> None:
    (order,) = read(f"受注報告 5/19\n客先：株式会社ヤマセ運輸\n品名：{GOODS}")
    assert order.confidence["order_date"] is Confidence.ASK


@pytest.mark.parametrize("head", ["受注報告（5月19日付）", "受注連絡 5/19受注", "受注報告\n受注日：5/19"])
def test_a_heading_that_says_whose_day_it_is_is_taken(head: str) -> None:
    (order,) = read(f"{head}\n客先：株式会社ヤマセ運輸\n品名：{GOODS}")
    assert (order.order_date, order.confidence["order_date"]) == (date(2026, 5, 19), Confidence.ACCEPTED)


@pytest.mark.parametrize(
    "text",
    [
        "今週金曜までに、株式会社ヤマセ運輸さんへの請求書送付をお願いします。前回と同じ宛先で、440,000円（税込）です。",
        "来週末までに株式会社ヤマセ運輸様宛の請求書発行をお願いします。前と同じ住所で、88,000円（税込）です。",
        f"競合のミナミ商会が株式会社ヤマセ運輸様の注文を受けました。{GOODS}",
        f"昨年は株式会社ヤマセ運輸様から注文を受けました。{GOODS}",
        f"株式会社ヤマセ運輸様からお見積のご依頼を請けました。{GOODS}",
        f"株式会社ヤマセ運輸様から注文請けましたが、キャンセルになりました。{GOODS}",
    ],
)
def test_an_errand_and_an_order_of_others_or_of_long_ago_is_none(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize("said", ["から注文請けました。", "の注文を請けました。", "より発注を正式に請けました。"])
def test_an_order_may_be_accepted_in_either_spelling(said: str) -> None:
    (order,) = read(f"株式会社ヤマセ運輸様{said}{GOODS}")
    assert order.partner_name == "株式会社ヤマセ運輸"


@pytest.mark.parametrize(
    "said", ["競合のミナミ商会が撤退したため、", "昨年は見送りでしたが、今年は", "昨年から商談していた"]
)
def test_what_went_before_does_not_hide_an_order(said: str) -> None:
    assert read(f"{said}株式会社ヤマセ運輸様から注文をいただきました。{GOODS}")


@pytest.mark.parametrize("form", ["特定医療法人", "特定医療法人社団", "社会医療法人", "医療法人財団"])
def test_every_kind_of_medical_corporation_is_part_of_the_name(form: str) -> None:
    (order,) = read(f"{form}みどり会 東台病院 薬剤部ご発注。車いす 4台、38,000円/台、税抜。")
    assert order.partner_name == f"{form}みどり会"


@pytest.mark.parametrize(
    ("below", "owner"),
    [
        ("担当はどれも北村です。", "北村"),
        ("担当はどれも北村、請求は6/30です。", "北村"),
        ("窓口は教頭の三宅先生です。私（渋谷）担当。", "渋谷"),
        ("技術兼営業：北村", "北村"),
        ("先方（北村）担当", None),
        ("先方窓口兼営業：北村", None),
    ],
)
def test_who_of_us_sells_is_said_in_many_ways(below: str, owner: str | None) -> None:
    (order,) = read(f"株式会社ヤマセ運輸様より受注。{GOODS}\n{below}")
    assert order.owner == owner


@pytest.mark.parametrize("name", ["スナック蛍", "月島ベーカリー"])
def test_a_lone_row_over_goods_and_their_sum_is_asked_about_as_the_customer(name: str) -> None:
    (order,) = read(f"受注しました！\n{name}\n計量スプーン 40本\n合計 8,800円（税込）")
    assert (order.partner_name, order.confidence["partner_name"]) == (name, Confidence.ASK)
    assert [item.description for item in order.items] == ["計量スプーン"]


@pytest.mark.parametrize("row", ["お世話になってます", "よろしくです", "ありがとうございます"])
def test_a_greeting_over_the_goods_is_no_customer(row: str) -> None:
    assert not read(f"受注しました\n{row}\n計量スプーン 40本\n合計 8,800円（税込）")


@pytest.mark.parametrize("members", ["みなさん", "みなさま", "皆さん"])
def test_the_members_of_a_group_are_the_group(members: str) -> None:
    (order,) = read(f"佐和田海女の会の{members}から注文を頂きました。手ぬぐい 150枚×660円（税込）")
    assert order.partner_name == "佐和田海女の会"

"""Headings that sort the entries of a list by what became of them hold for the entries below, down to the next one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 6, 18, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
FREEZER = "株式会社ヤマネ食堂　冷凍庫 2台 × 90,000円（税別）"
WAGON = "学校法人南丘学園　ワゴン 4台 × 16,000円（税別）"
VENDOR = "有限会社とらや商店　券売機 1台 × 420,000円（税別）"
BOTH = ["株式会社ヤマネ食堂", "学校法人南丘学園"]


def customers(text: str) -> list[str | None]:
    return [order.partner_name for order in read_orders(text, POSTED).orders]


@pytest.mark.parametrize(
    "text",
    [
        f"週報\n◎ 受注（注文書あり）\n1. {FREEZER}\n2. {WAGON}\n× 失注\n3. {VENDOR}",
        f"【受注】\n・{FREEZER}\n・{WAGON}\n【見積回答待ち】\n・{VENDOR}",
        f"今週の受注\n・{FREEZER}\n・{WAGON}\n\n見込み\n・{VENDOR}",
        f"■失注\n{VENDOR}\n■受注\n{FREEZER}\n{WAGON}",
        f"＜成約 2件＞\n{FREEZER}\n{WAGON}\n＜検討中 1件＞\n{VENDOR}",
        f"▼確定\n{FREEZER}\n{WAGON}\n▼口頭でOK（注文書待ち）\n{VENDOR}",
        f"★受注★\n{FREEZER}\n{WAGON}\n★来月に持ち越し・商談中★\n{VENDOR}",
        f"Won\n- {FREEZER}\n- {WAGON}\nPending\n- {VENDOR}",
        f"*確定分*\n• {FREEZER}\n• {WAGON}\n*見込み*\n• {VENDOR}\n*その他*\n• 来週は展示会",
    ],
)
def test_only_entries_below_a_heading_of_winning_are_orders(text: str) -> None:
    assert customers(text) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        # the state of an entry stands below it and holds for no other
        f"受注2件です。\n{FREEZER}\n{VENDOR}\n　検討中\n{WAGON}",
        f"{FREEZER}\n→受注\n\n{VENDOR}\n→検討中（来週回答）\n\n{WAGON}\n→受注　請求7/31",
        # an entry that names a customer is no heading
        f"【受注】\n● {FREEZER}\n● 有限会社とらや商店　見送り\n● {WAGON}",
        # headings that say what kind of order it is
        f"本日いただいた注文書2件です。\n■新規\n・{FREEZER}\n■継続\n・{WAGON}",
    ],
)
def test_what_is_no_heading_of_state_leaves_the_next_entries_alone(text: str) -> None:
    assert customers(text) == BOTH


def test_an_entry_ends_where_the_next_heading_begins() -> None:
    text = f"受注\n• {FREEZER}\n見込み\n• {VENDOR}"
    (order,) = read_orders(text, POSTED).orders
    assert order.subtotal == 180_000
    assert not any(kind == "ask" for field, kind in order.confidence.items() if field != "partner_id")


def test_what_became_of_the_last_order_is_shared_with_none() -> None:
    text = f"{FREEZER}\n→受注\n\n{WAGON}\n→受注　請求7/31"
    assert [order.billing_date and order.billing_date.isoformat() for order in read_orders(text, POSTED).orders] == [
        None,
        "2026-07-31",
    ]


def test_goods_of_one_order_below_an_unsettled_heading_are_asked() -> None:
    text = (
        "株式会社ヤマネ食堂様 受注\n【内訳】\n机　10台　320,000円\n"
        "【オプション（検討中）】\n椅子　20脚　180,000円\n税抜"
    )
    assert all(order.confidence["subtotal"] == "ask" for order in read_orders(text, POSTED).orders)

"""Ways to say that an order is won, and that it is not: each in prose, behind the goods and above a form."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.domain.reading.by_rules import read_orders

HERE = Path(__file__).parent
POSTED = datetime(2026, 10, 22, 1, tzinfo=UTC)
POSTS = (
    "株式会社アルプ様 {phrase}\n自動ドア保守 一式 480,000円（税別）",
    "株式会社アルプ様の自動ドア保守 一式 480,000円（税別）、{phrase}",
    "{phrase}\n顧客：株式会社アルプ\n商品：自動ドア保守 一式\n金額：480,000円（税別）",
)


def _phrases(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").split("\n")[:-1]


def _misread(name: str, orders: int) -> list[tuple[str, str]]:
    return [
        (phrase, post)
        for phrase in _phrases(name)
        for post in POSTS
        if len(read_orders(post.format(phrase=phrase), POSTED).orders) != orders
    ]


def test_an_order_is_known_by_whatever_says_it_is_won() -> None:
    assert not _misread("won_phrases.txt", 1)


def test_what_is_not_won_is_no_order_even_with_customer_goods_and_price() -> None:
    assert not _misread("not_won_phrases.txt", 0)

"""What a post says by its clauses: counted, sent back, paid, spent by us, another's; the same beside an order.

The posts stand in a file: below `-` one that is no order of ours and of now, below `+` an order that holds such words.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

POSTS = [
    block.strip("\n").split("\n", 1)
    for block in (Path(__file__).parent / "posts_as_a_whole.txt").read_text("utf-8").split("\n---\n")
]


@pytest.mark.parametrize("post", [post for sign, post in POSTS if sign == "-"])
def test_no_card_for_what_is_no_order_of_ours_and_of_now(post: str) -> None:
    assert not read_orders(post, POSTED).orders


@pytest.mark.parametrize("post", [post for sign, post in POSTS if sign == "+"])
def test_the_same_words_beside_an_order_leave_it_one(post: str) -> None:
    assert len(read_orders(post, POSTED).orders) == 1

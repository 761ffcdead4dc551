"""A customer's mail pasted as it is: we are whom it is for, who writes it is theirs, who signs below it is ours."""

from __future__ import annotations

from datetime import datetime

from domain.reading.orders import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-03-04T10:00:00+09:00")
GOODS = "下記のとおり発注いたします。\n測量杭 20本 @1,850円（税別）\nよろしくお願いいたします。\n"


def _read(text: str) -> Order:
    (order,) = read_orders(text, POSTED).orders
    return order


def test_who_introduces_himself_in_a_letter_is_not_our_salesperson() -> None:
    order = _read(
        f"受注です。転送します。\n\n---------- 転送メール ----------\n有限会社もみじ測量 購買課の大滝です。\n{GOODS}"
    )
    assert (order.partner_name, order.owner) == ("有限会社もみじ測量", None)
    assert [item.description for item in order.items] == ["測量杭"]


def test_the_firm_a_letter_opens_with_is_ours() -> None:
    opening = "株式会社クヌギ計器\n営業部 ご担当者様\n\n平素よりお世話になっております。\n"
    order = _read(f"注文もらいました！\n\n{opening}株式会社もみじ測量の大滝でございます。\n{GOODS}")
    assert (order.partner_name, order.confidence["partner_name"]) == ("株式会社もみじ測量", "accepted")


def test_who_signs_below_the_rule_that_ends_the_mail_is_ours() -> None:
    head = "---------- Forwarded message ---------\nSubject: 発注\n\n"
    mail = f"{head}有限会社もみじ測量 総務の大滝です。\nお世話になっております。\n{GOODS}"
    order = _read(f"受注です。\n\n{mail}--------------------\n\n営業1課 佐伯")
    assert (order.owner, order.confidence["owner"]) == ("佐伯", "accepted")
    order = _read(f"受注です。\n\n{mail}--------------------\n有限会社もみじ測量\n大滝 次郎")
    assert order.owner is None


def test_our_own_greeting_hides_nobody() -> None:
    order = _read(
        "お世話になっております。営業部の田所です。株式会社もみじ測量様より受注しました。測量杭 20本 @1,850円（税別）"
    )
    assert (order.partner_name, order.owner) == ("株式会社もみじ測量", "田所")

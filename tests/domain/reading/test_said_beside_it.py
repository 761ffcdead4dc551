"""What stands beside a name, a price or a winning word and changes what it means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.reading import Order
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED


def _orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ホクセイ様より内示をいただきました。\n圧力計 25台　@57,000（税抜）\n正式注文書は4/1付の予定\n平井",
        "南陽スキー場さんから内示です！ゴムマット 2本 @380,000円（税別）。受注報告はそのとき改めてします。　桑田",
        "株式会社ホクセイ様　UVインキ 60缶 @9,800（税抜）\n15日までに判子もらいに行きます　桑田",
    ],
)
def test_a_paper_or_report_that_is_announced_wins_nothing(text: str) -> None:
    assert _orders(text) == ()


def test_an_informal_promise_of_before_does_not_open_what_was_ordered_since() -> None:
    (order,) = _orders(
        "内示のままだった白波運輸株式会社さんの件、本日ようやく正式な注文書をいただきました（内示時の数量から増えてます）\n"
        "梱包テープ 2,000巻　単価 210円 税抜\n桑田"
    )
    assert order.subtotal == 420_000


@pytest.mark.parametrize(
    "question", ["※税込か税抜かは先方に確認中", "　税抜か税込かは明日聞きます", "（外税か内税か未確認）"]
)
def test_a_basis_that_is_either_one_or_the_other_is_not_said(question: str) -> None:
    (order,) = _orders(
        f"受注しました。\n顧客：株式会社ホクセイ\n品目：介護ベッド\n数量：40床\n金額：9,600,000円{question}"
    )
    assert (order.tax_entry, order.total, order.stated_amount) == ("unknown", None, 9_600_000)


def test_a_state_behind_an_arrow_is_no_new_price() -> None:
    first, second = _orders(
        "今週の結果です\n①㈱キタノ塗装：ハーネス 12本 @23,000（税抜）→受注、3/9付\n"
        "②タカノ工務店：足場材 200万 → 失注（価格）\n"
        "③㈱木村木工：フィルタ 6個 @15,500（税抜）→受注、3/10付\n担当はどちらも辻"
    )
    assert (first.subtotal, second.subtotal) == (276_000, 93_000)


def test_an_entry_lost_to_a_rival_is_no_part_of_the_one_before() -> None:
    found = _orders(
        "結果報告です！\n① キタノ精密工業さま → 受注◎\n　測定機の校正 3台、1台48,000円＋税\n"
        "② (株)南金型さま → 他社に負けました…\n"
        "③ ホクセイ計測さま → 受注◎\n　恒温槽レンタル 2か月、月額75,000円＋税\n桑田"
    )
    assert [order.subtotal for order in found] == [144_000, 150_000]


def test_keys_set_off_by_a_slash_are_keys() -> None:
    (order,) = _orders(
        "受注連絡票\n■お客様名／医療法人社団あさひ会 御中\n■品目／電動ベッド 12床\n■単価／¥187,000\n"
        "■金額／¥2,244,000\n■税／外税\n"
        "■発注書受領／2026.2.15\n■弊社担当／内田"
    )
    (item,) = order.items
    assert (item.quantity, item.amount, order.subtotal) == (12, 2_244_000, 2_244_000)


def test_a_slip_of_the_pen_behind_an_arrow_gives_way_to_what_is_right() -> None:
    (order,) = _orders(
        "株式会社ホクセイさん受注\nワイパー 48袋 × 2,150 = 108,200 ←打ち間違い、正しくは103,200です（外税）"
    )
    assert (order.items[0].unit_price, order.subtotal, order.conflict) == (Decimal(2_150), 103_200, False)


def test_a_report_written_anew_is_an_order_though_the_old_one_is_to_be_ignored() -> None:
    (order,) = _orders(
        "※差し替え※ 昨日の内容に誤りがあったので全部書き直します。古い方は無視してください\n得意先:株式会社ホクセイ\n"
        "商品:足場材リース 340㎡\n単価:1,150円(税抜)\n計:391,000円\n受注:9/29\n青田"
    )
    assert order.subtotal == 391_000


def test_the_day_goods_are_due_is_not_when_money_is() -> None:
    (order,) = _orders(
        "受注です。\n顧客：株式会社ホクセイ\n品名：押出材\n数量：350本\n単価：1,640円（税別）\n納入期日：2026/11/20"
    )
    assert order.payment_due_date is None


def test_a_count_glued_to_the_goods_is_theirs_where_the_price_of_one_follows() -> None:
    (order,) = _orders("株式会社ホクセイ受注。弁当120個 1個1,080円（税込）計129,600円")
    assert (order.items[0].description, order.items[0].quantity) == ("弁当", 120)

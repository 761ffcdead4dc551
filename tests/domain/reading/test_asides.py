"""A word beside the order does not take it away; an order that is long known is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


def orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


@pytest.mark.parametrize(
    "aside",
    [
        "値下げ交渉に少し負けました（笑）",
        "先方の粘りに負けちゃいました",
        "オプションの延長保証は今回見送りです。",
        "第2弾は来期に持ち越しです。",
        "与信は確認済みです。",
        "在庫は確保済みなので即納できます。",
        "検収後30日以内にお支払い",
        "納品は延期になり12/20です。",
        "再提案3回を経ての決着です。",
    ],
)
def test_an_aside_does_not_undo_the_order(aside: str) -> None:
    (order,) = orders(f"株式会社タカミ様よりご注文いただきました。\n商品：工具棚 3台\n単価：12,000円（税別）\n{aside}")
    assert order.subtotal == 36_000
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


@pytest.mark.parametrize(
    "lost",
    [
        "と思いきや、価格で競合に負けました。失注です。",
        "その後キャンセルになりました。",
        "今回は見送りとなりました。",
    ],
)
def test_a_loss_of_the_order_itself_still_does(lost: str) -> None:
    assert not orders(f"株式会社タカミ様よりご注文いただきました。\n商品：工具棚 3台\n単価：12,000円（税別）\n{lost}")


@pytest.mark.parametrize(
    "head",
    [
        "【再投稿】先ほどの受注報告は金額が間違っていたので破棄してください。",
        "【受注報告・訂正版】数量の誤りです。以下が正です、前の投稿は無視でお願いします",
        "さっきの受注報告、単価まちがえました。正しくは下記です（上のは削除しておいてください）",
    ],
)
def test_a_record_given_again_is_the_order(head: str) -> None:
    (order,) = orders(f"{head}\n得意先：みなと運輸株式会社\n品名：パレット\n数量：50枚\n単価：3,800円（税抜）")
    assert order.subtotal == 190_000
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


def test_a_request_to_ignore_a_report_is_none() -> None:
    assert not orders("先ほどのみなと運輸株式会社の受注報告（パレット50枚、190,000円税抜）は誤りなので無視してください")


@pytest.mark.parametrize(
    "won",
    [
        "みなと運輸さん決まり！",
        "みなと運輸さんから追加きました！",
        "みなと運輸さん、リピート来ました。",
        "みなと運輸の部長から「GOで」といただきました。",
        "みなと運輸様の注文書を1通受領しました。",
    ],
)
def test_everyday_words_of_winning(won: str) -> None:
    (order,) = orders(f"{won}\nパレット 50枚 単価3,800円（税別）\n請求日：11/30")
    assert order.subtotal == 190_000


@pytest.mark.parametrize(
    "text",
    [
        "みなと運輸様 ご入金確認しました。10月受注分 330,000円（税込）です。消込お願いします。",
        "着金あり\nみなと運輸様 8月ご注文分 パレット 209,000円（税込）",
        "みなと運輸様の件、パレット50枚（10/5受注済み）の納期が11/20から11/28に変更になりました。金額はそのまま190,000円です。",
        "10月の結果です。受注 22件 45,200,000円（税抜）。最大はみなと運輸様の9,800,000円でした。",
        "今週の受注まとめ：全部で8件、計3,200,000円（税別）。一番大きいのはみなと運輸様の1,200,000円です。",
        "請求漏れチェック\n・みなと運輸　パレット　195,000円\n・北川工務店　合板　84,000円\n確認お願いします",
    ],
)
def test_what_became_of_known_orders_is_none(text: str) -> None:
    assert not orders(text)

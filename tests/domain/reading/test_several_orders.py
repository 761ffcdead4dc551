"""How a post falls into orders: entries of a list, mails passed on together, two orders of one customer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


def orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


def sums(text: str) -> list[tuple[str | None, int | None]]:
    return [(order.partner_name, None if order.subtotal is None else int(order.subtotal)) for order in orders(text)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "受注3件です。\n①株式会社ミドリ電子　制御盤 2台 @150,000\n②はるか食品　包装フィルム 30本 @4,200\n"
            "③Northwind Trading　ラベル 5,000枚 @12\nすべて税別、月末締め翌月末払い。小島"
        ),
        (
            "3社から注文書いただきました、いずれも税別です。\n1) ㈱ミドリ電子　制御盤 2台 × 150,000円\n"
            "2) はるか食品　包装フィルム 30本 × 4,200円\n"
            "3) Northwind Trading　ラベル 5,000枚 × 12円"
        ),
        (
            "成約です（税抜）\n■株式会社ミドリ電子…制御盤 2台 × 150,000円\n■(有)はるか食品…包装フィルム 30本 × 4,200円"
            "\n■Northwind Trading…ラベル 5,000枚 × 12円"
        ),
        (
            "今日の受注です！\n・ミドリ電子様：制御盤 2台 単価150,000円（税別）\n"
            "・カフェはるか：包装フィルム 30本 単価4,200円（税別）\n"
            "・北風商会：ラベル 5,000枚 単価12円（税別）\n※山本旅館さんは次週へ持ち越しになりました\n以上　黒川"
        ),
    ],
)
def test_each_entry_of_a_list_is_the_order_of_the_name_it_opens_with(text: str) -> None:
    assert [subtotal for _, subtotal in sums(text)] == [300_000, 126_000, 60_000]
    assert len({name for name, _ in sums(text)}) == 3


def test_the_goods_may_stand_below_the_name() -> None:
    text = (
        "2社契約とれました\n1．あさひ保険サービス\n　パンフレット制作 320,000円（税別）\n"
        "2．株式会社ゆうなぎ\n　LP制作 450,000円（税別）\nどちらも翌月末払い"
    )
    assert sums(text) == [("あさひ保険サービス", 320_000), ("株式会社ゆうなぎ", 450_000)]


def test_entries_say_themselves_which_of_them_is_won() -> None:
    text = (
        "本日の結果\n・レストランひまわり → 成約！ 業務用オーブン 1台 480,000円（税別）\n"
        "・居酒屋はなび → 見送り。冷蔵庫 1台 350,000円\n・ビストロ花 → 成約！ 製氷機 1台 260,000円（税別）\n報告：水野"
    )
    assert sums(text) == [("レストランひまわり", 480_000), ("ビストロ花", 260_000)]


def test_a_lost_one_in_the_count_above_does_not_take_the_others_with_it() -> None:
    text = (
        "2件受注、1件失注です\n1. 得意先 (株)北斗精機 / 金型 一式 820,000 / 税別\n"
        "2. 得意先 さくら工業(株) / 治具 3個 45,000 / 税別\n3. 得意先 (株)山王 / 型枠 500,000 / 価格が合わず失注"
    )
    assert sums(text) == [("(株)北斗精機", 820_000), ("さくら工業(株)", 45_000)]


def test_rows_that_say_what_became_of_other_deals_belong_to_no_order() -> None:
    text = (
        "Closed won this week:\n1) Alder Foods, Inc. - 20 x crate @ ¥1,500, NET30\n"
        "2) Birch Labs K.K. - 4 x pump @ ¥90,000, NET15\n"
        "On hold: Cedar Tools (saws, ¥900k)\nLost: Doyle Legal - price\nAll amounts exclude tax."
    )
    assert sums(text) == [("Alder Foods, Inc.", 30_000), ("Birch Labs K.K.", 360_000)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "株式会社ホクトさんの注文です\n1) LED照明 40本 @5,200円\n2) 器具取付 一式 80,000円\n3) 廃材処分 30,000円\n"
            "税別、月末締め翌月末払い"
        ),
        (
            "株式会社ホクト様より受注\n・LED照明　直管　40本 208,000円\n・器具取付　天井　80,000円\n"
            "・処分費　廃材　30,000円\n税別"
        ),
        (
            "受注報告\n・会社：株式会社ホクト\n・LED照明：直管 40本 208,000円\n・器具取付：80,000円\n"
            "・廃材処分：30,000円\n税別です"
        ),
    ],
)
def test_a_list_of_goods_stays_one_order(text: str) -> None:
    assert sums(text) == [("株式会社ホクト", 318_000)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "北陸テック様から注文を2件いただきました。請求書は別々でお願いします。\n①真空ポンプ 2台 @180,000（税別）\n"
            "②ホース 10本 @3,000（税別）\n"
            "支払いはいずれも月末締め翌月末。"
        ),
        (
            "北陸テック様 2件決まりました\n1件目：真空ポンプ 360,000円（税別）請求 12/1\n"
            "2件目：ホース 30,000円（税別）請求 12/15\nどちらも月末締め翌月末払い"
        ),
        (
            "注文書2通届きました（北陸テック様、月末締め翌月末払い）\n【注文書No.A-11】真空ポンプ 2台 税別360,000円\n"
            "【注文書No.A-12】ホース 10本 税別30,000円"
        ),
    ],
)
def test_one_customer_may_give_two_orders(text: str) -> None:
    found = orders(text)
    assert [order.subtotal for order in found] == [360_000, 30_000]
    assert [order.partner_name for order in found] == ["北陸テック", "北陸テック"]
    assert all(order.payment_terms is not None for order in found)


def test_what_one_of_two_orders_says_holds_only_for_it() -> None:
    first, second = orders(
        "山野医院様 2件\n1件目：電子カルテ保守 年額360,000円（税別）請求 12/1\n"
        "2件目：プリンター 1台 45,000円（税別）請求 12/15"
    )
    assert (first.billing_date, second.billing_date) == (date(2026, 12, 1), date(2026, 12, 15))


def test_mails_passed_on_together_are_orders_of_their_senders() -> None:
    text = (
        "メール2件転送します。どちらも正式なご注文です。\n\n&gt; 差出人：株式会社サクラ 購買 田村\n"
        "&gt; 段ボール箱 200枚 @120円（税別）で発注いたします。\n\n&gt; 差出人：ひかり保育園 園長 木下\n"
        "&gt; 園児机 10台、1台 14,300円（税込）で注文いたします。"
    )
    assert [(o.partner_name, o.total) for o in orders(text)] == [("株式会社サクラ", 26_400), ("ひかり保育園", 143_000)]


def test_as_many_entries_as_are_said_to_have_come_in_are_orders() -> None:
    rows = (
        "\n\n▼ 株式会社ミドリ製麺さま\n　茹で釜の整備、352,000円\n\n"
        "▼ 株式会社ハナ企画さま\n　スタッフ手配 8名×16,500円＝132,000円"
    )
    assert len(orders("駆け込みで2件入りました！どちらも税込です。" + rows)) == 2
    assert not orders("見積依頼が2件入りました！どちらも税込です。" + rows)


def test_the_sum_of_all_orders_is_none_of_the_last() -> None:
    text = (
        "受注2件です。税抜です。\n▼ 株式会社ミドリ製麺さま\n　茹で釜の整備、352,000円\n\n▼ 株式会社ハナ企画さま\n"
        "　スタッフ手配 8名×16,500円＝132,000円\n\n合わせて484,000円です"
    )
    assert sums(text) == [("株式会社ミドリ製麺", 352_000), ("株式会社ハナ企画", 132_000)]


def test_an_introduction_names_the_first_customer_and_the_entry_begins_below() -> None:
    text = (
        "ミドリ製麺さんほか、今日は2社から発注書が届きました。\n1) 株式会社ミドリ製麺\n釜 2台 × 90,000円（税抜）\n"
        "支払 月末締め翌月末\n2) 株式会社ハナ企画\n机 3台 × 80,000円（税抜）\n請求日 11/30"
    )
    first, second = orders(text)
    assert first.order_date == second.order_date == date(2026, 11, 20)
    assert (first.billing_date, second.billing_date) == (None, date(2026, 11, 30))
    assert second.payment_terms is None


def test_a_first_row_of_the_record_belongs_to_the_first_block() -> None:
    text = (
        "案件名：点検\n顧客：株式会社ミドリ製麺\nステータス：受注\n金額：111,000円（税抜）\n━━━━━\n"
        "案件名：什器\n顧客：株式会社ハナ企画\nステータス：受注\n金額：98,000円（税抜）"
    )
    assert [order.items[0].description for order in orders(text)] == ["点検", "什器"]


@pytest.mark.parametrize(
    "text",
    [
        # every entry says in front what it is; below a rule; lettered; reported by number
        "【受注】ミドリ製麺　茹で釜 2台 576,000円（税別）\n【受注】ペンション高原　デッキ補修 245,000円（税別）",
        "【受注】ミドリ製麺\n＜商品＞茹で釜\n＜金額＞576,000円（税別）\n【受注】ペンション高原\n＜商品＞補修\n＜金額＞245,000円（税別）",
        "受注\n───\nミドリ製麺株式会社\n茹で釜 2台 576,000円（税別）\n───\nペンション高原\n補修 245,000円（税別）",
        "受注速報\nA社：ミドリ製麺株式会社／茹で釜／57.6万円（税別）\nB社：ペンション高原／補修／24.5万円（税別）",
        (
            "新年一発目、2件まとめて報告します（いずれも税別・月末締翌月末払）\n"
            "① 医療法人みどり会 / 手すり / 一式 / 576,000\n② ペンション高原 / 補修 / 一式 / 245,000"
        ),
    ],
)
def test_customers_without_a_mark_open_entries_of_one_form(text: str) -> None:
    assert [amount for _, amount in sums(text)] == [576_000, 245_000]
    assert sums(text)[1][0] == "ペンション高原"


def test_entries_of_one_form_that_say_they_are_lost_are_none() -> None:
    text = (
        "【受注】ミドリ製麺　茹で釜 2台 576,000円（税別）\n【失注】ペンション高原　補修 245,000円（税別）\n"
        "【受注】カフェはるか　看板 88,000円（税別）"
    )
    assert sums(text) == [("ミドリ製麺", 576_000), ("カフェはるか", 88_000)]


def test_a_state_behind_a_left_arrow_is_that_of_its_entry() -> None:
    text = (
        "1件が受注となりました。\n・ミドリ製麺株式会社　茹で釜　576,000円（税別）←受注（11/14）\n"
        "・ペンション高原　補修　245,000円（税別）←引き続き交渉中"
    )
    assert sums(text) == [("ミドリ製麺株式会社", 576_000)]


def test_paragraphs_of_one_form_may_be_customers_and_are_asked() -> None:
    text = "本日の受注です（税別）\n\nミドリ製麺\n茹で釜 2台 576,000円\n\nペンション高原\n補修 245,000円"
    assert all(order.confidence["subtotal"] == "ask" for order in orders(text))
    rows = "ミドリ製麺株式会社様より受注\n---\n茹で釜 2台 576,000円（税別）\n---\n運搬 23,400円（税別）\n---\n三宅"
    assert sums(rows) == [("ミドリ製麺株式会社", 599_400)]


def test_goods_put_off_with_their_price_leave_the_order_alone() -> None:
    text = (
        "ミドリ製麺株式会社さんの釜、65万円（税別）で契約いただきました！"
        "当初入っていた浴室分（12万円）は次年度に見送りです。"
    )
    assert sums(text) == [("ミドリ製麺株式会社", 650_000)]


def test_orders_billed_by_site_are_orders_of_one_customer() -> None:
    text = (
        "株式会社ミドリ製麺さんから受注です（2現場分、請求は現場ごと）\n1. 中央公園　花苗 400株 @180円　請求11/30\n"
        "2. 駅前広場　花苗 250株 @180円　請求12/31\n税別"
    )
    assert sums(text) == [("株式会社ミドリ製麺", 72_000), ("株式会社ミドリ製麺", 45_000)]


def test_as_many_firms_as_priced_rows_open_one_row_each() -> None:
    text = "受注2社、どっちも税込です\n花壇工房　花苗　400株　79,200円\nやまと造園　支柱　500本　52,250円"
    assert sums(text) == [("花壇工房", 72_000), ("やまと造園", 47_500)]


def test_firms_we_won_against_are_no_firms_of_the_rows() -> None:
    text = (
        "3社コンペを制して受注です！税抜。ミドリ製麺様\n机　10台　320,000円\n椅子　20脚　180,000円\n棚　4台　72,000円"
    )
    assert sums(text) == [("ミドリ製麺", 572_000)]

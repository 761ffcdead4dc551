"""Where an order begins and ends, what a line below says of which of them, and what a post puts right itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 5, 14, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


def orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


def sums(text: str) -> list[tuple[str | None, int | None]]:
    return [(order.partner_name, None if order.subtotal is None else int(order.subtotal)) for order in orders(text)]


def lines(order: Order) -> list[tuple[object, object, object]]:
    return [(item.description, item.quantity, item.unit_price) for item in order.items]


def only(text: str) -> Order:
    (order,) = orders(text)
    return order


@pytest.mark.parametrize("ditto", ["同", "同上", "〃", "同社"])
def test_a_ditto_cell_continues_the_customer_above(ditto: str) -> None:
    rows = f"株式会社ミドリ電子\t机\t3\t20,000\n{ditto}\t椅子\t6\t8,000\n有限会社はるか\t網\t10\t1,200"
    assert sums(f"受注一覧（税別）\n顧客\t品目\t数量\t単価\n{rows}") == [
        ("株式会社ミドリ電子", 108_000),
        ("有限会社はるか", 12_000),
    ]


def test_a_ditto_row_that_is_lost_takes_nothing_from_the_row_above() -> None:
    rows = "株式会社ミドリ電子\t机\t3\t20,000\t受注\n同\t椅子\t6\t8,000\t失注\n有限会社はるか\t網\t10\t1,200\t受注"
    assert [total for _, total in sums(f"受注一覧（税別）\n顧客\t品目\t数量\t単価\t状況\n{rows}")] == [60_000, 12_000]


@pytest.mark.parametrize(("first", "second"), [("【1】", "【2】"), ("(1) ", "(2) "), ("① ", "② ")])
def test_a_number_of_its_own_begins_an_order_though_the_names_are_alike(first: str, second: str) -> None:
    text = (
        f"2社いただきました。\n{first}株式会社キタミ工房\n　看板製作 25万円（税別）\n"
        f"{second}株式会社キタミ工房デザイン\n　ロゴ制作 12万円（税別）\n\n"
        f"担当：{first.strip()}は柏木、{second.strip()}は楠"
    )
    assert sums(text) == [("株式会社キタミ工房", 250_000), ("株式会社キタミ工房デザイン", 120_000)]
    assert [order.owner for order in orders(text)] == ["柏木", "楠"]


def test_what_a_line_says_of_a_number_is_not_said_of_the_others() -> None:
    text = (
        "受注3件、税抜です。\n①株式会社ミドリ電子：パース制作 18万円\n②有限会社はるか：防虫網 40枚×2,200円 → 失注\n"
        "③株式会社ゆうなぎ：台車 2台×31,000円\n支払は①が前払い、③は月末締め翌月末。担当：①小坂、③三宅"
    )
    first, third = orders(text)
    assert (first.owner, third.owner) == ("小坂", "三宅")
    assert first.payment_terms != third.payment_terms
    assert third.payment_terms is not None


def test_a_firm_that_opens_a_later_entry_shows_that_the_others_open_with_customers() -> None:
    text = (
        "今週決まったぶんです\n① 居酒屋はまなす　樽生 12本 @11,400\n② 有限会社ヤナギ酒店　純米吟醸 60本 @1,320\n"
        "③ BAR Lune　トニック 10ケース 計28,000円\nどれも税抜です。"
    )
    assert [total for _, total in sums(text)] == [136_800, 79_200, 28_000]


@pytest.mark.parametrize(
    "text",
    [
        "受注です（税別）\n・インク 20個 @3,400\n・キタミ精機株式会社 複合機 1台 @240,000\n・トナー 8本 @9,800",
        "今日の受注（税別）\n1. 名刺 200枚 @15\n2. 株式会社ミドリ電子 ゴム印 10個 @2,800",
    ],
)
def test_whose_goods_stand_above_the_entry_of_the_only_customer_is_asked(text: str) -> None:
    order = only(text)
    assert (order.confidence["partner_name"], order.confidence["items"]) == (Confidence.ASK, Confidence.ASK)


def test_goods_between_which_a_firm_stands_stay_the_order_of_who_is_billed() -> None:
    text = (
        "受注です（税別）\n・撮影 ディレクション 12万円\n・株式会社ヤマネ商店 ロケ地使用料 3万円\n"
        "・編集 テロップ込み 20万円\n請求先：有限会社はるか"
    )
    assert sums(text) == [("有限会社はるか", 350_000)]


def test_headings_of_one_sign_begin_the_orders_and_not_their_goods() -> None:
    text = (
        "本日3件決まりました（すべて税別）。\n■株式会社ミドリ電子\n・什器 4台 @68,000\n・搬入費 25,000円\n"
        "■合同会社しろがね\n・司会 2日 @55,000\n■学習塾ともし\n・チラシ 8,000枚 @7"
    )
    assert [total for _, total in sums(text)] == [297_000, 110_000, 56_000]


def test_a_deal_by_its_letter_names_its_customer() -> None:
    text = (
        "A案件：株式会社ミドリ電子 受注 120万円（税抜）パース制作\nB案件：有限会社はるか 失注\n"
        "C案件：株式会社ゆうなぎ 受注 45万円（税抜）撮影"
    )
    assert sums(text) == [("株式会社ミドリ電子", 1_200_000), ("株式会社ゆうなぎ", 450_000)]


def test_entries_of_one_customer_that_are_billed_apart_are_orders_of_their_own() -> None:
    rows = "株式会社ミドリ電子（大阪）：空撮 3日 @120,000\n株式会社ミドリ電子（東京）：編集 2本 @90,000\n"
    rows += "2件とも本日受注、税別"
    apart = rows + "、請求は別々に（大阪5/31、東京6/30）"
    assert [total for _, total in sums(apart)] == [360_000, 180_000]
    assert [order.billing_date for order in orders(apart)] != [date(2026, 5, 31)] * 2
    assert [total for _, total in sums(rows)] == [540_000]


def test_a_price_is_not_withdrawn_by_a_count_behind_an_arrow() -> None:
    order = only("受注：株式会社ミドリ電子\n収録　2日　@45,000\n編集　3本　@30,000　→ 4本に増えました\n税別")
    assert len(order.items) == 2
    assert order.confidence["subtotal"] is Confidence.ASK


def test_what_they_have_already_is_not_ordered_again() -> None:
    text = (
        "受注（追加分のみ）株式会社ミドリ電子\n既存：書架6台（3月納入、@145,000）\n今回：書架2台 @145,000、"
        "ブックエンド 40個 @380\n税別"
    )
    assert only(text).subtotal == 305_200
    assert only("受注 株式会社ミドリ電子\n既設：書架6台 @145,000\n税別").subtotal == 870_000


def test_the_plan_they_passed_over_costs_nothing() -> None:
    text = "株式会社ミドリ電子さん、A案（60万円）は見送り、B案（75万円）で受注です。税別。"
    assert only(text).subtotal == 750_000


def test_what_is_said_of_the_two_above_is_said_of_both() -> None:
    text = (
        "株式会社ミドリ電子　年間プラン 216万（税抜） 受注\n株式会社ゆうなぎ　ライトプラン 36万（税抜） 受注\n"
        "有限会社はるか　ライトプラン 36万　失注\n上の2件、本日サインいただきました"
    )
    assert [order.order_date for order in orders(text)] == [date(2026, 5, 14)] * 2


@pytest.mark.parametrize(
    ("text", "quantity", "price"),
    [
        ("製氷機 2台 @612,000 税込\n↑すみません、@621,000 が正しいです（税込は変わらず）", 2, 621_000),
        ("製氷機 24台 × 9,800円。\n追記：すみません台数は26台でした。合計 254,800円（税込）です。", 26, 9_800),
        ("製氷機 80台、@1,200（税込）。あ、台数まちがえました、85台です。", 85, 1_200),
        ("製氷機 60、いや72台 @980 税込", 72, 980),
        ("製氷機 2台 単価9万円 税込\n↑訂正、3台が正しいです", 3, 90_000),
    ],
)
def test_what_a_row_puts_right_stands_in_the_place_of_the_mistake(text: str, quantity: int, price: int) -> None:
    order = only("受注 株式会社ミドリ電子様\n" + text)
    assert lines(order) == [("製氷機", quantity, price)]
    assert order.total == quantity * price
    assert order.confidence["total"] is Confidence.ACCEPTED


@pytest.mark.parametrize("text", ["研修は3日です。", "納品は1日です。", "追記：研修は3日、夏です。"])
def test_a_sentence_without_a_word_of_correction_corrects_nothing(text: str) -> None:
    assert only(f"受注：株式会社ミドリ電子 研修 2日 @50,000（税抜）。{text}").subtotal == 100_000


def test_more_of_what_was_priced_as_a_whole_is_not_reckoned() -> None:
    order = only("受注：株式会社ミドリ電子様\nチラシ 200枚 60,000円 税抜\n訂正：チラシは250枚でした")
    assert order.confidence["items"] is Confidence.ASK


def test_the_figures_in_front_of_a_restatement_are_those_of_the_mistake() -> None:
    text = (
        "【訂正・再掲】朝の投稿（10脚・@26,000）は古い注文書でした。正しくは下記です。\n受注先：株式会社ミドリ電子\n"
        "品目：製図椅子\n数量：14脚\n単価：24,500円（税抜）"
    )
    assert lines(only(text)) == [("製図椅子", 14, 24_500)]


def test_a_clause_that_is_taken_back_gives_no_second_line() -> None:
    text = (
        "株式会社ミドリ電子さんの運搬、月40本×1本38,000円を1ヶ月スポットで…じゃなくて、正式には 40本×38,000円（税抜）の"
        "1回契約で締結済みです。"
    )
    assert only(text).subtotal == 1_520_000


@pytest.mark.parametrize(
    "text",
    [
        "受注先：株式会社ミドリ電子／筐体 10面 1,200千円／調整費 一式 350千円／合計1,550千円(税抜)／受領日 4月15日",
        "受注日 4/15｜株式会社ミドリ電子｜筐体 10面 ＠120,000｜調整費 一式 350,000円｜税別",
        "受注 客先:株式会社ミドリ電子 / 品名:筐体 / 数量:10 / 単価:155,000円/台 / 税別 / 受注日:4/15",
    ],
)
def test_bars_and_slashes_end_a_value_in_a_record_on_one_line(text: str) -> None:
    order = only(text)
    assert (order.partner_name, order.subtotal) == ("株式会社ミドリ電子", 1_550_000)


def test_a_sheet_without_a_title_is_addressed_to_us() -> None:
    text = (
        "受注です。以下転送します。\nFrom: 購買部 山際\n株式会社いぶき 御中\n下記のとおり注文いたします。\n品名：鋸刃\n"
        "数量：80枚\n単価：4,300円（税別）\n株式会社ノコギリ製作所"
    )
    assert only(text).partner_name == "株式会社ノコギリ製作所"


def test_numbered_answers_belong_to_the_questions_above_them() -> None:
    text = (
        "受注報告フォーム\nQ1. お客様名\nA1. 株式会社ミドリ電子\nQ2. 品目・数量\nA2. ランタン 120個\nQ3. 単価（税込）\n"
        "A3. 1,650円\nQ4. 請求日\nA4. 5月末"
    )
    order = only(text)
    assert lines(order) == [("ランタン", 120, 1_650)]
    assert (order.total, order.billing_date) == (198_000, date(2026, 5, 31))


def test_a_day_behind_a_comma_is_a_day() -> None:
    text = "取引先,品名,数量,単価,受注日\n株式会社ミドリ電子,模型材,40,1200,2026/05/11\n税別で受注です"
    assert (only(text).order_date, only(text).subtotal) == (date(2026, 5, 11), 48_000)


def test_how_many_came_in_today_is_no_quantity() -> None:
    text = "今日で2件。株式会社ミドリ電子さんはショーケース2台、@436,000（税抜）で受注！ 山本旅館さんは社長決裁待ちです"
    assert [total for _, total in sums(text)] == [872_000]

"""Where an order begins and ends: entries of every mark, orders of one customer, and what is not won among them."""

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


@pytest.mark.parametrize("marks", ["■■■", "◆◆◆", "▼▼▼", "◎◎◎", "★★★", "①②③", "・・・", (":one:", ":two:", ":three:")])
def test_every_mark_begins_an_entry_and_is_no_part_of_the_name(marks: str) -> None:
    a, b, c = marks
    text = (
        f"今日は3件受注しました\n{a} 喫茶ポプラ：卓上ベル 40個×500円＝20,000円\n"
        f"{b} 丸安硝子株式会社：鏡面パネル 4枚×15,000円＝60,000円\n"
        f"{c} ブティック・ソワレ：什器 2台×35,000円＝70,000円\nどれも税抜です"
    )
    assert sums(text) == [("喫茶ポプラ", 20_000), ("丸安硝子株式会社", 60_000), ("ブティック・ソワレ", 70_000)]


@pytest.mark.parametrize(
    "row",
    [
        "・カフェ胡桃｜ロゴ入りカップ｜見積提出のみ、返事待ち",
        "・(失注) カフェ胡桃｜ロゴ入りカップ｜320,000円",
        "・カフェ胡桃｜ロゴ入りカップ 500個 320,000円｜検討中",
        "・カフェ胡桃 … 保留、来春に再提案",
    ],
)
def test_what_is_not_won_among_the_entries_is_cut_out_with_its_price(row: str) -> None:
    text = (
        "本日の受注2件（税抜）\n・株式会社ヤマネ製粉｜計量ホッパー｜2台｜640,000円\n"
        f"・合同会社さざなみ｜会員証印刷｜800枚｜96,000円\n{row}"
    )
    assert sums(text) == [("株式会社ヤマネ製粉", 640_000), ("合同会社さざなみ", 96_000)]
    between = (
        "本日の受注2件（税抜）\n・株式会社ヤマネ製粉｜計量ホッパー｜2台｜640,000円\n"
        f"{row}\n・合同会社さざなみ｜会員証印刷｜800枚｜96,000円"
    )
    assert sums(between) == [("株式会社ヤマネ製粉", 640_000), ("合同会社さざなみ", 96_000)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("▼注文書No.KT-21", "▼注文書No.KT-22"),
        ("【注文書 A-3】", "【注文書 A-4】"),
        ("A契約（11/2締結）", "B契約（11/9締結）"),
        ("■契約A", "■契約B"),
    ],
)
def test_each_paper_of_one_customer_is_an_order(first: str, second: str) -> None:
    text = (
        "株式会社コトブキ機材様から注文書を2通受領しました。\n"
        f"{first}\n吊り具 10本 @4,000 ＝40,000\n{second}\n台車 3台 @12,000 ＝36,000\n金額は税別です。"
    )
    assert sums(text) == [("株式会社コトブキ機材", 40_000), ("株式会社コトブキ機材", 36_000)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "受注2件です。1件は株式会社ナルミ様（作業台 2台、50,000円）、"
            "もう1件はナルミ工芸様（棚 3台、90,000円）。税抜です。"
        ),
        (
            "受注 / 11/4 / 株式会社ナルミ / 作業台 2台 @25,000 / 50,000 / 税抜\n"
            "受注 / 11/5 / ナルミ株式会社 / 棚 3台 @30,000 / 90,000 / 税抜"
        ),
        (
            "※以下すべて税抜、受注日11/4\nナルミ工芸様（本館）\n　作業台　2台＠25,000　50,000\n"
            "ナルミ工芸様（別館）\n　棚　3台＠30,000　90,000"
        ),
    ],
)
def test_nearly_the_same_name_with_a_price_of_its_own_is_another_order(text: str) -> None:
    assert [order.subtotal for order in orders(text)] == [50_000, 90_000]


@pytest.mark.parametrize(
    "said",
    [
        "様、本契約まで完了しました。",
        "様、のぼりの追加発注\n",
        "様 受注メモ\n",
        "様、ノベルティの追加きまりです！\n",
        "様から注文きました。在庫も足りています。",
        "様 ﾁｭｳﾓﾝ ｷﾏｼﾀ\n",
        "様、売場の装飾いただきました！詳細は明日追記します。\n",
        "様の注文書の日付は11/18です。",
    ],
)
def test_an_order_is_told_in_many_ways(said: str) -> None:
    found = orders(f"有限会社ハマナス堂{said}のぼり旗 20枚 @1,500 税別30,000円")
    assert [(order.partner_name, order.subtotal) for order in found] == [("有限会社ハマナス堂", 30_000)]


def test_the_customer_in_the_cleft_of_a_sentence_has_ordered() -> None:
    text = "昨日ご契約をいただいたのは有限会社ハマナス堂さんで 商品は冷蔵庫が1台 金額は税抜きで96万円です"
    assert sums(text) == [("有限会社ハマナス堂", 960_000)]


@pytest.mark.parametrize(
    "text",
    [
        "10月度まとめ（確定）\n東日本課　6件　8,400,000円\n西日本課　4件　3,100,000円\n受注日ベースです",
        "着金の連絡：有限会社ハマナス堂様 11月12日 入金 330,000円（税込）。9/25受注の什器6台分です。",
        "有限会社ハマナス堂様、ご来社いただきました！次回は見積 96万円の説明です",
    ],
)
def test_sums_and_payments_are_no_orders(text: str) -> None:
    assert not orders(text)


def test_a_record_restated_in_one_line_is_the_report() -> None:
    text = (
        "（訂正）昼の報告は忘れてください。正しくはこれ ↓\n"
        "有限会社ハマナス堂／窓清掃／年4回／@30,000円／計120,000円／税抜\n"
        "契約日は11/2です　担当：芹沢"
    )
    assert sums(text) == [("有限会社ハマナス堂", 120_000)]
    assert orders(text)[0].order_date == date(2026, 11, 2)


def test_a_column_of_tax_words_is_no_row_of_sums() -> None:
    text = (
        "受注です\n得意先\t商品名\t数量\t単価\t金額\t税区分\n有限会社ハマナス堂\t平台車\t4台\t9,000\t36,000\t税抜\n"
        "株式会社ナルミ\t棚板\t5枚\t2,000\t10,000\t税抜"
    )
    assert [(o.partner_name, [i.amount for i in o.items]) for o in orders(text)] == [
        ("有限会社ハマナス堂", [36_000]),
        ("株式会社ナルミ", [10_000]),
    ]


def test_a_line_for_all_gives_each_order_its_own() -> None:
    text = (
        "有限会社ハマナス堂さん、契約2本とれました\nA契約 月次清掃 12回×20,000円 240,000円\n"
        "B契約 窓ふき 2回×30,000円 60,000円\n税別です。請求日はAが11/30、Bは12/31"
    )
    first, second = orders(text)
    assert first.billing_date == date(2026, 11, 30)
    assert second.billing_date != date(2026, 11, 30)
    named = (
        "受注2件（税別）\n・株式会社ナルミ｜棚板｜60,000円\n・有限会社ハマナス堂｜平台車｜36,000円\n"
        "請求は株式会社ナルミが11/30、有限会社ハマナス堂が12/20です"
    )
    first, second = orders(named)
    assert first.billing_date == date(2026, 11, 30)
    assert second.billing_date != date(2026, 11, 30)


def test_the_sum_of_all_orders_is_none_of_theirs_and_its_line_holds_for_all() -> None:
    text = (
        "受注速報\n≪1≫株式会社ナルミ　棚板 一式　60万円\n≪2≫有限会社ハマナス堂　平台車 10台（@20,000円）20万円\n"
        "すべて税抜です。2件計80万円！\n請求は全部11/30付"
    )
    found = orders(text)
    assert [(o.partner_name, o.subtotal) for o in found] == [
        ("株式会社ナルミ", 600_000),
        ("有限会社ハマナス堂", 200_000),
    ]
    assert {o.billing_date for o in found} == {date(2026, 11, 30)}


def test_headings_of_a_list_are_customers_where_one_is_a_firm_and_none_stands_above() -> None:
    text = (
        "本日の受注まとめ（税抜）\n■ そば処 みよし\n製氷機 1台 380,000円\n■ 割烹 つた\n食器棚 2台 @45,000円\n"
        "■ 株式会社ナルミ\n冷蔵庫 1台 520,000円"
    )
    assert sums(text) == [("そば処 みよし", 380_000), ("割烹 つた", 90_000), ("株式会社ナルミ", 520_000)]
    one = "受注です。株式会社ナルミ様\n■ 機器\n冷蔵庫 1台 520,000円\n■ 設置作業\n搬入 一式 60,000円\n税抜です"
    assert sums(one) == [("株式会社ナルミ", 580_000)]


def test_a_list_of_orders_is_that_many_orders_and_a_list_of_plans_is_none() -> None:
    rows = "・株式会社ナルミ｜棚板｜5枚｜60,000円\n・有限会社ハマナス堂｜平台車｜4台｜36,000円"
    assert sums(f"11月第3週の受注一覧（税抜）\n{rows}") == [("株式会社ナルミ", 60_000), ("有限会社ハマナス堂", 36_000)]
    for head in ("12月の受注予定一覧（税抜）", "商談一覧（税抜）", "受注見込みリスト（税抜）"):
        assert not orders(f"{head}\n{rows}")


def test_what_was_lost_before_is_not_part_of_what_was_won_instead() -> None:
    text = (
        "株式会社ナルミ様の空調更新（120万円）は残念ながら失注です。\n"
        "代わりに有限会社ハマナス堂様から平台車 30台 @5,000（税抜）を受注しました！"
    )
    assert sums(text) == [("有限会社ハマナス堂", 150_000)]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Q. 会社名は？\nA. 株式会社ナルミ\nQ. 何を受注しましたか？\nA. 棚板 3枚\nQ. 金額は？\n"
            "A. 60,000円（税別）\nQ. 受注日は？\nA. 11月8日"
        ),
        (
            "受注報告フォームの回答\n1. お客様はどちらですか？\n株式会社ナルミ\n2. 商品名は何ですか？\n"
            "棚板\n3. 数量はいくつですか？\n3枚\n"
            "4. 単価を教えてください\n20,000円\n5. 金額はいくらですか？（税抜）\n60,000円\n"
            "6. いつ受注しましたか？\n11月8日"
        ),
    ],
)
def test_a_form_pasted_with_its_questions_is_a_record(text: str) -> None:
    found = orders(text)
    assert [(o.partner_name, o.subtotal, o.order_date) for o in found] == [
        ("株式会社ナルミ", 60_000, date(2026, 11, 8))
    ]
    assert [(i.description, i.quantity) for i in found[0].items] == [("棚板", 3)]


def test_questions_of_a_talk_are_no_form() -> None:
    assert not orders(
        "ナルミの件どうでしたか？\nまだです。金額はいくらになりそうですか？\n60万円くらいかと。いつ決まりますか？\n来週です"
    )


def test_all_rows_of_one_customer_without_a_day_are_one_order() -> None:
    text = (
        "受注です\n得意先\t商品名\t数量\t単価\t金額\t税区分\n株式会社ナルミ\t平台車\t4台\t9,000\t36,000\t税抜\n"
        "株式会社ナルミ\t棚板\t5枚\t2,000\t10,000\t税抜"
    )
    assert sums(text) == [("株式会社ナルミ", 46_000)]

"""Where an order begins and ends: entries of every mark, orders of one customer, and what is not won among them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading import read_orders
from domain.reading.model import Order

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

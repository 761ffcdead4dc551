"""Goods and figures by where they stand: what is taken back, whose row it is, what is no part of a name."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.reading import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 2, 10, 10, 0)  # noqa: DTZ001  naive means Asia/Tokyo


def read(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


def one(text: str) -> Order:
    (order,) = read(text)
    return order


def goods(order: Order) -> list[tuple[str | None, object, object, object]]:
    return [(item.description, item.quantity, item.unit_price, item.amount) for item in order.items]


@pytest.mark.parametrize(
    "said",
    [
        "52万円…いや失礼、最終は49万8千円",
        "52万円、あれ違った、決まったのは49万8千円",
        "金額は52万円、おっと失礼しました、正しい金額は49万8千円",
        "520,000円、もとい498,000円",
        "520,000円、すみません間違いで498,000円",
    ],
)
def test_the_figure_the_writer_takes_back_is_no_line(said: str) -> None:
    order = one(f"株式会社北辰テクノさんの搬送機オーバーホール、受注です。{said}（税別）です。")
    assert goods(order) == [("搬送機オーバーホール", None, None, 498_000)]
    assert order.subtotal == 498_000


def test_a_correction_nobody_understands_is_asked() -> None:
    order = one(
        "株式会社北辰テクノさんの点検、受注です。380,000円です、いや正確に言えば値引後なので368,000円（税別）です。"
    )
    assert order.confidence["subtotal"] is Confidence.ASK


def test_rows_set_off_as_a_quote_in_the_record_are_its_goods() -> None:
    order = one(
        "株式会社オオタ工務店さま 決定です\n&gt; 足場ユニット 12組 @30,000\n&gt; 踏板 40枚 @2,500\n"
        "&gt; 運搬費 一式 60,000\n（税別です）"
    )
    assert [item.description for item in order.items] == ["足場ユニット", "踏板", "運搬費"]
    assert order.subtotal == 520_000


def test_a_sentence_quoted_above_the_answer_is_not_ours() -> None:
    assert (
        read("&gt; 足場ユニット 12組 @30,000 で見積お願いします\nこちら見積提出しました。株式会社オオタ工務店さま")
        == ()
    )


def test_letters_set_apart_before_a_slash_are_labels() -> None:
    order = one(
        "受注報告です\nお客様名／株式会社ミナトジム\n商　品／業務用マット\n数　量／１５枚\n単　価／＠８，０００\n"
        "金　額／１２０，０００\n税　区／１０％・外税\n担　当／鴨居"
    )
    assert goods(order) == [("業務用マット", 15, 8_000, 120_000)]
    assert order.subtotal == 120_000
    assert order.owner == "鴨居"


def test_tax_is_a_label_among_labels_set_off_by_a_gap() -> None:
    order = one(
        "株式会社ミナトジム様の契約書が届きましたのでご連絡します。\n\n  品目　　　仮設席設営\n  席数　　　20\n"
        "  金額　　　計500,000円\n  税　　　　別途\n  契約日　　2026年1月30日"
    )
    assert order.tax_entry == "out"
    assert order.subtotal == 500_000


def test_the_state_in_front_of_an_entry_is_that_of_the_entry() -> None:
    orders = read(
        "今週の結果です\n🟢受注　あさひ園芸組合　芝刈機　6台 @21,000　126,000円（税抜）\n"
        "🔴失注　北都フード　給餌機　1,900,000円（税抜）\n"
        "🟢受注　(株)牧野ファーム　照明　24灯 @8,800　211,200円（税込）\n"
        "🟡保留　知床工房　保管庫　520,000円（税抜）"
    )
    assert [order.partner_name for order in orders] == ["あさひ園芸組合", "(株)牧野ファーム"]
    assert [order.total for order in orders] == [138_600, 211_200]


def test_a_rate_in_brackets_behind_goods_makes_no_sum_of_their_price() -> None:
    order = one(
        "◆お歳暮 受注◆\n発注元／株式会社リンドウ商会\n表示はすべて税込\n 焼菓子（8%対象） 1,620円×100箱\n"
        " 保冷袋（10%対象） 440円×100枚\n お値引（10%対象） △5,500円\nお支払総額 200,500円"
    )
    assert goods(order) == [
        ("焼菓子", 100, 1_620, 162_000),
        ("保冷袋", 100, 440, 44_000),
        ("お値引", 1, -5_500, -5_500),
    ]
    assert order.total == 200_500


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("株式会社ミナト運輸様と、1月7日付で玉掛け講習の業務委託契約を締結しました。総額46万円（税別）", "玉掛け講習"),
        ("株式会社ミナト運輸様、複合機保守の契約書に押印いただきました。月2万×6、税別。", "複合機保守"),
        ("株式会社ミナト運輸様より、倉庫の雨漏り補修をご用命いただきました。180万円（税別）", "倉庫の雨漏り補修"),
        ("株式会社ミナト運輸様の事務所清掃です、受注しました。週1で年間、2,350千円（税抜）。", "事務所清掃"),
        ("Hi, quick one before the train\nClosed won - Pine K.K., 3 workshops at JPY 330,000 each.", "workshops"),
    ],
)  # fmt: skip
def test_words_of_the_deed_and_the_paper_are_no_part_of_the_name(text: str, name: str) -> None:
    assert [item.description for item in one(text).items] == [name]


def test_a_price_in_front_of_its_goods_is_that_of_one() -> None:
    order = one("みどりスクールさん、体操着リニューアル正式に決定です。4,300円でポロシャツ120枚、516,000円（税別）。")
    assert goods(order) == [("ポロシャツ", 120, 4_300, 516_000)]
    assert order.confidence["subtotal"] is Confidence.ACCEPTED


def test_a_price_in_front_of_goods_that_may_be_the_whole_is_asked() -> None:
    order = one("みどりスクールさん、店内改装決定です。30万円で椅子20脚（税別）。")
    assert order.confidence["subtotal"] is Confidence.ASK


@pytest.mark.parametrize(
    "said",
    [
        "普段6,200円の作業靴を5,500円で40足、計220,000円",
        "一般価格は6,200円ですが会員価格5,500円で作業靴40足、220,000円",
        "作業靴40足 @6,200→@5,500に値下げで220,000円",
        "カタログ値6,200円のところ、まとめ買いで5,500円。作業靴40足、220,000円",
    ],
)
def test_the_usual_price_is_not_paid(said: str) -> None:
    order = one(f"株式会社オキツ様、受注です。{said}（税別）")
    assert goods(order) == [("作業靴", 40, 5_500, 220_000)]
    assert order.subtotal == 220_000


def test_the_usual_price_behind_is_no_line() -> None:
    order = one("株式会社オキツ様、受注です。点検10万円（普段は12万円）税別")
    assert goods(order) == [("点検", None, None, 100_000)]


def test_what_stands_in_an_entry_belongs_to_it_alone() -> None:
    first, second = read(
        "本日2件受注いただきました\n①松島本店さま\n暖簾20枚×9,500円＝190,000円 税抜\n納品3/3、請求は納品時\n\n"
        "②(有)潮見旅館さま\n浴衣 2着で154,000円（税込）\n3月末請求、4月20日お支払い\n\nどちらも担当は大森です"
    )
    assert (first.payment_due_date, first.owner) == (None, "大森")
    assert str(second.payment_due_date) == "2026-04-20"
    assert str(first.billing_date) == "2026-03-03"


def test_rows_that_open_with_their_state_are_entries() -> None:
    orders = read(
        "受注 有限会社オオタ 計量器 2台 @30,000 60,000円(税別)\n受注 株式会社ミナト 秤 1台 @50,000 50,000円(税別)\n"
        "保留 東和物産 計量器 300,000円（税別）"
    )
    assert [(order.partner_name, order.subtotal) for order in orders] == [
        ("有限会社オオタ", 60_000),
        ("株式会社ミナト", 50_000),
    ]


def test_an_entry_others_have_won_is_none() -> None:
    order = one(
        "今日の成果\n🙆 みなと産業株式会社 点検 36,000円(税別) 受注\n"
        "🙅 北海商会株式会社 ポンプ 1,200,000円(税別) 他社決定"
    )
    assert order.partner_name == "みなと産業株式会社"


def test_a_figure_a_row_multiplies() -> None:
    order = one("受注しました\nオキツ工業株式会社\n塗料 15L缶\n12缶\n8,500\n102,000")
    assert goods(order) == [("塗料 15L缶", 12, 8_500, 102_000)]


def test_a_word_that_ends_like_an_honorific_is_no_company() -> None:
    order = one("株式会社ミナト様 受注\nワゴン寒冷地仕様改造　1台　870,000円（税抜）")
    assert order.partner_name == "株式会社ミナト"
    assert goods(order) == [("ワゴン寒冷地仕様改造", 1, 870_000, 870_000)]


def test_what_they_take_is_counted() -> None:
    order = one(
        "PO received from Harbor Foods KK.\nThey take 12 label printers at 42,000 yen apiece, tax not included."
    )
    assert goods(order) == [("label printers", 12, 42_000, 504_000)]


@pytest.mark.parametrize(
    "text",
    [
        "取れた！！みなと保育園さん\n送迎バス清掃3台 @20000\n60000外税\n検収後30日",
        "みなと縫製株式会社\n前掛け　60着\n1着 1,980円（税込）　総計 118,800円\n納期 3/5",
        "みなとの会様　ご注文\n机 8台\n1台5,500円、あ、すみません5,100円が正しいです\nなので40,800円（税抜）",
    ],
)
def test_a_record_without_the_word_is_an_order(text: str) -> None:
    assert len(read(text)) == 1


def test_whether_it_was_got_is_a_question() -> None:
    assert read("取れた？みなと保育園さん\n送迎バス清掃3台 @20000\n60000外税") == ()


def test_a_list_and_an_ordinary_ticket_are_goods() -> None:
    order = one("株式会社オキツ様、受注です。\n顧客リスト 50,000円\n入場券 一般 1,500円×30枚\n税別")
    assert order.subtotal == 95_000


def test_a_card_for_members_is_a_name() -> None:
    order = one("株式会社オキツ様の会員カード、受注です。1,000枚 @92円 税込")
    assert goods(order) == [("会員カード", 1_000, 92, 92_000)]
    assert "items" in order.confidence

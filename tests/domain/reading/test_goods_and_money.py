"""Goods and money of posts in other people's words: which count is the quantity, which words are the goods."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.reading import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 6, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
HEAD = "【受注】株式会社ミナモト様\n"

Row = tuple[str | None, int | float | None, int | float | None, int | float | None]


def _order(text: str) -> Order:
    orders = read_orders(text, POSTED).orders
    assert len(orders) == 1
    return orders[0]


def _rows(order: Order) -> list[Row]:
    def plain(value: Decimal | None) -> int | float | None:
        return None if value is None else int(value) if value == int(value) else float(value)

    return [(i.description, plain(i.quantity), plain(i.unit_price), plain(i.amount)) for i in order.items]


def _asked(order: Order) -> set[str]:
    return {name for name, how in order.confidence.items() if how is Confidence.ASK and not name.startswith("partner")}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("コート紙 菊判76.5kg　40連　@9,850（税別）", ("コート紙 菊判76.5kg", 40, 9850, 394000)),
        ("ごま油 5L　24本　4,980円　119,520円（税別）", ("ごま油 5L", 24, 4980, 119520)),
        (
            "コンデンサ 10kΩ品（5,000個/リール）　8リール　2,400円/リール 税別",
            ("コンデンサ 10kΩ品（5,000個/リール）", 8, 2400, 19200),
        ),
        ("生コン 24-18-25　12.5㎥×19,800＝247,500円（税抜）", ("生コン 24-18-25", 12.5, 19800, 247500)),
        ("三段引出し 6台 × 21,000円（税抜）", ("三段引出し", 6, 21000, 126000)),
        ("現場写真測量　3地区　1地区260,000円（税別）", ("現場写真測量", 3, 260000, 780000)),
        ("1検体320円、2,500検体で800,000円（税別）　食品検査", ("食品検査", 2500, 320, 800000)),
        ("社内報「みなもと通信」 500部 @210（税別）", ("社内報「みなもと通信」", 500, 210, 105000)),
        ("🎁 記念タオル ▶ 200枚 × 640円（税込）", ("記念タオル", 200, 640, 128000)),
        ("ならびに交換用フィルタ 4枚 @3,200（税抜）", ("交換用フィルタ", 4, 3200, 12800)),
    ],
)
def test_sizes_signs_and_list_numbers_belong_to_names_and_the_quantity_is_what_multiplies(line: str, row: Row) -> None:
    order = _order(HEAD + line)
    assert _rows(order) == [row]
    assert not _asked(order) & {"items", "items[0].quantity", "items[0].unit_price", "items[0].amount"}


def test_a_counter_stands_on_the_row_of_its_number() -> None:
    order = _order(HEAD + "外壁塗装　142㎡×3,400円　482,800\n足場架設　一式　185,000\n計 667,800（税別）")
    assert _rows(order) == [("外壁塗装", 142, 3400, 482800), ("足場架設", 1, 185000, 185000)]
    assert (order.subtotal, order.total) == (667800, 734580)


@pytest.mark.parametrize(
    "said",
    [
        "消費税は含みません",
        "表示価格に消費税は含まれておりません",
        "（税は外）",
        "消費税を含まない金額です",
        "（消費税は含まず）",
    ],
)
def test_without_tax_may_be_said_in_a_sentence(said: str) -> None:
    order = _order(HEAD + f"業務用ミキサー 3台 @84,000\n{said}")
    assert (order.tax_entry, order.subtotal, order.total) == ("out", 252000, 277200)


@pytest.mark.parametrize("said", ["消費税を含んだ金額です", "税も入っています", "（消費税含む）", "コミコミです"])
def test_with_tax_may_be_said_in_a_sentence(said: str) -> None:
    order = _order(HEAD + f"業務用ミキサー 3台 @84,000\n{said}")
    assert (order.tax_entry, order.total) == ("in", 252000)


@pytest.mark.parametrize("row", ["税抜計｜｜｜300,000", "｜｜税抜合計｜300,000", "合計（税抜）｜｜｜300,000"])
def test_the_row_of_sums_in_a_table_says_the_basis(row: str) -> None:
    order = _order(
        f"受注先：株式会社ミナモト\n品目｜数｜単価｜計\n丸椅子｜20脚｜9,000｜180,000\n長机｜4台｜30,000｜120,000\n{row}"
    )
    assert (order.tax_entry, order.subtotal, order.total) == ("out", 300000, 330000)


def test_a_table_may_have_columns_that_are_no_values() -> None:
    order = _order(
        "受注先：株式会社ミナモト\n品名｜規格｜数量｜単位｜単価｜金額\n塩ビ管｜VP50 4m｜120｜本｜1,350｜162,000\n"
        "継手｜TS-L50｜200｜個｜95｜19,000\n合計（税抜）｜｜｜｜｜181,000"
    )
    assert _rows(order) == [("塩ビ管", 120, 1350, 162000), ("継手", 200, 95, 19000)]
    assert order.subtotal == 181000


def test_all_money_may_be_said_to_be_in_thousands() -> None:
    order = _order(HEAD + "単位：千円\n基本設計　1,200\n詳細設計　2,400\n合計　3,600（税抜）")
    assert _rows(order) == [("基本設計", None, None, 1200000), ("詳細設計", None, None, 2400000)]
    assert order.subtotal == 3600000


def test_sums_per_rate_are_no_goods() -> None:
    order = _order(
        HEAD + "味噌 1kg　60個　450円　27,000円　※\n保冷箱　10個　1,200円　12,000円\n"
        "※は軽減税率8％対象、その他10％\n8％対象 27,000円／消費税 2,160円\n"
        "10％対象 12,000円／消費税 1,200円\nご請求総額 42,360円"
    )
    assert [(i.description, i.tax_rate) for i in order.items] == [("味噌 1kg", 8), ("保冷箱", 10)]
    assert (order.tax_entry, order.subtotal, order.tax, order.total) == ("out", 39000, 3360, 42360)


@pytest.mark.parametrize("bracket", ["（税率{}%）", "【{}%】", "（{}%）"])
def test_a_rate_at_the_end_of_a_row_is_that_rows(bracket: str) -> None:
    order = _order(
        HEAD + f"麦茶ギフト　80箱　単価3,240円　{bracket.format(8)}\n"
        f"熨斗印刷　130枚　単価55円　{bracket.format(10)}\n単価は税込"
    )
    assert [i.tax_rate for i in order.items] == [8, 10]


@pytest.mark.parametrize(
    "sizes",
    [
        "動画講座を25IDで、月37,000円（税別）×12ヶ月の一括444,000円です",
        "監視サービス 25ID 月37,000円×12ヶ月＝444,000円（税別）",
    ],
)
def test_the_count_that_multiplies_makes_no_contradiction(sizes: str) -> None:
    order = _order(HEAD + sizes)
    assert not order.conflict
    assert _rows(order)[0][3] == order.subtotal == 444000


def test_price_and_amount_are_told_apart_by_the_product() -> None:
    order = _order(
        "受注\ncustomer = 株式会社ミナモト\nitem = 手芸糸 #60 白\nqty = 144本\n"
        "price = 385円\namount = 55,440円\ntax = 内税"
    )
    assert _rows(order) == [("手芸糸 #60 白", 144, 385, 55440)]
    assert order.total == 55440


def test_both_bases_of_a_price_are_one_price() -> None:
    order = _order(HEAD + "冷蔵ケース 200V 1台\n本体価格 420,000円（税込 462,000円）")
    assert (order.subtotal, order.total, order.conflict) == (420000, 462000, False)
    order = _order(HEAD + "湯呑み 60個 × @1,320（税込）＝ 79,200円（税込）　※税抜だと72,000円")
    assert (order.subtotal, order.total, _asked(order)) == (72000, 79200, set())


def test_cancelled_rows_and_corrected_prices_do_not_count() -> None:
    order = _order(
        HEAD
        + "1. 血圧計　10台　@8,200\n2. 体重計　6台　@14,000　←こちらは取りやめになりました\n3. 体温計　20本　@2,100\n"
        "→ 1と3、税抜124,000円で確定"
    )
    assert _rows(order) == [("血圧計", 10, 8200, 82000), ("体温計", 20, 2100, 42000)]
    assert order.subtotal == 124000
    for slip in ("失礼、", "間違えました", "訂正、", "じゃなくて"):
        order = _order(f"受注です。株式会社ミナモト様、のぼり旗100枚で税抜12万、{slip}13万円です。")
        assert order.subtotal == _rows(order)[0][3] == 130000


@pytest.mark.parametrize("told", ["稼働は", "工数は", "体制：", "人員　", "規模は"])
def test_how_much_work_it_is_names_no_goods(told: str) -> None:
    order = _order(
        f"受注しました。株式会社ミナモト様\n業務：受発注システムの改修\n{told}3.5人月、100万円/人月で総額350万円（税別）"
    )
    assert _rows(order) == [("受発注システムの改修", 3.5, 1000000, 3500000)]


def test_goods_may_be_named_in_the_sentence_that_reports_the_order() -> None:
    order = _order("株式会社ミナモト様、植栽管理のご契約を頂戴しました。窓口は総務です。月額66,000円（税込）×12ヶ月。")
    assert _rows(order) == [("植栽管理", 12, 66000, 792000)]


def test_a_list_of_single_figures_without_any_sum_is_asked() -> None:
    order = _order(HEAD + "保存水　60箱　2,400円\n乾パン　10箱　13,500円\n税抜")
    assert {"items[0].amount", "items[1].amount", "subtotal"} <= _asked(order)
    order = _order(HEAD + "米10kg×5袋 20,000円（税抜）")
    assert "items[0].amount" in _asked(order)


def test_sums_settle_what_is_open_in_the_rows() -> None:
    order = _order(HEAD + "除菌スプレー 24本 @780\nペーパータオル 200枚 40袋 @95\n税抜合計 22,520円")
    assert _rows(order) == [("除菌スプレー", 24, 780, 18720), ("ペーパータオル 200枚", 40, 95, 3800)]
    assert not _asked(order)


def test_rows_of_one_list_are_not_the_sum_of_each_other() -> None:
    order = _order(HEAD + "内訳\n　司会 80,000\n　台本 50,000\n　稽古 30,000\n　合計 160,000（税別）")
    assert [amount for *_, amount in _rows(order)] == [80000, 50000, 30000]
    assert order.subtotal == 160000


def test_official_letters_number_every_line_alike() -> None:
    order = _order(
        "受注報告書\n一、発注者　　株式会社ミナモト\n一、品目　　事務机\n"
        "一、数量　　32組\n一、単価　　21,500円\n一、金額　　688,000円（消費税10％別途）"
    )
    assert _rows(order) == [("事務机", 32, 21500, 688000)]
    assert order.subtotal == 688000


def test_the_count_behind_a_price() -> None:
    order = _order(HEAD + "求人広告、4週プラン 98,000円（税別）を2店舗分")
    assert _rows(order)[0][1:] == (2, 98000, 196000)
    order = _order(HEAD + "携帯端末を15万円（税別）で10台")
    assert "items[0].amount" in _asked(order)


def test_numbers_that_count_the_rows_are_no_part_of_the_names() -> None:
    order = _order(
        HEAD + "1　パッキン　GS-20　300枚　45　13,500\n2　Oリング　P-22　500個　12　6,000\n小計　19,500（税抜）"
    )
    assert [name for name, *_ in _rows(order)] == ["パッキン　GS-20", "Oリング　P-22"]


def test_a_pack_in_brackets_before_the_price_of_all() -> None:
    order = _order(HEAD + "動画制作（10分×3本）　税別 750,000円\n字幕　税別 180,000円")
    assert _rows(order) == [("動画制作（10分×3本）", None, None, 750000), ("字幕", None, None, 180000)]


def test_a_price_per_month_over_years() -> None:
    order = _order(HEAD + "複合機リース 5年 月額18,500円（税別）、総額1,110,000円")
    assert (_rows(order)[0][3], order.subtotal, order.conflict) == (1110000, 1110000, False)


def test_a_number_of_the_sentence_that_multiplies_is_no_contradiction() -> None:
    order = _order(HEAD + "投光器 3台を5日間レンタル、1台1日8,000円で120,000円、運搬費20,000円、いずれも税別。")
    assert (order.conflict, _rows(order)[0][2:], order.subtotal) == (False, (8000, 120000), 140000)


def test_a_price_of_one_and_its_sum_stand_on_one_row() -> None:
    order = _order(
        HEAD + "・保守 12ヶ月 / 月額 ¥45,000 / 計 ¥540,000\n・作業 2回 / 1回 ¥30,000 / 計 ¥60,000\n税別合計 ¥600,000"
    )
    assert _rows(order) == [("保守", 12, 45000, 540000), ("作業", 2, 30000, 60000)]
    assert (order.subtotal, order.conflict) == (600000, False)


def test_a_rate_behind_a_mark_at_the_end_of_a_row() -> None:
    order = _order(HEAD + "りんご×40 ¥3,200/箱 ※8%\n手提げ袋×40 ¥60/枚\n税抜")
    assert ([i.tax_rate for i in order.items], order.tax) == ([8, None], 10480)


def test_a_percentage_off_leads_to_the_price_of_one() -> None:
    order = _order(HEAD + "防災セット 30個 単価4,980円を10%OFFの4,482円で 134,460円（税込）")
    assert (_rows(order), order.total) == ([("防災セット", 30, 4482, 134460)], 134460)


@pytest.mark.parametrize(
    "goods",
    [
        "脚立 12台 × 3,000円 = 360,000円（税別）",
        "脚立 12台 @3,000 36,000円\n台車 5台 @8,000 40,000円\n合計 80,000円（税別）",
        "動画講座 25ID 月37,000円×12ヶ月＝440,000円（税別）",
        "投光器 3台を5日間レンタル、1台1日8,000円で130,000円、税別",
    ],
)
def test_figures_that_do_not_multiply_or_add_up_are_a_contradiction_or_asked(goods: str) -> None:
    order = _order(HEAD + goods)
    assert order.conflict or {"subtotal", "total"} <= _asked(order)
    assert order.total is None or "total" in _asked(order)


def test_goods_may_be_named_in_the_value_of_a_price() -> None:
    order = _order(
        "受注しました\n顧客：株式会社ミナモト\n日程：4/22、4/23の2日間\n料金：同時通訳　2日　@99,000円（内税）"
    )
    assert (_rows(order), order.total) == ([("同時通訳", 2, 99000, 198000)], 198000)


def test_sums_far_right_of_their_names() -> None:
    order = _order(
        HEAD + "結束バンド   80袋    640     51,200\n養生テープ   20巻  2,950     59,000\n"
        "              税抜合計        110,200\n              税込合計        121,220"
    )
    assert (order.tax_entry, order.subtotal, order.total, order.conflict) == ("out", 110200, 121220, False)


def test_an_arrow_to_the_product_withdraws_no_price() -> None:
    order = _order("受注\n顧客：株式会社ミナモト\nサービス：勤怠管理\nID数：85　年額：3,600円/ID　　→306,000円（税抜）")
    assert _rows(order) == [("勤怠管理", 85, 3600, 306000)]

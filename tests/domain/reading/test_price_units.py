"""What a price is for, one of what was counted or all of it, and what of a row is the name of the goods."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Confidence, Item, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
HEAD = "【受注報告】\n顧客：株式会社アオバ精機\n"


def one(text: str) -> Order:
    (order,) = read_orders(text, POSTED).orders
    return order


def cells(item: Item) -> tuple[str | None, object, object, object]:
    return item.description, item.quantity, item.unit_price, item.amount


def is_asked(order: Order) -> bool:
    return any(how is Confidence.ASK for name, how in order.confidence.items() if name.startswith("items"))


@pytest.mark.parametrize(
    ("row", "quantity", "price"),
    [
        ("足場部材、300本で1本あたり2,450円（税別）", 300, 2450),
        ("高所作業車レンタル10日間、1日18,000円（税別）", 10, 18000),
        ("分析室利用 3ブース×4日間、1ブースあたり12,000円（税別）", None, None),
        ("LED投光器増設3か所で12万6千円（税別）", 3, 42000),
    ],
)
def test_a_price_for_one_multiplies_and_a_price_for_all_does_not(
    row: str, quantity: int | None, price: int | None
) -> None:
    order = one(f"株式会社アオバ精機様より受注。{row}")
    if quantity is None:
        assert is_asked(order)
    else:
        assert (order.items[0].quantity, order.items[0].unit_price) == (quantity, price)
        assert not is_asked(order)


def test_a_labelled_price_for_one_is_no_amount() -> None:
    order = one(f"{HEAD}品：マグカップ\n数：150個\n価格：1個1,320円（税込）")
    assert cells(order.items[0]) == ("マグカップ", 150, 1320, Decimal(198000))


@pytest.mark.parametrize(
    "rows",
    [
        "内容：冊子デザイン 1ページあたり15,000円\n部数：800部\n税別",
        "品名：マグカップ\n数量：150個\n単価：1,320円\n化粧箱：1個165円\n税込",
        "商品：ドライブレコーダー\n数量：45台\n単価：24,800円（税込）\n取付費：5,500円（税込）/台",
    ],
)
def test_a_price_for_one_of_something_else_is_asked(rows: str) -> None:
    assert is_asked(one(HEAD + rows))


def test_a_unit_price_said_on_both_bases_is_one_price() -> None:
    order = one("ホシノ開発様より受注。客室タブレット80台、1台32,000円（税込35,200円）、総額は税込2,816,000円です")
    assert cells(order.items[0]) == ("客室タブレット", 80, 32000, 2560000)
    assert (order.tax_entry, order.total, order.conflict) == ("out", 2816000, False)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("のぼり旗 100枚 @880", "のぼり旗"),
        ("┣ 監視サービス 6台 @5,000", "監視サービス"),
        ("├ はかり 6台 @5,000", "はかり"),
        ("初期費用：5,000円", "初期費用"),
        ("テスト作業 延べ160時間×6,500円", "テスト作業"),
        ("チラシ コート紙90kg 100枚 @420", "チラシ コート紙90kg"),
        ("おむつ L（26枚×3袋）×40ケース @5,980", "おむつ L（26枚×3袋）"),
        ("ギフト券 5,000円コース×40冊 1冊5,600円", "ギフト券 5,000円コース"),
    ],
)
def test_the_name_of_the_goods_is_whole_and_without_marks(row: str, name: str) -> None:
    assert one(f"受注しました\n株式会社アオバ精機様\n{row}\n税抜").items[0].description == name


def test_a_size_in_the_name_is_no_quantity_beside_a_labelled_one() -> None:
    order = one(f"{HEAD}品名：杉板 12mm厚 3.65m\n数量：400枚\n単価：1,120円\n税抜")
    assert cells(order.items[0]) == ("杉板 12mm厚 3.65m", 400, 1120, 448000)


def test_a_lead_time_is_no_quantity() -> None:
    order = one("受注：アオバ精機様　ハーネス100本　納期2週間　@560円税別")
    assert cells(order.items[0]) == ("ハーネス", 100, 560, 56000)


def test_a_row_of_a_table_may_have_a_narrow_gap_after_its_name() -> None:
    rows = "品名          数量   単価      金額\nステンレス板   50     4,200     210,000\n"
    order = one(f"株式会社アオバ精機様より受注（税抜）\n\n{rows}アルミ角パイプ 120    980       117,600")
    assert [cells(item) for item in order.items] == [
        ("ステンレス板", 50, 4200, 210000),
        ("アルミ角パイプ", 120, 980, 117600),
    ]


def test_a_number_in_a_list_is_no_part_of_the_company() -> None:
    text = "受注2件です\n1. 株式会社東和産業：机 2台 5,000円/台（税抜）\n2. 西村商会株式会社：棚 1台 6,000円/台（税抜）"
    names = [order.partner_name for order in read_orders(text, POSTED).orders]
    assert names == ["株式会社東和産業", "西村商会株式会社"]


def test_figures_that_may_be_misread_are_asked_and_no_contradiction_is_claimed() -> None:
    order = one(f"{HEAD}・名刺 12名×100枚 1名2,420円\n合計 29,040円（税込）")
    assert is_asked(order)
    assert not order.conflict


def test_a_name_ends_with_its_row() -> None:
    order = one(f"{HEAD}・品目：防音パネル\n・規格：910×1820×50\n・数量：64枚\n・単価：8,900円\n・金額は税別")
    assert cells(order.items[0]) == ("防音パネル", 64, 8900, 569600)


def test_whatever_the_price_is_for_one_of_is_counted() -> None:
    order = one("受注：アオバ精機様 サッシ 6窓 32,000円/窓（税別）")
    assert cells(order.items[0]) == ("サッシ", 6, 32000, 192000)


def test_a_unit_price_with_a_fraction_stands_in_a_row_without_header() -> None:
    order = one(f"{HEAD}・ナット M8　5,000個　@1.8円　9,000円\n税抜合計 9,000円、消費税 900円、税込合計 9,900円")
    assert cells(order.items[0]) == ("ナット M8", 5000, Decimal("1.8"), 9000)
    assert (order.tax_entry, order.total) == ("out", 9900)


def test_rates_belong_to_the_lines_they_name() -> None:
    order = one(f"{HEAD}・飴 30袋 @180\n・塩 20袋 @140\n・版代 30,000円\n税抜（飴・塩8%、版代10%）")
    assert [item.tax_rate for item in order.items] == [8, 8, 10]


def test_a_firm_in_front_of_each_row_is_a_customer() -> None:
    text = "受注です。\nケーズ物流：台車 20台 @1,750（税抜）\n高橋倉庫：棚 15台 @8,900（税抜）"
    names = [order.partner_name for order in read_orders(text, POSTED).orders]
    assert names == ["ケーズ物流", "高橋倉庫"]


def test_a_limit_is_no_quantity() -> None:
    order = one(
        "受注しました。アオバ精機様、更新代行 月3回まで 22,000円/月（税込）、6ヶ月契約で合計132,000円（税込）。"
    )
    assert cells(order.items[0])[1:] == (6, 22000, 132000)
    assert not order.conflict


def test_what_was_ordered_is_named_without_the_word_order() -> None:
    order = one("本日ナルミ眼科様より内装改修のご注文を頂戴しました。金額は税抜で320万円です。")
    assert order.items[0].description == "内装改修"


@pytest.mark.parametrize("price", ["9,800円 ※1本あたり税抜", "9,800円（1本あたり）税抜", "9,800円（単価）税抜"])
def test_a_price_may_say_behind_itself_that_it_is_for_one(price: str) -> None:
    assert cells(one(f"受注：アオバ精機様 試験片加工 12本 {price}").items[0]) == ("試験片加工", 12, 9800, 117600)


def test_goods_of_an_earlier_order_are_no_name() -> None:
    order = one("アオバ精機さんから追加受注！前回の納品分(50箱)に続き、米袋をもう80袋。単価は4,200円(税込)です。")
    (item,) = order.items
    assert (item.description, item.quantity, item.amount) == ("米袋", 80, 336_000)

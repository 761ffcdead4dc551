"""What figures are, told by arithmetic and position: wholes, prices of one, sizes, other times, rates, bases."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-05-12T10:00:00+09:00")
CUSTOMER = "株式会社ナギサ様 受注\n"


def order_of(text: str) -> Order:
    orders = read_orders(CUSTOMER + text, POSTED, None).orders
    assert len(orders) == 1
    return orders[0]


def figures_of(order: Order) -> list[tuple[str, ...]]:
    return [
        tuple("-" if value is None else f"{value.normalize():f}" for value in (i.quantity, i.unit_price, i.amount))
        for i in order.items
    ]


def is_accepted(order: Order) -> bool:
    names = ("items", "tax_entry", "subtotal", "tax", "total")
    return all(order.confidence.get(name) is Confidence.ACCEPTED for name in names)


def rows(*said: str) -> list[tuple[str, ...]]:
    return [tuple(row.split()) for row in said]


@pytest.mark.parametrize(
    ("text", "subtotal"),
    [
        ("和紙ランプ 8個 単価6,400円\n配送料 3,000円\n都合54,200円（税抜）です", 54200),
        ("アルミ角パイプ 45本 @1,180\n加工費 12,000円\nお会計：65,100円（税別）", 65100),
        ("品名：冷蔵扉\n数量：4枚\n単価：285,000円（税抜）\n請負金：1,140,000円（税抜）", 1140000),
        ("勤怠クラウド 120ID 年額4,200円/IDで合意、504,000円（税抜）", 504000),
        ("散水チューブ　25巻　4,800円　120,000円\n値引　▲10,000円\n＜合計・税抜＞　110,000円", 110000),
        ("継手 240個／85円、ゴム板 60枚／120円、テープ 12巻／150円の3点受注、税別で29,400円", 29400),
        ("アイコン 12点 60,000円、バナー 3点 45,000円 以上2件で105,000円（税抜）", 105000),
        ("机 3台 @42,000、椅子 12脚 @9,800。本体243,600円、消費税24,360円、総額267,960円", 243600),
        ("棚 5台 @30,000 組立費10,000円 税抜160,000円 税込176,000円", 160000),
        ("冊子 3,000部 @62.5 187,500円、別途版下代35,000円、税抜合計222,500円", 222500),
    ],
)
def test_a_figure_that_is_what_the_lines_come_to_is_no_line(text: str, subtotal: int) -> None:
    order = order_of(text)
    assert order.subtotal == subtotal
    assert not order.conflict
    assert is_accepted(order)


def test_goods_that_cost_as_much_as_all_others_may_be_their_sum() -> None:
    order = order_of("・看板製作 4枚 @25,000\n・設置工事 100,000円\n税別")
    assert order.confidence["total"] is Confidence.ASK
    assert figures_of(order_of("会場費 200,000円\n音響費 100,000円\n映像費 300,000円\n税別"))[2] == ("-", "-", "300000")


def test_instalments_are_no_lines() -> None:
    order = order_of("倉庫改修工事 総額3,000,000円（税別）。支払いは着手金30% 900,000円、完了時70% 2,100,000円です。")
    assert (figures_of(order), order.total) == (rows("- - 3000000"), 3300000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("冷凍うどん200g×40食 15ケース 4,200円/ケース（税抜）", "15 4200 63000"),
        ("中軽量棚 W900 4段 → 12連、1連あたり38,000円（税別）", "12 38000 456000"),
        ("紙コップ（1,000個入）を20ケース、ケース6,400円（税別）", "20 6400 128000"),
        ("ロッカー 12台、台単価38,000円（税抜）", "12 38000 456000"),
        ("計測器 ×3 / 1台 176,000円（税抜） / 528,000円", "3 176000 528000"),
        ("床ワックス 1回33,000円（税別）、年4回の契約です", "4 33000 132000"),
        ("清掃業務（年6回）1回48千円、計288千円（税別）", "6 48000 288000"),
        ("ジャンボタクシー　6便\n・1便14,300円（税別）", "6 14300 85800"),
        ("契約内容：貸し机 3席\n利用料：528,000円／席（税別）", "3 528000 1584000"),
        ("ラベル用紙 A4 20,000枚、100枚あたり240円、計48,000円（税別）", "20000 2.4 48000"),
        ("封筒 角2 5,000枚（@8,200円/千枚）41,000円 税抜", "5000 8.2 41000"),
        ("ヘルメット　80　　@1,650　税抜", "80 1650 132000"),
        ("杉板　　80　　2,400　　192,000　　税抜", "80 2400 192000"),
        ("化粧箱三百個を一個四百八十円、都合十四万四千円(税抜)", "300 480 144000"),
        ("切板 t9×1219×2438／14枚／1枚27,300円／計382,200円 別途消費税", "14 27300 382200"),
        ("モップ 誤）50本 → 正）80本\n単価3,200円　合計256,000円　税別", "80 3200 256000"),
    ],
)
def test_the_price_of_one_and_the_count_it_is_for(text: str, expected: str) -> None:
    order = order_of(text)
    assert figures_of(order) == rows(expected)
    assert order.tax_entry == "out"
    assert order.subtotal == int(expected.split()[2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前回は50台で40万円でしたが、今回は扇風機80台 @7,500 税抜です", "80 7500 600000"),
        (
            "品名：扇風機\n数量：60台\n金額：711,000円（税抜）\n前回は80台で896,000円だったので減",
            "60 11850 711000",
        ),
        ("内装、当初80〜100万のレンジで話してましたが92万(税抜)で着地", "- - 920000"),
        ("他社が85万円で出していましたが、当社の92万円（税別）で外壁洗浄が決まりました", "- - 920000"),
        ("前回の単価は420円でしたが今回は印刷 450円で2,000個、90万円（税別）", "2000 450 900000"),
        ("Amount: ¥1.98M (excl. tax)\nProduct: Vibration logger\nList: ¥2.2M", "- - 1980000"),
        ("展示台 定価800,000円のところ継続割10%OFFで720,000円（税抜）", "- - 720000"),
        ("レーザー加工 35個 42,000円から出精値引▲2,000円で40,000円（税別）", "35 - 40000"),
        ("厨房改装 総額210万円（税別）うち今期計上90万円", "- - 2100000"),
    ],
)
def test_figures_of_other_times_and_parts_are_not_of_this_order(text: str, expected: str) -> None:
    order = order_of(text)
    assert figures_of(order) == rows(expected)
    assert not order.conflict
    assert order.subtotal == int(expected.split()[2])


def test_a_customer_won_last_month_or_as_last_year_is_no_comparison() -> None:
    assert figures_of(order_of("昨年と同じくカレンダー500部 @320（税別）のご注文をいただきました")) == rows(
        "500 320 160000"
    )
    assert figures_of(order_of("昨年同様ケーキ400台ご予約いただきました。1台3,240円（税込）")) == rows(
        "400 3240 1296000"
    )


@pytest.mark.parametrize(
    ("text", "rates", "tax"),
    [
        (
            "ビール 24本 @220 5,280\nジュース 48本 @108 5,184\n合計 10,464円（内消費税：8% 384円、10% 480円）",
            (10, 8),
            864,
        ),
        (
            """・弁当　35個　1,080円　37,800円
・紙コップ　2袋　550円　1,100円
合計38,900円（税込）
内訳 8%対象 37,800円(消費税2,800円) 10%対象 1,100円(消費税100円)""",
            (8, 10),
            2900,
        ),
        ("味噌　12樽　5,000　60,000　軽8%\n紙皿　200枚　15　3,000　10%\n税抜63,000 税5,100 合計68,100", (8, 10), 5100),
        ("・精米 30袋 @4,600 ※\n・容器 5,000個 @14\n（※は軽減税率8%、ほかは10%。単価は税抜）", (8, 10), 18040),
    ],
)
def test_rates_are_shared_out_as_the_printed_tax_says(text: str, rates: tuple[int, ...], tax: int) -> None:
    order = order_of(text)
    assert tuple(item.tax_rate for item in order.items) == rates
    assert order.tax == tax
    assert not order.conflict


@pytest.mark.parametrize("said", ["税込かどうか確認中", "税抜か税込か未確認", "税込?", "たぶん税込だと思います"])
def test_a_basis_that_is_asked_about_is_not_said(said: str) -> None:
    order = order_of(f"記念タオル420枚 単価680円、合計285,600円（{said}）")
    assert (order.tax_entry, order.total) == ("unknown", None)


def test_the_price_with_tax_beside_the_one_without() -> None:
    order = order_of("受付カウンター製作 660,000円（税抜600,000円）")
    assert (figures_of(order), order.tax_entry, order.total) == (rows("- - 600000"), "out", 660000)


def test_a_closing_day_below_a_sum_takes_nothing_of_it() -> None:
    assert order_of("鍵箱 120個 @2,150 258,000\n小計258,000 税25,800 合計283,802\n締め支払：15日締め翌月10日").conflict
    assert order_of("鍵箱 3個 @268,002\n小計804,006 税80,400 合計884,406\n締め：15日締め翌月10日").total == 884406

"""Which figure of a post is the order's sum: not a limit, a list price, another year's or another order's figure."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-03-10T10:00:00+09:00")
MONEY = ("subtotal", "tax", "total")


def one(text: str) -> Order:
    orders = read_orders(text, POSTED, None).orders
    assert len(orders) == 1
    return orders[0]


def is_sure(order: Order) -> bool:
    return all(order.confidence.get(name) is Confidence.ACCEPTED for name in MONEY) and not order.conflict


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        pytest.param(
            "与信OKです（枠300万円）。株式会社カモメの件、正式受注となりました。\n"
            "搬送ベルト　240m　@3,600円　計864,000円（外税）",
            (864_000, 86_400, 950_400),
            id="a credit limit",
        ),
        pytest.param(
            "株式会社カモメさんの三次元測定、最終的に税別110万円で受注できました。昨年度（98万）より上がってます。",
            (1_100_000, 110_000, 1_210_000),
            id="last year's price in brackets",
        ),
        pytest.param(
            "株式会社カモメ様、研削盤オーバーホール 前回（185万円）と同額の185万円（税抜）で受注しました。",
            (1_850_000, 185_000, 2_035_000),
            id="the same price as before counts once",
        ),
        pytest.param(
            "株式会社カモメ様 受注\n容器代 10,000本 × 62円 = 620,000円（税抜）\n前回（8,000本）は税抜500,000円でした",
            (620_000, 62_000, 682_000),
            id="what was bought before",
        ),
        pytest.param(
            "株式会社カモメ様から追加発注いただきました。\n"
            "3Dパース 2カット、1カット6万円、税別です。前回分の18万円とは別請求。",
            (120_000, 12_000, 132_000),
            id="another order's figure",
        ),
        pytest.param(
            "株式会社カモメより発注書受領。真空パック機 1台 税抜980,000円（メーカー希望小売価格1,250,000円）。"
            "設置費は税抜45,000円。",
            (1_025_000, 102_500, 1_127_500),
            id="a list price between two lines",
        ),
        pytest.param(
            "株式会社カモメ様、LEDパネル64枚受注。1枚あたり12,800円のところ今回11,900円。税抜761,600円。",
            (761_600, 76_160, 837_760),
            id="the usual price of one",
        ),
        pytest.param(
            "株式会社カモメ様 受注。年間サポート 税抜96万（前年90万から6万アップ）。",
            (960_000, 96_000, 1_056_000),
            id="how much more than last year",
        ),
        pytest.param(
            "株式会社カモメ様 受注\nサーバー保守 3年一括 1,080,000円（税抜）\n※月額換算30,000円",
            (1_080_000, 108_000, 1_188_000),
            id="the same for a month",
        ),
        pytest.param(
            "受注 株式会社カモメ\n床材 80㎡ @4,200円\n税抜合計 336,000円\nうち運賃 12,000円",
            (336_000, 33_600, 369_600),
            id="a part of the sum on its own row",
        ),
        pytest.param(
            "株式会社カモメ様受注、年間保守120万円（税抜）＋スポット対応1回5万円×想定4回は別途請求。",
            (1_200_000, 120_000, 1_320_000),
            id="what is billed apart",
        ),
        pytest.param(
            "株式会社カモメ様 受注。土間工事 税込 2,200,000円。着工後半金1,100,000円、完工後残り1,100,000円。",
            (2_000_000, 200_000, 2_200_000),
            id="how it is paid",
        ),
        pytest.param(
            "Kestrel Instruments, Inc. signed today! Gap assessment, 40 hours @ ¥25k = ¥1M plus tax. "
            "Optional audit (¥300k) not taken.",
            (1_000_000, 100_000, 1_100_000),
            id="an option that was not taken",
        ),
        pytest.param(
            "株式会社カモメ様 追加工事 ¥330,000(税込) ご発注。累計受注額は¥8,580,000になります。",
            (300_000, 30_000, 330_000),
            id="all orders so far",
        ),
        pytest.param(
            "株式会社カモメ様、受注。導入支援 税抜3,000,000円、うち当期売上2,000,000円、来期1,000,000円。",
            (3_000_000, 300_000, 3_300_000),
            id="in which year it is booked",
        ),
    ],
)
def test_only_what_is_charged_counts(text: str, sums: tuple[int, int, int]) -> None:
    order = one(text)
    assert (order.subtotal, order.tax, order.total) == sums
    assert is_sure(order)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        pytest.param(
            "受注：株式会社カモメ\nUTM本体　2台　@¥396,000\n設定作業　¥150,000\n5年保守　¥240,000\n値引　−¥32,000\n"
            "税抜計 ¥1,150,000",
            (1_150_000, 115_000, 1_265_000),
            id="lines of any name that come to the sum",
        ),
        pytest.param(
            "受注しました！\n取引先：株式会社カモメ\n件名：配車システム導入\n"
            "初期費用：1,200,000円\n月額利用料：85,000円\n"
            "契約期間：24ヶ月\n契約総額：3,240,000円（税別）",
            (3_240_000, 324_000, 3_564_000),
            id="a price each month beside one that is paid once",
        ),
        pytest.param(
            "株式会社カモメ様 ご契約\n清掃業務委託 年額 2,640,000円（税込）月額220,000円",
            (2_400_000, 240_000, 2_640_000),
            id="by the year and by the month",
        ),
        pytest.param(
            "株式会社カモメさん、ドラレコ 35台 受注。1台39,800円（税込）、取付工賃は1台あたり11,000円（税込）。"
            "トータル1,778,000円。",
            (1_616_364, 161_636, 1_778_000),
            id="a price of one for as many as were counted",
        ),
        pytest.param(
            "株式会社カモメ様 PO受領\n治具代 一式 95,000円\n加工費 410,000円\n"
            "合計 505,000円\n税 50,500円\n総額 555,500円",
            (505_000, 50_500, 555_500),
            id="tax under a short label",
        ),
        pytest.param(
            "株式会社カモメ様 受注\n冷凍ピザ 300枚 × 420円 = 126,000円\n冷凍パスタ 500食 × 260円 = 130,000円\n"
            "軽減税率8%　税込276,480円",
            (256_000, 20_480, 276_480),
            id="the sum with tax at a rate the post names",
        ),
        pytest.param(
            "株式会社カモメ様 システム改修 受注\n"
            "要件定義 1.5人月 110万円/人月 165万円\n開発 4人月 95万円/人月 380万円\n"
            "計545万円、調整値引15万円で530万円（税別）",
            (5_300_000, 530_000, 5_830_000),
            id="a discount behind a sum",
        ),
        pytest.param(
            "株式会社カモメ様 成約\nコピー用紙 1箱 2,980円(税込3,278円) 50箱",
            (149_000, 14_900, 163_900),
            id="one box with and without tax",
        ),
        pytest.param(
            "株式会社カモメ様 ご注文\n柏餅 500個 150円\nちまき 300本 200円\n"
            "合計135,000円（税抜・軽減8%）→税込145,800円",
            (135_000, 10_800, 145_800),
            id="the sum and the sum with tax behind an arrow",
        ),
        pytest.param(
            "株式会社カモメ様 受注。\nLED投光器　7台　で　50,000円（税込）",
            (45_455, 4_545, 50_000),
            id="seven for so much",
        ),
        pytest.param(
            "Won! Avocet Trading Inc. 60 hrs of translation at JPY 6,500/hr, JPY 390,000 + 10% tax = JPY 429,000.",
            (390_000, 39_000, 429_000),
            id="tax added to a sum",
        ),
        pytest.param(
            "株式会社カモメ様、会社案内 2,000部 受注です。1部あたり165円（税込）、総額33万円。",
            (300_000, 30_000, 330_000),
            id="a price of one and a count in another sentence",
        ),
        pytest.param(
            "株式会社カモメ様 餡 300kg 受注 @450 8%税別 請求は145,800円",
            (135_000, 10_800, 145_800),
            id="what is billed",
        ),
        pytest.param(
            "株式会社カモメ様、研修2日間 受注。1日あたり150,000円、テキスト20冊、合計300,000円（税別）",
            (300_000, 30_000, 330_000),
            id="the sum of the line before is not the price of the next goods",
        ),
        pytest.param(
            "株式会社カモメ様\n→ 受注しました！\n→ 加湿器 12台 @28,000円（税抜）\n→ フィルター 24枚 @2,500円（税抜）",
            (396_000, 39_600, 435_600),
            id="rows that all begin with an arrow",
        ),
        pytest.param(
            "株式会社カモメ様 受注\nにんじん 120kg × 210円\nじゃがいも 300kg × 165円\n税別、消費税8%\nお届け 3/14",
            (74_700, 5_976, 80_676),
            id="goods in kana",
        ),
    ],
)
def test_what_adds_up_is_not_asked(text: str, sums: tuple[int, int, int]) -> None:
    order = one(text)
    assert (order.subtotal, order.tax, order.total) == sums
    assert is_sure(order)


@pytest.mark.parametrize(
    ("text", "rates", "tax"),
    [
        pytest.param(
            "株式会社カモメ様　受注\nうどん 12ケース @3,480\n醤油 5梱 @5,940\n割箸 2梱 @9,200 ←これだけ10％\n"
            "食品2品は軽減8％、単価は全部税抜です",
            (8, 8, 10),
            7_556,
            id="as many lines as are left",
        ),
        pytest.param(
            "株式会社カモメ様 受注\n弁当 60個 @864円\nお茶 60本 @129円\nゴミ袋 5枚 @55円 ←これだけ10%、他は8%\n税込",
            (8, 8, 10),
            4_438,
            id="this row and the others",
        ),
    ],
)
def test_a_rate_finds_its_lines(text: str, rates: tuple[int, ...], tax: int) -> None:
    order = one(text)
    assert tuple(item.tax_rate for item in order.items) == rates
    assert order.tax == tax
    assert is_sure(order)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "受注しました 株式会社カモメ様\n"
            "チョコレート用金型 3型 @240,000 → 720,000\n→ 3型まとめで70万にしました（税別）",
            id="a price below an arrow may stand in for the one above",
        ),
        pytest.param(
            "株式会社カモメ様 受注！\n豚ロース 50kg @980円、鶏もも 80kg @620円、消費税8%込みで107,028円",
            id="a figure with tax that the lines do not come to",
        ),
        pytest.param(
            "株式会社カモメより正式受注。\n床暖房工事 1,980,000円（税抜）\n補助金 ▲500,000円はお客様が申請",
            id="a subsidy is no discount of ours",
        ),
        pytest.param(
            "株式会社カモメ様 受注しました\n冊子 150冊 × 1,980円(税込)\n値引き 一律5%\n請求 282,150円(税込)",
            id="what is billed is not what the lines come to",
        ),
    ],
)
def test_what_may_be_something_else_is_asked(text: str) -> None:
    assert not is_sure(one(text))


def test_the_price_of_a_contract_is_not_approximate() -> None:
    order = one("株式会社カモメ様、受注しました。外構工事 契約金5,500,000円（消費税込）")
    assert (order.total, order.stated_amount) == (5_500_000, None)


def test_a_point_ends_a_sentence_behind_cents() -> None:
    order = one("PO received today from Tidewater Robotics, Inc.: encoder, 24 pcs @ USD 185.00 = USD 4,440.00. Tax 0%.")
    assert (order.total, order.currency) == (4_440, "USD")
    assert is_sure(order)


def test_a_sum_of_sure_and_approximate_lines_is_asked() -> None:
    order = one("株式会社カモメ様 受注：研修講師 1日 税別18万＋交通費実費（概算3万）")
    assert order.confidence["stated_amount"] is Confidence.ASK

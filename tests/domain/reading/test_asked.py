"""What a message leaves open is asked: never is a value accepted that nothing in it vouches for."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

HEAD = "【受注報告】\n顧客：株式会社アオバ精機\n"
PLAIN = f"{HEAD}商品：保守サービス\n金額：100,000円（税抜）\n"
MONEY = {"items", "subtotal", "tax", "total"}


def orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, datetime(2025, 11, 12, 10, tzinfo=ZoneInfo("Asia/Tokyo"))).orders


def one(text: str) -> Order:
    (order,) = orders(text)
    return order


def asked(order: Order) -> set[str]:
    """Return the fields a person has to look at; cells of lines as "items"."""
    return {name.split("[")[0] for name, how in order.confidence.items() if how is Confidence.ASK}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("支払条件：13ヶ月後末払い", "payment_terms"),
        ("支払条件：月末締め翌月第2金曜払い", "payment_terms"),
        ("支払条件：工事完了後30日", "payment_terms"),
        ("請求日：毎月25日", "billing_date"),
        ("請求日：12月中に", "billing_date"),
        ("納品は来月。請求日は11月最終営業日です", "billing_date"),
        ("支払期日：来月のどこか", "payment_due_date"),
        ("受注日：先週", "order_date"),
    ],
)
def test_a_labelled_time_that_is_not_understood_is_asked(line: str, field: str) -> None:
    assert asked(one(PLAIN + line)) == {field}


@pytest.mark.parametrize(
    "line",
    [
        "支払条件：いつも通り",
        "支払：銀行振込",
        "請求：毎月末",
        "請求日：納品後すみやかに",
        "締日：15日 支払：翌月10日",
        "受注日：確認中",
        "いつ請求: イベント終了後",
    ],
)
def test_a_label_that_says_on_purpose_that_there_is_no_day_is_understood(line: str) -> None:
    assert asked(one(PLAIN + line)) == set()


@pytest.mark.parametrize(
    "price",
    [
        "税抜10万円かもしれません",
        "たぶん税抜10万円",
        "税抜10万円の予定",
        "税抜10万円（仮）",
        "税抜10万円？",
        "35",
        "200.000円（税抜）",
        "40万円（税別）から10%引き",
    ],
)
def test_a_price_nobody_vouches_for_is_asked(price: str) -> None:
    order = one(f"{HEAD}商品：保守サービス\n金額：{price}")
    assert "items" in asked(order)
    assert order.total is None or "total" in asked(order)


@pytest.mark.parametrize("price", ["税抜10万円くらい", "概算で税抜10万円", "10万円（税抜）前後", "約10万円（税抜）"])
def test_an_approximate_price_is_stated_and_comes_to_no_total(price: str) -> None:
    order = one(f"{HEAD}商品：保守サービス\n金額：{price}")
    assert (order.stated_amount, order.total) == (100_000, None)


@pytest.mark.parametrize(
    "goods",
    [
        "・サーバー構築 50万円（税別）\n・保守サービス",
        "1) サーバー構築 50万円（税別）\n2) 保守サービス",
        "・サーバー構築 50万円（税別）\n・保守サービス 12ヶ月",
        "商品：サーバー構築\n金額：50万円（税別）\n\n商品：保守サービス",
        "商品：サーバー構築\n金額：50万円（税別）\n\n商品：保守サービス\n金額：未定",
        "商品①：サーバー構築\n金額：50万円（税別）\n商品②：保守サービス\n数量：12",
        "サーバー構築 50万円（税別）\nモニター 3台",
    ],
)
def test_goods_without_a_price_beside_priced_ones_are_asked(goods: str) -> None:
    assert "items" in asked(one(HEAD + goods))


def test_remarks_in_the_list_of_the_goods_are_no_goods() -> None:
    assert asked(one(f"{HEAD}・机 5台 100,000円（税別）\n・搬入経路要確認\n・納品は12月中旬\n・天板：オーク")) == set()


@pytest.mark.parametrize(
    "goods",
    [
        "サーバ2台とラック1台で150万円、税抜",
        "部品A×10 部品B×20 合計5万円 税別",
        "プリンタ5台（うち2台は無償）。1台98,000円税別",
        "Microsoft 365 50ユーザー 年額 1,200,000円 税抜",
        "クラウド利用料 20名 月500円/人 年間契約 税別",
        "研修 2日×15万円 30名 税別",
        "サーバ     2  600,000 税別",
        "サーバ2台120万円、オプションで保守10万円も検討中、税抜",
        "お茶 100箱 × 1,000円\n紙コップ 20箱 × 500円\n送料 1,000円\n※軽減品は8%、資材は10%、税別",
        "お茶 100箱 × 1,000円\n紙コップ 20箱 × 500円\n※8%と10%が混在、税別",
    ],
)
def test_figures_that_may_be_meant_in_two_ways_are_asked(goods: str) -> None:
    order = one(HEAD + goods)
    assert "items" in asked(order)
    assert order.total is None or "total" in asked(order)


@pytest.mark.parametrize(
    ("goods", "total"),
    [
        ("毎月25日に請求、保守 100,000円（税別）", 110_000),
        ("プリンタ3台294,000円。うち1台は12月納品。税別。", 323_400),
        ("年間保守 年額36万円（税別、月3万円）", 396_000),
        ("机2台 10万ずつ 税別", 220_000),
        ("サーバ移設40万円、10%値引きして36万円（税別）", 396_000),
        ("サーバ移設40万円（税別）から5万円値引き", 385_000),
        ("Windows 11 Pro 10ライセンス 28,000円×10 税抜", 308_000),
        ("4K液晶モニタ27型 10台 35,000円/台 税抜", 385_000),
        ("サーバ2台で税込132万（税抜120万）", 1_320_000),
        ("机 22万円（うち税2万円）", 220_000),
        ("机 20 万円（税抜）", 220_000),
    ],
)
def test_what_is_plain_to_a_reader_is_read(goods: str, total: int) -> None:
    order = one(HEAD + goods)
    assert order.total == total
    assert not {"subtotal", "tax", "total"} & asked(order)


def test_two_customers_in_one_sentence_are_two_orders() -> None:
    read = orders("アルファ社よりコピー機10万円、ベータ社より椅子5万円の受注です（税別）。")
    assert [(order.partner_name, order.total) for order in read] == [("アルファ社", 110_000), ("ベータ社", 55_000)]


def test_prices_on_both_bases_are_no_one_s() -> None:
    assert {"tax_entry"} <= asked(one(f"{HEAD}サーバ2台120万円、送料3,000円（税込）、税抜"))


def test_a_day_almost_a_year_ahead_is_rather_a_slip() -> None:
    assert asked(one(f"{PLAIN}受注日：11/10 請求日：11/5")) == {"billing_date"}


@pytest.mark.parametrize("owners", ["田中、鈴木", "田中・鈴木", "田中さんと鈴木さん", "田中/鈴木"])
def test_each_of_several_salespeople_is_offered(owners: str) -> None:
    order = one(f"{PLAIN}担当：{owners}")
    assert asked(order) == {"owner"}
    assert [candidate.value for candidate in order.candidates["owner"]] == ["田中", "鈴木"]


@pytest.mark.parametrize("who", ["後日決定", "未定", "調整中"])
def test_a_salesperson_who_is_still_to_come_is_none(who: str) -> None:
    assert one(f"{PLAIN}担当：{who}").owner is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("北斗商会様よりご紹介のミナト物産様から", "ミナト物産"),
        ("川口です。鈴木が担当のミナト物産様から", "ミナト物産"),
        ("ミナト物産 株式会社 様から", "ミナト物産 株式会社"),
    ],
)
def test_words_in_front_of_a_name_are_none_of_it(text: str, name: str) -> None:
    assert one(f"{text}プリンタ3台 294,000円（税別）受注しました").partner_name == name


@pytest.mark.parametrize(
    "text",
    [
        "ミナト物産様の受注が流れました…プリンタ3台294,000円…",
        "ミナト物産様にプリンタ3台 294,000円の請求書を再発行してください。",
    ],
)
def test_a_lost_deal_and_an_errand_are_no_orders(text: str) -> None:
    assert orders(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "ミナト物産様より追加発注です。トナー10本、@12,800円税別。",
        "ミナト物産様 トナー10本 128,000円（税別）で話がまとまりました。",
        "PO from Minato Trading: 10 x toner @ ¥12,800 (ex tax).",
        "ミナト物産様から発注のメールをいただきました。転送します。\n> トナー10本（12,800円/本・税別）を発注します。",
    ],
)
def test_what_came_in_is_an_order(text: str) -> None:
    assert one(text).total == 140_800


BEANS = "コーヒー豆{} 20袋 30,000円"
MUGS = "マグカップ 10個 8,000円"


@pytest.mark.parametrize(
    "goods",
    [
        f"{BEANS.format('※')}\n{MUGS}\n※は軽減税率対象、税抜",
        f"{BEANS.format('(軽)')}\n{MUGS}\n税抜",
        f"【軽減税率8%】{BEANS.format('')}\n{MUGS}\n税抜",
        f"8%対象\n{BEANS.format('')}\n10%対象\n{MUGS}\n税抜",
        f"{BEANS.format('')}\n{MUGS}\n税抜。豆は8%です。",
        f"{BEANS.format('')}\n{MUGS}\n税抜。食品は8%、マグは10%。",
    ],
    ids=["a mark", "in its row", "in front of its row", "headings", "by its name", "by its name and the rest"],
)
def test_a_rate_belongs_to_the_lines_it_is_said_of_and_to_no_other(goods: str) -> None:
    order = one(HEAD + goods)
    assert [line.tax_rate or 10 for line in order.items] == [8, 10]
    assert (order.items[0].description, order.tax) == ("コーヒー豆", 2_400 + 800)
    assert not MONEY & asked(order)


def test_a_monthly_price_for_a_stated_period_is_asked() -> None:
    goods = "初期費用 300,000円\n月額費用：50,000円\n契約期間：12ヶ月\n税抜"
    assert {"items", "total"} <= asked(one(HEAD + goods))

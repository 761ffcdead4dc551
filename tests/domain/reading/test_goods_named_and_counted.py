"""Which words of a row name the goods, what counts them, and which figures are about something else."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-07-01T10:00:00+09:00")
WON = "株式会社ヤマネ商店様 受注。"


def read(text: str) -> Order:
    orders = read_orders(text, POSTED).orders
    assert len(orders) == 1
    return orders[0]


def lines(text: str) -> list[tuple[str | None, float | None, float | None, float | None]]:
    def plain(value: object) -> float | None:
        return None if value is None else float(value)  # type: ignore[arg-type]

    return [(i.description, plain(i.quantity), plain(i.unit_price), plain(i.amount)) for i in read(text).items]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ふるい機「サラサラ君」 1台 240,000円 税抜", "ふるい機「サラサラ君」"),
        ("例の倉庫照明LED化 72万円（税抜）", "倉庫照明LED化"),
        ("C案＝記念誌 48頁 300部 @1,850（税抜）", "記念誌 48頁"),
        ("ポロシャツ 80、もとい90枚 @1,980（税抜）", "ポロシャツ"),
        ("パイプ椅子 定価3,200円の10%OFF → 単価2,880円×150脚 = 432,000円（税抜）", "パイプ椅子"),
        ("前回と同じ土嚢袋を200枚、@105円です。税抜。", "土嚢袋"),
        ("先日ご提案の棚卸代行 28万円（税抜）", "棚卸代行"),
        ("若社長から展示会ブース（2小間）を180万円で頂きました。税込", "展示会ブース（2小間）"),
    ],
)
def test_name_is_free_of_what_is_said_about_it(said: str, name: str) -> None:
    assert [line[0] for line in lines(WON + "\n" + said)] == [name]


def test_word_taken_back_names_nothing() -> None:
    post = "ペリカン湾…もといPelican Bay Pte. Ltd.から SGD 12,000 の校正装置を1台受注しました。輸出免税扱い"
    assert lines(post) == [("校正装置", 1, 12000, 12000)]


def test_sign_in_front_of_kanji_is_no_part_of_discount() -> None:
    assert lines(WON + "足場 参拾万円、端数値引 −壱万円。全部税込。")[1] == ("端数値引", 1, -10000, -10000)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ボールねじ BS-20, 36本, ¥18,400/pc, excl. tax", ("ボールねじ BS-20", 36, 18400, 662400)),
        ("成分分析 15検体\n単価：22,000円／検体（消費税別途）", ("成分分析", 15, 22000, 330000)),
        ("マネキン 5体 @32,000 税別", ("マネキン", 5, 32000, 160000)),
        ("コーディング　12P×2.2万円（税別）", ("コーディング", 12, 22000, 264000)),
        ("教材 20冊 ¥30,000 税別", ("教材", 20, 1500, 30000)),
        ("講座「新人研修」（6時間×2日）1式 480,000円 税別", ("講座「新人研修」（6時間×2日）", 1, 480000, 480000)),
    ],
)
def test_counts_what_is_counted(said: str, expected: tuple[str, float, float, float]) -> None:
    assert lines(f"{WON}\n{said}") == [expected]


def test_pages_of_brochure_do_not_count_it() -> None:
    order = read("PO received: Harborline Trading Ltd.\nItem: 24 page brochure, 500 copies, JPY 380 each, excl. tax")
    assert (order.items[0].quantity, order.subtotal) == (500, 190000)


@pytest.mark.parametrize(
    "said",
    [
        "上履き 30足 ¥1,250\n体操着 30着 ¥2,600\n※上記は単価・税抜",
        "上履き 30足 ¥1,250\n体操着 30着 ¥2,600\n※単価です、税別",
        "上履き 30足 1,250円、体操着 30着 2,600円　単価・税別",
    ],
)
def test_note_says_that_all_figures_are_prices_of_one(said: str) -> None:
    assert [line[3] for line in lines(f"{WON}\n{said}")] == [37500, 78000]


@pytest.mark.parametrize("said", ["角型食缶 14L　130個　￥11,900-", "弁当 35名 1,200円", "つっぱり棚／70本／2,350円"])
def test_round_price_that_does_not_divide_is_asked(said: str) -> None:
    order = read(f"{WON}{said} 税抜")
    assert order.confidence["items[0].amount"] is Confidence.ASK
    assert order.confidence["total"] is Confidence.ASK


def test_price_of_a_large_run_that_does_not_divide_is_that_of_all() -> None:
    order = read(WON + "ポスター 300枚 25,000円（税込）")
    assert (order.total, order.confidence["total"]) == (25000, Confidence.ACCEPTED)


@pytest.mark.parametrize("said", ["どちらも人月単価 110万円", "いずれも@1,100,000", "各110万円"])
def test_price_said_once_of_several_goods(said: str) -> None:
    found = lines(f"{WON}要件定義 2人月、実装 4.5人月、{said}（税別）。")
    assert found == [("要件定義", 2, 1100000, 2200000), ("実装", 4.5, 1100000, 4950000)]


def test_price_of_all_together_is_not_that_of_each() -> None:
    assert read(WON + "長机 12台、丸椅子 40脚、全部で380,000円（税別）").subtotal == 380000


def test_what_comes_on_top_is_a_line() -> None:
    found = lines(WON + "スタンダードプラン 月4.8万×12ヶ月 で契約\n初期設定費 15万円 も別途（どっちも税抜）")
    assert found[1] == ("初期設定費", None, None, 150000)


def test_name_before_minus_is_taken_off() -> None:
    order = read(WON + "バッテリー 1基 ¥620,000 + 交換工賃 ¥45,000 − 下取り ¥30,000（税別）")
    assert (order.items[2].amount, order.subtotal) == (-30000, 635000)


def test_trade_in_without_sign_is_asked() -> None:
    order = read(WON + "\n- バッテリー 1基 ¥620,000\n- 旧品下取り ¥30,000\n税別")
    assert order.confidence["total"] is Confidence.ASK


def test_discount_named_as_one_of_the_lines_counts() -> None:
    assert read(WON + "デザイン 280,000円、制作 150,000円、うち初回割▲30,000円、税別で計400,000円").subtotal == 400000


@pytest.mark.parametrize(
    "said",
    [
        "カタログ価は3,100円",
        "参考：展示会価格は￥16,000でした",
        "先月の段階では92万円で渋られてました。",
        "担当の阿久津さん曰く他社品は1本2,900円だったとか。",
        "オプション（夜間工事 +80,000円）は不採用",
    ],
)
def test_price_of_another_time_or_offer_is_no_line(said: str) -> None:
    assert lines(f"{WON}棚 12本 @2,500 税抜\n{said}") == [("棚", 12, 2500, 30000)]


def test_price_that_was_agreed_counts_whatever_it_is_called() -> None:
    assert read(WON + "テント 2張、最終価格は98,000円でした（税抜）").subtotal == 98000
    assert read(WON + "テント 2張 展示会価格98,000円（税抜）").subtotal == 98000


def test_price_behind_a_period_is_read() -> None:
    post = "株式会社ヤマネ商店さん、サーバ保守の年間契約取れました！期間は10/1〜来年9/30で月¥65,000×12ヶ月（税抜）"
    assert lines(post) == [("サーバ保守", 12, 65000, 780000)]


def test_half_a_year_leaves_open_what_a_monthly_price_comes_to() -> None:
    assert read(WON + "月次レポート作成 月5,000円を半年契約で。税別。").confidence["total"] is Confidence.ASK


def test_how_much_there_is_to_tell_counts_no_goods() -> None:
    post = "終電前に一件だけ。株式会社ヤマネ商店さん、ベルト交換 18.5万(税抜)で受注しました。"
    assert lines(post) == [("ベルト交換", None, None, 185000)]


def test_goods_given_free_leave_the_others_alone() -> None:
    order = read(WON + "サーバ移設 一式 35万、作業立会い半日 無償、LANケーブル 10本 @1,900 税別")
    assert (order.subtotal, order.confidence["total"]) == (369000, Confidence.ACCEPTED)


def test_line_that_is_all_the_others_is_sure_if_the_sum_says_so() -> None:
    order = read(WON + "要件定義80万、設計120万、製造300万、テスト100万で合計600万（税別）。")
    assert (order.subtotal, order.confidence["total"]) == (6000000, Confidence.ACCEPTED)


def test_goods_counted_in_cases_keep_their_name() -> None:
    assert lines(WON + "防犯診断 3件だけ。単価5万円（税別）")[0][:2] == ("防犯診断", 3)


def test_what_may_come_on_top_is_asked() -> None:
    order = read(WON + "棚 12本 @2,500、設置費5万円も別途かかります（税別）")
    assert order.confidence["total"] is Confidence.ASK


def test_size_in_front_of_a_count_is_no_thousands() -> None:
    order = read(WON + "石膏ボード 12.5mm 3×6 200枚 @420 荷揚げ費 200枚 @60 税別")
    assert (order.subtotal, order.confidence["total"]) == (96000, Confidence.ACCEPTED)


def test_spaced_thousands_are_asked() -> None:
    assert read(WON + "石膏ボード 1 200枚 @420 税別").confidence["total"] is Confidence.ASK


def test_grades_keep_their_sign() -> None:
    found = lines(WON + "研磨材 #400 20kg 6袋、#800 20kg 4袋、ともに@7,200 税別")
    assert [line[0] for line in found] == ["研磨材 #400 20kg", "#800 20kg"]


def test_running_list_behind_a_title_has_its_first_name_asked() -> None:
    order = read(WON + "\n件名：倉庫ラック増設　・中量棚 5段 4台 @42,300　・施工費 135,000　税別")
    assert order.confidence["items[0].description"] is Confidence.ASK


def test_price_in_thousands_is_not_dropped() -> None:
    order = read(WON + "引っ越し 長距離便 12万+梱包オプション 2.5万+階段作業 8千 税込")
    assert [item.amount for item in order.items] == [120000, 25000, 8000]


def test_thousands_of_something_else_are_no_line() -> None:
    assert len(lines(WON + "会員5千 突破記念のぼり 10本 @1,200 税込")) == 1


def test_price_of_one_beside_a_labelled_count_is_asked() -> None:
    order = read(WON + "品名 作業着上下 数量 60着 単価 5,480円 刺繍代 1着 350円 税別")
    assert order.confidence["total"] is Confidence.ASK

"""Figures and bases a post takes back, both amounts of one price, and names that are none."""

from __future__ import annotations

import pytest

from domain.reading import Confidence, Order
from domain.reading.goods_guard import is_no_name
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED


def _order(text: str) -> Order:
    [order] = read_orders(text, POSTED).orders
    return order


def _lines(order: Order) -> list[tuple[str | None, object, object, object]]:
    return [(item.description, item.quantity, item.unit_price, item.amount) for item in order.items]


@pytest.mark.parametrize(
    ("text", "quantity", "price"),
    [
        ("脚立 4台、単価12,800円(税抜)\n…すみません、4台じゃなくて7台でした。", 7, 12800),
        ("商品：脚立\n数量：7台（4台は誤り）\n単価：12,800円 税抜", 7, 12800),
        ("脚立／4台って聞いてたけど最後に7台に増えた／1台税抜12,800円", 7, 12800),
        ("脚立を4台の予定でしたが7台に増えました。1台12,800円（税別）です。", 7, 12800),
        ("脚立7台、1台12,300円（税別）です。\nすみません訂正、12,300円ではなく12,800円でした。", 7, 12800),
        ("脚立4台 @12,800円税別。\nあ、4台でなくて7台です。", 7, 12800),
    ],
)
def test_what_is_taken_back_counts_nowhere(text: str, quantity: int, price: int) -> None:
    order = _order("株式会社ミドリ様から受注しました。\n" + text)
    assert _lines(order) == [("脚立", quantity, price, quantity * price)]
    assert order.confidence["total"] is Confidence.ACCEPTED


@pytest.mark.parametrize(
    "text",
    ["訂正：7台でした", "すみません、正しくは7台", "追記：すみません台数は7台でした。", "↑間違い、7台が正しいです"],
)
def test_a_row_that_corrects_stands_for_the_only_figure_of_its_kind_above(text: str) -> None:
    order = _order("株式会社ミドリ様から受注しました。\n脚立 4台　単価 12,800円（税別）\n" + text)
    assert _lines(order) == [("脚立", 7, 12800, 7 * 12800)]
    assert order.confidence["total"] is Confidence.ACCEPTED


def test_a_price_is_corrected_from_the_row_below_as_well() -> None:
    order = _order("株式会社ミドリ様 受注\n紙袋 500枚 @48 税抜\n↑ごめんなさい、@46 が正しいです")
    assert _lines(order) == [("紙袋", 500, 46, 23000)]
    assert order.confidence["total"] is Confidence.ACCEPTED


@pytest.mark.parametrize(
    "text",
    [
        "脚立 4台　単価 12,800円（税別）\n数量を7台に変更",
        "脚立 4台　単価 12,800円（税別）\n台車 3台　単価 9,000円（税別）\n訂正：7台でした",
    ],
)
def test_a_correction_that_does_not_say_of_what_is_asked(text: str) -> None:
    order = _order("株式会社ミドリ様から受注しました。\n" + text)
    assert order.confidence["items"] is Confidence.ASK
    assert order.confidence["total"] is Confidence.ASK


def test_the_same_figure_in_two_lines_is_not_corrected_at_a_guess() -> None:
    order = _order("株式会社ミドリ様 受注\n椅子 5脚 @8,000\n机 5脚 @20,000\n税別。すみません、5脚じゃなくて6脚でした")
    assert order.confidence["items"] is Confidence.ASK


@pytest.mark.parametrize(
    ("first", "then", "basis"),
    [
        ("税別", "※すみません税別じゃなくて税込です！", "in"),
        ("税込", "ごめんなさい、税込ではなく税抜でした。", "out"),
        ("外税", "外税でなく内税です", "in"),
    ],
)
def test_a_basis_that_is_denied_was_not_said_above_either(first: str, then: str, basis: str) -> None:
    order = _order(f"株式会社ミドリ様 受注\n脚立 4台　単価 12,100円（{first}）\n{then}")
    assert (order.tax_entry, order.confidence["tax_entry"]) == (basis, Confidence.ACCEPTED)


def test_another_basis_below_the_price_is_asked() -> None:
    order = _order("株式会社ミドリ様 受注\n脚立 4台　単価 12,100円（税別）\n訂正：税込でした")
    assert order.confidence["tax_entry"] is Confidence.ASK
    assert order.confidence["total"] is Confidence.ASK


@pytest.mark.parametrize(
    "text",
    [
        "税込880,000円（本体800,000円）",
        "税込880,000円（税抜価格800,000円）",
        "総額880,000円（うち本体価格800,000円、消費税80,000円）",
        "税抜800,000円（税込880,000円）",
    ],
)
def test_of_both_amounts_the_one_before_tax_is_the_lines(text: str) -> None:
    order = _order("株式会社ミドリ様 受注。展示台レンタル、" + text)
    assert (order.tax_entry, order.items[0].amount) == ("out", 800000)
    assert (order.subtotal, order.tax, order.total) == (800000, 80000, 880000)


@pytest.mark.parametrize(
    "text",
    [
        "（うち取引に係る消費税額 80,000円）",
        "（うち取引に係る消費税額及び地方消費税額 80,000円）",
        "（うち消費税等相当額 80,000円）",
        "（内、消費税80,000円）",
    ],
)
def test_the_tax_inside_a_price_says_that_it_is_with_tax(text: str) -> None:
    order = _order("発注者　株式会社ミドリ\n工事名　屋根改修工事\n契約日　2025/11/17\n請負代金　金880,000円" + text)
    assert (order.tax_entry, order.subtotal, order.tax, order.total) == ("in", 800000, 80000, 880000)
    assert not order.conflict


def test_a_note_that_leads_on_belongs_to_the_figure_behind_it() -> None:
    order = _order("株式会社ミドリ様 受注。半纏26着　1着14,300円(税込)\n税込計371,800円、税抜だと338,000円")
    assert (order.tax_entry, order.subtotal, order.total, order.conflict) == ("in", 338000, 371800, False)


@pytest.mark.parametrize(
    ("rate", "count", "quantity", "price"),
    [
        ("日額32,000円", "×10日", 10, 32000),
        ("週額18,000円", "×4週", 4, 18000),
        ("日当21,000円", "で15人", 15, 21000),
        ("時給2,200円", "×120時間", 120, 2200),
    ],
)
def test_a_price_for_a_day_is_no_name(rate: str, count: str, quantity: int, price: int) -> None:
    order = _order(f"株式会社ミドリ様から足場作業車レンタルを受注。{rate}{count}、税別。")
    assert _lines(order) == [("足場作業車レンタル", quantity, price, quantity * price)]


def test_a_piece_hardly_costs_a_tenth_of_a_yen() -> None:
    order = _order("株式会社ミドリ様 受注\n薬袋　6,000枚　38円\n麻ひも　150巻　640円\n税抜")
    assert _lines(order) == [("薬袋", 6000, 38, 228000), ("麻ひも", 150, 640, 96000)]


def test_a_row_that_may_be_either_is_asked_beside_one_that_cannot() -> None:
    order = _order("株式会社ミドリ様 受注\n薬袋　6,000枚　38円\n化粧箱　1,200枚　30,000円\n税抜")
    assert order.confidence["items[1].amount"] is Confidence.ASK
    assert order.confidence["total"] is Confidence.ASK


def test_rows_that_multiply_out_stay_sure_where_the_printed_sum_is_wrong() -> None:
    order = _order("株式会社ミドリ様 受注\n杭　60本×1,850＝111,000\n縄　90本×1,100＝99,000\n小計(税抜) 201,000")
    assert order.conflict
    assert order.subtotal is None
    assert order.confidence["items"] is Confidence.ACCEPTED


def test_months_in_front_of_what_they_come_to_are_the_quantity() -> None:
    order = _order("受注のお知らせ\n発注元　株式会社ミドリ\n業務名　名簿データ化\n委託料　6ヶ月　計 495,000円（税込）")
    assert _lines(order) == [("名簿データ化", 6, 82500, 495000)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("棚板加工\n4/9受注、受注月末請求\n税別72万円", "棚板加工"),
        ("棚板加工 受注\n納品時請求、翌月末払い\n税別72万円", "棚板加工"),
        (
            "納涼会の設営、受注しました。\n場所は中央公園、雨天時は体育館\n検収後一括払い\n費用は85万円（税別）",
            "納涼会の設営",
        ),
        ("棚板加工 受注\n初回提示 90万円 → 再提示 80万円 → 最終 72万円（税抜）", "棚板加工"),
        ("受注 会報誌「うしお」夏号 印刷　2,000部＠210 税別", "会報誌「うしお」夏号 印刷"),
        ("受注です。\n型番 ポータブル電源 EG-28\n台数 3\n価格 198,000円/台（税込）", "ポータブル電源 EG-28"),
        ("受注です。\n療養ベッド〔非課税〕×4台…168,000円/台\n税抜", "療養ベッド"),
        ("受注です。\n内容　皮手袋（L）　1,200双\n単価　＠185（税抜）", "皮手袋（L）"),
    ],
)
def test_what_else_a_post_says_is_no_name_of_goods(text: str, name: str) -> None:
    order = _order("お客様：株式会社ミドリ\n" + text)
    assert [item.description for item in order.items] == [name]
    assert not any("description" in field for field in order.confidence)


@pytest.mark.parametrize(
    "name",
    [
        "会議机(", "保守】", "「納品", "会場は市民ホール", "検収後払い", "月末締め翌月末払い", "日額", "税抜合計",
        "再提示", "決定", "増やして", "届きました", "Widget A-4, unit", "for both", "付", "品な", "pc", "円換算",
        "床材 2,400円 / 2,640円", "※旧機下取り",
        "株式会社ミドリ 椅子", "型番 EG-28", "見積り",
    ],
)  # fmt: skip
def test_names_that_are_none(name: str) -> None:
    assert is_no_name(name, alone=True)


@pytest.mark.parametrize(
    "name",
    [
        "はがき印刷", "布ばさみ", "園児用はさみ", "会議机（W1800）", "年間保守", "請求書発行システム", "契約書レビュー",
        "決済端末", "雨が入らない窓", "振込手数料", "取り付け", "見守りサービス", "Annual license",
        "のり", "鍋", "抵抗（5,000個/巻）",
        "「冬灯り」運営", "搬入", "月額制動画プラン",
    ],
)  # fmt: skip
def test_names_that_only_look_odd(name: str) -> None:
    assert not is_no_name(name, alone=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("折込広告受注です。3万枚で98,000円（税別）。まだ校了前です", "折込広告"),
        ("ワイン棚のご注文を頂戴しました。@1,650円（税込）×40本。先方は急ぎだそうです", "ワイン棚"),
        ("レジ入替、無事に契約となりました。金額は162,800円（税込）。助かりました", "レジ入替"),
    ],
)
def test_goods_said_to_be_ordered_are_what_the_next_sentence_prices(text: str, name: str) -> None:
    order = _order("株式会社ミドリ様、" + text)
    assert order.items[0].description == name
    assert "items[0].description" not in order.confidence


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("角底袋 No.6　3,000枚×11円", ("角底袋 No.6", 3000, 11, 33000)),
        ("名刺 マット220kg\n　　12セット　@1,850　22,200", ("名刺 マット220kg", 12, 1850, 22200)),
        ("のぼり旗60本、一本1,450円", ("のぼり旗", 60, 1450, 87000)),
        ("米 12袋、ひと袋4,300円", ("米", 12, 4300, 51600)),
        ("空調清掃、養生費込みで税込85,800円", ("空調清掃", None, None, 85800)),
    ],
)
def test_a_row_with_a_size_or_a_price_of_one(row: str, wanted: tuple[object, ...]) -> None:
    assert _lines(_order("株式会社ミドリ様 受注です。\n" + row))[0] == wanted


def test_a_heading_announces_no_price() -> None:
    order = _order("【受注】20261105／株式会社ミドリ／圧力計 NP-2／8台／@64,800／518,400円／外税")
    assert _lines(order) == [("圧力計 NP-2", 8, 64800, 518400)]


def test_a_monthly_price_over_a_named_period() -> None:
    text = "受注\n得意先 : 株式会社ミドリ\n品目 : 測定器リース\n月額 : 84,000(税抜)\n契約期間 : "
    assert _lines(_order(text + "2026/12/1-2027/11/30 (12ヶ月)")) == [("測定器リース", 12, 84000, 1008000)]
    open_end = _order(text + "2026/12/1〜2027/11/30")
    assert open_end.confidence["total"] is Confidence.ASK


def test_what_is_left_after_a_discount_on_all_is_no_price_of_one() -> None:
    order = _order("株式会社ミドリ様、潤滑油25缶、1缶6,600円で決定（税抜）。値引き後160,000円")
    assert order.confidence.get("total") is not Confidence.ACCEPTED


def test_a_list_price_accounts_for_its_percentage() -> None:
    order = _order("株式会社ミドリ様 椅子 受注\n30脚、定価12,000のところ10%OFFの@10,800、計324,000（税抜）")
    assert order.confidence["total"] is Confidence.ACCEPTED
    assert _lines(order) == [("椅子", 30, 10800, 324000)]


def test_one_price_for_what_was_counted_and_something_else_is_asked() -> None:
    order = _order("株式会社ミドリ様受注。照明器具12台と取付工事で計180,000円（税別）")
    assert order.confidence["items[0].unit_price"] is Confidence.ASK
    assert order.confidence["total"] is Confidence.ASK


def test_a_count_that_grew_leaves_nothing_in_the_name() -> None:
    order = _order("株式会社ミドリ様受注。天井灯 20→24台に増台、単価31,500円（税別）")
    assert _lines(order) == [("天井灯", 24, 31500, 756000)]


def test_a_row_that_is_called_by_no_name_is_not_accepted() -> None:
    order = _order("株式会社ミドリ様受注\nビス 10箱　@690　6,900\nｾﾞｲﾇｷ ｺﾞｳｹｲ 6,900")
    assert order.confidence.get("items[1].description", Confidence.ASK) is Confidence.ASK
    assert order.confidence.get("total") is not Confidence.ACCEPTED

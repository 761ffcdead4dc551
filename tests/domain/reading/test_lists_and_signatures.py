"""Lists whose entries open with a day, names that close a post, and days that are put right."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from domain.reading.model import Order
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-10-15T10:00:00+09:00")


def _orders(text: str) -> tuple[Order, ...]:
    return read_orders(text, POSTED).orders


def _order(text: str) -> Order:
    (order,) = _orders(text)
    return order


def test_a_day_in_front_of_each_entry_hides_neither_the_customer_nor_the_order() -> None:
    orders = _orders(
        "今週の成約一覧です（税込）\n1. 10/12 八雲酒販 冷蔵ケース 2台 @240,000 担当 瀬戸\n"
        "2. 10/13(火) 有限会社みなみ亭 食器洗浄機 1台 @380,000 担当 瀬戸\n"
        "3. 10/14 ブーケ青山 ショーケース 1台 @150,000 担当 乾"
    )
    assert [o.partner_name for o in orders] == ["八雲酒販", "有限会社みなみ亭", "ブーケ青山"]
    assert [o.order_date for o in orders] == [date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)]


def test_days_of_work_in_one_order_are_no_orders_of_their_own() -> None:
    order = _order("受注報告 株式会社青柳興業様\n・10/20 会場設営 50,000円\n・10/21 撤去 30,000円\n税別")
    assert order.order_date is None
    assert [item.description for item in order.items] == ["会場設営", "撤去"]


@pytest.mark.parametrize(
    "rest",
    [
        "なお、大空建設の足場材は見積中で返事待ちです。",
        "ほか、大空建設の足場材 80,000円は稟議待ちで保留中。",
        "残りの大空建設は来週へ持ち越しです。",
    ],
)
def test_what_is_still_open_below_a_list_does_not_open_its_last_entry(rest: str) -> None:
    orders = _orders(
        "本日2件決まりました。\n①みなと運輸株式会社　ドラレコ 20台 @18,000（税別）\n"
        f"②北斗学園　校内放送設備 1式 900,000円（税別）\n{rest}"
    )
    assert [o.partner_name for o in orders] == ["みなと運輸株式会社", "北斗学園"]
    assert [o.total for o in orders] == [396000, 990000]


@pytest.mark.parametrize("end", ["です。", "でした。", "に決まりました。", "となります。"])
def test_a_sentence_that_goes_on_behind_the_legal_form_is_no_name(end: str) -> None:
    order = _order(f"台車 12台 @9,800 税別で受注。お客様は山鳩ロジ株式会社{end}")
    assert order.partner_name == "山鳩ロジ株式会社"


@pytest.mark.parametrize("name", ["からくり堂", "はなみずき", "でんでん虫"])
def test_a_name_behind_its_legal_form_may_begin_like_a_particle(name: str) -> None:
    assert _order(f"株式会社{name}様 受注。看板 1枚 80,000円 税別").partner_name == f"株式会社{name}"


@pytest.mark.parametrize(
    ("close", "owner"),
    [
        ("班長 いしかわ", "いしかわ"),
        ("ﾀﾝﾄｳ ﾏﾂﾓﾄ", "ﾏﾂﾓﾄ"),
        ("by ゴンタ", "ゴンタ"),
        ("末締め翌末。梶", "梶"),
        ("窓口：うちの桑田まで", "桑田"),
        ("・私 → 桑田", "桑田"),
        ("法人営業：桑田　技術：ミン", "桑田"),
        ("担当はいずれも 設楽 です", "設楽"),
    ],
)
def test_who_closes_a_post(close: str, owner: str) -> None:
    assert _order(f"株式会社青柳興業様 受注\n台車 12台 @9,800 税別\n{close}").owner == owner


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("受注日は10/7、あ、すみません10/8です。", date(2026, 10, 8)),
        ("受注日：10/7（もとい10/8）", date(2026, 10, 8)),
        ("契約 ~10/7~ → 10/8", date(2026, 10, 8)),
        ("契約日：令和8年10月8日\n締支払：末締翌月末", date(2026, 10, 8)),
        ("【再送】一昨日の投稿に間違いがありました。", None),
    ],
)
def test_the_day_that_holds(said: str, day: date | None) -> None:
    order = _order(f"株式会社青柳興業様 受注\n台車 12台 @9,800 税別\n{said}")
    assert order.order_date == day


def test_two_days_on_one_line_each_keep_their_own_word() -> None:
    order = _order("株式会社青柳興業様 受注\n台車 12台 @9,800 税別\n請求書は10/31付 支払11/30迄")
    assert order.billing_date == date(2026, 10, 31)
    assert order.payment_due_date == date(2026, 11, 30)


def test_a_firm_behind_the_bill_is_who_pays_and_a_day_is_a_day() -> None:
    order = _order(
        "エンド：南台小学校\n請求：エイトサプライ販売\n品名：跳び箱\n数量：2台\n単価：88,000円 税別\n受注しました"
    )
    assert order.partner_name == "エイトサプライ販売"
    assert (
        _order("顧客：南台小学校\n請求：検収完了後\n品名：跳び箱\n数量：2台\n単価：88,000円 税別\n受注").partner_name
        == "南台小学校"
    )


def test_a_subcontractor_is_no_customer() -> None:
    order = _order(
        "顧客：南台小学校\n品名：跳び箱\n数量：2台\n単価：88,000円 税別\n製造外注先：株式会社木工クラフト\n受注"
    )
    assert order.partner_name == "南台小学校"
    assert order.confidence["partner_name"] == "accepted"


@pytest.mark.parametrize("sign", ["◇", "＞", "★", "■"])
def test_one_sign_behind_every_key_is_a_colon(sign: str) -> None:
    rows = [
        "お客様 株式会社北野商会",
        "何を 電動ドリル",
        "どれだけ 4台",
        "単価 12,000円",
        "いつ入金 11/30",
        "だれが 岸",
    ]
    order = _order("受注です\n" + "\n".join(row.replace(" ", f"{sign} ") for row in rows) + "\n税別")
    assert order.partner_name == "株式会社北野商会"
    assert [(item.description, item.quantity) for item in order.items] == [("電動ドリル", 4)]
    assert (order.payment_due_date, order.owner) == (date(2026, 11, 30), "岸")


def test_a_sign_that_decorates_is_no_colon() -> None:
    order = _order("受注しました\n★株式会社北野商会★\n電動ドリル★特価\n4台 @12,000 税別\n★よろしく")
    assert order.partner_name == "株式会社北野商会"


def test_the_closing_day_and_the_day_of_payment_on_two_rows_are_one_term() -> None:
    order = _order(
        "得意先　株式会社北野商会\n品名　電動ドリル\n数量　4台\n単価　12,000円\n"
        "請求締日　　20日\n支払予定　翌月末\n受注済 税別"
    )
    assert order.as_json()["payment_terms"] == {"type": "closing", "close": 20, "months": 1, "day": "EOM"}


def test_the_firm_of_our_own_signature_is_not_who_wrote_the_mail_above_it() -> None:
    order = _order(
        "（以下転送）\nお世話になっております。若草病院の北です。\nベッド柵を40本、1本3,200円（税込）で発注いたします。\n"
        "（転送ここまで）\n\n上記のとおり受注しました。\n--\n株式会社光南ケア　第二営業部\n阿部 純"
    )
    assert (order.partner_name, order.confidence["partner_name"], order.owner) == ("若草病院", "ask", "阿部 純")


def test_a_customer_told_of_in_minutes_does_not_take_the_order_of_the_next() -> None:
    order = _order(
        "会議メモ\n・北斗薬品株式会社：棚卸し機、来月結果が出る\n"
        "・南台産業：空撮 3現場 55,000円/現場 税別 → 受注確定\n・次回は11/3"
    )
    assert order.confidence["partner_name"] == "ask"


@pytest.mark.parametrize(("state", "day"), [("10/8 契約締結", date(2026, 10, 8)), ("10/28納品予定", None)])
def test_the_day_beside_a_state_is_what_its_word_says(state: str, day: date | None) -> None:
    order = _order(
        f"顧客：株式会社北野商会\n品名：電動ドリル\n金額：48,000円（税別）\nステータス：受注（{state}）\n担当：岸"
    )
    assert order.order_date == day


def test_the_one_in_charge_on_our_side_is_not_the_one_on_theirs() -> None:
    order = _order(
        "Customer: 株式会社北野商会\nItem: drill\nAmount: 48,000 JPY excl. tax\n"
        "PIC on our side: Mika\nPIC client: Ms. Hoshi\nWon!"
    )
    assert order.owner == "Mika"

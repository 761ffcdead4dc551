"""The customer by label, layout and role; dates by what they are of; payment terms in the spellings of an office."""

from __future__ import annotations

import pytest

from domain.partner_index import PartnerIndex
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

DEAL = "Web制作 100万円(税抜) 受注しました。"
TOMBO = f"株式会社トンボ様 {DEAL}"  # posted on Tuesday, 12 May 2026
CUSTOMERS = [
    (f"契約店：カフェ・ソラ\n{DEAL}", "カフェ・ソラ"),
    (f"依頼者：つばめ小児科\n{DEAL}", "つばめ小児科"),
    (f"加盟店名：ベーカリー麦\n{DEAL}", "ベーカリー麦"),
    (f"発注団体　さくら町商店会\n{DEAL}", "さくら町商店会"),
    (f"学校名：若葉学園\n{DEAL}", "若葉学園"),
    (f"納入先：南海ポンプ様\n{DEAL}", "南海ポンプ"),
    (f"納品先：南海ポンプ様\n請求先：北洋リース様\n{DEAL}", "北洋リース"),
    (f"広告主：南海ポンプ様\n請求先：北洋リース様\n{DEAL}", "北洋リース"),
    ("件名：トンボ様 サイト改修\n金額：100万円（税別）\n受注しました", "トンボ"),
    (f"会社で話してたトンボ商会さん、{DEAL}", "トンボ商会"),
    (f"ずっと追ってる南海ポンプさんから、{DEAL}", "南海ポンプ"),
    (f"{TOMBO}みなさまのおかげです。", "株式会社トンボ"),
]
CUSTOMERS += [
    (f"ふじみの歯科様より、{DEAL}", "ふじみの歯科"),
    (f"下村が南海ポンプ様から{DEAL}", "南海ポンプ"),
    (f"さくら市役所 環境課様より、{DEAL}", "さくら市役所"),
    (f"{TOMBO}宛名は医療法人ふじみの会でお願いします。", "医療法人ふじみの会"),
]
DATES = [
    ("受任日：5/8", "order_date", "2026-05-08"),
    ("調印日 5月8日", "order_date", "2026-05-08"),
    ("発注書受領\n2026.05.08", "order_date", "2026-05-08"),
    ("先週の金曜にハンコをいただきました。", "order_date", "2026-05-08"),
    ("契約書は5/8に交わしています。", "order_date", "2026-05-08"),
    ("PO dated 8 May 2026", "order_date", "2026-05-08"),
    ("won_on = 2026-05-08", "order_date", "2026-05-08"),
    ("電子契約の署名が完了しました\n完了日時：2026/05/08 11:20", "order_date", "2026-05-08"),
    ("契約書 5/8締結", "order_date", "2026-05-08"),
    ("着工5/8", "order_date", None),
    ("前回4/10受注分の追加です", "order_date", None),
    ("本日入金確認しました", "payment_due_date", None),
    ("見積日5/8", "order_date", None),
    ("日付：5/8", "order_date", None),
    ("Invoice dated 31 May 2026", "billing_date", "2026-05-31"),
    ("引渡し5/20、請求は引渡し時", "billing_date", "2026-05-20"),
    ("搬入5/20／納品時請求", "billing_date", "2026-05-20"),
    ("受注日：5/8\n請求日：受注日と同日", "billing_date", "2026-05-08"),
    ("inv 20260531", "billing_date", "2026-05-31"),
    ("請求 5/20　入金期日 6/30", "billing_date", "2026-05-20"),
    ("請求 5/20　入金期日 6/30", "payment_due_date", "2026-06-30"),
    ("ご請求5/20、お支払期限6/30", "payment_due_date", "2026-06-30"),
    ("6/27口座引落", "payment_due_date", "2026-06-27"),
    ("Paymentはend of next monthで", "payment_due_date", "2026-06-30"),
]
TERMS = [
    ("15日締め当月末払い", ("closing", 15, 0, "EOM")),
    ("末締翌15", ("closing", "EOM", 1, 15)),
    ("月末締め・2か月後の10日払い", ("closing", "EOM", 2, 10)),
    ("締：月末　支払：翌々10日", ("closing", "EOM", 2, 10)),
    ("請求書をお受け取りいただいてから30日", ("net", 30, "invoice")),
    ("適正な請求書を受領した日から40日以内", ("net", 40, "invoice")),
    ("インボイス日付から60日", ("net", 60, "invoice")),
    ("検収合格後、60日以内にお支払", ("net", 60, "acceptance")),
    ("お振込確認後に発送", ("prepaid",)),
    ("ご入金確認でき次第着手", ("prepaid",)),
    ("Payment: T/T in advance", ("prepaid",)),
    ("納品は3回に分けて行います。翌月末払い", ("closing", None, 1, "EOM")),
    ("4分割で請求、各回とも請求後20日以内に振込", ("net", 20, "invoice")),
]


@pytest.mark.parametrize(("text", "name"), CUSTOMERS)
def test_the_customer(text: str, name: str) -> None:
    [order] = read_orders(text, POSTED).orders
    assert (order.partner_name, order.confidence["partner_name"]) == (name, "accepted")


@pytest.mark.parametrize(
    "text", ["杉並ベーカリー　オーブン2台　96万円(税別)　5/11受注", "受注\nサンライズ\n切削油 20缶 @15,800円 税別"]
)
def test_a_customer_by_its_place_alone_is_asked(text: str) -> None:
    [order] = read_orders(text, POSTED).orders
    assert order.partner_name in ("杉並ベーカリー", "サンライズ")
    assert order.confidence["partner_name"] == "ask"


def test_a_closing_and_a_bare_day_are_asked() -> None:
    [order] = read_orders(f"{TOMBO}\n5日締め20日払い", POSTED).orders
    assert order.payment_terms is not None
    assert order.payment_terms.as_json() == {"type": "closing", "close": 5, "months": 0, "day": 20}
    assert order.confidence["payment_terms"] == "ask"


def test_goods_that_go_to_a_place_of_a_third_party_leave_the_customer_open() -> None:
    [order] = read_orders(f"お届け先：南海ポンプ様\n{DEAL}", POSTED).orders
    assert order.confidence["partner_name"] == "ask"


def test_a_known_name_in_latin_letters_is_found_on_a_line_of_its_own() -> None:
    index = PartnerIndex.build([("P1", "Harbor Gate Ltd.")])
    [order] = read_orders(f"Harbor Gate\n{DEAL}", POSTED, index).orders
    assert (order.partner_name, order.partner_id) == ("Harbor Gate", "P1")


@pytest.mark.parametrize(("text", "field", "day"), DATES)
def test_a_date_by_what_it_is_of(text: str, field: str, day: str | None) -> None:
    [order] = read_orders(f"{TOMBO}\n{text}", POSTED).orders
    assert order.as_json()[field] == day
    assert (field in order.confidence) == (day is not None)
    if day:
        assert order.confidence[field] == "accepted"


def test_the_date_of_an_order_slip_is_the_order_date() -> None:
    [order] = read_orders(f"受注票\n日付：5/8\n{TOMBO}", POSTED).orders
    assert order.as_json()["order_date"] == "2026-05-08"


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_terms(text: str, terms: tuple[object, ...]) -> None:
    [order] = read_orders(f"{TOMBO}\n{text}", POSTED).orders
    assert order.payment_terms is not None
    assert tuple(order.payment_terms.as_json().values()) == terms
    assert order.confidence["payment_terms"] == "accepted"

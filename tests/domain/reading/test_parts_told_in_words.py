"""Which part a company plays, told by what it is to the others, in a remark, once for all places, or in English."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-03T10:00:00+09:00")
GOODS = "\n自動釣銭機 2台 単価480,000円（税別）"


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("元請の坂上工務店さんから受注（施主は社会福祉法人いちょう苑、請求は元請あて）。", "坂上工務店"),
        (
            "株式会社ミドリ広告（代理店）経由で受注。広告主は株式会社きつつき家具、請求は代理店です。",
            "株式会社ミドリ広告",
        ),
        (
            "株式会社きつつき家具様の照明、受注しました。設計は有限会社トビラ建築で、請求は後者へお願いします。",
            "有限会社トビラ建築",
        ),
        (
            "受注です\n利用施設：社会福祉法人ひだまり園\n契約先：みなとリース株式会社\n請求：リース会社宛",
            "みなとリース株式会社",
        ),
        ("受注です\nユーザー：有限会社ヨネダ製麺所\nリース会社：東都総合リース株式会社", "東都総合リース株式会社"),
        ("受注！使うのは丸山青果株式会社さん、契約と請求はみなとリース株式会社さんです。", "みなとリース株式会社"),
        ("受注\n広告主：株式会社うぐいす薬品\n代理店：株式会社ミドリ広告（請求はこちら）", "株式会社ミドリ広告"),
        ("NPO法人つばめの家さまより受注（助成がありますが、請求は全額こちらの法人へ）", "NPO法人つばめの家"),
    ],
)
def test_the_firm_to_be_billed_may_be_told_by_what_it_is(text: str, partner: str) -> None:
    assert _partner(text) == (partner, "accepted")


def test_a_word_that_fits_none_of_the_firms_bills_nobody() -> None:
    name, confidence = _partner("株式会社きつつき家具様と有限会社トビラ建築様から受注、請求は代理店へ。")
    assert confidence == "ask", name


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("株式会社きつつき家具さん（きつつき木工さんとは無関係です）から受注です。", "株式会社きつつき家具"),
        ("受注\nお客様：きらら設計株式会社（※みらい設計(株)とお間違えなく）", "きらら設計株式会社"),
        (
            "株式会社ポラリス印刷さんのご紹介で、ポラリス印刷さんのお取引先である株式会社ふじみ種苗さんから受注！",
            "株式会社ふじみ種苗",
        ),
        ("受注報告：ヤナセ農園様\n※ヤナセ農園さんは(有)ヤナセ青果の紹介です", "ヤナセ農園"),
        (
            "株式会社ハナミズキ企画さん、受注です。手配は協力会社の有限会社テント屋本舗に出します。",
            "株式会社ハナミズキ企画",
        ),
        ("受注。発注者：東台団地管理組合\n管理会社　株式会社ライフパートナーズ", "東台団地管理組合"),
        ("株式会社はるかぜ文庫様より受注。うち（株式会社ツルバミ）では初です。", "株式会社はるかぜ文庫"),
        ("受注です！\n契約先：(株)タナカ住研\n成約者：門脇", "(株)タナカ住研"),
        ("一般のオーナー様手配分は含みません。株式会社コトリ管理さんより受注", "株式会社コトリ管理"),
    ],
)
def test_who_is_named_for_another_reason_is_no_customer(text: str, partner: str) -> None:
    assert _partner(text) == (partner, "accepted")


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("受注！有限会社もみじ製本の社長から直接お電話をいただき、契約になりました。", "有限会社もみじ製本"),
        ("昨日の懇親会でお会いした株式会社ツルミ木材の社長さんから注文が入りました。", "株式会社ツルミ木材"),
        ("クヌギ設計さん（株式会社が前のほう＝株式会社クヌギ設計）から受注", "株式会社クヌギ設計"),
        ("ご注文頂きました。\nご注文者　小林 誠一 様（個人）", "小林 誠一"),
        ("受注。請求先は株式会社ミネルバ本社です。", "株式会社ミネルバ"),
        ("会社名は株式会社ヒグチ印房ではなく株式会社ヒグチ印章です。受注！", "株式会社ヒグチ印章"),
        ("受注！発注はゼネコンの大和田建設株式会社さんからで、請求も大和田建設さんです。", "大和田建設株式会社"),
        ("元々エイト商会さんの案件でしたが、株式会社ナイン物産さんとの契約に。受注です。", "株式会社ナイン物産"),
        ("先方のお怒りもおさまり、注文元：医療法人社団やよい会 様より受注", "医療法人社団やよい会"),
    ],
)
def test_a_name_ends_where_other_words_begin(text: str, partner: str) -> None:
    assert _partner(text) == (partner, "accepted")


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        (
            "Won: Baldwin Tools, Inc. but the invoice goes to their Japanese entity ボールドウィン合同会社.",
            "ボールドウィン合同会社",
        ),
        ("Order received from Baldwin Tools Ltd. Billing entity is ボールドウィン株式会社.", "ボールドウィン株式会社"),
        ("Won: Baldwin Tools Ltd. (PO 113). Agent: 株式会社きつつき家具 (commission only).", "Baldwin Tools Ltd."),
        (
            "PO受領。発行元は Baldwin Tools Ltd.、ただし bill-to は日本代理店の株式会社ボールドウィンです。",
            "株式会社ボールドウィン",
        ),
    ],
)
def test_who_is_billed_in_english(text: str, partner: str) -> None:
    assert _partner(text + "\nDrill set, 4 units at JPY 50,000 each, tax excluded", "") == (partner, "accepted")


def _partner(text: str, goods: str = GOODS) -> tuple[object, str]:
    (order,) = read_orders(text + goods, POSTED).orders
    return order.partner_name, order.confidence["partner_name"]

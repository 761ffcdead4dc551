"""Words that stand where a name could and are none, and the people and firms of a mail that is passed on."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.reading import Order
from domain.reading.name_guard import hardly_company, no_company, no_person
from tests.domain.reading.by_rules import read_orders

POSTED = datetime.fromisoformat("2026-06-03T10:00:00+09:00")
REPORT = "受注です。\n株式会社ほなみ紙工様\n化粧箱 300個 単価210円（税別）\n"


def read(text: str) -> Order:
    orders = read_orders(text, POSTED).orders
    assert len(orders) == 1
    return orders[0]


@pytest.mark.parametrize("word", ["決定", "見積提出待ち", "支店ではなく本社宛で", "先方からとのこと", "won", "△"])
def test_a_state_or_a_clause_is_no_company(word: str) -> None:
    assert no_company(word)


@pytest.mark.parametrize("name", ["株式会社ほなみ紙工", "決定木ラボ", "freee", "受注生産工房", "ヨミカキ書店"])
def test_a_company_is_one(name: str) -> None:
    assert not no_company(name)


@pytest.mark.parametrize("name", ["花屋", "市役所", "個人病院", "customer"])
def test_a_kind_of_place_is_asked(name: str) -> None:
    assert hardly_company(name)


@pytest.mark.parametrize(
    "name", ["for", "both", "営業部", "高松支店", "従来", "ほなみ紙器", "のままです", "on all three"]
)
def test_an_office_a_firm_or_part_of_a_sentence_is_nobody(name: str) -> None:
    assert no_person(name)


@pytest.mark.parametrize(
    "name", ["長谷部", "龍造寺", "土屋", "やました", "Priya", "kenji", "三ツ橋 直人", "二ノ宮", "はるか"]
)
def test_people_are_people(name: str) -> None:
    assert not no_person(name)


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("Owner for both: Anjali", "Anjali"),
        ("AE on all three: Mateo Ruiz", "Mateo Ruiz"),
        ("handled by the usual team", None),
        ("報告者：株式会社みなと機材 高松支店　谷脇", "谷脇"),
        ("起票：みなと機材(株) 営業2課 谷脇（当社）", "谷脇"),
        ("窓口　先方：馬場様／当社：谷脇", "谷脇"),
        ("うちは私、谷脇が受け持ちます。現場は先方の馬場さん", "谷脇"),
        ("担当は谷脇のままです", "谷脇"),
        ("担当は従来のままです", None),
        ("担当：三ツ橋", "三ツ橋"),
        ("担当：高松支店", None),
        ("担当：谷脇→馬場に変更", "馬場"),
        ("担当は引き続き谷脇さんで、サブに馬場", "谷脇"),
        ("記入者 谷脇　承認者 馬場", "谷脇"),
    ],
)
def test_who_is_in_charge(line: str, owner: str | None) -> None:
    order = read(REPORT + line)
    assert order.owner == owner
    assert order.confidence.get("owner", "accepted") == "accepted"


@pytest.mark.parametrize(
    ("below", "owner"), [("", None), ("\n以上です。谷脇", "谷脇"), ("\n請求書は6/30で出します。　谷脇", "谷脇")]
)
def test_the_writer_of_a_quoted_mail_is_not_ours(below: str, owner: str | None) -> None:
    mail = (
        "受注です！先方のメールを貼ります\n"
        "&gt; みなと機材株式会社 営業部 御中\n"
        "&gt; お世話になっております。株式会社ほなみ紙工の馬場です。\n"
        "&gt; 下記のとおり注文いたします。\n"
        "&gt; 抜き型 2枚 単価18,000円（税別）\n"
        "&gt; 担当：馬場"
    )
    order = read(mail + below)
    assert order.owner == owner
    assert order.partner_name == "株式会社ほなみ紙工"
    assert order.confidence["partner_name"] == "accepted"


def test_our_own_form_in_quotes_keeps_its_people() -> None:
    order = read(
        "受注報告\n&gt; 取引先：株式会社ほなみ紙工\n&gt; 商品：抜き型 2枚\n&gt; 単価：18,000円（税別）\n&gt; 担当：谷脇"
    )
    assert (order.owner, order.confidence["owner"]) == ("谷脇", "accepted")


def test_a_pasted_sheet_is_addressed_to_us_and_its_people_are_theirs() -> None:
    order = read(
        "発注書いただきました、受注です\n```\n発 注 書　　No.A-31\nみなと機材株式会社　御中\n\n"
        "発注者　株式会社ほなみ紙工　資材課\n担当　馬場\n発注日　2026年5月28日\n"
        "品名　抜き型\n数量　2\n単価　18,000円（税別）\n```\n担当：谷脇"
    )
    assert (order.partner_name, order.confidence["partner_name"]) == ("株式会社ほなみ紙工", "accepted")
    assert (order.owner, order.confidence["owner"]) == ("谷脇", "accepted")


def test_a_state_in_front_of_each_entry_is_no_customer() -> None:
    orders = read_orders(
        "まとめて報告\n①決定：株式会社ほなみ紙工／抜き型 2枚 @18,000（税抜）\n"
        "②保留：みどり倉庫／ラック 3台 @24,000（税抜）\n③決定：おがわ酒造／化粧箱 300個 @210（税抜）",
        POSTED,
    ).orders
    assert [order.partner_name for order in orders] == ["株式会社ほなみ紙工", "おがわ酒造"]


@pytest.mark.parametrize(
    "opening", ["報告遅くなりました、谷脇です。\n", "【受注】谷脇です。\n", "お世話になってます！谷脇です。\n"]
)
def test_who_opens_the_post_with_his_name(opening: str) -> None:
    order = read(opening + REPORT)
    assert (order.owner, order.confidence["owner"]) == ("谷脇", "accepted")


def test_a_private_customer_is_asked() -> None:
    assert (
        read("受注です。\nお客様：個人（山下様）\n化粧箱 300個 単価210円（税別）").confidence["partner_name"] == "ask"
    )

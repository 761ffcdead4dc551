"""From a post to a card: what is filled in says why, what is doubtful is asked, and what a press makes of it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.order import Choice, DealContent, Doubt, blockers
from domain.partner_index import PartnerIndex
from domain.proposal import Defaults, Partner, PartnerMatch, Rules, partner_doubt, propose, settle, with_dates
from domain.reading import read_orders
from domain.tax import TaxEntry
from domain.terms import BillingRule, ClosingTerms, NetTerms

TODAY = date(2026, 11, 24)
NAMES = {
    "7": "株式会社サンプル商事",
    "8": "アクメ工業株式会社",
    "9": "株式会社アルファ",
    "10": "アルファ株式会社",
}
INDEX = PartnerIndex.build(NAMES.items())
USUAL = Rules(BillingRule.ORDER_DATE, None, ClosingTerms("EOM", 1, "EOM"), "標準の支払条件")
HEAD = "【受注報告】\n会社名：株式会社サンプル商事\n"
PLAIN = f"{HEAD}商品：保守\n金額：100,000円（税抜）"


def known(name: str | None) -> PartnerMatch:
    """Return what the partners say of a name, as the bot asks them."""
    found = INDEX.match(name or "")
    holder = Partner(found.partner_id, NAMES[found.partner_id]) if found.partner_id else None
    return PartnerMatch(holder, tuple(Partner(one.partner_id, one.name) for one in found.candidates))


def card(text: str, *, tax_percent: int = 10, rules: Rules = USUAL) -> DealContent:
    """Return what the card of a post holds."""
    (order,) = read_orders(text, datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo")), INDEX).orders
    return propose(
        order,
        text=text,
        posted_on=TODAY,
        reporter="U1",
        match=known(order.partner_name),
        defaults=Defaults(tax_percent, "{description}の件", lambda _id: rules),
        others=known,
    )


def press(content: DealContent, field: str, number: int, rules: Rules = USUAL) -> DealContent:
    """Return what pressing the choice of that number makes of the order."""
    return settle(content, field, content.doubts[field].choices[number], lambda _id: rules)


def total(content: DealContent) -> int | None:
    return content.totals.total if content.totals else None


def test_what_the_post_does_not_say_is_filled_in_and_said() -> None:
    content = card(PLAIN)
    assert (content.partner_id, content.partner_label) == ("7", "株式会社サンプル商事")
    assert (content.order_date, content.owner, content.subject) == (TODAY, "U1", "保守の件")
    assert content.assumed == {
        "tax_rate": "税率＝10%（記載なし）",
        "order_date": "受注日＝投稿日",
        "owner": "担当＝投稿者",
    }
    assert (content.billing_date, content.due_date) == (TODAY, date(2026, 12, 31))
    assert content.due_reason.endswith("（標準の支払条件）")
    assert blockers(content) == {}


def test_what_the_post_says_is_not_assumed_and_quotes_its_words() -> None:
    content = card(f"{HEAD}商品：弁当\n金額：5,400円（税込8%）\n受注日：11/20\n担当：田中\n支払条件：請求後30日")
    assert content.assumed == {}
    assert (content.order_date, content.owner) == (date(2026, 11, 20), "田中")
    assert content.quotes["partner"] == "株式会社サンプル商事"
    assert content.quotes["owner"] == "田中"
    assert content.due_date == date(2026, 12, 20)
    assert content.due_reason.endswith("（投稿に記載）")
    assert [(line.tax_percent, line.reduced) for line in content.lines] == [(8, True)]


@pytest.mark.parametrize(
    ("body", "lines", "subject"),
    [
        ("商品：保守\n数量：12\n単価：30,000円（税抜）", [("保守", 12, 30_000)], "保守の件"),
        ("商品：保守\n金額：100,000円（税抜）", [("保守", 1, 100_000)], "保守の件"),
        ("商品：保守 3式\n金額：100,000円（税抜）", [("保守（3）", 1, 100_000)], "保守（3）の件"),
        ("・保守 50,000円\n・研修 100,000円\n税抜", [("保守", 1, 50_000), ("研修", 1, 100_000)], "保守 ほかの件"),
        ("商品：保守", [], ""),
    ],
    ids=["quantity and price", "amount", "no whole price each", "several", "no price"],
)
def test_items_become_lines_that_come_to_what_the_post_says(
    body: str, lines: list[tuple[str, int, int]], subject: str
) -> None:
    content = card(HEAD + body)
    assert [(line.description, line.quantity, line.unit_price) for line in content.lines] == lines
    assert content.subject == subject


def test_what_has_no_price_is_asked_and_nothing_is_billed_for_the_rest() -> None:
    content = card(f"{HEAD}商品：保守")
    assert "lines" in content.doubts
    assert content.lines == ()
    assert "tax_rate" not in content.assumed


@pytest.mark.parametrize(("number", "comes_to"), [(0, 110_000), (1, 100_000)], ids=["without tax", "with tax"])
def test_where_the_post_does_not_say_whether_tax_is_in_it_a_press_decides(number: int, comes_to: int) -> None:
    asked = card(f"{HEAD}商品：保守\n金額：100,000円")
    assert (total(asked), set(blockers(asked))) == (None, {"tax_entry"})
    assert [choice.quote for choice in asked.doubts["tax_entry"].choices] == ["保守 金額：100,000円"] * 2
    assert total(press(asked, "tax_entry", number)) == comes_to


def test_where_nothing_is_taxed_it_does_not_matter_whether_tax_is_in_it() -> None:
    content = card(f"{HEAD}商品：輸出用部品\n金額：100,000円（免税）")
    assert (content.tax_entry, total(content), blockers(content)) == (TaxEntry.OUT, 100_000, {})


SUMS = f"{HEAD}商品：保守\n金額：100,000円\n小計：100,000円\n消費税：10,000円\n合計：120,000円"


@pytest.mark.parametrize(
    ("label", "blocked"),
    [("100,000円", set()), ("10,000円", {"total"}), ("120,000円", {"total"})],
)
def test_a_pressed_total_never_bills_another_amount_than_the_lines_come_to(label: str, blocked: set[str]) -> None:
    asked = card(SUMS)
    number = [choice.label for choice in asked.doubts["total"].choices].index(label)
    pressed = press(asked, "total", number)
    assert total(pressed) == total(asked) == 110_000
    assert set(blockers(pressed)) == blocked


def test_of_several_lines_a_pressed_total_tells_that_one_of_them_is_wrong() -> None:
    asked = card(SUMS.replace("商品：保守\n金額：100,000円", "・保守 50,000円\n・研修 50,000円"))
    number = [choice.label for choice in asked.doubts["total"].choices].index("120,000円")
    assert blockers(press(asked, "total", number)) == {"total": "本文の合計 120,000 円と明細の合計が一致しません"}


def test_figures_that_contradict_each_other_keep_asking_for_the_lines() -> None:
    asked = card(f"{HEAD}商品：保守\n数量：12\n単価：3,000円\n合計：360,000円（税抜）")
    assert {"lines", "total"} <= set(asked.doubts)
    assert [choice.quote for choice in asked.doubts["total"].choices] == ["360,000円"]
    assert "lines" in blockers(press(asked, "total", 0))


# --- whose order it is


def test_a_name_nobody_has_or_several_have_is_asked() -> None:
    unknown = card(PLAIN.replace("株式会社サンプル商事", "どこか商店"))
    assert (unknown.partner_id, unknown.doubts["partner"].reason) == (None, "「どこか商店」は取引先の一覧にありません")
    shared = card(PLAIN.replace("株式会社サンプル商事", "アルファ"))
    assert {choice.value for choice in shared.doubts["partner"].choices} == {"9", "10"}
    assert [choice.quote for choice in shared.doubts["partner"].choices] == ["会社名：アルファ"] * 2
    assert press(shared, "partner", 0).partner_id == shared.doubts["partner"].choices[0].value


def test_a_post_without_a_company_asks_for_one() -> None:
    content = card("【受注報告】\n商品：保守\n数量：1\n金額：100,000円（税抜）\n担当：田中")
    assert content.doubts["partner"] == partner_doubt(None, PartnerMatch(None))
    assert content.doubts["partner"].choices == ()


@pytest.mark.parametrize(
    ("first", "second", "offered"),
    [("アクメ工業株式会社", "株式会社サンプル商事", ["8", "7"]), ("どこか商店", "アルファ", ["10", "9"])],
    ids=["both known", "one not known, the other two partners' name"],
)
def test_of_several_companies_in_a_post_none_is_taken_in_silence(first: str, second: str, offered: list[str]) -> None:
    line = f"{first}様と{second}様の共同案件です。"
    asked = card(f"受注しました！\n{line}\n保守サービス 100,000円（税抜）").doubts["partner"]
    assert asked.reason == "請求先はどの会社ですか？（会社名がほかにも書かれています）"
    assert [(choice.value, choice.quote) for choice in asked.choices] == [(one, line) for one in offered]


# --- dates


@pytest.mark.parametrize(
    ("field", "line", "number", "becomes"),
    [
        ("order_date", "受注日：11/20\n契約日：11/22", 1, {"order_date": date(2026, 11, 22)}),
        ("billing_date", "請求日：11/30または12/1", 1, {"billing_date": date(2026, 12, 1)}),
        ("due_date", "支払期限：12/31か1/31", 1, {"due_date": date(2027, 1, 31)}),
        ("due_date", "支払条件：月末締め翌月末払いまたは翌々月末払い", 1, {"due_date": date(2027, 1, 31)}),
        ("owner", "担当：田中か鈴木", 0, {"owner": "田中か鈴木"}),
    ],
    ids=["order date", "billing date", "due date", "terms", "owner"],
)
def test_what_stands_there_twice_is_asked_and_a_press_settles_it(
    field: str, line: str, number: int, becomes: dict[str, object]
) -> None:
    asked = card(f"{PLAIN}\n{line}")
    assert set(blockers(asked)) == {field}
    pressed = press(asked, field, number)
    assert blockers(pressed) == {}
    assert {name: getattr(pressed, name) for name in becomes} == becomes


def test_a_pressed_billing_date_moves_the_due_date_that_follows_from_it() -> None:
    pressed = press(card(f"{PLAIN}\n請求日：11/30または12/1"), "billing_date", 1)
    assert (pressed.billing_date, pressed.due_date) == (date(2026, 12, 1), date(2027, 1, 31))


def test_terms_nobody_agrees_on_are_asked_and_never_offered() -> None:
    alone = card(f"{PLAIN}\n支払条件：請求後500日")
    assert alone.terms is None
    assert alone.doubts["due_date"].reason.startswith("支払条件が読み取れる範囲にありません")
    beside = card(f"{PLAIN}\n支払条件：請求後500日または請求後30日")
    assert [choice.label for choice in beside.doubts["due_date"].choices] == ["請求後30日"]


def test_days_that_count_from_acceptance_are_asked_with_the_day_they_would_give() -> None:
    asked = card(f"{PLAIN}\n支払条件：検収後30日")
    (choice,) = asked.doubts["due_date"].choices
    assert (choice.value, choice.label) == ("2026-12-24", "2026-12-24 でよい")
    assert blockers(press(asked, "due_date", 0)) == {}


def test_where_the_delivery_day_decides_and_is_not_known_the_dates_stay_open() -> None:
    rules = Rules(BillingRule.DELIVERY_DATE, None, NetTerms(30), "取引先の支払条件")
    content = card(PLAIN, rules=rules)
    assert (content.billing_date, content.due_date) == (None, None)
    assert set(blockers(content)) == {"billing_date", "due_date"}
    delivered = with_dates(content.model_copy(update={"delivery_date": date(2026, 12, 1)}), rules)
    assert (delivered.billing_date, delivered.due_date) == (date(2026, 12, 1), date(2026, 12, 31))


def test_without_an_order_date_nothing_follows() -> None:
    empty = DealContent()
    assert with_dates(empty, USUAL) == empty


# --- the other presses


def test_a_pressed_department_goes_onto_the_invoice() -> None:
    asked = card(PLAIN).model_copy(update={"doubts": {"department": Doubt(reason="?")}})
    pressed = settle(asked, "department", Choice(value="d1", label="営業部"), lambda _id: USUAL)
    assert (pressed.department_id, pressed.doubts) == ("d1", {})


@pytest.mark.parametrize("field", ["lines", "currency", "tax_rate"])
def test_what_only_the_form_can_mend_no_press_settles(field: str) -> None:
    value: Any = {"amount": 1}
    with pytest.raises(ValueError, match=field):
        settle(card(PLAIN), field, Choice(value=value, label="1円"), lambda _id: USUAL)


def test_a_company_that_mostly_sells_food_takes_its_own_rate_and_says_so() -> None:
    content = card(PLAIN, tax_percent=8)
    assert (total(content), content.assumed["tax_rate"]) == (108_000, "税率＝8%（記載なし）")

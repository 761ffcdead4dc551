"""What a reply under an order report says of the order, and what it makes of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.order import DealContent, DealLine, Reply
from domain.proposal import Partner, PartnerMatch, Rules
from domain.reply import read_reply
from domain.reply_effect import KEEP, WITHDRAW, put_into_effect, settle_reply
from domain.tax import TaxEntry
from domain.terms import BillingRule, ClosingTerms

TODAY = date(2026, 11, 24)
NEXT_MONTH = ClosingTerms(close="EOM", months=1, day="EOM")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("金額は税抜です", [("tax_entry", "out")]),
        ("すみません、税込でした。", [("tax_entry", "in")]),
        ("税込ではなく税抜です", [("tax_entry", "out")]),
        ("消費税は別です", [("tax_entry", "out")]),
        ("半年分でお願いします", [("months", 6)]),
        ("1年契約です", [("months", 12)]),
        ("24か月分です", [("months", 24)]),
        ("納期は来月末に変わりました", [("delivery_date", date(2026, 12, 31))]),
        ("請求日は11/30でお願いします", [("billing_date", date(2026, 11, 30))]),
        ("支払いは12/31です", [("due_date", date(2026, 12, 31))]),
        ("支払いは翌々月末でお願いします", [("terms", {"type": "closing", "close": None, "months": 2, "day": "EOM"})]),
        ("12本から10本に変更になりました", [("quantity", Decimal(10))]),
        ("数量は10に訂正です", [("quantity", Decimal(10))]),
        ("単価は28,000円でした", [("unit_price", 28_000)]),
        ("金額は350,000円（税抜）に訂正です", [("tax_entry", "out"), ("amount", 350_000)]),
        ("取引先はアクメ工業でした", [("partner", "アクメ工業")]),
        ("担当は <@U123ABC> です", [("owner", "U123ABC")]),
        ("やっぱりキャンセルになりました", [("cancelled", None)]),
        ("10%値引きになりました", [("unclear", None)]),
        ("税抜かもしれません", [("unclear", None)]),
        ("納期は翌月末に変わりました", [("unclear", None)]),
    ],
)
def test_a_reply_says_something_of_the_order(text: str, said: list[tuple[str, object]]) -> None:
    assert [(one.about, one.value) for one in read_reply(text, TODAY)] == said


@pytest.mark.parametrize(
    "text",
    [
        "承知しました！請求書お願いします",
        "ありがとうございます！",
        "税抜ですか？",
        "支払いは月末でしょうか",
        "30分後に電話します",
        "明日15時に打ち合わせです",
        "入金は12/10に確認しました",
        "先方の担当は鈴木様です",
        "3人で行きます",
        "6ヶ月くらいかかりそうです",
        "よろしくお願いします :bow:",
        "",
    ],
)
def test_chatter_and_questions_say_nothing(text: str) -> None:
    assert read_reply(text, TODAY) == ()


# --- what it makes of the order


def order(**changes: Any) -> DealContent:
    line = DealLine(description="保守サービス", quantity=Decimal(1), unit_price=Decimal(50_000))
    content = DealContent(
        partner_name="サンプル商事",
        partner_id="7",
        partner_label="株式会社サンプル商事",
        lines=(line,),
        tax_entry=TaxEntry.OUT,
        order_date=TODAY,
        billing_date=TODAY,
        billing_reason="受注日請求",
        due_date=date(2026, 12, 31),
        due_reason="月末締め翌月末払い",
        quotes={"lines": "保守サービス 月額5万円"},
    )
    return content.model_copy(update=changes)


def after(content: DealContent, text: str, *, sure: bool = True) -> DealContent:
    reply = Reply(ts="1", author="U1", text=text)
    rules = Rules(BillingRule.ORDER_DATE, None, NEXT_MONTH, "標準")
    known = {"アクメ工業": PartnerMatch(Partner("8", "アクメ工業株式会社"))}
    said = read_reply(text, TODAY, order_date=content.order_date)
    match = lambda name: known.get(name, PartnerMatch(None))  # noqa: E731  a table for one test
    return put_into_effect(content, reply, said, match=match, rules=lambda _id: rules, sure=sure)


def total(content: DealContent) -> int | None:
    return content.totals.total if content.totals else None


def test_a_basis_that_was_asked_about_is_settled_by_the_reply() -> None:
    asked = order(tax_entry=None)
    done = after(asked, "金額は税抜です")
    assert total(done) == 55_000
    assert done.quotes["tax_entry"] == "金額は税抜です"
    (noted,) = done.replies
    assert [(change.field, change.before, change.after) for change in noted.changes] == [("tax_entry", "", "out")]


def test_half_a_year_of_a_monthly_price_is_six_times_the_price() -> None:
    assert total(after(order(), "半年分でお願いします")) == 330_000


def test_half_a_year_of_what_is_not_known_to_be_monthly_is_asked_with_the_total_to_press() -> None:
    asked = after(order(quotes={}), "半年分でお願いします")
    assert total(asked) == 55_000
    choice, keep = asked.doubts["reply"].choices
    assert keep.value == KEEP
    assert total(settle_reply(asked, choice)) == 330_000
    assert total(settle_reply(asked, keep)) == 55_000
    assert "reply" not in settle_reply(asked, keep).doubts


def test_a_new_date_moves_the_due_date_that_follows_from_it() -> None:
    done = after(order(), "請求日は12/5でお願いします")
    assert (done.billing_date, done.due_date) == (date(2026, 12, 5), date(2027, 1, 31))


def test_new_terms_move_the_due_date() -> None:
    assert after(order(), "支払いは翌々月末でお願いします").due_date == date(2027, 1, 31)


def test_another_partner_is_taken_if_it_is_known_and_asked_about_if_not() -> None:
    assert after(order(), "取引先はアクメ工業でした").partner_id == "8"
    asked = after(order(), "取引先はどこか商店でした")
    assert asked.partner_id is None
    assert "partner" in asked.doubts


def test_a_new_total_is_asked_about_unless_it_says_whether_tax_is_in_it() -> None:
    assert "reply" in after(order(), "合計は60,000円でした").doubts
    assert total(after(order(), "合計は60,000円（税抜）でした")) == 66_000
    assert total(after(order(), "金額は60,000円でした")) == 66_000
    assert after(order(), "合計は55,000円です") == order()  # what it comes to already


def test_what_was_added_is_asked_with_the_line_to_press() -> None:
    asked = after(order(), "初期費用5万円も追加でお願いします")
    assert total(settle_reply(asked, asked.doubts["reply"].choices[0])) == 110_000


def test_a_cancellation_is_never_passed_over() -> None:
    asked = after(order(), "すみません、キャンセルになりました")
    assert asked.doubts["reply"].choices[0].value == WITHDRAW


def test_of_several_lines_the_one_that_is_named_changes_and_else_a_person_is_asked() -> None:
    two = (*order().lines, DealLine(description="初期設定", quantity=Decimal(3), unit_price=Decimal(10_000)))
    named = after(order(lines=two), "初期設定の単価は8,000円でした")
    assert [line.unit_price for line in named.lines] == [50_000, 8_000]
    assert "reply" in after(order(lines=two), "単価は8,000円でした").doubts


def test_what_the_order_says_already_changes_nothing() -> None:
    content = order()
    assert after(content, "税抜です") is content
    assert after(content, "ありがとうございます！") is content


def test_a_reply_that_may_be_meant_for_another_order_is_put_into_effect_only_by_a_press() -> None:
    asked = after(order(), "税込でした", sure=False)
    assert asked.tax_entry is TaxEntry.OUT
    assert settle_reply(asked, asked.doubts["reply"].choices[0]).tax_entry is TaxEntry.IN

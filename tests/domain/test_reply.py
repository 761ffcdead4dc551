"""What a reply under an order report says of the order, and what it makes of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.order import DealContent, DealLine, Doubt, Reply
from domain.proposal import Partner, PartnerMatch, Rules
from domain.reply import KEEP, WITHDRAW, put_into_effect, read_reply, restate, settle_reply
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
        ("昨日の受注ですが、数量が4本ではなく6本でした", [("quantity", Decimal(6))]),
        ("単価は28,000円でした", [("unit_price", 28_000)]),
        ("金額は350,000円（税抜）に訂正です", [("tax_entry", "out"), ("amount", 350_000)]),
        ("取引先はアクメ工業でした", [("partner", "アクメ工業")]),
        ("担当は <@U123ABC> です", [("owner", "U123ABC")]),
        ("やっぱりキャンセルになりました", [("cancelled", None)]),
        ("10%値引きになりました", [("unclear", None)]),
        ("税抜かもしれません", [("unclear", None)]),
        ("納期は翌月末に変わりました", [("unclear", None)]),
        ("税率は8%でした", [("tax_rate", 8)]),
        ("単価は3000に変更です", [("unit_price", 3_000)]),
        ("単価は3,000円から2,800円に変更です", [("unit_price", 2_800)]),
        ("1本あたり2,800円に変更です", [("unit_price", 2_800)]),
        ("数量10と単価3,000円に変更です", [("quantity", 10), ("unit_price", 3_000)]),
        ("50,000円→45,000円", [("amount", 45_000)]),
        ("5万円です", [("amount", 50_000)]),
        ("5万円（税抜）です", [("tax_entry", "out"), ("amount", 50_000)]),
        ("ありがとうございます、金額は6万円です", [("amount", 60_000)]),
        ("受注日は11/20でした", [("order_date", date(2026, 11, 20))]),
        ("支払いは翌月末で、請求日は11/30でお願いします", [
            ("terms", {"type": "closing", "close": None, "months": 1, "day": "EOM"}),
            ("billing_date", date(2026, 11, 30)),
        ]),
        ("支払いは検収後30日でお願いします", [("terms", {"type": "net", "net_days": 30, "from": "acceptance"})]),
        ("担当は鈴木さんです", [("owner", "鈴木")]),
        ("12/1に請求してください", [("billing_date", date(2026, 12, 1))]),
    ],
)  # fmt: skip
def test_a_reply_says_something_of_the_order(text: str, said: list[tuple[str, object]]) -> None:
    assert [(one.about, one.value) for one in read_reply(text, TODAY)] == said


@pytest.mark.parametrize(
    "text",
    [
        "税抜10万円、税込11万円でした",
        "税率は8%と10%に訂正です",
        "税込ではなく税抜で、12本から10本に変更です",
        "12本から10本、3台から2台に変更です",
        "請求日は11/30で、12本から10本に変更です",
        "数量は2本と3本に変更です",
        "10本で単価3,000円でした",
        "単価は100枚あたり500円でした",
        "単価は約3万円でした",
        "単価は3万円か4万円でした",
        "金額はUSD 500に変更です",
        "6ヶ月分で金額は30万円です",
        "納期は6ヶ月分に変わりました",
        "納期は翌々月末払いに変更です",
        "請求は3ヶ月後でお願いします",
        "3ヶ月後に請求してください",
        "納品は12/1ごろに変わりました",
        "支払期限は12月中に変更です",
        "納期は12/1〜12/5に変わりました",
        "請求日は11/30か12/1でお願いします",
        "請求日は11/31でした",
        "合計が12に変わりました",
        "金額が間違っていました",
        "単価は変更になりました",
        "納期が変更になりました",
        "取引先は違います",
    ],
)
def test_a_change_that_cannot_be_told_for_certain_is_never_taken_for_a_part_of_it(text: str) -> None:
    assert [one.about for one in read_reply(text, TODAY)] == ["unclear"]


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
        "金額に間違いはありません",
        "株式会社サンプル商事様のご担当者の席が変わりました",
        "単価の変更はございません",
        "納品場所が変更になりました",
        "支払いは振込でお願いします",
        "担当は先方の鈴木さんです",
        "3日後に5人で伺います",
        "粗利は5万円です",
        "A社から5万円入金です",
        "単価の件、承知しました",
        "",
    ],
)
def test_chatter_and_questions_say_nothing(text: str) -> None:
    assert read_reply(text, TODAY) == ()


def test_a_slack_mention_after_the_label_is_the_person() -> None:
    (one,) = read_reply("担当：<@U9|suzuki> でお願いします", TODAY)
    assert (one.about, one.value) == ("owner", "U9")


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
    known = {
        "アクメ工業": PartnerMatch(Partner("8", "アクメ工業株式会社")),
        "(株)サンプル商事": PartnerMatch(Partner("7", "株式会社サンプル商事")),
    }
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


def test_a_corrected_price_settles_what_was_doubtful_of_lines_and_total_and_nothing_else() -> None:
    doubts = {name: Doubt(reason="?") for name in ("lines", "total", "owner")}
    assert set(after(order(doubts=doubts), "単価は60,000円でした").doubts) == {"owner"}


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
    done = after(order(), "支払いは翌々月末でお願いします")
    assert done.due_date == date(2027, 1, 31)
    assert after(done, "支払いは翌々月末でお願いします") is done
    assert "reply" in after(order(), "支払いは請求後500日でお願いします").doubts
    undated = order(billing_date=None, due_date=None, order_date=None)
    assert after(undated, "支払いは翌々月末でお願いします").replies[0].changes[0].before == ""


def test_a_delivery_date_is_noted_with_the_words_it_stands_on() -> None:
    done = after(order(), "納期は12/20です")
    assert (done.delivery_date, done.quotes["delivery_date"]) == (date(2026, 12, 20), "納期は12/20です")


def test_another_owner_is_taken() -> None:
    done = after(order(owner="U1"), "担当は <@U123ABC> です")
    assert (done.owner, after(done, "担当は <@U123ABC> です") is done) == ("U123ABC", True)


def test_another_partner_is_taken_if_it_is_known_and_asked_about_if_not() -> None:
    assert after(order(), "取引先はアクメ工業でした").partner_id == "8"
    asked = after(order(), "取引先はどこか商店でした")
    assert asked.partner_id is None
    assert "partner" in asked.doubts
    assert after(order(), "取引先は（株）サンプル商事でした") == order()  # another spelling of the same


def test_a_new_total_is_asked_about_unless_it_says_whether_tax_is_in_it() -> None:
    assert "reply" in after(order(), "合計は60,000円でした").doubts
    assert total(after(order(), "合計は60,000円（税抜）でした")) == 66_000
    assert total(after(order(), "金額は60,000円でした")) == 66_000
    assert after(order(), "合計は55,000円です") == order()  # what it comes to already


def test_what_was_added_is_asked_with_the_line_to_press() -> None:
    asked = after(order(), "初期費用5万円も追加でお願いします")
    assert total(settle_reply(asked, asked.doubts["reply"].choices[0])) == 110_000


@pytest.mark.parametrize(
    "text", ["追加で5万円です", "初期費用5万円と設定費3万円も追加でお願いします"], ids=["no name", "two things"]
)
def test_what_was_added_without_saying_what_it_is_can_only_be_typed(text: str) -> None:
    assert [choice.value for choice in after(order(), text).doubts["reply"].choices] == [KEEP]


def test_another_tax_rate_changes_the_tax_and_is_said_on_the_card() -> None:
    done = after(order(), "税率は8%でした")
    assert total(done) == 54_000
    (change,) = done.replies[0].changes
    assert (change.before, change.after) == ("保守サービス ¥50,000", "保守サービス ¥50,000（税率8%）")


TEN = DealLine(description="ライセンス", quantity=Decimal(12), unit="本", unit_price=Decimal(3_000))


@pytest.mark.parametrize(
    ("lines", "text", "comes_to"),
    [
        ((TEN,), "12本から10本に変更になりました", 33_000),
        ((TEN,), "単価は2,800円でした", 36_960),
        ((TEN,), "12本です", 39_600),
    ],
    ids=["fewer", "cheaper", "as it is"],
)
def test_a_quantity_or_price_of_a_line_that_has_both_changes_it(
    lines: tuple[DealLine, ...], text: str, comes_to: int
) -> None:
    done = after(order(lines=lines), text)
    assert ("reply" in done.doubts, total(done)) == (False, comes_to)


@pytest.mark.parametrize(
    ("text", "pressed"),
    [
        ("10台に変更です", 33_000),  # 本 or 台
        ("金額は30,000円でした", 33_000),  # of one or of all twelve
        ("数量は0に訂正です", None),
    ],
)
def test_a_figure_that_may_mean_two_things_is_asked_with_what_it_would_come_to(text: str, pressed: int | None) -> None:
    asked = after(order(lines=(TEN,)), text)
    assert total(asked) == 39_600
    *offered, keep = asked.doubts["reply"].choices
    assert keep.value == KEEP
    assert [total(settle_reply(asked, choice)) for choice in offered] == ([] if pressed is None else [pressed])


def test_the_same_sentence_twice_is_asked_once() -> None:
    asked = after(order(), "単価が間違っていました。単価が間違っていました。")
    assert asked.doubts["reply"].reason == "返信「単価が間違っていました。」をどう反映しますか？"


def test_a_second_reply_is_asked_beside_the_first() -> None:
    asked = after(after(order(), "金額が間違っていました"), "納期が変更になりました")
    assert "金額が間違っていました" in asked.doubts["reply"].reason
    assert "納期が変更になりました" in asked.doubts["reply"].reason
    assert len(asked.replies) == 2


@pytest.mark.parametrize("sure", [True, False], ids=["of this order", "maybe of another"])
def test_a_cancellation_can_be_pressed_whatever_else_was_written_since(sure: bool) -> None:
    asked = after(after(order(), "キャンセルになりました", sure=sure), "金額が間違っていました", sure=sure)
    assert [choice.value for choice in asked.doubts["reply"].choices] == [WITHDRAW, KEEP]


def test_a_cancellation_is_never_passed_over() -> None:
    asked = after(order(), "すみません、キャンセルになりました")
    assert asked.doubts["reply"].choices[0].value == WITHDRAW


def test_of_several_lines_the_one_that_is_named_changes_and_else_a_person_is_asked() -> None:
    two = (*order().lines, DealLine(description="初期設定", quantity=Decimal(3), unit_price=Decimal(10_000)))
    named = after(order(lines=two), "初期設定の単価は8,000円でした")
    assert [line.unit_price for line in named.lines] == [50_000, 8_000]
    assert "reply" in after(order(lines=two), "単価は8,000円でした").doubts
    both = after(order(lines=two), "数量10と単価8,000円に変更です").doubts["reply"]
    assert both.reason == "返信「数量10と単価8,000円に変更です」をどう反映しますか？"


def test_what_the_order_says_already_changes_nothing() -> None:
    content = order()
    assert after(content, "税抜です") is content
    assert after(content, "請求日は11/24です") is content
    assert after(content, "ありがとうございます！") is content


def test_a_reply_that_may_be_meant_for_another_order_is_put_into_effect_only_by_a_press() -> None:
    asked = after(order(), "税込でした", sure=False)
    assert asked.tax_entry is TaxEntry.OUT
    assert settle_reply(asked, asked.doubts["reply"].choices[0]).tax_entry is TaxEntry.IN


def test_a_reply_that_is_not_clear_and_maybe_meant_for_another_order_offers_nothing_to_press() -> None:
    asked = after(order(), "初期費用5万円も追加でお願いします", sure=False)
    assert [choice.value for choice in asked.doubts["reply"].choices] == [KEEP]
    assert after(order(), "税抜です", sure=False) == order()


# --- a whole report as a reply


def restated(*found: DealContent, sure: bool = True, old: DealContent | None = None) -> DealContent:
    reply = Reply(ts="1", author="U1", text="訂正します。\n【受注報告】…")
    rules = Rules(BillingRule.ORDER_DATE, None, NEXT_MONTH, "標準")
    return restate(old or order(), found, reply, rules=lambda _id: rules, sure=sure)


DEARER = (DealLine(description="保守サービス", unit_price=Decimal(60_000)),)


def test_a_report_in_the_thread_corrects_the_order_and_says_what_it_changed() -> None:
    done = restated(order(lines=DEARER, tax_entry=TaxEntry.IN))
    assert total(done) == 60_000
    assert [(change.field, change.before, change.after) for change in done.replies[0].changes] == [
        ("lines", "保守サービス ¥50,000", "保守サービス ¥60,000"),
        ("tax_entry", "out", "in"),
    ]


def test_a_correction_far_down_a_long_list_is_not_overlooked() -> None:
    many = [DealLine(description=f"ライセンスの{at}", unit_price=Decimal(1_000)) for at in range(30)]
    corrected = [*many[:-1], many[-1].model_copy(update={"tax_percent": 8, "reduced": True})]
    done = restated(order(lines=tuple(corrected)), old=order(lines=tuple(many)))
    assert done.lines[-1].tax_percent == 8
    assert [change.field for change in done.replies[0].changes] == ["lines"]


def test_the_day_and_the_owner_stay_where_the_correction_names_none() -> None:
    first = order(order_date=date(2026, 11, 20), billing_date=date(2026, 11, 20), owner="田中")
    later = order(lines=DEARER, owner="U1", assumed={"order_date": "受注日＝投稿日", "owner": "担当＝投稿者"})
    done = restated(later, old=first)
    assert (done.order_date, done.billing_date, done.owner) == (date(2026, 11, 20), date(2026, 11, 20), "田中")
    assert [change.field for change in done.replies[0].changes] == ["lines"]


@pytest.mark.parametrize(
    "again", [order(), order(subject="保守の件"), order(note="至急")], ids=["the same", "another subject", "a note"]
)
def test_a_report_that_says_what_the_order_says_changes_nothing(again: DealContent) -> None:
    assert restated(again) == order()


@pytest.mark.parametrize(
    ("found", "sure", "offered"),
    [
        ([order(lines=DEARER, partner_id="8", partner_name="アクメ工業")], True, True),
        ([order(lines=DEARER, partner_name=None)], True, True),
        ([order(lines=DEARER)], False, True),
        ([order(lines=DEARER, partner_id=None, doubts={"partner": Doubt(reason="?")})], True, False),
        ([order(lines=DEARER), order()], True, False),
    ],
    ids=["another partner", "no partner named", "maybe for another order", "not known which partner", "two orders"],
)
def test_a_report_that_may_be_another_order_changes_nothing_before_a_press(
    found: list[DealContent], sure: bool, offered: bool
) -> None:
    asked = restated(*found, sure=sure)
    assert asked.lines == order().lines
    *choices, keep = asked.doubts["reply"].choices
    assert keep.value == KEEP
    assert [settle_reply(asked, choice).lines for choice in choices] == ([DEARER] if offered else [])

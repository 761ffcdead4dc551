"""消込: certain only if nothing else fits; everything else is a ranked list with a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.reconciliation import (
    BankLine,
    ConfirmedPayer,
    KnownPartner,
    MatchKind,
    NameMatch,
    OpenInvoice,
    Proposal,
    Reconciler,
    payer_name,
)
from domain.reconciliation.amounts import SHORT, may_be_called
from tests.domain.reconciliation_generator import generate
from tests.domain.reconciliation_score import bank_lines, judge, reconciler

REI = KnownPartner("rei", ("レイショウジ", "株式会社例商事"))
AOBA = KnownPartner("aoba", ("アオバデザイン", "アオバデザイン株式会社"))
SLIP = KnownPartner("slip", ("レイショウジン", "株式会社例商人"))
SATO = KnownPartner("sato", ("サトウ　ハナコ", "佐藤 花子"))
DUE = date(2026, 11, 30)


def invoice(number: str, partner: str, total: int, **changes: object) -> OpenInvoice:
    subtotal = total * 10 // 11
    made = OpenInvoice(
        id=number,
        partner_id=partner,
        number=number,
        total=total,
        subtotal=subtotal,
        residual=total,
        billing_date=date(2026, 10, 31),
        due_date=DUE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def match(payer: str, amount: int, *invoices: OpenInvoice, **more: object) -> Proposal:
    partners = more.pop("partners", [REI, AOBA, SATO, SLIP])
    line = BankLine("line", more.pop("day", DUE), amount, payer)  # type: ignore[arg-type]
    return Reconciler(invoices, partners, **more).match_all([line])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "key", "form", "position"),
    [
        ("ｶ)ﾚｲｼﾖｳｼﾞ", "レイショウジ", "株式会社", "front"),
        ("振込 ｶ)ﾚｲｼﾖｳｼﾞ", "レイショウジ", "株式会社", "front"),
        ("ﾌﾘｺﾐ ﾚｲｼﾖｳｼﾞ(ｶ", "レイショウジ", "株式会社", "back"),
        ("株式会社レイショウジ", "レイショウジ", "株式会社", "front"),
        ("カブシキガイシャ　レイショウジ", "レイショウジ", "株式会社", "front"),
        ("ﾕ)ﾚｲｼﾖｳｼﾞ", "レイショウジ", "有限会社", "front"),
        ("0001234 ﾄﾞ)ﾚｲｼﾖｳｼﾞ", "レイショウジ", "合同会社", "front"),
        ("ｶ)ﾚｲｼﾖｳｼﾞ ｵｵｻｶｼﾃﾝ", "レイショウジ", "株式会社", "front"),
        ("れいしょうじ", "レイショウジ", "", ""),
        ("ｻｰﾊﾞ-ﾎﾟｰﾄ(ｶ", "サーバーポート", "株式会社", "back"),
        ("ﾚｲｼﾖｳｼﾞ(ｶ)ｵｵｻｶ", "レイショウジオオサカ", "株式会社", "middle"),
    ],
)
def test_a_payer_is_read_as_banks_write_it(written: str, key: str, form: str, position: str) -> None:
    name = payer_name(written)
    assert (name.key, name.form, name.position) == (payer_name(key).key, form, position)


def test_name_and_amount_that_fit_one_invoice_only_are_certain() -> None:
    found = match("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, invoice("1", "rei", 110_000), invoice("2", "rei", 250_000))
    assert found.certain
    assert found.suggestions[0].invoice_ids == ("1",)
    assert found.suggestions[0].reason == "振込名義が取引先のカナと一致・金額が一致"


def test_the_withholding_an_invoice_states_is_part_of_its_exact_amount() -> None:
    found = match("ｻﾄｳ ﾊﾅｺ", 99_790, invoice("1", "sato", 110_000, withheld=10_210))
    assert found.certain
    share = found.suggestions[0].shares[0]
    assert (share.paid, share.withheld) == (99_790, 10_210)


@pytest.mark.parametrize(
    ("payer", "amount", "invoices", "why"),
    [
        ("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, [invoice("1", "rei", 110_000), invoice("2", "rei", 110_000)], "same amount twice"),
        (
            "ｶ)ﾚｲｼﾖｳｼﾞ",
            110_000,
            [invoice("1", "rei", 110_000), invoice("2", "rei", 60_000), invoice("3", "rei", 50_000)],
            "two others together",
        ),
        ("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, [invoice("1", "rei", 110_000), invoice("2", "rei", 110_440)], "another, short by a fee"),
        ("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, [invoice("1", "rei", 110_000), invoice("2", "rei", 220_000)], "half of another"),
        ("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, [invoice("1", "rei", 110_000, billing_date=date(2026, 12, 1))], "before it was billed"),
        ("ﾚｲｼﾖｳｼﾞ(ｶ", 110_000, [invoice("1", "rei", 110_000)], "legal form on the other side: maybe a namesake"),
        ("ﾕ)ﾚｲｼﾖｳｼﾞ", 110_000, [invoice("1", "rei", 110_000)], "another legal form"),
        ("ｶ)ﾚｲｼﾖｳｼﾞｵｵｻｶ", 110_000, [invoice("1", "rei", 110_000)], "maybe a sister company"),
        ("ｶ)ﾚｲ", 110_000, [invoice("1", "rei", 110_000)], "the beginning of a name that was not cut"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", 110_000, [invoice("1", "rei", 110_000)], "nobody we know"),
        ("*****", 110_000, [invoice("1", "rei", 110_000)], "no name at all"),
        (
            "ｶ)ﾚｲｼﾖｳｼﾞ",
            110_000,
            [invoice("1", "rei", 110_000), invoice("2", "rei", 110_000, withheld=10_210)],
            "another whose withholding the payer forgot",
        ),
        (
            "ｶ)ﾚｲｼﾖｳｼﾞ",
            110_000,
            [invoice("1", "rei", 110_000), invoice("2", "slip", 110_000)],
            "another's reading may have a typing slip",
        ),
    ],
)
def test_whatever_could_be_read_otherwise_is_left_to_a_person(
    payer: str, amount: int, invoices: list[OpenInvoice], why: str
) -> None:
    found = match(payer, amount, *invoices)
    assert not found.certain, why
    assert found.doubt
    assert ("1",) in [one.invoice_ids for one in found.suggestions]


@pytest.mark.parametrize(
    ("amount", "days", "certain"),
    [
        (110_000, 5, True),
        (110_000, 6, False),  # maybe an advance for what is not billed yet
        (110_000, -4, False),
        (33_000, -10, True),
        (33_000, -11, False),  # maybe an instalment of another invoice
        (33_000, 30, False),
        (113_410, -20, True),  # nobody agrees on an instalment of such an amount
        (113_410, 30, True),
    ],
)
def test_a_round_sum_is_certain_only_around_its_due_date(amount: int, days: int, certain: bool) -> None:
    due = invoice("1", "rei", amount, billing_date=date(2026, 9, 30))
    found = match("ｶ)ﾚｲｼﾖｳｼﾞ", amount, due, day=DUE + timedelta(days=days))
    assert found.certain == certain
    assert found.suggestions[0].invoice_ids == ("1",)


def test_a_name_two_partners_share_is_never_certain() -> None:
    twin = KnownPartner("twin", ("レイショウジ", "株式会社麗商事"))
    found = match("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, invoice("1", "rei", 110_000), partners=[REI, twin])
    assert not found.certain


def test_a_partner_without_a_reading_may_be_the_payer_as_well() -> None:
    unread = KnownPartner("unread", ("株式会社麗商事",))
    other = KnownPartner("other", ("株式会社青葉工業",))
    both = (invoice("1", "rei", 110_000), invoice("2", "unread", 110_000))
    assert not match("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, *both, partners=[REI, unread]).certain
    apart = (invoice("1", "rei", 110_000), invoice("2", "other", 110_000))
    assert match("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, *apart, partners=[REI, other]).certain  # 工業 is not read ショウジ
    person = (invoice("1", "rei", 110_000), invoice("2", "person", 110_000))
    kanji = KnownPartner("person", ("礼 正二",))
    assert match("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, *person, partners=[REI, kanji]).certain  # a person is no 株式会社
    assert not match("ﾚｲｼﾖｳｼﾞ", 110_000, *person, partners=[REI, kanji]).certain


def test_an_invoice_without_a_due_date_is_settled_like_any_other() -> None:
    assert match("ｶ)ﾚｲｼﾖｳｼﾞ", 110_000, invoice("1", "rei", 110_000, due_date=None)).certain


def test_two_lines_for_one_invoice_are_certain_for_neither() -> None:
    lines = [BankLine(name, DUE, 110_000, "ｶ)ﾚｲｼﾖｳｼﾞ") for name in "ab"]
    found = Reconciler([invoice("1", "rei", 110_000)], [REI]).match_all(lines)
    assert [one.certain for one in found] == [False, False]
    later = Reconciler([invoice("1", "rei", 110_000)], [REI], taken=["1"]).match_all(lines[:1])
    assert not later[0].certain


def test_a_cut_field_is_certain_if_one_partner_only_begins_so() -> None:
    long = KnownPartner("long", ("トウヨウジョウホウソリューションズ", "株式会社東洋情報ソリューションズ"))
    cut = "ｶ)ﾄｳﾖｳｼﾞﾖｳﾎｳｿﾘﾕｰｼﾖﾝｽﾞ"[:15]
    found = match(cut, 110_000, invoice("1", "long", 110_000), partners=[long, REI])
    assert found.certain
    assert found.suggestions[0].name is NameMatch.CUT
    sister = KnownPartner("sister", ("トウヨウジョウホウソリュート", "株式会社東洋情報ソリュート"))
    assert not match(cut, 110_000, invoice("1", "long", 110_000), partners=[long, sister]).certain


@pytest.mark.parametrize(
    ("amount", "kind", "ids"),
    [
        (110_000 - 440, MatchKind.FEE, ("1",)),
        (110_000 + 60_000, MatchKind.COMBINED, ("1", "2")),
        (110_000 + 60_000 - 660, MatchKind.FEE, ("1", "2")),
        (110_000 - 10_210, MatchKind.WITHHOLDING, ("1",)),
        (110_000 - 10_210 - 440, MatchKind.WITHHOLDING, ("1",)),
        (110_000 - 10_210 + 60_000 - 5_569, MatchKind.WITHHOLDING, ("1", "2")),
        (30_000, MatchKind.PARTIAL, ("2",)),
        (111_000, MatchKind.OVER, ("1",)),
    ],
)
def test_the_best_suggestion_says_how_the_amount_comes_about(
    amount: int, kind: MatchKind, ids: tuple[str, ...]
) -> None:
    found = match("ｶ)ﾚｲｼﾖｳｼﾞ", amount, invoice("1", "rei", 110_000), invoice("2", "rei", 60_000))
    best = found.suggestions[0]
    assert (best.kind, tuple(sorted(best.invoice_ids))) == (kind, ids)
    assert sum(share.paid for share in best.shares) + best.excess == amount
    assert all(share.paid > 0 for share in best.shares)


def test_the_rest_of_invoices_paid_in_part_is_paid_together() -> None:
    rest = [invoice(number, "rei", 110_000, residual=residual) for number, residual in (("1", 50_000), ("2", 30_000))]
    best = match("ｶ)ﾚｲｼﾖｳｼﾞ", 80_000, *rest).suggestions[0]
    assert (best.kind, best.invoice_ids) == (MatchKind.COMBINED, ("1", "2"))


def test_a_payer_once_confirmed_is_known() -> None:
    confirmed = [ConfirmedPayer("ﾔﾏﾀﾞ ﾀﾛｳ", "rei")]
    assert match("ﾔﾏﾀﾞ ﾀﾛｳ", 110_000, invoice("1", "rei", 110_000), confirmed=confirmed).certain
    both = [*confirmed, ConfirmedPayer("ﾔﾏﾀﾞ ﾀﾛｳ", "aoba")]
    assert not match("ﾔﾏﾀﾞ ﾀﾛｳ", 110_000, invoice("1", "rei", 110_000), confirmed=both).certain


def test_an_agency_that_collects_for_many_is_never_a_known_payer() -> None:
    confirmed = [ConfirmedPayer("ｶ)ﾃｽﾄｼﾕｳﾉｳﾀﾞｲｺｳ", "rei")]
    assert not match("ｶ)ﾃｽﾄｼﾕｳﾉｳﾀﾞｲｺｳ", 110_000, invoice("1", "rei", 110_000), confirmed=confirmed).certain


def test_what_every_name_begins_with_says_nothing_of_who_paid() -> None:
    many = [KnownPartner(f"p{at}", (f"アオバ{at:04}", f"アオバ{at:04}株式会社")) for at in range(500)]
    found = match("ｱｵﾊﾞﾇﾇ", 110_000, invoice("1", "p7", 110_000), partners=many)
    assert [one.name for one in found.suggestions] == [NameMatch.NONE]


def test_an_unknown_payer_who_writes_the_number_is_proposed_first() -> None:
    same = [invoice(f"INV-{number}", "aoba", 110_000) for number in range(20260001, 20260009)]
    found = match("20260007 ﾔﾏﾀﾞ", 110_000, *same)
    assert found.suggestions[0].invoice_ids == ("INV-20260007",)


def test_generated_books() -> None:
    """One fixed seed here, twenty fresh ones by `python -m tests.domain.reconciliation_score`."""
    for seed in (1,):
        books = generate(seed)
        figures = books.figures()
        assert figures["unknown payers"] >= 10
        assert figures["equal amounts"] >= 10
        assert figures["shared kana"] >= 5
        score = judge(books, reconciler(books).match_all(bank_lines(books)))
        assert not score.wrong
        assert score.recall >= 80
        assert score.suggested >= 95


@pytest.mark.parametrize(
    ("missing", "kinds"),
    [
        (440, (MatchKind.FEE, MatchKind.WITHHOLDING, MatchKind.PARTIAL)),
        (36_756, (MatchKind.WITHHOLDING, MatchKind.PARTIAL)),
        (198_000, (MatchKind.PARTIAL,)),
    ],
)
def test_nobody_is_offered_to_call_half_an_invoice_a_fee_or_a_tax(missing: int, kinds: tuple[MatchKind, ...]) -> None:
    assert tuple(kind for kind in SHORT if may_be_called(kind, owed=396_000, missing=missing)) == kinds

from datetime import date
from decimal import Decimal

import pytest

from domain.order import MAX_TOTAL_YEN, DealContent, DealLine, Doubt, blockers
from domain.tax import TaxEntry, TaxRate

LINE = DealLine(description="保守", quantity=Decimal(3), unit_price=Decimal(105))
READY = DealContent(
    partner_id="101",
    lines=(LINE,),
    tax_entry=TaxEntry.OUT,
    order_date=date(2026, 11, 22),
    billing_date=date(2026, 11, 30),
    due_date=date(2026, 12, 31),
)


def change(**fields: object) -> DealContent:
    return READY.model_copy(update=fields)


def test_a_line_knows_its_amount_and_rate() -> None:
    assert LINE.amount() == 315
    assert LINE.rate == TaxRate(10)
    assert DealLine(description="弁当", unit_price=Decimal(500), tax_percent=8, reduced=True).rate.label == "8%（軽減）"


def test_totals_round_once_per_rate() -> None:
    totals = READY.totals
    assert totals is not None
    assert (totals.subtotal, totals.tax, totals.total) == (315, 31, 346)


@pytest.mark.parametrize("missing", [{"tax_entry": None}, {"lines": ()}], ids=["no basis", "no lines"])
def test_without_lines_or_basis_there_is_no_total(missing: dict[str, object]) -> None:
    assert change(**missing).totals is None


def test_a_complete_order_can_be_approved() -> None:
    assert blockers(READY) == {}


@pytest.mark.parametrize(
    ("fields", "blocked"),
    [
        ({"currency": "USD"}, "currency"),
        ({"partner_id": None}, "partner"),
        ({"lines": ()}, "lines"),
        ({"tax_entry": None}, "tax_entry"),
        ({"billing_date": None}, "billing_date"),
        ({"due_date": None}, "due_date"),
        ({"due_date": date(2026, 11, 29)}, "due_date"),
        ({"lines": (LINE.model_copy(update={"unit_price": Decimal(-105)}),)}, "total"),
        ({"lines": (LINE.model_copy(update={"unit_price": Decimal(0)}),)}, "total"),
        ({"lines": (LINE.model_copy(update={"unit_price": Decimal(MAX_TOTAL_YEN)}),)}, "total"),
        ({"stated_total": 347}, "total"),
        ({"lines": (LINE.model_copy(update={"tax_percent": 8}),)}, "tax_rate"),  # 8% is the reduced rate since 2019
        ({"doubts": {"owner": Doubt(reason="担当が2人書かれています")}}, "owner"),
    ],
    ids=str,
)
def test_what_is_missing_or_doubtful_blocks_approval_and_is_named(fields: dict[str, object], blocked: str) -> None:
    assert set(blockers(change(**fields))) == {blocked}


@pytest.mark.parametrize(
    "fields",
    [
        {"partner_id": None, "create_partner": True},
        {"stated_total": 346},
        {"stated_total": 315},
        {"due_date": date(2026, 11, 29), "terms": {"type": "prepaid"}},
    ],
    ids=["a new partner", "the total with tax", "the total without tax", "paid before"],
)
def test_what_is_no_obstacle(fields: dict[str, object]) -> None:
    assert blockers(change(**fields)) == {}


def test_without_any_date_the_dates_are_asked_about_and_no_rate_is_judged() -> None:
    old = LINE.model_copy(update={"tax_percent": 8})
    undated = change(lines=(old,), order_date=None, billing_date=None, due_date=None)
    assert set(blockers(undated)) == {"billing_date", "due_date"}


def test_a_readers_doubt_keeps_its_own_words() -> None:
    doubted = change(partner_id=None, doubts={"partner": Doubt(reason="どちらの青葉ですか")})
    assert blockers(doubted) == {"partner": "どちらの青葉ですか"}


def test_an_approval_is_bound_to_what_the_invoice_says_not_to_how_it_was_read() -> None:
    assert change(doubts={"owner": Doubt(reason="?")}, quotes={"owner": "鈴木"}).sha256() == READY.sha256()
    assert change(due_date=date(2027, 1, 4)).sha256() != READY.sha256()
    assert change(lines=(LINE, LINE)).sha256() != READY.sha256()


def test_content_read_back_from_storage_has_the_same_hash() -> None:
    assert DealContent.model_validate_json(READY.model_dump_json()).sha256() == READY.sha256()

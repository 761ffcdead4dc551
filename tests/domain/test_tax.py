from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.tax import (
    RATES,
    DatedRate,
    Rounding,
    TaxedAmount,
    TaxEntry,
    TaxRate,
    Totals,
    UnknownTaxRate,
    line_amount,
    planned_change,
    rate_on,
    tax_totals,
)
from tests.domain.published import japan

STANDARD = TaxRate(10)
REDUCED = TaxRate(8, reduced=True)
OLD = TaxRate(8)
NONE = TaxRate(0)

rates = st.sampled_from([STANDARD, REDUCED, OLD, NONE])
lines = st.lists(st.tuples(st.integers(-(10**9), 10**9), rates), max_size=12)
entries = st.sampled_from(TaxEntry)
roundings = st.sampled_from(Rounding)


@pytest.mark.parametrize(
    ("rate", "label"), [(STANDARD, "10%"), (REDUCED, "8%（軽減）"), (OLD, "8%"), (NONE, "対象外"), (TaxRate(5), "5%")]
)
def test_people_see_which_rate_it_is(rate: TaxRate, label: str) -> None:
    assert rate.label == label


@pytest.mark.parametrize("percent", [-1, 101, -100])
def test_a_number_that_is_no_rate_is_refused(percent: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        TaxRate(percent)


@pytest.mark.parametrize(
    ("rounding", "tax"), [(Rounding.FLOOR, 31), (Rounding.CEIL, 32), (Rounding.HALF_UP, 32)], ids=str
)
def test_tax_is_rounded_once_per_rate_not_per_line(rounding: Rounding, tax: int) -> None:
    # 105 x 3 at 10 %: per line it would be 30 or 33.
    totals = tax_totals([(105, STANDARD)] * 3, TaxEntry.OUT, rounding)
    assert totals == Totals((TaxedAmount(STANDARD, 315, tax, 315 + tax),), 315, tax, 315 + tax)


def test_each_rate_has_its_own_sum_and_its_own_tax() -> None:
    totals = tax_totals([(999, REDUCED), (105, STANDARD), (500, NONE), (105, STANDARD), (333, OLD)], TaxEntry.OUT)
    assert totals.per_rate == (
        TaxedAmount(STANDARD, 210, 21, 231),
        TaxedAmount(REDUCED, 999, 79, 1078),
        TaxedAmount(OLD, 333, 26, 359),
        TaxedAmount(NONE, 500, 0, 500),
    )
    assert (totals.subtotal, totals.tax, totals.total) == (2042, 126, 2168)


@pytest.mark.parametrize(
    ("gross", "rate", "rounding", "net", "tax"),
    [
        (1_100, STANDARD, Rounding.FLOOR, 1_000, 100),
        (1_000, STANDARD, Rounding.FLOOR, 910, 90),
        (1_000, STANDARD, Rounding.CEIL, 909, 91),
        (1_000, STANDARD, Rounding.HALF_UP, 909, 91),
        (555, REDUCED, Rounding.FLOOR, 514, 41),
        (1_000, NONE, Rounding.CEIL, 1_000, 0),
    ],
)
def test_tax_inside_the_amount(gross: int, rate: TaxRate, rounding: Rounding, net: int, tax: int) -> None:
    assert tax_totals([(gross, rate)], TaxEntry.IN, rounding).per_rate == (TaxedAmount(rate, net, tax, gross),)


def test_a_discount_lowers_the_sum_before_tax() -> None:
    assert tax_totals([(100_000, STANDARD), (-5_555, STANDARD)], TaxEntry.OUT).tax == 9_444


def test_a_credit_takes_back_exactly_the_tax_that_was_charged() -> None:
    assert tax_totals([(-105, STANDARD)] * 3, TaxEntry.OUT).tax == -31


def test_an_invoice_without_lines_is_zero() -> None:
    assert tax_totals([], TaxEntry.OUT) == Totals((), 0, 0, 0)


@given(lines, entries, roundings)
def test_every_sum_is_the_sum_of_its_parts(
    lines: list[tuple[int, TaxRate]], entry: TaxEntry, rounding: Rounding
) -> None:
    totals = tax_totals(lines, entry, rounding)
    assert totals.subtotal + totals.tax == totals.total
    assert all(part.net + part.tax == part.gross for part in totals.per_rate)
    assert totals.tax == sum(part.tax for part in totals.per_rate)
    assert sum(amount for amount, _ in lines) == (totals.subtotal if entry is TaxEntry.OUT else totals.total)
    assert len({part.rate for part in totals.per_rate}) == len(totals.per_rate)


@given(lines, entries, roundings)
def test_the_order_of_lines_does_not_matter(
    lines: list[tuple[int, TaxRate]], entry: TaxEntry, rounding: Rounding
) -> None:
    assert tax_totals(lines, entry, rounding) == tax_totals(list(reversed(lines)), entry, rounding)


@given(lines, entries, roundings)
def test_a_credit_note_mirrors_its_invoice(
    lines: list[tuple[int, TaxRate]], entry: TaxEntry, rounding: Rounding
) -> None:
    invoice = tax_totals(lines, entry, rounding)
    credit = tax_totals([(-amount, rate) for amount, rate in lines], entry, rounding)
    assert (credit.subtotal, credit.tax, credit.total) == (-invoice.subtotal, -invoice.tax, -invoice.total)


@given(st.integers(0, 10**11), rates, entries)
def test_rounding_moves_tax_by_less_than_a_yen(amount: int, rate: TaxRate, entry: TaxEntry) -> None:
    base = 100 if entry is TaxEntry.OUT else 100 + rate.percent
    exact = Fraction(amount * rate.percent, base)
    floor, ceil, half = (tax_totals([(amount, rate)], entry, rounding).tax for rounding in Rounding)
    assert floor <= exact <= ceil
    assert ceil - floor <= 1
    assert half in (floor, ceil)
    assert abs(half - exact) <= Fraction(1, 2)


@given(st.integers(0, 10**11), rates)
def test_tax_added_can_be_taken_out_again(net: int, rate: TaxRate) -> None:
    added = tax_totals([(net, rate)], TaxEntry.OUT)
    taken = tax_totals([(added.total, rate)], TaxEntry.IN)
    assert abs(taken.subtotal - net) <= 1


@pytest.mark.parametrize(
    ("quantity", "price", "rounding", "amount"),
    [
        ("3", "105", Rounding.FLOOR, 315),
        ("1.5", "800000", Rounding.FLOOR, 1_200_000),
        ("0.333", "1000.5", Rounding.FLOOR, 333),
        ("0.333", "1000.5", Rounding.CEIL, 334),
        ("0.5", "3", Rounding.HALF_UP, 2),
        ("0.5", "1", Rounding.FLOOR, 0),
        ("1", "-5000", Rounding.FLOOR, -5_000),
        ("0.5", "-3", Rounding.FLOOR, -1),
        ("0.5", "-3", Rounding.CEIL, -2),
        ("0", "100", Rounding.CEIL, 0),
        # Floats give 4.35 * 100 = 434.99999999999994.
        ("4.35", "100", Rounding.FLOOR, 435),
        # (10^11 - 10^-4)^2 has more digits than a Decimal product keeps.
        ("99999999999.9999", "99999999999.9999", Rounding.FLOOR, 10**22 - 2 * 10**7),
        ("99999999999.9999", "99999999999.9999", Rounding.CEIL, 10**22 - 2 * 10**7 + 1),
    ],
)
def test_a_line_is_quantity_times_price_exactly(quantity: str, price: str, rounding: Rounding, amount: int) -> None:
    assert line_amount(Decimal(quantity), Decimal(price), rounding) == amount


@pytest.mark.parametrize("factor", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "1E-999999"])
def test_what_is_no_quantity_is_refused(factor: str) -> None:
    with pytest.raises(ValueError, match="not a quantity"):
        line_amount(Decimal(factor), Decimal(1))
    with pytest.raises(ValueError, match="not a quantity"):
        line_amount(Decimal(1), Decimal(factor))


@given(st.decimals(-(10**6), 10**6, places=3), st.decimals(-(10**9), 10**9, places=3), roundings)
def test_a_line_amount_is_within_a_yen_of_the_exact_product(
    quantity: Decimal, price: Decimal, rounding: Rounding
) -> None:
    exact = Fraction(quantity) * Fraction(price)
    amount = line_amount(quantity, price, rounding)
    assert abs(amount - exact) < 1
    assert line_amount(-quantity, price, rounding) == -amount


@pytest.mark.parametrize(
    ("percent", "reduced", "on"),
    [
        (10, False, date(2019, 10, 1)),
        (10, False, date(2026, 11, 22)),
        (8, True, date(2026, 11, 22)),
        (8, True, date(2027, 5, 1)),
        (0, False, date(2026, 11, 22)),
        (8, False, date(2019, 9, 30)),
        (5, False, date(2014, 3, 31)),
    ],
)
def test_a_rate_in_force_is_taken(percent: int, reduced: bool, on: date) -> None:
    assert rate_on(percent, reduced, on) == TaxRate(percent, reduced)


@pytest.mark.parametrize(
    ("percent", "reduced", "on", "planned"),
    [
        (1, True, date(2027, 4, 1), True),
        (1, True, date(2029, 3, 31), True),
        (1, True, date(2027, 3, 31), False),
        (1, True, date(2029, 4, 1), False),
        (1, False, date(2027, 4, 1), False),
        (10, False, date(2019, 9, 30), False),
        (10, True, date(2026, 11, 22), False),
        (8, False, date(2019, 10, 1), False),
        (8, True, date(2019, 9, 30), False),
        (5, False, date(2014, 4, 1), False),
        (7, False, date(2026, 11, 22), False),
        (0, True, date(2026, 11, 22), False),
    ],
)
def test_a_rate_no_law_gives_is_held(percent: int, reduced: bool, on: date, planned: bool) -> None:
    with pytest.raises(UnknownTaxRate) as caught:
        rate_on(percent, reduced, on)
    assert (caught.value.rate, caught.value.on, caught.value.planned) == (TaxRate(percent, reduced), on, planned)
    assert ("予定" in str(caught.value)) == planned


def test_when_the_law_passes_one_row_changes() -> None:
    enacted = DatedRate("reduced_food", 1, True, "軽減税率", date(2027, 4, 1), date(2029, 3, 31), "law")
    assert rate_on(1, True, date(2027, 4, 1), rates=[*RATES, enacted]) == TaxRate(1, True)


@pytest.mark.parametrize(
    ("rate", "on", "announced"),
    [
        (REDUCED, date(2027, 4, 1), True),
        (REDUCED, date(2027, 3, 31), False),
        (REDUCED, date(2029, 4, 1), False),
        (STANDARD, date(2027, 4, 1), False),
        (TaxRate(1, True), date(2027, 4, 1), False),
    ],
)
def test_an_announced_change_of_todays_rate_can_be_told(rate: TaxRate, on: date, announced: bool) -> None:
    row = planned_change(rate, on)
    assert (row is not None) == announced
    if row is not None:
        assert (row.percent, row.status) == (1, "planned")


@given(st.dates(date(1989, 4, 1), date(2040, 12, 31)))
def test_on_no_day_are_there_two_standard_rates(day: date) -> None:
    standard = {
        row.percent for row in RATES if row.covers(day) and not row.reduced and row.percent and row.status == "law"
    }
    assert len(standard) <= 1


def test_the_dated_rows_are_the_published_ones() -> None:
    published = {
        (row["code"], int(Decimal(row["rate"]) * 100), row["from"], row["to"], row["status"])
        for row in japan("tax_rates.json")["rates"]
    }
    ours = {
        (row.code, row.percent, str(row.valid_from), str(row.valid_to) if row.valid_to else None, row.status)
        for row in RATES
        if row.percent
    }
    assert ours == published


def test_published_rounding_vectors() -> None:
    vectors = japan("rounding_vectors.json")["vectors"]
    for vector in vectors:
        rate = TaxRate(int(Decimal(vector["rate"]) * 100))
        entry = TaxEntry.OUT if vector["mode"] == "exclusive" else TaxEntry.IN
        amounts = vector.get("net_lines") or [vector["gross_total"]]
        totals = tax_totals([(amount, rate) for amount in amounts], entry, Rounding(vector["rounding"]))
        assert totals.tax == vector["tax_once"], vector
    assert len(vectors) >= 20


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_splitting_a_line_changes_no_tax(first: int, second: int) -> None:
    assume(first != second)
    together = tax_totals([(first + second, STANDARD)], TaxEntry.OUT)
    assert tax_totals([(first, STANDARD), (second, STANDARD)], TaxEntry.OUT) == together

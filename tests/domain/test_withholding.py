import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.withholding import withholding_tax
from tests.domain.published import japan


@pytest.mark.parametrize(
    ("base", "withheld"),
    [
        (0, 0),
        (9, 0),
        (10, 1),
        (33_333, 3_403),
        (100_000, 10_210),
        (999_999, 102_099),
        (1_000_000, 102_100),
        (1_000_004, 102_100),
        (1_000_005, 102_101),
        (1_500_000, 204_200),
    ],
)
def test_the_fee_is_cut_by_1021_and_by_2042_above_a_million(base: int, withheld: int) -> None:
    assert withholding_tax(base) == withheld


def test_a_negative_payment_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        withholding_tax(-1)


@given(st.integers(0, 10**11))
def test_a_larger_fee_never_has_less_withheld_and_never_more_than_the_top_rate(base: int) -> None:
    step = withholding_tax(base + 1) - withholding_tax(base)
    assert 0 <= step <= 1
    assert withholding_tax(base) * 10_000 <= base * 2_042


def test_published_vectors() -> None:
    for vector in japan("withholding_vectors.json")["vectors"]:
        assert withholding_tax(vector["base"]) == vector["withholding"], vector

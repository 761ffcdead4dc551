import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.registration_number import RegistrationStatus, check_digit, check_registration_number
from tests.domain.published import japan

bases = st.text("0123456789", min_size=12, max_size=12)


def test_the_worked_example_of_the_tax_agency() -> None:
    assert check_digit("123456789012") == 7


@pytest.mark.parametrize(
    "typed",
    [
        "T7123456789012",
        "t7123456789012",
        "Ｔ７１２３４５６７８９０１２",
        "ｔ7123456789012",
        " T7123456789012 ",
        "T7123-4567-89012",
        "T 7123 4567 89012",
        "T-7123456789012",
        "T７１２３－４５６７‐８９０１２",
        "T\u30007123456789012",
    ],
)
def test_a_number_is_recognised_however_it_is_typed(typed: str) -> None:
    check = check_registration_number(typed)
    assert check.status is RegistrationStatus.VALID
    assert check.number == "T7123456789012"


def test_a_failing_check_digit_is_a_warning_because_sole_proprietors_have_none() -> None:
    check = check_registration_number("T8123456789012")
    assert check.status is RegistrationStatus.WARNING
    assert check.number == "T8123456789012"
    assert "個人事業者" in check.message


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "T",
        "T712345678901",
        "T71234567890123",
        "TT7123456789012",
        "X7123456789012",
        "T712345678901O",
        "登録なし",
        "T٧123456789012",
    ],
)
def test_what_has_not_the_shape_is_invalid(typed: str) -> None:
    check = check_registration_number(typed)
    assert check.status is RegistrationStatus.INVALID
    assert check.number is None
    assert "13桁" in check.message


def test_thirteen_digits_alone_are_a_corporate_number_not_a_registration() -> None:
    check = check_registration_number("7123456789012")
    assert check.status is RegistrationStatus.INVALID
    assert "先頭に T" in check.message


@given(bases)
def test_exactly_one_first_digit_fits_and_it_is_never_zero(base: str) -> None:
    fitting = [d for d in "0123456789" if check_registration_number(f"T{d}{base}").status is RegistrationStatus.VALID]
    assert fitting == [str(check_digit(base))]
    assert fitting != ["0"]


@given(bases, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_seen_unless_it_is_0_for_9(base: str, place: int, change: int) -> None:
    wrong = (int(base[place]) + change) % 10
    slip = base[:place] + str(wrong) + base[place + 1 :]
    if {base[place], str(wrong)} == {"0", "9"}:
        assert check_digit(slip) == check_digit(base)
    else:
        assert check_digit(slip) != check_digit(base)


def test_published_numbers() -> None:
    data = japan("registration_number_vectors.json")
    for number in [*data["valid_corporate"], *data["undetected"]["0_9_swap"]]:
        assert check_registration_number(number).status is RegistrationStatus.VALID, number
    for number in data["invalid_corporate_check_digit"]:
        assert check_registration_number(number).status is RegistrationStatus.WARNING, number
    assert check_digit(data["worked_example"]["base12"]) == data["worked_example"]["check_digit"]

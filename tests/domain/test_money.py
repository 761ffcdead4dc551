import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import MAX_YEN, parse_yen, yen

amounts = st.integers(-MAX_YEN, MAX_YEN)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "¥0"), (999, "¥999"), (1_234_000, "¥1,234,000"), (-1_000, "-¥1,000"), (MAX_YEN, "¥99,999,999,999")],
)
def test_people_read_yen_with_a_sign_and_commas(amount: int, shown: str) -> None:
    assert yen(amount) == shown


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("500", 500),
        ("1,200,000", 1_200_000),
        ("1200000", 1_200_000),
        ("¥120,000", 120_000),
        ("￥120,000", 120_000),
        ("\\120,000", 120_000),
        ("¥ 120,000", 120_000),
        ("120,000円", 120_000),
        ("120,000 円", 120_000),
        ("¥1,000円", 1_000),
        ("  5000  ", 5_000),
        ("　5000　", 5_000),
        ("１２０，０００円", 120_000),
        ("１２０万円", 1_200_000),
        ("120万", 1_200_000),
        ("120 万円", 1_200_000),
        ("1,200万円", 12_000_000),
        ("12.5万", 125_000),
        ("１２．５万", 125_000),
        ("0.5万", 5_000),
        ("1.2345万", 12_345),
        ("1億", 100_000_000),
        ("1.5億円", 150_000_000),
        ("1億2,000万円", 120_000_000),
        ("1億5千万", 150_000_000),
        ("1億2000万5000", 120_005_000),
        ("5千円", 5_000),
        ("5千500円", 5_500),
        ("3万5千", 35_000),
        ("3万5,000円", 35_000),
        ("1,200千円", 1_200_000),
        ("5千万", 50_000_000),
        ("3百万円", 3_000_000),
        ("-500", -500),
        ("¥-500", -500),
        ("-¥500", -500),
        ("－５００", -500),
        ("−500", -500),
        ("▲500", -500),
        ("△12万", -120_000),
        ("-0", 0),
        ("99,999,999,999", MAX_YEN),
        ("-99,999,999,999", -MAX_YEN),
    ],
)
def test_what_a_person_types_is_understood(typed: str, amount: int) -> None:
    assert parse_yen(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "円",
        "¥",
        "-",
        "万",
        "千",
        "なし",
        "未定",
        "約12万円",
        "120,000円（税込）",
        "120,000円+税",
        "10万〜20万",
        "10万 20万",
        "1,20",
        "12,00,000",
        "1,200,00",
        ",500",
        "500,",
        "0,500",
        "1.200",
        "100.0",
        "1.23456万",
        "1.万",
        ".5万",
        "0120",
        "007",
        "--500",
        "-¥-500",
        "¥¥500",
        "+500",
        "(500)",
        "$500",
        "500ドル",
        "120k",
        "1e5",
        "10²",
        "①",
        "½万",
        "百二十万",
        "٣",
        "1億20000万",
        "1億10000万",
        "1億10000",
        "1億20000",
        "3万10000",
        "3万5千1000",
        "1億1億",
        "1万1億",
        "1.5億2000万",
        "100000000000",
        "1000億",
        "-100000000000",
        "1\n000",
        "9" * 41,
    ],
)
def test_what_is_not_clearly_one_amount_is_refused(typed: str) -> None:
    assert parse_yen(typed) is None


@given(amounts)
def test_what_is_shown_can_be_typed_back(amount: int) -> None:
    assert parse_yen(yen(amount)) == amount


@given(amounts)
def test_plain_digits_and_full_width_digits_mean_the_same(amount: int) -> None:
    full_width = str(amount).translate(str.maketrans("-0123456789", "－０１２３４５６７８９"))
    assert parse_yen(str(amount)) == parse_yen(full_width) == amount


@given(st.integers(1, 999), st.integers(1, 9_999), st.integers(1, 9_999))
def test_spoken_units_add_up(oku: int, man: int, rest: int) -> None:
    assert parse_yen(f"{oku}億{man}万{rest}円") == oku * 10**8 + man * 10**4 + rest


@given(st.text(max_size=60))
def test_any_text_gives_an_amount_in_range_or_none(typed: str) -> None:
    amount = parse_yen(typed)
    assert amount is None or abs(amount) <= MAX_YEN


@given(st.text(alphabet="0123456789０１,.，．¥￥\\-▲円千百万億 　", max_size=16))
def test_text_of_money_characters_never_breaks_the_parser(typed: str) -> None:
    amount = parse_yen(typed)
    assert amount is None or parse_yen(yen(amount)) == amount

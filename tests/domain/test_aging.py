from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.aging import BUCKETS, aging_bucket, days_late

DUE = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("today", "late"), [(date(2026, 10, 30), -1), (DUE, 0), (date(2026, 11, 1), 1), (date(2027, 10, 31), 365)]
)
def test_lateness_counts_from_the_day_after_the_due_date(today: date, late: int) -> None:
    assert days_late(DUE, today) == late


@pytest.mark.parametrize(
    ("late", "bucket"),
    [
        (-400, "期日前"),
        (0, "期日前"),
        (1, "1〜30日"),
        (30, "1〜30日"),
        (31, "31〜60日"),
        (60, "31〜60日"),
        (61, "61〜90日"),
        (90, "61〜90日"),
        (91, "91日以上"),
        (4_000, "91日以上"),
    ],
)
def test_buckets(late: int, bucket: str) -> None:
    assert aging_bucket(late) == bucket


@given(st.integers(-1_000, 1_000))
def test_a_day_later_is_the_same_bucket_or_the_next(late: int) -> None:
    labels = [label for _, label in BUCKETS]
    here = labels.index(aging_bucket(late))
    assert labels.index(aging_bucket(late + 1)) in (here, here + 1)
    assert days_late(DUE, DUE + timedelta(days=late)) == late

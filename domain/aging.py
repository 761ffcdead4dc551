"""How late money is, in the buckets accountants use (売掛金年齢表)."""

from datetime import date

BUCKETS: tuple[tuple[int | None, str], ...] = (
    (0, "期日前"),
    (30, "1〜30日"),
    (60, "31〜60日"),
    (90, "61〜90日"),
    (None, "91日以上"),
)


def days_late(due: date, today: date) -> int:
    """Return full days past the due date: 0 on the day itself, negative before it."""
    return (today - due).days


def aging_bucket(days: int) -> str:
    """Return the bucket of an open invoice that is `days` late; the due day itself is not late."""
    return next(label for last, label in BUCKETS if last is None or days <= last)

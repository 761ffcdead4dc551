"""What freee's answers say about how many calls are left (invoice-api.yml, API使用制限)."""

from collections.abc import Mapping
from datetime import UTC, datetime

_REMAINING = "x-ratelimit-remaining"
_RESET = "x-ratelimit-reset"
WINDOWS = ("minute", "hour", "day")


def remaining(headers: Mapping[str, str]) -> dict[str, int]:
    """Return calls left by window ("minute", "hour", "day"). `headers` has lower-case names."""
    found = {}
    for window, value in _by_window(headers, _REMAINING):
        if value.isascii() and value.isdigit():
            found[window] = int(value)
    return found


def resets(headers: Mapping[str, str]) -> dict[str, datetime]:
    """Return when each window starts anew, in UTC; what cannot be read is left out."""
    found = {}
    for window, value in _by_window(headers, _RESET):
        moment = moment_of(value)
        if moment is not None:
            found[window] = moment
    return found


def moment_of(value: object) -> datetime | None:
    """Return an ISO 8601 time with its zone in UTC, or None."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _by_window(headers: Mapping[str, str], prefix: str) -> list[tuple[str, str]]:
    """Return (window, value). The suffix is written differently in freee's own pages; none means the hour."""
    found: list[tuple[str, str]] = []
    for name, value in headers.items():
        if name.startswith(prefix):
            suffix = name.removeprefix(prefix).strip("-_") or "hour"
            found.extend((window, value.strip()) for window in WINDOWS if suffix[:3] == window[:3])
    return found

"""What somebody means by `/unpaid …`: a partner or number, an owner, a period of due dates, or everything.

Words may be mixed: `/unpaid サンプル 今月`. What is not understood as an owner or a period is searched for in partner
names and invoice numbers, so nothing that is typed is ever silently ignored.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

EVERYTHING = frozenset({"all", "すべて", "全て", "全部", "全件"})
MINE = frozenset({"自分", "私", "me", "mine"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_OWNER = re.compile(r"(?:担当(?:者)?|owner)[:：](.+)", re.IGNORECASE)
_WHOLE_MONTH = re.compile(r"(\d{4})[-/年](\d{1,2})月?|(\d{1,2})月(?:分)?")
_DAY = re.compile(r"(?:(\d{4})[-/])?(\d{1,2})[-/](\d{1,2})")
_RANGE = re.compile(r"(.+?)(?:\.\.|〜|～|から)(.+?)(?:まで)?")
_LATER_THAN = re.compile(r"(\d{1,3})日(?:超過|以上|超)")


@dataclass(frozen=True, slots=True)
class UnpaidQuery:
    """What to list. `owner` is a Slack user id or a name; due dates are inclusive, None: no bound."""

    text: str = ""
    owner: str | None = None
    mine: bool = False  # of whoever asks
    due_from: date | None = None
    due_to: date | None = None


def parse_unpaid(typed: str, *, today: date) -> UnpaidQuery:
    """Return what was typed behind /unpaid. Later words win where two say the same thing."""
    text: list[str] = []
    owner: str | None = None
    mine = False
    period: tuple[date | None, date | None] | None = None
    for word in typed.replace("\u3000", " ").split():
        if word.lower() in EVERYTHING:
            continue
        mention, named = _MENTION.fullmatch(word), _OWNER.fullmatch(word)
        if word.lower() in MINE:
            mine = True
        elif mention:
            owner = mention.group(1)
        elif named:
            inner = _MENTION.fullmatch(named.group(1))
            owner = inner.group(1) if inner else named.group(1)
        elif (found := _period(word, today)) is not None:
            period = found
        else:
            text.append(word)
    first, last = period or (None, None)
    return UnpaidQuery(" ".join(text), owner, mine, first, last)


def _period(word: str, today: date) -> tuple[date | None, date | None] | None:
    named = _named(word.lower(), today)
    if named is not None:
        return named
    late = _LATER_THAN.fullmatch(word)
    if late:
        return None, today - timedelta(days=int(late.group(1)))
    month = _WHOLE_MONTH.fullmatch(word)
    if month:
        year, number = int(month.group(1) or today.year), int(month.group(2) or month.group(3))
        return _month(year, number)
    both = _RANGE.fullmatch(word)
    if both:
        first, last = _day(both.group(1), today), _day(both.group(2), today)
        return (first, last) if first and last else None
    return None


def _named(word: str, today: date) -> tuple[date | None, date | None] | None:
    monday = today - timedelta(days=today.weekday())
    previous = today.replace(day=1) - timedelta(days=1)
    following = _last(today) + timedelta(days=1)
    periods: dict[str, tuple[date | None, date | None]] = {
        "超過": (None, today - timedelta(days=1)),
        "期限超過": (None, today - timedelta(days=1)),
        "overdue": (None, today - timedelta(days=1)),
        "今日": (today, today),
        "today": (today, today),
        "今週": (monday, monday + timedelta(days=6)),
        "来週": (monday + timedelta(days=7), monday + timedelta(days=13)),
        "今月": (today.replace(day=1), _last(today)),
        "先月": (previous.replace(day=1), previous),
        "来月": (following, _last(following)),
    }
    return periods.get(word)


def _month(year: int, number: int) -> tuple[date, date] | None:
    if not 1 <= number <= 12 or not 1 <= year <= 9999:
        return None
    first = date(year, number, 1)
    return first, _last(first)


def _day(word: str, today: date) -> date | None:
    found = _DAY.fullmatch(word)
    if not found:
        return None
    try:
        return date(int(found.group(1) or today.year), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None


def _last(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])

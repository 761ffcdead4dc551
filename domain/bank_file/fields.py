"""Days and amounts as banks write them."""

import re
import unicodedata
from datetime import date, timedelta

REIWA, HEISEI = 2018, 1988  # the year before the first of each era
_ERAS = {"令和": REIWA, "R": REIWA, "平成": HEISEI, "H": HEISEI}
_DAY = re.compile(r"(?P<era>令和|平成|[RH])?(?P<y>[0-9]{1,4}|元)[./年\-](?P<m>[0-9]{1,2})[./月\-](?P<d>[0-9]{1,2})日?")
_DIGITS = re.compile(r"(?P<y>[0-9]{4}|[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_AMOUNT = re.compile(r"(?P<sign>[+\-]?)¥?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)円?")
_AHEAD = timedelta(days=40)


def read_day(text: str, today: date) -> date | None:
    """Return the day, None if it is none.

    Taken: 2026/11/24, 2026年11月24日, 20261124, 令和8年11月24日, R8.11.24 and, without an era, 08.11.24, 081124 or
    261124: the year of 令和 or of the century, whichever lies nearer to `today`.
    """
    folded = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    found = _DAY.match(folded) or _DIGITS.fullmatch(folded)
    if found is None:
        return None
    era = found.groupdict().get("era")
    year, month, day = (1 if found["y"] == "元" else int(found["y"])), int(found["m"]), int(found["d"])
    if era:
        return _valid(_ERAS[era] + year, month, day)
    if year >= 100:
        return _valid(year, month, day)
    possible = [made for start in (REIWA, 2000) if (made := _valid(start + year, month, day)) is not None]
    past = [made for made in possible if made <= today + _AHEAD]
    return min(past or possible, key=lambda made: abs(made - today), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_amount(text: str) -> int | None:
    """Return the yen, 0 for an empty field or a dash, None if it is no amount."""
    folded = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\\", "¥").lstrip("*")
    folded = folded.replace("−", "-").replace("▲", "-").replace("△", "-")
    if folded in ("", "-", "¥"):
        return 0
    found = _AMOUNT.fullmatch(folded)
    if found is None:
        return None
    amount = int(found["digits"].replace(",", ""))
    return -amount if found["sign"] == "-" else amount

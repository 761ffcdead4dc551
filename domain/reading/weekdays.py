"""金曜に注文をもらいました, they signed on Monday: a weekday alone is the last such one where an order was won on it.

Ahead of the posting it may be this week's or the next, so nothing is made of one that is not said to be past.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.lazy_regex import regex
from domain.reading.dates import DateHit

_DAYS = "月火水木金土日"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WON = (
    r"[^。\n]{0,40}?(?:ご?(?:注文|発注|契約|受注|成約|用命)|注文書|発注書|契約書|PO|サイン|ハンコ)[^。\n、]{0,8}?"
    r"(?:いただ[いき]|頂[いき]|もら[いっ]|受け(?:まし|た|取)|届[いき]|来(?:た|まし)|しまし|(?<!で)した(?!い|ら)|済|締結|でき(?:た|まし)|取れ|決ま[っり])"
)
_JAPANESE = regex(
    rf"(?<![一-龥々・(\[のぁ-ん])(?P<day>[{_DAYS}])曜日?(?=(?:の(?:午前|午後|夕方|朝|昼|夜|うち))?に{_WON})"
)
_SIGNED_ON = regex(
    r"(?i:signed|ordered|won|closed|placed|confirmed|received|arrived|came in|sent|got)[^.\n]{0,40}? on "
    r"(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?![a-z])"
)


def past_weekdays(text: str, posted: date) -> list[DateHit]:
    """The weekdays alone on which the text says an order was won; one like the day of posting may be either."""
    found = [(m.start(), m.end(), _DAYS.index(m["day"])) for m in _JAPANESE.finditer(text)] if "曜" in text else []
    if "day" in text:
        found += [(*m.span("day"), _ENGLISH.index(m["day"][:3].lower())) for m in _SIGNED_ON.finditer(text)]
    hits = []
    for start, end, weekday in found:
        back = (posted.weekday() - weekday) % 7
        hits.append(DateHit(start, end, posted - timedelta(days=back or 7), sure=back > 0, relative=True, won=True))
    return hits

"""Judges sixty days of reminders by what stands in Slack and by what the customers really did."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.clock import TOKYO
from domain.business_day import is_business_day, next_business_day, previous_business_day
from tests.reliability.reminders_run import LEVELS, NO_FEED, Owed, Run, is_up
from tests.town import words

NUMBER = re.compile(r"INV-[\w-]+")
LEVEL = re.compile(r"段階:(\w+)")
BROKEN = re.compile(r"入金予定日.*過ぎ")
ORDER = [name for name, _, _ in LEVELS]
FEED_DAYS = 2


@dataclass(frozen=True)
class Told:
    """One reminder as its reader saw it when it came."""

    at: datetime
    recipient: str  # whose direct messages, or the channel
    number: str
    level: str
    shown: str


def judge(run: Run) -> Counter[str]:
    """Hold everything against what is promised; return the figures."""
    told = told_in(run)
    owed = {one.number: one for one in run.owed}
    seen: dict[tuple[str, str, str], Told] = {}
    for one in told:
        key = (one.number, one.level, one.recipient)
        assert key not in seen, f"told twice: {seen[key]} {one}"
        seen[key] = one
        _is_right(run, owed[one.number], one)
    by_invoice: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_invoice[one.number].append(one)
    for one in run.owed:
        _nobody_is_missed(run, one, by_invoice[one.number])
        _everybody_hears(run, one, by_invoice[one.number])
    counts = Counter(f"told: {one.level}" for one in told)
    messages = {(one.recipient, one.at) for one in told}
    return counts + Counter({"invoices": len(run.owed), "reminders": len(told), "messages": len(messages)})


# --- what stands in Slack ---------------------------------------------------------------------------------------------


def told_in(run: Run) -> list[Told]:
    """Return every reminder in direct messages and in the finance channel, as it was when it was posted."""
    slack = run.place.slack
    first: dict[str, list[Any]] = {}
    for call in slack.state.calls:
        if call.method == "chat.postMessage":
            first.setdefault(_post_id(call.arguments), call.arguments.get("blocks") or [])
    found: list[Told] = []
    stands: Counter[str] = Counter()
    for channel, recipient in _places(run):
        for message in slack.messages(channel):
            post_id = ((message.metadata or {}).get("event_payload") or {}).get("id", "")
            at = datetime.fromtimestamp(float(message.ts), TOKYO)
            parts = _parts(first.get(post_id, []))
            found += [Told(at, recipient, number, level, shown) for number, level, shown in parts]
            stands[post_id] += bool(parts)
    assert max(stands.values(), default=0) <= 1, "a message stands twice"
    return sorted(found, key=lambda one: (one.at, one.number))


def _post_id(arguments: dict[str, Any]) -> str:
    return str(arguments["metadata"]["event_payload"]["id"])


def _places(run: Run) -> list[tuple[str, str]]:
    state = run.place.slack.state
    ims = [(channel.id, member) for channel in state.channels.values() if channel.is_im for member in channel.members]
    people = [(channel, member) for channel, member in ims if member != run.place.slack.settings.bot_user_id]
    return [*people, (run.place.finance, run.place.finance)]


def _parts(blocks: list[Any]) -> list[tuple[str, str, str]]:
    """Return (number, level, words) of each reminder in a message: one alone, or one in each section."""
    whole = words(blocks)
    pieces = [whole] if any(block["type"] == "actions" for block in blocks) else [words([block]) for block in blocks]
    shared = next((level for piece in pieces if not NUMBER.search(piece) and (level := LEVEL.search(piece))), None)
    found = []
    for piece in pieces:
        number, level = NUMBER.search(piece), LEVEL.search(piece) or shared
        if number and (level or BROKEN.search(piece)):
            found.append((number.group(), level.group(1) if level else "promise", piece))
    return found


# --- what is promised -------------------------------------------------------------------------------------------------


def _is_right(run: Run, owed: Owed, one: Told) -> None:
    """Nothing is told after payment, of another sum, on a holiday, in quiet hours, blindly, or too early."""
    what = (owed, one)
    residual = owed.residual(one.at)
    assert residual > 0, f"told after payment: {what}"
    assert f"¥{residual:,}" in one.shown, f"another sum: {what}"
    assert is_business_day(one.at.date()), f"on a holiday: {what}"
    assert 9 <= one.at.hour < 18, f"in quiet hours: {what}"
    assert not feed_is_old(run, one.at), f"while the feed is stale: {what}"
    assert not owed.paused(one.at), f"although people asked for silence or the money is there: {what}"
    if one.level in ORDER:
        assert one.at.date() >= trigger(one.level, owed.due(one.at)), f"too early: {what}"
    else:
        assert owed.fate.startswith("promise"), what


def _nobody_is_missed(run: Run, owed: Owed, told: list[Told]) -> None:
    """On every good morning, the last level reached has been told, or one after it, or the promise that broke."""
    for morning in good_mornings(run):
        due = owed.due(morning)
        if owed.residual(morning) <= 0 or owed.paused(morning):
            continue
        reached = [name for name in ORDER if trigger(name, due) <= morning.date()]
        if morning.date() > _grace(due):
            reached = [name for name in reached if name != "notice"]
        if not reached:
            continue
        by_now = [one for one in told if one.at <= morning + timedelta(minutes=30)]
        highest = max((ORDER.index(one.level) for one in by_now if one.level in ORDER), default=-1)
        covered = any(one.level == "promise" and one.at.date() >= trigger(reached[-1], due) for one in by_now)
        assert highest >= ORDER.index(reached[-1]) or covered, f"missed on {morning}: {owed} {told}"


def _everybody_hears(run: Run, owed: Owed, told: list[Told]) -> None:
    """Whoever the level names hears it; whom nobody knows, or who has left, is heard by the finance channel."""
    place = run.place
    known = {"田中": place.tanaka, "伊藤": place.ito, place.tanaka: place.tanaka}
    for level in {one.level for one in told}:
        audience = {name: to for name, _, to in LEVELS}.get(level, ("owner",))
        wanted = {known.get(owed.owner or "", place.finance) if who == "owner" else place.finance for who in audience}
        assert {one.recipient for one in told if one.level == level} == wanted, (owed, told)


def good_mornings(run: Run) -> list[datetime]:
    """Return the business mornings on which nothing keeps the bot from telling what is due."""
    first = run.owed[0].dues[0][0].date()
    found = []
    for number in range(1, 61):
        morning = datetime.combine(first + timedelta(days=number), datetime.min.time(), TOKYO) + timedelta(hours=9)
        night = [morning - timedelta(hours=hours) for hours in range(5)]
        if is_business_day(morning.date()) and all(map(is_up, night)) and not _no_feed(morning.date()):
            found.append(morning)
    return found


def _no_feed(day: date) -> bool:
    return NO_FEED[0] <= day <= NO_FEED[1]


def feed_is_old(run: Run, moment: datetime) -> bool:
    """Return whether the feed had lagged more business days than the company allows."""
    limit = max(when for when in run.feed_at if when <= moment).date()
    for _ in range(FEED_DAYS):
        limit = next_business_day(limit)
    return limit < moment.date()


def trigger(level: str, due: date) -> date:
    """Return the first business day on which a level may be told, worked out anew."""
    days = {name: days for name, days, _ in LEVELS}[level]
    if days < 0:
        day = due + timedelta(days=days)
        return day if is_business_day(day) else previous_business_day(day)
    return _grace(_grace(due) + timedelta(days=days))


def _grace(day: date) -> date:
    return day if is_business_day(day) else next_business_day(day)

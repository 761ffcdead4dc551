"""Replies that were posted while nobody of us was there: which threads have some, as the channel's history tells.

A post shows when its thread was last answered (`latest_reply`). Threads are read one by one at Slack's pace, so only
those are that were answered since everything was known, under posts that are not done with.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bot.services import Services
from bot.usecases.history_event import is_reply, of_somebody
from bot.usecases.take_reply import OPEN, report_of
from storage.repositories import deals
from storage.repositories.inbox import about_message, heard_of


def changed_threads(
    session: Session,
    services: Services,
    messages: Sequence[Mapping[str, Any]],
    *,
    team_id: str,
    channel: str,
    since: str,
    away: bool,
) -> list[str]:
    """Return the ts of posts whose threads are to be read, oldest first. `since`: a ts, all before it is known.

    Without an outage (`away`) Slack repeats what it could not deliver: a thread whose last reply came is left alone.
    """
    answered = {
        str(message["ts"]): str(message["latest_reply"])
        for message in messages
        if not is_reply(message) and float(message.get("latest_reply") or 0) >= float(since)
    }
    if not away and answered:
        heard = heard_of(session, [about_message(channel, ts) for ts in answered.values()])
        answered = {ts: latest for ts, latest in answered.items() if about_message(channel, latest) not in heard}
    posts = {str(message["ts"]): message for message in messages}
    wanted = [ts for ts in answered if _matters(session, services, posts[ts], team_id=team_id, channel=channel)]
    return sorted(wanted, key=float)


def _matters(session: Session, services: Services, post: Mapping[str, Any], *, team_id: str, channel: str) -> bool:
    report = report_of(session, team_id, channel, str(post["ts"]))
    if report is None:  # not read yet, or what a reply may make an order; ours and the gone have no order
        return of_somebody(services, post) and post.get("subtype") != "tombstone"
    return any(deal.status in OPEN for deal in deals.of_report(session, report.id))

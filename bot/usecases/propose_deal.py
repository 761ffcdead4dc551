"""What was read in a post becomes deals with cards; an edited post revises them."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session
from ulid import ULID

from bot.blocks.hint import hint_message
from bot.services import Services
from bot.usecases.apply_reply import apply_replies
from bot.usecases.post_message import enqueue_post
from bot.usecases.read_order import contents_of, moment_of
from bot.usecases.read_partner import want_partner
from bot.usecases.revise_deal import revise_deals
from bot.usecases.show_card import show_first_card
from domain.order import DealContent
from domain.partner_index import PartnerIndex
from domain.reading.model import Reading
from storage.models import OrderReport
from storage.repositories import deals
from storage.repositories.inbox import known_of
from storage.repositories.upsert import insert_new


def store_orders(
    session: Session,
    services: Services,
    index: PartnerIndex,
    reading: Reading,
    *,
    team_id: str,
    channel: str,
    author: str,
    message: dict[str, Any],
    words: str | None = None,
) -> None:
    """Keep what was read of a message: new deals, or the present state of those that are there.

    `words` is the text that was read, where it is more than the message's own: a reply completed it.
    """
    now = services.clock.now()
    ts, text = message["ts"], message.get("text") or ""
    words = text if words is None else words
    edited_ts = (message.get("edited") or {}).get("ts", "")
    known = known_of(session, team_id=team_id, channel=channel, ts=ts)
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=ts) if known.reported else None
    if report is None and reading.intent == "none":
        return
    if report is not None and (report.deleted or edited_ts < report.edited_ts):
        return  # an older state of the message that came late: what it became is known
    if report is None and known.deleted:
        return  # the repetition of an order that was deleted meanwhile
    if report is None and known.watched:
        return  # of the weeks in which the bot only watched: somebody has dealt with it
    if report is None and reading.intent == "maybe":
        hint = hint_message(services.texts, reading.missing)
        enqueue_post(session, key=f"hint:{channel}:{ts}", channel=channel, thread_ts=ts, message=hint, now=now)
        return
    contents = contents_of(session, services, reading.orders, text=words, ts=ts, reporter=author, index=index)
    if report is None:
        place = {"team_id": team_id, "channel": channel, "ts": ts}
        report = new_report(session, **place, author=author, text=text, now=now, edited_ts=edited_ts)
        for position, content in enumerate(contents):
            want_partner(session, services, content.partner_id)
            add_deal(session, report, position, content, now=now)
    elif report.text != text or not deals.of_report(session, report.id):
        report.text, report.edited_ts = text, edited_ts
        again = partial(apply_replies, session, services, index)
        revise_deals(session, services=services, report=report, contents=contents, again=again, now=now)


def new_report(
    session: Session,
    *,
    team_id: str,
    channel: str,
    ts: str,
    author: str,
    text: str,
    now: datetime,
    edited_ts: str = "",
    source: str = "message",
) -> OrderReport:
    """Keep a message as an order report; the one that is there already wins."""
    new = insert_new(
        session,
        OrderReport,
        {
            "id": str(ULID.from_datetime(now)),
            "team_id": team_id,
            "channel": channel,
            "ts": ts,
            "author": author,
            "text": text,
            "posted_at": moment_of(ts) if source != "form" else now,
            "edited_ts": edited_ts,
            "deleted": False,
            "source": source,
        },
    )
    report = new or deals.report_at(session, team_id=team_id, channel=channel, ts=ts)
    assert report is not None
    return report


def add_deal(session: Session, report: OrderReport, position: int, content: DealContent, *, now: datetime) -> None:
    """Add a proposed deal and ask for its card."""
    deal_id = str(ULID.from_datetime(now))
    deals.add_proposed(session, deal_id=deal_id, report=report, position=position, content=content, now=now)
    show_first_card(session, deal_id, now=now)

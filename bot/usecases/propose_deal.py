"""A message in a sales channel becomes deals with cards; an edited one revises them, a deleted one withdraws them."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session
from ulid import ULID

from bot.blocks.hint import hint_message
from bot.clock import TOKYO
from bot.services import Services
from bot.usecases.partner_rules import fit_to_system, rules_lookup
from bot.usecases.post_message import enqueue_post
from bot.usecases.read_partner import want_partner
from bot.usecases.revise_deal import revise_deals, withdraw_deals
from bot.usecases.show_card import refresh_card
from domain.order import DealContent
from domain.partner_index import PartnerIndex
from domain.proposal import Defaults, Partner, PartnerMatch, propose
from domain.reading import read_orders
from domain.reading.model import Order, Reading
from storage.models import OrderReport
from storage.repositories import deals, partners
from storage.repositories.inbox import about_message, heard_of
from storage.repositories.jobs import Lease
from storage.repositories.upsert import insert_once

POSTS = (None, "bot_message", "file_share", "thread_broadcast")


async def read_message(services: Services, lease: Lease) -> None:
    """Job `slack.message`: act on one recorded message event."""
    team_id, event = lease.payload["team_id"], lease.payload["event"]
    channel = event.get("channel")
    if channel not in services.policy.channels.sales:
        return
    subtype = event.get("subtype")
    if subtype == "message_changed":
        await _changed(services, team_id, channel, event)
    elif subtype == "message_deleted":
        ts = event.get("deleted_ts") or event.get("previous_message", {}).get("ts")
        await services.database.transact(
            withdraw_deals, services=services, team_id=team_id, channel=channel, ts=ts, now=services.clock.now()
        )
    elif subtype in POSTS:
        await _posted(services, team_id, channel, event)


async def _posted(services: Services, team_id: str, channel: str, message: dict[str, Any]) -> None:
    author = _author(services, message)
    if author is None or _is_reply(message):
        return
    reading, index = await read_text(services, message.get("text") or "", message["ts"])
    if reading.intent == "none":
        return
    await services.database.transact(
        _store, services, index, reading, team_id=team_id, channel=channel, author=author, message=message
    )


async def _changed(services: Services, team_id: str, channel: str, event: dict[str, Any]) -> None:
    message = event.get("message") or {}
    if message.get("text") == (event.get("previous_message") or {}).get("text"):
        return  # only an unfurled link or a reaction
    author = _author(services, message)
    if author is None or _is_reply(message):
        return
    if message.get("subtype") == "tombstone":
        await services.database.transact(
            withdraw_deals,
            services=services,
            team_id=team_id,
            channel=channel,
            ts=message.get("ts", ""),
            now=services.clock.now(),
        )
        return
    reading, index = await read_text(services, message.get("text") or "", message["ts"])
    await services.database.transact(
        _store, services, index, reading, team_id=team_id, channel=channel, author=author, message=message
    )


async def read_text(services: Services, text: str, ts: str) -> tuple[Reading, PartnerIndex]:
    """Return what a text says, with the partner index it was read against."""
    index = await services.directory.index()
    posted_at = moment_of(ts).astimezone(TOKYO)
    return read_orders(text, posted_at, index, own_company=services.policy.reading.own_names), index


def _store(
    session: Session,
    services: Services,
    index: PartnerIndex,
    reading: Reading,
    *,
    team_id: str,
    channel: str,
    author: str,
    message: dict[str, Any],
) -> None:
    now = services.clock.now()
    ts, text = message["ts"], message.get("text") or ""
    edited_ts = (message.get("edited") or {}).get("ts", "")
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=ts)
    if report is None and reading.intent == "none":
        return
    if report is not None and (report.deleted or edited_ts < report.edited_ts):
        return  # an older state of the message that came late: what it became is known
    if report is None and heard_of(session, [about_message(channel, ts, deleted=True)]):
        return  # the repetition of an order that was deleted meanwhile
    if report is None and reading.intent == "maybe":
        hint = hint_message(services.texts, reading.missing)
        enqueue_post(session, key=f"hint:{channel}:{ts}", channel=channel, thread_ts=ts, message=hint, now=now)
        return
    contents = contents_of(session, services, reading.orders, text=text, ts=ts, reporter=author, index=index)
    if report is None:
        report = new_report(session, team_id=team_id, channel=channel, ts=ts, author=author, text=text, now=now)
        report.edited_ts = edited_ts
        for position, content in enumerate(contents):
            want_partner(session, services, content.partner_id)
            add_deal(session, report, position, content, now=now)
    elif report.text != text or not deals.of_report(session, report.id):
        report.text, report.edited_ts = text, edited_ts
        revise_deals(session, services=services, report=report, contents=contents, now=now)


def contents_of(
    session: Session,
    services: Services,
    orders: tuple[Order, ...],
    *,
    text: str,
    ts: str,
    reporter: str,
    index: PartnerIndex,
) -> list[DealContent]:
    """Return the proposed content of each order that was read."""
    policy = services.policy
    defaults = Defaults(
        tax_percent=policy.reading.tax_percent,
        subject=policy.billing.subject,
        rules=rules_lookup(session, policy, services.accounting.name),
        rounding=policy.billing.rounding,
    )
    posted_on = moment_of(ts).astimezone(TOKYO).date()
    proposed = [
        propose(
            order,
            text=text,
            posted_on=posted_on,
            reporter=reporter,
            match=match_stored(session, services.accounting.name, index, order.partner_name),
            defaults=defaults,
        )
        for order in orders
    ]
    return [fit_to_system(session, services, content) for content in proposed]


def match_partner(index: PartnerIndex, name: str | None) -> PartnerMatch:
    """Return the partner of a written name: exact and confirmed spellings only; everything else is a suggestion."""
    if not name:
        return PartnerMatch(None)
    match = index.match(name)
    suggestions = tuple(Partner(found.partner_id, found.name) for found in match.candidates)
    if match.decision in ("exact", "alias") and match.partner_id is not None:
        own = next((found for found in suggestions if found.id == match.partner_id), None)
        return PartnerMatch(own or Partner(match.partner_id, name), suggestions)
    return PartnerMatch(None, suggestions)


def match_stored(session: Session, provider: str, index: PartnerIndex, name: str | None) -> PartnerMatch:
    """Return the match with the partner's name as the accounting system has it."""
    match = match_partner(index, name)
    row = partners.find(session, provider, match.partner.id) if match.partner else None
    return PartnerMatch(Partner(row.external_id, row.name), match.suggestions) if row else match


def new_report(
    session: Session,
    *,
    team_id: str,
    channel: str,
    ts: str,
    author: str,
    text: str,
    now: datetime,
    source: str = "message",
) -> OrderReport:
    """Keep a message as an order report; the one that is there already wins."""
    insert_once(
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
            "edited_ts": "",
            "deleted": False,
            "source": source,
        },
    )
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=ts)
    assert report is not None
    return report


def add_deal(session: Session, report: OrderReport, position: int, content: DealContent, *, now: datetime) -> None:
    """Add a proposed deal and ask for its card."""
    deal = deals.new_deal(
        session, deal_id=str(ULID.from_datetime(now)), report=report, position=position, content=content, now=now
    )
    refresh_card(session, deal, now=now)


def moment_of(ts: str) -> datetime:
    """Return the moment in a Slack ts ("1700000000.000100")."""
    return datetime.fromtimestamp(float(ts), UTC)


def _author(services: Services, message: dict[str, Any]) -> str | None:
    bot = message.get("bot_id")
    if bot:
        return bot if bot in services.policy.reading.workflow_bots else None
    user = message.get("user")
    return user if isinstance(user, str) else None


def _is_reply(message: dict[str, Any]) -> bool:
    return bool(message.get("thread_ts")) and message.get("thread_ts") != message.get("ts")

"""The card in the thread says what the deal is now. One message per deal, redrawn after every change."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.blocks.card import card_message
from bot.blocks.parts import escape, person, section
from bot.blocks.views import CardView, Duplicate, Lookalike, summary_of
from bot.services import Message, Services
from bot.usecases.link_message import learn_links, link_to
from bot.usecases.payment_words import payment_words
from bot.usecases.post_message import message_digest, put_message, stands_at
from domain.deal import DealStatus
from domain.invoice import IntentState
from domain.money import yen
from domain.order import blockers
from integrations.accounting.base import Purpose
from integrations.errors import IntegrationError, RateError
from storage.models import Deal, Intent, OrderReport
from storage.repositories import deals, invoices, jobs, posts
from storage.repositories.jobs import Lease

LACKING = ("reports_sent", "reports_booking")
QUEUE_SHOWN_FROM = 3  # so many in front before the card speaks of a queue


def refresh_card(
    session: Session, deal: Deal, *, now: datetime, why: str = "", response_url: str | None = None
) -> None:
    """Ask for the card to be redrawn. `why` tells apart redraws at the same version."""
    _ask_for_card(session, deal.id, deal.version, why, response_url, now=now)


def show_first_card(session: Session, deal_id: str, *, now: datetime) -> None:
    """Ask for the card of a deal that was just added."""
    _ask_for_card(session, deal_id, deals.FIRST_VERSION, "", None, now=now)


def _ask_for_card(
    session: Session, deal_id: str, version: int, why: str, response_url: str | None, *, now: datetime
) -> None:
    payload = {"deal_id": deal_id, "response_url": response_url}
    jobs.enqueue(session, "card", f"{deal_id}:{version}:{why}", payload, now=now, lane=f"card:{deal_id}")


async def show_card(services: Services, lease: Lease) -> None:
    """Job `card`: post the card, or redraw it."""
    deal_id = lease.payload["deal_id"]
    view, channel, report = await services.database.read(card_view, services, deal_id)
    if view.duplicates and report.source != "form" and not any(other.link for other in view.duplicates):
        await learn_links(services, channel=channel, ts=report.ts)
        view, channel, report = await services.database.read(card_view, services, deal_id)
    thread_ts = report.ts
    if report.source == "form":
        thread_ts = await put_message(
            services,
            lease,
            key=f"report:{report.id}",
            channel=channel,
            thread_ts=None,
            message=_form_post(services, view, report),
        )
    if view.status is DealStatus.CONFIRMED and not view.human and view.unknown_until is None:
        view = await _with_turn(services, view)
    message = card_message(services.texts, view)
    response_url = lease.payload.get("response_url")
    if response_url and not lease.attempts and await _answered(services, deal_id, response_url, message):
        return
    await put_message(services, lease, key=f"card:{deal_id}", channel=channel, thread_ts=thread_ts, message=message)


def thread_of(session: Session, deal: Deal) -> str | None:
    """Return the ts of the thread a deal's card stands in, None while that is not posted."""
    report = session.get(OrderReport, deal.report_id)
    if report is None or report.source != "form":
        return deal.message_ts
    post = posts.by_key(session, f"report:{report.id}")
    return post.ts if post is not None else None


async def _with_turn(services: Services, view: CardView) -> CardView:
    """Say when the invoice will be made if it must wait: for those in front, or for the budget's minute to be over."""
    try:
        await services.budget.room(Purpose.BULK)
    except RateError as full:
        return replace(view, eta=turn_of(services, view.ahead, full.retry_at))
    return replace(view, eta=turn_of(services, view.ahead, None)) if view.ahead >= QUEUE_SHOWN_FROM else view


def turn_of(services: Services, ahead: int, free_at: datetime | None) -> datetime:
    """Return when it is the turn of an invoice with so many in front, if calls may be made again from `free_at`."""
    return (free_at or services.clock.now()) + timedelta(minutes=ahead / services.tuning.invoices_per_minute)


async def _answered(services: Services, deal_id: str, response_url: str, message: Message) -> bool:
    # The press's own address is not counted in Slack's 50 updates a minute: buttons vanish at once even at month end.
    post = await stands_at(services, f"card:{deal_id}")
    if post is None or post.ts is None:
        return False
    digest = message_digest(message)
    if post.content_hash == digest:
        return True
    await services.database.transact(posts.mark_attempted, post.id)
    try:
        await services.chat.respond(response_url=response_url, message=message, replace=True)
    except IntegrationError:
        return False  # expired or unreachable: the ordinary way follows
    await services.database.transact(posts.mark_sent, post.id, ts=post.ts, channel=post.channel, content_hash=digest)
    return True


def card_view(session: Session, services: Services, deal_id: str) -> tuple[CardView, str, OrderReport]:
    """Return what the card of a deal shows now, its channel and its report."""
    deal = session.get(Deal, deal_id)
    assert deal is not None
    report = session.get(OrderReport, deal.report_id)
    assert report is not None
    content = deals.content_of(deal)
    view = CardView(
        deal_id=deal.id,
        version=deal.version,
        status=DealStatus(deal.status),
        content=content,
        sha256=deal.content_sha256,
        system=services.accounting.label,
        blockers=blockers(content),
        reporter=deal.reporter,
        edited_by=deal.edited_by,
        approved_by=deal.approved_by,
        approved_at=deal.approved_at,
        closed_by=deal.closed_by,
        closed_reason=deal.closed_reason,
        notice=deal.notice,
        lacks=tuple(name for name in LACKING if not getattr(services.accounting.capabilities, name)),
    )
    intent = invoices.intent_of(session, deal.id, deal.revision)
    if view.status is DealStatus.PROPOSED:
        view = _with_doubles(session, services, deal, view)
        if intent is not None and intent.state == IntentState.REFUSED:
            view = replace(view, refused=intent.error)
    elif intent is not None:
        view = _with_intent(session, services, intent, view)
    return view, deal.channel, report


def _with_doubles(session: Session, services: Services, deal: Deal, view: CardView) -> CardView:
    if deal.duplicate_ok:
        return view
    others = deals.similar(session, deal, days=services.policy.reading.duplicate_days)
    duplicates = tuple(
        Duplicate(
            total=other.total,
            order_date=other.order_date,
            status=DealStatus(other.status),
            reporter=other.reporter,
            lines=summary_of(deals.content_of(other)),
            link=_link(session, other),
        )
        for other in others
    )
    found: tuple[Lookalike, ...] = ()
    billing_date = view.content.billing_date
    if deal.partner_id and deal.total is not None and billing_date is not None:
        rows = invoices.lookalikes(
            session,
            provider=services.accounting.name,
            partner_id=deal.partner_id,
            total=deal.total,
            near=billing_date,
            days=services.policy.reading.duplicate_days,
        )
        found = tuple(Lookalike(row.number, row.billing_date, row.url) for row in rows[:3])
    return replace(view, duplicates=duplicates, lookalikes=found)


def _link(session: Session, deal: Deal) -> str:
    ts = thread_of(session, deal)
    return link_to(session, channel=deal.channel, ts=ts) if ts else ""


def _with_intent(session: Session, services: Services, intent: Intent, view: CardView) -> CardView:
    now = services.clock.now()
    match IntentState(intent.state):
        case IntentState.APPROVED | IntentState.SENDING:
            return replace(view, ahead=invoices.ahead_of(session, intent))
        case IntentState.UNKNOWN:
            posted_at = intent.posted_at or now
            until = posted_at + timedelta(seconds=services.tuning.settle_seconds)
            return replace(view, unknown_until=until)
        case IntentState.HUMAN:
            return replace(view, human=True, token=intent.token)
        case IntentState.CREATED | IntentState.VERIFIED | IntentState.CANCELLED | IntentState.REFUSED:
            invoice = invoices.of_deal(session, view.deal_id)
            if invoice is None:
                return view
            return replace(
                view,
                number=invoice.number,
                url=invoice.url,
                flags=intent.flags,
                sent=invoice.sent,
                booked=invoice.booked,
                payments=payment_words(session, services, invoice, now=now),
            )


def _form_post(services: Services, view: CardView, report: OrderReport) -> Message:
    if report.ts.startswith("csv:"):
        text = services.texts("orders.report", user=person(report.author), text=escape(report.text))
        return Message(text[:3000], [section(text)])
    content = view.content
    lines = "\n".join(f"{line.description} {yen(line.amount())}" for line in content.lines)
    text = services.texts(
        "form.report",
        user=person(report.author),
        partner=escape(content.partner_name or content.partner_label or ""),
        lines=escape(lines),
    )
    return Message(text[:3000], [section(text)])

"""A reply in an order's thread, by whoever reported or sold it, completes or corrects the order.

Before the approval it revises the deal, and the card says what changed and whose words it stands on; after it, it only
warns. Chatter changes nothing.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.failures import Later
from bot.services import Services
from bot.usecases.apply_reply import apply_replies, apply_reply
from bot.usecases.observe_order import observed
from bot.usecases.propose_deal import add_deal, new_report
from bot.usecases.read_order import contents_of, posted_moment, read_text
from bot.usecases.read_partner import want_partner
from bot.usecases.recipients import names_of
from bot.usecases.revise_deal import APPROVED, notice, reopen, revise_deals
from bot.usecases.show_card import refresh_card
from domain.deal import DealStatus
from domain.order import DealContent, Reply
from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key
from domain.reading import read_orders
from domain.reading.model import Reading
from storage.models import Deal, OrderReport
from storage.repositories import deals, evidence, invoices, posts
from storage.repositories.inbox import heard_message
from storage.repositories.jobs import Lease

WAIT = timedelta(seconds=30)  # a reply may be delivered before the post it stands under
TEXT_KEPT = 1000
OPEN = (DealStatus.PROPOSED, DealStatus.REJECTED, *APPROVED)


async def take_reply(
    services: Services, lease: Lease, *, team_id: str, channel: str, author: str, message: dict[str, Any]
) -> None:
    """Put one reply into effect on the order of its thread."""
    thread_ts, text = str(message["thread_ts"]), str(message.get("text") or "")
    if not text.strip():
        return
    reply = Reply(ts=str(message["ts"]), author=author, text=text[:TEXT_KEPT])
    report = await services.database.read(report_of, team_id, channel, thread_ts)
    if report is not None:
        index = await services.directory.index()
        await services.database.transact(_take, services, index, report.id, reply)
        return
    first = await services.database.read(heard_message, channel, thread_ts)
    if first is None:
        if not lease.payload.get("waited"):
            raise Later(services.clock.now() + WAIT, note={"waited": True})
        return
    if first.get("user") == author:
        await complete(services, team_id, channel, first, reply)


async def forget_reply(services: Services, *, team_id: str, channel: str, message: dict[str, Any]) -> None:
    """A reply was deleted or is about to be read anew: the order is what the report and the other replies say."""
    report = await services.database.read(report_of, team_id, channel, str(message["thread_ts"]))
    if report is None:
        return
    index = await services.directory.index()
    await services.database.transact(_forget, services, index, report.id, str(message["ts"]))


def report_of(session: Session, team_id: str, channel: str, thread_ts: str) -> OrderReport | None:
    """Return the living report whose thread this is: under the message itself, or under our post for a form."""
    report = deals.report_at(session, team_id=team_id, channel=channel, ts=thread_ts)
    if report is None:
        post = posts.at(session, channel=channel, ts=thread_ts)
        if post is not None and post.key.startswith("report:"):
            report = session.get(OrderReport, post.key.removeprefix("report:"))
    return None if report is None or report.deleted else report


def _take(session: Session, services: Services, index: PartnerIndex, report_id: str, reply: Reply) -> None:
    report = session.get(OrderReport, report_id)
    assert report is not None
    found = [deal for deal in deals.of_report(session, report_id) if deal.status in OPEN]
    mine = [deal for deal in found if _may_speak(services, report, deal, reply.author)]
    meant = _meant(mine, reply.text)
    if len(meant) == 1 and _comes_late(report, meant[0], reply):
        _put_in_order(session, services, index, report, meant[0], reply)
        return
    for deal in meant:
        _revise(session, services, index, deal, reply, sure=len(meant) == 1)


def _comes_late(report: OrderReport, deal: Deal, reply: Reply) -> bool:
    """Return whether a later reply is in effect already: what was said last must stay what counts."""
    known = deals.content_of(deal).replies
    return (
        deal.status == DealStatus.PROPOSED
        and not deal.edited_by
        and report.source == "message"
        and all(one.ts != reply.ts for one in known)
        and any(one.ts > reply.ts for one in known)
    )


def _put_in_order(
    session: Session, services: Services, index: PartnerIndex, report: OrderReport, deal: Deal, reply: Reply
) -> None:
    content = deals.content_of(deal)
    replies = tuple(sorted((*content.replies, reply), key=lambda one: one.ts))
    _keep(session, deal, content.model_copy(update={"replies": replies}))
    _read_anew(session, services, index, report, [deal])


def _may_speak(services: Services, report: OrderReport, deal: Deal, author: str) -> bool:
    return author == report.author or (deal.owner or "") in names_of(services.policy, author)


def _meant(known: Sequence[Deal], text: str) -> Sequence[Deal]:
    """Return the deals a reply may be about: the one it names, else all of the thread."""
    named = [deal for deal in known if _names(deals.content_of(deal), text)]
    return named if len(named) == 1 else known


def _names(content: DealContent, text: str) -> bool:
    key = partner_key(content.partner_name or "")
    return (len(key) > 1 and key in partner_key(text)) or any(
        len(line.description) > 1 and line.description in text for line in content.lines
    )


def _revise(session: Session, services: Services, index: PartnerIndex, deal: Deal, reply: Reply, *, sure: bool) -> None:
    now, before = services.clock.now(), deals.content_of(deal)
    if any(known.ts == reply.ts for known in before.replies):
        return  # the job runs again
    certain = sure and not deal.edited_by  # what a person entered in the form is not overruled by words alone
    content = apply_reply(session, services, index, before, reply, sure=certain)
    if content == before:
        return
    if deal.status in APPROVED:
        words = services.texts("card.replied_after", words=_short(reply.text), system=services.accounting.label)
        if deal.notice != words:
            notice(session, deal, words, now=now)
        return
    if deal.status == DealStatus.REJECTED:
        reopen(session, services, deal, now=now)
    want_partner(session, services, content.partner_id)
    deals.put_content(deal, content, now=now)
    invoices.forget_refusal(session, deal)
    detail = {"ts": reply.ts, "words": reply.text[:300], "content_sha256": deal.content_sha256}
    evidence.append(session, at=now, actor=reply.author, kind="replied", deal_id=deal.id, detail=detail)
    refresh_card(session, deal, now=now)


def _forget(session: Session, services: Services, index: PartnerIndex, report_id: str, ts: str) -> None:
    report = session.get(OrderReport, report_id)
    assert report is not None
    touched = [deal for deal in deals.of_report(session, report_id) if _without(deals.content_of(deal), ts) is not None]
    if not touched:
        return
    for deal in touched:
        left = _without(deals.content_of(deal), ts)
        if left is not None and deal.status == DealStatus.PROPOSED:
            _keep(session, deal, left)
    _read_anew(session, services, index, report, touched)


def _keep(session: Session, deal: Deal, content: DealContent) -> None:
    """Store which replies there are; what they make of the order is read anew."""
    deal.content = content.model_dump(mode="json")
    session.add(deal)


def _read_anew(
    session: Session, services: Services, index: PartnerIndex, report: OrderReport, touched: Sequence[Deal]
) -> None:
    now = services.clock.now()
    texts = [reply.text for deal in touched for reply in deals.content_of(deal).replies if reply.completes]
    words = "\n".join([report.text, *dict.fromkeys(texts)])
    own = services.policy.reading.own_names
    reading = read_orders(words, posted_moment(report.ts), index, own_company=own, second_opinion=False)
    contents = contents_of(
        session, services, reading.orders, text=words, ts=report.ts, reporter=report.author, index=index
    )
    again = partial(apply_replies, session, services, index)
    revise_deals(session, services=services, report=report, contents=contents, again=again, now=now)


def _without(content: DealContent, ts: str) -> DealContent | None:
    """Return the content without a reply among those to be put into effect anew; None if it was none of them."""
    left = tuple(reply for reply in content.replies if reply.ts != ts)
    return content.model_copy(update={"replies": left}) if len(left) < len(content.replies) else None


async def complete(services: Services, team_id: str, channel: str, first: dict[str, Any], reply: Reply) -> None:
    """The post above looked like an order and lacked something: read it with what was said below it."""
    text, ts = str(first.get("text") or ""), str(first["ts"])
    alone, _index = await read_text(services, text, ts)
    if alone.intent != "maybe":
        return
    reading, index = await read_text(services, f"{text}\n{reply.text}", ts)
    if reading.orders:
        await services.database.transact(_store_completed, services, index, reading, team_id, channel, first, reply)


def _store_completed(
    session: Session,
    services: Services,
    index: PartnerIndex,
    reading: Reading,
    team_id: str,
    channel: str,
    first: dict[str, Any],
    reply: Reply,
) -> None:
    now, ts, text = services.clock.now(), str(first["ts"]), str(first.get("text") or "")
    if report_of(session, team_id, channel, ts) is not None or observed(session, channel, ts):
        return
    words = f"{text}\n{reply.text}"
    author = str(first.get("user") or reply.author)
    contents = contents_of(session, services, reading.orders, text=words, ts=ts, reporter=author, index=index)
    edited_ts = str((first.get("edited") or {}).get("ts", ""))
    place = {"team_id": team_id, "channel": channel, "ts": ts}
    report = new_report(session, **place, author=author, text=text, now=now, edited_ts=edited_ts)
    noted = reply.model_copy(update={"completes": True})
    for position, content in enumerate(contents):
        want_partner(session, services, content.partner_id)
        add_deal(session, report, position, content.model_copy(update={"replies": (noted,)}), now=now)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79] + "…"

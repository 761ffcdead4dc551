"""What replies in the thread make of an order that was read: each in turn, as the partners and rules are now."""

from collections.abc import Sequence
from functools import partial

from sqlmodel import Session

from bot.services import Services
from bot.usecases.partner_rules import fit_to_system, rules_lookup
from bot.usecases.read_order import contents_of, match_stored, posted_moment
from domain.order import DealContent, Reply
from domain.partner_index import PartnerIndex
from domain.reading import read_orders
from domain.reply import put_into_effect, read_reply, restate


def apply_replies(
    session: Session, services: Services, index: PartnerIndex, content: DealContent, replies: Sequence[Reply]
) -> DealContent:
    """Return the content after all of the replies, oldest first."""
    for reply in replies:
        content = apply_reply(session, services, index, content, reply)
    return content


def apply_reply(
    session: Session, services: Services, index: PartnerIndex, content: DealContent, reply: Reply, *, sure: bool = True
) -> DealContent:
    """Return the content after a reply; the same content if the reply says nothing new of the order.

    `sure` is False where a person must say whether it is meant for this order.
    """
    if reply.completes:
        return content.model_copy(update={"replies": (*content.replies, reply)})  # it was read with the report
    posted_at = posted_moment(reply.ts)
    rules = rules_lookup(session, services.policy, services.accounting.name)
    own = services.policy.reading.own_names
    reading = read_orders(reply.text, posted_at, index, own_company=own, second_opinion=False)
    said = read_reply(reply.text, posted_at.date(), order_date=content.order_date)
    if reading.orders and (not said or "\n" in reply.text.strip()):  # a whole report, no note on one
        found = contents_of(
            session, services, reading.orders, text=reply.text, ts=reply.ts, reporter=reply.author, index=index
        )
        changed = restate(content, found, reply, rules=rules, sure=sure)
    else:
        changed = put_into_effect(
            content,
            reply,
            said,
            match=partial(match_stored, session, services.accounting.name, index),
            rules=rules,
            sure=sure,
        )
    return fit_to_system(session, services, changed) if changed is not content else content

"""The text of a post -> the proposed content of each order in it, against the partners as they are stored."""

from datetime import UTC, datetime
from functools import partial

from sqlmodel import Session

from bot.clock import TOKYO
from bot.services import Services
from bot.usecases.partner_rules import fit_to_system, rules_lookup
from domain.order import DealContent
from domain.partner_index import PartnerIndex
from domain.proposal import Defaults, Partner, PartnerMatch, propose
from domain.reading import read_orders
from domain.reading.model import Order, Reading
from storage.repositories import partners


async def read_text(
    services: Services, text: str, ts: str, *, second_opinion: bool = True
) -> tuple[Reading, PartnerIndex]:
    """Return what a text says, with the partner index it was read against.

    `second_opinion`: False where somebody has said already that it is an order.
    """
    index = await services.directory.index()
    own = services.policy.reading.own_names
    return read_orders(text, posted_moment(ts), index, own_company=own, second_opinion=second_opinion), index


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
    posted_on = posted_moment(ts).date()
    proposed = [
        propose(
            order,
            text=text,
            posted_on=posted_on,
            reporter=reporter,
            match=match_stored(session, services.accounting.name, index, order.partner_name),
            defaults=defaults,
            others=partial(match_stored, session, services.accounting.name, index),
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


def posted_moment(ts: str) -> datetime:
    """Return when a message was posted, in Japan's time."""
    return moment_of(ts).astimezone(TOKYO)


def moment_of(ts: str) -> datetime:
    """Return the moment in a Slack ts ("1700000000.000100")."""
    return datetime.fromtimestamp(float(ts), UTC)

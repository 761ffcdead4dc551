"""Where and when the bot posts by itself: in the finance channel, on business mornings, unless it is switched off."""

from datetime import datetime

from sqlmodel import Session

from bot.clock import tokyo_day
from bot.services import Services
from bot.usecases.switches import is_on
from domain.business_day import is_business_day
from storage.repositories.jobs import Lease


async def morning_channel(services: Services, lease: Lease) -> str | None:
    """Return the channel for the post of this slot, None if there is nothing to post today."""
    today = tokyo_day(services.clock.now())
    if services.policy.clock.quiet_weekends and not is_business_day(today):
        return None
    if tokyo_day(datetime.fromisoformat(lease.payload["slot"])) > today:
        return None
    return await services.database.read(post_channel, services)


def post_channel(session: Session, services: Services) -> str | None:
    """Return the finance channel, None if there is none or posts are switched off."""
    channel = services.policy.channels.finance
    return channel if channel and is_on(session, "posts") else None

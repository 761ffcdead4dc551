"""Every business morning: what is past its due date, in the finance channel, one message."""

from datetime import datetime, timedelta

from bot.clock import tokyo_day
from bot.failures import Later
from bot.services import Services
from bot.usecases.list_invoices import list_overdue
from bot.usecases.post_message import enqueue_post
from bot.usecases.switches import is_on
from bot.usecases.sync_payments import synced_at
from domain.business_day import is_business_day
from storage.repositories.jobs import Lease

FIRST_LOOK = timedelta(seconds=5)  # until payments have been read for the first time


async def post_overdue(services: Services, lease: Lease) -> None:
    """Job: post the list, unless today is no business day or nothing is overdue."""
    now = services.clock.now()
    today = tokyo_day(now)
    slot_day = tokyo_day(datetime.fromisoformat(lease.payload["slot"]))
    channel = services.policy.channels.finance
    if not channel or (services.policy.clock.quiet_weekends and not is_business_day(today)) or slot_day > today:
        return
    if not await services.database.read(is_on, "posts"):
        return
    if await synced_at(services) is None:  # nothing known yet is not "nothing overdue"
        raise Later(now + FIRST_LOOK)
    message = await services.database.read(list_overdue, services, today=today, now=now)
    if message is not None:
        await services.database.transact(
            enqueue_post, key=f"overdue:{today.isoformat()}", channel=channel, message=message, now=now
        )

"""Every business morning: what is past its due date, in the finance channel, one message."""

from datetime import timedelta

from bot.clock import tokyo_day
from bot.failures import Later
from bot.services import Services
from bot.usecases.list_invoices import list_overdue
from bot.usecases.morning_posts import morning_channel
from bot.usecases.post_message import enqueue_post
from bot.usecases.sync_payments import synced_at
from storage.repositories.jobs import Lease

FIRST_LOOK = timedelta(seconds=5)  # until payments have been read for the first time


async def post_overdue(services: Services, lease: Lease) -> None:
    """Job: post the list, unless today is no business day or nothing is overdue."""
    now = services.clock.now()
    channel, today = await morning_channel(services, lease), tokyo_day(now)
    if channel is None:
        return
    if await synced_at(services) is None:  # nothing known yet is not "nothing overdue"
        raise Later(now + FIRST_LOOK)
    message = await services.database.read(list_overdue, services, today=today, now=now)
    if message is not None:
        await services.database.transact(
            enqueue_post, key=f"overdue:{today.isoformat()}", channel=channel, message=message, now=now
        )

"""A person asks for payments to be looked at now, not on the hour; then their list or home tab is drawn anew."""

from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.know_reader import texts_for
from bot.usecases.list_invoices import list_unpaid
from bot.usecases.post_message import enqueue_tell
from bot.usecases.show_home import publish_home
from bot.usecases.sync_payments import sweep_unpaid, synced_at
from storage.repositories import jobs
from storage.repositories.jobs import Lease

CHECK = "check_payments"


def want_check(
    session: Session,
    *,
    key: str,
    user: str,
    channel: str,
    response_url: str | None,
    text: str,
    offset: int,
    now: datetime,
) -> None:
    """Ask for a look at payments; without a channel the answer is the home tab, else the list that was pressed."""
    payload = {"user": user, "channel": channel, "response_url": response_url, "text": text, "offset": offset}
    # In the lane of the hourly job: two looks at once would read the same pages twice.
    jobs.enqueue(session, CHECK, key, payload, now=now, lane="sync_payments")


async def check_payments(services: Services, lease: Lease) -> None:
    """Job `check_payments`: read what is unpaid now, then show it to the person who asked."""
    seen = await synced_at(services)
    if seen is None or seen < lease.created_at:  # a look that began after the press serves this press, too
        await sweep_unpaid(services, lease)
    now = services.clock.now()
    if not lease.payload["channel"]:
        await publish_home(services, lease)
        return
    await services.database.transact(_show_list, services, lease, now=now)


def _show_list(session: Session, services: Services, lease: Lease, *, now: datetime) -> None:
    asked = lease.payload
    message = list_unpaid(
        session,
        services,
        texts_for(session, services, asked["user"]),
        text=asked["text"],
        offset=asked["offset"],
        user=asked["user"],
        now=now,
    )
    enqueue_tell(
        session,
        key=f"{CHECK}:{lease.key}",
        channel=asked["channel"],
        user=asked["user"],
        message=message,
        now=now,
        response_url=asked["response_url"],
        replace=True,
    )

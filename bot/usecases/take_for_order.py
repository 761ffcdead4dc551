"""「受注です」 under a post that might be an order: somebody has said it, so it is read as one."""

from sqlmodel import Session

from bot.blocks.hint import taken_message
from bot.blocks.parts import section
from bot.services import Message, Services
from bot.usecases.post_message import enqueue_tell, put_message
from bot.usecases.take_reply import complete, report_of
from domain.order import Reply
from storage.repositories import jobs
from storage.repositories.inbox import heard_message
from storage.repositories.jobs import Lease

KIND = "take_for_order"
SAID = "受注しました。"  # what the press says, in the language of the posts: it is read below the post


def want_order(
    session: Session, services: Services, *, team_id: str, channel: str, ts: str, user: str, pressed: str, key: str
) -> None:
    """Ask for the post to be taken for an order. `pressed`: when, as Slack writes it; `key` names the press."""
    payload = {"team_id": team_id, "channel": channel, "ts": ts, "user": user, "pressed": pressed}
    jobs.enqueue(session, KIND, key, payload, now=services.clock.now())


async def take_for_order(services: Services, lease: Lease) -> None:
    """Job `take_for_order`: read the post with what was said, and show its cards; tell who pressed if it cannot be."""
    team_id, channel, ts, user = (str(lease.payload[name]) for name in ("team_id", "channel", "ts", "user"))
    first = await services.database.read(heard_message, channel, ts)
    if first is not None and await services.database.read(report_of, team_id, channel, ts) is None:
        said = Reply(ts=str(lease.payload["pressed"]), author=user, text=SAID)
        await complete(services, team_id, channel, first, said)
    if await services.database.read(report_of, team_id, channel, ts) is None:
        await services.database.transact(_tell_unread, services, channel, ts, user, lease.key)
        return
    taken = taken_message(services.texts, user)
    await put_message(services, lease, key=f"hint:{channel}:{ts}", channel=channel, thread_ts=ts, message=taken)


def _tell_unread(session: Session, services: Services, channel: str, ts: str, user: str, key: str) -> None:
    words = services.texts("tell.not_read_as_order")
    message = Message(words, [section(words)])
    now = services.clock.now()
    enqueue_tell(session, key=key, channel=channel, user=user, message=message, now=now, thread_ts=ts)

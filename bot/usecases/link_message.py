"""Where a message stands, as an address people can open: learnt once per workspace, then made without a call."""

from sqlmodel import Session

from bot.services import Services
from integrations.errors import IntegrationError
from storage.repositories import learned

NAME = "slack_archives"  # learnt: what stands before channel and ts in every address of this workspace
PATH = "/archives/"


async def learn_links(services: Services, *, channel: str, ts: str) -> None:
    """Ask Slack for the address of one message, unless the workspace's is known. A link is a comfort: no failure."""
    if await services.database.read(learned.get, NAME) is not None:
        return
    try:
        address = await services.chat.permalink(channel=channel, ts=ts)
    except IntegrationError:
        return
    begin, found, _rest = address.partition(PATH)
    if found:
        await services.database.transact(learned.set_value, NAME, f"{begin}{PATH}", now=services.clock.now())


def link_to(session: Session, *, channel: str, ts: str) -> str:
    """Return the address of a message, empty while the workspace's is not known."""
    begin = learned.get(session, NAME)
    return f"{begin}{channel}/p{ts.replace('.', '')}" if begin else ""

"""Where somebody reads what is said to them alone."""

from bot.blocks.parts import is_user_id
from bot.services import Services
from storage.repositories import learned


async def channel_of(services: Services, recipient: str) -> str:
    """Return the channel of a recipient: of a person, that of our direct messages with them."""
    if not is_user_id(recipient):
        return recipient
    name = f"dm:{recipient}"
    known = await services.database.read(learned.get, name)
    if known is None:
        known = await services.chat.open_dm(recipient)
        await services.database.transact(learned.set_value, name, known, now=services.clock.now())
    return known

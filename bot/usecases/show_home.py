"""App Home: drawn when somebody opens it."""

from bot.services import Services
from bot.usecases.know_reader import reader_texts
from bot.usecases.list_invoices import show_home
from storage.repositories.jobs import Lease


async def publish_home(services: Services, lease: Lease) -> None:
    """Job `home`: show the tab to the person who opened it."""
    user = lease.payload["user"]
    texts = await reader_texts(services, user)
    view = await services.database.read(show_home, services, texts, now=services.clock.now())
    await services.chat.publish_home(user=user, view=view)

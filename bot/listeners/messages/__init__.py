"""Messages: recorded, nothing else. Reading them is durable work done afterwards."""

from slack_bolt.async_app import AsyncApp

from bot.listeners.messages.record_message import record_message
from bot.services import Services
from storage.repositories.inbox import record_events
from storage.together import Together


def register(app: AsyncApp, services: Services) -> None:
    """Register the one listener for every kind of message event: a catch-all leaves nothing unacknowledged."""

    inbox = Together(services.database, record_events)

    @app.event("message")
    async def message(body: dict[str, object]) -> None:
        await record_message(services, inbox, body)

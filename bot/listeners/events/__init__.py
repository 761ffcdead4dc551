"""Events other than messages."""

from slack_bolt.async_app import AsyncApp

from bot.services import Services
from storage.repositories import jobs


def register(app: AsyncApp, services: Services) -> None:
    """Register one listener per subscribed event type."""

    @app.event("app_home_opened")
    async def home_opened(body: dict[str, object], event: dict[str, str]) -> None:
        if event.get("tab") != "home":
            return
        await services.database.transact(
            jobs.enqueue, "home", str(body["event_id"]), {"user": event["user"]}, now=services.clock.now()
        )

"""What Slack may send us, grouped as Slack names it. A listener records or reads, answers, and is done."""

from slack_bolt.async_app import AsyncApp

from bot.listeners import actions, commands, events, messages, shortcuts, views
from bot.listeners.opener import ViewOpener
from bot.services import Services


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register every listener."""
    messages.register(app, services)
    events.register(app, services)
    actions.register(app, services, opener)
    views.register(app, services)
    commands.register(app, services, opener)
    shortcuts.register(app, services, opener)

"""Submitted forms."""

from slack_bolt.async_app import AsyncApp

from bot.listeners.views import close_forms, deal_forms, reminder_forms
from bot.services import Services


def register(app: AsyncApp, services: Services) -> None:
    """Register every form."""
    deal_forms.register(app, services)
    close_forms.register(app, services)
    reminder_forms.register(app, services)
